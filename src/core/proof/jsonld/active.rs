//! Active contexts: what names mean at one place of a document.

use super::iri;
use super::keyword::{self, Keyword};
use super::local::{Container, Scope, Text};
use foldhash::HashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// What names mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Active {
    /// Tells it from every other one in this process; the empty one is 0.
    pub id: u64,
    /// What the terms mean. Hashed with a secret of this process: a document may bring as many terms as it likes, and none
    /// may be made to collide.
    pub terms: HashMap<Text, Rc<Definition>>,
    /// The terms among them that are other names for keywords.
    pub aliases: Vec<(Text, Keyword)>,
    /// `@vocab`
    pub vocabulary: Option<Rc<str>>,
    /// `@language`
    pub language: Option<Rc<str>>,
    /// What holds again in objects below, where this one does not propagate.
    pub previous: Option<Rc<Active>>,
    /// Whether text of a document is in it, so that it must not outlive the document.
    pub from_document: bool,
}

/// What a term means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Definition {
    pub meaning: Meaning,
    pub coercion: Coercion,
    pub container: Container,
    /// `Some(None)`: no language, whatever the default is.
    pub language: Option<Option<Rc<str>>>,
    pub scope: Scope,
    /// Tells the scope from every other one.
    pub scope_id: ScopeId,
    pub prefix: bool,
    pub protected: bool,
}

/// Which scope it is. Never part of whether two definitions are the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScopeId(pub u64);

impl PartialEq for ScopeId {
    fn eq(&self, _: &ScopeId) -> bool {
        true
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A context says that it means nothing.
    Nothing,
    /// A keyword.
    Keyword(Keyword),
    /// An IRI as N-Quads write it, between `<` and `>`.
    Iri(Rc<str>),
}

/// What the values of a term are read as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Coercion {
    /// As they are.
    None,
    /// As IRIs.
    Id,
    /// As terms or IRIs.
    Vocabulary,
    /// As JSON literals.
    Json,
    /// As literals of a data type.
    Type(DataType),
}

/// A data type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataType {
    /// `^^<IRI>`, or nothing for strings.
    pub suffix: Rc<str>,
    /// Whether it is `xsd:double`.
    pub is_double: bool,
}

impl DataType {
    /// The data type of that IRI.
    pub(super) fn new(iri: &str) -> DataType {
        match iri {
            "http://www.w3.org/2001/XMLSchema#string" => DataType { suffix: "".into(), is_double: false },
            _ => DataType {
                suffix: ["^^<", iri, ">"].concat().into(),
                is_double: iri == "http://www.w3.org/2001/XMLSchema#double",
            },
        }
    }
}

impl Definition {
    /// A property that no context defines, by its IRI.
    pub(super) fn of_iri(iri: &str) -> Definition {
        Definition {
            meaning: Meaning::Iri(["<", iri, ">"].concat().into()),
            coercion: Coercion::None,
            container: Container::NONE,
            language: None,
            scope: Scope::None,
            scope_id: ScopeId(0),
            prefix: false,
            protected: false,
        }
    }

    /// The IRI without its brackets, if it stands for one.
    pub(super) fn iri(&self) -> Option<&str> {
        match &self.meaning {
            Meaning::Iri(rendered) => rendered.strip_prefix('<')?.strip_suffix('>'),
            _ => None,
        }
    }
}

/// What a text expands to.
#[derive(Debug, PartialEq)]
pub(super) enum Expanded<'t> {
    /// Nothing.
    Nothing,
    /// A keyword.
    Keyword(Keyword),
    /// An IRI, absolute or not, or a blank node's label.
    Iri(Cow<'t, str>),
}

/// Names that are as fast looked at one by one as looked up.
const FEW: usize = 8;

impl Active {
    /// The keyword of that name, or that it is another name for.
    pub(super) fn keyword(&self, name: &str) -> Option<Keyword> {
        let alias = if self.aliases.len() <= FEW {
            self.aliases.iter().find(|(alias, _)| alias == name).map(|(_, keyword)| *keyword)
        } else {
            self.terms.get(name).and_then(|definition| match definition.meaning {
                Meaning::Keyword(keyword) => Some(keyword),
                _ => None,
            })
        };
        alias.or_else(|| Keyword::parse(name))
    }

    /// Notes which terms are other names for keywords.
    pub(super) fn note_aliases(&mut self) {
        let aliases = self.terms.iter().filter_map(|(name, definition)| match definition.meaning {
            Meaning::Keyword(keyword) => Some((name.clone(), keyword)),
            _ => None,
        });
        self.aliases = aliases.collect();
    }

    /// Expands a name, type or reference (JSON-LD API 1.1, section 5.2.2), every term it needs being defined.
    pub(super) fn expand<'t>(&'t self, text: &'t str, vocabulary: bool) -> Expanded<'t> {
        if let Some(keyword) = Keyword::parse(text) {
            return Expanded::Keyword(keyword);
        }
        if keyword::has_form_of_keyword(text) {
            return Expanded::Nothing;
        }
        if let Some(definition) = self.terms.get(text) {
            match &definition.meaning {
                Meaning::Keyword(keyword) => return Expanded::Keyword(*keyword),
                Meaning::Nothing if vocabulary => return Expanded::Nothing,
                Meaning::Iri(_) if vocabulary => {
                    return definition.iri().map_or(Expanded::Nothing, |iri| Expanded::Iri(iri.into()));
                }
                _ => {}
            }
        }
        if let Some((prefix, rest)) = iri::split(text) {
            if prefix == "_" || rest.starts_with("//") {
                return Expanded::Iri(text.into());
            }
            if let Some(namespace) =
                self.terms.get(prefix).filter(|found| found.prefix).and_then(|found| found.iri())
            {
                return Expanded::Iri([namespace, rest].concat().into());
            }
            if iri::is_absolute(text) {
                return Expanded::Iri(text.into());
            }
        }
        match &self.vocabulary {
            Some(namespace) if vocabulary => Expanded::Iri([namespace, text].concat().into()),
            _ => Expanded::Iri(text.into()),
        }
    }
}
