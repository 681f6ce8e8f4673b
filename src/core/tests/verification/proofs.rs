//! What becomes of a credential whose proofs do not hold, or hold in part.

use super::samples::*;
use super::{Verifier, alone, with_resources};
use badges_core::proof::data_integrity::Cryptosuite;
use serde_json::{Value, json};

const NO_KEY: &str = "key_binding not_checked no_verified_key";

/// The signed credential with another member in its proof. What the proof says of itself is signed too, so these are
/// refused for their signature at the latest; here, for what they say.
fn with_proof_member(name: &str, member: Value) -> String {
    let mut document = signed(credential());
    document["proof"][0][name] = member;
    document.to_string()
}

#[test]
fn a_credential_without_a_proof_is_refused() {
    let expected = ["signature failed no_proof", NO_KEY];
    with_resources(published()).refuses(&credential().to_string(), &expected);
    let mut document = credential();
    document["proof"] = Value::Null;
    let (valid, lines) = with_resources(published()).found(&document.to_string());
    assert!(!valid && lines.contains(&"signature failed no_proof".to_owned()), "{lines:?}");
}

#[test]
fn a_changed_credential_is_refused() {
    let mut document = signed(credential());
    document["credentialSubject"]["achievement"]["name"] = json!("Heart surgery");
    with_resources(published())
        .refuses(&document.to_string(), &["signature failed invalid_signature", NO_KEY]);
}

#[test]
fn a_signature_by_another_key_under_the_issuers_url_is_refused() {
    let forged = signed_as(credential(), stranger(), &method_id(ISSUER, ed25519()));
    with_resources(published()).refuses(&forged.to_string(), &["signature failed invalid_signature", NO_KEY]);
}

#[test]
fn a_proof_made_for_something_else_is_refused() {
    let text = with_proof_member("proofPurpose", json!("authentication"));
    with_resources(published()).refuses(&text, &["signature failed wrong_purpose", NO_KEY]);
}

#[test]
fn a_proof_that_builds_on_another_is_refused_by_name() {
    let text = with_proof_member("previousProof", json!("urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"));
    with_resources(published()).refuses(&text, &["signature failed proof_chain", NO_KEY]);
}

#[test]
fn a_proof_counts_from_its_making_to_its_end() {
    let text = with_proof_member("created", json!("2026-07-01T00:00:00Z"));
    with_resources(published()).refuses(&text, &["signature failed proof_from_future", NO_KEY]);
    let text = with_proof_member("expires", json!("2026-06-01T12:00:00Z"));
    with_resources(published()).refuses(&text, &["signature failed proof_expired", NO_KEY]);
}

#[test]
fn an_unsupported_suite_is_named_and_not_passed_over() {
    let text = with_proof_member("cryptosuite", json!("bbs-2023"));
    let verifier = with_resources(published());
    verifier.refuses(&text, &["signature not_checked unsupported_proof", NO_KEY]);
    let report = verifier.report(&text);
    assert!(report["checks"].to_string().contains("bbs-2023"), "{report:#}");
}

#[test]
fn a_malformed_proof_is_refused() {
    for (name, member) in [
        ("proofValue", json!("z")),
        ("proofValue", json!(5)),
        ("proofValue", json!("not multibase")),
        ("verificationMethod", json!(7)),
        ("created", json!("yesterday")),
    ] {
        let (valid, lines) = with_resources(published()).found(&with_proof_member(name, member.clone()));
        assert!(!valid, "{name} {member}");
        assert!(lines.iter().any(|line| line.starts_with("signature failed")), "{name} {member}: {lines:?}");
    }
}

#[test]
fn one_proof_that_holds_is_enough_and_the_others_are_told() {
    let good = signed(credential());
    let mut bad = good["proof"][0].clone();
    bad["proofPurpose"] = json!("authentication");
    let unsupported = json!({"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "proofPurpose": "assertionMethod",
        "verificationMethod": "https://example.net/keys/1", "proofValue": "u1"});
    let mut document = good.clone();
    document["proof"] = json!([bad, unsupported, good["proof"][0]]);
    with_resources(published()).warns(
        &document.to_string(),
        &["signature warning wrong_purpose", "signature warning unsupported_proof"],
    );
}

#[test]
fn a_notary_beside_the_issuer_does_not_take_its_place() {
    let notary = format!("did:key:{}", fragment(stranger()));
    let mut document = credential();
    let by_notary = proof(&document, Cryptosuite::EddsaJcs2022, stranger(), &notary);
    let by_issuer = proof(&document, Cryptosuite::EddsaJcs2022, ed25519(), &method_id(ISSUER, ed25519()));
    document["proof"] = json!([by_notary, by_issuer]);
    with_resources(published()).accepts(&document.to_string());
    document["proof"] = json!([by_notary]);
    with_resources(published()).refuses(&document.to_string(), &["key_binding failed key_not_listed"]);
}

#[test]
fn a_notary_does_not_spoil_what_holds_or_is_open_without_it() {
    let notary = fragment(stranger());
    let notary = format!("did:key:{notary}#{notary}");
    let mut document = credential();
    let by_notary = proof(&document, Cryptosuite::EddsaJcs2022, stranger(), &notary);
    let by_issuer = proof(&document, Cryptosuite::EddsaJcs2022, ed25519(), &format!("{ISSUER}#key-1"));
    document["proof"] = json!([by_issuer, by_notary]);
    let (valid, lines) = alone().found(&document.to_string());
    assert!(!valid && lines.contains(&"signature not_checked key_not_at_hand".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("failed")), "{lines:?}");
    document["proof"] = json!([by_notary, by_issuer]);
    let (valid, lines) = alone().found(&document.to_string());
    assert!(!valid && !lines.iter().any(|line| line.contains("failed")), "{lines:?}");
}

#[test]
fn times_are_read_as_the_standard_writes_them() {
    for time in ["2026-01-01T00:00:00-00:00", "2026-01-01t00:00:00z"] {
        let mut document = credential();
        document["validFrom"] = json!(time);
        with_resources(published()).accepts(&signed(document.clone()).to_string());
        document["validUntil"] = json!("2026-02-01T00:00:00-00:00");
        with_resources(published()).refuses(&signed(document).to_string(), &["dates failed expired"]);
    }
    with_resources(published()).refuses(
        &with_proof_member("created", json!("2026-07-01T00:00:00-00:00")),
        &["signature failed proof_from_future", NO_KEY],
    );
}

#[test]
fn of_two_ends_the_first_counts() {
    const OLD: &str = "structure warning old_data_model";
    let mut document = credential_1_1();
    document["@context"].as_array_mut().unwrap().push(json!("https://w3id.org/security/data-integrity/v2"));
    document["expirationDate"] = json!("2026-02-01T00:00:00Z");
    document["validUntil"] = json!("2040-01-01T00:00:00Z");
    with_resources(published())
        .refuses(&signed(document.clone()).to_string(), &[OLD, "dates failed expired"]);
    document["expirationDate"] = json!("2040-01-01T00:00:00Z");
    with_resources(published()).warns(&signed(document.clone()).to_string(), &[OLD]);
    document["issuanceDate"] = json!("2039-01-01T00:00:00Z");
    document["validFrom"] = json!("2026-01-01T00:00:00Z");
    with_resources(published()).refuses(&signed(document).to_string(), &[OLD, "dates failed not_yet_valid"]);
}

#[test]
fn fractions_of_seconds_count() {
    let mut document = credential();
    document["validFrom"] = json!("2026-01-01T00:00:00.700Z");
    let text = signed(document).to_string();
    let at = |at| Verifier { at, ..with_resources(published()) };
    at("2026-01-01T00:00:00.9Z").accepts(&text);
    at("2026-01-01T00:00:00.6Z").refuses(&text, &["dates failed not_yet_valid"]);
}

#[test]
fn the_verdict_depends_on_the_time_it_is_asked_for() {
    let text = signed(credential()).to_string();
    let at = |at| Verifier { at, ..with_resources(published()) };
    at("2026-01-01T00:00:00Z").accepts(&text);
    at("2027-01-01T00:00:00Z").accepts(&text);
    at("2027-01-01T00:00:01Z").refuses(&text, &["dates failed expired"]);
    at("2025-12-31T23:59:59Z")
        .refuses(&text, &["signature failed proof_from_future", NO_KEY, "dates failed not_yet_valid"]);
}
