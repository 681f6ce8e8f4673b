//! JSON-LD of any content: what has no fault becomes a dataset, which has a canonical form. The first octet says whether
//! the others are text or build a document out of words that reach far.

use super::words;
use badges_core::{
    json::{Tree, text::parse},
    proof::{
        Resources, jcs,
        jsonld::{faults, to_rdf},
        rdf::Dataset,
        rdfc::{Hash, canonicalize},
    },
};

const MOST_FAULTS: usize = 100;

fn canonical(document: &Tree<'_>) {
    let found = faults(document, Resources::none());
    assert!(found.len() <= MOST_FAULTS);
    let _ = jcs::canonicalize(document, Some("proof"), &mut String::new());
    let _ = to_rdf(document, Some("proof"), Resources::new(document));
    let dataset = match to_rdf(document, None, Resources::none()) {
        Ok(dataset) => dataset,
        Err(fault) => {
            assert_ne!(found, [], "{fault:?}");
            return;
        }
    };
    assert_eq!(found, [], "what has faults is no dataset");
    let Ok(canonical) = canonicalize(&dataset, Hash::Sha256) else { return };
    let (again, _) = Dataset::parse(&canonical).expect("the canonical form can be read");
    assert_eq!(canonicalize(&again, Hash::Sha256), Ok(canonical));
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    if kind >= 128 {
        if let Ok(document) = parse(&String::from_utf8_lossy(rest)) {
            canonical(&document);
        }
        return;
    }
    let document = words::document(kind, rest);
    canonical(&document);
}
