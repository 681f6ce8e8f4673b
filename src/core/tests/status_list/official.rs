//! Lists of the standard, of 1EdTech and of others, where they are at hand.

use badges_core::proof::status_list::{StatusListError, decode, is_set};
use serde_json::Value;

#[test]
fn published_lists_are_expanded_or_refused_as_published() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/vectors/bitstring/vectors.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["expand"].as_array().unwrap() {
        let name = vector["name"].as_str().unwrap();
        let bits = decode(vector["encodedList"].as_str().unwrap()).unwrap();
        assert_eq!(bits.len() as u64, vector["byte_length"].as_u64().unwrap(), "{name}");
        let set: Vec<u64> = (0..bits.len() as u64 * 8).filter(|index| is_set(&bits, *index)).collect();
        let expected: Vec<u64> =
            vector["set_bits"].as_array().unwrap().iter().map(|bit| bit.as_u64().unwrap()).collect();
        assert_eq!(set, expected, "{name}");
    }
    for vector in vectors["must_fail"].as_array().unwrap() {
        let refused = decode(vector["encodedList"].as_str().unwrap());
        assert!(matches!(refused, Err(StatusListError::Malformed(_))), "{}", vector["name"]);
    }
}
