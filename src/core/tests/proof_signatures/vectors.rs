//! The official test vectors, where they are at hand. Tests that read them pass without them.

use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/vectors/");

/// The text of a vector.
pub fn text(name: &str) -> Option<String> {
    std::fs::read_to_string(format!("{FOLDER}{name}")).ok()
}

/// The JSON of a vector.
pub fn json(name: &str) -> Option<Value> {
    text(name).map(|text| serde_json::from_str(&text).unwrap())
}
