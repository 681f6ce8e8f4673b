//! Terms of Verifiable Credentials 1.1 and 2.0.
//!
//! Written by `scripts/generate_context_tables.py`.

use super::security::DATA_INTEGRITY_PROOF;
use super::{CRED, DCTERMS, JOSE, JWT, SCHEMA, SEC, STATUS, Table, Term, XSD, XSD_HTTPS};

pub(super) static BITSTRING_STATUS_LIST: Table = Table::protected(&[
    Term::new("encodedList", STATUS, "encodedList").typed(SEC, "multibase"),
    Term::alias("id", "@id"),
    Term::new("statusPurpose", STATUS, "statusPurpose"),
    Term::new("ttl", STATUS, "ttl"),
    Term::alias("type", "@type"),
]);

pub(super) static STATUS_MESSAGE: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("message", STATUS, "message"),
    Term::new("status", STATUS, "status"),
    Term::alias("type", "@type"),
]);

pub(super) static BITSTRING_STATUS_LIST_ENTRY: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("statusListCredential", STATUS, "statusListCredential").id(),
    Term::new("statusListIndex", STATUS, "statusListIndex"),
    Term::new("statusMessage", STATUS, "statusMessage").scope(&STATUS_MESSAGE),
    Term::new("statusPurpose", STATUS, "statusPurpose"),
    Term::new("statusReference", STATUS, "statusReference").id(),
    Term::new("statusSize", STATUS, "statusSize").typed(XSD_HTTPS, "integer"),
    Term::alias("type", "@type"),
]);

pub(super) static JSON_SCHEMA: Table = Table::protected(&[
    Term::alias("id", "@id"),
    Term::new("jsonSchema", CRED, "jsonSchema").json(),
    Term::alias("type", "@type"),
]);

pub(super) static VERIFIABLE_CREDENTIAL: Table = Table::protected(&[
    Term::new("confidenceMethod", CRED, "confidenceMethod").id(),
    Term::new("credentialSchema", CRED, "credentialSchema").id(),
    Term::new("credentialStatus", CRED, "credentialStatus").id(),
    Term::new("credentialSubject", CRED, "credentialSubject").id(),
    Term::new("description", SCHEMA, "description"),
    Term::new("evidence", CRED, "evidence").id(),
    Term::alias("id", "@id"),
    Term::new("issuer", CRED, "issuer").id(),
    Term::new("name", SCHEMA, "name"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::new("refreshService", CRED, "refreshService").id(),
    Term::new("relatedResource", CRED, "relatedResource").id(),
    Term::new("renderMethod", CRED, "renderMethod").id(),
    Term::new("termsOfUse", CRED, "termsOfUse").id(),
    Term::alias("type", "@type"),
    Term::new("validFrom", CRED, "validFrom").typed(XSD, "dateTime"),
    Term::new("validUntil", CRED, "validUntil").typed(XSD, "dateTime"),
]);

pub(super) static VERIFIABLE_PRESENTATION: Table = Table::protected(&[
    Term::new("holder", CRED, "holder").id(),
    Term::alias("id", "@id"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::new("termsOfUse", CRED, "termsOfUse").id(),
    Term::alias("type", "@type"),
    Term::new("verifiableCredential", CRED, "verifiableCredential").id().graph().empty_scope(),
]);

pub(super) static CNF: Table =
    Table::protected(&[Term::new("jwk", JWT, "jwk").json(), Term::new("kid", JWT, "kid").id()]);

/// `https://www.w3.org/ns/credentials/v2`
pub(super) static CREDENTIALS_2: Table = Table::protected(&[
    Term::new("...", JWT, "..."),
    Term::new("BitstringStatusList", STATUS, "BitstringStatusList").scope(&BITSTRING_STATUS_LIST),
    Term::new("BitstringStatusListCredential", STATUS, "BitstringStatusListCredential"),
    Term::new("BitstringStatusListEntry", STATUS, "BitstringStatusListEntry")
        .scope(&BITSTRING_STATUS_LIST_ENTRY),
    Term::new("DataIntegrityProof", SEC, "DataIntegrityProof").scope(&DATA_INTEGRITY_PROOF),
    Term::new("EnvelopedVerifiableCredential", CRED, "EnvelopedVerifiableCredential"),
    Term::new("EnvelopedVerifiablePresentation", CRED, "EnvelopedVerifiablePresentation"),
    Term::new("JsonSchema", CRED, "JsonSchema").scope(&JSON_SCHEMA),
    Term::new("JsonSchemaCredential", CRED, "JsonSchemaCredential"),
    Term::new("VerifiableCredential", CRED, "VerifiableCredential").scope(&VERIFIABLE_CREDENTIAL),
    Term::new("VerifiablePresentation", CRED, "VerifiablePresentation").scope(&VERIFIABLE_PRESENTATION),
    Term::new("_sd", JWT, "_sd").json(),
    Term::new("_sd_alg", JWT, "_sd_alg"),
    Term::new("aud", JWT, "aud").id(),
    Term::new("cnf", JWT, "cnf").scope(&CNF),
    Term::new("description", SCHEMA, "description"),
    Term::new("digestMultibase", SEC, "digestMultibase").typed(SEC, "multibase"),
    Term::new("digestSRI", CRED, "digestSRI").typed(CRED, "sriString"),
    Term::new("exp", JWT, "exp").typed(XSD_HTTPS, "nonNegativeInteger"),
    Term::new("iat", JWT, "iat").typed(XSD_HTTPS, "nonNegativeInteger"),
    Term::alias("id", "@id"),
    Term::new("iss", JOSE, "iss").id(),
    Term::new("jku", JOSE, "jku").id(),
    Term::new("kid", JOSE, "kid").id(),
    Term::new("mediaType", SCHEMA, "encodingFormat"),
    Term::new("name", SCHEMA, "name"),
    Term::new("nbf", JWT, "nbf").typed(XSD_HTTPS, "nonNegativeInteger"),
    Term::new("sub", JOSE, "sub").id(),
    Term::alias("type", "@type"),
    Term::new("x5u", JOSE, "x5u").id(),
]);

pub(super) static PROOF_PURPOSE_CREDENTIALS_1: Table = Table::protected(&[
    Term::alias("assertionMethod", "sec:assertionMethod").id().set(),
    Term::alias("authentication", "sec:authenticationMethod").id().set(),
    Term::alias("id", "@id"),
    Term::new("sec", SEC, "").prefix(),
    Term::alias("type", "@type"),
]);

pub(super) static ECDSA_SECP_256_K_1_SIGNATURE_2019: Table = Table::protected(&[
    Term::alias("challenge", "sec:challenge"),
    Term::new("created", DCTERMS, "created").coerced("xsd:dateTime"),
    Term::alias("domain", "sec:domain"),
    Term::alias("expires", "sec:expiration").coerced("xsd:dateTime"),
    Term::alias("id", "@id"),
    Term::alias("jws", "sec:jws"),
    Term::alias("nonce", "sec:nonce"),
    Term::alias("proofPurpose", "sec:proofPurpose").vocab().scope(&PROOF_PURPOSE_CREDENTIALS_1),
    Term::alias("proofValue", "sec:proofValue"),
    Term::new("sec", SEC, "").prefix(),
    Term::alias("type", "@type"),
    Term::alias("verificationMethod", "sec:verificationMethod").id(),
    Term::new("xsd", XSD, "").prefix(),
]);

pub(super) static RSA_SIGNATURE_2018: Table = Table::protected(&[
    Term::alias("challenge", "sec:challenge"),
    Term::new("created", DCTERMS, "created").coerced("xsd:dateTime"),
    Term::alias("domain", "sec:domain"),
    Term::alias("expires", "sec:expiration").coerced("xsd:dateTime"),
    Term::alias("jws", "sec:jws"),
    Term::alias("nonce", "sec:nonce"),
    Term::alias("proofPurpose", "sec:proofPurpose").vocab().scope(&PROOF_PURPOSE_CREDENTIALS_1),
    Term::alias("proofValue", "sec:proofValue"),
    Term::alias("verificationMethod", "sec:verificationMethod").id(),
]);

pub(super) static CREDENTIAL_SCHEMA: Table = Table::protected(&[
    Term::alias("JsonSchemaValidator2018", "cred:JsonSchemaValidator2018"),
    Term::new("cred", CRED, "").prefix(),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static REFRESH_SERVICE: Table = Table::protected(&[
    Term::alias("ManualRefreshService2018", "cred:ManualRefreshService2018"),
    Term::new("cred", CRED, "").prefix(),
    Term::alias("id", "@id"),
    Term::alias("type", "@type"),
]);

pub(super) static VERIFIABLE_CREDENTIAL_CREDENTIALS_1: Table = Table::protected(&[
    Term::new("cred", CRED, "").prefix(),
    Term::alias("credentialSchema", "cred:credentialSchema").id().scope(&CREDENTIAL_SCHEMA),
    Term::alias("credentialStatus", "cred:credentialStatus").id(),
    Term::alias("credentialSubject", "cred:credentialSubject").id(),
    Term::alias("evidence", "cred:evidence").id(),
    Term::alias("expirationDate", "cred:expirationDate").coerced("xsd:dateTime"),
    Term::alias("holder", "cred:holder").id(),
    Term::alias("id", "@id"),
    Term::alias("issuanceDate", "cred:issuanceDate").coerced("xsd:dateTime"),
    Term::alias("issued", "cred:issued").coerced("xsd:dateTime"),
    Term::alias("issuer", "cred:issuer").id(),
    Term::alias("proof", "sec:proof").id().graph(),
    Term::alias("refreshService", "cred:refreshService").id().scope(&REFRESH_SERVICE),
    Term::new("sec", SEC, "").prefix(),
    Term::alias("termsOfUse", "cred:termsOfUse").id(),
    Term::alias("type", "@type"),
    Term::alias("validFrom", "cred:validFrom").coerced("xsd:dateTime"),
    Term::alias("validUntil", "cred:validUntil").coerced("xsd:dateTime"),
    Term::new("xsd", XSD, "").prefix(),
]);

pub(super) static VERIFIABLE_PRESENTATION_CREDENTIALS_1: Table = Table::protected(&[
    Term::new("cred", CRED, "").prefix(),
    Term::alias("holder", "cred:holder").id(),
    Term::alias("id", "@id"),
    Term::alias("proof", "sec:proof").id().graph(),
    Term::new("sec", SEC, "").prefix(),
    Term::alias("type", "@type"),
    Term::alias("verifiableCredential", "cred:verifiableCredential").id().graph(),
]);

/// `https://www.w3.org/2018/credentials/v1`
pub(super) static CREDENTIALS_1: Table = Table::protected(&[
    Term::new("EcdsaSecp256k1Signature2019", SEC, "EcdsaSecp256k1Signature2019")
        .scope(&ECDSA_SECP_256_K_1_SIGNATURE_2019),
    Term::new("EcdsaSecp256r1Signature2019", SEC, "EcdsaSecp256r1Signature2019")
        .scope(&ECDSA_SECP_256_K_1_SIGNATURE_2019),
    Term::new("Ed25519Signature2018", SEC, "Ed25519Signature2018").scope(&ECDSA_SECP_256_K_1_SIGNATURE_2019),
    Term::new("RsaSignature2018", SEC, "RsaSignature2018").scope(&RSA_SIGNATURE_2018),
    Term::new("VerifiableCredential", CRED, "VerifiableCredential")
        .scope(&VERIFIABLE_CREDENTIAL_CREDENTIALS_1),
    Term::new("VerifiablePresentation", CRED, "VerifiablePresentation")
        .scope(&VERIFIABLE_PRESENTATION_CREDENTIALS_1),
    Term::alias("id", "@id"),
    Term::new("proof", SEC, "proof").id().graph(),
    Term::alias("type", "@type"),
]);
