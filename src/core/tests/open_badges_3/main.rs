//! The rules of Open Badges 3.0: documents with the problems each of them has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod achievement;
mod credential;
mod data_model_1;
mod endorsement;
mod examples;
mod forms;
mod hostile;
mod json_ld;
mod profile;
mod results;
mod samples;
mod subject;

use badges_core::json::{Jsonb, Tree, writer};
use badges_core::openbadges::{Class, is_valid, problems};
use serde_json::Value;

/// A problem: severity, code, path.
type Expected = (&'static str, &'static str, &'static str);

/// Checks that the document has exactly these problems, however it is read.
#[track_caller]
fn expect(what: &str, document: &Value, class: Option<Class>, expected: &[Expected]) {
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(severity, code, path)| (*severity, (*code).to_owned(), (*path).to_owned()))
        .collect();
    expected.sort();
    let valid = expected.iter().all(|(severity, ..)| *severity != "error");

    let found = problems(document, class);
    assert_eq!(sorted(&found), expected, "{what}: {document}\n{found:#?}");
    assert_eq!(is_valid(document, class), valid, "{what}: {document}");

    let tree = Tree::read(document).unwrap();
    let mut bytes = Vec::new();
    writer::encode(&tree, &mut bytes).unwrap();
    let jsonb = Jsonb::new(&bytes).unwrap();
    assert_eq!(sorted(&problems(jsonb, class)), expected, "{what}, read as jsonb: {document}");
    assert_eq!(is_valid(jsonb, class), valid, "{what}, read as jsonb: {document}");
}

fn sorted(found: &[badges_core::openbadges::Problem]) -> Vec<(&'static str, String, String)> {
    let triple = |problem: &badges_core::openbadges::Problem| {
        (problem.severity.as_str(), problem.code.to_owned(), problem.path.clone())
    };
    let mut found: Vec<_> = found.iter().map(triple).collect();
    found.sort();
    found
}

/// Checks a table of changes to one document: JSON Pointer, the value put there (none: removed), the problems.
#[track_caller]
fn expect_changes(document: &Value, class: Option<Class>, rows: &[(&str, Option<Value>, &[Expected])]) {
    for (path, value, expected) in rows {
        let changed = match value {
            Some(value) => with(document, path, value.clone()),
            None => without(document, path),
        };
        let what =
            value.as_ref().map_or_else(|| format!("without {path}"), |value| format!("{path}: {value}"));
        expect(&what, &changed, class, expected);
    }
}

/// The document with another value at that JSON Pointer, which is added if it is not there.
#[track_caller]
fn with(document: &Value, path: &str, value: Value) -> Value {
    let mut changed = document.clone();
    let (parent, name) = path.rsplit_once('/').unwrap();
    match changed.pointer_mut(parent).unwrap() {
        Value::Array(elements) if name == "-" => elements.push(value),
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
