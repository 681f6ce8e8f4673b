//! The contexts that are compiled in, as tables of terms.
//!
//! A row says what the published context says of one term. Namespaces are split off so that a row reads as a
//! line of a table; what a context writes in short (`xsd:date`) stays short, because what it stands for
//! depends on the contexts before it.

mod credentials;
mod learner_records;
mod namespaces;
mod open_badges;
mod open_badges_early;
mod security;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use super::local::Container;
use namespaces::*;

/// A context, or the part of one that holds within one term.
#[derive(Debug)]
pub(super) struct Table {
    /// Whether other contexts must not redefine its terms.
    pub protected: bool,
    /// Sorted by name.
    pub terms: &'static [Term],
}

/// What the values of a term are read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Coercion {
    /// As they are.
    None,
    /// A keyword (`@id`), or what the context writes for a data type.
    Text(&'static str),
    /// A data type, its namespace split off.
    Type(&'static str, &'static str),
}

/// The context that holds within a term.
#[derive(Debug, Clone, Copy)]
pub(super) enum TableScope {
    /// None of its own.
    None,
    /// The empty one, which forgets every term.
    Empty,
    /// More terms.
    Table(&'static Table),
}

/// A term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    /// Its name.
    pub name: &'static str,
    /// The namespace of its IRI, or nothing.
    pub namespace: &'static str,
    /// The rest of its IRI; a keyword; another term.
    pub local: &'static str,
    /// What its values are read as.
    pub coercion: Coercion,
    /// How several values are written.
    pub container: Container,
    /// The context of its values, or of the objects of that type.
    pub scope: TableScope,
    /// Whether it may be the first part of a compact IRI.
    pub prefix: bool,
}

impl Term {
    const fn new(name: &'static str, namespace: &'static str, local: &'static str) -> Term {
        let (coercion, container, scope) = (Coercion::None, Container::NONE, TableScope::None);
        Term { name, namespace, local, coercion, container, scope, prefix: false }
    }

    const fn alias(name: &'static str, of: &'static str) -> Term {
        Term::new(name, "", of)
    }

    const fn typed(self, namespace: &'static str, local: &'static str) -> Term {
        Term { coercion: Coercion::Type(namespace, local), ..self }
    }

    const fn coerced(self, to: &'static str) -> Term {
        Term { coercion: Coercion::Text(to), ..self }
    }

    const fn id(self) -> Term {
        self.coerced("@id")
    }

    const fn vocab(self) -> Term {
        self.coerced("@vocab")
    }

    const fn json(self) -> Term {
        self.coerced("@json")
    }

    const fn set(self) -> Term {
        Term { container: Container::SET, ..self }
    }

    const fn list(self) -> Term {
        Term { container: Container::LIST, ..self }
    }

    const fn graph(self) -> Term {
        Term { container: Container::GRAPH, ..self }
    }

    const fn prefix(self) -> Term {
        Term { prefix: true, ..self }
    }

    const fn scope(self, table: &'static Table) -> Term {
        Term { scope: TableScope::Table(table), ..self }
    }

    const fn empty_scope(self) -> Term {
        Term { scope: TableScope::Empty, ..self }
    }
}

impl Table {
    const fn protected(terms: &'static [Term]) -> Table {
        Table { protected: true, terms }
    }

    const fn open(terms: &'static [Term]) -> Table {
        Table { protected: false, terms }
    }
}

/// Which state of a context that was changed in place, its URL being the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Revision {
    /// What the URL leads to now.
    #[default]
    Current,
    /// What `context-3.0.3.json` was before 29 June 2026, when `endorsementJwt` was added to it. A proof over
    /// a document without that term is the same under both; one over a document with it verifies under the
    /// state it was made with.
    BeforeJune2026,
}

/// A published context.
#[derive(Debug)]
pub(super) struct Published {
    /// Where it is published.
    pub url: &'static str,
    /// Its terms.
    pub table: &'static Table,
    /// Terms that it has only since June 2026.
    pub added_in_june_2026: &'static [&'static str],
}

const fn published(url: &'static str, table: &'static Table) -> Published {
    Published { url, table, added_in_june_2026: &[] }
}

/// Every context that is compiled in.
pub(super) static PUBLISHED: &[Published] = &[
    published("https://www.w3.org/ns/credentials/v2", &credentials::CREDENTIALS_2),
    Published {
        url: "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        table: &open_badges::OPEN_BADGES_3_0_3,
        added_in_june_2026: &["endorsementJwt"],
    },
    published(
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        &open_badges::OPEN_BADGES_EXTENSIONS,
    ),
    published("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", &open_badges::OPEN_BADGES_3_0_2),
    published("https://www.w3.org/2018/credentials/v1", &credentials::CREDENTIALS_1),
    published("https://w3id.org/security/data-integrity/v2", &security::DATA_INTEGRITY_2),
    published("https://w3id.org/security/data-integrity/v1", &security::DATA_INTEGRITY_1),
    published("https://w3id.org/security/multikey/v1", &security::MULTIKEY_1),
    published("https://w3id.org/security/suites/ed25519-2020/v1", &security::ED25519_2020),
    published("https://www.w3.org/ns/did/v1", &security::DID_1),
    published(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        &open_badges_early::OPEN_BADGES_3_0_1,
    ),
    published("https://purl.imsglobal.org/spec/ob/v3p0/context.json", &open_badges_early::OPEN_BADGES_3_0_0),
    published(
        "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
        &open_badges_early::OPEN_BADGES_3_0_0,
    ),
    published(
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        &learner_records::LEARNER_RECORD_2_0_1,
    ),
    published(
        "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
        &learner_records::LEARNER_RECORD_2_0_0,
    ),
];

/// The published context of that URL, and its place in [`PUBLISHED`].
pub(super) fn find(url: &str) -> Option<(usize, &'static Published)> {
    PUBLISHED.iter().enumerate().find(|(_, published)| published.url == url)
}
