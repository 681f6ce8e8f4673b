//! Documents of every class in which everything is right and every property is present.

use serde_json::{Value, json};

pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";
pub const HASH: &str = "sha256$c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5";

/// Only what is required.
pub fn assertion() -> Value {
    json!({
        "@context": CONTEXT,
        "type": "Assertion",
        "id": "https://example.org/assertions/1",
        "recipient": {"type": "email", "hashed": true, "salt": "deadsea", "identity": HASH},
        "issuedOn": "2016-12-31T23:59:59Z",
        "badge": "https://example.org/badges/5",
        "verification": {"type": "HostedBadge"}
    })
}

/// Every property.
pub fn full_assertion() -> Value {
    json!({
        "@context": CONTEXT,
        "type": "Assertion",
        "id": "https://example.org/assertions/1",
        "recipient": {"type": "email", "hashed": false, "identity": "alice@example.org"},
        "issuedOn": "2016-12-31T23:59:59+00:00",
        "expires": "2099-12-31T23:59:59Z",
        "badge": badge_without_context(),
        "verification": {"type": "hosted"},
        "image": {"id": "https://example.org/assertions/1.png", "caption": "A robot", "author": "https://example.org/bob"},
        "evidence": [
            "https://example.org/robot.html",
            "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b",
            {
                "type": "Evidence", "id": "https://example.org/robot2.html", "name": "Robot", "description": "A robot",
                "narrative": "It *moves*", "genre": "Prose", "audience": "Everybody"
            }
        ],
        "narrative": "She built a robot",
        "revoked": false,
        "revocationReason": "none",
        "version": 1,
        "@language": "en-US",
        "related": [{"id": "https://example.org/assertions/1?l=es", "@language": "es"}],
        "endorsement": ["https://example.org/endorsements/1", endorsement_without_context()]
    })
}

pub fn signed_assertion() -> Value {
    json!({
        "@context": CONTEXT,
        "type": "Assertion",
        "id": "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b",
        "recipient": {"type": "email", "hashed": true, "identity": HASH},
        "issuedOn": "2016-12-31T23:59:59Z",
        "badge": "https://example.org/badges/5",
        "verification": {"type": "SignedBadge", "creator": "https://example.org/keys/1"}
    })
}

pub fn badge() -> Value {
    let mut badge = badge_without_context();
    badge["@context"] = json!(CONTEXT);
    badge
}

fn badge_without_context() -> Value {
    json!({
        "type": "BadgeClass",
        "id": "https://example.org/badges/5",
        "name": "3-D Printmaster",
        "description": "For safe printing",
        "image": "https://example.org/badges/5/image",
        "criteria": {"id": "https://example.org/badges/5/criteria", "narrative": "Print safely"},
        "issuer": profile_without_context(),
        "alignment": [{
            "targetName": "Problem-Solving", "targetUrl": "https://example.org/skills#1", "targetCode": "PS",
            "targetDescription": "Solving problems", "targetFramework": "Skills"
        }],
        "tags": ["robots", "printing"],
        "version": "2",
        "@language": "en",
        "related": "https://example.org/badges/4",
        "endorsement": "https://example.org/endorsements/2"
    })
}

pub fn profile() -> Value {
    let mut profile = profile_without_context();
    profile["@context"] = json!(CONTEXT);
    profile
}

fn profile_without_context() -> Value {
    json!({
        "type": "Profile",
        "id": "https://example.org/issuer",
        "name": "Example Maker Society",
        "url": "https://example.org",
        "email": "contact@example.org",
        "telephone": "+16175551212",
        "description": "Makers",
        "image": "data:image/png;base64,iVBORw0KGgo=",
        "publicKey": ["https://example.org/keys/1", {
            "type": "CryptographicKey", "id": "https://example.org/keys/2", "owner": "https://example.org/issuer",
            "publicKeyPem": "-----BEGIN PUBLIC KEY-----"
        }],
        "verification": {
            "type": "VerificationObject", "verificationProperty": "id",
            "startsWith": ["https://example.org/assertions/", "https://example.org/old/"],
            "allowedOrigins": ["example.org", "badges.example.com"]
        },
        "revocationList": "https://example.org/revoked",
        "version": 3,
        "@language": "en",
        "related": "https://example.org/issuer/es",
        "endorsement": "https://example.org/endorsements/3"
    })
}

pub fn endorsement() -> Value {
    let mut endorsement = endorsement_without_context();
    endorsement["@context"] = json!(CONTEXT);
    endorsement
}

fn endorsement_without_context() -> Value {
    json!({
        "type": "Endorsement",
        "id": "https://example.org/endorsements/9",
        "claim": {
            "id": "https://other.example/issuer", "email": "contact@other.example",
            "endorsementComment": "A *great* provider"
        },
        "issuer": "https://example.org/issuer",
        "issuedOn": "2016-12-31T23:59:59Z",
        "verification": {"type": "hosted"}
    })
}

pub fn key() -> Value {
    json!({
        "@context": CONTEXT,
        "type": "CryptographicKey",
        "id": "https://example.org/keys/1",
        "owner": "https://example.org/issuer",
        "publicKeyPem": "-----BEGIN PUBLIC KEY-----"
    })
}

pub fn revocation_list() -> Value {
    json!({
        "@context": CONTEXT,
        "type": "RevocationList",
        "id": "https://example.org/revoked",
        "issuer": "https://example.org/issuer",
        "revokedAssertions": [
            "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e",
            {"id": "urn:uuid:e79a6c18-787e-4868-8e65-e6a4530fb418", "revocationReason": "Honor code violation", "revoked": true},
            {"uid": "abc123", "revocationReason": "Issued in error."}
        ]
    })
}
