//! From expanded values to values under the terms of the Open Badges context.

use super::context::compact;
use super::normal::{Normal, Origin, Shape};
use super::terms::{self, Coercion, Kind};
use std::{borrow::Cow, collections::HashMap};

/// A value of a property.
pub(super) enum Item<'a> {
    Node(Normal<'a>),
    Literal(Literal<'a>),
    List(Normal<'a>),
}

/// A string, number or boolean, with what JSON-LD says of it.
pub(super) struct Literal<'a> {
    pub value: Normal<'a>,
    pub datatype: Option<String>,
    pub language: Option<Cow<'a, str>>,
    /// Where the literal as a whole stands.
    pub origin: Origin,
}

/// The term for a type, else its IRI, else the name itself.
pub(super) fn type_name(name: &str, iri: String) -> Cow<'_, str> {
    let iri = compact(&iri);
    match terms::TERMS.iter().find(|term| term.iri == iri) {
        Some(term) => Cow::Borrowed(term.name),
        None if iri == "@id" => Cow::Borrowed("id"),
        None if iri == name => Cow::Borrowed(name),
        None => Cow::Owned(iri),
    }
}

/// The properties of a node, by the names they get.
#[derive(Default)]
pub(super) struct Properties<'a> {
    values: Vec<(Cow<'a, str>, Vec<Normal<'a>>, Origin)>,
    positions: HashMap<String, usize>,
}

impl<'a> Properties<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn add(&mut self, iri: String, items: Vec<Item<'a>>, origin: Origin) {
        if items.is_empty() {
            let (name, _) = term_for(&iri, None);
            self.values_of(name, origin);
        }
        for item in items {
            let (name, coercion) = term_for(&iri, Some(&item));
            let value = written(item, coercion);
            if let Some(values) = self.values_of(name, origin) {
                values.push(value);
            }
        }
    }

    /// The members they make: of several values an array.
    pub(super) fn into_members(self) -> Vec<(Cow<'a, str>, Normal<'a>)> {
        let mut members = Vec::new();
        for (name, mut values, origin) in self.values {
            let value = match (values.pop(), values.is_empty()) {
                (Some(only), true) => only,
                (Some(last), false) => {
                    values.push(last);
                    Normal { shape: Shape::Array(values), origin }
                }
                (None, _) => Normal { shape: Shape::Array(values), origin },
            };
            members.push((name, value));
        }
        members
    }

    fn values_of(&mut self, name: Cow<'static, str>, origin: Origin) -> Option<&mut Vec<Normal<'a>>> {
        let next = self.values.len();
        let position = *self.positions.entry(name.to_string()).or_insert(next);
        if position == next {
            self.values.push((name, Vec::new(), origin));
        }
        self.values.get_mut(position).map(|(_, values, _)| values)
    }
}

/// The term that compaction selects for a value of a property, and how it is written under it.
pub(super) fn term_for(iri: &str, item: Option<&Item<'_>>) -> (Cow<'static, str>, Coercion) {
    let wanted = match item {
        Some(Item::Node(_) | Item::List(_)) | None => Some(Coercion::Id),
        Some(Item::Literal(Literal { datatype: Some(datatype), .. })) => match datatype.as_str() {
            "xsd:dateTime" => Some(Coercion::DateTime),
            "xsd:boolean" => Some(Coercion::Boolean),
            _ => None,
        },
        // An identifier that is no text: kept where it was, so that the rules can name it.
        Some(Item::Literal(literal)) => match literal.value.shape {
            Shape::Boolean(_) | Shape::Number(_) => Some(Coercion::Id),
            _ => None,
        },
    };
    let coercion = |kind| match kind {
        Kind::Property(coercion) => coercion,
        Kind::Class => Coercion::None,
    };
    let of_iri = || terms::TERMS.iter().filter(|term| term.iri == iri);
    let any = if matches!(item, None | Some(Item::List(_))) { of_iri().next() } else { None };
    let found = of_iri()
        .find(|term| Some(coercion(term.kind)) == wanted)
        .or_else(|| of_iri().find(|term| coercion(term.kind) == Coercion::None))
        .or(any);
    match found {
        Some(term) => (Cow::Borrowed(term.name), coercion(term.kind)),
        None => (Cow::Owned(iri.into()), Coercion::None),
    }
}

/// Value compaction.
pub(super) fn written(item: Item<'_>, coercion: Coercion) -> Normal<'_> {
    match item {
        Item::List(list) => list,
        Item::Node(Normal { shape: Shape::Object(mut members), origin }) => {
            let is_reference = members.len() == 1 && coercion == Coercion::Id;
            match members.pop() {
                Some((name, id)) if is_reference && name == "id" => id,
                Some(last) => {
                    members.push(last);
                    Normal { shape: Shape::Object(members), origin }
                }
                None => Normal { shape: Shape::Object(members), origin },
            }
        }
        Item::Node(node) => node,
        Item::Literal(Literal { value, datatype, language, origin }) => {
            let is_coerced = match (datatype.as_deref(), coercion) {
                (Some("xsd:dateTime"), Coercion::DateTime) | (Some("xsd:boolean"), Coercion::Boolean) => true,
                (datatype, _) => datatype.is_none(),
            };
            let text = |text: Cow<'_, str>| Normal { shape: Shape::String(text.into_owned().into()), origin };
            let members = match (is_coerced, datatype, language) {
                (_, _, Some(language)) => {
                    vec![("@language".into(), text(language)), ("@value".into(), value)]
                }
                (false, Some(datatype), None) => {
                    vec![("type".into(), text(datatype.into())), ("@value".into(), value)]
                }
                _ => return value,
            };
            Normal { shape: Shape::Object(members), origin }
        }
    }
}
