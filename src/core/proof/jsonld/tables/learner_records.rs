//! Terms of Comprehensive Learner Record 2.0.
//!
//! Written by `scripts/generate_context_tables.py`.

use super::{CLR, CRED, OB, Table, Term};

pub(super) static ASSOCIATION: Table = Table::open(&[
    Term::new("associationType", CLR, "AssociationType"),
    Term::new("sourceId", CLR, "sourceId").coerced("xsd:anyURI"),
    Term::new("targetId", CLR, "targetId").coerced("xsd:anyURI"),
]);

pub(super) static CLR_CREDENTIAL: Table = Table::open(&[
    Term::alias("id", "@id"),
    Term::new("partial", CLR, "partial").coerced("xsd:boolean"),
    Term::alias("type", "@type"),
]);

pub(super) static CLR_SUBJECT: Table = Table::open(&[
    Term::new("achievement", CLR, "achievement").coerced("obi:Achievement").set(),
    Term::new("association", CLR, "association").typed(CLR, "Association").set(),
    Term::new("cred", CRED, "").prefix(),
    Term::alias("id", "@id"),
    Term::new("identifier", CLR, "identifier-1").coerced("obi:Identifier").set(),
    Term::new("obi", OB, "").prefix(),
    Term::alias("type", "@type"),
    Term::new("verifiableCredential", CLR, "verifiableCredential").coerced("cred:verifiableCredential").set(),
]);

/// `https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json`
pub(super) static LEARNER_RECORD_2_0_1: Table = Table::open(&[
    Term::new("Association", CLR, "Association").scope(&ASSOCIATION),
    Term::new("ClrCredential", CLR, "ClrCredential").scope(&CLR_CREDENTIAL),
    Term::new("ClrSubject", CLR, "ClrSubject").scope(&CLR_SUBJECT),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static CLR_CREDENTIAL_LEARNER_RECORD_2_0_0: Table =
    Table::open(&[Term::alias("id", "@id"), Term::alias("type", "@type")]);

pub(super) static CLR_SUBJECT_LEARNER_RECORD_2_0_0: Table = Table::open(&[
    Term::new("achievement", CLR, "achievement").coerced("obi:Achievement").set(),
    Term::new("association", CLR, "association").typed(CLR, "Association").set(),
    Term::new("cred", CRED, "").prefix(),
    Term::alias("id", "@id"),
    Term::new("obi", "", "https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#").prefix(),
    Term::alias("type", "@type"),
    Term::new("verifiableCredential", CLR, "verifiableCredential").coerced("cred:verifiableCredential").set(),
]);

/// `https://purl.imsglobal.org/spec/clr/v2p0/context.json`
pub(super) static LEARNER_RECORD_2_0_0: Table = Table::open(&[
    Term::new("Association", CLR, "Association").scope(&ASSOCIATION),
    Term::new("ClrCredential", CLR, "ClrCredential").scope(&CLR_CREDENTIAL_LEARNER_RECORD_2_0_0),
    Term::new("ClrSubject", CLR, "ClrSubject").scope(&CLR_SUBJECT_LEARNER_RECORD_2_0_0),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);
