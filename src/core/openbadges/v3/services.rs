//! What belongs to a credential as a verifiable credential: schema, status, refresh, terms of use, proof.

use super::data_types::{DATETIME, ID, TEXT};
use super::{Check, exactly, optional, optional_id, required_id, text, types};
use crate::openbadges::rules::{self, ClassRules, Property, TypeSet, Value};

/// Class "CredentialSchema".
pub(crate) static CREDENTIAL_SCHEMA: ClassRules = ClassRules {
    name: "CredentialSchema",
    properties: &[required_id(), types(&SCHEMA_TYPES)],
    ..ClassRules::NONE
};

static SCHEMA_TYPES: TypeSet =
    TypeSet { terms: &["JsonSchema"], extension_terms: &["1EdTechJsonSchemaValidator2019"], ..exactly(&[]) };

/// Class "CredentialStatus", with the terms of Bitstring Status List v1.0 for an entry.
pub(crate) static CREDENTIAL_STATUS: ClassRules = ClassRules {
    name: "CredentialStatus",
    properties: &[
        optional_id(),
        types(&STATUS_TYPES),
        Property::optional("statusSize", Value::Term { is_iri: false }),
        Property::optional("statusPurpose", Value::Term { is_iri: false }),
        Property::optional("statusListIndex", Value::Term { is_iri: false }),
        Property::optional("statusReference", Value::Term { is_iri: true }),
        Property::optional("statusListCredential", Value::Term { is_iri: true }),
    ],
    checks: &[rules::Check::Version3(Check::StatusEntry)],
    ..ClassRules::NONE
};

static STATUS_TYPES: TypeSet = TypeSet {
    terms: &["BitstringStatusListEntry"],
    extension_terms: &["1EdTechRevocationList"],
    ..exactly(&[])
};

/// Class "RefreshService".
pub(crate) static REFRESH_SERVICE: ClassRules = ClassRules {
    name: "RefreshService",
    properties: &[required_id(), types(&REFRESH_TYPES)],
    ..ClassRules::NONE
};

static REFRESH_TYPES: TypeSet = TypeSet { extension_terms: &["1EdTechCredentialRefresh"], ..exactly(&[]) };

/// Class "TermsOfUse".
pub(crate) static TERMS_OF_USE: ClassRules =
    ClassRules { name: "TermsOfUse", properties: &[optional_id(), types(&TERMS_TYPES)], ..ClassRules::NONE };

static TERMS_TYPES: TypeSet = exactly(&[]);

/// Class "Proof", with further terms of VC Data Integrity 1.0.
pub(crate) static PROOF: ClassRules = ClassRules {
    name: "Proof",
    properties: &[
        Property::optional("id", Value::Term { is_iri: true }),
        types(&PROOF_TYPES),
        text("nonce"),
        text("domain"),
        optional("created", &DATETIME),
        Property::optional("expires", Value::Term { is_iri: false }),
        text("challenge"),
        text("proofValue"),
        text("cryptosuite"),
        optional("proofPurpose", &TEXT),
        Property::optional("previousProof", Value::Term { is_iri: true }),
        optional("verificationMethod", &ID),
    ],
    checks: &[rules::Check::Version3(Check::ProofPurpose)],
    ..ClassRules::NONE
};

static PROOF_TYPES: TypeSet = TypeSet { terms: &["DataIntegrityProof"], ..exactly(&[]) };
