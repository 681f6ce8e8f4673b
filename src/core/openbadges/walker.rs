//! Walks a document along the tables of rules.
//!
//! There are three ways to walk, the [`Form`]s. A [`Plain`](super::form::Plain) document of 2.0 is read as it lies, as long as it says
//! what it seems to say: the walker ends with [`Stop::NotPlain`] at anything that JSON-LD could reinterpret. A
//! [`Normalised`](super::form::Normalised) document (see [`super::jsonld`]) has only the terms of the context left, and everything is checked.
//! A [`Strict`](super::form::Strict) document is one of 3.0, whose form the standard fixes: it is read as it lies, and the walker notes
//! whether it saw anything that JSON-LD has to be asked about.

use super::checks;
use super::describe::{describe, describe_text, expected, unmapped};
use super::extensions;
use super::form::Form;
use super::jsonld::{context::Addresses, terms};
use super::path::Path;
use super::problem::{self, Code};
use super::report::{Report, Stop};
use super::rules::{ClassRules, DataType, Extent, JsonType, Presence, Property, Reference, Types, Value};
use super::v3::Scope;
use super::values::{Found, Values};
use crate::json::{Budget, Json, MAX_DEPTH, ReadError, View, string};
use std::marker::PhantomData;

/// One walk through a document.
pub(crate) struct Walker<'w, R, F> {
    report: &'w mut R,
    /// The contexts that a normalised document names.
    contexts: Option<&'w Addresses>,
    /// Whether objects are still to be looked at as extensions.
    seeks_extensions: bool,
    /// Whether the document was seen to have the context of Open Badges 2.0 and no other.
    has_plain_context: bool,
    /// What is known of the contexts of a document of 3.0.
    pub(super) scope: Scope,
    budget: Budget,
    form: PhantomData<F>,
}

/// What classes of 2.0 are called in 3.0: a document may be related to itself in that version (Open Badges 3.0
/// Implementation Guide, "How to support both OB 2.0 and OB 3.0 as an Issuer").
const IN_3_0: [(&str, &str); 3] = [
    ("BadgeClass", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"),
    ("Issuer", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"),
    ("Profile", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"),
];

impl<'w, R: Report, F: Form> Walker<'w, R, F> {
    pub(crate) fn new(report: &'w mut R, contexts: Option<&'w Addresses>) -> Self {
        Walker {
            report,
            contexts,
            seeks_extensions: !F::PLAIN,
            has_plain_context: false,
            scope: Scope::default(),
            budget: Budget::of_call(),
            form: PhantomData,
        }
    }

    /// Checks a document as it lies, if its form is plain.
    pub(crate) fn plain_document<'a, J: Json<'a>>(
        &mut self,
        document: J,
        rules: &'static ClassRules,
    ) -> Result<(), Stop> {
        self.object(document, rules, Extent::Full, &Path::Document, 0)?;
        if self.has_plain_context { Ok(()) } else { Err(Stop::NotPlain) }
    }

    pub(crate) fn contexts(&self) -> Option<&'w Addresses> {
        self.contexts
    }

    pub(crate) fn problem(
        &mut self,
        code: &'static Code,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        self.report.report(code, path, message)
    }

    /// Checks an object against the rules of a class.
    pub(crate) fn object<'a, J: Json<'a>>(
        &mut self,
        object: J,
        rules: &'static ClassRules,
        extent: Extent,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let View::Object(members) = object.view()? else {
            return self.problem(&problem::NOT_AN_OBJECT, path, || {
                format!("expected a JSON object ({}), found {}", rules.name, describe(object, false))
            });
        };
        self.members(object, members, rules, extent, path, depth)
    }

    /// Checks an object against the rules of an extension. What it holds is looked at as a part of it only.
    pub(crate) fn extension<'a, J: Json<'a>>(
        &mut self,
        object: J,
        rules: &'static ClassRules,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let seeks = std::mem::replace(&mut self.seeks_extensions, false);
        let walked = self.object(object, rules, Extent::Full, path, depth);
        self.seeks_extensions = seeks;
        walked
    }

    fn members<'a, J: Json<'a>>(
        &mut self,
        object: J,
        members: J::Members,
        rules: &'static ClassRules,
        extent: Extent,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        let depth = deeper(depth)?;
        let mut values = Values::new(rules);
        let mut only_id = true;
        let mut next = 0;
        for member in members {
            let (name, value) = member?;
            self.count()?;
            match rules.next_property(&mut next, name) {
                Some((index, property)) => {
                    let path = path.member(name);
                    let present = if F::STRICT {
                        self.strict_property(value, property, &path, depth)?
                    } else {
                        self.property(value, property, extent, &path, depth)?
                    };
                    only_id &= present.is_none() || property.name == "id";
                    values.set(index, present);
                }
                None if F::STRICT => self.strict_other_member(name, value, rules, path, depth)?,
                None => only_id &= !self.other_member(name, value, path, depth)?,
            }
        }
        if F::PLAIN && only_id && !matches!(path, Path::Document) {
            return Err(Stop::NotPlain);
        }
        self.missing(&values, extent, path)?;
        for check in rules.checks {
            checks::run(self, *check, object, &values, path)?;
        }
        if self.seeks_extensions {
            extensions::check(self, object, path, depth)?;
        }
        Ok(())
    }

    /// Reports the required properties that are not there.
    fn missing<'a, J: Json<'a>>(
        &mut self,
        values: &Values<'a, J>,
        extent: Extent,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let rules = values.rules();
        let revoked = match rules.revoked {
            Some(required) if values.boolean("revoked") == Some(true) => Some(required),
            _ => None,
        };
        for (index, property) in rules.properties.iter().enumerate() {
            if values.at(index).is_some() {
                continue;
            }
            let is_id = property.name == "id";
            let required = match (property.presence, extent, revoked) {
                (_, Extent::Identified, _) => is_id,
                (_, _, Some(required)) => required.contains(&property.name),
                (Presence::Required, Extent::Embedded, None) if is_id => {
                    self.problem(&problem::EMBEDDED_WITHOUT_ID, path, || {
                        format!("the embedded {} should have an \"id\"", rules.name)
                    })?;
                    false
                }
                (Presence::Required | Presence::RequiredMayBeEmpty, _, None) => true,
                (Presence::Recommended(code), _, None) => {
                    self.problem(code, path, || {
                        format!("{} should have the property \"{}\"", rules.name, property.label)
                    })?;
                    false
                }
                (Presence::Optional | Presence::OptionalNotEmpty | Presence::Deprecated, _, None) => false,
            };
            if required {
                self.problem(&problem::MISSING_PROPERTY, path, || {
                    format!("{} requires the property \"{}\"", rules.name, property.label)
                })?;
            }
        }
        Ok(())
    }

    /// Checks one property. Returns its value (of an array the first), unless it is as good as absent.
    fn property<'a, J: Json<'a>>(
        &mut self,
        value: J,
        property: &'static Property,
        extent: Extent,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<Option<Found<'a, J>>, Stop> {
        let view = value.view()?;
        if F::PLAIN && is_keyword(property.name) && !matches!(view, View::String(_)) {
            return Err(Stop::NotPlain);
        }
        let first = match view {
            View::Null if F::PLAIN && matches!(property.value, Value::Types(_)) => {
                return Err(Stop::NotPlain);
            }
            View::Null => None,
            View::Array(elements) => self.elements(value, elements, property, path, depth)?,
            view => {
                let found = Found::new(value, &view);
                self.value(value, view, property, path, depth)?;
                Some(found)
            }
        };
        if let (Some(found), Value::Types(types)) = (first, &property.value) {
            self.expected_type(found, types, extent, path)?;
        }
        if first.is_some() && property.presence == Presence::Deprecated {
            self.problem(&problem::DEPRECATED_PROPERTY, path, || {
                format!("the property \"{}\" is deprecated", property.label)
            })?;
        }
        Ok(first)
    }

    /// Checks each element of an array.
    fn elements<'a, J: Json<'a>>(
        &mut self,
        array: J,
        elements: J::Elements,
        property: &'static Property,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<Option<Found<'a, J>>, Stop> {
        let depth = deeper(depth)?;
        let mut first = None;
        let mut is_one = true;
        for (index, element) in elements.enumerate() {
            let element = element?;
            self.count()?;
            let view = element.view()?;
            if matches!(view, View::Null) {
                // JSON-LD drops it, and with it a place in the array.
                if F::PLAIN {
                    return Err(Stop::NotPlain);
                }
                continue;
            }
            if first.is_some() && !property.many {
                self.problem(&problem::TOO_MANY_VALUES, path, || {
                    format!("the property \"{}\" takes one value, found several", property.label)
                })?;
                break;
            }
            let found = Found::new(element, &view);
            self.value(element, view, property, &path.element(index), depth)?;
            is_one = first.is_none();
            first = first.or(Some(found));
        }
        match (first, property.presence) {
            (None, Presence::OptionalNotEmpty) => {
                self.problem(&problem::EMPTY_ARRAY, path, || {
                    format!("the property \"{}\" takes one value, found an empty array", property.label)
                })?;
            }
            (None, Presence::RequiredMayBeEmpty) => return Ok(Some(Found::Other(array))),
            // Of several types the array is the value: the checks look for one among them.
            (Some(_), _) if !is_one && matches!(property.value, Value::Types(_)) => {
                return Ok(Some(Found::Other(array)));
            }
            _ => {}
        }
        Ok(first)
    }

    /// Checks one value of a property.
    pub(super) fn value<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        property: &'static Property,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        match &property.value {
            Value::Data(data_type) => self.data(value, view, data_type, property, path),
            Value::Types(types) => self.types(value, view, types, property, path),
            Value::Object(reference) => self.reference(value, view, reference, property, path, depth),
            Value::TypeSet(types) => self.type_set(value, view, types, path),
            Value::Contexts { of_credential } => self.contexts_of_3_0(value, view, *of_credential, path),
            Value::Term { is_iri } => {
                self.term(&view, *is_iri);
                Ok(())
            }
        }
    }

    pub(super) fn data<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        data_type: &'static DataType,
        property: &'static Property,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let json = match view {
            View::String(text) if data_type.json.contains(&JsonType::String) => {
                return self.formats(text, data_type, property, path);
            }
            View::Number => Some(JsonType::Number),
            View::Boolean(_) => Some(JsonType::Boolean),
            View::Object(_) if data_type.translatable && is_language_tagged(value)? => {
                return self.problem(&problem::LANGUAGE_TAGGED, path, || {
                    format!(
                        "\"{}\" has a language of its own, which few platforms understand",
                        property.label
                    )
                });
            }
            _ => None,
        };
        if json.is_some_and(|json| data_type.json.contains(&json)) {
            return Ok(());
        }
        self.problem(&problem::WRONG_TYPE, path, || {
            expected(property, data_type.expected, value, data_type.private)
        })
    }

    /// Checks a string against the formats of its data type: the first it breaks counts.
    fn formats(
        &mut self,
        text: &str,
        data_type: &'static DataType,
        property: &'static Property,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        if F::STRICT && data_type.identifies {
            self.scope.identifier(text);
        }
        for format in data_type.formats {
            if !(format.accepts)(text) {
                return self.problem(format.code, path, || {
                    let found = describe_text(text, data_type.private);
                    format!("\"{}\": expected {}, found {found}", property.label, format.expected)
                });
            }
        }
        Ok(())
    }

    /// Checks that one of the expected types is among the types of an object.
    fn expected_type<'a, J: Json<'a>>(
        &mut self,
        found: Found<'a, J>,
        types: &Types,
        extent: Extent,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let is_expected = |name: &str| {
            let is_later_form =
                |(class, later): &(&str, &str)| *later == name && types.one_of.contains(class);
            types.one_of.contains(&name) || (extent == Extent::Identified && IN_3_0.iter().any(is_later_form))
        };
        let mut is_among = types.one_of.is_empty();
        match found {
            Found::Text(name) => is_among |= is_expected(name),
            Found::Boolean(_) => {}
            Found::Other(value) => {
                let View::Array(elements) = value.view()? else { return Ok(()) };
                for element in elements {
                    is_among |= string(element?)?.is_some_and(is_expected);
                }
            }
        }
        if is_among {
            return Ok(());
        }
        let code = if types.is_property { &problem::IDENTITY_TYPE_UNUSUAL } else { &problem::TYPE_MISMATCH };
        self.problem(code, path, || {
            let found = match found {
                Found::Text(name) => describe_text(name, false),
                Found::Boolean(flag) => flag.to_string(),
                Found::Other(value) => describe(value, false),
            };
            format!("\"type\": expected {}, found {found}", types.one_of.join(" or "))
        })
    }

    /// Checks one of the types of an object.
    fn types<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        types: &'static Types,
        property: &'static Property,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let View::String(name) = view else {
            return self.problem(&problem::WRONG_TYPE, path, || {
                expected(property, "text that names a type", value, false)
            });
        };
        if types.one_of.contains(&name) {
            return Ok(());
        }
        if F::PLAIN && (name.contains(':') || name == "Extension") {
            return Err(Stop::NotPlain);
        }
        if terms::is_type(name, types.is_property) {
            return Ok(());
        }
        self.problem(&problem::NOT_A_TYPE, path, || {
            let what = if types.is_property { "a property" } else { "a class" };
            format!("expected the term, URL or compact IRI of {what}, found {}", describe_text(name, false))
        })
    }

    /// Checks an object that a property leads to, or the name it is given by.
    fn reference<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        reference: &'static Reference,
        property: &'static Property,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        match (view, reference.named) {
            (View::Object(_), named) if !F::PLAIN && !F::STRICT && is_literal_or_list(value)? => self
                .problem(&problem::WRONG_TYPE, path, || {
                    let named = named.map_or("an embedded object", |named| named.expected);
                    format!("\"{}\": expected {named}, found a JSON-LD literal or list", property.label)
                }),
            (View::Object(members), _) => {
                let class = if F::STRICT { self.scope.rules(reference.class) } else { reference.class };
                self.members(value, members, class, reference.extent, path, depth)
            }
            (View::String(text), Some(data_type)) => self.formats(text, data_type, property, path),
            (View::String(_), None) => self.problem(&problem::MUST_BE_EMBEDDED, path, || {
                expected(property, "an embedded object", value, false)
            }),
            (_, named) => self.problem(&problem::WRONG_TYPE, path, || {
                expected(property, named.map_or("an embedded object", |named| named.expected), value, false)
            }),
        }
    }

    /// Looks at a member that the class does not define. Returns whether it has a meaning at all.
    fn other_member<'a, J: Json<'a>>(
        &mut self,
        name: &str,
        value: J,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<bool, Stop> {
        if !F::PLAIN {
            if terms::is_link(name) && matches!(value.view()?, View::Number | View::Boolean(_)) {
                self.problem(&problem::INVALID_JSON_LD, &path.member(name), || {
                    format!("\"{name}\": expected an IRI, found {}", describe(value, false))
                })?;
            }
            if self.seeks_extensions {
                extensions::search(self, value, &path.member(name), depth)?;
            }
            return Ok(true);
        }
        if name == "@context" {
            return match string(value)? {
                Some(context) if terms::is_open_badges_2(context) => {
                    self.has_plain_context |= matches!(path, Path::Document);
                    Ok(false)
                }
                _ => Err(Stop::NotPlain),
            };
        }
        if name.starts_with('@') || name.contains(':') {
            return Err(Stop::NotPlain);
        }
        if terms::is_term(name) {
            return match value.view()? {
                View::String(_) | View::Null => Ok(true),
                _ => Err(Stop::NotPlain),
            };
        }
        self.problem(&problem::UNMAPPED_PROPERTY, &path.member(name), || unmapped(name))?;
        self.pass(value, depth)?;
        Ok(false)
    }

    /// Reads past a value without meaning, within the limits.
    pub(super) fn pass<'a, J: Json<'a>>(&mut self, value: J, depth: usize) -> Result<(), Stop> {
        self.count()?;
        match value.view()? {
            View::Array(elements) => {
                let depth = deeper(depth)?;
                for element in elements {
                    self.pass(element?, depth)?;
                }
            }
            View::Object(members) => {
                let depth = deeper(depth)?;
                for member in members {
                    self.pass(member?.1, depth)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn count(&mut self) -> Result<(), Stop> {
        Ok(self.budget.spend()?)
    }
}

/// One level further down.
pub(crate) fn deeper(depth: usize) -> Result<usize, Stop> {
    match depth {
        MAX_DEPTH.. => Err(Stop::Unreadable(ReadError::TooDeep)),
        _ => Ok(depth + 1),
    }
}

/// The properties that JSON-LD itself reads: they are never null, and `id` and `@language` never arrays.
fn is_keyword(name: &str) -> bool {
    matches!(name, "id" | "@language")
}

/// Whether what looks like an object after normalisation is none.
fn is_literal_or_list<'a, J: Json<'a>>(value: J) -> Result<bool, ReadError> {
    Ok(value.member("@value")?.is_some() || value.member("@list")?.is_some())
}

/// Whether the value is `{"@value": text, "@language": text}`.
fn is_language_tagged<'a, J: Json<'a>>(value: J) -> Result<bool, ReadError> {
    let text = |name| value.member(name)?.map_or(Ok(None), crate::json::string);
    Ok(text("@value")?.is_some() && text("@language")?.is_some())
}
