//! Who a credential is about, and what it says of them.

use super::achievement::{ACHIEVEMENT, ALIGNMENT_OF_OBJECT};
use super::data_types::{
    BOOLEAN, DATETIME, ID, IDENTIFIER_TYPE, NUMBER, POINTER, PRIVATE_ID, PRIVATE_TEXT, RESULT_STATUS,
};
use super::profile::PROFILE_OF_OBJECT;
use super::{
    Check, embedded, exactly, including, object, optional, optional_id, required, required_id, text, types,
};
use crate::openbadges::rules::{self, ClassRules, Property, Reference, TypeSet, Value};

/// Class "AchievementSubject".
pub(crate) static ACHIEVEMENT_SUBJECT: ClassRules = ClassRules {
    name: "AchievementSubject",
    properties: &[
        optional("id", &PRIVATE_ID),
        text("role"),
        text("term"),
        types(&ACHIEVEMENT_SUBJECT_TYPES),
        object("image", &IMAGE_OF_OBJECT),
        object("result", &RESULT_OF_SUBJECT).many(),
        object("source", &PROFILE_OF_OBJECT),
        text("narrative"),
        object("identifier", &IDENTITY_OF_SUBJECT).many(),
        Property::required("achievement", Value::Object(&ACHIEVEMENT_OF_SUBJECT)),
        optional("creditsEarned", &NUMBER),
        optional("licenseNumber", &PRIVATE_TEXT),
        optional("activityEndDate", &DATETIME),
        optional("activityStartDate", &DATETIME),
    ],
    checks: &[rules::Check::Version3(Check::SubjectIdentity), rules::Check::Version3(Check::Results)],
    ..ClassRules::NONE
};

static ACHIEVEMENT_SUBJECT_TYPES: TypeSet = including(&[&["AchievementSubject"]]);
static ACHIEVEMENT_OF_SUBJECT: Reference = embedded(&ACHIEVEMENT);
static IDENTITY_OF_SUBJECT: Reference = embedded(&IDENTITY_OBJECT);
static RESULT_OF_SUBJECT: Reference = embedded(&RESULT);

/// Class "EndorsementSubject": the object that is endorsed.
pub(crate) static ENDORSEMENT_SUBJECT: ClassRules = ClassRules {
    name: "EndorsementSubject",
    properties: &[required_id(), types(&ENDORSEMENT_SUBJECT_TYPES), text("endorsementComment")],
    checks: &[rules::Check::Version3(Check::EndorsedIdentity)],
    ..ClassRules::NONE
};

static ENDORSEMENT_SUBJECT_TYPES: TypeSet = including(&[&["EndorsementSubject"]]);

/// Class "IdentityObject".
pub(crate) static IDENTITY_OBJECT: ClassRules = ClassRules {
    name: "IdentityObject",
    properties: &[
        optional("salt", &PRIVATE_TEXT),
        types(&IDENTITY_OBJECT_TYPES),
        required("hashed", &BOOLEAN),
        required("identityHash", &PRIVATE_TEXT),
        required("identityType", &IDENTIFIER_TYPE),
    ],
    checks: &[rules::Check::Version3(Check::IdentityHash)],
    closed: true,
    ..ClassRules::NONE
};

static IDENTITY_OBJECT_TYPES: TypeSet = exactly(&[&["IdentityObject"]]);

/// Class "Result".
pub(crate) static RESULT: ClassRules = ClassRules {
    name: "Result",
    properties: &[
        types(&RESULT_TYPES),
        text("value"),
        optional("status", &RESULT_STATUS),
        object("alignment", &ALIGNMENT_OF_OBJECT).many(),
        optional("achievedLevel", &POINTER),
        optional("resultDescription", &POINTER),
    ],
    ..ClassRules::NONE
};

static RESULT_TYPES: TypeSet = including(&[&["Result"]]);

/// Class "Evidence".
pub(crate) static EVIDENCE: ClassRules = ClassRules {
    name: "Evidence",
    properties: &[
        optional_id(),
        text("name"),
        types(&EVIDENCE_TYPES),
        text("genre"),
        text("audience"),
        text("narrative"),
        text("description"),
    ],
    ..ClassRules::NONE
};

static EVIDENCE_TYPES: TypeSet = including(&[&["Evidence"]]);

/// Class "Image".
pub(crate) static IMAGE: ClassRules = ClassRules {
    name: "Image",
    properties: &[required("id", &ID), types(&IMAGE_TYPES), text("caption")],
    closed: true,
    ..ClassRules::NONE
};

static IMAGE_TYPES: TypeSet = exactly(&[&["Image"]]);

/// The image of an object.
pub(super) static IMAGE_OF_OBJECT: Reference = embedded(&IMAGE);
