//! Profile (Issuer) and the objects it holds.

use super::badge_class::IMAGE_OF_OBJECT;
use super::data_types::{
    EMAIL, EXACT_TEXT, HOST, IRI, NODE_ID, TELEPHONE, TEXT, URL, URL_REFERENCE, VERIFICATION_PROPERTY,
};
use super::{ANY_TYPE, endorsement, language, optional_id, optional_type, related, required_id, version};
use crate::openbadges::problem;
use crate::openbadges::rules::{Check, ClassRules, Extent, Presence, Property, Reference, Types, Value};

/// Section "Profile", used as a badge issuer.
pub(crate) static PROFILE: ClassRules = ClassRules {
    name: "Profile",
    properties: &[
        required_id(),
        Property::required("url", Value::Data(&URL)),
        Property::required("name", Value::Data(&TEXT)),
        Property::required(
            "type",
            Value::Types(&Types { one_of: &["Issuer", "Profile"], is_property: false }),
        )
        .many(),
        Property::required("email", Value::Data(&EMAIL)),
        Property::optional("image", Value::Object(&IMAGE_OF_OBJECT)),
        related(&RELATED_PROFILE),
        version(),
        language(),
        Property::optional("publicKey", Value::Object(&PUBLIC_KEY)).many(),
        Property::optional("telephone", Value::Data(&TELEPHONE)),
        Property::optional("description", Value::Data(&TEXT)),
        endorsement(),
        Property::optional("verification", Value::Object(&VERIFICATION)),
        Property::optional("revocationList", Value::Data(&URL)),
    ],
    checks: &[Check::IssuerId, Check::KeyOwner],
    ..ClassRules::NONE
};

static RELATED_PROFILE: Reference =
    Reference { class: &PROFILE, named: Some(&URL_REFERENCE), extent: Extent::Identified };

static PUBLIC_KEY: Reference = Reference { class: &KEY, named: Some(&URL_REFERENCE), extent: Extent::Full };

static VERIFICATION: Reference =
    Reference { class: &VERIFICATION_OF_PROFILE, named: None, extent: Extent::Full };

/// Section "VerificationObject", as a profile holds it.
pub(crate) static VERIFICATION_OF_PROFILE: ClassRules = ClassRules {
    name: "VerificationObject",
    properties: &[
        Property::optional("id", Value::Data(&NODE_ID)),
        Property::optional("type", Value::Types(&ANY_TYPE))
            .many()
            .with(Presence::Recommended(&problem::TYPE_RECOMMENDED)),
        Property::optional("startsWith", Value::Data(&URL)).many(),
        Property::optional("allowedOrigins", Value::Data(&HOST)).many(),
        Property::optional("verificationProperty", Value::Data(&VERIFICATION_PROPERTY)),
    ],
    checks: &[Check::AllowedOrigins],
    ..ClassRules::NONE
};

/// Section "CryptographicKey".
pub(crate) static KEY: ClassRules = ClassRules {
    name: "CryptographicKey",
    properties: &[
        optional_id(),
        optional_type(),
        Property::optional("owner", Value::Data(&IRI)),
        Property::optional("publicKeyPem", Value::Data(&EXACT_TEXT)),
    ],
    ..ClassRules::NONE
};
