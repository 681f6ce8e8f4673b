//! Data Integrity proofs (W3C VC Data Integrity 1.0, EdDSA and ECDSA cryptosuites).

use super::Resources;
use super::jsonld::Fault;
use super::keys::{Algorithm, PrivateKey, PublicKey};
use crate::json::{Json, Tree};
use crate::timestamp::Timestamp;

/// A way to make and verify a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cryptosuite {
    /// `eddsa-rdfc-2022`
    EddsaRdfc2022,
    /// `eddsa-jcs-2022`
    EddsaJcs2022,
    /// `ecdsa-rdfc-2019`
    EcdsaRdfc2019,
    /// `ecdsa-jcs-2019`
    EcdsaJcs2019,
    /// `ecdsa-sd-2023`
    EcdsaSd2023,
    /// `eddsa-2022`, an older name; verified only.
    Eddsa2022,
    /// The type `Ed25519Signature2020`; verified only.
    Ed25519Signature2020,
}

impl Cryptosuite {
    /// By the name in a proof (`eddsa-rdfc-2022`, ...).
    pub fn from_name(name: &str) -> Option<Cryptosuite> {
        let _ = name;
        todo!()
    }

    /// The name.
    pub fn name(self) -> &'static str {
        todo!()
    }

    /// Whether keys of that kind sign in this suite.
    pub fn takes(self, algorithm: Algorithm) -> bool {
        let _ = algorithm;
        todo!()
    }
}

/// What a proof says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How it was made.
    pub cryptosuite: Cryptosuite,
    /// The key's URL. A verification method that is embedded is given by its id.
    pub verification_method: String,
    /// `assertionMethod`, ...
    pub purpose: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Until when it is good.
    pub expires: Option<Timestamp>,
    /// Whether it builds on another proof, which is not supported.
    pub has_previous: bool,
}

/// Why a proof does not verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofError {
    /// A member is missing or has the wrong form; the reason.
    Malformed(String),
    /// A type or cryptosuite that is not supported; its name.
    Unsupported(String),
    /// The key is of another kind than the suite takes.
    WrongKey,
    /// The document (or proof) cannot be canonicalised.
    JsonLd(Fault),
    /// Its graph is too complex.
    TooComplex,
    /// The document cannot be read.
    Unreadable(crate::json::ReadError),
    /// The signature is not by the key over this document.
    Signature,
    /// No random bytes or no signature could be had.
    Internal,
}

/// What to sign with.
#[derive(Debug, Clone)]
pub struct ProofOptions<'a> {
    /// How.
    pub cryptosuite: Cryptosuite,
    /// The URL of the key.
    pub verification_method: &'a str,
    /// When, whole seconds.
    pub created: Timestamp,
    /// Until when the proof is good.
    pub expires: Option<Timestamp>,
}

/// Reads what a proof says of itself.
///
/// # Errors
/// [`ProofError::Malformed`], [`ProofError::Unsupported`]
pub fn read<'a, J: Json<'a>>(proof: J) -> Result<Proof, ProofError> {
    let _ = proof;
    todo!()
}

/// The proof object for a document (which may hold other proofs; they are not part of what is signed). For
/// `ecdsa-sd-2023` it is a base proof whose mandatory part is what Open Badges requires.
///
/// # Errors
/// [`ProofError`]
pub fn sign<'a, J: Json<'a>>(
    document: J,
    options: &ProofOptions<'_>,
    key: &PrivateKey,
) -> Result<Tree<'static>, ProofError> {
    let _ = (document, options, key);
    todo!()
}

/// Whether one of the document's proofs is a signature by that key over it. Dates, purpose and whose key it is are
/// the caller's to check.
///
/// # Errors
/// [`ProofError`]
pub fn verify<'a, J: Json<'a>, P: Json<'a>>(
    document: J,
    proof: P,
    key: &PublicKey,
    resources: Resources<'_>,
) -> Result<(), ProofError> {
    let _ = (document, proof, key, resources);
    todo!()
}

/// Discloses a part of a document with an `ecdsa-sd-2023` base proof: what is mandatory and what the JSON Pointers
/// name. Returns the reduced document with its derived proof.
///
/// # Errors
/// [`ProofError`]
pub fn derive<'a, J: Json<'a>>(
    document: J,
    pointers: &[&str],
    resources: Resources<'_>,
) -> Result<Tree<'static>, ProofError> {
    let _ = (document, pointers, resources);
    todo!()
}
