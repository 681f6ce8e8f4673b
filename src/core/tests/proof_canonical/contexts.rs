//! Contexts: compiled in, given as resources, and in the document itself.

use crate::support::{CREDENTIALS_1, CREDENTIALS_2, OPEN_BADGES, canonical, canonical_with, fault, lines};
use badges_core::proof::jsonld::{self, FaultKind, Options, Revision};
use serde_json::{Value, json};

#[test]
fn the_contexts_that_are_compiled_in() {
    for url in [
        CREDENTIALS_1,
        CREDENTIALS_2,
        OPEN_BADGES,
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "https://w3id.org/security/data-integrity/v1",
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "https://www.w3.org/ns/did/v1",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    ] {
        assert!(jsonld::is_known_context(url), "{url}");
    }
    assert!(!jsonld::is_known_context("https://example.org/context"));
}

#[test]
fn an_unknown_context_is_named_and_a_resource_may_be_it() {
    let document = json!({"@context": ["https://example.org/context"], "id": "urn:s", "p": "x"});
    let fault = jsonld::to_rdf(&document, None, Default::default()).unwrap_err();
    assert_eq!((fault.kind, fault.path.as_str()), (FaultKind::UnknownContext, "/@context/0"));
    assert!(fault.message.contains("https://example.org/context"), "{fault}");

    let resources = json!({"https://example.org/context": {"@context": {"id": "@id", "p": "urn:p"}}});
    assert_eq!(canonical_with(&document, &resources).unwrap(), "<urn:s> <urn:p> \"x\" .\n");
    // Nothing of it stays behind.
    let fault = jsonld::to_rdf(&document, None, Default::default()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::UnknownContext);
}

#[test]
fn a_resource_never_takes_the_place_of_a_context_that_is_compiled_in() {
    let document = json!({"@context": [CREDENTIALS_2], "id": "urn:s", "name": "x"});
    let resources = json!({CREDENTIALS_2: {"@context": {"id": "@id", "name": "urn:other"}}});
    assert_eq!(canonical_with(&document, &resources).unwrap(), "<urn:s> <https://schema.org/name> \"x\" .\n");
}

#[test]
fn a_context_may_refer_to_others_but_not_to_itself() {
    let document = json!({"@context": "https://example.org/1", "id": "urn:s", "name": "x", "p": "y"});
    let resources = json!({
        "https://example.org/1": {"@context": ["https://example.org/2", {"p": "n:p"}]},
        "https://example.org/2": {"@context": [CREDENTIALS_2, {"n": "urn:n#"}]}
    });
    let expected = "<urn:s> <https://schema.org/name> \"x\" .\n<urn:s> <urn:n#p> \"y\" .\n";
    assert_eq!(canonical_with(&document, &resources).unwrap(), expected);

    let circle = json!({
        "https://example.org/1": {"@context": ["https://example.org/2"]},
        "https://example.org/2": {"@context": ["https://example.org/1"]}
    });
    assert_eq!(canonical_with(&document, &circle).unwrap_err().kind, FaultKind::Invalid);
    let other = json!({"https://example.org/1": {"name": "no context"}});
    assert_eq!(canonical_with(&document, &other).unwrap_err().kind, FaultKind::Invalid);
}

#[test]
fn a_context_that_builds_on_a_known_one_is_not_taken_for_it() {
    let plain =
        json!({"@context": CREDENTIALS_2, "id": "urn:s", "type": "VerifiableCredential", "name": "x"});
    let before = canonical(&plain);
    let resources = json!({"https://example.org/1": {"@context": [CREDENTIALS_2, {"q": "urn:q"}]}});
    let more =
        json!({"@context": "https://example.org/1", "id": "urn:s", "type": "VerifiableCredential", "q": "x"});
    assert!(canonical_with(&more, &resources).unwrap().contains("<urn:s> <urn:q> \"x\" ."));
    let inline = json!({"@context": [CREDENTIALS_2, {"q": "urn:q"}], "id": "urn:s", "type": "VerifiableCredential",
                        "q": "x"});
    assert!(canonical(&inline).contains("<urn:s> <urn:q> \"x\" ."));
    let mut other = plain.clone();
    other["q"] = json!("x");
    assert_eq!(fault(&other), (FaultKind::UndefinedTerm, "/q".into()));
    assert_eq!(canonical(&plain), before);
}

#[test]
fn a_type_brings_terms_for_its_object_alone() {
    let context = json!({
        "T": {"@id": "urn:T", "@context": {"p": "urn:p-of-T"}},
        "U": {"@id": "urn:U", "@context": {"@propagate": true, "p": "urn:p-of-U"}},
        "p": "urn:p", "q": "urn:q"
    });
    let of_type = |name: &str| {
        canonical(&json!({"@context": context.clone(), "@id": "urn:s", "@type": name, "p": "1",
                          "q": {"@id": "urn:o", "p": "2"}}))
    };
    assert!(
        of_type("T").contains("<urn:s> <urn:p-of-T> \"1\"") && of_type("T").contains("<urn:o> <urn:p> \"2\"")
    );
    assert!(
        of_type("U").contains("<urn:s> <urn:p-of-U> \"1\"")
            && of_type("U").contains("<urn:o> <urn:p-of-U> \"2\"")
    );
}

#[test]
fn types_bring_their_terms_in_alphabetical_order() {
    let context = json!({
        "A": {"@id": "urn:A", "@context": {"p": "urn:p-of-A"}},
        "B": {"@id": "urn:B", "@context": {"p": "urn:p-of-B"}}
    });
    for types in [json!(["A", "B"]), json!(["B", "A"])] {
        let found =
            canonical(&json!({"@context": context.clone(), "@id": "urn:s", "@type": types, "p": "1"}));
        assert!(found.contains("<urn:p-of-B>"), "{found}");
    }
}

#[test]
fn a_property_brings_terms_for_all_below_and_may_override() {
    let document = json!({
        "@context": {"@protected": true,
            "q": {"@id": "urn:q", "@context": {"p": "urn:inner"}},
            "p": "urn:p"
        },
        "@id": "urn:s", "p": "0", "q": {"@id": "urn:o", "p": "1", "urn:r": {"@id": "urn:u", "p": "2"}}
    });
    let expected = lines(
        r#"
        <urn:o> <urn:inner> "1" .
        <urn:o> <urn:r> <urn:u> .
        <urn:s> <urn:p> "0" .
        <urn:s> <urn:q> <urn:o> .
        <urn:u> <urn:inner> "2" .
        "#,
    );
    assert_eq!(canonical(&document), expected);
}

#[test]
fn protected_terms_keep_their_meaning() {
    let refused = |context: Value| {
        let document = json!({"@context": context, "id": "urn:s", "name": "x"});
        fault(&document)
    };
    assert_eq!(
        refused(json!([CREDENTIALS_2, {"name": "urn:other"}])),
        (FaultKind::ProtectedTerm, "/@context/1".into())
    );
    assert_eq!(refused(json!([CREDENTIALS_2, null])), (FaultKind::ProtectedTerm, "/@context/1".into()));
    assert_eq!(refused(json!([CREDENTIALS_2, {"name": null}])).0, FaultKind::ProtectedTerm);
    assert_eq!(
        refused(json!([CREDENTIALS_2, {"name": {"@id": "https://schema.org/name", "@type": "@id"}}])).0,
        FaultKind::ProtectedTerm
    );
    // The two versions of Open Badges that do not protect their terms do not go with Verifiable Credentials
    // 2.0.
    let early = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json";
    assert_eq!(refused(json!([CREDENTIALS_2, early])).0, FaultKind::ProtectedTerm);
    let same =
        json!({"@context": [CREDENTIALS_2, {"name": "https://schema.org/name"}], "id": "urn:s", "name": "x"});
    assert_eq!(canonical(&same), "<urn:s> <https://schema.org/name> \"x\" .\n");
}

#[test]
fn a_term_within_a_type_may_not_override_what_is_protected() {
    let document = json!({
        "@context": [{"@protected": true, "p": "urn:p"}, {"T": {"@id": "urn:T", "@context": {"p": "urn:other"}}}],
        "@id": "urn:s", "@type": "T", "p": "x"
    });
    assert_eq!(fault(&document).0, FaultKind::ProtectedTerm);
}

#[test]
fn both_published_states_of_the_context_of_open_badges_3_0_3() {
    let document = json!({"@context": [CREDENTIALS_2, OPEN_BADGES], "id": "urn:s", "type": "Profile",
                          "endorsementJwt": ["a.b.c"]});
    let current = Options::default();
    assert_eq!(jsonld::to_rdf_with(&document, &current).unwrap().len(), 2);
    let before = Options { revision: Revision::BeforeJune2026, ..current };
    let fault = jsonld::to_rdf_with(&document, &before).unwrap_err();
    assert_eq!((fault.kind, fault.path.as_str()), (FaultKind::UndefinedTerm, "/endorsementJwt"));
    assert_eq!(jsonld::to_rdf_with(&document, &current).unwrap().len(), 2);
}

#[test]
fn terms_may_be_defined_by_each_other_in_any_order_but_not_in_a_circle() {
    let document = json!({
        "@context": {"a": "b:a", "b": "c:b#", "c": "urn:c", "d": "a", "c2": {"@id": "urn:ns-", "@prefix": true},
                     "e": "c2:e"},
        "@id": "urn:s", "a": "1", "d": "2", "e": "3"
    });
    let expected = "<urn:s> <c:b#a> \"1\" .\n<urn:s> <c:b#a> \"2\" .\n<urn:s> <urn:ns-e> \"3\" .\n";
    assert_eq!(canonical(&document), expected);
    let circle = json!({"@context": {"a": "b:x", "b": "a:y"}, "@id": "urn:s", "a": "1"});
    assert_eq!(fault(&circle), (FaultKind::Invalid, "/@context".into()));
}

#[test]
fn a_term_that_stands_for_itself_takes_the_vocabulary() {
    for definition in [json!("a"), json!({"@id": "a"}), json!({})] {
        let document = json!({"@context": {"@vocab": "urn:v#", "a": definition}, "@id": "urn:s", "a": "1"});
        assert_eq!(canonical(&document), "<urn:s> <urn:v#a> \"1\" .\n");
    }
}

#[test]
fn what_a_document_defines_is_forgotten_with_it() {
    let document = json!({"@context": [CREDENTIALS_2, {"mine": "urn:mine"}], "id": "urn:s", "mine": "x"});
    assert_eq!(canonical(&document), "<urn:s> <urn:mine> \"x\" .\n");
    let other = json!({"@context": [CREDENTIALS_2], "id": "urn:s", "mine": "x"});
    assert_eq!(fault(&other), (FaultKind::UndefinedTerm, "/mine".into()));
    let changed = json!({"@context": [CREDENTIALS_2, {"mine": "urn:changed"}], "id": "urn:s", "mine": "x"});
    assert_eq!(canonical(&changed), "<urn:s> <urn:changed> \"x\" .\n");
}
