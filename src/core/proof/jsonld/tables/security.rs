//! Terms of Data Integrity, keys and controlled identifier documents.
//!
//! Written by `scripts/generate_context_tables.py`.

use super::{DCTERMS, DID, SEC, Table, Term, XSD};

pub(super) static PROOF_PURPOSE: Table = Table::protected(&[
    Term::new("assertionMethod", SEC, "assertionMethod").id().set(),
    Term::new("authentication", SEC, "authenticationMethod").id().set(),
    Term::new("capabilityDelegation", SEC, "capabilityDelegationMethod").id().set(),
    Term::new("capabilityInvocation", SEC, "capabilityInvocationMethod").id().set(),
    Term::alias("id", "@id"),
    Term::new("keyAgreement", SEC, "keyAgreementMethod").id().set(),
    Term::alias("type", "@type"),
]);

pub(super) static DATA_INTEGRITY_PROOF: Table = Table::protected(&[
    Term::new("challenge", SEC, "challenge"),
    Term::new("created", DCTERMS, "created").typed(XSD, "dateTime"),
    Term::new("cryptosuite", SEC, "cryptosuite").typed(SEC, "cryptosuiteString"),
    Term::new("domain", SEC, "domain"),
    Term::new("expires", SEC, "expiration").typed(XSD, "dateTime"),
    Term::alias("id", "@id"),
    Term::new("nonce", SEC, "nonce"),
    Term::new("previousProof", SEC, "previousProof").id(),
    Term::new("proofPurpose", SEC, "proofPurpose").vocab().scope(&PROOF_PURPOSE),
    Term::new("proofValue", SEC, "proofValue").typed(SEC, "multibase"),
    Term::alias("type", "@type"),
    Term::new("verificationMethod", SEC, "verificationMethod").id(),
]);

/// `https://w3id.org/security/data-integrity/v2`
pub(super) static DATA_INTEGRITY_2: Table = Table::protected(&[
    Term::new("DataIntegrityProof", SEC, "DataIntegrityProof").scope(&DATA_INTEGRITY_PROOF),
    Term::alias("id", "@id"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::alias("type", "@type"),
]);

pub(super) static DATA_INTEGRITY_PROOF_DATA_INTEGRITY_1: Table = Table::protected(&[
    Term::new("challenge", SEC, "challenge"),
    Term::new("created", DCTERMS, "created").typed(XSD, "dateTime"),
    Term::new("cryptosuite", SEC, "cryptosuite"),
    Term::new("domain", SEC, "domain"),
    Term::new("expires", SEC, "expiration").typed(XSD, "dateTime"),
    Term::alias("id", "@id"),
    Term::new("nonce", SEC, "nonce"),
    Term::new("proofPurpose", SEC, "proofPurpose").vocab().scope(&PROOF_PURPOSE),
    Term::new("proofValue", SEC, "proofValue").typed(SEC, "multibase"),
    Term::alias("type", "@type"),
    Term::new("verificationMethod", SEC, "verificationMethod").id(),
]);

/// `https://w3id.org/security/data-integrity/v1`
pub(super) static DATA_INTEGRITY_1: Table = Table::protected(&[
    Term::new("DataIntegrityProof", SEC, "DataIntegrityProof").scope(&DATA_INTEGRITY_PROOF_DATA_INTEGRITY_1),
    Term::alias("id", "@id"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::alias("type", "@type"),
]);

pub(super) static MULTIKEY: Table = Table::protected(&[
    Term::new("controller", SEC, "controller").id(),
    Term::new("expires", SEC, "expiration").typed(XSD, "dateTime"),
    Term::alias("id", "@id"),
    Term::new("publicKeyMultibase", SEC, "publicKeyMultibase").typed(SEC, "multibase"),
    Term::new("revoked", SEC, "revoked").typed(XSD, "dateTime"),
    Term::new("secretKeyMultibase", SEC, "secretKeyMultibase").typed(SEC, "multibase"),
    Term::alias("type", "@type"),
]);

/// `https://w3id.org/security/multikey/v1`
pub(super) static MULTIKEY_1: Table = Table::protected(&[
    Term::new("Multikey", SEC, "Multikey").scope(&MULTIKEY),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static ED_25519_SIGNATURE_2020: Table = Table::protected(&[
    Term::new("challenge", SEC, "challenge"),
    Term::new("created", DCTERMS, "created").typed(XSD, "dateTime"),
    Term::new("domain", SEC, "domain"),
    Term::new("expires", SEC, "expiration").typed(XSD, "dateTime"),
    Term::alias("id", "@id"),
    Term::new("nonce", SEC, "nonce"),
    Term::new("proofPurpose", SEC, "proofPurpose").vocab().scope(&PROOF_PURPOSE),
    Term::new("proofValue", SEC, "proofValue").typed(SEC, "multibase"),
    Term::alias("type", "@type"),
    Term::new("verificationMethod", SEC, "verificationMethod").id(),
]);

pub(super) static ED_25519_VERIFICATION_KEY_2020: Table = Table::protected(&[
    Term::new("controller", SEC, "controller").id(),
    Term::alias("id", "@id"),
    Term::new("publicKeyMultibase", SEC, "publicKeyMultibase").typed(SEC, "multibase"),
    Term::new("revoked", SEC, "revoked").typed(XSD, "dateTime"),
    Term::alias("type", "@type"),
]);

/// `https://w3id.org/security/suites/ed25519-2020/v1`
pub(super) static ED25519_2020: Table = Table::protected(&[
    Term::new("Ed25519Signature2020", SEC, "Ed25519Signature2020").scope(&ED_25519_SIGNATURE_2020),
    Term::new("Ed25519VerificationKey2020", SEC, "Ed25519VerificationKey2020")
        .scope(&ED_25519_VERIFICATION_KEY_2020),
    Term::alias("id", "@id"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::alias("type", "@type"),
]);

pub(super) static SERVICE: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("serviceEndpoint", DID, "serviceEndpoint").id(),
    Term::alias("type", "@type"),
]);

/// `https://www.w3.org/ns/did/v1`
pub(super) static DID_1: Table = Table::protected(&[
    Term::new("alsoKnownAs", "", "https://www.w3.org/ns/activitystreams#alsoKnownAs").id(),
    Term::new("assertionMethod", SEC, "assertionMethod").id().set(),
    Term::new("authentication", SEC, "authenticationMethod").id().set(),
    Term::new("capabilityDelegation", SEC, "capabilityDelegationMethod").id().set(),
    Term::new("capabilityInvocation", SEC, "capabilityInvocationMethod").id().set(),
    Term::new("controller", SEC, "controller").id(),
    Term::alias("id", "@id"),
    Term::new("keyAgreement", SEC, "keyAgreementMethod").id().set(),
    Term::new("service", DID, "service").id().scope(&SERVICE),
    Term::alias("type", "@type"),
    Term::new("verificationMethod", SEC, "verificationMethod").id(),
]);
