//! Profile and the objects it holds.

use super::data_types::{DATE_OF_BIRTH, IDENTIFIER_TYPE, NUMBER, PRIVATE_TEXT, PROFILE_ID, URL};
use super::subject::IMAGE_OF_OBJECT;
use super::{
    embedded, endorsement, endorsement_jwt, exactly, including, object, optional, required, required_id,
    text, types,
};
use crate::openbadges::rules::{ClassRules, Extent, Property, Reference, TypeSet, Value};

/// Class "Profile".
pub(crate) static PROFILE: ClassRules = ClassRules {
    name: "Profile",
    properties: &[
        required_id(),
        optional("url", &URL),
        text("name"),
        types(&PROFILE_TYPES),
        optional("email", &PRIVATE_TEXT),
        object("image", &IMAGE_OF_OBJECT),
        optional("phone", &PRIVATE_TEXT),
        object("address", &ADDRESS_OF_PROFILE),
        Property::optional("@context", Value::Contexts { of_credential: false }),
        optional("official", &PRIVATE_TEXT),
        optional("givenName", &PRIVATE_TEXT),
        object("parentOrg", &PROFILE_OF_OBJECT),
        optional("familyName", &PRIVATE_TEXT),
        optional("dateOfBirth", &DATE_OF_BIRTH),
        text("description"),
        endorsement(),
        optional("additionalName", &PRIVATE_TEXT),
        endorsement_jwt(),
        optional("patronymicName", &PRIVATE_TEXT),
        optional("honorificPrefix", &PRIVATE_TEXT),
        optional("honorificSuffix", &PRIVATE_TEXT),
        object("otherIdentifier", &IDENTIFIER_OF_OBJECT).many(),
        optional("familyNamePrefix", &PRIVATE_TEXT),
    ],
    ..ClassRules::NONE
};

static PROFILE_TYPES: TypeSet = including(&[&["Profile"]]);
static ADDRESS_OF_PROFILE: Reference = embedded(&ADDRESS);

/// A profile that another object holds.
pub(super) static PROFILE_OF_OBJECT: Reference = embedded(&PROFILE);

/// "ProfileRef": a profile, or its URI.
pub(super) static PROFILE_OR_ID: Reference =
    Reference { class: &PROFILE, named: Some(&PROFILE_ID), extent: Extent::Full };

/// Class "IdentifierEntry".
pub(crate) static IDENTIFIER_ENTRY: ClassRules = ClassRules {
    name: "IdentifierEntry",
    properties: &[
        types(&IDENTIFIER_ENTRY_TYPES),
        required("identifier", &PRIVATE_TEXT),
        required("identifierType", &IDENTIFIER_TYPE),
    ],
    closed: true,
    ..ClassRules::NONE
};

static IDENTIFIER_ENTRY_TYPES: TypeSet = exactly(&[&["IdentifierEntry"]]);

/// An identifier that another system knows an object by.
pub(super) static IDENTIFIER_OF_OBJECT: Reference = embedded(&IDENTIFIER_ENTRY);

/// Class "Address".
pub(crate) static ADDRESS: ClassRules = ClassRules {
    name: "Address",
    properties: &[
        object("geo", &GEO_COORDINATES_OF_ADDRESS),
        types(&ADDRESS_TYPES),
        optional("postalCode", &PRIVATE_TEXT),
        optional("addressRegion", &PRIVATE_TEXT),
        optional("streetAddress", &PRIVATE_TEXT),
        optional("addressCountry", &PRIVATE_TEXT),
        optional("addressLocality", &PRIVATE_TEXT),
        optional("addressCountryCode", &PRIVATE_TEXT),
        optional("postOfficeBoxNumber", &PRIVATE_TEXT),
    ],
    ..ClassRules::NONE
};

static ADDRESS_TYPES: TypeSet = including(&[&["Address"]]);
static GEO_COORDINATES_OF_ADDRESS: Reference = embedded(&GEO_COORDINATES);

/// Class "GeoCoordinates".
pub(crate) static GEO_COORDINATES: ClassRules = ClassRules {
    name: "GeoCoordinates",
    properties: &[types(&GEO_TYPES), required("latitude", &NUMBER), required("longitude", &NUMBER)],
    ..ClassRules::NONE
};

static GEO_TYPES: TypeSet = exactly(&[&["GeoCoordinates"]]);
