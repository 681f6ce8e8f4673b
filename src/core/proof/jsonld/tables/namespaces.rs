//! Namespaces of the vocabularies.
//!
//! Written by `scripts/generate_context_tables.py`.

pub(super) const CLR: &str = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#";
pub(super) const CRED: &str = "https://www.w3.org/2018/credentials#";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
pub(super) const DID: &str = "https://www.w3.org/ns/did#";
pub(super) const JOSE: &str = "https://www.iana.org/assignments/jose#";
pub(super) const JWT: &str = "https://www.iana.org/assignments/jwt#";
pub(super) const OB: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
pub(super) const SCHEMA: &str = "https://schema.org/";
pub(super) const SEC: &str = "https://w3id.org/security#";
pub(super) const STATUS: &str = "https://www.w3.org/ns/credentials/status#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
pub(super) const XSD_HTTPS: &str = "https://www.w3.org/2001/XMLSchema#";
