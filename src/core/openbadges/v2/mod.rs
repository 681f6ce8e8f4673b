//! The rules of Open Badges 2.0, one table per class.
//!
//! Source: Open Badges 2.0 (IMS Final Release of 12 April 2018, with its errata), "Open Badges Vocabulary".
//! Properties stand in the order that [`ClassRules`](super::rules::ClassRules) asks for.

mod assertion;
mod badge_class;
mod data_types;
mod endorsement;
mod profile;
mod revocation_list;

pub(crate) use assertion::{ASSERTION, EVIDENCE, IDENTITY_OBJECT, VERIFICATION_OF_ASSERTION};
pub(crate) use badge_class::{ALIGNMENT, BADGE_CLASS, CRITERIA, IMAGE};
pub(crate) use data_types::{BOOLEAN, DATETIME, EXACT_TEXT, NUMBER, URL};
pub(crate) use endorsement::{CLAIM, ENDORSEMENT};
pub(crate) use profile::{KEY, PROFILE, VERIFICATION_OF_PROFILE};
pub(crate) use revocation_list::REVOCATION_LIST;

use super::rules::{Extent, Property, Reference, Types, Value};
use data_types::{IRI, LANGUAGE_TAG, TEXT_OR_NUMBER, URL_REFERENCE};

/// Any class will do.
static ANY_TYPE: Types = Types { one_of: &[], is_property: false };

/// The identifier a class asks for.
const fn required_id() -> Property {
    Property::required("id", Value::Data(&IRI))
}

/// The identifier of a class that can do without.
const fn optional_id() -> Property {
    Property::optional("id", Value::Data(&IRI))
}

/// The type of a class that has a default.
const fn optional_type() -> Property {
    Property::optional("type", Value::Types(&ANY_TYPE)).many()
}

/// "Properties usable across several classes": the language of an object.
const fn language() -> Property {
    Property::optional("@language", Value::Data(&LANGUAGE_TAG))
}

/// "Properties usable across several classes": its version.
const fn version() -> Property {
    Property::optional("version", Value::Data(&TEXT_OR_NUMBER))
}

/// "Properties usable across several classes": an object of the same class to consider the same.
const fn related(same_class: &'static Reference) -> Property {
    Property::optional("related", Value::Object(same_class)).many()
}

/// "Properties usable across several classes": endorsements of the object.
const fn endorsement() -> Property {
    Property::optional("endorsement", Value::Object(&ENDORSEMENT_OF_OBJECT)).many()
}

static ENDORSEMENT_OF_OBJECT: Reference =
    Reference { class: &ENDORSEMENT, named: Some(&URL_REFERENCE), extent: Extent::Full };
