//! The bits of a list and their encoded form.

use badges_core::proof::status_list::{
    LARGEST, SMALLEST, StatusListError, decode, encode, is_set, scattered, set,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, GzBuilder, write::GzEncoder};
use proptest::{collection::vec, prelude::*};
use std::io::Write;

fn gzip(bits: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bits).unwrap();
    encoder.finish().unwrap()
}

fn encoded(compressed: &[u8]) -> String {
    format!("u{}", URL_SAFE_NO_PAD.encode(compressed))
}

#[track_caller]
fn assert_refused(encoded: &str) {
    assert!(matches!(decode(encoded), Err(StatusListError::Malformed(_))));
}

#[test]
fn index_0_is_the_most_significant_bit_of_the_first_octet() {
    let mut bits = [0; 3];
    for index in [0, 7, 8, 22, 24, u64::MAX] {
        set(&mut bits, index);
    }
    assert_eq!(bits, [0b1000_0001, 0b1000_0000, 0b0000_0010]);
    let read: Vec<u64> = (0..30).filter(|index| is_set(&bits, *index)).collect();
    assert_eq!(read, [0, 7, 8, 22]);
    assert!(!is_set(&bits, u64::MAX));
}

#[test]
fn bits_come_back_from_their_encoded_form() {
    for awards in [0, 1, 1000, 20_000, 100_000] {
        let mut bits = vec![0; SMALLEST];
        for ordinal in 0..awards {
            set(&mut bits, scattered(ordinal, 5));
        }
        let encoded = encode(&bits);
        assert_eq!(encoded, encode(&bits));
        assert_eq!(decode(&encoded), Ok(bits));
    }
}

#[test]
fn the_encoded_form_is_small_and_says_nothing_else() {
    let encoded = encode(&[0; SMALLEST]);
    assert!(encoded.len() < 100, "{}", encoded.len());
    let compressed = URL_SAFE_NO_PAD.decode(&encoded[1..]).unwrap();
    assert_eq!(compressed[..4], [0x1F, 0x8B, 8, 0], "no name, no comment");
    assert_eq!(compressed[4..8], [0; 4], "no time");
}

#[test]
fn what_other_compressors_write_is_read() {
    let bits = [1, 2, 3, 0, 0, 0];
    assert_eq!(decode(&encoded(&gzip(&bits))), Ok(bits.to_vec()));
    let mut named = GzBuilder::new()
        .filename("list")
        .comment("of 2026")
        .mtime(1)
        .extra([1, 2])
        .write(Vec::new(), Compression::none());
    named.write_all(&bits).unwrap();
    assert_eq!(decode(&encoded(&named.finish().unwrap())), Ok(bits.to_vec()));
    let two = [gzip(&bits[..2]), gzip(&bits[2..])].concat();
    assert_eq!(decode(&encoded(&two)), Ok(bits.to_vec()), "a gzip file may have several members");
}

#[test]
fn anything_around_the_compressed_bits_is_refused() {
    let compressed = gzip(&[0; SMALLEST]);
    for trailing in [&[0][..], &[0; 8], &[0x1F], b"\x1F\x8B", b"{}"] {
        assert_refused(&encoded(&[&compressed, trailing].concat()));
    }
    assert_refused(&encoded(&[b" ", compressed.as_slice()].concat()));
    let text = encoded(&compressed);
    for text in [
        &text[1..],
        &format!("{text}="),
        &format!("{text}\n"),
        &format!(" {text}"),
        &text.replace('u', "m"),
        "u",
        "",
    ] {
        assert_refused(text);
    }
}

#[test]
fn a_cut_list_is_refused_and_a_damaged_one_says_nothing_else() {
    let mut bits = vec![0; SMALLEST];
    (0..50).for_each(|ordinal| set(&mut bits, scattered(ordinal, 1)));
    let compressed = gzip(&bits);
    for length in 0..compressed.len() {
        assert_refused(&encoded(&compressed[..length]));
    }
    // Of the runs of zeros it is indifferent which one is copied, of the header when and by what it was written.
    for position in 0..compressed.len() {
        let mut damaged = compressed.clone();
        damaged[position] ^= 0x10;
        let read = decode(&encoded(&damaged));
        assert!(read.is_err() || read.as_ref() == Ok(&bits));
    }
}

#[test]
fn a_list_is_expanded_to_the_limit_and_not_beyond() {
    let zeros = vec![0; LARGEST + 1];
    assert_eq!(decode(&encode(&zeros[1..])).unwrap().len(), LARGEST);
    assert_refused(&encode(&zeros));
    assert_refused(&encode(&vec![0; 1 << 28]));
}

#[test]
fn members_beyond_any_use_are_refused() {
    let part = gzip(&[0; 300]);
    assert_eq!(decode(&encoded(&part.repeat(64))).unwrap().len(), 64 * 300);
    assert_refused(&encoded(&part.repeat(65)));
    assert_refused(&encoded(&gzip(&[]).repeat(100_000)));
    // Together they are larger than one may be.
    assert_refused(&encoded(&gzip(&vec![0; LARGEST / 2]).repeat(3)));
}

#[test]
fn a_text_longer_than_any_list_is_refused_unread() {
    assert_refused(&"u".repeat(30 << 20));
}

#[test]
fn a_false_length_at_the_end_is_refused_without_its_memory() {
    let mut compressed = gzip(&[0; 300]);
    let end = compressed.len() - 4;
    compressed[end..].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_refused(&encoded(&compressed));
}

proptest! {
    #[test]
    fn random_bits_come_back(bits in vec(any::<u8>(), 0..2000)) {
        prop_assert_eq!(decode(&encode(&bits)), Ok(bits));
    }

    #[test]
    fn random_text_is_refused_or_read_without_harm(text in "u[A-Za-z0-9_-]{0,80}|\\PC{0,20}") {
        let _ = decode(&text);
    }

    #[test]
    fn a_random_end_of_a_good_beginning_does_no_harm(end in vec(any::<u8>(), 0..200)) {
        let _ = decode(&encoded(&[b"\x1F\x8B\x08\x00\0\0\0\0\0\xFF", end.as_slice()].concat()));
    }
}
