//! Data Integrity proofs (W3C VC Data Integrity 1.0, EdDSA and ECDSA cryptosuites).

mod hashing;
mod options;
mod selective_disclosure;

use super::Resources;
use super::jsonld::{Fault, Options, Revision};
use super::keys::{Algorithm, PrivateKey, PublicKey};
use super::multibase;
use super::rdfc::Hash;
use crate::json::{Json, ReadError, Tree, View, string};
use crate::secret::NoRandomness;
use crate::timestamp::Timestamp;
use std::fmt;

/// Proofs of one document that are looked at.
const MOST_PROOFS: usize = 32;

/// Characters of a name that a message repeats.
const LONGEST_NAME: usize = 60;

/// The type of every proof with a `cryptosuite`.
const DATA_INTEGRITY_PROOF: &str = "DataIntegrityProof";

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

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The canonical RDF graph.
    Rdf,
    /// The canonical JSON.
    Json,
    /// The statements of the canonical RDF graph, those that need not be shown one by one.
    Statements,
}

/// A row for each suite: its name, what is signed, the kinds of keys that sign, and whether new proofs are made.
const SUITES: [(Cryptosuite, &str, Form, &[Algorithm], bool); 7] = {
    use Algorithm::{Ed25519, P256, P384};
    [
        (Cryptosuite::EddsaRdfc2022, "eddsa-rdfc-2022", Form::Rdf, &[Ed25519], true),
        (Cryptosuite::EddsaJcs2022, "eddsa-jcs-2022", Form::Json, &[Ed25519], true),
        (Cryptosuite::EcdsaRdfc2019, "ecdsa-rdfc-2019", Form::Rdf, &[P256, P384], true),
        (Cryptosuite::EcdsaJcs2019, "ecdsa-jcs-2019", Form::Json, &[P256, P384], true),
        (Cryptosuite::EcdsaSd2023, "ecdsa-sd-2023", Form::Statements, &[P256], true),
        (Cryptosuite::Eddsa2022, "eddsa-2022", Form::Rdf, &[Ed25519], false),
        (Cryptosuite::Ed25519Signature2020, "Ed25519Signature2020", Form::Rdf, &[Ed25519], false),
    ]
};

impl Cryptosuite {
    /// By the name in a proof (`eddsa-rdfc-2022`, ...).
    pub fn from_name(name: &str) -> Option<Cryptosuite> {
        SUITES.iter().find(|(_, known, ..)| *known == name).map(|(suite, ..)| *suite)
    }

    /// The name.
    pub fn name(self) -> &'static str {
        SUITES.iter().find(|(suite, ..)| *suite == self).map_or("", |(_, name, ..)| name)
    }

    /// Whether keys of that kind sign in this suite.
    pub fn takes(self, algorithm: Algorithm) -> bool {
        SUITES.iter().any(|(suite, _, _, algorithms, _)| *suite == self && algorithms.contains(&algorithm))
    }

    /// Whether new proofs are made in this suite; the others are only verified.
    pub fn signs(self) -> bool {
        SUITES.iter().any(|(suite, .., signs)| *suite == self && *signs)
    }

    fn form(self) -> Form {
        SUITES.iter().find(|(suite, ..)| *suite == self).map_or(Form::Rdf, |(_, _, form, ..)| *form)
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
    Unreadable(ReadError),
    /// The signature is not by the key over this document.
    Signature,
    /// No random bytes or no signature could be had.
    Internal,
}

impl fmt::Display for ProofError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProofError::Malformed(reason) => out.write_str(reason),
            ProofError::Unsupported(name) => write!(out, "proofs of the kind {name:?} are not supported"),
            ProofError::WrongKey => out.write_str("the key is of another kind than the cryptosuite takes"),
            ProofError::JsonLd(fault) => write!(out, "{}: {}", fault.path, fault.message),
            ProofError::TooComplex => {
                out.write_str("the document has more nodes without id than any credential needs")
            }
            ProofError::Unreadable(_) => out.write_str("the document is beyond the limits"),
            ProofError::Signature => out.write_str("the signature is not by this key over this document"),
            ProofError::Internal => out.write_str("the signature could not be computed"),
        }
    }
}

impl std::error::Error for ProofError {}

impl From<ReadError> for ProofError {
    fn from(error: ReadError) -> Self {
        ProofError::Unreadable(error)
    }
}

impl From<Fault> for ProofError {
    fn from(fault: Fault) -> Self {
        ProofError::JsonLd(fault)
    }
}

impl From<super::rdfc::TooComplex> for ProofError {
    fn from(_: super::rdfc::TooComplex) -> Self {
        ProofError::TooComplex
    }
}

impl From<NoRandomness> for ProofError {
    fn from(_: NoRandomness) -> Self {
        ProofError::Internal
    }
}

fn malformed(reason: &str) -> ProofError {
    ProofError::Malformed(reason.to_owned())
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

/// The proofs of a document: its `proof`, or the elements of it.
///
/// # Errors
/// [`ProofError::Malformed`] if there are too many to look at
pub fn proofs<'a, J: Json<'a>>(document: J) -> Result<Vec<J>, ProofError> {
    let Some(proof) = document.member("proof")? else { return Ok(Vec::new()) };
    match proof.view()? {
        View::Array(proofs) if proofs.len() > MOST_PROOFS => Err(malformed("there are more than 32 proofs")),
        View::Array(proofs) => Ok(proofs.collect::<Result<_, _>>()?),
        _ => Ok(vec![proof]),
    }
}

/// The string that a member of a proof is.
fn text<'a, J: Json<'a>>(proof: J, name: &str) -> Result<Option<&'a str>, ProofError> {
    let Some(value) = proof.member(name)? else { return Ok(None) };
    match string(value)? {
        Some(text) => Ok(Some(text)),
        None => Err(ProofError::Malformed(format!("{name} of the proof is not a string"))),
    }
}

fn required<'a, J: Json<'a>>(proof: J, name: &str) -> Result<&'a str, ProofError> {
    text(proof, name)?.ok_or_else(|| ProofError::Malformed(format!("the proof has no {name}")))
}

fn time<'a, J: Json<'a>>(proof: J, name: &str) -> Result<Option<Timestamp>, ProofError> {
    let Some(text) = text(proof, name)? else { return Ok(None) };
    match Timestamp::parse_rfc3339(text) {
        Some(time) => Ok(Some(time)),
        None => Err(ProofError::Malformed(format!("{name} of the proof is not a date and time with a zone"))),
    }
}

/// Reads what a proof says of itself.
///
/// # Errors
/// [`ProofError::Malformed`], [`ProofError::Unsupported`]
pub fn read<'a, J: Json<'a>>(proof: J) -> Result<Proof, ProofError> {
    if !matches!(proof.view()?, View::Object(_)) {
        return Err(malformed("the proof is not an object"));
    }
    let name = match required(proof, "type")? {
        DATA_INTEGRITY_PROOF => required(proof, "cryptosuite")?,
        proof_type if proof_type == Cryptosuite::Ed25519Signature2020.name() => proof_type,
        other => return Err(unsupported(other)),
    };
    let is_suite = |suite: &Cryptosuite| {
        // The older type is no name of a suite.
        *suite != Cryptosuite::Ed25519Signature2020 || text(proof, "cryptosuite") == Ok(None)
    };
    let cryptosuite = Cryptosuite::from_name(name).filter(is_suite).ok_or_else(|| unsupported(name))?;
    let method = proof
        .member("verificationMethod")?
        .ok_or_else(|| malformed("the proof has no verificationMethod"))?;
    let verification_method = match string(method)? {
        Some(method) => method,
        None => required(method, "id")?,
    };
    Ok(Proof {
        cryptosuite,
        verification_method: verification_method.to_owned(),
        purpose: required(proof, "proofPurpose")?.to_owned(),
        created: time(proof, "created")?,
        expires: time(proof, "expires")?,
        has_previous: proof.member("previousProof")?.is_some(),
    })
}

fn unsupported(name: &str) -> ProofError {
    ProofError::Unsupported(name.chars().take(LONGEST_NAME).collect())
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
    let suite = options.cryptosuite;
    if !suite.signs() {
        return Err(unsupported(suite.name()));
    }
    let algorithm = key.public().algorithm();
    if !suite.takes(algorithm) {
        return Err(ProofError::WrongKey);
    }
    let reading = reading(Resources::none(), Revision::Current);
    let mut proof = options::proof(options);
    let value = match suite.form() {
        Form::Rdf => {
            let hashes = hashing::rdf(document, &proof, hash(algorithm), reading)?;
            multibase::base58btc(&key.sign(&hashes)?)
        }
        Form::Json => {
            if let Some(context) = document.member("@context")? {
                proof.set("@context", Tree::read(context)?.into_owned());
            }
            multibase::base58btc(&key.sign(&hashing::json(document, &proof, hash(algorithm))?)?)
        }
        Form::Statements => selective_disclosure::sign(document, &proof, key, reading)?,
    };
    proof.set("proofValue", value);
    Ok(proof)
}

/// The options of a proof as a document in the context of the one it belongs to, to be read as RDF without its
/// `proofValue`; `None` if they say no more than nearly every proof does, and as it says it.
///
/// # Errors
/// [`ProofError::Unreadable`]
pub fn unusual_options<'t>(
    document: &'t Tree<'_>,
    proof: &'t Tree<'_>,
) -> Result<Option<Tree<'t>>, ProofError> {
    match options::usual(document, proof)? {
        Some(_) => Ok(None),
        None => options::as_document(document.get("@context"), proof).map(Some),
    }
}

/// The hash that belongs to a kind of key.
fn hash(algorithm: Algorithm) -> Hash {
    if algorithm == Algorithm::P384 { Hash::Sha384 } else { Hash::Sha256 }
}

/// How documents are read as RDF: without their proofs.
fn reading(resources: Resources<'_>, revision: Revision) -> Options<'_> {
    Options { omit: Some("proof"), resources, revision, ..Options::default() }
}

/// Under which state of the contexts a proof verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// What their URLs lead to now.
    Current,
    /// What the context of Open Badges 3.0.3 was before it was changed in place in June 2026.
    OlderContext,
}

/// Whether one of the document's proofs is a signature by that key over it. Dates, purpose and whose key it is are
/// the caller's to check.
///
/// # Errors
/// [`ProofError`]
pub fn verify<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    key: &PublicKey,
    resources: Resources<'_>,
) -> Result<Verified, ProofError> {
    let said = read(proof)?;
    if said.has_previous {
        return Err(unsupported("previousProof"));
    }
    if !said.cryptosuite.takes(key.algorithm()) {
        return Err(ProofError::WrongKey);
    }
    let form = said.cryptosuite.form();
    match verify_form(document, proof, key, form, reading(resources, Revision::Current)) {
        Ok(()) => Ok(Verified::Current),
        Err(error @ (ProofError::Signature | ProofError::JsonLd(_))) if form != Form::Json => {
            let older = verify_form(document, proof, key, form, reading(resources, Revision::BeforeJune2026));
            older.map(|()| Verified::OlderContext).map_err(|_| error)
        }
        Err(error) => Err(error),
    }
}

fn verify_form<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    key: &PublicKey,
    form: Form,
    reading: Options<'_>,
) -> Result<(), ProofError> {
    let algorithm = key.algorithm();
    let value = required(proof, "proofValue")?;
    let hashes = match form {
        Form::Rdf => hashing::rdf(document, proof, hash(algorithm), reading)?,
        Form::Json => hashing::received_json(document, proof, hash(algorithm))?,
        Form::Statements => return selective_disclosure::verify(document, proof, key, reading),
    };
    if key.verify(&hashes, &signature(value, algorithm)?) { Ok(()) } else { Err(ProofError::Signature) }
}

/// The octets of a signature: base58btc, and exactly as many as the kind of key makes.
fn signature(value: &str, algorithm: Algorithm) -> Result<Vec<u8>, ProofError> {
    let length = if algorithm == Algorithm::P384 { 96 } else { 64 };
    let octets = value.strip_prefix('z').and_then(|digits| multibase::decode_base58(digits).ok());
    octets
        .filter(|octets| octets.len() == length)
        .ok_or_else(|| ProofError::Malformed(format!("proofValue is not {length} octets in base58btc")))
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
    selective_disclosure::derive(document, pointers, reading(resources, Revision::Current))
}
