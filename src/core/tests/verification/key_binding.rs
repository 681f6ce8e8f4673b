//! Whose key it is: a signature that holds shows nothing by itself.

use super::samples::*;
use super::{Verifier, alone, with_resources};
use badges_core::proof::data_integrity::Cryptosuite;
use badges_core::proof::did;
use badges_core::proof::keys::{Algorithm, key_set};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const NO_SIGNATURE: &str = "signature not_checked key_not_at_hand";

#[test]
fn a_key_in_the_fragment_of_the_issuers_url_is_not_believed() {
    // Anybody can write a key of their own behind the URL of an issuer.
    let forged = signed_as(credential(), stranger(), &method_id(ISSUER, stranger())).to_string();
    alone().refuses(&forged, &["key_binding not_checked key_not_confirmed"]);
    with_resources(published()).refuses(&forged, &["key_binding failed key_not_listed"]);
    // Changed, the signature does not even hold for that key.
    let changed = forged.replace("First Aid", "Heart surgery");
    let expected = ["signature failed invalid_signature", "key_binding not_checked no_verified_key"];
    alone().refuses(&changed, &expected);
    with_resources(published()).refuses(&changed, &expected);
}

#[test]
fn a_key_that_is_its_own_identifier_does_not_sign_for_others() {
    let did = format!("did:key:{}", fragment(stranger()));
    for method in [did.clone(), method_id(&did, stranger())] {
        let forged = signed_as(credential(), stranger(), &method).to_string();
        alone().refuses(&forged, &["key_binding failed other_controller"]);
        with_resources(published()).refuses(&forged, &["key_binding failed key_not_listed"]);
    }
}

#[test]
fn an_issuer_may_list_a_key_that_is_its_own_identifier() {
    let method = format!("did:key:{0}#{0}", fragment(stranger()));
    let mut resources = published();
    resources[ISSUER]["assertionMethod"].as_array_mut().unwrap().push(json!(method));
    with_resources(resources).accepts(&signed_as(credential(), stranger(), &method).to_string());
}

#[test]
fn without_the_issuers_document_nothing_is_valid() {
    let text = signed(credential()).to_string();
    alone().refuses(&text, &["key_binding not_checked key_not_confirmed"]);
    // A profile lists no keys.
    let profile = json!({"id": ISSUER, "type": ["Profile"], "name": "Example Academy"});
    with_resources(json!({ISSUER: profile})).refuses(&text, &["key_binding not_checked key_not_confirmed"]);
    // A key that its URL does not even show cannot be verified with.
    let unseen = signed_as(credential(), ed25519(), "https://example.org/v3/issuers/1#key-1").to_string();
    alone().refuses(&unseen, &[NO_SIGNATURE, "key_binding not_checked key_not_at_hand"]);
    // Neither does the document of somebody else.
    let other = controller("https://example.org/v3/issuers/2", &[ed25519()]);
    with_resources(json!({ISSUER: other})).refuses(&text, &["key_binding not_checked key_not_confirmed"]);
}

#[test]
fn a_key_signs_only_for_what_it_is_listed_for() {
    let mut resources = published();
    resources[ISSUER]["assertionMethod"] = json!([]);
    with_resources(resources)
        .refuses(&signed(credential()).to_string(), &[NO_SIGNATURE, "key_binding failed key_not_authorized"]);
}

#[test]
fn a_key_that_was_given_up_signs_no_more() {
    let mut given_up = method(ISSUER, ed25519());
    given_up.revoked = Timestamp::parse("2026-03-01T00:00:00Z");
    for is_listed in [true, false] {
        let document = value(&did::document(ISSUER, &[given_up.clone()], &|_| is_listed));
        for text in [signed(credential()).to_string(), token(&credential(), ed25519())] {
            let (valid, lines) = with_resources(json!({ISSUER: document})).found(&text);
            assert!(!valid && lines.contains(&"key_binding failed key_compromised".to_owned()), "{lines:?}");
        }
    }
}

#[test]
fn a_key_set_does_not_know_what_was_given_up() {
    let mut given_up = method(ISSUER, ed25519());
    given_up.revoked = Timestamp::parse("2026-03-01T00:00:00Z");
    let mut resources = keys_of_host(value(&key_set([("key-1".to_owned(), ed25519().public())])));
    with_resources(resources.clone()).accepts(&token(&credential(), ed25519()));
    resources[ISSUER] = value(&did::document(ISSUER, &[given_up], &|_| false));
    with_resources(resources)
        .refuses(&token(&credential(), ed25519()), &["key_binding failed key_compromised"]);
}

#[test]
fn a_key_is_good_until_it_expires() {
    let mut expiring = method(ISSUER, ed25519());
    expiring.expires = Timestamp::parse("2026-06-02T00:00:00Z");
    let document = value(&did::document(ISSUER, &[expiring], &|_| true));
    let text = signed(credential()).to_string();
    let at = |at| Verifier { at, ..with_resources(json!({ISSUER: document})) };
    at("2026-06-01T00:00:00Z").accepts(&text);
    at("2026-06-02T00:00:00Z").refuses(&text, &["key_binding failed key_expired"]);
}

#[test]
fn a_key_document_elsewhere_cannot_claim_the_issuer() {
    let url = "https://evil.example/keys/1";
    let document = json!({
        "id": url, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": fragment(stranger()),
    });
    let forged = signed_as(credential(), stranger(), url).to_string();
    with_resources(json!({url: document.clone()}))
        .refuses(&forged, &["key_binding not_checked key_not_confirmed"]);
    let mut resources = published();
    resources[url] = document.clone();
    with_resources(resources).refuses(&forged, &["key_binding failed key_not_listed"]);
    let mut honest = document;
    honest["controller"] = json!("https://evil.example/");
    with_resources(json!({url: honest})).refuses(&forged, &["key_binding failed other_controller"]);
}

#[test]
fn a_key_document_at_the_issuers_own_url_is_the_issuers_word() {
    let url = method_id(ISSUER, ed25519());
    let document = json!({
        "id": url, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": fragment(ed25519()),
    });
    let text = signed(credential()).to_string();
    for address in [url.as_str(), ISSUER] {
        with_resources(json!({address: document})).accepts(&text);
    }
}

#[test]
fn the_documents_of_web_dids_are_found_at_their_urls() {
    let did = "did:web:example.org:issuers:1";
    let text = signed(credential_of(did)).to_string();
    let document = controller(did, &[ed25519()]);
    for address in [did, "https://example.org/issuers/1/did.json"] {
        with_resources(json!({address: document})).accepts(&text);
    }
    alone().refuses(&text, &["key_binding not_checked key_not_confirmed"]);
}

#[test]
fn did_methods_that_nobody_knows_are_not_guessed_at() {
    let did = "did:example:123";
    let text = signed(credential_of(did)).to_string();
    alone().refuses(&text, &["key_binding not_checked key_not_confirmed"]);
    with_resources(json!({did: controller(did, &[ed25519()])})).accepts(&text);
}

#[test]
fn the_key_in_a_token_is_not_the_issuers_because_it_is_in_the_token() {
    let forged = token(&credential(), stranger());
    alone().refuses(&forged, &["key_binding not_checked key_not_confirmed"]);
    with_resources(published()).refuses(&forged, &["key_binding failed key_not_listed"]);
}

/// The key set of the issuer's host.
fn keys_of_host(keys: Value) -> Value {
    json!({"https://example.org/.well-known/jwks.json": keys})
}

#[test]
fn the_key_set_of_the_issuers_host_says_whose_a_token_is() {
    for algorithm in Algorithm::ALL {
        let key = key(algorithm);
        let mut set = value(&key_set([("key-1".to_owned(), key.public())]));
        let text = token(&credential(), key);
        with_resources(keys_of_host(set.clone())).accepts(&text);
        let named = jws(&json!({"kid": "key-1"}), &payload(&credential()), key);
        with_resources(keys_of_host(set.clone())).accepts(&named);
        with_resources(keys_of_host(set.clone()))
            .refuses(&token(&credential(), stranger()), &["key_binding failed key_not_listed"]);
        // A key of another issuer on the same host.
        set["keys"][0]["iss"] = json!("https://example.org/v3/issuers/2");
        with_resources(keys_of_host(set.clone())).refuses(&text, &["key_binding failed key_not_listed"]);
        set["keys"][0]["iss"] = json!(ISSUER);
        with_resources(keys_of_host(set)).accepts(&text);
    }
}

#[test]
fn the_key_set_of_another_host_says_nothing() {
    let set = value(&key_set([("key-1".to_owned(), stranger().public())]));
    let resources = json!({"https://evil.example/.well-known/jwks.json": set});
    with_resources(resources)
        .refuses(&token(&credential(), stranger()), &["key_binding not_checked key_not_confirmed"]);
}

#[test]
fn a_did_issuer_is_bound_to_its_own_key_only() {
    let did = format!("did:key:{}", fragment(ed25519()));
    let mut document = credential_of(&did);
    alone().refuses(&token(&document, stranger()), &["key_binding failed other_key"]);
    let other = format!("did:key:{}", fragment(stranger()));
    document["proof"] = json!([proof(&document, Cryptosuite::EddsaJcs2022, stranger(), &other)]);
    alone().refuses(&document.to_string(), &["key_binding failed other_key"]);
}
