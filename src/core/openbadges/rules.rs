//! The form that rules have: tables of data, read by the [walker](super::walker).

use super::problem::Code;
use super::v3;
use std::cmp::Ordering;

/// More properties than any class has.
pub(crate) const MAX_PROPERTIES: usize = 24;

/// The rules of one class of objects.
#[derive(Debug)]
pub(crate) struct ClassRules {
    /// The name of the class, for messages.
    pub name: &'static str,
    /// The properties it defines, by length of the name, then by bytes (the order of `jsonb`).
    pub properties: &'static [Property],
    /// What relates several properties to each other.
    pub checks: &'static [Check],
    /// The properties a revoked object still has to have, if objects of this class can be revoked.
    pub revoked: Option<&'static [&'static str]>,
    /// Whether the class takes no properties beside its own.
    pub closed: bool,
    /// The rules that stand in for these in a credential of the VC Data Model 1.1, if they differ.
    pub in_data_model_1: Option<&'static ClassRules>,
}

impl ClassRules {
    /// No rules, to fill up a table with.
    pub(crate) const NONE: ClassRules = ClassRules {
        name: "",
        properties: &[],
        checks: &[],
        revoked: None,
        closed: false,
        in_data_model_1: None,
    };

    /// The rules of that property, and its position in [`ClassRules::properties`].
    pub(crate) fn property(&self, name: &str) -> Option<(usize, &'static Property)> {
        let index = self.properties.binary_search_by(|property| property.order(name)).ok()?;
        Some((index, self.properties.get(index)?))
    }

    /// The same, first looking from a position on that moves with the names found. Members that come in the
    /// order of the table, as in `jsonb`, are found in one pass.
    pub(crate) fn next_property(&self, from: &mut usize, name: &str) -> Option<(usize, &'static Property)> {
        while let Some(property) = self.properties.get(*from) {
            match property.order(name) {
                Ordering::Less => *from += 1,
                Ordering::Equal => {
                    let index = *from;
                    *from += 1;
                    return Some((index, property));
                }
                Ordering::Greater => break,
            }
        }
        self.property(name)
    }
}

/// The rules of one property.
#[derive(Debug)]
pub(crate) struct Property {
    pub name: &'static str,
    /// What messages call it.
    pub label: &'static str,
    pub presence: Presence,
    pub many: bool,
    /// Whether one object may stand for an array of that one (3.0).
    pub compactable: bool,
    /// Whether only the newest context of 3.0 defines the term.
    pub recent: bool,
    pub value: Value,
}

/// Whether a property has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Has to be there, but may be an empty array.
    RequiredMayBeEmpty,
    /// Should be there: its absence is reported with this code.
    Recommended(&'static Code),
    /// May be absent, but an empty array is not absence.
    OptionalNotEmpty,
    /// Should not be there.
    Deprecated,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// What a property's value is.
#[derive(Debug)]
pub(crate) enum Value {
    /// A string, number or boolean.
    Data(&'static DataType),
    /// The types of the object itself.
    Types(&'static Types),
    /// Another object: embedded, or named.
    Object(&'static Reference),
    /// The types of an object of 3.0.
    TypeSet(&'static TypeSet),
    /// The contexts of a document of 3.0.
    Contexts { of_credential: bool },
    /// A term that the context knows and the standard leaves to another: of any value.
    Term { is_iri: bool },
}

/// A data type of the standard.
#[derive(Debug)]
pub(crate) struct DataType {
    /// Which JSON types it takes.
    pub json: &'static [JsonType],
    /// Completes "expected ...".
    pub expected: &'static str,
    /// What a string has to satisfy, each with the code of its failure.
    pub formats: &'static [Format],
    /// Whether JSON-LD may give the text a language of its own.
    pub translatable: bool,
    /// Whether the value may identify a person, and so stays out of messages.
    pub private: bool,
    /// Whether JSON-LD takes the text of 3.0 as an IRI.
    pub identifies: bool,
}

impl DataType {
    /// Text of any content, to fill up a data type with.
    pub(crate) const TEXT: DataType = DataType {
        json: &[JsonType::String],
        expected: "text",
        formats: &[],
        translatable: false,
        private: false,
        identifies: false,
    };
}

/// The JSON types of scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonType {
    String,
    Number,
    Boolean,
}

/// A condition on a string.
#[derive(Debug)]
pub(crate) struct Format {
    pub accepts: fn(&str) -> bool,
    pub code: &'static Code,
    /// Completes "expected ...".
    pub expected: &'static str,
}

/// What the `type` of an object may be.
#[derive(Debug)]
pub(crate) struct Types {
    /// At least one of these has to be among the types; empty if any will do.
    pub one_of: &'static [&'static str],
    /// Whether the type names a property instead of classes.
    pub is_property: bool,
}

/// What the `type` of an object of 3.0 may be.
#[derive(Debug)]
pub(crate) struct TypeSet {
    /// Of each of these groups one has to be among the types.
    pub required: &'static [&'static [&'static str]],
    /// Whether the type is one string, never an array.
    pub single: bool,
    /// Further types that the contexts define.
    pub terms: &'static [&'static str],
    /// Further types that the context of 1EdTech's extensions defines.
    pub extension_terms: &'static [&'static str],
}

/// A property that leads to another object.
#[derive(Debug)]
pub(crate) struct Reference {
    /// The rules of the object.
    pub class: &'static ClassRules,
    /// What a string in its place has to be; none if the object has to be embedded.
    pub named: Option<&'static DataType>,
    /// Whether an embedded object needs every required property or only its `id`.
    pub extent: Extent,
}

/// How much of an object has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every required property.
    Full,
    /// Every required property except the `id`: without one the object is known by its place only.
    Embedded,
    /// Its `id`; other properties are checked if they are there.
    Identified,
}

/// A rule about several properties, or about several objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// `hashed`, `identity`, `type` and `salt` of a recipient fit together.
    Identity,
    /// `expires` is not before `issuedOn`.
    Timestamps,
    /// A hosted assertion's `id` is in the scope that an embedded issuer allows.
    HostedScope,
    /// An assertion's image is better not a data URI.
    AssertionImage,
    /// The named property does not name the object itself.
    NotItself(&'static str),
    /// Criteria say something.
    CriteriaContent,
    /// A revoked assertion is identified.
    RevocationEntry,
    /// An issuer has an http(s) id.
    IssuerId,
    /// An embedded issuer can be fetched from its id.
    EmbeddedIssuerId,
    /// Embedded keys name their owner.
    KeyOwner,
    /// A list of allowed origins is not empty.
    AllowedOrigins,
    /// A rule of 3.0.
    Version3(v3::Check),
}

impl Property {
    fn order(&self, name: &str) -> Ordering {
        self.name.len().cmp(&name.len()).then_with(|| self.name.as_bytes().cmp(name.as_bytes()))
    }

    pub(crate) const fn required(name: &'static str, value: Value) -> Property {
        Property {
            name,
            label: name,
            presence: Presence::Required,
            many: false,
            compactable: false,
            recent: false,
            value,
        }
    }

    pub(crate) const fn optional(name: &'static str, value: Value) -> Property {
        Property { presence: Presence::Optional, ..Property::required(name, value) }
    }

    pub(crate) const fn with(mut self, presence: Presence) -> Property {
        self.presence = presence;
        self
    }

    /// The same property with multiple values allowed.
    pub(crate) const fn many(mut self) -> Property {
        self.many = true;
        self
    }

    /// The same property of several values, of which a single one may stand without an array.
    pub(crate) const fn many_or_one(mut self) -> Property {
        self.many = true;
        self.compactable = true;
        self
    }

    /// The same property, defined by the newest context only.
    pub(crate) const fn recent(mut self) -> Property {
        self.recent = true;
        self
    }

    /// The same property under the name that authors know it by.
    pub(crate) const fn labelled(mut self, label: &'static str) -> Property {
        self.label = label;
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::openbadges::{extensions, v2};

    /// Checks a table and those it leads to.
    fn check(class: &'static ClassRules, checked: &mut Vec<&'static str>) {
        if checked.contains(&class.name) {
            return;
        }
        checked.push(class.name);
        let key = |property: &Property| (property.name.len(), property.name.as_bytes());
        for pair in class.properties.windows(2) {
            assert!(
                key(&pair[0]) < key(&pair[1]),
                "{}: {} before {}",
                class.name,
                pair[0].name,
                pair[1].name
            );
        }
        assert!(class.properties.len() <= MAX_PROPERTIES, "{}", class.name);
        for name in class.revoked.unwrap_or_default() {
            assert!(class.property(name).is_some(), "{}: {name}", class.name);
        }
        for property in class.properties {
            if let Value::Object(reference) = &property.value {
                check(reference.class, checked);
            }
        }
        if let Some(older) = class.in_data_model_1 {
            checked.retain(|name| *name != older.name);
            check(older, checked);
        }
    }

    #[test]
    fn properties_stand_by_length_then_bytes() {
        let mut checked = Vec::new();
        for class in [&v2::ASSERTION, &v2::KEY, &v2::REVOCATION_LIST, &extensions::ANY] {
            check(class, &mut checked);
        }
        extensions::tables().for_each(|class| check(class, &mut checked));
        // Some classes of 3.0 have the names of others in 2.0.
        let mut checked_of_3_0 = Vec::new();
        for class in [&v3::OPEN_BADGE_CREDENTIAL, &v3::ENDORSEMENT_CREDENTIAL] {
            check(class, &mut checked_of_3_0);
        }
        assert!(checked_of_3_0.len() > 20, "{checked_of_3_0:?}");
        assert!(checked.len() > 25, "{checked:?}");
    }
}
