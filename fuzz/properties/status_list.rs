//! Encoded status lists, entries and revocation lists of any content. The first octet says what the others are.

use badges_core::{
    json::text::parse,
    openbadges::revocation_lists::{revocation_1edtech, revocation_2_0},
    proof::{
        multibase,
        status_list::{LARGEST, SMALLEST, decode, encode, is_set, message, set, status},
    },
};

/// A gzip header that is followed by compressed bits at once.
const HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

const LIST: &str = "https://example.org/status/1";

fn expand(encoded: &str) {
    if let Ok(bits) = decode(encoded) {
        assert!(bits.len() <= LARGEST);
        assert_eq!(decode(&encode(&bits)).as_ref(), Ok(&bits), "encoded and decoded again");
    }
}

/// The status of an entry in a list with these bits set, against a look at the bits.
fn one_status(size: u32, index: u64, octets: &[u8]) {
    let size = size % 8 + 1;
    let mut bits = vec![0; SMALLEST * size as usize];
    let length = bits.len() as u64 * 8;
    for position in octets.as_chunks().0 {
        set(&mut bits, u64::from(u32::from_le_bytes(*position)) % length);
    }
    let messages = vec!["{}"; 1 << size].join(",");
    let entry = format!(
        "{{\"type\":\"BitstringStatusListEntry\",\"statusPurpose\":\"message\",\"statusListIndex\":\"{index}\",\
         \"statusListCredential\":\"{LIST}\",\"statusSize\":{size},\"statusMessage\":[{messages}]}}"
    );
    let list = format!(
        "{{\"type\":[\"BitstringStatusListCredential\"],\"credentialSubject\":{{\"type\":\"BitstringStatusList\",\
         \"statusPurpose\":\"message\",\"encodedList\":\"{}\"}}}}",
        encode(&bits)
    );
    let (entry, list) = (parse(&entry).expect("an entry"), parse(&list).expect("a list"));
    match status(&entry, &list) {
        Ok((value, _)) => {
            let first = index * u64::from(size);
            let expected: String =
                (0..u64::from(size)).map(|bit| if is_set(&bits, first + bit) { '1' } else { '0' }).collect();
            assert_eq!(u64::from_str_radix(&expected, 2), Ok(value));
        }
        Err(_) => assert!(index >= 131_072, "it is in the list"),
    }
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    match kind {
        0 => expand(&multibase::base64url(rest)),
        1 => expand(&multibase::base64url(&[&HEADER, rest].concat())),
        2 => expand(&String::from_utf8_lossy(rest)),
        3 => {
            let Some((index, bits)) = rest.split_first_chunk() else { return };
            let index = u64::from_le_bytes(*index);
            one_status(
                u32::from_le_bytes([bits.first().copied().unwrap_or(0), 0, 0, 0]),
                index >> (index % 64),
                bits,
            );
        }
        _ => {
            let text = String::from_utf8_lossy(rest);
            let (entry, list) = text.split_once('\n').unwrap_or((&text, ""));
            let Ok(entry) = parse(entry) else { return };
            let _ = (message(&entry, 0), message(&entry, u64::MAX));
            let Ok(list) = parse(list) else { return };
            let _ = status(&entry, &list);
            let _ = revocation_1edtech(&list, "urn:uuid:1");
            let _ = revocation_2_0(&list, Some("urn:uuid:1"), Some("1"));
        }
    }
}
