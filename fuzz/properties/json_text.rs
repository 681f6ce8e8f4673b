//! Any text as JSON: what is read is what another parser reads, and comes back from text and from `jsonb`.

use badges_core::json::{
    Jsonb, Tree,
    text::{ParseError, parse},
    writer::encode,
};
use serde_json::Value;

/// A few octets of text can be numbers of very many digits.
const MOST_EXPONENTS: usize = 20;

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    let other = serde_json::from_str::<Value>(text);
    let tree = match (parse(text), other) {
        (Ok(tree), Ok(_)) => tree,
        (Ok(tree), Err(error)) if error.to_string().contains("number out of range") => tree,
        (Ok(_), Err(error)) => panic!("another parser does not take it: {error}"),
        (Err(ParseError::Syntax(_)), Ok(_)) => panic!("another parser takes it"),
        (Err(_), _) => return,
    };
    if text.matches(['e', 'E']).count() > MOST_EXPONENTS {
        return;
    }
    assert_eq!(parse(&tree.to_text()).as_ref(), Ok(&tree), "written and read again");

    let mut written = Vec::new();
    if encode(&tree, &mut written).is_ok() {
        let sorted = Jsonb::new(&written).and_then(Tree::read).expect("what is written can be read");
        let mut twice = Vec::new();
        encode(&sorted, &mut twice).expect("written once, written again");
        assert_eq!(written, twice);
    }
    assert_eq!(tree.clone().into_owned(), tree);
}
