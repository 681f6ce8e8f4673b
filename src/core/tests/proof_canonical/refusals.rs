//! What is refused, because it would not be signed, or is not supported, or is no JSON-LD.

use crate::support::{CREDENTIALS_2, OPEN_BADGES, fault};
use badges_core::json::Tree;
use badges_core::proof::Resources;
use badges_core::proof::jsonld::{self, FaultKind};
use serde_json::{Value, json};

/// The fault of a document whose terms are `p` and, for references, `r`.
fn fault_of(members: Value) -> (FaultKind, String) {
    let mut document = json!({
        "@context": {"p": "urn:p", "r": {"@id": "urn:r", "@type": "@id"}, "i": {"@id": "urn:i", "@container": "@index"},
                     "v": {"@id": "urn:v", "@type": "@vocab"}, "m": {"@id": "urn:m", "@container": "@language"},
                     "g": {"@id": "urn:g", "@container": "@graph"}, "nothing": null},
        "@id": "urn:s"
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    fault(&document)
}

#[test]
fn what_would_be_dropped() {
    use FaultKind::{Invalid, RelativeIri, UndefinedTerm, UndefinedType};
    for (members, kind, path) in [
        (json!({"q": 1}), UndefinedTerm, "/q"),
        (json!({"nothing": 1}), UndefinedTerm, "/nothing"),
        (json!({"p": [1, {"a/b~": 1}]}), UndefinedTerm, "/p/1/a~1b~0"),
        (json!({"@unknown": 1}), UndefinedTerm, "/@unknown"),
        (json!({"_:p": 1}), UndefinedTerm, "/_:p"),
        (json!({"@type": "T"}), UndefinedType, "/@type"),
        (json!({"@type": ["urn:T", "nothing"]}), UndefinedType, "/@type/1"),
        (json!({"@id": "somewhere", "p": 1}), RelativeIri, "/@id"),
        (json!({"@id": "@id", "p": 1}), RelativeIri, "/@id"),
        (json!({"@id": "urn:a b", "p": 1}), RelativeIri, "/@id"),
        (json!({"r": "#fragment"}), RelativeIri, "/r"),
        (json!({"v": "word"}), RelativeIri, "/v"),
        (json!({"p": {"@language": "de"}}), Invalid, "/p"),
        (json!({"@language": "de"}), Invalid, ""),
        (json!({"p": {"@value": null}}), Invalid, "/p"),
        (json!({"g": {"@id": "urn:o"}}), Invalid, "/g"),
        (json!({"@graph": ["text"]}), Invalid, "/@graph/0"),
        (json!({"@graph": [{"@value": "text"}]}), Invalid, "/@graph/0"),
        (json!({"@graph": [{"@list": ["text"]}]}), Invalid, "/@graph/0/@list"),
    ] {
        assert_eq!(fault_of(members.clone()), (kind, path.to_owned()), "{members}");
    }
    for document in [
        json!("text"),
        json!([1]),
        json!({}),
        json!({"@id": "urn:s"}),
        json!({"@value": 1}),
        json!({"@id": "urn:s", "urn:p": null}),
        json!([]),
        json!(null),
    ] {
        assert_eq!(fault(&document).0, FaultKind::Invalid, "{document}");
    }
}

#[test]
fn the_order_of_members_does_not_decide_what_is_reported() {
    let text = || Tree::from("x");
    let with_context = |context| Tree::object([("@context", context), ("urn:p", text())]);
    let elsewhere = with_context(Tree::from("https://example.org/context"));
    let lacking = [("urn:a", elsewhere), ("urn:b", Tree::object([("q", text())]))];
    let terms = [("a", true.into()), ("b", false.into())];
    let definition = [("@id", true.into()), ("@language", true.into())];
    let defined = |definition| with_context(Tree::object([("a", definition)]));
    for (forwards, backwards, places) in [
        (with_context(Tree::object(terms.clone())), with_context(reversed(terms)), vec!["/@context"]),
        (defined(Tree::object(definition.clone())), defined(reversed(definition)), vec!["/@context"]),
        (Tree::object(lacking.clone()), reversed(lacking), vec!["/urn:a/@context", "/urn:b/q"]),
    ] {
        let (forwards, backwards) = (faults(&forwards), faults(&backwards));
        assert_eq!(forwards.iter().map(|(path, _)| path).collect::<Vec<_>>(), places);
        assert_eq!(backwards, forwards);
    }
}

fn reversed<'a, const N: usize>(mut members: [(&'a str, Tree<'a>); N]) -> Tree<'a> {
    members.reverse();
    Tree::object(members)
}

/// Where the faults are and what they say, in order of place.
fn faults(document: &Tree<'_>) -> Vec<(String, String)> {
    let faults = jsonld::faults(document, Resources::none());
    let mut faults: Vec<_> = faults.into_iter().map(|fault| (fault.path, fault.message)).collect();
    faults.sort();
    faults
}

#[test]
fn what_is_not_supported() {
    for members in [
        json!({"@reverse": {"p": {"@id": "urn:o"}}}),
        json!({"@included": [{"@id": "urn:o", "p": 1}]}),
        json!({"@nest": {"p": 1}}),
        json!({"@index": "1", "p": 1}),
        json!({"p": {"@value": "x", "@direction": "rtl"}}),
        json!({"g": {"@set": []}}),
        json!({"p": {"@list": [["a"]]}}),
        json!({"p": {"@list": [{"@set": ["a"]}]}}),
        json!({"i": {"a": {"p": 1}}}),
        json!({"g": "urn:o"}),
        json!({"g": {"@graph": [{"p": 1}]}}),
        json!({"@context": {"@base": "https://example.org/"}}),
        json!({"@context": {"@import": "https://example.org/"}}),
        json!({"@context": {"@direction": "rtl"}}),
        json!({"@context": {"@vocab": ""}, "x": 1}),
        json!({"@context": {"x": {"@reverse": "urn:x"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@nest": "@nest"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@index": "urn:y", "@container": "@index"}}}),
        json!({"@context": {"@type": {"@container": "@set"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@context": {"x": "urn:y"}}}, "x": 1}),
        json!({"@context": {"x": {"@id": "urn:x", "@context": {"x": "urn:y"}}}, "x": {"p": 1}}),
        json!({"@context": [{"p": "urn:p"}, {"@propagate": false, "r": "urn:r"}], "p": 1}),
        json!({"@context": {"x": {"@id": "urn:x", "@context": {"@propagate": false}}}, "x": 1}),
        json!({"@context": {"x": {"@id": "urn:x", "@type": "@json", "@container": "@graph"}}, "x": 1}),
    ] {
        assert_eq!(fault_of(members.clone()).0, FaultKind::Unsupported, "{members}");
    }
}

#[test]
fn what_is_no_json_ld() {
    for members in [
        json!({"@id": 1}),
        json!({"@type": 1}),
        json!({"@type": ["urn:T", null]}),
        json!({"p": {"@value": "x", "@id": "urn:o"}}),
        json!({"p": {"@value": "x", "@type": "urn:t", "@language": "de"}}),
        json!({"p": {"@value": "x", "@type": ["urn:t", "urn:u"]}}),
        json!({"p": {"@value": "x", "@type": "t"}}),
        json!({"p": {"@value": {"p": 1}}}),
        json!({"p": {"@value": 1, "@language": "de"}}),
        json!({"p": {"@value": "x", "@language": "not a language"}}),
        json!({"p": {"@value": "x", "@language": 1}}),
        json!({"p": {"@list": [1], "@id": "urn:o"}}),
        json!({"p": {"@list": [1], "@set": [1]}}),
        json!({"m": {"de": 1}}),
        json!({"m": {"not a language": "x"}}),
        json!({"@context": 1}),
        json!({"@context": [["https://www.w3.org/ns/credentials/v2"]]}),
        json!({"@context": {"@version": 1.0}}),
        json!({"@context": {"@protected": 1}}),
        json!({"@context": {"@vocab": 1}}),
        json!({"@context": {"@language": "no language"}}),
        json!({"@context": {"": "urn:x"}}),
        json!({"@context": {"@id": "urn:x"}}),
        json!({"@context": {"@later": "urn:x"}}),
        json!({"@context": {"x": 1}}),
        json!({"@context": {"x": "y"}}),
        json!({"@context": {"x": {"@id": "@context"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@type": "y"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@container": "@bag"}}}),
        json!({"@context": {"x": {"@id": "urn:x", "@container": ["@list", "@set"]}}}),
        json!({"@context": {"x": {"@id": "urn:x", "unknown": 1}}}),
        json!({"@context": {"x:y": "urn:z"}}),
        json!({"@context": {"x": "urn:x#", "x:y": {"@id": "urn:z"}}}),
    ] {
        assert_eq!(fault_of(members.clone()).0, FaultKind::Invalid, "{members}");
    }
}

#[test]
fn no_message_quotes_a_value() {
    let document = json!({
        "@context": [CREDENTIALS_2, OPEN_BADGES], "id": "someone@example.org", "type": "Profile",
        "image": "someone@example.org", "jti": "someone@example.org",
    });
    let faults = jsonld::faults(&document, Resources::none());
    assert_eq!(faults.len(), 3, "{faults:?}");
    for fault in faults {
        assert!(!fault.message.contains("someone"), "{fault}");
    }
    let long = "n".repeat(10_000);
    for name in ["someone@example.org", long.as_str()] {
        let document = json!({name: 1, "@type": name, "@context": [name]});
        for fault in jsonld::faults(&document, Resources::none()) {
            assert!(!fault.message.contains("someone") && fault.message.len() < 300, "{fault}");
        }
    }
}

#[test]
fn all_faults_are_found_with_their_places() {
    let document = json!({
        "@context": [CREDENTIALS_2, OPEN_BADGES],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential", "NoSuchType"],
        "issuer": {"id": "relative", "type": "Profile", "nickname": "x"},
        "credentialSubject": {"type": "AchievementSubject", "achievement": {"id": "urn:uuid:2", "type": "Achievement",
            "tag": ["a"], "criteria": {"narrative": "x"}, "colour": "red"}},
        "evidence": [{"type": "Evidence", "shape": {"round": true}}]
    });
    let mut found: Vec<(String, FaultKind)> = jsonld::faults(&document, Resources::none())
        .into_iter()
        .map(|fault| (fault.path, fault.kind))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("/credentialSubject/achievement/colour", FaultKind::UndefinedTerm),
        ("/evidence/0/shape", FaultKind::UndefinedTerm),
        ("/issuer/id", FaultKind::RelativeIri),
        ("/issuer/nickname", FaultKind::UndefinedTerm),
        ("/type/2", FaultKind::UndefinedType),
    ];
    let expected: Vec<_> = expected.iter().map(|(path, kind)| ((*path).to_owned(), *kind)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_document_without_faults_has_none() {
    let document = json!({"@context": [CREDENTIALS_2], "id": "urn:uuid:1", "name": "x"});
    assert_eq!(jsonld::faults(&document, Resources::none()), []);
}

#[test]
fn an_unknown_context_hides_what_it_may_define() {
    let document = json!({"@context": [CREDENTIALS_2, "https://example.org/unknown"], "id": "relative", "colour": "red",
                          "type": "Other"});
    let found: Vec<FaultKind> =
        jsonld::faults(&document, Resources::none()).into_iter().map(|fault| fault.kind).collect();
    assert_eq!(found, [FaultKind::UnknownContext, FaultKind::RelativeIri]);
}
