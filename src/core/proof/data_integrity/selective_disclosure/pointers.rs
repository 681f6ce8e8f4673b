//! JSON Pointers (RFC 6901) and the part of a document that they select.
//!
//! Source: VC Data Integrity ECDSA Cryptosuites 1.0, section 3.4.11 (`createInitialSelection`) to 3.4.13 (`selectJsonLd`).

use super::super::{ProofError, malformed};
use super::statements::unescaped;
use crate::json::Tree;
use crate::proof::jsonld;
use std::collections::BTreeMap;

/// Pointers in one call or proof.
const MOST_POINTERS: usize = 1_000;

/// Members that come, and come whole, with every object on the way to what is selected: they say what the object is.
const ALWAYS: [&str; 5] = ["@context", "@id", "@type", "id", "type"];

/// What a credential of Open Badges cannot do without (sections "OpenBadgeCredential", "AchievementSubject", "Achievement"),
/// and what a verifier needs in order to judge it.
const MANDATORY: [&[&str]; 16] = [
    &["id"],
    &["type"],
    &["name"],
    &["issuer"],
    &["validFrom"],
    &["validUntil"],
    &["credentialStatus"],
    &["credentialSchema"],
    &["credentialSubject", "id"],
    &["credentialSubject", "type"],
    &["credentialSubject", "identifier"],
    &["credentialSubject", "achievement", "id"],
    &["credentialSubject", "achievement", "type"],
    &["credentialSubject", "achievement", "name"],
    &["credentialSubject", "achievement", "description"],
    &["credentialSubject", "achievement", "criteria"],
];

/// The pointers to what must always be shown, those that lead somewhere. They stop at arrays: an array of one
/// element may be written without brackets, and a pointer must lead to the same place in both forms.
pub(super) fn mandatory(document: &Tree<'_>) -> Vec<String> {
    let mut pointers: Vec<String> = Vec::new();
    for path in MANDATORY {
        let mut pointer = String::new();
        let mut place = Some(document);
        for name in path {
            if matches!(place, Some(Tree::Array(_))) {
                break;
            }
            place = place.and_then(|object| object.get(name));
            pointer.push('/');
            pointer.push_str(name);
        }
        if place.is_some() && !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    pointers
}

/// A part of a document.
enum Part {
    Whole,
    Members(BTreeMap<String, Part>),
}

impl Part {
    fn add(&mut self, mut path: std::vec::IntoIter<String>) {
        match (&mut *self, path.next()) {
            (Part::Whole, _) => {}
            (part, None) => *part = Part::Whole,
            (Part::Members(members), Some(name)) => {
                members.entry(name).or_insert_with(|| Part::Members(BTreeMap::new())).add(path);
            }
        }
    }
}

/// The part of a document that the pointers select; `None` if there are none.
pub(super) fn select<'a, P: AsRef<str>>(
    document: &Tree<'a>,
    pointers: &[P],
) -> Result<Option<Tree<'a>>, ProofError> {
    if pointers.len() > MOST_POINTERS {
        return Err(malformed("there are more than 1,000 JSON Pointers"));
    }
    if pointers.is_empty() {
        return Ok(None);
    }
    let mut part = Part::Members(BTreeMap::new());
    for pointer in pointers {
        part.add(resolve(document, pointer.as_ref())?.into_iter());
    }
    Ok(Some(take(document, &part)))
}

/// The names and positions that a pointer goes by in this document.
fn resolve(document: &Tree<'_>, pointer: &str) -> Result<Vec<String>, ProofError> {
    let mut path = Vec::new();
    if pointer.is_empty() {
        return Ok(path);
    }
    let nowhere = || {
        let pointer = jsonld::shown(pointer);
        ProofError::Malformed(format!("the JSON Pointer {pointer} leads to nothing in the document"))
    };
    let mut place = document;
    for token in pointer.strip_prefix('/').ok_or_else(nowhere)?.split('/') {
        let token = unescaped(token);
        // An array of one element may have been written without brackets when the pointer was made, and the other
        // way round.
        if let Tree::Array(elements) = place
            && let [element @ Tree::Object(_)] = elements.as_slice()
            && element.get(&token).is_some()
        {
            path.push("0".to_owned());
            place = element;
        }
        let next = match place {
            Tree::Array(elements) => position(&token).and_then(|position| elements.get(position)),
            Tree::Object(_) => place.get(&token),
            _ => None,
        };
        match next {
            Some(next) => {
                place = next;
                path.push(token);
            }
            None if token == "0" && !matches!(place, Tree::Array(_)) => {}
            None => return Err(nowhere()),
        }
    }
    Ok(path)
}

/// A position in an array: digits without leading zeros.
fn position(token: &str) -> Option<usize> {
    let is_number =
        token == "0" || token.bytes().all(|byte| byte.is_ascii_digit()) && !token.starts_with('0');
    if is_number { token.parse().ok() } else { None }
}

fn take<'a>(value: &Tree<'a>, part: &Part) -> Tree<'a> {
    let Part::Members(selected) = part else { return value.clone() };
    match value {
        Tree::Object(members) => {
            let taken = members.iter().filter_map(|(name, member)| {
                if is_always_shown(name, member) {
                    return Some((name.clone(), member.clone()));
                }
                selected.get(name.as_ref()).map(|part| (name.clone(), take(member, part)))
            });
            Tree::Object(taken.collect())
        }
        Tree::Array(elements) => {
            let taken = elements.iter().enumerate().filter_map(|(position, element)| {
                selected.get(&position.to_string()).map(|part| take(element, part))
            });
            Tree::Array(taken.collect())
        }
        scalar => scalar.clone(),
    }
}

fn is_always_shown(name: &str, member: &Tree<'_>) -> bool {
    let is_blank = matches!(member, Tree::String(id) if id.starts_with("_:"));
    ALWAYS.contains(&name) && !is_blank
}
