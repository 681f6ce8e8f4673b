//! From a document to quads, in one walk (JSON-LD API 1.1, sections 5.1 and 8.1 in one).

use super::active::{Active, Definition};
use super::local::Local;
use super::objects::Type;
use super::process::{Contexts, Sources, Within};
use super::{Fault, FaultKind, MAX_FAULTS, Options, Origin, OriginKind, Problem, iri};
use crate::json::{Json, MAX_DEPTH, Tree, View};
use crate::proof::MAX_CREDENTIAL;
use crate::proof::rdf::{Dataset, Quad, Span, Term};
use foldhash::HashMap;
use std::fmt::Write;
use std::rc::Rc;

/// Most quads a document may stand for.
const MAX_QUADS: usize = 5_000;

/// Room that most credentials do with.
const QUADS: usize = 64;

/// Most text in a document, in bytes: names of members, and strings.
const MAX_TEXT: usize = MAX_CREDENTIAL;

/// RDF that any document may stand for, in bytes: terms are longer there, and repeated.
const RDF_OF_ANY: usize = 2 << 20;

/// RDF that each byte of text adds to that: a long one, such as a picture in its own identifier, is said of a few things
/// only.
const RDF_PER_TEXT: usize = 4;

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

/// How high the stacks of a walker are.
#[derive(Clone, Copy)]
pub(super) struct Tops {
    pub members: usize,
    pub properties: usize,
    pub types: usize,
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
    labels: HashMap<String, u32>,
    /// Members of the objects that are being read, those of the innermost last.
    pub members: Vec<(&'a str, J)>,
    /// Likewise the properties among them.
    pub properties: Vec<(&'a str, J, Rc<Definition>)>,
    /// Likewise the types.
    pub types: Vec<Type<'a>>,
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
            labels: HashMap::default(),
            members: Vec::new(),
            properties: Vec::new(),
            types: Vec::new(),
            terms: Vec::new(),
        }
    }

    pub(super) fn document(mut self, document: J) -> Found {
        let active = self.contexts.start();
        self.dataset.reserve(QUADS);
        self.members.reserve(QUADS);
        self.properties.reserve(QUADS);
        let place = Place { property: None, graph: None, says_something: true, in_list: false };
        // What stopped the walk is among the faults.
        let _ = self.value(&active, place, document);
        if self.dataset.is_empty() && self.faults.is_empty() {
            let _ = self.fault(Problem::invalid("a document that says nothing".into()));
        }
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

    /// How much RDF the text that was read so far may stand for.
    fn most_rdf(&self) -> usize {
        let text = MAX_TEXT.saturating_sub(self.text_left);
        text.saturating_mul(RDF_PER_TEXT).saturating_add(RDF_OF_ANY)
    }

    /// Counts text against the limit.
    pub(super) fn charge(&mut self, text: &str) -> Step {
        match self.text_left.checked_sub(text.len()) {
            Some(left) if self.dataset.size() <= self.most_rdf() => {
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
        let most = self.most_rdf();
        if self.dataset.size() > most || self.dataset.size_of_lines() > most {
            return self.stop(Problem::limit("the document is larger than any credential"));
        }
        Ok(())
    }

    pub(super) fn blank_node(&mut self, kind: impl FnOnce() -> OriginKind) -> Term {
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

    /// The context that a type brings to its object.
    pub(super) fn scope_of_type(&mut self, active: &Rc<Active>, definition: &Definition) -> Step<Rc<Active>> {
        let result = self.contexts.scoped(active, definition, Within::Type, self.sources);
        self.context(active, result)
    }

    /// The context that a property brings to its values.
    pub(super) fn scope_of_property(
        &mut self,
        active: &Rc<Active>,
        name: &str,
        definition: &Definition,
    ) -> Step<Rc<Active>> {
        let result = self.contexts.scoped(active, definition, Within::Property, self.sources);
        let within = self.context(active, result)?;
        // Implementations disagree about which of the two then holds.
        if within.terms.get(name).is_some_and(|inner| inner.as_ref() != definition) {
            self.fault(Problem::unsupported(
                "the context of a property that gives it another meaning is not supported",
            ))?;
        }
        Ok(within)
    }

    /// Walks a value with the contexts in it: what one of them lacks says nothing of what is beside.
    fn in_context<T>(&mut self, walk: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        let lacks_context = self.lacks_context;
        let result = walk(self);
        self.lacks_context = lacks_context;
        result
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
    pub(super) fn local_context(&mut self, active: &Rc<Active>, value: J) -> Step<Rc<Active>> {
        self.member("@context", |walker| {
            let view = value.view();
            match walker.read(view)? {
                View::Array(items) => {
                    let mut active = Rc::clone(active);
                    for (index, item) in items.enumerate() {
                        let item = walker.read(item)?;
                        active = walker.element(index, |walker| walker.context_item(&active, item, true))?;
                    }
                    Ok(active)
                }
                _ => walker.context_item(active, value, false),
            }
        })
    }

    fn context_item(&mut self, active: &Rc<Active>, item: J, among_others: bool) -> Step<Rc<Active>> {
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
            tree if among_others => Local::parse_among_others(&tree).map(|local| vec![local]),
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
                            View::Array(_) if place.in_list => walker.inner_list(active, place, element),
                            _ => walker.value(active, place, element),
                        }
                    })?;
                }
                Ok(false)
            }
            View::Object(members) => {
                let tops = Tops {
                    members: self.members.len(),
                    properties: self.properties.len(),
                    types: self.types.len(),
                };
                let omit = if self.path.is_empty() { self.options.omit } else { None };
                for member in members {
                    let (name, value) = self.read(member)?;
                    if omit != Some(name) {
                        self.charge(name)?;
                        self.members.push((name, value));
                    }
                }
                let is_list = self.in_context(|walker| walker.object(active, place, tops));
                self.members.truncate(tops.members);
                self.properties.truncate(tops.properties);
                self.types.truncate(tops.types);
                is_list
            }
            View::Boolean(_) | View::Number | View::String(_) => {
                let Some((name, definition)) = place.property.filter(|_| !place.says_something) else {
                    self.fault(Problem::invalid("a value outside of any property would be dropped".into()))?;
                    return Ok(false);
                };
                self.in_context(|walker| walker.scalar(active, name, definition, value))?;
                Ok(false)
            }
        }
    }
}

pub(super) fn relative(what: &str) -> Problem {
    Problem { kind: FaultKind::RelativeIri, message: format!("{what} is not an absolute IRI") }
}
