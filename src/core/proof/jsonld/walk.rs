//! From a document to quads, in one walk (JSON-LD API 1.1, sections 5.1 and 8.1 in one).

use super::active::{Active, Coercion, Definition, Expanded, Meaning};
use super::keyword::Keyword;
use super::local::{Container, Local, Scope};
use super::process::{Contexts, Sources, Within};
use super::{Fault, FaultKind, MAX_FAULTS, Options, Origin, OriginKind, Problem, iri};
use crate::json::{Json, MAX_DEPTH, Tree, View};
use crate::proof::rdf::{Dataset, Quad, Span, Term};
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::rc::Rc;

/// Most quads a document may stand for.
const MAX_QUADS: usize = 5_000;

/// Most text in a document: names of members, and strings.
const MAX_TEXT: usize = 256 * 1024;

/// Most RDF a document may stand for, in bytes: terms are longer there.
const MAX_RDF: usize = 8 * MAX_TEXT;

const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const RDF_FIRST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>";
const RDF_REST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>";
const RDF_NIL: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>";

/// The walk is over: what stopped it is among the faults.
pub(super) struct Stopped;

pub(super) type Step<T = ()> = Result<T, Stopped>;

/// What a walk leads to.
pub(super) struct Found {
    pub dataset: Dataset,
    pub faults: Vec<Fault>,
    pub origins: Vec<Origin>,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Name(&'a str),
    Index(usize),
}

/// Where a value is.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The property it is a value of, and what a context says of that. None in a graph and outermost.
    pub property: Option<(&'p str, &'p Definition)>,
    /// The graph.
    pub graph: Option<Term>,
    /// Whether only an object that says something may be here.
    pub says_something: bool,
    /// Whether an array in an array is a list of its own.
    pub in_list: bool,
}

/// A type of an object, and where it is written.
#[derive(Clone, Copy)]
struct Type<'a> {
    name: &'a str,
    member: &'a str,
    index: Option<usize>,
}

/// The members of an object that are no properties.
struct Keywords<'a, J> {
    id: Option<(&'a str, J)>,
    value: Option<(&'a str, J)>,
    language: Option<(&'a str, J)>,
    list: Option<(&'a str, J)>,
    set: Option<(&'a str, J)>,
    graph: Option<(&'a str, J)>,
}

pub(super) struct Walker<'a, 'c, J> {
    pub contexts: &'c mut Contexts,
    pub sources: Sources<'c>,
    pub dataset: Dataset,
    options: &'c Options<'c>,
    collecting: bool,
    faults: Vec<Fault>,
    origins: Option<Vec<Origin>>,
    path: Vec<Segment<'a>>,
    /// A context could not be had, so that what is undefined may be defined.
    lacks_context: bool,
    text_left: usize,
    /// Blank nodes by label.
    labels: FxHashMap<String, u32>,
    /// Members of the objects that are being read, those of the innermost last.
    members: Vec<(&'a str, J)>,
    /// Likewise the properties among them.
    properties: Vec<(&'a str, J, Rc<Definition>)>,
    /// Likewise the types.
    types: Vec<Type<'a>>,
    /// Values that were read and are not yet part of a quad.
    pub terms: Vec<Term>,
}

impl<'a, 'c, J: Json<'a>> Walker<'a, 'c, J> {
    pub(super) fn new(
        contexts: &'c mut Contexts,
        sources: Sources<'c>,
        options: &'c Options<'c>,
        collecting: bool,
        tracing: bool,
    ) -> Self {
        Walker {
            contexts,
            sources,
            dataset: Dataset::default(),
            options,
            collecting,
            faults: Vec::new(),
            origins: tracing.then(Vec::new),
            path: Vec::new(),
            lacks_context: false,
            text_left: MAX_TEXT,
            labels: FxHashMap::default(),
            members: Vec::new(),
            properties: Vec::new(),
            types: Vec::new(),
            terms: Vec::new(),
        }
    }

    pub(super) fn document(mut self, document: J) -> Found {
        let active = self.contexts.start();
        let place = Place { property: None, graph: None, says_something: true, in_list: false };
        // What stopped the walk is among the faults.
        let _ = self.value(&active, place, document);
        Found { dataset: self.dataset, faults: self.faults, origins: self.origins.unwrap_or_default() }
    }

    /// Reports a problem here, and goes on if all of them are wanted.
    pub(super) fn fault(&mut self, problem: Problem) -> Step {
        let may_be_defined = matches!(problem.kind, FaultKind::UndefinedTerm | FaultKind::UndefinedType);
        if self.lacks_context && may_be_defined {
            return Ok(());
        }
        let path = self.pointer();
        let goes_on = self.collecting && problem.kind != FaultKind::Limit;
        self.faults.push(Fault { path, kind: problem.kind, message: problem.message });
        if goes_on && self.faults.len() < MAX_FAULTS { Ok(()) } else { Err(Stopped) }
    }

    /// Reports a problem that ends the walk.
    fn stop<T>(&mut self, problem: impl Into<Problem>) -> Step<T> {
        let _ = self.fault(problem.into());
        Err(Stopped)
    }

    /// What was read, or the end of the walk.
    pub(super) fn read<T>(&mut self, result: Result<T, impl Into<Problem>>) -> Step<T> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => self.stop(error),
        }
    }

    /// JSON Pointer (RFC 6901) of the current place.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in &self.path {
            match segment {
                Segment::Name(name) => {
                    pointer.push('/');
                    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                }
                Segment::Index(index) => {
                    let _ = write!(pointer, "/{index}");
                }
            }
        }
        pointer
    }

    /// Counts text against the limit.
    pub(super) fn charge(&mut self, text: &str) -> Step {
        match self.text_left.checked_sub(text.len()) {
            Some(left) if self.dataset.size() <= MAX_RDF => {
                self.text_left = left;
                Ok(())
            }
            _ => self.stop(Problem::limit("the document is larger than any credential")),
        }
    }

    /// Goes into a member or element.
    fn within<T>(&mut self, segment: Segment<'a>, walk: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        self.path.push(segment);
        if self.path.len() > MAX_DEPTH {
            return self.stop(Problem::limit("the document is nested deeper than any credential"));
        }
        let result = walk(self);
        self.path.pop();
        result
    }

    pub(super) fn member<T>(&mut self, name: &'a str, walk: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        self.within(Segment::Name(name), walk)
    }

    pub(super) fn element<T>(&mut self, index: usize, walk: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        self.within(Segment::Index(index), walk)
    }

    pub(super) fn quad(&mut self, subject: Term, predicate: Span, object: Term, graph: Option<Term>) -> Step {
        if self.dataset.len() >= MAX_QUADS {
            return self.stop(Problem::limit("the document has more statements than any credential"));
        }
        self.dataset.push(Quad { subject, predicate, object, graph });
        Ok(())
    }

    fn blank_node(&mut self, kind: impl FnOnce() -> OriginKind) -> Term {
        if self.origins.is_some() {
            let path = self.pointer();
            if let Some(origins) = &mut self.origins {
                origins.push(Origin { path, kind: kind() });
            }
        }
        Term::Blank(self.dataset.blank_node())
    }

    /// The node of an absolute IRI or a blank node's label, if it is one.
    pub(super) fn node(&mut self, expanded: &str) -> Option<Term> {
        let prefix = self.options.blank_prefix;
        let label =
            expanded.strip_prefix("_:").or_else(|| prefix.and_then(|prefix| expanded.strip_prefix(prefix)));
        if let Some(label) = label {
            if let Some(number) = self.labels.get(label) {
                return Some(Term::Blank(*number));
            }
            let node = self.blank_node(|| OriginKind::Label(label.to_owned()));
            if let Term::Blank(number) = node {
                self.labels.insert(label.to_owned(), number);
            }
            return Some(node);
        }
        iri::is_absolute(expanded).then(|| {
            Term::Text(self.dataset.add(|out| {
                out.push('<');
                out.push_str(expanded);
                out.push('>');
            }))
        })
    }

    /// The context that a definition brings.
    pub(super) fn scoped(
        &mut self,
        active: &Rc<Active>,
        definition: &Definition,
        within: Within,
    ) -> Step<Rc<Active>> {
        let result = self.contexts.scoped(active, definition, within, self.sources);
        self.context(active, result)
    }

    /// A new context, or the old one if it cannot be had.
    fn context(&mut self, active: &Rc<Active>, result: Result<Rc<Active>, Problem>) -> Step<Rc<Active>> {
        match result {
            Ok(context) => Ok(context),
            Err(problem) => {
                self.fault(problem)?;
                self.lacks_context = true;
                Ok(Rc::clone(active))
            }
        }
    }

    /// Applies a `@context` member.
    fn local_context(&mut self, active: &Rc<Active>, value: J) -> Step<Rc<Active>> {
        self.member("@context", |walker| {
            let view = value.view();
            match walker.read(view)? {
                View::Array(items) => {
                    let mut active = Rc::clone(active);
                    for (index, item) in items.enumerate() {
                        let item = walker.read(item)?;
                        active = walker.element(index, |walker| walker.context_item(&active, item))?;
                    }
                    Ok(active)
                }
                _ => walker.context_item(active, value),
            }
        })
    }

    fn context_item(&mut self, active: &Rc<Active>, item: J) -> Step<Rc<Active>> {
        let view = item.view();
        if let View::String(url) = self.read(view)? {
            self.charge(url)?;
            let result = self.contexts.reference(active, url, self.sources);
            return self.context(active, result);
        }
        let tree = self.read(Tree::read(item))?;
        self.charge_tree(&tree)?;
        let locals = match tree {
            Tree::Array(_) => Err(Problem::invalid("a context is a URL, an object or null".into())),
            tree => Local::parse(&tree),
        };
        let result = locals.and_then(|locals| self.contexts.inline(active, &locals, self.sources));
        self.context(active, result)
    }

    fn charge_tree(&mut self, tree: &Tree<'_>) -> Step {
        match tree {
            Tree::Object(members) => members.iter().try_for_each(|(name, value)| {
                self.charge(name)?;
                self.charge_tree(value)
            }),
            Tree::Array(elements) => elements.iter().try_for_each(|element| self.charge_tree(element)),
            Tree::String(text) => self.charge(text),
            _ => Ok(()),
        }
    }

    /// Reads a value and leaves what it stands for in `terms`. Tells whether it is a list object.
    pub(super) fn value(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step<bool> {
        let view = value.view();
        match self.read(view)? {
            View::Null => Ok(false),
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| {
                        let view = element.view();
                        match walker.read(view)? {
                            View::Array(_) if place.in_list => {
                                walker.list(active, place, element)?;
                                Ok(false)
                            }
                            _ => walker.value(active, place, element),
                        }
                    })?;
                }
                Ok(false)
            }
            View::Object(members) => {
                let outer = (self.members.len(), self.properties.len(), self.types.len());
                let omit = if self.path.is_empty() { self.options.omit } else { None };
                for member in members {
                    let (name, value) = self.read(member)?;
                    if omit != Some(name) {
                        self.charge(name)?;
                        self.members.push((name, value));
                    }
                }
                let is_list = self.object(active, place, outer);
                self.members.truncate(outer.0);
                self.properties.truncate(outer.1);
                self.types.truncate(outer.2);
                is_list
            }
            View::Boolean(_) | View::Number | View::String(_) => {
                let Some((name, definition)) = place.property.filter(|_| !place.says_something) else {
                    self.fault(Problem::invalid("a value outside of any property would be dropped".into()))?;
                    return Ok(false);
                };
                self.scalar(active, name, definition, value)?;
                Ok(false)
            }
        }
    }

    /// A list of all items of a value.
    fn list(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let start = self.terms.len();
        self.value(active, Place { in_list: true, ..place }, value)?;
        self.link(start, place.graph)
    }

    /// Makes a list of the terms from `start` on, which takes their place.
    fn link(&mut self, start: usize, graph: Option<Term>) -> Step {
        let (first, rest) = (self.dataset.add_text(RDF_FIRST), self.dataset.add_text(RDF_REST));
        let mut next = Term::Text(self.dataset.add_text(RDF_NIL));
        for index in (start..self.terms.len()).rev() {
            let Some(item) = self.terms.get(index).copied() else { break };
            let cell = self.blank_node(|| OriginKind::ListItem(index.saturating_sub(start)));
            self.quad(cell, first, item, graph)?;
            self.quad(cell, rest, next, graph)?;
            next = cell;
        }
        self.terms.truncate(start);
        self.terms.push(next);
        Ok(())
    }

    /// Reads the object whose members begin at `outer` in the stacks. Tells whether it is a list object.
    fn object(&mut self, active: &Rc<Active>, place: Place<'_>, outer: (usize, usize, usize)) -> Step<bool> {
        let (first_member, first_property, first_type) = outer;
        let mut active = self.leave_type(active, first_member);
        if let Some((_, definition)) = place.property
            && !matches!(definition.scope, Scope::None)
        {
            active = self.scoped(&active, definition, Within::Property)?;
        }
        let mut index = first_member;
        while let Some((name, value)) = self.members.get(index).copied() {
            if name == "@context" {
                active = self.local_context(&active, value)?;
                break;
            }
            index = index.saturating_add(1);
        }
        let before_types = Rc::clone(&active);
        let active = self.read_types(&before_types, first_member)?;
        let found = self.classify(&active, first_member)?;

        let has_types = self.types.len() > first_type;
        let has_properties = self.properties.len() > first_property;
        let is_node = has_properties || found.id.is_some() || found.graph.is_some();
        if let Some(value) = found.value {
            if is_node || found.list.is_some() || found.set.is_some() {
                self.fault(Problem::invalid("@value stands beside what does not belong to a value".into()))?;
            } else if place.says_something {
                self.fault(Problem::invalid("a value outside of any property would be dropped".into()))?;
            } else {
                let types = self.types.get(first_type..).unwrap_or_default();
                let types: Vec<&str> = types.iter().map(|found| found.name).collect();
                self.value_object(&before_types, value, &types, found.language)?;
            }
            return Ok(false);
        }
        if let Some((name, value)) = found.list.or(found.set) {
            if is_node
                || has_types
                || found.language.is_some()
                || (found.list.is_some() && found.set.is_some())
            {
                self.fault(Problem::invalid(
                    "@list or @set stands beside what does not belong to it".into(),
                ))?;
                return Ok(false);
            }
            return self
                .member(name, |walker| walker.collection(&active, place, value, found.list.is_some()));
        }
        if found.language.is_some() {
            self.fault(Problem::invalid("@language without @value would be dropped".into()))?;
        }
        if place.says_something && !has_properties && !has_types && found.graph.is_none() {
            self.fault(Problem::invalid("an object that says nothing would be dropped".into()))?;
        }
        if place.property.is_some() && place.says_something && found.graph.is_some() {
            self.fault(Problem::unsupported("a graph within the graph of a term is not supported"))?;
            return Ok(false);
        }
        let is_outermost = place.property.is_none() && place.graph.is_none() && place.says_something;
        if let Some((name, graph)) = found.graph
            && is_outermost
            && !has_properties
            && !has_types
            && found.id.is_none()
        {
            self.member(name, |walker| walker.value(&active, place, graph))?;
            return Ok(false);
        }
        let subject = self.subject(&active, found.id)?;
        self.write_types(&before_types, subject, place.graph, first_type)?;
        if let Some((name, graph)) = found.graph {
            let inner = Place { property: None, graph: Some(subject), says_something: true, in_list: false };
            self.member(name, |walker| walker.value(&active, inner, graph))?;
        }
        let mut index = first_property;
        let last_property = self.properties.len();
        while index < last_property {
            let Some((name, value, definition)) = self.properties.get(index).cloned() else { break };
            self.member(name, |walker| {
                walker.property(&active, subject, name, &definition, value, place.graph)
            })?;
            index = index.saturating_add(1);
        }
        self.terms.push(subject);
        Ok(false)
    }

    /// A context of a type holds for the object of that type alone (step 7 of the expansion algorithm).
    fn leave_type(&self, active: &Rc<Active>, first_member: usize) -> Rc<Active> {
        let Some(previous) = &active.previous else { return Rc::clone(active) };
        let members = self.members.get(first_member..).unwrap_or_default();
        let stays = members.iter().any(|(name, _)| match active.expand(name, true) {
            Expanded::Keyword(Keyword::Value) => true,
            Expanded::Keyword(Keyword::Id) => members.len() == 1,
            _ => false,
        });
        Rc::clone(if stays { active } else { previous })
    }

    /// Collects the types of the object and applies their contexts.
    fn read_types(&mut self, before: &Rc<Active>, first_member: usize) -> Step<Rc<Active>> {
        let mut active = Rc::clone(before);
        let mut index = first_member;
        while let Some((name, value)) = self.members.get(index).copied() {
            index = index.saturating_add(1);
            let is_type = name == "@type"
                || before
                    .terms
                    .get(name)
                    .is_some_and(|found| found.meaning == Meaning::Keyword(Keyword::Type));
            if !is_type {
                continue;
            }
            let first_type = self.types.len();
            self.member(name, |walker| walker.type_names(name, value))?;
            let own = self.types.get(first_type..).unwrap_or_default();
            let mut sorted: Vec<&str> = own.iter().map(|found| found.name).collect();
            sorted.sort_unstable();
            for name in sorted {
                if let Some(definition) = before.terms.get(name)
                    && !matches!(definition.scope, Scope::None)
                {
                    active = self.scoped(&active, definition, Within::Type)?;
                }
            }
        }
        Ok(active)
    }

    fn type_names(&mut self, member: &'a str, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| walker.type_name(member, Some(index), element))?;
                }
                Ok(())
            }
            _ => self.type_name(member, None, value),
        }
    }

    fn type_name(&mut self, member: &'a str, index: Option<usize>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::String(name) => {
                self.charge(name)?;
                self.types.push(Type { name, member, index });
                Ok(())
            }
            _ => self.fault(Problem::invalid("a type is not a string".into())),
        }
    }

    /// Tells properties and keywords apart.
    fn classify(&mut self, active: &Rc<Active>, first_member: usize) -> Step<Keywords<'a, J>> {
        let mut found =
            Keywords { id: None, value: None, language: None, list: None, set: None, graph: None };
        let mut index = first_member;
        while let Some((name, value)) = self.members.get(index).copied() {
            index = index.saturating_add(1);
            if let Some(definition) = active.terms.get(name)
                && let Meaning::Iri(_) = definition.meaning
            {
                self.properties.push((name, value, Rc::clone(definition)));
                continue;
            }
            match active.expand(name, true) {
                Expanded::Keyword(keyword) => {
                    self.member(name, |walker| walker.keyword(keyword, name, value, &mut found))?;
                }
                Expanded::Iri(expanded) if iri::is_absolute(&expanded) => {
                    let definition = Rc::new(Definition::of_iri(&expanded));
                    self.properties.push((name, value, definition));
                }
                _ => {
                    let message = format!("the term {name:?} is defined by no context");
                    self.member(name, |walker| {
                        walker.fault(Problem { kind: FaultKind::UndefinedTerm, message })
                    })?;
                }
            }
        }
        Ok(found)
    }

    fn keyword(&mut self, keyword: Keyword, name: &'a str, value: J, found: &mut Keywords<'a, J>) -> Step {
        let slot = match keyword {
            Keyword::Context | Keyword::Type => return Ok(()),
            Keyword::Id => &mut found.id,
            Keyword::Value => &mut found.value,
            Keyword::Language => &mut found.language,
            Keyword::List => &mut found.list,
            Keyword::Set => &mut found.set,
            Keyword::Graph => &mut found.graph,
            _ => {
                return self.fault(Problem {
                    kind: FaultKind::Unsupported,
                    message: format!("{name:?} is not supported"),
                });
            }
        };
        if slot.replace((name, value)).is_some() {
            return self.fault(Problem::invalid("a keyword is there twice, once by another name".into()));
        }
        Ok(())
    }

    fn subject(&mut self, active: &Rc<Active>, id: Option<(&'a str, J)>) -> Step<Term> {
        let Some((name, id)) = id else { return Ok(self.blank_node(|| OriginKind::Object)) };
        let view = id.view();
        let problem = match self.read(view)? {
            View::String(text) => {
                self.charge(text)?;
                let node = match active.expand(text, false) {
                    Expanded::Iri(expanded) => self.node(&expanded),
                    _ => None,
                };
                match node {
                    Some(node) => return Ok(node),
                    None => relative("the identifier of an object"),
                }
            }
            _ => Problem::invalid("an identifier is not a string".into()),
        };
        self.member(name, |walker| walker.fault(problem))?;
        Ok(self.blank_node(|| OriginKind::Object))
    }

    fn write_types(
        &mut self,
        before: &Rc<Active>,
        subject: Term,
        graph: Option<Term>,
        first_type: usize,
    ) -> Step {
        let mut index = first_type;
        while let Some(Type { name, member, index: element }) = self.types.get(index).copied() {
            index = index.saturating_add(1);
            let known = before.terms.get(name).and_then(|definition| match &definition.meaning {
                Meaning::Iri(rendered) => Some(rendered),
                _ => None,
            });
            let node = match known {
                Some(rendered) => Some(Term::Text(self.dataset.add_text(rendered))),
                None => match before.expand(name, true) {
                    Expanded::Iri(expanded) => self.node(&expanded),
                    _ => None,
                },
            };
            match node {
                Some(node) => {
                    let predicate = self.dataset.add_text(RDF_TYPE);
                    self.quad(subject, predicate, node, graph)?;
                }
                None => {
                    let message = format!("the type {name:?} is defined by no context");
                    let problem = Problem { kind: FaultKind::UndefinedType, message };
                    self.member(member, |walker| match element {
                        Some(element) => walker.element(element, |walker| walker.fault(problem)),
                        None => walker.fault(problem),
                    })?;
                }
            }
        }
        Ok(())
    }

    fn property(
        &mut self,
        active: &Rc<Active>,
        subject: Term,
        name: &'a str,
        definition: &Definition,
        value: J,
        graph: Option<Term>,
    ) -> Step {
        let start = self.terms.len();
        let container = definition.container;
        let place =
            Place { property: Some((name, definition)), graph, says_something: false, in_list: false };
        if container.has(Container::MAP) {
            return self.fault(Problem::unsupported(
                "the maps of JSON-LD by index, identifier or type are not supported",
            ));
        }
        if definition.coercion == Coercion::Json {
            self.json(value)?;
        } else if container.has(Container::LANGUAGE) && self.is_object(value)? {
            self.language_map(active, value)?;
        } else if container.has(Container::GRAPH) {
            self.graphs(active, place, value)?;
        } else if container.has(Container::LIST) {
            self.list_container(active, place, value)?;
        } else {
            self.value(active, place, value)?;
        }
        if self.terms.len() > start
            && let Meaning::Iri(rendered) = &definition.meaning
        {
            let predicate = self.dataset.add_text(rendered);
            for index in start..self.terms.len() {
                let Some(object) = self.terms.get(index).copied() else { break };
                self.quad(subject, predicate, object, graph)?;
            }
            self.terms.truncate(start);
        }
        Ok(())
    }

    pub(super) fn is_object(&mut self, value: J) -> Step<bool> {
        let view = value.view();
        Ok(matches!(self.read(view)?, View::Object(_)))
    }

    /// The value of a term whose container is a list.
    fn list_container(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Null => return Ok(()),
            View::Object(_) => {
                let start = self.terms.len();
                if !self.value(active, Place { in_list: true, ..place }, value)? {
                    self.link(start, place.graph)?;
                }
            }
            _ => {
                self.list(active, place, value)?;
            }
        }
        Ok(())
    }

    /// The values of a term each of which is a graph of its own.
    fn graphs(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Null => Ok(()),
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| walker.graphs(active, place, element))?;
                }
                Ok(())
            }
            View::Object(_) => {
                let name = self.blank_node(|| OriginKind::Graph);
                let start = self.terms.len();
                self.value(active, Place { graph: Some(name), says_something: true, ..place }, value)?;
                self.terms.truncate(start);
                self.terms.push(name);
                Ok(())
            }
            _ => self.fault(Problem::unsupported("a value of this term is an object")),
        }
    }

    /// `@list` or `@set` of an object.
    fn collection(&mut self, active: &Rc<Active>, place: Place<'_>, value: J, is_list: bool) -> Step<bool> {
        let Some((name, _)) = place.property.filter(|_| !place.says_something) else {
            if is_list {
                self.fault(Problem::invalid("a list outside of any property would be dropped".into()))?;
                return Ok(false);
            }
            return self.value(active, place, value);
        };
        // What the property means may have changed within the object.
        let definition = active.terms.get(name).cloned().unwrap_or_else(|| Rc::new(Definition::of_iri("")));
        let place = Place { property: Some((name, &definition)), ..place };
        if is_list {
            self.list(active, place, value)?;
        } else {
            self.value(active, place, value)?;
        }
        Ok(is_list)
    }
}

pub(super) fn relative(what: &str) -> Problem {
    Problem { kind: FaultKind::RelativeIri, message: format!("{what} is not an absolute IRI") }
}
