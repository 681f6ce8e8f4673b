//! Work that takes long asks now and then whether it is still wanted, and ends there and then if not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use badges_core::interruption;
use badges_core::json::{Jsonb, Tree, text::parse, writer::encode};
use badges_core::openbadges::verification::{NothingKnown, Options, verify_credential};
use badges_core::openbadges::{Class, class_of, is_valid, problems, upgrade};
use badges_core::proof::{Resources, jcs, jsonld};
use badges_core::timestamp::Timestamp;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

thread_local! {
    /// How often this test was asked; and after how many times it says no.
    static ASKED: Cell<usize> = const { Cell::new(0) };
    static PATIENCE: Cell<usize> = const { Cell::new(usize::MAX) };
}

struct Cancelled;

fn ask() {
    ASKED.set(ASKED.get() + 1);
    if ASKED.get() > PATIENCE.get() {
        resume_unwind(Box::new(Cancelled));
    }
}

/// How often the work asks; then it is ended in the middle, and after that gives the same as before.
fn asks<T: PartialEq + std::fmt::Debug>(work: impl Fn() -> T) -> usize {
    interruption::install(ask);
    ASKED.set(0);
    PATIENCE.set(usize::MAX);
    let result = work();
    let asked = ASKED.replace(0);
    PATIENCE.set(asked / 2);
    let ended = catch_unwind(AssertUnwindSafe(&work)).expect_err("it goes on");
    assert!(ended.is::<Cancelled>());
    PATIENCE.set(usize::MAX);
    assert_eq!(work(), result);
    asked
}

const VALUES: usize = 20_000;

/// Values looked at between two questions, in whatever part of the work.
const MOST_BETWEEN: usize = 4_096;

fn many(value: &str) -> String {
    vec![value; VALUES].join(",")
}

fn badge(members: &str) -> Tree<'static> {
    let text = format!(
        r#"{{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/b", "name": "n",
            "description": "d", "image": "https://example.org/i.png", "criteria": {{"narrative": "x"}},
            "issuer": "https://example.org/p", {members}}}"#
    );
    parse(&text).unwrap().into_owned()
}

#[test]
fn reading_and_writing_ask() {
    let text = format!("[{}]", many("1"));
    assert!(asks(|| parse(&text).map(|tree| tree.to_text())) >= VALUES / MOST_BETWEEN);
    let tree = parse(&text).unwrap();
    let mut binary = Vec::new();
    encode(&tree, &mut binary).unwrap();
    assert!(asks(|| Jsonb::new(&binary).and_then(Tree::read)) >= VALUES / MOST_BETWEEN);
    let canonical = || {
        let mut out = String::new();
        jcs::canonicalize(&tree, None, &mut out).map(|()| out)
    };
    assert!(asks(canonical) >= VALUES / MOST_BETWEEN);
}

#[test]
fn judging_and_converting_ask() {
    for members in [
        format!(r#""tags": [{}]"#, many(r#""t""#)),
        format!(r#""alignment": [{}]"#, many(r#"{"targetName": "x"}"#)),
        format!(r#""https://example.org/x": [{}]"#, many("5")),
    ] {
        let document = badge(&members);
        assert!(asks(|| is_valid(&document, None)) >= VALUES / MOST_BETWEEN, "{members:.30}");
        assert!(asks(|| problems(&document, None)) >= VALUES / MOST_BETWEEN, "{members:.30}");
        assert!(asks(|| problems(&document, Some(Class::Achievement))) > 0, "{members:.30}");
        let mut expanded = document.clone();
        expanded.set("@context", vec!["https://w3id.org/openbadges/v2".into()]);
        assert!(asks(|| class_of(&expanded)) >= VALUES / MOST_BETWEEN, "{members:.30}");
        assert!(asks(|| upgrade(&document)) >= VALUES / MOST_BETWEEN, "{members:.30}");
    }
}

#[test]
fn contexts_ask() {
    let terms: Vec<String> =
        (0..VALUES).map(|number| format!(r#""t{number}": "https://example.org/{number}""#)).collect();
    let resources =
        parse(&format!(r#"{{"https://example.org/c": {{"@context": {{{}}}}}}}"#, terms.join(",")))
            .unwrap()
            .into_owned();
    let document = parse(
        r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/c"], "type": "VerifiableCredential"}"#,
    )
    .unwrap();
    assert!(asks(|| jsonld::faults(&document, Resources::new(&resources)).len()) >= VALUES / MOST_BETWEEN);

    let mut own = badge(r#""tags": []"#);
    let terms = parse(&format!("{{{}}}", terms.join(","))).unwrap().into_owned();
    own.set("@context", vec!["https://w3id.org/openbadges/v2".into(), terms]);
    assert!(asks(|| problems(&own, None)) >= VALUES / MOST_BETWEEN);
}

#[test]
fn verifying_asks_for_each_proof() {
    const PROOFS: usize = 16;
    let proof = r#"{"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
        "verificationMethod": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "created": "2026-01-01T00:00:00Z", "proofValue": "z3"}"#;
    let credential = format!(
        r#"{{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": "urn:uuid:1", "proof": [{}]}}"#,
        vec![proof; PROOFS].join(",")
    );
    let at = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
    let options = Options { recipient: None, resources: Resources::none(), at };
    assert!(asks(|| verify_credential(&credential, &NothingKnown, &options)) >= PROOFS);
}
