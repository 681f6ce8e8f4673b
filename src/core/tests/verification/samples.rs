//! Issuers with their keys, and credentials signed by them.

use badges_core::json::{Tree, text};
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofOptions};
use badges_core::proof::did::{self, VerificationMethod};
use badges_core::proof::keys::{Algorithm, PrivateKey};
use badges_core::proof::vc_jwt;
use badges_core::timestamp::Timestamp;
use serde_json::{Value, json};
use std::sync::OnceLock;

pub const ISSUER: &str = "https://example.org/v3/issuers/1";
pub const CREDENTIAL: &str = "https://example.org/v3/credentials/1";
pub const CONTEXT: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

/// The issuer's key of that kind, the same in every test.
pub fn key(algorithm: Algorithm) -> &'static PrivateKey {
    static KEYS: [OnceLock<PrivateKey>; 4] = [const { OnceLock::new() }; 4];
    let place = match algorithm {
        Algorithm::Ed25519 => 0,
        Algorithm::P256 => 1,
        Algorithm::P384 => 2,
        Algorithm::Rsa => 3,
    };
    KEYS[place].get_or_init(|| PrivateKey::generate(algorithm).unwrap())
}

/// The issuer's Ed25519 key.
pub fn ed25519() -> &'static PrivateKey {
    key(Algorithm::Ed25519)
}

/// A key that is nobody's but its maker's.
pub fn stranger() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::generate(Algorithm::Ed25519).unwrap())
}

/// What stands after the `#` of the key's URL.
pub fn fragment(key: &PrivateKey) -> String {
    key.public().to_multikey().unwrap_or_else(|| key.public().thumbprint())
}

/// The URL of a key of that issuer.
pub fn method_id(issuer: &str, key: &PrivateKey) -> String {
    format!("{issuer}#{}", fragment(key))
}

pub fn method(issuer: &str, key: &PrivateKey) -> VerificationMethod {
    VerificationMethod {
        id: method_id(issuer, key),
        controller: issuer.to_owned(),
        key: key.public().clone(),
        expires: None,
        revoked: None,
    }
}

pub fn value(tree: &Tree<'_>) -> Value {
    serde_json::from_str(&tree.to_text()).unwrap()
}

/// The controlled identifier document of an issuer with these keys.
pub fn controller(issuer: &str, keys: &[&PrivateKey]) -> Value {
    let methods: Vec<_> = keys.iter().map(|key| method(issuer, key)).collect();
    value(&did::document(issuer, &methods, &|_| true))
}

/// The documents a verifier needs for credentials of [`ISSUER`].
pub fn published() -> Value {
    let keys: Vec<_> = Algorithm::ALL.into_iter().map(key).collect();
    json!({ISSUER: controller(ISSUER, &keys)})
}

/// An unsigned credential.
pub fn credential() -> Value {
    credential_of(ISSUER)
}

pub fn credential_of(issuer: &str) -> Value {
    json!({
        "@context": CONTEXT,
        "id": CREDENTIAL,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "First Aid",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example Academy"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": "Kosher",
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            }],
            "achievement": {
                "id": "https://example.org/v3/achievements/1", "type": ["Achievement"], "name": "First Aid",
                "description": "Knows first aid", "criteria": {"narrative": "Pass the test"},
            },
        },
    })
}

/// The 1.1 form of Verifiable Credentials, which is verified and never made.
pub fn credential_1_1() -> Value {
    let mut credential = credential();
    credential["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ]);
    let members = credential.as_object_mut().unwrap();
    for (from, to) in [("validFrom", "issuanceDate"), ("validUntil", "expirationDate")] {
        let date = members.remove(from).unwrap();
        members.insert(to.to_owned(), date);
    }
    credential
}

pub fn endorsement(issuer: &str, id: &str, subject: &str) -> Value {
    json!({
        "@context": CONTEXT,
        "id": id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example Endorser"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "Well done"},
    })
}

/// The proof a key makes over a document.
pub fn proof(document: &Value, cryptosuite: Cryptosuite, key: &PrivateKey, method: &str) -> Value {
    let options = ProofOptions {
        cryptosuite,
        verification_method: method,
        created: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
        expires: None,
    };
    value(&data_integrity::sign(document, &options, key).unwrap())
}

/// A document signed with `eddsa-jcs-2022` by a key of that URL.
pub fn signed_as(mut document: Value, key: &PrivateKey, method: &str) -> Value {
    document["proof"] = json!([proof(&document, Cryptosuite::EddsaJcs2022, key, method)]);
    document
}

/// A document signed by the issuer's Ed25519 key.
pub fn signed(document: Value) -> Value {
    let issuer = document["issuer"]["id"].as_str().or(document["issuer"].as_str()).unwrap().to_owned();
    signed_as(document, ed25519(), &method_id(&issuer, ed25519()))
}

/// A VC-JWT with the key in its header.
pub fn token(document: &Value, key: &PrivateKey) -> String {
    vc_jwt::sign(&Tree::read(document).unwrap(), key).unwrap()
}

/// Any token.
pub fn jws(header: &Value, payload: &Value, key: &PrivateKey) -> String {
    let header = header.to_string();
    let header = match text::parse(&header).unwrap() {
        Tree::Object(members) => members,
        _ => panic!("a header is an object"),
    };
    let header: Vec<(&str, Tree<'_>)> =
        header.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
    badges_core::proof::jws::sign(&header, &payload.to_string(), key).unwrap()
}

/// The claims of a credential, beside it.
pub fn payload(document: &Value) -> Value {
    let text = token(document, ed25519());
    let jws = badges_core::proof::jws::Jws::parse(&text).unwrap();
    serde_json::from_slice(&jws.payload).unwrap()
}
