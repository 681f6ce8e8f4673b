//! Endorsements: credentials within a credential.

use super::samples::*;
use super::with_resources;
use serde_json::{Value, json};

const ENDORSER: &str = "https://endorser.example/issuers/1";
const ACHIEVEMENT: &str = "https://example.org/v3/achievements/1";

fn documents() -> Value {
    let mut documents = published();
    documents[ENDORSER] = controller(ENDORSER, &[ed25519()]);
    documents
}

fn of(subject: &str) -> Value {
    endorsement(ENDORSER, "https://endorser.example/endorsements/1", subject)
}

#[test]
fn endorsements_are_verified_wherever_they_stand() {
    let mut document = credential();
    document["endorsement"] = json!([signed(of(CREDENTIAL))]);
    document["credentialSubject"]["achievement"]["endorsement"] = json!([signed(of(ACHIEVEMENT))]);
    document["issuer"]["endorsement"] = json!([signed(of(ISSUER))]);
    document["issuer"]["endorsementJwt"] = json!([token(&of(ISSUER), ed25519())]);
    let text = signed(document).to_string();
    with_resources(documents()).accepts(&text);
    let report = with_resources(documents()).report(&text);
    let lines = report["checks"].as_array().unwrap().iter().filter(|check| check["check"] == "endorsements");
    assert_eq!(lines.count(), 4, "{report:#}");
    // Without the endorser's keys nothing can be said.
    with_resources(published()).refuses(&text, &["endorsements not_checked endorsement_not_verified"; 4]);
}

#[test]
fn an_endorsement_that_fails_is_named_by_its_place() {
    let mut changed = signed(of(ACHIEVEMENT));
    changed["credentialSubject"]["endorsementComment"] = json!("Excellent");
    let mut document = credential();
    document["credentialSubject"]["achievement"]["endorsement"] = json!([signed(of(ACHIEVEMENT)), changed]);
    let text = signed(document).to_string();
    with_resources(documents()).refuses(&text, &["endorsements failed endorsement_failed"]);
    let report = with_resources(documents()).report(&text);
    assert!(
        report.to_string().contains("/credentialSubject/achievement/endorsement/1: signature"),
        "{report:#}"
    );
}

#[test]
fn an_endorsement_in_a_token_meets_the_same_rules() {
    let mut nameless = of(CREDENTIAL);
    nameless.as_object_mut().unwrap().remove("name");
    let mut document = credential();
    document["endorsementJwt"] = json!([token(&nameless, ed25519())]);
    with_resources(documents())
        .refuses(&signed(document).to_string(), &["endorsements failed endorsement_failed"]);
    let mut document = credential();
    document["endorsementJwt"] = json!(["a.b.c"]);
    let (valid, lines) = with_resources(documents()).found(&signed(document).to_string());
    assert!(!valid && lines.contains(&"endorsements failed endorsement_malformed".to_owned()), "{lines:?}");
}

#[test]
fn an_endorsement_of_something_else_is_remarked() {
    let mut document = credential();
    document["endorsement"] = json!([signed(of("https://example.org/somebody-else"))]);
    with_resources(documents()).warns(&signed(document).to_string(), &["endorsements warning other_subject"]);
}

#[test]
fn an_expired_endorsement_fails() {
    let mut expired = of(CREDENTIAL);
    expired["validUntil"] = json!("2026-02-01T00:00:00Z");
    let mut document = credential();
    document["endorsement"] = json!([signed(expired)]);
    with_resources(documents())
        .refuses(&signed(document).to_string(), &["endorsements failed endorsement_failed"]);
}

#[test]
fn endorsements_of_endorsements_are_followed_to_a_limit() {
    let nested = |levels: usize| {
        let mut inner = signed(of("urn:x"));
        for _ in 1..levels {
            let mut outer = of("urn:x");
            outer["endorsement"] = json!([inner]);
            outer["credentialSubject"]["id"] = json!("urn:x");
            inner = signed(outer);
        }
        let mut document = credential();
        document["endorsement"] = json!([inner]);
        signed(document).to_string()
    };
    let (valid, lines) = with_resources(documents()).found(&nested(4));
    assert!(valid, "{lines:?}");
    let (valid, lines) = with_resources(documents()).found(&nested(5));
    assert!(!valid);
    assert_eq!(lines, ["endorsements not_checked endorsement_not_verified"]);
}
