//! Bytes that are no `jsonb`: an error at worst, never a panic, a hang or a read beyond the slice.

use badges_core::json::{
    Json, Jsonb, MAX_DEPTH, MAX_VALUES, Number, ReadError, Tree, View,
    writer::{WriteError, encode},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::json;

const ARRAY: u32 = 0x4000_0000;
const OBJECT: u32 = 0x2000_0000;
const SCALAR: u32 = 0x1000_0000;
const HAS_OFFSET: u32 = 0x8000_0000;
const IS_NUMERIC: u32 = 0x1000_0000;
const IS_NULL: u32 = 0x4000_0000;
const IS_CONTAINER: u32 = 0x5000_0000;

fn encoded(document: &serde_json::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(&Tree::read(document).unwrap(), &mut bytes).unwrap();
    bytes
}

fn sample() -> Vec<u8> {
    encoded(&json!({
        "@context": "https://w3id.org/openbadges/v2", "type": ["Assertion", "x"], "n": [1, -2.5, 1e30],
        "recipient": {"type": "email", "hashed": false, "identity": "é"}, "empty": {}, "many": vec![0; 40],
    }))
}

/// The words and text of a datum that no writer would build.
fn datum(words: &[u32], data: &[u8]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).chain(data.iter().copied()).collect()
}

fn read(bytes: &[u8]) -> Result<Tree<'_>, ReadError> {
    Tree::read(Jsonb::new(bytes)?)
}

/// Looks at everything, going on after errors as a careless caller would.
fn look_at_everything(json: Jsonb<'_>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    let _ = json.member("type");
    if let Ok(Some(number)) = json.number() {
        let _ = (number.to_i64(), number.to_f64());
        if number.to_f64().is_some() {
            let _ = number.to_text();
        }
    }
    match json.view() {
        Ok(View::Array(elements)) => {
            elements.flatten().for_each(|element| look_at_everything(element, depth + 1))
        }
        Ok(View::Object(members)) => {
            for (name, value) in members.flatten() {
                let _ = json.member(name);
                look_at_everything(value, depth + 1);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn changed_bytes_are_read_or_refused(changes in vec((any::<Index>(), any::<u8>()), 1..8)) {
        let mut bytes = sample();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Ok(root) = Jsonb::new(&bytes) {
            look_at_everything(root, 0);
        }
        if let Ok(tree) = read(&bytes) {
            let mut again = Vec::new();
            if encode(&tree, &mut again).is_ok() {
                prop_assert_eq!(read(&again).unwrap().to_text(), tree.to_text());
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200), flags in 0..8_u32, count in 0..20_u32) {
        let mut bytes = datum(&[flags << 28 | count], &bytes);
        for word in bytes.chunks_mut(4).skip(1).take(count as usize) {
            word[1..].iter_mut().rev().skip(1).for_each(|byte| *byte = 0);
        }
        if let Ok(root) = Jsonb::new(&bytes) {
            look_at_everything(root, 0);
        }
        let _ = read(&bytes);
    }
}

#[test]
fn every_truncation_is_corrupt() {
    let bytes = sample();
    for length in 0..bytes.len() {
        assert_eq!(read(&bytes[..length]), Err(ReadError::Corrupt), "first {length} bytes");
    }
}

#[test]
fn impossible_words_are_corrupt() {
    let cases: [(&str, Vec<u8>); 12] = [
        ("neither array nor object", datum(&[0], b"")),
        ("both array and object", datum(&[ARRAY | OBJECT], b"")),
        ("more children than bytes", datum(&[ARRAY | 0x0FFF_FFFF], b"")),
        ("more members than bytes", datum(&[OBJECT | 0x0FFF_FFFF], b"")),
        ("scalar of two elements", datum(&[ARRAY | SCALAR | 2, IS_NULL, IS_NULL], b"")),
        ("scalar that is an array", datum(&[ARRAY | SCALAR | 1, IS_CONTAINER | 4, ARRAY], b"")),
        ("scalar below the root", datum(&[ARRAY | 1, IS_CONTAINER | 8, ARRAY | SCALAR | 1, IS_NULL], b"")),
        ("unknown type", datum(&[ARRAY | 1, 0x6000_0000], b"")),
        ("string past the end", datum(&[ARRAY | 1, 5], b"four")),
        ("offset before the previous child", datum(&[ARRAY | 2, 4, HAS_OFFSET | 2], b"four")),
        ("name that is no string", datum(&[OBJECT | 1, IS_NULL, IS_NULL], b"")),
        ("number shorter than its padding", datum(&[ARRAY | 2, 1, IS_NUMERIC | 2], b"a\0\0\0\0\0")),
    ];
    for (name, bytes) in cases {
        assert_eq!(read(&bytes), Err(ReadError::Corrupt), "{name}");
    }
}

#[test]
fn names_out_of_order_or_twice_are_corrupt() {
    for names in [b"ba", b"aa"] {
        assert_eq!(read(&datum(&[OBJECT | 2, 1, 1, IS_NULL, IS_NULL], names)), Err(ReadError::Corrupt));
    }
    assert_eq!(read(&datum(&[OBJECT | 2, 2, 1, IS_NULL, IS_NULL], b"aab")), Err(ReadError::Corrupt));
    assert!(read(&datum(&[OBJECT | 2, 1, 1, IS_NULL, IS_NULL], b"ab")).is_ok());
}

#[test]
fn strings_and_names_that_are_not_utf8_are_refused() {
    assert_eq!(read(&datum(&[ARRAY | 1, 2], b"\xC3\x28")), Err(ReadError::NotUtf8));
    assert_eq!(read(&datum(&[OBJECT | 1, 1, IS_NULL], b"\xFF")), Err(ReadError::NotUtf8));
}

#[test]
fn names_that_cut_a_character_in_two_are_corrupt() {
    let cut = datum(&[OBJECT | 2, 1, 2, IS_NULL, IS_NULL], "éa".as_bytes());
    assert_eq!(read(&cut), Err(ReadError::Corrupt));
}

#[test]
fn offsets_may_be_anywhere_lengths_may_be() {
    let bytes = datum(&[ARRAY | 3, 1, HAS_OFFSET | 3, 2], b"abbcc");
    assert_eq!(read(&bytes).unwrap().to_text(), r#"["a","bb","cc"]"#);
}

fn nested_arrays(depth: u32) -> Vec<u8> {
    let words = (1..depth).rev().flat_map(|inner| [ARRAY | 1, IS_CONTAINER | (inner * 8 - 4)]);
    datum(&words.chain([ARRAY]).collect::<Vec<_>>(), b"")
}

#[test]
fn nesting_is_followed_to_the_limit_and_no_deeper() {
    let limit = MAX_DEPTH as u32;
    assert_eq!(read(&nested_arrays(limit)).unwrap().to_text().len(), 2 * MAX_DEPTH);
    assert_eq!(read(&nested_arrays(limit + 1)), Err(ReadError::TooDeep));
    assert_eq!(read(&nested_arrays(10_000)), Err(ReadError::TooDeep));
}

#[test]
fn more_values_than_the_limit_are_refused_before_they_are_read() {
    let count = MAX_VALUES as u32;
    let array = |count: u32| datum(&vec![IS_NULL; count as usize + 1], b"");
    let with_header = |count: u32| {
        let mut bytes = array(count);
        bytes[..4].copy_from_slice(&(ARRAY | count).to_ne_bytes());
        bytes
    };
    assert!(read(&with_header(count - 1)).is_ok());
    assert_eq!(read(&with_header(count)), Err(ReadError::TooLarge));
}

#[test]
fn a_document_no_jsonb_can_hold_is_not_written() {
    let mut deep = Tree::Null;
    for _ in 0..=MAX_DEPTH {
        deep = vec![deep].into();
    }
    let mut bytes = b"before".to_vec();
    assert_eq!(encode(&deep, &mut bytes), Err(WriteError::TooDeep));
    assert_eq!(encode(&"a\0b".into(), &mut bytes), Err(WriteError::NulCharacter));
    assert_eq!(encode(&Tree::object([("\0", Tree::Null)]), &mut bytes), Err(WriteError::NulCharacter));
    let half = "x".repeat(0x0800_0000);
    let whole = vec![Tree::from(half.as_str()), Tree::from(half.as_str())];
    assert_eq!(encode(&whole.into(), &mut bytes), Err(WriteError::TooLarge));
    assert_eq!(bytes, b"before", "nothing is appended on an error");
}

#[test]
fn a_number_is_not_expanded_by_reading_it() {
    let number = Number::parse("1e131071").unwrap();
    let mut bytes = Vec::new();
    encode(&vec![Tree::from(number); 1000].into(), &mut bytes).unwrap();
    assert!(bytes.len() < 20_000);
    assert!(read(&bytes).is_ok());
}
