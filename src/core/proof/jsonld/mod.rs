//! JSON-LD 1.1 to RDF, fail-closed: what would be dropped, and so not signed, is an error.
//!
//! Contexts are tables compiled into the extension; nothing is fetched. Of JSON-LD that is all credentials
//! use: type-scoped and property-scoped contexts, protected terms, named graphs, lists, JSON literals,
//! languages. Reverse properties, nesting, included blocks, base directions, imported contexts, relative
//! references and the maps by index, identifier or type are refused.

mod active;
mod containers;
mod define;
mod iri;
mod keyword;
mod literal;
mod local;
mod objects;
mod process;
mod tables;
mod values;
mod walk;

pub use tables::Revision;

use super::Resources;
use super::rdf::Dataset;
use crate::json::{Json, ReadError};
use process::{Contexts, Sources};
use std::cell::RefCell;
use std::fmt;
use walk::{Found, Walker};

/// What is wrong with a document as JSON-LD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer into the document.
    pub path: String,
    /// The kind.
    pub kind: FaultKind,
    /// What is expected and what was found.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            out.write_str(&self.message)
        } else {
            write!(out, "{}: {}", self.path, self.message)
        }
    }
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A term that no context defines would be dropped.
    UndefinedTerm,
    /// A type that no context defines.
    UndefinedType,
    /// An identifier that is not absolute.
    RelativeIri,
    /// A context that is neither compiled in nor given as a resource.
    UnknownContext,
    /// A context gives a protected term another meaning.
    ProtectedTerm,
    /// Any other rule of JSON-LD.
    Invalid,
    /// A part of JSON-LD that is refused because nothing needs it.
    Unsupported,
    /// Too deep, too large, too many contexts.
    Limit,
}

/// A fault whose place is not known yet.
#[derive(Debug, Clone)]
struct Problem {
    kind: FaultKind,
    message: String,
}

impl Problem {
    fn invalid(message: String) -> Problem {
        Problem { kind: FaultKind::Invalid, message }
    }

    fn unsupported(message: &str) -> Problem {
        Problem { kind: FaultKind::Unsupported, message: message.to_owned() }
    }

    fn limit(message: &str) -> Problem {
        Problem { kind: FaultKind::Limit, message: message.to_owned() }
    }
}

/// A name as messages show it: in part if it is long, and not at all if it may be an e-mail address.
pub(in crate::proof) fn shown(name: &str) -> String {
    const SHOWN: usize = 120;
    let length = name.chars().count();
    if name.strip_prefix('@').unwrap_or(name).contains('@') {
        format!("of {length} characters")
    } else if length > SHOWN {
        format!("{:?}... ({length} characters)", name.chars().take(SHOWN).collect::<String>())
    } else {
        format!("{name:?}")
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Problem {
        match error {
            ReadError::TooDeep => Problem::limit("it is nested too deep"),
            ReadError::TooLarge => Problem::limit("it is too large"),
            ReadError::Corrupt | ReadError::NotUtf8 => Problem::invalid("it cannot be read".into()),
        }
    }
}

/// How a document is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'o> {
    /// A member of the outermost object that is left out (`proof`).
    pub omit: Option<&'o str>,
    /// Where contexts are found that are not compiled in.
    pub resources: Resources<'o>,
    /// Which state of a context that was changed in place.
    pub revision: Revision,
    /// Blank nodes for identifiers that begin with this (`urn:bnid:`): the same identifier, the same blank
    /// node. Such identifiers stand in for blank nodes while a document is taken apart (`ecdsa-sd-2023`).
    pub blank_prefix: Option<&'o str>,
}

/// Where a blank node comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// JSON Pointer of the value in the document.
    pub path: String,
    /// What it is there.
    pub kind: OriginKind,
}

/// What a blank node is in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginKind {
    /// An object without an identifier.
    Object,
    /// The graph around the object of a term like `proof`.
    Graph,
    /// The cell of a list that holds that item, the first being 0. The path is that of the whole list.
    ListItem(usize),
    /// An identifier of a blank node: what follows `_:` or [`Options::blank_prefix`]. The path is that of the
    /// first object or reference with it.
    Label(String),
}

/// A document as RDF, and where its blank nodes come from.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The document.
    pub dataset: Dataset,
    /// The origin of each blank node, by its number.
    pub origins: Vec<Origin>,
}

/// The document as RDF. `omit` names a member of the outermost object that is left out (`proof`).
///
/// # Errors
/// The first [`Fault`].
pub fn to_rdf<'a, J: Json<'a>>(
    document: J,
    omit: Option<&str>,
    resources: Resources<'_>,
) -> Result<Dataset, Fault> {
    to_rdf_with(document, &Options { omit, resources, ..Options::default() })
}

/// The document as RDF.
///
/// # Errors
/// The first [`Fault`].
pub fn to_rdf_with<'a, J: Json<'a>>(document: J, options: &Options<'_>) -> Result<Dataset, Fault> {
    first_fault(walk(document, options, false, false)).map(|found| found.dataset)
}

/// The document as RDF, and where each blank node comes from: with that a part of the document, and the RDF
/// of that part, can be brought together with the RDF of the whole.
///
/// # Errors
/// The first [`Fault`].
pub fn to_rdf_traced<'a, J: Json<'a>>(document: J, options: &Options<'_>) -> Result<Traced, Fault> {
    let found = first_fault(walk(document, options, false, true))?;
    Ok(Traced { dataset: found.dataset, origins: found.origins })
}

/// Everything wrong with the document as JSON-LD (safe mode): what is wrong with an object before what is wrong
/// within its values, otherwise in the order of the document; at most [`MAX_FAULTS`]. Where a context is unknown,
/// terms and types that it may define are not reported.
pub fn faults<'a, J: Json<'a>>(document: J, resources: Resources<'_>) -> Vec<Fault> {
    walk(document, &Options { resources, ..Options::default() }, true, false).faults
}

/// Most faults that [`faults`] gives.
pub const MAX_FAULTS: usize = 100;

/// Whether the context of that URL is compiled in.
pub fn is_known_context(url: &str) -> bool {
    tables::find(url).is_some()
}

fn first_fault(found: Found) -> Result<Found, Fault> {
    let mut found = found;
    if found.faults.is_empty() { Ok(found) } else { Err(found.faults.swap_remove(0)) }
}

fn walk<'a, J: Json<'a>>(document: J, options: &Options<'_>, collecting: bool, tracing: bool) -> Found {
    thread_local! {
        static CONTEXTS: RefCell<Contexts> = RefCell::default();
    }
    let sources = Sources { resources: options.resources, revision: options.revision };
    CONTEXTS.with_borrow_mut(|contexts| {
        let found = Walker::new(contexts, sources, options, collecting, tracing).document(document);
        contexts.finish();
        found
    })
}
