//! From a document as it was written to a normalised one.

use super::compaction::{Item, Literal, Properties, type_name, written};
use super::context::{Addresses, Container, Context, Definition, Reading, expand_prefix, is_keyword};
use super::normal::{Normal, Origin, Origins, Shape};
use super::terms::{self, Coercion};
use crate::json::{Budget, Json, ReadError, View, jsonb::key_order};
use crate::openbadges::describe::{describe_text, unmapped};
use crate::openbadges::problem::{self, Code};
use crate::openbadges::report::{List, Stop};
use crate::openbadges::walker::deeper;
use std::{borrow::Cow, collections::BTreeSet, rc::Rc};

/// A document in the terms of the Open Badges context.
pub(crate) struct Normalised<'a> {
    pub root: Normal<'a>,
    pub origins: Origins<'a>,
    pub addresses: Addresses,
}

/// Normalises a document. What breaks JSON-LD itself is reported, and left out.
///
/// `outer` is the context that the document stands in.
pub(crate) fn normalise<'a, J: Json<'a>>(
    document: J,
    outer: Context,
    report: &mut List,
) -> Result<Normalised<'a>, Stop> {
    let mut expansion = Expansion {
        report,
        origins: Origins::new(),
        addresses: Addresses::default(),
        budget: Budget::of_expansion(),
        unmapped: Vec::new(),
        has_faulty_context: false,
    };
    let mut items = Vec::new();
    let context = Rc::new(outer);
    let place = Place { definition: None, origin: Origins::DOCUMENT, depth: 0 };
    expansion.object(document, place, &context, &mut items)?;
    if expansion.addresses.unknown.is_none() {
        for (origin, name) in std::mem::take(&mut expansion.unmapped) {
            expansion.problem(&problem::UNMAPPED_PROPERTY, origin, unmapped(name));
        }
    }
    // What a context with a fault would have meant cannot be told, so neither can anything in it.
    if expansion.has_faulty_context {
        return Err(Stop::Invalid);
    }
    let root = match (items.pop(), items.is_empty()) {
        (Some(Item::Node(node)), true) => node,
        _ => {
            expansion.invalid(Origins::DOCUMENT, "expected one object".into());
            Normal { shape: Shape::Object(Vec::new()), origin: Origins::DOCUMENT }
        }
    };
    Ok(Normalised { root, origins: expansion.origins, addresses: expansion.addresses })
}

struct Expansion<'r, 'a> {
    report: &'r mut List,
    origins: Origins<'a>,
    addresses: Addresses,
    budget: Budget,
    /// Members that no context gives a meaning. Of those, a context that is not at hand might.
    unmapped: Vec<(Origin, &'a str)>,
    has_faulty_context: bool,
}

/// Where a value stands, and the definition of the property it is a value of.
#[derive(Clone, Copy)]
struct Place<'d> {
    definition: Option<&'d Definition>,
    origin: Origin,
    depth: usize,
}

/// The members of an object that JSON-LD gives a meaning.
struct Keywords<'a, J> {
    id: Option<(Cow<'a, str>, Origin)>,
    types: Option<Normal<'a>>,
    language: Option<(&'a str, Origin)>,
    value: Option<(J, Origin)>,
    list: Option<(J, Origin)>,
    set: Option<(J, Origin)>,
    graph: Option<(J, Origin)>,
    seen: Vec<String>,
}

impl<'a> Expansion<'_, 'a> {
    fn problem(&mut self, code: &'static Code, origin: Origin, message: String) {
        self.report.add(code, || (self.origins.pointer(origin), message));
    }

    fn invalid(&mut self, origin: Origin, message: String) {
        self.problem(&problem::INVALID_JSON_LD, origin, message);
    }

    fn count(&mut self) -> Result<(), Stop> {
        Ok(self.budget.spend()?)
    }

    /// Expands an object: a node, a literal, a list or a set.
    fn object<J: Json<'a>>(
        &mut self,
        object: J,
        place: Place<'_>,
        context: &Rc<Context>,
        items: &mut Vec<Item<'a>>,
    ) -> Result<(), Stop> {
        let depth = deeper(place.depth)?;
        let Some(context) = &self.local_context(object, place.origin, context)? else { return Ok(()) };
        let mut keywords = Keywords {
            id: None,
            types: None,
            language: None,
            value: None,
            list: None,
            set: None,
            graph: None,
            seen: Vec::new(),
        };
        let mut properties = Properties::default();
        let View::Object(members) = object.view()? else { return Ok(()) };
        // What is given twice under two names is given by the same first, however the document is stored.
        self.budget.has(members.len())?;
        let mut members = members.collect::<Result<Vec<_>, _>>()?;
        members.sort_by(|(one, _), (other, _)| key_order(one.as_bytes(), other.as_bytes()));
        for (name, value) in members {
            self.count()?;
            if name == "@context" {
                continue;
            }
            let Some(expanded) = context.expand(name) else {
                self.pass(value, depth)?;
                continue;
            };
            let origin = self.origins.member(place.origin, name);
            if is_keyword(&expanded) {
                if keywords.seen.contains(&expanded) {
                    self.invalid(place.origin, format!("{expanded} is given twice"));
                } else {
                    self.keyword(expanded, value, origin, context, depth, &mut keywords)?;
                }
            } else if expanded.contains(':') {
                let place = Place { definition: None, origin, depth };
                self.property(name, expanded, value, place, context, &mut properties)?;
            } else {
                self.unmapped.push((origin, name));
                self.pass(value, depth)?;
            }
        }
        if keywords.value.is_some() || keywords.list.is_some() || keywords.set.is_some() {
            return self.value_object(keywords, !properties.is_empty(), place, context, depth, items);
        }
        if let Some((graph, origin)) = keywords.graph
            && properties.is_empty()
            && keywords.types.is_none()
            && place.definition.is_none()
        {
            let place = Place { definition: None, origin, depth };
            return self.expand(graph, place, context, items);
        }
        if let Some((graph, origin)) = keywords.graph {
            let mut items = Vec::new();
            self.expand(graph, Place { definition: None, origin, depth }, context, &mut items)?;
            properties.add("@graph".into(), items, origin);
        }
        let only_language = keywords.seen.iter().all(|keyword| keyword == "@language");
        if place.origin != Origins::DOCUMENT
            && properties.is_empty()
            && only_language
            && keywords.language.is_some()
        {
            return Ok(());
        }
        items.push(Item::Node(node(keywords, properties, place.origin)));
        Ok(())
    }

    /// The context inside an object, if there is no fault in it.
    fn local_context<J: Json<'a>>(
        &mut self,
        object: J,
        origin: Origin,
        context: &Rc<Context>,
    ) -> Result<Option<Rc<Context>>, Stop> {
        let Some(local) = object.member("@context")? else { return Ok(Some(Rc::clone(context))) };
        let mut unknown = BTreeSet::new();
        let applied = context.apply(local, &mut self.addresses, &mut unknown);
        let origin = self.origins.member(origin, "@context");
        if let Some(address) = unknown.first() {
            let address = describe_text(address, false);
            let message = match unknown.len() {
                1 => format!("not fetched: {address}"),
                length => format!("not fetched: {address} and {} others", length.saturating_sub(1)),
            };
            self.problem(&problem::CONTEXT_NOT_CHECKED, origin, message);
        }
        Ok(match applied {
            Ok(context) => Some(context),
            Err(invalid) => {
                self.invalid(origin, invalid.0);
                self.has_faulty_context = true;
                None
            }
        })
    }

    fn keyword<J: Json<'a>>(
        &mut self,
        keyword: String,
        value: J,
        origin: Origin,
        context: &Rc<Context>,
        depth: usize,
        keywords: &mut Keywords<'a, J>,
    ) -> Result<(), Stop> {
        match (keyword.as_str(), value.view()?) {
            ("@id", View::String(id)) => keywords.id = Some((identifier(context, id), origin)),
            ("@id", _) => self.invalid(origin, "an @id is text".into()),
            ("@type", _) => keywords.types = self.types(value, origin, context)?,
            ("@language", View::Null) => return Ok(()),
            ("@language", View::String(language)) => keywords.language = Some((language, origin)),
            ("@language", _) => self.invalid(origin, "a @language is text".into()),
            ("@value", View::Array(_) | View::Object(_)) => {
                self.invalid(origin, "a @value is no array or object".into())
            }
            ("@value", _) => keywords.value = Some((value, origin)),
            ("@list", _) => keywords.list = Some((value, origin)),
            ("@set", _) => keywords.set = Some((value, origin)),
            ("@graph", View::Array(_) | View::Object(_)) => keywords.graph = Some((value, origin)),
            ("@graph", _) => self.invalid(origin, "a @graph is an object or an array".into()),
            ("@index", View::String(_)) => {}
            ("@index", _) => self.invalid(origin, "an @index is text".into()),
            ("@reverse", View::Object(_)) => self.pass(value, depth)?,
            ("@reverse", _) => self.invalid(origin, "a @reverse is an object".into()),
            _ => self.pass(value, depth)?,
        }
        keywords.seen.push(keyword);
        Ok(())
    }

    /// The types of a node, as terms where there are terms.
    fn types<J: Json<'a>>(
        &mut self,
        value: J,
        origin: Origin,
        context: &Rc<Context>,
    ) -> Result<Option<Normal<'a>>, Stop> {
        let named = |name: &'a str, origin| {
            let shape = |iri: String| Shape::String(type_name(name, iri));
            context.expand(name).map(|iri| Normal { shape: shape(iri), origin })
        };
        match value.view()? {
            View::String(name) => return Ok(named(name, origin)),
            View::Array(elements) => {
                let mut types = Vec::new();
                for (index, element) in elements.enumerate() {
                    self.count()?;
                    let element_origin = self.origins.element(origin, index);
                    match element?.view()? {
                        View::String(name) => types.extend(named(name, element_origin)),
                        _ => self.invalid(element_origin, "a type is text".into()),
                    }
                }
                return Ok(Some(Normal { shape: Shape::Array(types), origin }));
            }
            _ => self.invalid(origin, "a type is text or an array of texts".into()),
        }
        Ok(None)
    }

    /// Expands a `@value`, `@list` or `@set` object.
    fn value_object<J: Json<'a>>(
        &mut self,
        keywords: Keywords<'a, J>,
        has_properties: bool,
        place: Place<'_>,
        context: &Rc<Context>,
        depth: usize,
        items: &mut Vec<Item<'a>>,
    ) -> Result<(), Stop> {
        let allowed: &[&str] = match (&keywords.value, &keywords.list) {
            (Some(_), _) => &["@value", "@type", "@language", "@index"],
            (None, Some(_)) => &["@list", "@index"],
            (None, None) => &["@set", "@index"],
        };
        let is_allowed = keywords.seen.iter().all(|keyword| allowed.contains(&keyword.as_str()));
        if has_properties || !is_allowed || (keywords.types.is_some() && keywords.language.is_some()) {
            self.invalid(
                place.origin,
                format!("an object with {} has other members", allowed.first().unwrap_or(&"")),
            );
            return Ok(());
        }
        if let Some((value, origin)) = keywords.value {
            let Some(shape) = scalar(value)? else { return Ok(()) };
            if keywords.language.is_some() && !matches!(shape, Shape::String(_)) {
                self.invalid(origin, "a @value with a @language is text".into());
                return Ok(());
            }
            let datatype = match keywords.types.map(|types| types.shape) {
                Some(Shape::String(datatype)) => Some(datatype.into_owned()),
                Some(_) => {
                    self.invalid(place.origin, "a @value has one @type".into());
                    return Ok(());
                }
                None => None,
            };
            let language = keywords.language.map(|(language, _)| Cow::Borrowed(language));
            let value = Normal { shape, origin };
            items.push(Item::Literal(Literal { value, datatype, language, origin: place.origin }));
        } else if let Some((list, origin)) = keywords.list {
            let mut elements = Vec::new();
            self.expand(list, Place { origin, depth, ..place }, context, &mut elements)?;
            items.push(self.list(elements, place.origin));
        } else if let Some((set, origin)) = keywords.set {
            self.expand(set, Place { origin, depth, ..place }, context, items)?;
        }
        Ok(())
    }

    fn list(&mut self, items: Vec<Item<'a>>, origin: Origin) -> Item<'a> {
        if items.iter().any(|item| matches!(item, Item::List(_))) {
            self.invalid(origin, "a list holds no lists".into());
        }
        let elements = items.into_iter().map(|item| written(item, Coercion::None)).collect();
        let list = Normal { shape: Shape::Array(elements), origin };
        Item::List(Normal { shape: Shape::Object(vec![("@list".into(), list)]), origin })
    }

    /// Expands one member of a node.
    fn property<J: Json<'a>>(
        &mut self,
        name: &str,
        iri: String,
        value: J,
        place: Place<'_>,
        context: &Rc<Context>,
        properties: &mut Properties<'a>,
    ) -> Result<(), Stop> {
        let definition = context.definition(name).flatten();
        let definition = definition.as_deref();
        let place = Place { definition, ..place };
        let container = definition.map_or(Container::None, |definition| definition.container);
        let mut items = Vec::new();
        match (container, value.view()?) {
            (Container::Language, View::Object(members)) => {
                for member in members {
                    let (language, value) = member?;
                    self.language_map_entry(language, value, place, &mut items)?;
                }
            }
            (Container::Index, View::Object(members)) => {
                for member in members {
                    let (index, value) = member?;
                    self.count()?;
                    let origin = self.origins.member(place.origin, index);
                    let place = Place { origin, depth: deeper(place.depth)?, ..place };
                    self.expand(value, place, context, &mut items)?;
                }
            }
            _ => self.expand(value, place, context, &mut items)?,
        }
        if container == Container::List && !matches!(items.as_slice(), [Item::List(_)]) {
            items = vec![self.list(items, place.origin)];
        }
        // An empty array stays one; anything else that comes to nothing is as good as absent.
        let is_there =
            !items.is_empty() || matches!(value.view()?, View::Array(_)) || value.member("@set")?.is_some();
        if is_there && !definition.is_some_and(|definition| definition.reverse) {
            properties.add(iri, items, place.origin);
        }
        Ok(())
    }

    fn language_map_entry<J: Json<'a>>(
        &mut self,
        language: &'a str,
        value: J,
        place: Place<'_>,
        items: &mut Vec<Item<'a>>,
    ) -> Result<(), Stop> {
        self.count()?;
        let origin = self.origins.member(place.origin, language);
        let mut texts = Vec::new();
        match value.view()? {
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    self.count()?;
                    texts.push((element?, self.origins.element(origin, index)));
                }
            }
            _ => texts.push((value, origin)),
        }
        for (text, origin) in texts {
            match text.view()? {
                View::String(text) => items.push(Item::Literal(Literal {
                    value: Normal { shape: Shape::String(text.into()), origin },
                    datatype: None,
                    language: Some(language.into()),
                    origin,
                })),
                _ => self.invalid(origin, "a text in a language is text".into()),
            }
        }
        Ok(())
    }

    /// Expands a value of a property.
    fn expand<J: Json<'a>>(
        &mut self,
        value: J,
        place: Place<'_>,
        context: &Rc<Context>,
        items: &mut Vec<Item<'a>>,
    ) -> Result<(), Stop> {
        match value.view()? {
            View::Null => {}
            View::Array(elements) => {
                let depth = deeper(place.depth)?;
                for (index, element) in elements.enumerate() {
                    self.count()?;
                    let origin = self.origins.element(place.origin, index);
                    self.expand(element?, Place { origin, depth, ..place }, context, items)?;
                }
            }
            View::Object(_) => self.object(value, place, context, items)?,
            View::Boolean(_) | View::Number | View::String(_) => {
                if let (Some(definition), Some(shape)) =
                    (place.definition.or(Some(&UNDEFINED)), scalar(value)?)
                {
                    items.push(plain_value(shape, definition, context, place.origin));
                }
            }
        }
        Ok(())
    }

    /// Reads past a value without meaning, within the limits.
    fn pass<J: Json<'a>>(&mut self, value: J, depth: usize) -> Result<(), Stop> {
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
}

static UNDEFINED: Definition = Definition {
    iri: String::new(),
    coercion: Reading::Plain,
    container: Container::None,
    language: None,
    reverse: false,
};

/// Value expansion of a scalar.
fn plain_value<'a>(
    shape: Shape<'a>,
    definition: &Definition,
    context: &Rc<Context>,
    origin: Origin,
) -> Item<'a> {
    let text = match &shape {
        Shape::String(text) => Some(text),
        _ => None,
    };
    let named = match (&definition.coercion, text) {
        (Reading::Id, Some(text)) => Some(identifier_of(context, text)),
        (Reading::Vocabulary, Some(text)) => Some(
            context
                .expand(text)
                .map_or_else(|| text.clone(), |iri| Cow::Owned(expand_prefix(&iri).into_owned())),
        ),
        _ => None,
    };
    if let Some(id) = named {
        let id = Normal { shape: Shape::String(id), origin };
        return Item::Node(Normal { shape: Shape::Object(vec![("id".into(), id)]), origin });
    }
    let datatype = match &definition.coercion {
        Reading::Literal(datatype) => Some(datatype.clone()),
        _ => None,
    };
    // A default language is a property of the document, so the text in it stays plain text.
    Item::Literal(Literal { value: Normal { shape, origin }, datatype, language: None, origin })
}

fn identifier<'a>(context: &Context, text: &'a str) -> Cow<'a, str> {
    identifier_of(context, &Cow::Borrowed(text))
}

/// An identifier written out, if it was a compact IRI. Those with a prefix of Open Badges itself stay as they are:
/// an address is "fully qualified".
fn identifier_of<'a>(context: &Context, text: &Cow<'a, str>) -> Cow<'a, str> {
    if text.split_once(':').is_some_and(|(prefix, _)| terms::prefix(prefix).is_some()) {
        return text.clone();
    }
    let expanded = context.expand_compact(text);
    let expanded = expand_prefix(&expanded);
    if expanded == text.as_ref() { text.clone() } else { Cow::Owned(expanded.into_owned()) }
}

fn scalar<'a, J: Json<'a>>(value: J) -> Result<Option<Shape<'a>>, Stop> {
    Ok(Some(match value.view()? {
        View::Boolean(flag) => Shape::Boolean(flag),
        View::Number => Shape::Number(value.number()?.ok_or(ReadError::Corrupt)?),
        View::String(text) => Shape::String(Cow::Borrowed(text)),
        View::Null | View::Array(_) | View::Object(_) => return Ok(None),
    }))
}

fn node<'a, J>(keywords: Keywords<'a, J>, properties: Properties<'a>, origin: Origin) -> Normal<'a> {
    let mut members = Vec::new();
    if let Some((id, origin)) = keywords.id {
        members.push(("id".into(), Normal { shape: Shape::String(id), origin }));
    }
    if let Some(types) = keywords.types {
        members.push(("type".into(), types));
    }
    if let Some((language, origin)) = keywords.language {
        members.push(("@language".into(), Normal { shape: Shape::String(language.into()), origin }));
    }
    members.extend(properties.into_members());
    Normal { shape: Shape::Object(members), origin }
}
