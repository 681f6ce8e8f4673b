//! Whatever is handed in: a verdict, quickly, and never a panic.

use super::samples::{full_credential, profile};
use badges_core::json::{Jsonb, Tree, writer};
use badges_core::openbadges::{Class, is_valid, problems};
use proptest::prelude::*;
use serde_json::{Value, json};

const CLASSES: [Option<Class>; 6] = [
    None,
    Some(Class::OpenBadgeCredential),
    Some(Class::EndorsementCredential),
    Some(Class::Profile),
    Some(Class::Achievement),
    Some(Class::CredentialStatus),
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
            assert!(!problem.message.is_empty() && problem.message.len() < 2_000, "{problem:?}");
        }
    }
}

/// Dropping a value recurses once per level: that is the test's own affair.
fn with_a_large_stack(test: fn()) {
    std::thread::Builder::new().stack_size(256 << 20).spawn(test).unwrap().join().unwrap();
}

#[test]
fn deep_documents_are_refused() {
    with_a_large_stack(|| {
        for depth in [70, 10_000] {
            for name in
                ["@context", "id", "type", "issuer", "evidence", "unknown", "https://example.org/x", "@graph"]
            {
                let mut document = full_credential();
                let mut value = json!("https://example.org/x");
                for _ in 0..depth {
                    value = Value::Array(vec![value]);
                }
                document[name] = value;
                assert!(!is_valid(&document, None), "{name} {depth}");
                assert!(!problems(&document, None).is_empty());
            }
            let mut parent = profile();
            for _ in 0..70 {
                parent = json!({"id": "https://example.org/i", "type": ["Profile"], "parentOrg": parent});
            }
            assert!(problems(&parent, Some(Class::Profile)).iter().any(|problem| problem.code == "too_deep"));
        }
    });
}

#[test]
fn large_documents_get_a_bounded_answer() {
    let mut document = full_credential();
    document["evidence"] = Value::Array(vec![json!(5); 100_000]);
    let found = problems(&document, None);
    assert_eq!((found.len(), found.last().unwrap().code), (100, "too_many_problems"));
    let result = json!({"type": ["Result"], "resultDescription": "urn:uuid:none"});
    document = full_credential();
    document["credentialSubject"]["result"] = Value::Array(vec![result; 20_000]);
    let description = document["credentialSubject"]["achievement"]["resultDescription"][0].clone();
    document["credentialSubject"]["achievement"]["resultDescription"] =
        Value::Array(vec![description; 1_000]);
    assert!(is_valid(&document, None));
    document["credentialSubject"]["result"] = Value::Array(vec![json!({"type": ["Result"]}); 600_000]);
    assert!(problems(&document, None).iter().any(|problem| problem.code == "too_large"));
}

#[test]
fn long_strings_are_not_repeated_in_messages() {
    for name in ["@context", "id", "type", "issuer", "validFrom", "proof", "image"] {
        for value in
            [json!("x".repeat(1 << 20)), json!([format!("https://example.org/{}", "x".repeat(1 << 20))])]
        {
            let mut document = full_credential();
            document[name] = value;
            check(&document);
        }
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<f64>().prop_map(|number| json!(number)),
        "[a-z@:/]{0,12}".prop_map(|text| json!(text)),
        prop::sample::select(vec![
            "Profile",
            "Achievement",
            "VerifiableCredential",
            "@id",
            "@type",
            "_:b0",
            "https://example.org/x",
            "ext:a",
            "https://www.w3.org/ns/credentials/v2",
            "https://www.w3.org/2018/credentials/v1",
            "2026-01-01T00:00:00Z",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ])
        .prop_map(|text| json!(text)),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        let name = prop::sample::select(vec![
            "id", "type", "@id", "@type", "@context", "@value", "name", "x", "issuer",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

/// The JSON Pointers of everything in the document.
fn places(document: &Value) -> Vec<String> {
    fn walk(value: &Value, path: String, places: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), places);
                }
            }
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    walk(value, format!("{path}/{index}"), places);
                }
            }
            _ => {}
        }
        places.push(path);
    }
    let mut found = Vec::new();
    walk(document, String::new(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_credential_with_anything_in_any_place_gets_one_verdict(place in any::<prop::sample::Index>(), value in any_value()) {
        let mut document = full_credential();
        let places = places(&document);
        *document.pointer_mut(&places[place.index(places.len())]).unwrap() = value;
        check(&document);
        let tree = Tree::read(&document).unwrap();
        let mut bytes = Vec::new();
        if writer::encode(&tree, &mut bytes).is_ok() {
            prop_assert_eq!(is_valid(Jsonb::new(&bytes).unwrap(), None), is_valid(&document, None));
        }
    }
}
