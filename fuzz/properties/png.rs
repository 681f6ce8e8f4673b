//! PNGs: octets as they are, or as the chunks of an image whose lengths and checksums are right.

use super::baked;
use flate2::Crc;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

const KINDS: [&[u8; 4]; 8] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tEXt", b"zTXt", b"iTXt", b"prVt"];

fn add(image: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    image.extend((content.len() as u32).to_be_bytes());
    image.extend_from_slice(kind);
    image.extend_from_slice(content);
    image.extend(crc.sum().to_be_bytes());
}

/// Parts that each begin with an octet for the kind of the chunk and one for its length, within a picture.
fn with_chunks(mut octets: &[u8]) -> Vec<u8> {
    let mut image = SIGNATURE.to_vec();
    add(&mut image, b"IHDR", &[0; 13]);
    add(&mut image, b"IDAT", b"");
    while let [kind, length, rest @ ..] = octets {
        let (content, after) = rest.split_at(usize::from(*length).min(rest.len()));
        let keyword: &[u8] =
            [b"".as_slice(), b"openbadges\0", b"openbadgecredential\0"][usize::from(*kind >> 3) % 3];
        add(&mut image, KINDS[usize::from(*kind & 7)], &[keyword, content].concat());
        octets = after;
    }
    add(&mut image, b"IEND", b"");
    image
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    match octets.split_first() {
        Some((0, rest)) => baked::carries_or_refuses(rest),
        Some((1, rest)) => baked::carries_or_refuses(&[SIGNATURE, rest].concat()),
        Some((_, rest)) => baked::carries_or_refuses(&with_chunks(rest)),
        None => {}
    }
}
