//! What documents say as RDF.

use crate::support::{CREDENTIALS_1, CREDENTIALS_2, OPEN_BADGES, canonical, lines};
use badges_core::json::{Jsonb, Tree, writer};
use badges_core::proof::{Resources, jsonld, rdfc};
use serde_json::json;

#[test]
fn a_badge() {
    let badge = json!({
        "@context": [CREDENTIALS_2, OPEN_BADGES],
        "id": "https://badges.example.org/v3/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://badges.example.org/v3/issuers/1", "type": ["Profile"], "name": "Example"},
        "validFrom": "2026-01-02T03:04:05Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": true, "identityHash": "sha256$00",
                            "identityType": "emailAddress", "salt": "salt"}],
            "achievement": {
                "id": "https://badges.example.org/v3/achievements/1",
                "type": ["Achievement"],
                "name": "Baking",
                "creditsAvailable": 1.5,
                "criteria": {"narrative": "Bake a \"loaf\".\nEat it."},
                "tag": ["bread", "oven", "bread"],
                "resultDescription": [{"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Crust",
                                       "allowedValue": ["pale", "brown"]}]
            }
        }
    });
    let expected = lines(
        r#"
        <https://badges.example.org/v3/achievements/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement> .
        <https://badges.example.org/v3/achievements/1> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria> _:c14n0 .
        <https://badges.example.org/v3/achievements/1> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsAvailable> "1.5E0"^^<https://www.w3.org/2001/XMLSchema#float> .
        <https://badges.example.org/v3/achievements/1> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#resultDescription> <urn:uuid:1> .
        <https://badges.example.org/v3/achievements/1> <https://schema.org/keywords> "bread" .
        <https://badges.example.org/v3/achievements/1> <https://schema.org/keywords> "oven" .
        <https://badges.example.org/v3/achievements/1> <https://schema.org/name> "Baking" .
        "#,
    );
    let found = canonical(&badge);
    for line in expected.lines().filter(|line| !line.contains("_:")) {
        assert!(found.contains(&format!("{line}\n")), "{line}\n{found}");
    }
    assert_eq!(found.lines().count(), 30, "{found}");
    assert!(found.contains(r#"narrative> "Bake a \"loaf\".\nEat it." ."#), "{found}");
    assert!(found.contains(r#"#hashed> "true"^^<https://www.w3.org/2001/XMLSchema#boolean> ."#), "{found}");
    assert!(found.contains(r#"#first> "brown" ."#), "{found}");
    assert_eq!(found.matches("<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>").count(), 1, "{found}");
}

#[test]
fn the_proof_of_a_credential_is_a_graph_of_its_own() {
    let document = json!({
        "@context": CREDENTIALS_1,
        "id": "urn:uuid:1",
        "type": "VerifiableCredential",
        "issuer": "https://example.org/i",
        "proof": {
            "@context": "https://w3id.org/security/data-integrity/v2",
            "type": "DataIntegrityProof",
            "proofPurpose": "assertionMethod"
        }
    });
    let expected = lines(
        r#"
        <urn:uuid:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
        <urn:uuid:1> <https://w3id.org/security#proof> _:c14n0 .
        <urn:uuid:1> <https://www.w3.org/2018/credentials#issuer> <https://example.org/i> .
        _:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#DataIntegrityProof> _:c14n0 .
        _:c14n1 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> _:c14n0 .
        "#,
    );
    assert_eq!(canonical(&document), expected);
}

/// A document of one property, without a published context.
fn of_value(value: serde_json::Value) -> String {
    canonical(&json!({"@context": {"p": "https://example.org/p"}, "@id": "urn:s", "p": value}))
        .replace("<urn:s> <https://example.org/p> ", "")
}

#[test]
fn numbers_are_integers_or_doubles_by_their_value() {
    for (number, expected) in [
        ("1", "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("1.0", "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("-7", "\"-7\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("-0.0", "\"0\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("1e20", "\"100000000000000000000\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("9007199254740993", "\"9007199254740993\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"),
        ("1e21", "\"1.0E21\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"),
        ("1e30", "\"1.0E30\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"),
        ("0.1", "\"1.0E-1\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"),
        ("5.55", "\"5.55E0\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"),
        ("-1.1e-7", "\"-1.1E-7\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"),
    ] {
        assert_eq!(of_value(serde_json::from_str(number).unwrap()), expected, "{number}");
    }
}

#[test]
fn a_number_takes_the_data_type_of_its_term() {
    let of_type = |number: serde_json::Value, data_type: &str| {
        let context = json!({"p": {"@id": "https://example.org/p", "@type": data_type}});
        canonical(&json!({"@context": context, "@id": "urn:s", "p": number}))
            .replace("<urn:s> <https://example.org/p> ", "")
    };
    assert_eq!(
        of_type(json!(5), "http://www.w3.org/2001/XMLSchema#double"),
        "\"5.0E0\"^^<http://www.w3.org/2001/XMLSchema#double> .\n"
    );
    assert_eq!(of_type(json!(5), "urn:float"), "\"5\"^^<urn:float> .\n");
    assert_eq!(of_type(json!(5.5), "urn:float"), "\"5.5E0\"^^<urn:float> .\n");
    assert_eq!(of_type(json!(true), "urn:flag"), "\"true\"^^<urn:flag> .\n");
    assert_eq!(of_type(json!("5"), "http://www.w3.org/2001/XMLSchema#string"), "\"5\" .\n");
}

#[test]
fn strings_are_escaped_as_canonical_n_quads_has_it() {
    assert_eq!(
        of_value(json!("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\\u{7f}é\u{2028}")),
        "\"\\u0000\\b\\t\\n\\u000B\\f\\r\\u001F\\\"\\\\\\u007Fé\u{2028}\" .\n"
    );
}

#[test]
fn languages() {
    assert_eq!(of_value(json!({"@value": "Brot", "@language": "de-AT"})), "\"Brot\"@de-at .\n");
    let document = json!({
        "@context": {"@language": "de", "p": "urn:p", "q": {"@id": "urn:q", "@language": null},
                     "m": {"@id": "urn:m", "@container": "@language"}},
        "@id": "urn:s", "p": "Brot", "q": "Brot", "m": {"en": ["bread", "loaf"], "@none": "Brot", "fr": null}
    });
    let expected = lines(
        r#"
        <urn:s> <urn:m> "Brot" .
        <urn:s> <urn:m> "bread"@en .
        <urn:s> <urn:m> "loaf"@en .
        <urn:s> <urn:p> "Brot"@de .
        <urn:s> <urn:q> "Brot" .
        "#,
    );
    assert_eq!(canonical(&document), expected);
}

#[test]
fn json_literals_are_in_canonical_form() {
    let document = json!({
        "@context": {"p": {"@id": "urn:p", "@type": "@json"}, "q": "urn:q"},
        "@id": "urn:s",
        "p": {"b": [1.50, null], "a": "\"x\""},
        "q": {"@type": "@json", "@value": {"y": 1e21, "x": false}}
    });
    let expected = lines(
        r#"
        <urn:s> <urn:p> "{\"a\":\"\\\"x\\\"\",\"b\":[1.5,null]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .
        <urn:s> <urn:q> "{\"x\":false,\"y\":1e+21}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .
        "#,
    );
    assert_eq!(canonical(&document), expected);
}

#[test]
fn a_list_of_a_json_literal() {
    let document = json!({"@context": {"l": {"@id": "urn:l", "@type": "@json", "@container": "@list"}},
                          "@id": "urn:s", "l": [1, 2]});
    let first = "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> \"[1,2]\"^^";
    assert!(canonical(&document).contains(first), "{}", canonical(&document));
}

#[test]
fn lists() {
    let context = json!({"l": {"@id": "urn:l", "@container": "@list"}, "p": "urn:p"});
    let list = |value| canonical(&json!({"@context": context.clone(), "@id": "urn:s", "l": value}));
    let empty = "<urn:s> <urn:l> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .\n";
    assert_eq!(list(json!([])), empty);
    assert_eq!(list(json!({"@list": []})), empty);
    assert_eq!(list(json!("a")), list(json!(["a"])));
    assert_eq!(list(json!({"@list": ["a", "b"]})), list(json!(["a", "b"])));
    assert_ne!(list(json!(["b", "a"])), list(json!(["a", "b"])));
    assert_eq!(list(json!([["a"], []])), list(json!([{"@list": ["a"]}, {"@list": []}])));
}

#[test]
fn null_says_nothing_and_an_array_says_what_its_elements_say() {
    assert_eq!(of_value(json!(["a", null])), "\"a\" .\n");
    assert_eq!(of_value(json!([[], null, [["a"], "a"]])), "\"a\" .\n");
    assert_eq!(of_value(json!({"@set": ["a", {"@value": "b"}]})), "\"a\" .\n\"b\" .\n");
}

#[test]
fn several_documents_and_a_graph_outermost_are_one_dataset() {
    let one = json!({"@context": {"p": "urn:p"}, "@graph": [{"@id": "urn:a", "p": "1"}, {"@id": "urn:b", "p": "2"}]});
    let expected = "<urn:a> <urn:p> \"1\" .\n<urn:b> <urn:p> \"2\" .\n";
    assert_eq!(canonical(&one), expected);
    let two = json!([{"@id": "urn:a", "urn:p": "1"}, {"@id": "urn:b", "urn:p": "2"}]);
    assert_eq!(canonical(&two), expected);
    let named = json!({"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": "1"}]});
    assert_eq!(canonical(&named), "<urn:a> <urn:p> \"1\" <urn:g> .\n");
    let within = json!({"@id": "urn:s", "urn:q": {"@graph": [{"@id": "urn:a", "urn:p": "1"}]}});
    assert_eq!(canonical(&within), "<urn:a> <urn:p> \"1\" _:c14n0 .\n<urn:s> <urn:q> _:c14n0 .\n");
}

#[test]
fn every_form_of_json_gives_the_same() {
    let document = json!({"@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:uuid:1", "type": "Profile", "name": "x",
                          "url": "https://example.org/", "otherIdentifier": [{"type": "IdentifierEntry",
                          "identifier": "1", "identifierType": "productId"}], "https://example.org/n": [0.5, 1e30, 7]});
    let tree = Tree::read(&document).unwrap();
    let mut binary = Vec::new();
    writer::encode(&tree, &mut binary).unwrap();
    let from_tree = jsonld::to_rdf(&tree, None, Resources::none()).unwrap();
    let from_binary = jsonld::to_rdf(Jsonb::new(&binary).unwrap(), None, Resources::none()).unwrap();
    for dataset in [from_tree, from_binary] {
        assert_eq!(rdfc::canonicalize(&dataset, rdfc::Hash::Sha256).unwrap(), canonical(&document));
    }
}

#[test]
fn one_member_of_the_outermost_object_may_be_left_out() {
    let document =
        json!({"@id": "urn:a", "urn:p": {"@id": "urn:b", "urn:proof": "1"}, "urn:proof": "2", "nonsense": 1});
    let dataset = jsonld::to_rdf(&document, Some("nonsense"), Resources::none()).unwrap();
    assert_eq!(dataset.len(), 3);
}
