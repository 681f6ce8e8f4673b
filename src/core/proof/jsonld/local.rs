//! Local contexts: what a `@context` says, in one form for tables and for JSON.

use super::iri;
use super::keyword::{self, Keyword};
use super::tables::{Coercion, Table, TableScope, Term};
use super::{FaultKind, Problem, shown};
use crate::json::{Tree, tree::Member};
use std::borrow::Cow;
use std::sync::Arc;

/// Text of a table, or a copy of text in a document.
pub(super) type Text = Cow<'static, str>;

/// How several values of a term are written: a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Container(u8);

impl Container {
    pub(super) const NONE: Container = Container(0);
    pub(super) const SET: Container = Container(1);
    pub(super) const LIST: Container = Container(2);
    pub(super) const GRAPH: Container = Container(4);
    pub(super) const LANGUAGE: Container = Container(8);
    /// Any other map (`@index`, `@id`, `@type`), which is refused where it is used.
    pub(super) const MAP: Container = Container(16);

    pub(super) const fn has(self, flag: Container) -> bool {
        self.0 & flag.0 != 0
    }

    const fn with(self, flag: Container) -> Container {
        Container(self.0 | flag.0)
    }
}

/// One item of a local context.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Local {
    /// `null`: forget everything.
    Empty,
    /// The URL of a context.
    Reference(Text),
    /// Definitions of terms.
    Definitions(Definitions),
}

/// Definitions of terms.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Definitions {
    /// `@vocab`; `Some(None)` takes it away.
    pub vocabulary: Option<Option<Text>>,
    /// `@language`; `Some(None)` takes it away.
    pub language: Option<Option<Text>>,
    /// `@propagate`
    pub propagate: Option<bool>,
    /// Sorted by name.
    pub entries: Vec<Entry>,
}

/// The definition of one term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub name: Text,
    pub iri: Mapping,
    /// `@type`
    pub coercion: Option<Text>,
    pub container: Container,
    /// `@language`; `Some(None)`: none, whatever the default is.
    pub language: Option<Option<Text>>,
    pub scope: Scope,
    pub protected: bool,
    /// Whether it may be the first part of compact IRIs if its IRI ends as a namespace does.
    pub may_be_prefix: bool,
    /// `@prefix`
    pub prefix: Option<bool>,
}

/// What a term stands for, as its context writes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mapping {
    /// Its name says it.
    Name,
    /// Nothing.
    Null,
    /// An IRI, compact IRI, term or keyword.
    Text(Text),
}

/// The context that holds within a term.
#[derive(Debug, Clone)]
pub(super) enum Scope {
    /// None of its own.
    None,
    /// The empty one.
    Empty,
    /// A table.
    Table(&'static Table),
    /// One from a document.
    Inline(Arc<[Local]>),
}

impl Scope {
    fn locals(&self) -> Option<Cow<'_, [Local]>> {
        match self {
            Scope::None => None,
            Scope::Empty => Some(Cow::Owned(vec![Local::Empty])),
            Scope::Table(table) => Some(Cow::Owned(vec![Local::Definitions(Definitions::of(table, &[]))])),
            Scope::Inline(locals) => Some(Cow::Borrowed(locals)),
        }
    }
}

impl PartialEq for Scope {
    fn eq(&self, other: &Scope) -> bool {
        match (self, other) {
            (Scope::Table(table), Scope::Table(other)) if std::ptr::eq(*table, *other) => true,
            _ => self.locals() == other.locals(),
        }
    }
}

impl Definitions {
    /// A table in this form, without the terms named.
    pub(super) fn of(table: &'static Table, without: &[&str]) -> Definitions {
        let terms = table.terms.iter().filter(|term| !without.contains(&term.name));
        let entries = terms.map(|term| Entry::of(term, table.protected)).collect();
        Definitions { entries, ..Definitions::default() }
    }

    /// The entry of that name, and its place.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &Entry)> {
        let place = self.entries.binary_search_by(|entry| entry.name.as_ref().cmp(name)).ok()?;
        Some((place, self.entries.get(place)?))
    }

    fn parse(members: &[Member<'_>]) -> Result<Definitions, Problem> {
        let mut definitions = Definitions::default();
        let mut protected = false;
        let members = by_name(members);
        for (name, value) in &members {
            match (name.as_ref(), value) {
                ("@version", Tree::Number(number)) if number.to_f64() == Some(1.1) => {}
                ("@vocab", value) => definitions.vocabulary = Some(optional_text(value, "@vocab")?),
                ("@language", value) => definitions.language = Some(language(value)?),
                ("@propagate", Tree::Boolean(flag)) => definitions.propagate = Some(*flag),
                ("@protected", Tree::Boolean(flag)) => protected = *flag,
                ("@import" | "@base" | "@direction", _) => return Err(unsupported_member(name)),
                ("@version" | "@propagate" | "@protected", _) => {
                    return Err(Problem::invalid(format!("a context has a {name} that is not allowed")));
                }
                _ => {}
            }
        }
        for (name, value) in members {
            if !CONTEXT_KEYWORDS.contains(&name.as_ref()) {
                definitions.entries.push(Entry::parse(name, value, protected)?);
            }
        }
        Ok(definitions)
    }
}

/// Members in an order in which the same of several faults comes first, however the document is stored, and entries are found.
fn by_name<'t, 'a>(members: &'t [Member<'a>]) -> Vec<&'t Member<'a>> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by(|(one, _), (other, _)| one.cmp(other));
    members
}

/// What an object of definitions has beside terms.
const CONTEXT_KEYWORDS: [&str; 8] =
    ["@version", "@vocab", "@language", "@propagate", "@protected", "@import", "@base", "@direction"];

impl Local {
    /// The value of a `@context`.
    ///
    /// # Errors
    /// What is not allowed in a context, or not supported.
    pub(super) fn parse(context: &Tree<'_>) -> Result<Vec<Local>, Problem> {
        match context {
            Tree::Array(items) => items.iter().map(Local::parse_among_others).collect(),
            item => Ok(vec![Local::parse_item(item)?]),
        }
    }

    /// An item of several. What `@propagate` means there implementations disagree about.
    pub(super) fn parse_among_others(item: &Tree<'_>) -> Result<Local, Problem> {
        let local = Local::parse_item(item)?;
        if local.propagates().is_some() {
            return Err(Problem::unsupported("@propagate in one of several contexts is not supported"));
        }
        Ok(local)
    }

    /// `@propagate`, if it is there.
    pub(super) fn propagates(&self) -> Option<bool> {
        match self {
            Local::Definitions(definitions) => definitions.propagate,
            _ => None,
        }
    }

    fn parse_item(item: &Tree<'_>) -> Result<Local, Problem> {
        match item {
            Tree::Null => Ok(Local::Empty),
            Tree::String(url) => Ok(Local::Reference(owned(url))),
            Tree::Object(members) => Definitions::parse(members).map(Local::Definitions),
            _ => Err(Problem::invalid("a context is a URL, an object or null".into())),
        }
    }
}

impl Entry {
    fn of(term: &'static Term, protected: bool) -> Entry {
        Entry {
            name: Cow::Borrowed(term.name),
            iri: Mapping::Text(joined(term.namespace, term.local)),
            coercion: match term.coercion {
                Coercion::None => None,
                Coercion::Text(text) => Some(Cow::Borrowed(text)),
                Coercion::Type(namespace, local) => Some(joined(namespace, local)),
            },
            container: term.container,
            language: None,
            scope: match term.scope {
                TableScope::None => Scope::None,
                TableScope::Empty => Scope::Empty,
                TableScope::Table(table) => Scope::Table(table),
            },
            protected,
            may_be_prefix: term.prefix,
            prefix: None,
        }
    }

    fn parse(name: &str, value: &Tree<'_>, protected: bool) -> Result<Entry, Problem> {
        if name.is_empty() {
            return Err(Problem::invalid("a context defines a term without a name".into()));
        }
        if name == "@type" {
            return Err(unsupported_member(name));
        }
        if Keyword::parse(name).is_some() || keyword::has_form_of_keyword(name) {
            return Err(Problem::invalid(format!("a context redefines the keyword {}", shown(name))));
        }
        let mut entry = Entry {
            name: owned(name),
            iri: Mapping::Name,
            coercion: None,
            container: Container::NONE,
            language: None,
            scope: Scope::None,
            protected,
            may_be_prefix: false,
            prefix: None,
        };
        match value {
            Tree::Null => entry.iri = Mapping::Null,
            Tree::String(text) if text == name => {}
            Tree::String(text) => {
                entry.iri = Mapping::Text(owned(text));
                // Another term may stand for a namespace, a compact IRI or IRI shows how it ends.
                let could_be_term = !text.contains(':') && !text.starts_with('@');
                entry.may_be_prefix = could_be_term || iri::ends_in_delimiter(text);
            }
            Tree::Object(members) => {
                for (member, value) in by_name(members) {
                    entry.read(member, value)?;
                }
            }
            _ => return Err(entry.invalid("is neither an IRI nor an object")),
        }
        Ok(entry)
    }

    fn read(&mut self, member: &str, value: &Tree<'_>) -> Result<(), Problem> {
        match (member, value) {
            ("@id", Tree::Null) => self.iri = Mapping::Null,
            ("@id", Tree::String(text)) if *text == self.name => {}
            ("@id", Tree::String(text)) => self.iri = Mapping::Text(owned(text)),
            ("@type", Tree::String(text)) => self.coercion = Some(owned(text)),
            ("@container", Tree::Array(items)) => {
                for item in items {
                    self.read_container(item)?;
                }
            }
            ("@container", item) => self.read_container(item)?,
            ("@context", Tree::Null) => self.scope = Scope::Empty,
            ("@context", context) => self.scope = Scope::Inline(Local::parse(context)?.into()),
            ("@language", value) => self.language = Some(language(value)?),
            ("@protected", Tree::Boolean(flag)) => self.protected = *flag,
            ("@prefix", Tree::Boolean(flag)) => self.prefix = Some(*flag),
            ("@reverse" | "@index" | "@nest", _) => return Err(unsupported_member(member)),
            _ => return Err(self.invalid("has a member that is not allowed")),
        }
        Ok(())
    }

    fn read_container(&mut self, item: &Tree<'_>) -> Result<(), Problem> {
        let flag = match item {
            Tree::String(text) => match text.as_ref() {
                "@set" => Container::SET,
                "@list" => Container::LIST,
                "@graph" => Container::GRAPH,
                "@language" => Container::LANGUAGE,
                "@index" | "@id" | "@type" => Container::MAP,
                _ => return Err(self.invalid("has an unknown container")),
            },
            _ => return Err(self.invalid("has an unknown container")),
        };
        self.container = self.container.with(flag);
        if self.container.has(Container::LIST) && self.container != Container::LIST {
            return Err(self.invalid("has containers that exclude each other"));
        }
        Ok(())
    }

    fn invalid(&self, what: &str) -> Problem {
        Problem::invalid(format!("the definition of the term {} {what}", shown(&self.name)))
    }
}

fn optional_text(value: &Tree<'_>, member: &str) -> Result<Option<Text>, Problem> {
    match value {
        Tree::Null => Ok(None),
        Tree::String(text) => Ok(Some(owned(text))),
        _ => Err(Problem::invalid(format!("{member} of a context is neither text nor null"))),
    }
}

fn language(value: &Tree<'_>) -> Result<Option<Text>, Problem> {
    let language = optional_text(value, "@language")?;
    match language {
        Some(tag) if !iri::is_language_tag(&tag) => {
            Err(Problem::invalid("@language of a context is no language tag".into()))
        }
        language => Ok(language.map(|tag| Cow::Owned(tag.to_ascii_lowercase()))),
    }
}

fn unsupported_member(member: &str) -> Problem {
    Problem { kind: FaultKind::Unsupported, message: format!("{member} in a context is not supported") }
}

fn owned(text: &str) -> Text {
    Cow::Owned(text.to_owned())
}

fn joined(namespace: &'static str, local: &'static str) -> Text {
    if namespace.is_empty() { Cow::Borrowed(local) } else { Cow::Owned([namespace, local].concat()) }
}
