//! Signed assertions of Open Badges 2.0: JWS with the assertion as their payload.

use super::samples::{jws, key, stranger};
use super::{Verifier, alone, with_resources};
use badges_core::proof::keys::{Algorithm, PrivateKey};
use serde_json::{Value, json};

pub const ISSUER: &str = "https://example.org/issuers/1";
const BADGE: &str = "https://example.org/badges/1";
const KEY: &str = "https://example.org/issuers/1/keys/1";
const LIST: &str = "https://example.org/issuers/1/revocations";

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
        "id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", "badge": BADGE,
        "verification": {"type": "SignedBadge", "creator": KEY},
        "recipient": {
            "type": "email", "hashed": true, "salt": "Kosher",
            "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        },
        "issuedOn": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z",
    })
}

fn badge() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": BADGE, "name": "First Aid",
        "description": "Knows first aid", "image": "https://example.org/first-aid.png",
        "criteria": "https://example.org/first-aid", "issuer": ISSUER,
    })
}

fn issuer() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": ISSUER, "name": "Example Academy",
        "url": "https://example.org", "email": "badges@example.org", "publicKey": KEY,
    })
}

fn key_document(key: &PrivateKey) -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "CryptographicKey", "id": KEY, "owner": ISSUER,
        "publicKeyPem": key.public().to_pem(),
    })
}

fn published(key: &PrivateKey) -> Value {
    json!({BADGE: badge(), ISSUER: issuer(), KEY: key_document(key)})
}

fn signed(assertion: &Value, key: &PrivateKey) -> String {
    jws(&json!({}), assertion, key)
}

#[test]
fn a_signed_badge_is_valid_with_its_documents_at_hand() {
    for algorithm in Algorithm::ALL {
        let key = key(algorithm);
        let verifier = Verifier { recipient: Some("a@example.com"), ..with_resources(published(key)) };
        let text = signed(&assertion(), key);
        verifier.accepts(&text);
        let report = verifier.report(&text);
        assert_eq!((&report["version"], &report["class"]), (&json!("2.0"), &json!("Assertion")));
        // The profile may hold the key itself, and the assertion need not name it.
        let mut resources = published(key);
        resources[ISSUER]["publicKey"] = key_document(key);
        resources.as_object_mut().unwrap().remove(KEY);
        let mut nameless = assertion();
        nameless["verification"] = json!({"type": "SignedBadge"});
        for assertion in [assertion(), nameless] {
            let text = signed(&assertion, key);
            Verifier { recipient: Some("a@example.com"), ..with_resources(resources.clone()) }.accepts(&text);
        }
    }
}

#[test]
fn without_the_documents_nothing_is_valid() {
    let key = key(Algorithm::Rsa);
    let text = signed(&assertion(), key);
    alone().refuses(
        &text,
        &[
            "badge not_checked badge_not_at_hand",
            "issuer not_checked issuer_not_at_hand",
            "signature not_checked key_not_at_hand",
            "key_binding not_checked key_not_at_hand",
            "status not_checked issuer_not_at_hand",
        ],
    );
}

#[test]
fn what_the_assertion_embeds_says_nothing_of_whose_key_it_is() {
    // Everything in it is the forger's, in the issuer's name.
    let mut profile = issuer();
    profile["publicKey"] = key_document(stranger());
    let mut badge = badge();
    badge["issuer"] = profile;
    let mut assertion = assertion();
    assertion["badge"] = badge;
    assertion["verification"]["creator"] = json!(KEY);
    let (valid, lines) = alone().found(&signed(&assertion, stranger()));
    assert!(!valid);
    assert!(lines.contains(&"key_binding not_checked key_not_at_hand".to_owned()), "{lines:?}");
    let (valid, lines) =
        with_resources(published(key(Algorithm::Rsa))).found(&signed(&assertion, stranger()));
    assert!(!valid);
    assert!(lines.contains(&"signature failed invalid_signature".to_owned()), "{lines:?}");
}

#[test]
fn a_key_that_the_profile_does_not_list_is_refused() {
    let other = "https://evil.example/keys/1";
    let mut forged = assertion();
    forged["verification"]["creator"] = json!(other);
    let mut resources = published(key(Algorithm::Rsa));
    resources[other] = key_document(stranger());
    resources[other]["id"] = json!(other);
    with_resources(resources).refuses(
        &signed(&forged, stranger()),
        &["signature not_checked key_not_at_hand", "key_binding failed key_not_listed"],
    );
}

#[test]
fn a_key_of_another_owner_or_given_up_is_refused() {
    let key = key(Algorithm::Rsa);
    let text = signed(&assertion(), key);
    let mut resources = published(key);
    resources[KEY]["owner"] = json!("https://evil.example/");
    with_resources(resources).refuses(&text, &["key_binding failed other_controller"]);
    let mut resources = published(key);
    resources[KEY]["revoked"] = json!("2026-02-01T00:00:00Z");
    with_resources(resources).refuses(&text, &["key_binding failed key_compromised"]);
}

#[test]
fn a_changed_assertion_is_refused() {
    let key = key(Algorithm::Rsa);
    let text = signed(&assertion(), key);
    let mut other = assertion();
    other["expires"] = json!("2099-01-01T00:00:00Z");
    let other = signed(&other, key);
    let (header, rest) = text.split_once('.').unwrap();
    let signature = rest.rsplit_once('.').unwrap().1;
    let spliced = format!("{header}.{}.{signature}", other.split('.').nth(1).unwrap());
    with_resources(published(key)).refuses(
        &spliced,
        &["signature failed invalid_signature", "key_binding not_checked no_verified_key"],
    );
}

#[test]
fn a_hosted_badge_in_a_jws_and_a_signed_badge_without_one_are_refused() {
    let key = key(Algorithm::Rsa);
    let mut hosted = assertion();
    hosted["id"] = json!("https://example.org/assertions/1");
    hosted["verification"] = json!({"type": "HostedBadge"});
    with_resources(published(key)).refuses(
        &signed(&hosted, key),
        &["signature failed not_signed", "key_binding not_checked no_verified_key"],
    );
    let (valid, lines) = with_resources(published(key)).found(&assertion().to_string());
    assert!(!valid && lines.contains(&"hosted failed not_hosted".to_owned()), "{lines:?}");
}

#[test]
fn the_issuers_revocation_list_decides() {
    let key = key(Algorithm::Rsa);
    let text = signed(&assertion(), key);
    let with = |revoked: Value| {
        let mut resources = published(key);
        resources[ISSUER]["revocationList"] = json!(LIST);
        resources[LIST] = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "RevocationList", "id": LIST, "issuer": ISSUER,
            "revokedAssertions": revoked,
        });
        with_resources(resources)
    };
    with(json!([])).accepts(&text);
    with(json!(["urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"])).refuses(&text, &["status failed revoked"]);
    let entry =
        json!({"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", "revocationReason": "Issued in error"});
    with(json!([entry])).refuses(&text, &["status failed revoked"]);
    let mut resources = published(key);
    resources[ISSUER]["revocationList"] = json!(LIST);
    with_resources(resources.clone()).refuses(&text, &["status not_checked status_retrieval_error"]);
    resources[LIST] = json!({"error": "not found"});
    with_resources(resources).refuses(&text, &["status failed malformed_value_error"]);
}

#[test]
fn a_revocation_list_is_found_and_read_however_json_ld_writes_it() {
    const ID: &str = "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11";
    let key = key(Algorithm::Rsa);
    let with = |name: &str, list: Value, revoked: Value| {
        let mut resources = published(key);
        resources[ISSUER][name] = list;
        resources[LIST] = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "RevocationList", "id": LIST, "issuer": ISSUER,
            "revokedAssertions": revoked,
        });
        with_resources(resources)
    };
    let text = signed(&assertion(), key);
    for (name, list) in [
        ("revocationList", json!([LIST])),
        ("revocationList", json!({"@set": [LIST]})),
        ("obi:revocationList", json!({"@id": LIST})),
        ("https://w3id.org/openbadges#revocationList", json!({"@id": LIST})),
    ] {
        with(name, list.clone(), json!([])).accepts(&text);
        with(name, list, json!([ID])).refuses(&text, &["status failed revoked"]);
    }
    for revoked in [json!({"@set": [ID]}), json!([[ID]]), json!([{"@id": ID}])] {
        with("revocationList", json!(LIST), revoked).refuses(&text, &["status failed revoked"]);
    }
    with("revocationList", json!(LIST), json!([5])).refuses(&text, &["status failed malformed_value_error"]);
    for (name, entry) in [
        ("uid", json!({"uid": "u1"})),
        ("uid", json!({"uid": ["u1"]})),
        ("uid", json!({"obi:uid": "u1"})),
        ("obi:uid", json!({"uid": "u1"})),
    ] {
        let mut old = assertion();
        old[name] = json!("u1");
        let (valid, lines) = with("revocationList", json!(LIST), json!([entry])).found(&signed(&old, key));
        assert!(!valid && lines.contains(&"status failed revoked".to_owned()), "{name} {entry} {lines:?}");
    }
}

#[test]
fn a_key_is_found_however_json_ld_names_it() {
    let key = key(Algorithm::Rsa);
    let mut resources = published(key);
    for named in [json!({"id": KEY}), json!([{"@id": KEY}]), json!([KEY])] {
        resources[ISSUER]["publicKey"] = named;
        with_resources(resources.clone()).accepts(&signed(&assertion(), key));
    }
    resources[KEY]["publicKeyPem"] = json!([key.public().to_pem()]);
    with_resources(resources.clone()).accepts(&signed(&assertion(), key));
    // Whoever names a key by its IRI means it all the same.
    let mut by_another = assertion();
    by_another["verification"] =
        json!({"type": "SignedBadge", "dc:creator": {"@id": "https://evil.example/keys/1"}});
    let (valid, lines) = with_resources(resources).found(&signed(&by_another, key));
    assert!(!valid && lines.contains(&"key_binding failed key_not_listed".to_owned()), "{lines:?}");
}

#[test]
fn dates_and_recipient_count_for_signed_badges_too() {
    let key = key(Algorithm::Rsa);
    let text = signed(&assertion(), key);
    Verifier { at: "2027-01-01T00:00:00Z", ..with_resources(published(key)) }
        .refuses(&text, &["dates failed expired"]);
    Verifier { recipient: Some("b@example.com"), ..with_resources(published(key)) }
        .refuses(&text, &["recipient failed other_recipient"]);
}

#[test]
fn an_embedded_badge_in_another_form_than_its_own_is_refused() {
    let key = key(Algorithm::Rsa);
    let mut embedded = badge();
    let mut assertion = assertion();
    assertion["badge"] = embedded.clone();
    with_resources(published(key)).accepts(&signed(&assertion, key));
    embedded["name"] = json!("Heart surgery");
    assertion["badge"] = embedded;
    with_resources(published(key))
        .refuses(&signed(&assertion, key), &["badge failed embedded_badge_differs"]);
}
