//! Whatever is handed in: a verdict, quickly, and never a panic.

use super::samples::{assertion, badge, endorsement, full_assertion, key, profile, revocation_list};
use badges_core::json::{Jsonb, Tree, writer};
use badges_core::openbadges::{Class, class_of, is_valid, problems, upgrade, version_of};
use proptest::prelude::*;
use serde_json::{Value, json};

const CLASSES: [Option<Class>; 20] = [
    None,
    Some(Class::Assertion),
    Some(Class::BadgeClass),
    Some(Class::Issuer),
    Some(Class::Profile),
    Some(Class::Endorsement),
    Some(Class::CryptographicKey),
    Some(Class::RevocationList),
    Some(Class::AlignmentObject),
    Some(Class::Criteria),
    Some(Class::EndorsementClaim),
    Some(Class::Evidence),
    Some(Class::IdentityObject),
    Some(Class::Image),
    Some(Class::VerificationObjectAssertion),
    Some(Class::VerificationObjectIssuer),
    Some(Class::Extension),
    Some(Class::OpenBadgeCredential),
    Some(Class::EndorsementCredential),
    Some(Class::Achievement),
];

/// Checks what has to hold of every document.
#[track_caller]
fn check(document: &Value) {
    for class in CLASSES {
        let found = problems(document, class);
        let valid = found.iter().all(|problem| problem.severity.as_str() != "error");
        assert_eq!(is_valid(document, class), valid, "{class:?} {document}");
        assert!(found.len() <= 100);
        for problem in found {
            assert!(document.pointer(&problem.path).is_some(), "{problem:?} points nowhere in {document}");
            assert!(!problem.message.is_empty() && problem.message.len() < 2_000);
        }
    }
    let _ = (class_of(document), version_of(document), upgrade(document));
}

fn codes(document: &Value) -> Vec<&'static str> {
    problems(document, Some(Class::Assertion)).iter().map(|problem| problem.code).collect()
}

/// `{"badge": {"badge": ...}}` or the same with arrays, so deep.
fn nested(depth: usize, array: bool) -> Value {
    let mut value = json!("https://example.org/x");
    for _ in 0..depth {
        value = match array {
            true => Value::Array(vec![value]),
            false => Value::Object([("badge".to_owned(), value)].into_iter().collect()),
        };
    }
    value
}

/// Dropping a value recurses once per level: that is the test's own affair.
fn with_a_large_stack(test: fn()) {
    std::thread::Builder::new().stack_size(256 << 20).spawn(test).unwrap().join().unwrap();
}

#[test]
fn deep_documents_are_refused() {
    with_a_large_stack(|| {
        for array in [false, true] {
            for depth in [70, 10_000] {
                for name in ["badge", "unknown", "extensions:x", "@graph", "@context", "type", "id"] {
                    let mut document = assertion();
                    document[name] = nested(depth, array);
                    assert!(
                        codes(&document).contains(&"too_deep") || !is_valid(&document, None),
                        "{name} {depth}"
                    );
                }
            }
        }
        let mut document = assertion();
        document["unknown"] = nested(50, true);
        assert!(is_valid(&document, None));
        document["unknown"] = nested(70, true);
        assert!(codes(&document).contains(&"too_deep"));
    });
}

#[test]
fn large_documents_get_a_bounded_answer() {
    let mut document = assertion();
    document["evidence"] = Value::Array(vec![json!(5); 100_000]);
    let found = problems(&document, None);
    assert_eq!(found.len(), 100);
    let last = found.last().unwrap();
    assert_eq!((last.code, last.severity.as_str()), ("too_many_problems", "error"));
    assert!(last.message.starts_with("99901 more"), "{}", last.message);

    document["evidence"] = Value::Array(vec![json!("https://example.org/e"); 600_000]);
    assert!(codes(&document).contains(&"too_large"));

    // Less where it has to be expanded.
    document["evidence"] = Value::Array(vec![json!("https://example.org/e"); 100_000]);
    assert_eq!(codes(&document), [""; 0]);
    document["@context"] = json!([document["@context"]]);
    assert!(codes(&document).contains(&"too_large"));
}

#[test]
fn the_class_is_the_same_in_plain_form_and_expanded() {
    let context = "https://w3id.org/openbadges/v2";
    for name in
        CLASSES.iter().flatten().map(|class| class.name()).chain(["Badge", "obi:BadgeClass", "id", "@id"])
    {
        let plain = json!({"@context": context, "type": name});
        let expanded = json!({"@context": [context], "type": name});
        assert_eq!(class_of(&plain), class_of(&expanded), "{name}");
    }
    let twice = json!({"@context": context, "type": "Assertion", "@type": "BadgeClass"});
    let expanded = json!({"@context": [context], "type": "Assertion", "@type": "BadgeClass"});
    assert_eq!(class_of(&twice), class_of(&expanded));
}

#[test]
fn a_context_defines_no_more_terms_than_it_may() {
    let of_terms = |count: usize| {
        let terms =
            (0..count).map(|number| (format!("t{number}"), json!(format!("https://example.org/{number}"))));
        let mut document = assertion();
        document["@context"] = json!([document["@context"], Value::Object(terms.collect())]);
        document
    };
    // A tree finds a member among others by looking at each, which must not be done for every term.
    let document = of_terms(50_000);
    assert_eq!(codes(&document), [""; 0]);
    assert!(problems(&Tree::read(&document).unwrap(), None).is_empty());
    assert!(codes(&of_terms(50_001)).contains(&"invalid_json_ld"));
}

#[test]
fn long_strings_are_not_repeated_in_messages() {
    for name in ["id", "type", "issuedOn", "badge", "recipient", "@context", "image"] {
        let mut document = assertion();
        document[name] = json!("x".repeat(1 << 20));
        check(&document);
    }
    let mut document = assertion();
    document[&*"y".repeat(1 << 20)] = json!(1);
    check(&document);
    assert!(problems(&document, None).iter().all(|problem| problem.path.len() < 10_000));
    let address = format!("https://example.org/{}", "z".repeat(1 << 20));
    for context in [json!(address), json!(["https://w3id.org/openbadges/v2", address]), json!({"a": address})]
    {
        let mut document = assertion();
        document["@context"] = context;
        check(&document);
    }
}

#[test]
fn numbers_beyond_any_float_are_numbers() {
    let document = assertion();
    let mut tree = Tree::read(&document).unwrap();
    tree.set("version", Tree::Number(badges_core::json::Number::parse("1e400").unwrap()));
    let mut bytes = Vec::new();
    writer::encode(&tree, &mut bytes).unwrap();
    assert!(is_valid(Jsonb::new(&bytes).unwrap(), None));
    tree.set("issuedOn", Tree::Number(badges_core::json::Number::parse("-1e400").unwrap()));
    let found = problems(&tree, None);
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["wrong_type"]);
}

#[test]
fn contexts_cannot_be_used_to_make_work() {
    let chain: serde_json::Map<String, Value> =
        (0..10_000).map(|index| (format!("t{index}"), json!(format!("t{}:x", index + 1)))).collect();
    let mut document = assertion();
    document["@context"] = json!(["https://w3id.org/openbadges/v2", chain]);
    assert!(!is_valid(&document, None));
    document["@context"] = Value::Array(vec![json!("https://w3id.org/openbadges/v2"); 50_000]);
    let _ = problems(&document, None);
    // A long IRI is not multiplied by the names that begin with it.
    let long = json!(["https://w3id.org/openbadges/v2", {"p": format!("https://example.org/{}", "x".repeat(1 << 20))}]);
    document["@context"] = long;
    assert_eq!(codes(&document), ["invalid_json_ld"]);
    // Nor are contexts by the names they are asked for.
    document["@context"] = (0..32)
        .map(|index| if index % 2 == 0 { json!("https://w3id.org/openbadges/v2") } else { json!({}) })
        .collect();
    for index in 0..10_000 {
        document[format!("name{index}")] = json!(1);
    }
    assert!(is_valid(&document, None));
    document["@context"] = (0..1_000).map(|index| json!(format!("https://example.org/{index}"))).collect();
    assert!(problems(&document, None).len() <= 100);
}

#[test]
fn scalars_and_arrays_are_not_documents() {
    for document in [json!(null), json!(true), json!(1), json!("x"), json!([]), json!([assertion()])] {
        check(&document);
        assert_eq!(codes(&document), ["not_an_object"]);
    }
    check(&json!({}));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "Assertion",
            "BadgeClass",
            "Issuer",
            "Extension",
            "HostedBadge",
            "email",
            "id",
            "obi:Assertion",
            "https://example.org/x",
            "https://w3id.org/openbadges/v2",
            "https://w3id.org/openbadges/v1",
            "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
            "extensions:ApplyLink",
            "2016-12-31T23:59:59Z",
            "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b",
            "data:image/png;base64,AAAA",
            "schema:name",
            ":",
            "a:",
            "_:b0",
            "@id",
            "@type",
            "en",
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ]
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "@context",
            "@id",
            "@type",
            "@value",
            "@language",
            "@list",
            "@set",
            "@graph",
            "@index",
            "@reverse",
            "@container",
            "@vocab",
            "@base",
            "id",
            "type",
            "name",
            "description",
            "image",
            "criteria",
            "issuer",
            "recipient",
            "identity",
            "hashed",
            "salt",
            "badge",
            "verification",
            "verify",
            "issuedOn",
            "expires",
            "evidence",
            "revoked",
            "revokedAssertions",
            "claim",
            "publicKey",
            "related",
            "endorsement",
            "alignment",
            "tags",
            "url",
            "email",
            "extensions:X",
            "schema:name",
            "http://schema.org/name",
            "obi:verify",
            "issued_on",
        ])
        .prop_map(str::to_owned),
        ".{0,8}",
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any_name(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn samples() -> Vec<Value> {
    vec![assertion(), full_assertion(), badge(), profile(), endorsement(), key(), revocation_list()]
}

/// Pointers to everything in a document but the document itself.
fn pointers(value: &Value, path: &str, all: &mut Vec<String>) {
    let mut visit = |name: &str, value: &Value| {
        let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
        all.push(path.clone());
        pointers(value, &path, all);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, value)| visit(&index.to_string(), value))
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_json_gets_a_verdict(document in any_json()) {
        check(&document);
    }

    #[test]
    fn any_json_in_an_open_badges_context_gets_a_verdict(mut document in any_json()) {
        if let Value::Object(members) = &mut document {
            members.insert("@context".into(), json!("https://w3id.org/openbadges/v2"));
        }
        check(&document);
    }

    #[test]
    fn a_valid_document_with_a_change_gets_a_verdict(
        sample in 0..7_usize, at in any::<prop::sample::Index>(), value in any_json(), name in any_name(), how in 0..4,
    ) {
        let mut document = samples().swap_remove(sample);
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        let place = document.pointer_mut(at.get::<String>(&all)).unwrap();
        match how {
            0 => *place = value,
            1 => *place = json!([place.clone(), value]),
            2 => *place = json!([place.clone()]),
            _ => match place {
                Value::Object(members) => { members.insert(name, value); }
                _ => *place = Value::Null,
            },
        }
        check(&document);
    }

    #[test]
    fn plain_and_normalised_documents_get_the_same_problems(
        sample in 0..7_usize, at in any::<prop::sample::Index>(), value in any_json(),
    ) {
        let mut document = samples().swap_remove(sample);
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        *document.pointer_mut(at.get::<String>(&all)).unwrap() = value;
        let found = |document: &Value| {
            let mut found = super::found(document, CLASSES[0]);
            found.sort();
            found
        };
        let as_it_is = found(&document);
        if let Some("https://w3id.org/openbadges/v2") = document["@context"].as_str() {
            // The same context in an array is no longer plain.
            document["@context"] = json!([document["@context"]]);
            prop_assert_eq!(as_it_is, found(&document));
        }
    }
}
