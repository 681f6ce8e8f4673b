//! VC-JWTs: their header and their claims.

use super::samples::*;
use super::{alone, with_resources};
use serde_json::{Value, json};

const NO_KEY: &str = "key_binding not_checked no_verified_key";
const NO_SIGNATURE: &str = "signature not_checked key_not_at_hand";

fn by_kid(payload: &Value) -> String {
    jws(&json!({"kid": method_id(ISSUER, ed25519())}), payload, ed25519())
}

#[test]
fn a_token_names_its_key_by_url_or_by_fragment() {
    for kid in [method_id(ISSUER, ed25519()), fragment(ed25519()), format!("#{}", fragment(ed25519()))] {
        let text = jws(&json!({"kid": kid}), &payload(&credential()), ed25519());
        with_resources(published()).accepts(&text);
        alone().refuses(&text, &["key_binding not_checked key_not_confirmed"]);
    }
    let text = jws(&json!({"kid": "key-1"}), &payload(&credential()), ed25519());
    alone().refuses(&text, &[NO_SIGNATURE, "key_binding not_checked key_not_at_hand"]);
}

#[test]
fn a_kid_that_is_not_the_issuers_does_not_help_a_forger() {
    let did = format!("did:key:{}", fragment(stranger()));
    let text = jws(&json!({"kid": method_id(&did, stranger())}), &payload(&credential()), stranger());
    alone().refuses(&text, &["key_binding failed other_controller"]);
    let text = jws(&json!({"kid": method_id(ISSUER, stranger())}), &payload(&credential()), stranger());
    with_resources(published()).refuses(&text, &["key_binding failed key_not_listed"]);
}

#[test]
fn a_bare_jwk_at_the_url_of_the_kid_is_a_key_and_no_proof_of_whose() {
    let url = "https://example.org/keys/1";
    let text = jws(&json!({"kid": url}), &payload(&credential()), ed25519());
    let mut resources = json!({url: value(&ed25519().public().to_jwk())});
    with_resources(resources.clone()).refuses(&text, &["key_binding not_checked key_not_confirmed"]);
    resources[ISSUER] = controller(ISSUER, &[ed25519()]);
    with_resources(resources).accepts(&text);
}

#[test]
fn a_token_without_a_key_is_refused() {
    let text = jws(&json!({}), &payload(&credential()), ed25519());
    with_resources(published()).refuses(&text, &["signature failed no_key_named", NO_KEY]);
}

#[test]
fn a_changed_token_is_refused() {
    let text = token(&credential(), ed25519());
    let parts: Vec<&str> = text.split('.').collect();
    let mut other = credential();
    other["name"] = json!("Heart surgery");
    let other = token(&other, ed25519());
    let spliced = [parts[0], other.split('.').nth(1).unwrap(), parts[2]].join(".");
    with_resources(published()).refuses(&spliced, &["signature failed invalid_signature", NO_KEY]);
}

#[test]
fn claims_have_to_say_what_the_credential_says() {
    for (claim, claimed) in [
        ("iss", json!("https://evil.example/")),
        ("jti", json!("urn:uuid:other")),
        ("nbf", json!(1_767_225_601)),
        ("exp", json!(1_798_761_601)),
        ("iss", Value::Null),
    ] {
        let mut payload = payload(&credential());
        payload[claim] = claimed;
        with_resources(published()).refuses(&by_kid(&payload), &["claims failed claim_mismatch"]);
    }
    let mut payload = payload(&credential());
    payload["sub"] = json!("mailto:ann@example.org");
    with_resources(published()).warns(&by_kid(&payload), &["claims warning claim_unusual"]);
}

#[test]
fn a_header_that_says_more_than_it_may_is_remarked() {
    let header =
        json!({"kid": method_id(ISSUER, ed25519()), "typ": "vc+jwt", "x5u": "https://evil.example/"});
    let text = jws(&header, &payload(&credential()), ed25519());
    with_resources(published()).warns(&text, &["claims warning header_unusual"]);
}

#[test]
fn what_expires_as_a_token_expires_as_a_credential() {
    let mut document = credential();
    document.as_object_mut().unwrap().remove("validUntil");
    let mut payload = payload(&document);
    payload["exp"] = json!(1_780_000_000);
    with_resources(published()).refuses(&by_kid(&payload), &["dates failed expired"]);
}

#[test]
fn algorithms_and_headers_outside_the_list_are_refused() {
    let unsecured = "eyJhbGciOiJub25lIn0.e30.";
    let report = alone().report(unsecured);
    assert_eq!(report["checks"][0]["code"], "unusable_token", "{report:#}");
    let text = jws(&json!({"crit": ["b64"], "b64": false}), &payload(&credential()), ed25519());
    let report = alone().report(&text);
    assert_eq!(report["checks"][0]["code"], "unusable_token", "{report:#}");
}
