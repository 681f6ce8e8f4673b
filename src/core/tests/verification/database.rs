//! A verifier that knows issuers and awards of its own.

use super::samples::*;
use super::{NOON, Verifier, signed_assertions};
use badges_core::json::Tree;
use badges_core::openbadges::verification::{
    Known, KnownAssertion, KnownIssuer, KnownStatus, Options, verify_stored,
};
use badges_core::proof::{Resources, did};
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};

const ASSERTION: &str = "https://example.org/assertions/1";
const LIST: &str = "https://example.org/v3/issuers/1/status/revocation/0";

const KEY: &str = "https://example.org/issuers/1/keys/1";

/// One issuer, one award.
#[derive(Default)]
struct Database {
    status: KnownStatus,
    compromised: bool,
    keyless: bool,
}

fn tree(document: &Value) -> Tree<'static> {
    Tree::read(document).unwrap().into_owned()
}

fn profile() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": signed_assertions::ISSUER,
        "name": "Example Academy", "url": "https://example.org", "email": "badges@example.org",
        "publicKey": KEY,
    })
}

fn badge() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/badges/1",
        "name": "First Aid", "description": "Knows first aid", "image": "https://example.org/first-aid.png",
        "criteria": "https://example.org/first-aid", "issuer": signed_assertions::ISSUER,
    })
}

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": ASSERTION,
        "badge": "https://example.org/badges/1", "verification": {"type": "HostedBadge"},
        "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"},
        "issuedOn": "2026-01-01T00:00:00Z",
    })
}

impl Known for Database {
    fn issuer(&self, id: &str) -> Option<KnownIssuer> {
        let mut method = method(ISSUER, ed25519());
        method.revoked = Timestamp::parse("2026-01-01T00:00:00Z").filter(|_| self.compromised);
        let methods = [method];
        [ISSUER, signed_assertions::ISSUER].contains(&id).then(|| KnownIssuer {
            document: did::document(ISSUER, if self.keyless { &[] } else { &methods }, &|method| {
                method.revoked.is_none()
            }),
            profile: tree(&profile()),
        })
    }

    fn status(&self, list_url: &str, index: u64, purpose: &str) -> Option<KnownStatus> {
        (list_url == LIST && index == 7 && purpose == "revocation").then(|| self.status.clone())
    }

    fn key(&self, url: &str) -> Option<Tree<'static>> {
        let mut key = json!({
            "type": "CryptographicKey", "id": KEY, "owner": signed_assertions::ISSUER,
            "publicKeyPem": ed25519().public().to_pem(),
        });
        if self.compromised {
            key["revoked"] = json!("2026-01-01T00:00:00Z");
        }
        (url == KEY).then(|| tree(&key))
    }

    fn badge_class(&self, url: &str) -> Option<Tree<'static>> {
        (url == "https://example.org/badges/1").then(|| tree(&badge()))
    }

    fn assertion(&self, url: &str) -> Option<KnownAssertion> {
        (url == ASSERTION).then(|| KnownAssertion {
            document: tree(&assertion()),
            badge: tree(&badge()),
            issuer: tree(&profile()),
            status: self.status.clone(),
        })
    }
}

impl Database {
    fn verifier(&self, resources: Value) -> Verifier<'_> {
        Verifier { resources, known: self, recipient: None, at: NOON }
    }
}

fn with_status() -> String {
    let mut document = credential();
    document["credentialStatus"] = json!({
        "id": format!("{LIST}#7"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "7", "statusListCredential": LIST,
    });
    signed(document).to_string()
}

#[test]
fn an_award_of_the_database_needs_nothing_else() {
    let database = Database::default();
    database.verifier(json!({})).accepts(&with_status());
    database.verifier(json!({})).accepts(&token(&credential(), ed25519()));
    database.verifier(json!({})).accepts(&assertion().to_string());
    let mut embedded = assertion();
    embedded["badge"] = badge();
    embedded["badge"]["issuer"] = profile();
    database.verifier(json!({})).accepts(&embedded.to_string());
    let mut signed = assertion();
    signed["verification"] = json!({"type": "SignedBadge", "creator": KEY});
    database.verifier(json!({})).accepts(&jws(&json!({}), &signed, ed25519()));
    database.verifier(json!({})).refuses(
        &jws(&json!({}), &signed, stranger()),
        &["signature failed invalid_signature", "key_binding not_checked no_verified_key"],
    );
}

#[test]
fn a_key_of_2_0_that_was_given_up_signs_no_more() {
    let mut signed = assertion();
    signed["verification"] = json!({"type": "SignedBadge", "creator": KEY});
    let text = jws(&json!({}), &signed, ed25519());
    let database = Database { compromised: true, ..Database::default() };
    database.verifier(json!({})).refuses(&text, &["key_binding failed key_compromised"]);
}

#[test]
fn the_rows_say_what_is_revoked_and_suspended() {
    let revoked =
        KnownStatus { revoked: true, reason: Some("Issued in error".into()), ..KnownStatus::default() };
    let suspended =
        KnownStatus { suspended: true, reason: Some("Looked into".into()), ..KnownStatus::default() };
    for (status, line) in [(revoked, "status failed revoked"), (suspended, "status failed suspended")] {
        let database = Database { status, ..Database::default() };
        for text in [with_status(), assertion().to_string()] {
            database.verifier(json!({})).refuses(&text, &[line]);
        }
    }
}

#[test]
fn nobody_else_speaks_for_an_issuer_of_the_database() {
    let database = Database::default();
    let resources = json!({
        ISSUER: controller(ISSUER, &[stranger()]),
        method_id(ISSUER, stranger()): {
            "id": method_id(ISSUER, stranger()), "type": "Multikey", "controller": ISSUER,
            "publicKeyMultibase": fragment(stranger()),
        },
        "https://example.org/.well-known/jwks.json": {"keys": [value(&stranger().public().to_jwk())]},
    });
    let forged = signed_as(credential(), stranger(), &method_id(ISSUER, stranger())).to_string();
    database.verifier(resources.clone()).refuses(&forged, &["key_binding failed key_not_listed"]);
    database
        .verifier(resources)
        .refuses(&token(&credential(), stranger()), &["key_binding failed key_not_listed"]);
}

#[test]
fn a_key_of_the_database_that_was_given_up_signs_no_more() {
    let database = Database { compromised: true, ..Database::default() };
    database.verifier(json!({})).refuses(
        &with_status(),
        &["signature not_checked key_not_at_hand", "key_binding failed key_compromised"],
    );
    database
        .verifier(json!({}))
        .refuses(&token(&credential(), ed25519()), &["key_binding failed key_compromised"]);
}

#[test]
fn a_text_that_differs_from_the_stored_award_is_refused() {
    let mut changed = assertion();
    changed["recipient"]["identity"] = json!("bob@example.org");
    Database::default()
        .verifier(json!({}))
        .refuses(&changed.to_string(), &["hosted failed hosted_document_differs"]);
}

#[test]
fn a_stored_credential_is_verified_with_the_status_of_its_row() {
    let options =
        Options { recipient: None, resources: Resources::none(), at: Timestamp::parse(NOON).unwrap() };
    let database = Database::default();
    let report = |text: &str, status: &KnownStatus| value(&verify_stored(text, status, &database, &options));
    let text = signed(credential()).to_string();
    assert_eq!(report(&text, &KnownStatus::default())["valid"], true);
    let revoked = KnownStatus { revoked: true, ..KnownStatus::default() };
    let refused = report(&text, &revoked);
    assert_eq!(refused["valid"], false);
    assert!(refused.to_string().contains("\"revoked\""), "{refused:#}");
}

#[test]
fn a_stored_credential_of_another_issuer_is_not_cleared_by_its_row() {
    let options =
        Options { recipient: None, resources: Resources::none(), at: Timestamp::parse(NOON).unwrap() };
    let database = Database::default();
    let did = format!("did:key:{}", fragment(stranger()));
    let mut document = credential_of(&did);
    let report = |document: &Value, status: &KnownStatus| {
        let text = signed_as(document.clone(), stranger(), &did).to_string();
        value(&verify_stored(&text, status, &database, &options))
    };
    assert_eq!(report(&document, &KnownStatus::default())["valid"], true);
    let revoked = KnownStatus { revoked: true, ..KnownStatus::default() };
    assert_eq!(report(&document, &revoked)["valid"], false);
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
        "statusListCredential": "https://elsewhere.example/lists/1",
    });
    let open = report(&document, &KnownStatus::default());
    assert_eq!(open["valid"], false);
    assert!(open.to_string().contains("status_retrieval_error"), "{open:#}");
}

#[test]
fn a_stored_jws_is_revoked_with_its_row() {
    let options =
        Options { recipient: None, resources: Resources::none(), at: Timestamp::parse(NOON).unwrap() };
    let mut assertion = assertion();
    assertion["verification"] = json!({"type": "SignedBadge", "creator": KEY});
    let text = jws(&json!({}), &assertion, ed25519());
    let database = Database::default();
    let report = |status: &KnownStatus| value(&verify_stored(&text, status, &database, &options));
    assert_eq!(report(&KnownStatus::default())["valid"], true);
    assert_eq!(report(&KnownStatus { suspended: true, ..KnownStatus::default() })["valid"], false);
}

#[test]
fn an_issuer_from_elsewhere_is_known_by_its_own_documents() {
    let database = Database { keyless: true, ..Database::default() };
    let text = signed(credential()).to_string();
    database.verifier(published()).accepts(&text);
    database.verifier(json!({})).refuses(&text, &["key_binding not_checked key_not_confirmed"]);
}

#[test]
fn what_an_issuer_of_the_database_hosts_is_in_its_tables() {
    const ROW: &str = "https://example.org/assertions/01920000-0000-7000-8000-00000000000A?x";
    let mut forged = assertion();
    forged["id"] = json!(ROW);
    let (valid, lines) = Database::default().verifier(json!({ROW: forged})).found(&forged.to_string());
    assert!(!valid && lines.contains(&"hosted failed not_awarded_here".to_owned()), "{lines:?}");
    // What it hosted before, at addresses of another form, may still lie there.
    forged["id"] = json!("https://example.org/old/1");
    Database::default().verifier(json!({"https://example.org/old/1": forged})).accepts(&forged.to_string());
}
