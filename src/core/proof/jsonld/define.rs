//! Defining terms, each after those it is defined by (JSON-LD API 1.1, section 4.2).

use super::active::{Active, Coercion, DataType, Definition, Expanded, Meaning, ScopeId};
use super::iri;
use super::keyword::{self, Keyword};
use super::local::{Definitions, Entry, Mapping, Scope};
use super::process::{Contexts, MAX_CHAIN};
use super::{FaultKind, Problem, shown};
use crate::interruption;
use std::rc::Rc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Started,
    Done,
}

/// Defines terms, each after those it is defined by (JSON-LD API 1.1, section 4.2).
pub(super) struct Definer<'d> {
    contexts: &'d mut Contexts,
    active: &'d mut Active,
    definitions: &'d Definitions,
    states: Vec<State>,
    may_override: bool,
}

impl<'d> Definer<'d> {
    /// Makes `active` ready for these definitions.
    pub(super) fn new(
        contexts: &'d mut Contexts,
        active: &'d mut Active,
        definitions: &'d Definitions,
        may_override: bool,
    ) -> Self {
        let states = vec![State::Waiting; definitions.entries.len()];
        Definer { contexts, active, definitions, states, may_override }
    }

    /// Defines all of them.
    pub(super) fn run(mut self) -> Result<(), Problem> {
        let definitions = self.definitions;
        for (place, entry) in definitions.entries.iter().enumerate() {
            interruption::poll_at(place);
            self.define(place, entry, 0)?;
        }
        self.active.note_aliases();
        Ok(())
    }

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
                    message: format!(
                        "a context gives the protected term {} another meaning",
                        shown(&entry.name)
                    ),
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
    Problem::invalid(format!("the definition of the term {} {what}", shown(&entry.name)))
}
