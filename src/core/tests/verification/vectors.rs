//! Signed documents from elsewhere, where they are at hand.

use super::{alone, with_resources};
use badges_core::proof::did::{self, VerificationMethod};
use badges_core::proof::keys::PublicKey;
use serde_json::{Value, json};
use std::path::Path;

fn data(name: &str) -> Option<String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    std::fs::read_to_string(root.join(name)).ok()
}

/// The document of a signed credential's issuer, with the key that the proof names.
fn issuer_of(credential: &Value) -> Value {
    let proof = credential["proof"].get(0).unwrap_or(&credential["proof"]);
    let id = proof["verificationMethod"].as_str().unwrap();
    let (issuer, multikey) = id.split_once('#').unwrap();
    let method = VerificationMethod {
        id: id.to_owned(),
        controller: issuer.to_owned(),
        key: PublicKey::from_multikey(multikey).unwrap(),
        expires: None,
        revoked: None,
    };
    json!({issuer: super::samples::value(&did::document(issuer, &[method], &|_| true))})
}

#[track_caller]
fn is_valid_with_its_issuers_document_only(credential: &Value, warnings: &[&str]) {
    let text = credential.to_string();
    with_resources(issuer_of(credential)).warns(&text, warnings);
    let unconfirmed = [warnings, &["key_binding not_checked key_not_confirmed"]].concat();
    alone().refuses(&text, &unconfirmed);
    let mut changed = credential.clone();
    changed["credentialSubject"]["achievement"]["name"] = json!("Something else");
    let unsigned =
        [warnings, &["signature failed invalid_signature", "key_binding not_checked no_verified_key"]]
            .concat();
    with_resources(issuer_of(credential)).refuses(&changed.to_string(), &unsigned);
}

#[test]
fn the_signed_examples_of_open_badges_3_0_are_valid() {
    if let Some(vector) = data("vectors/ob3-eddsa-rdfc-2022/vector.json") {
        let vector: Value = serde_json::from_str(&vector).unwrap();
        is_valid_with_its_issuers_document_only(
            &vector["signed_credential"],
            &["structure warning compacted"],
        );
    }
    if let Some(derived) = data("vectors/ob3-ecdsa-sd-2023/derivedcredential.json") {
        is_valid_with_its_issuers_document_only(&serde_json::from_str(&derived).unwrap(), &[]);
    }
    if let Some(transcript) = data("vectors/ob3-eddsa-rdfc-2022/clr_signed.json") {
        let transcript: Value = serde_json::from_str(&transcript).unwrap();
        for credential in transcript["credentialSubject"]["verifiableCredential"].as_array().unwrap() {
            let report = with_resources(issuer_of(credential)).report(&credential.to_string());
            assert_eq!(report["valid"], true, "{report:#}");
        }
    }
}

#[test]
fn every_example_of_the_specifications_gets_a_report_and_structure_agrees_with_its_verdict() {
    let mut disagreements = Vec::new();
    for line in data("examples/open-badges-3.0.jsonl").unwrap_or_default().lines() {
        let example: Value = serde_json::from_str(line).unwrap();
        let report = alone().report(&example["doc"].to_string());
        let is_valid = report["checks"][0]["status"] != "failed";
        if is_valid != (example["verdict"] != "error" && example["verdict"] != "invalid") {
            disagreements.push(format!("{} {} {}", example["name"], example["verdict"], report["checks"][0]));
        }
    }
    assert!(disagreements.is_empty(), "{disagreements:#?}");
}
