//! The rules of Open Badges 3.0, one table per class.
//!
//! Source: Open Badges 3.0 (1EdTech Final Release, document versions up to 1.4.2), "Open Badges Data Models", its JSON
//! schemas, and where the text leaves a question open the probes of the official validator (1.11). Properties
//! stand in the order that [`ClassRules`](super::rules::ClassRules) asks for.

mod achievement;
mod checks;
mod context;
mod credential;
mod data_types;
mod formats;
mod profile;
mod services;
mod strict;
mod subject;
mod validate;

pub(crate) use achievement::{
    ACHIEVEMENT, ALIGNMENT, CRITERIA, RELATED, RESULT_DESCRIPTION, RUBRIC_CRITERION_LEVEL,
};
pub(crate) use checks::{Check, run as check};
pub(crate) use context::Scope;
pub(crate) use credential::{ENDORSEMENT_CREDENTIAL, OPEN_BADGE_CREDENTIAL};
pub(crate) use formats::{is_absolute_iri, is_extension_term, is_language_code};
pub(crate) use profile::{ADDRESS, GEO_COORDINATES, IDENTIFIER_ENTRY, PROFILE};
pub(crate) use services::{CREDENTIAL_SCHEMA, CREDENTIAL_STATUS, PROOF, REFRESH_SERVICE, TERMS_OF_USE};
pub(crate) use subject::{
    ACHIEVEMENT_SUBJECT, ENDORSEMENT_SUBJECT, EVIDENCE, IDENTITY_OBJECT, IMAGE, RESULT,
};
pub(crate) use validate::{class_of, has_form, is_valid, problems};

use super::rules::{ClassRules, DataType, Extent, Property, Reference, TypeSet, Value};
use data_types::{COMPACT_JWS, ID, TEXT};

/// The identifier a class asks for.
const fn required_id() -> Property {
    Property::required("id", Value::Data(&ID))
}

/// The identifier of a class that can do without.
const fn optional_id() -> Property {
    Property::optional("id", Value::Data(&ID))
}

/// A property of one value.
const fn optional(name: &'static str, data_type: &'static DataType) -> Property {
    Property::optional(name, Value::Data(data_type))
}

/// A required property of one value.
const fn required(name: &'static str, data_type: &'static DataType) -> Property {
    Property::required(name, Value::Data(data_type))
}

/// A property of text.
const fn text(name: &'static str) -> Property {
    optional(name, &TEXT)
}

/// An embedded object.
const fn object(name: &'static str, reference: &'static Reference) -> Property {
    Property::optional(name, Value::Object(reference))
}

/// The type of an object.
const fn types(types: &'static TypeSet) -> Property {
    Property::required("type", Value::TypeSet(types))
}

/// Endorsements of an object, embedded.
const fn endorsement() -> Property {
    object("endorsement", &ENDORSEMENT).many()
}

/// Endorsements of an object, as JSON Web Tokens.
const fn endorsement_jwt() -> Property {
    optional("endorsementJwt", &COMPACT_JWS).many().recent()
}

/// Types that include this one.
const fn including(required: &'static [&'static [&'static str]]) -> TypeSet {
    TypeSet { required, single: false, terms: &[], extension_terms: &[] }
}

/// Exactly this type.
const fn exactly(required: &'static [&'static [&'static str]]) -> TypeSet {
    TypeSet { required, single: true, terms: &[], extension_terms: &[] }
}

/// An object that is embedded, never named.
const fn embedded(class: &'static ClassRules) -> Reference {
    Reference { class, named: None, extent: Extent::Full }
}

static ENDORSEMENT: Reference = embedded(&ENDORSEMENT_CREDENTIAL);
