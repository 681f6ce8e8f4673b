//! Documents that are made, converted and read: what an issuer stores once and everybody reads in either version.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod columns;
mod credentials;
mod endorsements;
mod examples;
mod generated;
mod hostile;
mod samples;
mod to_v2;
mod to_v3;

use badges_core::json::Tree;
use serde_json::Value;

/// A document under construction as it would be stored.
fn json(tree: &Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

fn tree(document: &Value) -> Tree<'_> {
    Tree::read(document).unwrap()
}

/// The document with what stands at the pointer replaced or added.
fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.insert(name.into(), value);
        }
        other => panic!("{other} has no members"),
    }
    document
}

/// The document without what stands at the pointer.
fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    document
}
