//! Endorsement and its claim.

use super::assertion::VERIFICATION_OF_ASSERTION;
use super::data_types::{BOOLEAN, DATETIME, IRI_REFERENCE, TEXT, URL_REFERENCE};
use super::profile::PROFILE;
use super::{endorsement, language, optional_type, related, required_id, version};
use crate::openbadges::rules::{Check, ClassRules, Extent, Property, Reference, Types, Value};

/// Section "Endorsement".
pub(crate) static ENDORSEMENT: ClassRules = ClassRules {
    name: "Endorsement",
    properties: &[
        required_id(),
        Property::required("type", Value::Types(&Types { one_of: &["Endorsement"], is_property: false }))
            .many(),
        Property::required("claim", Value::Object(&CLAIM_OF_ENDORSEMENT)),
        Property::required("issuer", Value::Object(&ENDORSER)),
        related(&RELATED_ENDORSEMENT),
        Property::optional("revoked", Value::Data(&BOOLEAN)),
        version(),
        Property::required("issuedOn", Value::Data(&DATETIME)),
        language(),
        endorsement(),
        Property::required("verification", Value::Object(&VERIFICATION)),
        Property::optional("revocationReason", Value::Data(&TEXT)),
    ],
    checks: &[Check::NotItself("issuer")],
    revoked: Some(&["id", "issuer"]),
    ..ClassRules::NONE
};

static CLAIM_OF_ENDORSEMENT: Reference =
    Reference { class: &CLAIM, named: Some(&IRI_REFERENCE), extent: Extent::Full };

static ENDORSER: Reference = Reference { class: &PROFILE, named: Some(&URL_REFERENCE), extent: Extent::Full };

static RELATED_ENDORSEMENT: Reference =
    Reference { class: &ENDORSEMENT, named: Some(&URL_REFERENCE), extent: Extent::Identified };

static VERIFICATION: Reference =
    Reference { class: &VERIFICATION_OF_ASSERTION, named: None, extent: Extent::Full };

/// Section "Endorsement", the claim: the entity endorsed may be of any class.
pub(crate) static CLAIM: ClassRules = ClassRules {
    name: "EndorsementClaim",
    properties: &[
        required_id(),
        optional_type(),
        Property::optional("issuer", Value::Object(&ENDORSER)),
        related(&RELATED_ENDORSEMENT),
        version(),
        Property::optional("issuedOn", Value::Data(&DATETIME)),
        language(),
        endorsement(),
        Property::optional("endorsementComment", Value::Data(&TEXT)),
    ],
    ..ClassRules::NONE
};
