//! Revocation and suspension: by status lists, by lists of ids, and unknown.

use super::samples::*;
use super::{Verifier, with_resources};
use badges_core::proof::status_list;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const LIST: &str = "https://example.org/v3/issuers/1/status/revocation/0";

fn entry(purpose: &str) -> Value {
    json!({
        "id": format!("{LIST}#94567"), "type": "BitstringStatusListEntry", "statusPurpose": purpose,
        "statusListIndex": "94567", "statusListCredential": LIST,
    })
}

fn with_status(status: Value) -> String {
    let mut document = credential();
    document["credentialStatus"] = status;
    signed(document).to_string()
}

/// An unsigned list for a purpose, in which these are set.
fn list(issuer: &str, purpose: &str, set: &[u64]) -> Value {
    let mut bits = vec![0; 16_384];
    for index in set {
        status_list::set(&mut bits, *index);
    }
    let from = Timestamp::parse("2026-05-01T00:00:00Z").unwrap();
    value(&status_list::credential(LIST, issuer, purpose, from, status_list::encode(&bits)))
}

fn with_list(list: Value) -> Verifier<'static> {
    let mut resources = published();
    resources[LIST] = list;
    with_resources(resources)
}

#[test]
fn a_credential_says_where_its_status_is_and_the_list_decides() {
    let text = with_status(entry("revocation"));
    with_list(signed(list(ISSUER, "revocation", &[94_566, 94_568]))).accepts(&text);
    with_list(signed(list(ISSUER, "revocation", &[94_567]))).refuses(&text, &["status failed revoked"]);
    let text = with_status(entry("suspension"));
    with_list(signed(list(ISSUER, "suspension", &[]))).accepts(&text);
    with_list(signed(list(ISSUER, "suspension", &[94_567]))).refuses(&text, &["status failed suspended"]);
}

#[test]
fn a_list_may_be_a_token_and_an_index_a_number() {
    let mut numbered = entry("revocation");
    numbered["statusListIndex"] = json!(94_567);
    let text = with_status(numbered);
    let list = token(&list(ISSUER, "revocation", &[94_567]), ed25519());
    with_list(json!(list)).refuses(&text, &["status failed revoked"]);
}

#[test]
fn a_token_does_not_say_other_than_the_list_in_it() {
    let text = with_status(entry("revocation"));
    let list = self::list(ISSUER, "revocation", &[]);
    with_list(json!(token(&list, ed25519()))).accepts(&text);
    let header = json!({"jwk": value(&ed25519().public().to_jwk())});
    for (claim, said) in [("iss", json!("https://example.org/v3/issuers/2")), ("exp", json!(1_790_000_000))] {
        let mut list = list.clone();
        list["validUntil"] = json!("2040-01-01T00:00:00Z");
        let mut payload = payload(&list);
        payload[claim] = said;
        with_list(json!(jws(&header, &payload, ed25519())))
            .refuses(&text, &["status failed status_verification_error"]);
    }
}

#[test]
fn a_list_that_is_not_at_hand_leaves_the_verdict_open() {
    with_resources(published())
        .refuses(&with_status(entry("revocation")), &["status not_checked status_retrieval_error"]);
}

#[test]
fn a_list_has_to_be_signed_by_its_issuer() {
    let text = with_status(entry("revocation"));
    let unsigned = list(ISSUER, "revocation", &[]);
    with_list(unsigned.clone()).refuses(&text, &["status failed status_verification_error"]);
    let forged = signed_as(unsigned.clone(), stranger(), &format!("did:key:{}", fragment(stranger())));
    with_list(forged).refuses(&text, &["status failed status_verification_error"]);
    let mut changed = signed(unsigned);
    changed["credentialSubject"]["encodedList"] =
        list(ISSUER, "revocation", &[1])["credentialSubject"]["encodedList"].clone();
    with_list(changed).refuses(&text, &["status failed status_verification_error"]);
}

#[test]
fn a_list_has_to_be_the_one_that_is_asked_for() {
    let text = with_status(entry("revocation"));
    let mut elsewhere = list(ISSUER, "revocation", &[]);
    elsewhere["id"] = json!("https://example.org/v3/issuers/1/status/revocation/1");
    with_list(signed(elsewhere)).refuses(&text, &["status failed status_verification_error"]);
    with_list(signed(list(ISSUER, "suspension", &[])))
        .refuses(&text, &["status failed status_verification_error"]);
    with_list(json!({"not": "a list"})).refuses(&text, &["status failed status_verification_error"]);
    with_list(json!(17)).refuses(&text, &["status failed status_verification_error"]);
}

#[test]
fn the_standards_errors_are_named() {
    let mut beyond = entry("revocation");
    beyond["statusListIndex"] = json!("131072");
    with_list(signed(list(ISSUER, "revocation", &[])))
        .refuses(&with_status(beyond), &["status failed range_error"]);

    let text = with_status(entry("revocation"));
    let mut short = list(ISSUER, "revocation", &[]);
    short["credentialSubject"]["encodedList"] = json!(status_list::encode(&[0; 16]));
    with_list(signed(short)).refuses(&text, &["status failed status_list_length_error"]);
    let mut malformed = list(ISSUER, "revocation", &[]);
    malformed["credentialSubject"]["encodedList"] = json!("H4sIAAAAAAAA");
    with_list(signed(malformed)).refuses(&text, &["status failed malformed_value_error"]);
}

#[test]
fn a_list_for_another_time_does_not_clear_and_still_revokes() {
    let text = with_status(entry("revocation"));
    let mut old = list(ISSUER, "revocation", &[]);
    old["validUntil"] = json!("2026-05-31T00:00:00Z");
    with_list(signed(old)).refuses(&text, &["status not_checked status_list_not_in_force"]);
    let mut old = list(ISSUER, "revocation", &[94_567]);
    old["validUntil"] = json!("2026-05-31T00:00:00Z");
    with_list(signed(old)).refuses(&text, &["status failed revoked"]);
}

#[test]
fn what_a_list_says_beside_revocation_does_not_refuse() {
    let text = with_status(entry("refresh"));
    with_list(signed(list(ISSUER, "refresh", &[94_567]))).warns(&text, &["status warning refresh_advised"]);
    let text = with_status(entry("disposition"));
    with_list(signed(list(ISSUER, "disposition", &[]))).accepts(&text);
    with_list(signed(list(ISSUER, "disposition", &[94_567])))
        .refuses(&text, &["status not_checked unknown_status_purpose"]);
}

#[test]
fn every_entry_is_looked_at() {
    let mut document = credential();
    document["credentialStatus"] =
        json!([entry("revocation"), {"id": "urn:x", "type": "StatusList2021Entry"}]);
    let (valid, lines) =
        with_list(signed(list(ISSUER, "revocation", &[]))).found(&signed(document).to_string());
    assert!(!valid);
    assert!(lines.contains(&"status not_checked unknown_status_type".to_owned()), "{lines:?}");
}

#[test]
fn lists_of_ids_are_read_too() {
    let url = "https://example.org/v3/issuers/1/revocations";
    let mut document = credential();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    document["credentialStatus"] = json!({"id": url, "type": "1EdTechRevocationList"});
    let text = signed(document).to_string();
    let with = |revoked: Value| {
        let mut resources = published();
        resources[url] = json!({"id": url, "issuer": ISSUER, "revokedCredential": revoked});
        with_resources(resources)
    };
    with(json!([{"id": "urn:other"}])).accepts(&text);
    with(json!([{"id": CREDENTIAL, "revoked": false}])).accepts(&text);
    with(json!([{"id": CREDENTIAL.replace("credentials", "%63redentials")}]))
        .refuses(&text, &["status failed revoked"]);
    with(json!([{"id": CREDENTIAL, "revocationReason": "Issued in error"}]))
        .refuses(&text, &["status failed revoked"]);
    with_resources(published()).refuses(&text, &["status not_checked status_retrieval_error"]);
    let mut resources = published();
    resources[url] = json!({"id": url, "issuer": "https://evil.example/", "revokedCredential": []});
    with_resources(resources).refuses(&text, &["status failed other_issuer"]);
}
