//! Documents that say as RDF what they do not show as JSON.
//!
//! Proofs of the `rdfc` suites sign statements, not text. A signed credential can be rewritten so that its statements
//! stay the same while its end or its status stands where no reader of JSON looks: under the IRI of the property, under
//! a name from a context of the forger's, or in another object of the same id. The signature holds, and a check that
//! reads JSON would find nothing to check. So every statement that decides has to show.

use super::values::{all, text};
use crate::json::Tree;
use crate::proof::Resources;
use crate::proof::jsonld::{Fault, to_rdf};

/// The members that decide on a credential, and where their meaning is defined.
const DECIDING: [&str; 7] = [
    "issuer",
    "credentialSubject",
    "credentialStatus",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
];
const VOCABULARY: &str = "https://www.w3.org/2018/credentials#";

/// A member of which the credential has more as RDF than its outermost object shows.
///
/// # Errors
/// If the document has no RDF.
pub(super) fn disguised(
    document: &Tree<'_>,
    resources: Resources<'_>,
) -> Result<Option<&'static str>, Fault> {
    let dataset = to_rdf(document, Some("proof"), resources)?;
    let id = text(document, "id").map(|id| format!("<{id}>"));
    let property = format!("<{VOCABULARY}");
    let mut found = [0_usize; DECIDING.len()];
    // Blank nodes are told apart here; which is which does not matter.
    let lines = dataset.lines(|number, out| out.push_str(&number.to_string()));
    for line in lines.iter() {
        let Some((subject, rest)) = line.split_once(' ') else { continue };
        // Without an id it is one of the blank nodes.
        if id.as_deref().map_or(!subject.starts_with("_:"), |id| id != subject) {
            continue;
        }
        let Some((name, _)) = rest.strip_prefix(&property).and_then(|rest| rest.split_once('>')) else {
            continue;
        };
        for (count, _) in found.iter_mut().zip(DECIDING).filter(|(_, deciding)| *deciding == name) {
            *count = count.saturating_add(1);
        }
    }
    let mut pairs = found.into_iter().zip(DECIDING);
    // An issuer has every credential: without one, the statements are about something else than the id shows.
    let is_disguised = |(count, name): &(usize, &'static str)| {
        *count > all(document, name).len() || (*count == 0 && *name == "issuer")
    };
    Ok(pairs.find(is_disguised).map(|(_, name)| name))
}
