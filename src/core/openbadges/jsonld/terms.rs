//! The terms of the Open Badges contexts, as tables.
//!
//! Source: `https://w3id.org/openbadges/v2` and `https://w3id.org/openbadges/v1`.

use crate::openbadges::datatypes::is_iri;
use std::{collections::HashMap, sync::LazyLock};

/// The context of Open Badges 2.0.
pub(crate) const OPEN_BADGES_2: &str = "https://w3id.org/openbadges/v2";

/// The context of Open Badges 1.1.
pub(crate) const OPEN_BADGES_1: &str = "https://w3id.org/openbadges/v1";

/// Other addresses at which the context of 2.0 is or was published.
const OPEN_BADGES_2_ADDRESSES: [&str; 6] = [
    OPEN_BADGES_2,
    "http://w3id.org/openbadges/v2",
    "https://openbadgespec.org/v2/context.json",
    "https://purl.imsglobal.org/spec/ob/v2p0/context.json",
    "https://www.imsglobal.org/spec/ob/v2p0/context.json",
    "https://openbadges.org/v2/context.json",
];

/// Other addresses at which the context of 1.1 is or was published.
const OPEN_BADGES_1_ADDRESSES: [&str; 4] = [
    OPEN_BADGES_1,
    "http://w3id.org/openbadges/v1",
    "https://openbadgespec.org/v1/context.json",
    "http://standard.openbadges.org/1.1/context.json",
];

/// Whether the address is that of the context of 2.0.
pub(crate) fn is_open_badges_2(context: &str) -> bool {
    OPEN_BADGES_2_ADDRESSES.contains(&context)
}

/// Whether the address is that of the context of 1.1.
pub(crate) fn is_open_badges_1(context: &str) -> bool {
    OPEN_BADGES_1_ADDRESSES.contains(&context)
}

/// What a term stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A class.
    Class,
    /// A property; how its plain values are to be read.
    Property(Coercion),
}

/// The `@type` of a term: how JSON-LD reads a plain value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coercion {
    /// As it is.
    None,
    /// As the IRI of an object.
    Id,
    /// As a literal of XML Schema's `dateTime`.
    DateTime,
    /// As a literal of XML Schema's `boolean`.
    Boolean,
}

/// A term of a context.
#[derive(Debug)]
pub(crate) struct Term {
    pub name: &'static str,
    /// The IRI, its prefix as in [`PREFIXES`].
    pub iri: &'static str,
    pub kind: Kind,
    /// Whether the context of 1.1 has the term, with the same meaning.
    pub since_1_1: bool,
}

/// The prefixes of the context of 2.0.
pub(crate) static PREFIXES: &[(&str, &str)] = &[
    ("extensions", "https://w3id.org/openbadges/extensions#"),
    ("obi", "https://w3id.org/openbadges#"),
    ("cred", "https://w3id.org/credentials#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("sec", "https://w3id.org/security#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const fn class(name: &'static str, iri: &'static str) -> Term {
    Term { name, iri, kind: Kind::Class, since_1_1: false }
}

const fn text(name: &'static str, iri: &'static str) -> Term {
    Term { name, iri, kind: Kind::Property(Coercion::None), since_1_1: false }
}

const fn link(name: &'static str, iri: &'static str) -> Term {
    Term { name, iri, kind: Kind::Property(Coercion::Id), since_1_1: false }
}

const fn coerced(name: &'static str, iri: &'static str, coercion: Coercion) -> Term {
    Term { name, iri, kind: Kind::Property(coercion), since_1_1: false }
}

const fn old(term: Term) -> Term {
    Term { name: term.name, iri: term.iri, kind: term.kind, since_1_1: true }
}

/// The terms of the context of 2.0. Of several terms for one IRI the first is the one rules are written in.
pub(crate) static TERMS: &[Term] = &[
    class("AlignmentObject", "schema:AlignmentObject"),
    class("CryptographicKey", "sec:Key"),
    class("Endorsement", "cred:Credential"),
    old(class("Assertion", "obi:Assertion")),
    old(class("BadgeClass", "obi:BadgeClass")),
    class("Criteria", "obi:Criteria"),
    class("Evidence", "obi:Evidence"),
    old(class("Extension", "obi:Extension")),
    old(class("FrameValidation", "obi:FrameValidation")),
    class("IdentityObject", "obi:IdentityObject"),
    class("Image", "obi:Image"),
    class("HostedBadge", "obi:HostedBadge"),
    old(class("hosted", "obi:HostedBadge")),
    old(class("Issuer", "obi:Issuer")),
    class("Profile", "obi:Profile"),
    class("RevocationList", "obi:RevocationList"),
    class("SignedBadge", "obi:SignedBadge"),
    old(class("signed", "obi:SignedBadge")),
    old(class("TypeValidation", "obi:TypeValidation")),
    class("VerificationObject", "obi:VerificationObject"),
    link("author", "schema:author"),
    text("caption", "schema:caption"),
    link("claim", "cred:claim"),
    coerced("created", "dc:created", Coercion::DateTime),
    link("creator", "dc:creator"),
    old(text("description", "schema:description")),
    old(text("email", "schema:email")),
    link("endorsement", "cred:credential"),
    old(coerced("expires", "sec:expiration", Coercion::DateTime)),
    text("genre", "schema:genre"),
    old(link("image", "schema:image")),
    old(text("name", "schema:name")),
    link("owner", "sec:owner"),
    link("publicKey", "sec:publicKey"),
    text("publicKeyPem", "sec:publicKeyPem"),
    link("related", "dc:relation"),
    text("startsWith", "http://purl.org/dqm-vocabulary/v1/dqm#startsWith"),
    old(text("tags", "schema:keywords")),
    text("targetDescription", "schema:targetDescription"),
    text("targetFramework", "schema:educationalFramework"),
    text("targetFramework", "schema:targetFramework"),
    text("targetName", "schema:targetName"),
    text("targetUrl", "schema:targetUrl"),
    text("telephone", "schema:telephone"),
    old(link("url", "schema:url")),
    text("version", "schema:version"),
    old(link("alignment", "obi:alignment")),
    text("allowedOrigins", "obi:allowedOrigins"),
    text("audience", "obi:audience"),
    old(link("badge", "obi:badge")),
    old(link("criteria", "obi:criteria")),
    text("endorsementComment", "obi:endorsementComment"),
    old(link("evidence", "obi:evidence")),
    old(coerced("hashed", "obi:hashed", Coercion::Boolean)),
    old(text("identity", "obi:identityHash")),
    old(coerced("issuedOn", "obi:issueDate", Coercion::DateTime)),
    old(link("issuer", "obi:issuer")),
    text("narrative", "obi:narrative"),
    old(link("recipient", "obi:recipient")),
    old(link("revocationList", "obi:revocationList")),
    text("revocationReason", "obi:revocationReason"),
    coerced("revoked", "obi:revoked", Coercion::Boolean),
    text("revokedAssertions", "obi:revoked"),
    old(text("salt", "obi:salt")),
    text("targetCode", "obi:targetCode"),
    old(text("uid", "obi:uid")),
    old(text("validatesType", "obi:validatesType")),
    old(text("validation", "obi:validation")),
    old(text("validationFrame", "obi:validationFrame")),
    old(text("validationSchema", "obi:validationSchema")),
    link("verification", "obi:verify"),
    old(text("verify", "obi:verify")),
    text("verificationProperty", "obi:verificationProperty"),
];

/// The term of that name.
pub(crate) fn term(name: &str) -> Option<&'static Term> {
    static BY_NAME: LazyLock<HashMap<&str, &Term>> =
        LazyLock::new(|| TERMS.iter().map(|term| (term.name, term)).collect());
    BY_NAME.get(name).copied()
}

/// Whether the context of 2.0 gives the name a meaning.
pub(crate) fn is_term(name: &str) -> bool {
    matches!(name, "id" | "type") || term(name).is_some() || prefix(name).is_some()
}

/// Whether the values of the term are IRIs.
pub(crate) fn is_link(name: &str) -> bool {
    term(name).is_some_and(|term| term.kind == Kind::Property(Coercion::Id))
}

/// The IRI that the prefix stands for.
pub(crate) fn prefix(name: &str) -> Option<&'static str> {
    PREFIXES.iter().find(|(prefix, _)| *prefix == name).map(|(_, iri)| *iri)
}

/// Whether a name can be a type: a term of that kind, a compact IRI or an IRI.
pub(crate) fn is_type(name: &str, is_property: bool) -> bool {
    let known = match term(name).map(|term| term.kind) {
        Some(Kind::Property(_)) => is_property,
        Some(Kind::Class) => !is_property,
        None => name == "id" && is_property,
    };
    known || is_iri(name) || name.split_once(':').is_some_and(|(start, _)| prefix(start).is_some())
}
