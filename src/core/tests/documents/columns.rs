//! What generated columns take from documents of Open Badges 3.0.

use super::samples::{achievement_3, credential_3, profile_3};
use super::{with, without};
use badges_core::openbadges::columns::{Column, boolean, text, texts, timestamp};
use serde_json::{Value, json};

const COLUMNS: [&str; 20] = [
    "id",
    "badge",
    "issuer",
    "name",
    "url",
    "email",
    "description",
    "criteria",
    "image_url",
    "recipient_type",
    "recipient_identity",
    "recipient_hashed",
    "recipient_salt",
    "issued_on",
    "expires_at",
    "evidence_url",
    "revoked",
    "verification_type",
    "starts_with",
    "allowed_origins",
];

/// Every column that is not NULL, by its SQL name.
fn columns(document: &Value) -> Value {
    let mut found = serde_json::Map::new();
    for name in COLUMNS {
        let column = Column::from_name(name).unwrap();
        let value = match column {
            Column::RecipientHashed | Column::Revoked => boolean(document, column).unwrap().map(Value::from),
            Column::IssuedOn | Column::ExpiresAt => {
                timestamp(document, column).unwrap().map(|time| time.to_rfc3339().into())
            }
            _ => text(document, column).unwrap().map(Value::from),
        };
        if let Some(value) = value {
            found.insert(name.into(), value);
        }
    }
    found.into()
}

#[test]
fn of_a_profile() {
    assert_eq!(
        columns(&profile_3()),
        json!({
            "id": "did:web:example.org", "name": "Example Academy", "url": "https://example.org",
            "email": "badges@example.org", "image_url": "https://example.org/logo.png",
        })
    );
}

#[test]
fn of_an_achievement() {
    assert_eq!(
        columns(&achievement_3()),
        json!({
            "id": "urn:uuid:1d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11", "issuer": "did:web:example.org",
            "name": "First Aid", "description": "Knows first aid", "criteria": "Pass the *examination*",
            "image_url": "https://example.org/first-aid.png",
        })
    );
}

#[test]
fn of_a_credential() {
    assert_eq!(
        columns(&credential_3()),
        json!({
            "id": "urn:uuid:5e2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11",
            "badge": "urn:uuid:1d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11", "issuer": "did:web:example.org",
            "name": "First Aid", "recipient_type": "email", "recipient_hashed": true, "recipient_salt": "Kosher",
            "recipient_identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            "issued_on": "2026-01-02T03:04:05Z", "expires_at": "2027-01-01T00:00:00Z",
            "evidence_url": "https://example.org/exam/1",
        })
    );
}

#[test]
fn of_a_credential_of_the_older_data_model() {
    let context = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
    ]);
    let credential = without(&without(&credential_3(), "/validFrom"), "/validUntil");
    let credential = with(&with(&credential, "/@context", context), "/issuer", json!("did:web:example.org"));
    let credential = with(&credential, "/issuanceDate", json!("2026-01-02t03:04:05z"));
    let found = columns(&with(&credential, "/expirationDate", json!("2027-01-01T01:00:00+01:00")));
    assert_eq!(found["issued_on"], "2026-01-02T03:04:05Z");
    assert_eq!(found["expires_at"], "2027-01-01T00:00:00Z");
    assert_eq!(found["issuer"], "did:web:example.org");
}

#[test]
fn of_whom_a_credential_is_awarded_to_all_come_from_one_identifier() {
    let identifiers = json!([
        {"type": "IdentityObject", "hashed": true, "salt": "of nobody"},
        {"type": "IdentityObject", "hashed": false, "identityHash": "ann", "identityType": "userName"},
        {"type": "IdentityObject", "hashed": true, "identityHash": "x", "identityType": "emailAddress", "salt": "s"},
    ]);
    let found = columns(&with(&credential_3(), "/credentialSubject/identifier", identifiers));
    assert_eq!(found["recipient_type"], "https://purl.imsglobal.org/spec/vc/ob/vocab.html#userName");
    assert_eq!(found["recipient_identity"], "ann");
    assert_eq!(found["recipient_hashed"], false);
    assert_eq!(found.get("recipient_salt"), None);
}

#[test]
fn of_a_subject_without_an_identifier_the_id_counts() {
    let credential = without(&credential_3(), "/credentialSubject/identifier");
    let found = columns(&with(&credential, "/credentialSubject/id", json!("did:example:ann")));
    assert_eq!(found["recipient_type"], "id");
    assert_eq!(found["recipient_identity"], "did:example:ann");
    assert_eq!(found["recipient_hashed"], false);
}

#[test]
fn what_cannot_be_read_is_no_value() {
    let context = credential_3()["@context"].clone();
    for member in
        ["id", "issuer", "credentialSubject", "validFrom", "evidence", "image", "criteria", "creator"]
    {
        for value in
            [json!(null), json!(5), json!(true), json!([]), json!([[]]), json!({}), json!([{"id": 7}])]
        {
            let document = json!({"@context": context, member: value});
            assert_eq!(columns(&document), json!({}), "{document}");
        }
    }
    let subject = json!({"identifier": {"identityHash": 5}, "achievement": [], "id": []});
    assert_eq!(columns(&json!({"@context": context, "credentialSubject": subject})), json!({}));
}

#[test]
fn of_several_texts_none_is_of_3_0() {
    assert_eq!(texts(&profile_3(), Column::AllowedOrigins).unwrap(), Vec::<String>::new());
}
