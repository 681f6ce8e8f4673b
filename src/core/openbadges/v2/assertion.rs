//! Assertion and the objects that only assertions hold.

use super::badge_class::{BADGE_CLASS, IMAGE_OF_OBJECT};
use super::data_types::{
    BOOLEAN, DATETIME, IRI_REFERENCE, NODE_ID, PRIVATE_TEXT, TEXT, TEXT_OR_NUMBER, URL_REFERENCE,
};
use super::profile::KEY;
use super::{endorsement, language, optional_id, optional_type, related, required_id, version};
use crate::openbadges::rules::{Check, ClassRules, Extent, Presence, Property, Reference, Types, Value};

/// Section "Assertion".
pub(crate) static ASSERTION: ClassRules = ClassRules {
    name: "Assertion",
    properties: &[
        required_id(),
        Property::optional("uid", Value::Data(&TEXT_OR_NUMBER)).with(Presence::Deprecated),
        Property::required("type", Value::Types(&Types { one_of: &["Assertion"], is_property: false }))
            .many(),
        Property::required("badge", Value::Object(&BADGE)),
        Property::optional("image", Value::Object(&IMAGE_OF_OBJECT)).with(Presence::OptionalNotEmpty),
        Property::optional("expires", Value::Data(&DATETIME)),
        related(&RELATED_ASSERTION),
        Property::optional("revoked", Value::Data(&BOOLEAN)),
        version(),
        Property::optional("evidence", Value::Object(&EVIDENCE_OF_ASSERTION)).many(),
        Property::required("issuedOn", Value::Data(&DATETIME)),
        language(),
        Property::optional("narrative", Value::Data(&TEXT)),
        Property::required("recipient", Value::Object(&RECIPIENT)),
        endorsement(),
        Property::required("verification", Value::Object(&VERIFICATION)),
        Property::optional("revocationReason", Value::Data(&TEXT)),
    ],
    checks: &[Check::Timestamps, Check::AssertionImage, Check::NotItself("badge"), Check::HostedScope],
    revoked: Some(&["id"]),
    ..ClassRules::NONE
};

static RELATED_ASSERTION: Reference =
    Reference { class: &ASSERTION, named: Some(&URL_REFERENCE), extent: Extent::Identified };

static BADGE: Reference =
    Reference { class: &BADGE_CLASS, named: Some(&URL_REFERENCE), extent: Extent::Embedded };

static RECIPIENT: Reference = Reference { class: &IDENTITY_OBJECT, named: None, extent: Extent::Full };

static VERIFICATION: Reference =
    Reference { class: &VERIFICATION_OF_ASSERTION, named: None, extent: Extent::Full };

static EVIDENCE_OF_ASSERTION: Reference =
    Reference { class: &EVIDENCE, named: Some(&IRI_REFERENCE), extent: Extent::Full };

/// Section "IdentityObject".
pub(crate) static IDENTITY_OBJECT: ClassRules = ClassRules {
    name: "IdentityObject",
    properties: &[
        Property::optional("id", Value::Data(&NODE_ID)),
        Property::optional("salt", Value::Data(&PRIVATE_TEXT)),
        Property::required(
            "type",
            Value::Types(&Types { one_of: &["email", "url", "telephone", "id"], is_property: true }),
        ),
        Property::required("hashed", Value::Data(&BOOLEAN)),
        Property::required("identity", Value::Data(&PRIVATE_TEXT)),
    ],
    checks: &[Check::Identity],
    ..ClassRules::NONE
};

/// Section "VerificationObject", as an assertion holds it.
pub(crate) static VERIFICATION_OF_ASSERTION: ClassRules = ClassRules {
    name: "VerificationObject",
    properties: &[
        Property::optional("id", Value::Data(&NODE_ID)),
        Property::required(
            "type",
            Value::Types(&Types {
                one_of: &["HostedBadge", "hosted", "SignedBadge", "signed"],
                is_property: false,
            }),
        )
        .many(),
        Property::optional("creator", Value::Object(&SIGNING_KEY)),
    ],
    ..ClassRules::NONE
};

static SIGNING_KEY: Reference = Reference { class: &KEY, named: Some(&URL_REFERENCE), extent: Extent::Full };

/// Section "Evidence".
pub(crate) static EVIDENCE: ClassRules = ClassRules {
    name: "Evidence",
    properties: &[
        optional_id(),
        Property::optional("name", Value::Data(&TEXT)),
        optional_type(),
        Property::optional("genre", Value::Data(&TEXT)),
        Property::optional("audience", Value::Data(&TEXT)),
        Property::optional("narrative", Value::Data(&TEXT)),
        Property::optional("description", Value::Data(&TEXT)),
    ],
    ..ClassRules::NONE
};
