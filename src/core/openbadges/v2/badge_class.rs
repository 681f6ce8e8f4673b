//! BadgeClass and the objects it holds.

use super::data_types::{EXACT_TEXT, IMAGE_LOCATION, IRI, NODE_ID, TEXT, URL, URL_REFERENCE};
use super::profile::PROFILE;
use super::{endorsement, language, optional_id, optional_type, related, required_id, version};
use crate::openbadges::rules::{Check, ClassRules, Extent, Property, Reference, Types, Value};

/// Section "BadgeClass".
pub(crate) static BADGE_CLASS: ClassRules = ClassRules {
    name: "BadgeClass",
    properties: &[
        required_id(),
        Property::required("name", Value::Data(&TEXT)),
        Property::optional("tags", Value::Data(&TEXT)).many(),
        Property::required("type", Value::Types(&Types { one_of: &["BadgeClass"], is_property: false }))
            .many(),
        Property::required("image", Value::Object(&IMAGE_OF_OBJECT)),
        Property::required("issuer", Value::Object(&ISSUER)),
        related(&RELATED_BADGE_CLASS),
        version(),
        Property::required("criteria", Value::Object(&CRITERIA_OF_BADGE_CLASS)),
        language(),
        Property::optional("alignment", Value::Object(&ALIGNMENT_OF_BADGE_CLASS)).many(),
        Property::required("description", Value::Data(&TEXT)),
        endorsement(),
    ],
    checks: &[Check::NotItself("issuer"), Check::EmbeddedIssuerId],
    ..ClassRules::NONE
};

static RELATED_BADGE_CLASS: Reference =
    Reference { class: &BADGE_CLASS, named: Some(&URL_REFERENCE), extent: Extent::Identified };

static ISSUER: Reference =
    Reference { class: &PROFILE, named: Some(&URL_REFERENCE), extent: Extent::Embedded };

static CRITERIA_OF_BADGE_CLASS: Reference =
    Reference { class: &CRITERIA, named: Some(&URL_REFERENCE), extent: Extent::Full };

static ALIGNMENT_OF_BADGE_CLASS: Reference =
    Reference { class: &ALIGNMENT, named: None, extent: Extent::Full };

/// The image of an assertion, badge class or profile.
pub(super) static IMAGE_OF_OBJECT: Reference =
    Reference { class: &IMAGE, named: Some(&IMAGE_LOCATION), extent: Extent::Full };

/// Section "Criteria".
pub(crate) static CRITERIA: ClassRules = ClassRules {
    name: "Criteria",
    properties: &[optional_id(), optional_type(), Property::optional("narrative", Value::Data(&TEXT))],
    checks: &[Check::CriteriaContent],
    ..ClassRules::NONE
};

/// Section "AlignmentObject".
pub(crate) static ALIGNMENT: ClassRules = ClassRules {
    name: "AlignmentObject",
    properties: &[
        Property::optional("id", Value::Data(&NODE_ID)),
        optional_type(),
        Property::required("targetUrl", Value::Data(&URL)),
        Property::optional("targetCode", Value::Data(&EXACT_TEXT)),
        Property::required("targetName", Value::Data(&TEXT)),
        Property::optional("description", Value::Data(&TEXT)),
        Property::optional("targetFramework", Value::Data(&TEXT)),
        Property::optional("targetDescription", Value::Data(&TEXT)),
    ],
    ..ClassRules::NONE
};

/// Section "Image".
pub(crate) static IMAGE: ClassRules = ClassRules {
    name: "Image",
    properties: &[
        Property::required("id", Value::Data(&IMAGE_LOCATION)),
        optional_type(),
        Property::optional("author", Value::Data(&IRI)),
        Property::optional("caption", Value::Data(&TEXT)),
    ],
    ..ClassRules::NONE
};
