//! Documents in which everything is right: of credentials the least and the most they hold.

use serde_json::{Value, json};

pub const DATA_MODEL_2: &str = "https://www.w3.org/ns/credentials/v2";
pub const DATA_MODEL_1: &str = "https://www.w3.org/2018/credentials/v1";
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
pub const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
pub const HASH: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
pub const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// Only what is required.
pub fn credential() -> Value {
    json!({
        "@context": [DATA_MODEL_2, OPEN_BADGES],
        "id": "https://badges.example.org/v3/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://badges.example.org/v3/issuers/1", "type": ["Profile"], "name": "Example Academy"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": achievement()
        }
    })
}

/// Every property.
pub fn full_credential() -> Value {
    json!({
        "@context": [DATA_MODEL_2, OPEN_BADGES, EXTENSIONS],
        "id": "urn:uuid:0198b7a0-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Knots",
        "description": "Knows knots",
        "image": {"id": "https://example.org/knots.png", "type": "Image", "caption": "A knot"},
        "issuer": profile(),
        "validFrom": "2026-01-01T00:00:00+01:00",
        "validUntil": "2030-01-01T00:00:00.5Z",
        "awardedDate": "2025-12-31T00:00:00Z",
        "evidence": [{
            "id": "https://example.org/film", "type": ["Evidence"], "name": "Film", "description": "A film of a knot",
            "narrative": "She *ties* it", "genre": "Film", "audience": "Everybody"
        }],
        "endorsement": [endorsement()],
        "endorsementJwt": ["eyJhbGciOiJSUzI1NiJ9.e30.c2ln"],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": "https://badges.example.org/v3/issuers/1/status/revocation/0#94567", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": "94567",
            "statusListCredential": "https://badges.example.org/v3/issuers/1/status/revocation/0"
        },
        "refreshService": {"id": "https://badges.example.org/refresh/1", "type": "1EdTechCredentialRefresh"},
        "proof": [proof()],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject", "hashed": true, "identityHash": HASH, "identityType": "emailAddress",
                "salt": "Kosher"
            }],
            "activityStartDate": "2025-01-01T00:00:00Z",
            "activityEndDate": "2025-12-31T00:00:00Z",
            "creditsEarned": 1.5,
            "image": {"id": "data:image/png;base64,AAAA", "type": "Image"},
            "licenseNumber": "K-1",
            "role": "Sailor",
            "source": {"id": "https://example.org/harbour", "type": ["Profile"]},
            "term": "Winter",
            "narrative": "She tied *every* knot",
            "result": [{
                "type": ["Result"], "resultDescription": "urn:uuid:0198b7a0-0000-7000-8000-000000000002",
                "achievedLevel": "urn:uuid:0198b7a0-0000-7000-8000-000000000003", "status": "Completed", "value": "9",
                "alignment": [alignment()]
            }],
            "achievement": full_achievement()
        }
    })
}

pub fn proof() -> Value {
    json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-01-01T00:00:00Z",
        "verificationMethod": "https://badges.example.org/v3/issuers/1#key", "proofPurpose": "assertionMethod",
        "proofValue": "z58DAdFfa9SkqZMVPxAQpic7ndSayn1PzZs6ZjWp1CktyGesjuTSwRdoWhAfGFCF5bppETSTojQCrfFPP2oumHKtz"
    })
}

pub fn alignment() -> Value {
    json!({
        "type": ["Alignment"], "targetName": "Seamanship", "targetUrl": "https://example.org/seamanship",
        "targetCode": "S1", "targetDescription": "Knots and more", "targetFramework": "Sea", "targetType": "CFItem"
    })
}

/// Only what is required.
pub fn achievement() -> Value {
    json!({
        "id": "https://badges.example.org/v3/achievements/1",
        "type": ["Achievement"],
        "name": "Knots",
        "description": "Knows knots",
        "criteria": {"narrative": "Tie one."}
    })
}

/// Every property.
pub fn full_achievement() -> Value {
    json!({
        "id": "https://badges.example.org/v3/achievements/1",
        "type": ["Achievement"],
        "name": "Knots",
        "description": "Knows knots",
        "criteria": {"id": "https://example.org/knots", "narrative": "Tie one."},
        "alignment": [alignment()],
        "achievementType": "ext:Knot-Badge",
        "creator": {"id": "did:web:example.org", "type": ["Profile"]},
        "creditsAvailable": 2,
        "endorsement": [endorsement()],
        "endorsementJwt": ["e30..c2ln"],
        "fieldOfStudy": "Seamanship",
        "humanCode": "K1",
        "image": {"id": "https://example.org/knots.svg", "type": "Image"},
        "inLanguage": "en-GB",
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "K1", "identifierType": "ext:harbour"}],
        "related": [{
            "id": "https://badges.example.org/badges/1", "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
            "inLanguage": "en", "version": "Open Badges v2p0"
        }],
        "resultDescription": [{
            "id": "urn:uuid:0198b7a0-0000-7000-8000-000000000002", "type": ["ResultDescription"], "name": "Grade",
            "resultType": "Status", "alignment": [alignment()], "allowedValue": ["8", "9"], "requiredValue": "8",
            "valueMin": "0", "valueMax": "9", "requiredLevel": "urn:uuid:0198b7a0-0000-7000-8000-000000000003",
            "rubricCriterionLevel": [{
                "id": "urn:uuid:0198b7a0-0000-7000-8000-000000000003", "type": ["RubricCriterionLevel"],
                "name": "Good", "level": "2", "points": "9", "description": "Holds", "alignment": [alignment()]
            }]
        }],
        "specialization": "Bends",
        "tag": ["knots", "sea"],
        "version": "1"
    })
}

/// Every property.
pub fn profile() -> Value {
    json!({
        "id": "https://badges.example.org/v3/issuers/1",
        "type": ["Profile"],
        "name": "Example Academy",
        "url": "https://example.org",
        "phone": "+1-202-555-0100",
        "description": "Teaches knots",
        "endorsement": [endorsement()],
        "endorsementJwt": ["e30.e30.c2ln"],
        "image": {"id": "https://example.org/logo.png", "type": "Image"},
        "email": "badges@example.org",
        "address": {
            "type": ["Address"], "addressCountry": "Exampleland", "addressCountryCode": "EX", "addressRegion": "Coast",
            "addressLocality": "Harbour", "streetAddress": "1 Quay", "postOfficeBoxNumber": "1", "postalCode": "12345",
            "geo": {"type": "GeoCoordinates", "latitude": 54.5, "longitude": -3}
        },
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "sourcedId"}],
        "official": "A. Captain",
        "parentOrg": {"id": "https://example.org/parent", "type": ["Profile"]},
        "familyName": "Captain",
        "givenName": "A.",
        "additionalName": "B.",
        "patronymicName": "C.",
        "honorificPrefix": "Dr",
        "honorificSuffix": "MSc",
        "familyNamePrefix": "van",
        "dateOfBirth": "1980-02-29"
    })
}

pub fn endorsement() -> Value {
    json!({
        "@context": [DATA_MODEL_2, OPEN_BADGES],
        "id": "https://example.org/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "description": "Good knots",
        "issuer": {"id": "https://example.org/endorser", "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://badges.example.org/v3/issuers/1", "type": ["EndorsementSubject"],
            "endorsementComment": "They *hold*"
        },
        "proof": [proof()]
    })
}

/// With a context of its own, as it is stored or served by itself.
pub fn by_itself(object: &Value) -> Value {
    let mut object = object.clone();
    object["@context"] = json!([DATA_MODEL_2, OPEN_BADGES]);
    object
}
