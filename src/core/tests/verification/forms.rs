//! Every form a credential comes in, good.

use super::samples::*;
use super::{Verifier, alone, with_resources};
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::{self, Cryptosuite};
use badges_core::proof::keys::Algorithm;
use serde_json::{Value, json};

#[test]
fn a_credential_with_a_proof_of_every_suite_is_valid() {
    for (suite, algorithm) in [
        (Cryptosuite::EddsaRdfc2022, Algorithm::Ed25519),
        (Cryptosuite::EddsaJcs2022, Algorithm::Ed25519),
        (Cryptosuite::EcdsaRdfc2019, Algorithm::P256),
        (Cryptosuite::EcdsaRdfc2019, Algorithm::P384),
        (Cryptosuite::EcdsaJcs2019, Algorithm::P256),
        (Cryptosuite::EcdsaJcs2019, Algorithm::P384),
    ] {
        let mut document = credential();
        document["proof"] = proof(&document, suite, key(algorithm), &method_id(ISSUER, key(algorithm)));
        with_resources(published()).warns(&document.to_string(), &["structure warning compacted"]);
        document["proof"] = json!([document["proof"]]);
        with_resources(published()).accepts(&document.to_string());
        document["credentialSubject"]["achievement"]["name"] = json!("Heart surgery");
        let (valid, lines) = with_resources(published()).found(&document.to_string());
        assert!(
            !valid && lines.contains(&"signature failed invalid_signature".to_owned()),
            "{suite:?} {lines:?}"
        );
    }
}

#[test]
fn a_selectively_disclosed_credential_is_valid() {
    let mut document = credential();
    let key = key(Algorithm::P256);
    document["proof"] = json!([proof(&document, Cryptosuite::EcdsaSd2023, key, &method_id(ISSUER, key))]);
    let derived = data_integrity::derive(&document, &["/name"], Resources::none()).unwrap();
    let mut derived = value(&derived);
    let (valid, lines) = with_resources(published()).found(&derived.to_string());
    assert!(valid, "{lines:?} {derived:#}");
    derived["name"] = json!("Heart surgery");
    let (valid, lines) = with_resources(published()).found(&derived.to_string());
    assert!(!valid && lines.contains(&"signature failed invalid_signature".to_owned()), "{lines:?}");
}

#[test]
fn a_token_of_every_algorithm_is_valid() {
    for algorithm in Algorithm::ALL {
        with_resources(published()).accepts(&token(&credential(), key(algorithm)));
    }
}

#[test]
fn credentials_of_verifiable_credentials_1_1_are_verified() {
    let document = credential_1_1();
    // Data Integrity has a context of its own there.
    let mut embedded = document.clone();
    embedded["@context"].as_array_mut().unwrap().push(json!("https://w3id.org/security/data-integrity/v2"));
    let report = with_resources(published()).report(&signed(embedded).to_string());
    assert_eq!((&report["valid"], &report["version"]), (&json!(true), &json!("3.0")), "{report:#}");

    let payload = json!({
        "vc": document, "iss": ISSUER, "jti": CREDENTIAL, "nbf": 1_767_225_600, "exp": 1_798_761_600,
    });
    let text = jws(&json!({"kid": method_id(ISSUER, ed25519())}), &payload, ed25519());
    let report = with_resources(published()).report(&text);
    assert_eq!((&report["valid"], &report["version"]), (&json!(true), &json!("3.0")), "{report:#}");
}

#[test]
fn an_issuer_that_is_its_own_key_needs_no_documents() {
    for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
        let key = key(algorithm);
        let did = format!("did:key:{}", fragment(key));
        let suite = if algorithm == Algorithm::Ed25519 {
            Cryptosuite::EddsaJcs2022
        } else {
            Cryptosuite::EcdsaJcs2019
        };
        let mut document = credential_of(&did);
        document["proof"] = json!([proof(&document, suite, key, &method_id(&did, key))]);
        alone().accepts(&document.to_string());
        document.as_object_mut().unwrap().remove("proof");
        document["proof"] = json!([proof(&document, suite, key, &did)]);
        alone().accepts(&document.to_string());
        document.as_object_mut().unwrap().remove("proof");
        alone().accepts(&token(&document, key));
    }
}

#[test]
fn white_space_and_a_byte_order_mark_around_the_text_do_no_harm() {
    let text = format!("\u{feff}\n {}\n", signed(credential()));
    with_resources(published()).accepts(&text);
    with_resources(published()).accepts(&format!(" {}\r\n", token(&credential(), ed25519())));
}

#[test]
fn an_endorsement_is_a_credential_too() {
    let endorsement = endorsement(ISSUER, "urn:uuid:5b1c3c52-0d0c-4b57-9b4e-0d5b6f0c8f11", CREDENTIAL);
    let report = with_resources(published()).report(&signed(endorsement).to_string());
    assert_eq!(
        (&report["valid"], &report["class"]),
        (&json!(true), &json!("EndorsementCredential")),
        "{report:#}"
    );
}

#[test]
fn the_report_says_what_the_text_is() {
    let report = with_resources(published()).report(&signed(credential()).to_string());
    assert_eq!(report["version"], "3.0");
    assert_eq!(report["class"], "OpenBadgeCredential");
    let checks: Vec<&str> =
        report["checks"].as_array().unwrap().iter().map(|check| check["check"].as_str().unwrap()).collect();
    assert_eq!(checks, ["structure", "signature", "key_binding", "issuer", "dates", "status", "recipient"]);
    for check in report["checks"].as_array().unwrap() {
        assert!(!check["message"].as_str().unwrap().is_empty(), "{check}");
    }
}

#[test]
fn a_document_that_nobody_signs_is_not_valid_although_it_is_well_formed() {
    for (document, class) in [
        (
            json!({
                "@context": CONTEXT, "id": ISSUER, "type": ["Profile"], "name": "Example Academy",
            }),
            "Profile",
        ),
        (
            json!({
                "@context": CONTEXT, "id": "https://example.org/v3/achievements/1", "type": ["Achievement"],
                "name": "First Aid", "description": "Knows first aid", "criteria": {"narrative": "Pass the test"},
            }),
            "Achievement",
        ),
        (
            json!({
                "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/badges/1",
                "name": "First Aid", "description": "Knows first aid", "image": "https://example.org/first-aid.png",
                "criteria": "https://example.org/first-aid", "issuer": "https://example.org/issuers/1",
            }),
            "BadgeClass",
        ),
    ] {
        let report = alone().report(&document.to_string());
        assert_eq!(report["class"], class);
        alone().refuses(&document.to_string(), &["signature not_checked no_award"]);
    }
}

#[test]
fn what_is_no_credential_gets_a_report_that_says_so() {
    for text in [
        "",
        " ",
        "hello",
        "[]",
        "null",
        "42",
        "\"text\"",
        "{",
        "{}x",
        "a.b.c",
        "..",
        "{\"a\":1,\"a\":2}",
        "https://example.org/assertions/1",
        "\u{0}",
        "<svg/>",
        "eyJhbGciOiJub25lIn0.e30.",
    ] {
        let report = alone().report(text);
        assert_eq!(report["valid"], false, "{text:?}");
        assert_eq!(report["version"], Value::Null, "{text:?}");
        assert_eq!(report["class"], Value::Null, "{text:?}");
        let checks = report["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 1, "{text:?}");
        assert_eq!(
            (&checks[0]["check"], &checks[0]["status"]),
            (&json!("structure"), &json!("failed")),
            "{text:?}"
        );
    }
    for text in ["{}", "{\"type\":\"Person\"}", "{\"@context\":\"https://schema.org\",\"type\":\"Person\"}"] {
        let report = alone().report(text);
        assert_eq!(report["valid"], false, "{text:?}");
        assert_eq!(report["checks"][0]["status"], "failed", "{text:?}");
    }
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let mut document = credential();
    document["credentialStatus"] = json!({"type": "Unheard-of", "id": "urn:1"});
    document["credentialSchema"] = json!([{"id": "https://example.org/schema", "type": "JsonSchema"}]);
    let text = signed(document).to_string();
    let verifier = Verifier { recipient: Some("a@example.com"), ..with_resources(published()) };
    let first = verifier.report(&text);
    assert_eq!(first, verifier.report(&text));
    // Only the time that is asked about counts.
    let later = Verifier {
        at: "2030-01-01T00:00:00Z",
        recipient: Some("a@example.com"),
        ..with_resources(published())
    };
    assert_ne!(first, later.report(&text));
}
