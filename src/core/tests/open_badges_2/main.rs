//! The rules of Open Badges 2.0: documents with the problems each of them has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assertion;
mod badge_class;
mod endorsement;
mod examples;
mod extensions;
mod hostile;
mod json_ld;
mod profile;
mod recipient;
mod revocation_list;
mod samples;
mod scope;
mod versions;

use badges_core::json::{Jsonb, Tree, writer};
use badges_core::openbadges::{Class, is_valid, problems};
use serde_json::Value;

/// A problem: severity, code, path.
type Expected = (&'static str, &'static str, &'static str);

/// Checks that the document has exactly these problems, however it is read.
#[track_caller]
fn expect(what: &str, document: &Value, class: Option<Class>, expected: &[Expected]) {
    let mut found = found(document, class);
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(severity, code, path)| (*severity, (*code).to_owned(), (*path).to_owned()))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{what}: {document}\n{:#?}", problems(document, class));

    let valid = expected.iter().all(|(severity, ..)| *severity != "error");
    assert_eq!(is_valid(document, class), valid, "{what}: {document}");

    let tree = Tree::read(document).unwrap();
    let mut bytes = Vec::new();
    writer::encode(&tree, &mut bytes).unwrap();
    let jsonb = Jsonb::new(&bytes).unwrap();
    assert_eq!(is_valid(jsonb, class), valid, "{what}, read as jsonb: {document}");
    let mut found: Vec<_> = problems(jsonb, class).into_iter().map(triple).collect();
    found.sort();
    assert_eq!(found, expected, "{what}, read as jsonb: {document}");
}

fn found(document: &Value, class: Option<Class>) -> Vec<(&'static str, String, String)> {
    problems(document, class).into_iter().map(triple).collect()
}

fn triple(problem: badges_core::openbadges::Problem) -> (&'static str, String, String) {
    (problem.severity.as_str(), problem.code.to_owned(), problem.path)
}

/// Checks a table of documents.
#[track_caller]
fn expect_all(class: Option<Class>, rows: &[(&str, Value, &[Expected])]) {
    for (what, document, expected) in rows {
        expect(what, document, class, expected);
    }
}

/// The document with another value at that JSON Pointer, which is added if it is not there.
#[track_caller]
fn with(document: &Value, path: &str, value: Value) -> Value {
    let mut changed = document.clone();
    let (parent, name) = path.rsplit_once('/').unwrap();
    match changed.pointer_mut(parent).unwrap() {
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
        Value::Object(members) => {
            members.insert(name.replace("~1", "/"), value);
        }
        _ => panic!("nothing to change at {path}"),
    }
    changed
}

/// The document without what stands at that JSON Pointer.
#[track_caller]
fn without(document: &Value, path: &str) -> Value {
    let mut changed = document.clone();
    let (parent, name) = path.rsplit_once('/').unwrap();
    let removed = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    assert!(removed.is_some(), "nothing to remove at {path}");
    changed
}
