//! RevocationList and its entries.

use super::data_types::{BOOLEAN, EXACT_TEXT, IRI, IRI_REFERENCE, TEXT};
use super::{optional_id, optional_type};
use crate::openbadges::rules::{Check, ClassRules, Extent, Presence, Property, Reference, Types, Value};

/// Section "Revocation List".
pub(crate) static REVOCATION_LIST: ClassRules = ClassRules {
    name: "RevocationList",
    properties: &[
        optional_id(),
        Property::required("type", Value::Types(&Types { one_of: &["RevocationList"], is_property: false }))
            .many(),
        Property::optional("issuer", Value::Data(&IRI)),
        Property::optional("revokedAssertions", Value::Object(&REVOKED_ASSERTIONS))
            .many()
            .with(Presence::RequiredMayBeEmpty),
    ],
    ..ClassRules::NONE
};

static REVOKED_ASSERTIONS: Reference =
    Reference { class: &REVOKED_ASSERTION, named: Some(&IRI_REFERENCE), extent: Extent::Full };

/// Section "Revocation List", an entry of `revokedAssertions`.
pub(super) static REVOKED_ASSERTION: ClassRules = ClassRules {
    name: "revoked Assertion",
    properties: &[
        optional_id(),
        Property::optional("uid", Value::Data(&EXACT_TEXT)),
        optional_type(),
        Property::optional("revoked", Value::Data(&BOOLEAN)),
        Property::optional("revocationReason", Value::Data(&TEXT)),
    ],
    checks: &[Check::RevocationEntry],
    ..ClassRules::NONE
};
