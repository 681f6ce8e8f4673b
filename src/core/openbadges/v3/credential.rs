//! The credentials, in the VC Data Model 2.0 and, for verification only, in 1.1.

use super::data_types::{DATETIME, TEXT};
use super::profile::{PROFILE_OF_OBJECT, PROFILE_OR_ID};
use super::services::{CREDENTIAL_SCHEMA, CREDENTIAL_STATUS, PROOF, REFRESH_SERVICE, TERMS_OF_USE};
use super::subject::{ACHIEVEMENT_SUBJECT, ENDORSEMENT_SUBJECT, EVIDENCE, IMAGE_OF_OBJECT};
use super::{
    Check, embedded, endorsement, endorsement_jwt, including, object, optional, required, required_id, text,
    types,
};
use crate::openbadges::rules::{self, ClassRules, Property, Reference, TypeSet, Value};

/// Class "AchievementCredential" or "OpenBadgeCredential".
pub(crate) static OPEN_BADGE_CREDENTIAL: ClassRules = ClassRules {
    name: "OpenBadgeCredential",
    properties: &[
        required_id(),
        text("name"),
        types(&OPEN_BADGE_TYPES),
        object("image", &IMAGE_OF_OBJECT),
        proof(),
        Property::required("issuer", Value::Object(&PROFILE_OR_ID)),
        contexts(),
        object("evidence", &EVIDENCE_OF_CREDENTIAL).many(),
        required("validFrom", &DATETIME),
        terms_of_use(),
        optional("validUntil", &DATETIME),
        optional("awardedDate", &DATETIME).recent(),
        text("description"),
        endorsement(),
        endorsement_jwt(),
        refresh_service(),
        credential_schema(),
        credential_status(),
        Property::required("credentialSubject", Value::Object(&ACHIEVEMENT_SUBJECT_OF_CREDENTIAL)),
    ],
    checks: &[rules::Check::Version3(Check::Credential)],
    in_data_model_1: Some(&OPEN_BADGE_CREDENTIAL_1),
    ..ClassRules::NONE
};

/// Class "AchievementCredential" of the VC Data Model 1.1.
static OPEN_BADGE_CREDENTIAL_1: ClassRules = ClassRules {
    name: "OpenBadgeCredential",
    properties: &[
        required_id(),
        required("name", &TEXT),
        types(&OPEN_BADGE_TYPES),
        object("image", &IMAGE_OF_OBJECT),
        proof(),
        Property::required("issuer", Value::Object(&PROFILE_OF_OBJECT)),
        contexts(),
        object("evidence", &EVIDENCE_OF_CREDENTIAL).many(),
        terms_of_use(),
        optional("awardedDate", &DATETIME).recent(),
        text("description"),
        endorsement(),
        required("issuanceDate", &DATETIME),
        endorsement_jwt(),
        optional("expirationDate", &DATETIME),
        refresh_service(),
        credential_schema(),
        credential_status(),
        Property::required("credentialSubject", Value::Object(&ACHIEVEMENT_SUBJECT_OF_CREDENTIAL)),
    ],
    checks: &[rules::Check::Version3(Check::Credential)],
    ..ClassRules::NONE
};

/// Class "EndorsementCredential".
pub(crate) static ENDORSEMENT_CREDENTIAL: ClassRules = ClassRules {
    name: "EndorsementCredential",
    properties: &[
        required_id(),
        required("name", &TEXT),
        types(&ENDORSEMENT_TYPES),
        proof(),
        Property::required("issuer", Value::Object(&PROFILE_OR_ID)),
        contexts(),
        required("validFrom", &DATETIME),
        terms_of_use(),
        optional("validUntil", &DATETIME),
        optional("awardedDate", &DATETIME).recent(),
        text("description"),
        refresh_service(),
        credential_schema(),
        credential_status(),
        Property::required("credentialSubject", Value::Object(&ENDORSEMENT_SUBJECT_OF_CREDENTIAL)),
    ],
    checks: &[rules::Check::Version3(Check::Credential)],
    in_data_model_1: Some(&ENDORSEMENT_CREDENTIAL_1),
    ..ClassRules::NONE
};

/// Class "EndorsementCredential" of the VC Data Model 1.1.
static ENDORSEMENT_CREDENTIAL_1: ClassRules = ClassRules {
    name: "EndorsementCredential",
    properties: &[
        required_id(),
        required("name", &TEXT),
        types(&ENDORSEMENT_TYPES),
        proof(),
        Property::required("issuer", Value::Object(&PROFILE_OF_OBJECT)),
        contexts(),
        terms_of_use(),
        optional("awardedDate", &DATETIME).recent(),
        text("description"),
        required("issuanceDate", &DATETIME),
        optional("expirationDate", &DATETIME),
        refresh_service(),
        credential_schema(),
        credential_status(),
        Property::required("credentialSubject", Value::Object(&ENDORSEMENT_SUBJECT_OF_CREDENTIAL)),
    ],
    checks: &[rules::Check::Version3(Check::Credential)],
    ..ClassRules::NONE
};

const fn contexts() -> Property {
    Property::required("@context", Value::Contexts { of_credential: true })
}

const fn proof() -> Property {
    object("proof", &PROOF_OF_CREDENTIAL).many_or_one()
}

const fn terms_of_use() -> Property {
    object("termsOfUse", &TERMS_OF_CREDENTIAL).many_or_one()
}

const fn credential_schema() -> Property {
    object("credentialSchema", &SCHEMA_OF_CREDENTIAL).many_or_one()
}

const fn refresh_service() -> Property {
    object("refreshService", &REFRESH_OF_CREDENTIAL)
}

const fn credential_status() -> Property {
    object("credentialStatus", &STATUS_OF_CREDENTIAL)
}

static OPEN_BADGE_TYPES: TypeSet =
    including(&[&["VerifiableCredential"], &["AchievementCredential", "OpenBadgeCredential"]]);
static ENDORSEMENT_TYPES: TypeSet = including(&[&["VerifiableCredential"], &["EndorsementCredential"]]);
static EVIDENCE_OF_CREDENTIAL: Reference = embedded(&EVIDENCE);
static ACHIEVEMENT_SUBJECT_OF_CREDENTIAL: Reference = embedded(&ACHIEVEMENT_SUBJECT);
static ENDORSEMENT_SUBJECT_OF_CREDENTIAL: Reference = embedded(&ENDORSEMENT_SUBJECT);
static PROOF_OF_CREDENTIAL: Reference = embedded(&PROOF);
static TERMS_OF_CREDENTIAL: Reference = embedded(&TERMS_OF_USE);
static SCHEMA_OF_CREDENTIAL: Reference = embedded(&CREDENTIAL_SCHEMA);
static REFRESH_OF_CREDENTIAL: Reference = embedded(&REFRESH_SERVICE);
static STATUS_OF_CREDENTIAL: Reference = embedded(&CREDENTIAL_STATUS);
