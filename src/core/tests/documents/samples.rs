//! What is stored, in either version.

use badges_core::openbadges::documents::{BothIds, CONTEXTS, Identifiers};
use serde_json::{Value, json};

pub const ISSUER_ID: &str = "0199f0a1-0000-7000-8000-00000000000a";
pub const BADGE_ID: &str = "0199f0a1-0000-7000-8000-00000000000b";
pub const AWARD_ID: &str = "0199f0a1-0000-7000-8000-00000000000c";
pub const BASE: &str = "https://badges.example.org";
pub const HASH: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";

const CONTEXT: &str = "https://w3id.org/openbadges/v2";

pub fn issuer_2() -> Value {
    json!({
        "@context": CONTEXT, "type": "Issuer", "id": format!("{BASE}/issuers/{ISSUER_ID}"),
        "name": "Example Academy", "url": "https://example.org", "email": "badges@example.org",
        "telephone": "+15551234567", "description": "Teaches", "image": "https://example.org/logo.png",
        "publicKey": "https://example.org/key",
    })
}

pub fn badge_2() -> Value {
    json!({
        "@context": CONTEXT, "type": "BadgeClass", "id": format!("{BASE}/badges/{BADGE_ID}"),
        "name": "First Aid", "description": "Knows first aid", "issuer": format!("{BASE}/issuers/{ISSUER_ID}"),
        "image": {"id": "https://example.org/first-aid.png", "caption": "A red cross", "author": "https://example.org/ann"},
        "criteria": {"id": "https://example.org/first-aid", "narrative": "Pass the *examination*"},
        "tags": ["health", "safety"],
        "alignment": [{
            "targetName": "Basic life support", "targetUrl": "https://example.org/standards/bls",
            "targetDescription": "What to do first", "targetFramework": "Standards", "targetCode": "BLS-1",
        }],
    })
}

pub fn assertion_2() -> Value {
    json!({
        "@context": CONTEXT, "type": "Assertion", "id": format!("{BASE}/assertions/{AWARD_ID}"),
        "recipient": {"type": "email", "hashed": true, "salt": "Kosher", "identity": HASH},
        "badge": format!("{BASE}/badges/{BADGE_ID}"), "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-01-02T04:04:05.75+01:00", "expires": "2027-01-01T00:00:00Z",
        "narrative": "Passed with distinction",
        "evidence": ["https://example.org/exam/1", {"narrative": "Seen by two examiners", "genre": "Examination"}],
    })
}

pub fn profile_3() -> Value {
    json!({
        "@context": CONTEXTS, "type": ["Profile"], "id": "did:web:example.org", "name": "Example Academy",
        "url": "https://example.org", "email": "badges@example.org", "phone": "+1 (555) 123-4567",
        "image": {"id": "https://example.org/logo.png", "type": "Image", "caption": "An owl"},
    })
}

pub fn achievement_3() -> Value {
    json!({
        "@context": CONTEXTS, "type": ["Achievement"], "id": "urn:uuid:1d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11",
        "name": "First Aid", "description": "Knows first aid", "creator": {"id": "did:web:example.org", "type": ["Profile"]},
        "image": {"id": "https://example.org/first-aid.png", "type": "Image"},
        "criteria": {"narrative": "Pass the *examination*"}, "tag": ["health", "safety"],
        "alignment": [{
            "type": ["Alignment"], "targetName": "Basic life support", "targetType": "CFItem",
            "targetUrl": "https://example.org/standards/bls", "targetCode": "BLS-1",
        }],
        "achievementType": "Certificate",
    })
}

pub fn credential_3() -> Value {
    json!({
        "@context": CONTEXTS, "id": "urn:uuid:5e2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "First Aid",
        "issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example Academy"},
        "validFrom": "2026-01-02T03:04:05Z", "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"], "narrative": "Passed with distinction",
            "identifier": [{
                "type": "IdentityObject", "hashed": true, "identityHash": HASH,
                "identityType": "emailAddress", "salt": "Kosher",
            }],
            "achievement": {
                "id": "urn:uuid:1d2f9a4e-9a45-4a5c-8a1f-0d5b6f0c8f11", "type": ["Achievement"], "name": "First Aid",
                "description": "Knows first aid", "criteria": {"narrative": "Pass the *examination*"},
            },
        },
        "evidence": [
            {"id": "did:example:exam", "type": ["Evidence"]},
            {"id": "https://example.org/exam/1", "type": ["Evidence"]},
            {"type": ["Evidence"], "narrative": "Seen by two examiners", "genre": "Examination"},
        ],
        "proof": [{"type": "DataIntegrityProof"}],
    })
}

pub fn identifiers(issuer: &Value) -> Identifiers {
    Identifiers::new(issuer, ISSUER_ID, BASE).unwrap()
}

pub fn badge_ids(issuer: &Value, badge: &Value) -> BothIds {
    identifiers(issuer).badge(badge, BADGE_ID).unwrap()
}

pub fn award_ids(issuer: &Value, award: &Value) -> BothIds {
    identifiers(issuer).award(award, AWARD_ID).unwrap()
}
