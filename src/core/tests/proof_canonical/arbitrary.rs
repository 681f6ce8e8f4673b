//! Documents made at random of the names and values that JSON-LD cares about.

use crate::support::{CREDENTIALS_2, OPEN_BADGES};
use badges_core::json::Tree;
use badges_core::proof::{Resources, jcs, jsonld, rdfc};
use proptest::prelude::*;
use std::borrow::Cow;

const NAMES: [&str; 26] = [
    "id",
    "type",
    "@id",
    "@type",
    "@value",
    "@language",
    "@list",
    "@set",
    "@graph",
    "@index",
    "name",
    "image",
    "tag",
    "evidence",
    "proof",
    "achievement",
    "criteria",
    "credentialSubject",
    "allowedValue",
    "cnf",
    "jwk",
    "own",
    "map",
    "list",
    "https://example.org/p",
    "undefined",
];

const TEXTS: [&str; 14] = [
    "VerifiableCredential",
    "AchievementSubject",
    "Achievement",
    "ResultDescription",
    "DataIntegrityProof",
    "urn:uuid:1",
    "https://example.org/a",
    "_:b",
    "en",
    "text",
    "relative/path",
    "@json",
    "",
    "own:x",
];

fn scalars() -> impl Strategy<Value = Tree<'static>> {
    prop_oneof![
        6 => prop::sample::select(&TEXTS[..]).prop_map(Tree::from),
        1 => any::<bool>().prop_map(Tree::from),
        1 => (-5_i64..5).prop_map(Tree::from),
        1 => Just(Tree::Null),
    ]
}

fn objects(values: impl Strategy<Value = Tree<'static>>) -> impl Strategy<Value = Tree<'static>> {
    prop::collection::btree_map(prop::sample::select(&NAMES[..]), values, 0..5).prop_map(|members| {
        Tree::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
    })
}

fn values() -> impl Strategy<Value = Tree<'static>> {
    scalars().prop_recursive(5, 40, 5, |inner| {
        prop_oneof![2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array), 5 => objects(inner)]
    })
}

/// Values that most places take.
fn sound_values() -> impl Strategy<Value = Tree<'static>> {
    let scalars = prop_oneof![
        4 => prop::sample::select(&TEXTS[..]).prop_map(Tree::from),
        1 => any::<bool>().prop_map(Tree::from),
        2 => any::<i64>().prop_map(Tree::from),
    ];
    scalars.prop_recursive(4, 30, 4, |inner| {
        let tagged = prop::sample::select(&["en", "de-AT"][..])
            .prop_map(|tag| Tree::object([("@value", Tree::from("text")), ("@language", Tree::from(tag))]));
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array),
            1 => tagged,
            6 => sound_objects(inner),
        ]
    })
}

fn sound_objects(values: impl Strategy<Value = Tree<'static>>) -> impl Strategy<Value = Tree<'static>> {
    const NAMES: [&str; 7] = ["own", "list", "https://example.org/p", "own:y", "name", "description", "json"];
    let types = prop::sample::select(&["Achievement", "Profile", "Evidence", "VerifiableCredential"][..]);
    let ids = prop::option::of(prop::sample::select(&["urn:uuid:1", "urn:uuid:2", "_:a", "_:b"][..]));
    let members = prop::collection::btree_map(prop::sample::select(&NAMES[..]), values, 0..4);
    (types, ids, members).prop_map(|(kind, id, members)| {
        let mut object = Tree::object([("type", Tree::from(kind))]);
        for (name, value) in members {
            object.set(name, value);
        }
        if let Some(id) = id {
            object.set("id", id);
        }
        object
    })
}

fn documents() -> impl Strategy<Value = Tree<'static>> {
    prop_oneof![objects(values()), sound_objects(sound_values())].prop_map(|mut document| {
        let own = Tree::object([
            ("own", Tree::from("https://example.org/own#")),
            ("map", Tree::object([("@id", "urn:map".into()), ("@container", "@language".into())])),
            ("list", Tree::object([("@id", "urn:list".into()), ("@container", "@list".into())])),
            ("json", Tree::object([("@id", "urn:json".into()), ("@type", "@json".into())])),
        ]);
        document.set("@context", vec![Tree::from(CREDENTIALS_2), Tree::from(OPEN_BADGES), own]);
        document
    })
}

/// The same document, the members of its objects the other way round.
fn reversed<'a>(document: &Tree<'a>) -> Tree<'a> {
    match document {
        Tree::Object(members) => {
            Tree::Object(members.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect())
        }
        Tree::Array(elements) => Tree::Array(elements.iter().map(reversed).collect()),
        scalar => scalar.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_document_has_faults_or_a_canonical_form_that_order_does_not_change(document in documents()) {
        let faults = jsonld::faults(&document, Resources::none());
        let mirror = reversed(&document);
        let (mut one, mut other) = (String::new(), String::new());
        jcs::canonicalize(&document, None, &mut one).unwrap();
        jcs::canonicalize(&mirror, None, &mut other).unwrap();
        prop_assert_eq!(one, other);
        match jsonld::to_rdf(&document, None, Resources::none()) {
            Ok(dataset) => {
                prop_assert_eq!(faults, []);
                let mirror = jsonld::to_rdf(&mirror, None, Resources::none()).unwrap();
                let canonical = rdfc::canonicalize(&dataset, rdfc::Hash::Sha256);
                prop_assert_eq!(canonical, rdfc::canonicalize(&mirror, rdfc::Hash::Sha256));
            }
            Err(fault) => {
                prop_assert_eq!(faults.first(), Some(&fault));
                prop_assert!(jsonld::to_rdf(&mirror, None, Resources::none()).is_err());
            }
        }
    }
}
