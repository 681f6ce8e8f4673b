//! From local contexts to active ones (JSON-LD API 1.1, section 4.1), with a memory.
//!
//! Working out a context costs a hundred times what using it costs, and credentials use the same few in the
//! same places. So what compiled contexts lead to is kept for the thread's life, in bounds; what has anything of
//! a document in it is kept until the document is done.

use super::active::{Active, Coercion, DataType, Definition, Expanded, Meaning, ScopeId};
use super::iri;
use super::keyword::{self, Keyword};
use super::local::{Definitions, Entry, Local, Mapping, Scope};
use super::tables::{self, Revision};
use super::{FaultKind, Problem};
use crate::proof::Resources;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Most active contexts that are kept between documents.
const MAX_KEPT: usize = 512;

/// Most active contexts that one document may need worked out.
const MAX_WORKED_OUT: usize = 1_024;

/// Most definitions of terms that one document may need worked out, those of its own contexts and the resources'.
const MAX_DEFINED: usize = 20_000;

/// Longest chain of contexts that refer to each other, and of terms that are defined by each other.
const MAX_CHAIN: usize = 16;

/// How a context within a term is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Within {
    /// The value of a property: it may override what is protected.
    Property,
    /// An object of a type: it holds for that object, not for what is below.
    Type,
}

/// What leads from one active context to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Published(usize, Revision),
    Scope(u64, Within),
}

type Memory = FxHashMap<(u64, Step), Rc<Active>>;

/// The contexts known to this thread.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    empty: Rc<Active>,
    kept: Memory,
    of_document: Memory,
    last_id: u64,
    worked_out: usize,
    defined: usize,
}

/// Where contexts come from that are not part of the document.
#[derive(Clone, Copy)]
pub(super) struct Sources<'r> {
    pub resources: Resources<'r>,
    pub revision: Revision,
}

impl Contexts {
    /// Makes ready for a document.
    pub(super) fn start(&mut self) -> Rc<Active> {
        if self.kept.len() > MAX_KEPT {
            self.kept.clear();
        }
        self.finish();
        self.worked_out = 0;
        self.defined = 0;
        Rc::clone(&self.empty)
    }

    /// Forgets what has anything of the document in it.
    pub(super) fn finish(&mut self) {
        self.of_document = Memory::default();
    }

    fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.saturating_add(1);
        self.last_id
    }

    fn recall(&self, active: &Active, step: Step) -> Option<Rc<Active>> {
        let key = (active.id, step);
        self.kept.get(&key).or_else(|| self.of_document.get(&key)).map(Rc::clone)
    }

    fn remember(&mut self, active: &Active, step: Step, result: &Rc<Active>) {
        let memory = if result.from_document { &mut self.of_document } else { &mut self.kept };
        memory.insert((active.id, step), Rc::clone(result));
    }

    /// The context that a definition brings, over `active`.
    pub(super) fn scoped(
        &mut self,
        active: &Rc<Active>,
        definition: &Definition,
        within: Within,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let step = Step::Scope(definition.scope_id.0, within);
        if let Some(known) = self.recall(active, step) {
            return Ok(known);
        }
        let rule = Rule { may_override: within == Within::Property, propagates: within == Within::Property };
        let result = match &definition.scope {
            Scope::None => return Ok(Rc::clone(active)),
            Scope::Empty => self.apply(active, &[Local::Empty], rule, sources, &mut Vec::new())?,
            Scope::Table(table) => {
                let locals = [Local::Definitions(Definitions::of(table, &[]))];
                self.apply_known(active, &locals, rule, sources)?
            }
            Scope::Inline(locals) => self.apply(active, locals, rule, sources, &mut Vec::new())?,
        };
        self.remember(active, step, &result);
        Ok(result)
    }

    /// The context of that URL, over `active`.
    pub(super) fn reference(
        &mut self,
        active: &Rc<Active>,
        url: &str,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        self.refer(active, url, sources, &mut Vec::new())
    }

    fn refer(
        &mut self,
        active: &Rc<Active>,
        url: &str,
        sources: Sources<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Rc<Active>, Problem> {
        if let Some((place, published)) = tables::find(url) {
            let older =
                !published.added_in_june_2026.is_empty() && sources.revision == Revision::BeforeJune2026;
            let revision = if older { Revision::BeforeJune2026 } else { Revision::Current };
            let step = Step::Published(place, revision);
            if let Some(known) = self.recall(active, step) {
                return Ok(known);
            }
            let without = if older { published.added_in_june_2026 } else { &[] };
            let locals = [Local::Definitions(Definitions::of(published.table, without))];
            let rule = Rule { may_override: false, propagates: true };
            let result = self.apply_known(active, &locals, rule, sources)?;
            self.remember(active, step, &result);
            return Ok(result);
        }
        if !iri::is_absolute(url) {
            return Err(Problem {
                kind: FaultKind::RelativeIri,
                message: "a context's URL is not absolute".into(),
            });
        }
        let Some(resource) = sources.resources.get(url) else {
            return Err(Problem {
                kind: FaultKind::UnknownContext,
                message: format!("the context {url:?} is neither known nor among the resources"),
            });
        };
        let Some(context) = resource.get("@context") else {
            return Err(Problem::invalid(format!("the resource {url:?} is no context: it has no @context")));
        };
        if chain.len() >= MAX_CHAIN || chain.iter().any(|before| before == url) {
            return Err(Problem::invalid(format!("the context {url:?} refers to itself")));
        }
        let locals = Local::parse(context)?;
        chain.push(url.to_owned());
        let rule = Rule { may_override: false, propagates: true };
        let result = self.apply(active, &locals, rule, sources, chain);
        chain.pop();
        result
    }

    /// A context in the document itself, over `active`.
    pub(super) fn inline(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let rule = Rule { may_override: false, propagates: true };
        self.apply(active, locals, rule, sources, &mut Vec::new())
    }

    /// Applies what a table says: nothing of a document is added.
    fn apply_known(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        rule: Rule,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let result = self.apply(active, locals, rule, sources, &mut Vec::new())?;
        let mut result = Rc::unwrap_or_clone(result);
        result.from_document = active.from_document;
        Ok(Rc::new(result))
    }

    fn apply(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        mut rule: Rule,
        sources: Sources<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Rc<Active>, Problem> {
        if let [Local::Definitions(Definitions { propagate: Some(propagates), .. })] = locals {
            rule.propagates = *propagates;
        }
        self.worked_out = self.worked_out.saturating_add(1);
        let mut result = (**active).clone();
        result.id = self.next_id();
        if !rule.propagates && result.previous.is_none() {
            result.previous = Some(Rc::clone(active));
        }
        for local in locals {
            self.worked_out = self.worked_out.saturating_add(1);
            if self.worked_out > MAX_WORKED_OUT {
                return Err(Problem::limit("more contexts than any credential needs"));
            }
            match local {
                Local::Empty => {
                    if !rule.may_override && result.terms.values().any(|definition| definition.protected) {
                        return Err(Problem {
                            kind: FaultKind::ProtectedTerm,
                            message: "a context that is null would forget protected terms".into(),
                        });
                    }
                    let previous = (!rule.propagates).then(|| Rc::new(result));
                    let from_document = previous.as_ref().is_some_and(|previous| previous.from_document);
                    result = Active { id: self.next_id(), previous, from_document, ..Active::default() };
                }
                Local::Reference(url) => {
                    let known = tables::find(url).is_some();
                    let over = Rc::new(result);
                    result = Rc::unwrap_or_clone(self.refer(&over, url, sources, chain)?);
                    result.from_document |= !known;
                }
                Local::Definitions(definitions) => {
                    self.defined = self.defined.saturating_add(definitions.entries.len());
                    if self.defined > MAX_DEFINED {
                        return Err(Problem::limit("more definitions of terms than any credential needs"));
                    }
                    self.define(&mut result, definitions, rule.may_override)?;
                    result.from_document = true;
                }
            }
        }
        Ok(Rc::new(result))
    }

    fn define(
        &mut self,
        active: &mut Active,
        definitions: &Definitions,
        may_override: bool,
    ) -> Result<(), Problem> {
        if let Some(vocabulary) = &definitions.vocabulary {
            active.vocabulary = match vocabulary {
                None => None,
                Some(text) => match active.expand(text, true) {
                    Expanded::Iri(iri) if !text.is_empty() && iri::is_absolute(&iri) => {
                        Some(iri.as_ref().into())
                    }
                    _ => return Err(Problem::unsupported("@vocab of a context is not an absolute IRI")),
                },
            };
        }
        if let Some(language) = &definitions.language {
            active.language = language.as_deref().map(Rc::from);
        }
        let mut definer = Definer {
            contexts: self,
            active,
            definitions,
            states: vec![State::Waiting; definitions.entries.len()],
            may_override,
        };
        definitions.entries.iter().enumerate().try_for_each(|(place, entry)| definer.define(place, entry, 0))
    }
}

/// How local contexts are applied.
#[derive(Debug, Clone, Copy)]
struct Rule {
    /// Whether they may give a protected term another meaning.
    may_override: bool,
    /// Whether they hold in the objects below.
    propagates: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Started,
    Done,
}

/// Defines terms, each after those it is defined by (JSON-LD API 1.1, section 4.2).
struct Definer<'d> {
    contexts: &'d mut Contexts,
    active: &'d mut Active,
    definitions: &'d Definitions,
    states: Vec<State>,
    may_override: bool,
}

impl Definer<'_> {
    fn define(&mut self, place: usize, entry: &Entry, depth: usize) -> Result<(), Problem> {
        let Some(state) = self.states.get_mut(place) else { return Ok(()) };
        match state {
            State::Done => return Ok(()),
            State::Started => return Err(invalid(entry, "is defined by itself")),
            State::Waiting => *state = State::Started,
        }
        if depth > MAX_CHAIN {
            return Err(Problem::limit(
                "terms defined by each other in a longer chain than any context needs",
            ));
        }
        let previous = self.active.terms.remove(entry.name.as_ref());
        let mut definition = self.definition(entry, depth)?;
        if let Some(previous) = previous.filter(|previous| previous.protected && !self.may_override) {
            definition.protected = true;
            if definition != *previous {
                return Err(Problem {
                    kind: FaultKind::ProtectedTerm,
                    message: format!("a context gives the protected term {:?} another meaning", entry.name),
                });
            }
        }
        self.active.terms.insert(entry.name.clone(), Rc::new(definition));
        if let Some(state) = self.states.get_mut(place) {
            *state = State::Done;
        }
        Ok(())
    }

    fn definition(&mut self, entry: &Entry, depth: usize) -> Result<Definition, Problem> {
        if let Some(prefix) = entry.prefix
            && prefix
            && entry.name.contains([':', '/'])
        {
            return Err(invalid(entry, "cannot be a prefix"));
        }
        let coercion = self.coercion(entry, depth)?;
        let meaning = self.meaning(entry, depth)?;
        let is_namespace = matches!(&meaning, Meaning::Iri(iri)
            if iri.strip_suffix('>').is_some_and(iri::ends_in_delimiter));
        let prefix = match entry.prefix {
            Some(prefix) => prefix,
            None => entry.may_be_prefix && is_namespace && !entry.name.contains([':', '/']),
        };
        let typed = entry.coercion.is_some();
        Ok(Definition {
            meaning,
            coercion,
            container: entry.container,
            language: entry.language.as_ref().filter(|_| !typed).map(|tag| tag.as_deref().map(Rc::from)),
            scope: entry.scope.clone(),
            scope_id: self.scope_id(&entry.scope),
            prefix,
            protected: entry.protected,
        })
    }

    /// Tables are told apart by where they are, so that a scope has one place in memory whoever refers to it.
    fn scope_id(&mut self, scope: &Scope) -> ScopeId {
        match scope {
            Scope::None => ScopeId(0),
            Scope::Empty => ScopeId(1),
            Scope::Table(table) => ScopeId(std::ptr::from_ref(*table).addr() as u64),
            Scope::Inline(_) => ScopeId(u64::MAX.saturating_sub(self.contexts.next_id())),
        }
    }

    fn coercion(&mut self, entry: &Entry, depth: usize) -> Result<Coercion, Problem> {
        let Some(text) = &entry.coercion else { return Ok(Coercion::None) };
        self.prepare(text, depth)?;
        match self.active.expand(text, true) {
            Expanded::Keyword(Keyword::Id) => Ok(Coercion::Id),
            Expanded::Keyword(Keyword::Vocab) => Ok(Coercion::Vocabulary),
            Expanded::Keyword(Keyword::Json) => Ok(Coercion::Json),
            Expanded::Keyword(Keyword::None) => Ok(Coercion::None),
            Expanded::Iri(iri) if iri::is_absolute(&iri) => Ok(Coercion::Type(DataType::new(&iri))),
            _ => Err(invalid(entry, "has a @type that is no data type")),
        }
    }

    fn meaning(&mut self, entry: &Entry, depth: usize) -> Result<Meaning, Problem> {
        let text = match &entry.iri {
            Mapping::Null => return Ok(Meaning::Nothing),
            Mapping::Name => return self.meaning_of_name(entry, depth),
            Mapping::Text(text) => text,
        };
        if Keyword::parse(text).is_none() && keyword::has_form_of_keyword(text) {
            return Err(invalid(entry, "has an @id in the form of a keyword"));
        }
        self.prepare(text, depth)?;
        let meaning = match self.active.expand(text, true) {
            Expanded::Keyword(Keyword::Context) => {
                return Err(invalid(entry, "is another name for @context"));
            }
            Expanded::Keyword(keyword) => Meaning::Keyword(keyword),
            Expanded::Iri(iri) if iri::is_absolute(&iri) => rendered(&iri),
            _ => return Err(invalid(entry, "stands for no absolute IRI")),
        };
        // A name that reads as an IRI must not stand for another one.
        if iri::split(&entry.name).is_some_and(|(_, rest)| !rest.is_empty()) || entry.name.contains('/') {
            self.prepare_prefix(&entry.name, depth)?;
            let same = match self.active.expand(&entry.name, true) {
                Expanded::Iri(iri) => rendered(&iri) == meaning,
                _ => false,
            };
            if !same {
                return Err(invalid(entry, "reads as one IRI and stands for another"));
            }
        }
        Ok(meaning)
    }

    fn meaning_of_name(&mut self, entry: &Entry, depth: usize) -> Result<Meaning, Problem> {
        self.prepare_prefix(&entry.name, depth)?;
        match self.active.expand(&entry.name, true) {
            Expanded::Iri(iri) if iri::is_absolute(&iri) => Ok(rendered(&iri)),
            _ => Err(invalid(entry, "stands for no absolute IRI")),
        }
    }

    /// Defines what a text may refer to.
    fn prepare(&mut self, text: &str, depth: usize) -> Result<(), Problem> {
        if Keyword::parse(text).is_some() {
            return Ok(());
        }
        let definitions = self.definitions;
        match definitions.find(text) {
            Some((place, entry)) => self.define(place, entry, depth.saturating_add(1)),
            None => self.prepare_prefix(text, depth),
        }
    }

    fn prepare_prefix(&mut self, text: &str, depth: usize) -> Result<(), Problem> {
        let definitions = self.definitions;
        let prefix = iri::split(text).filter(|(prefix, rest)| *prefix != "_" && !rest.starts_with("//"));
        match prefix.and_then(|(prefix, _)| definitions.find(prefix)) {
            Some((place, entry)) => self.define(place, entry, depth.saturating_add(1)),
            None => Ok(()),
        }
    }
}

fn rendered(iri: &str) -> Meaning {
    Meaning::Iri(["<", iri, ">"].concat().into())
}

fn invalid(entry: &Entry, what: &str) -> Problem {
    Problem::invalid(format!("the definition of the term {:?} {what}", entry.name))
}
