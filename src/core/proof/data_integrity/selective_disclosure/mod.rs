//! `ecdsa-sd-2023`: a proof of which the holder shows a part.
//!
//! The issuer signs every statement that may be left out with a key made for this one proof, and that key together with the
//! statements that must be shown with its own. What is shown is verified without the rest.
//!
//! Source: VC Data Integrity ECDSA Cryptosuites 1.0, sections 3.4 to 3.6.

mod pointers;
mod proof_value;
mod statements;

use super::{ProofError, hashing, malformed, options, read, required};
use crate::json::{Json, Tree};
use crate::proof::data_integrity::Cryptosuite;
use crate::proof::jsonld::Options;
use crate::proof::keys::{Algorithm, PrivateKey, PublicKey};
use crate::proof::rdfc::Hash;
use crate::secret;
use proof_value::{Base, Derived, ProofValue};
use statements::Statements;

/// What the issuer signs: the hash of the options, the key of the other statements, the hash of the mandatory ones.
fn issuer_data<'s>(
    options: &str,
    statement_key: &PublicKey,
    mandatory: impl Iterator<Item = &'s str>,
) -> Result<Vec<u8>, ProofError> {
    let options = hashing::digest(Hash::Sha256, options);
    let key = statement_key.to_multikey_octets().ok_or(ProofError::Internal)?;
    let mandatory = hashing::digest(Hash::Sha256, &mandatory.collect::<String>());
    Ok([options.as_ref(), &key, mandatory.as_ref()].concat())
}

/// The statements for which a mark is as wanted.
fn marked<'s>(lines: &'s [String], marks: &'s [bool], wanted: bool) -> impl Iterator<Item = &'s str> + Clone {
    lines.iter().zip(marks).filter(move |(_, mark)| **mark == wanted).map(|(line, _)| line.as_str())
}

/// The value of a base proof for a document, given the options it is made with.
pub(super) fn sign<'a, J: Json<'a>>(
    document: J,
    proof: &Tree<'_>,
    key: &PrivateKey,
    reading: Options<'_>,
) -> Result<String, ProofError> {
    let document = Tree::read(document)?;
    let mandatory = pointers::mandatory(&document);
    let mut label_key = [0; 32];
    secret::random(&mut label_key)?;
    let secrets = Secrets { label_key, statement_key: PrivateKey::generate(Algorithm::P256)? };
    sign_with(&document, proof, key, &secrets, mandatory, reading)
}

/// What is drawn at random for each proof.
struct Secrets {
    label_key: [u8; 32],
    statement_key: PrivateKey,
}

fn sign_with(
    document: &Tree<'_>,
    proof: &Tree<'_>,
    key: &PrivateKey,
    secrets: &Secrets,
    mandatory: Vec<String>,
    reading: Options<'_>,
) -> Result<String, ProofError> {
    let Secrets { label_key, statement_key } = secrets;
    let public = statement_key.public();
    let options = options::canonical_rdf(document, proof, Hash::Sha256, reading)?;
    let statements = Statements::of(document, label_key, reading)?;
    let is_mandatory = statements.made_by(&mandatory, reading)?;
    let lines = &statements.lines;
    let data = issuer_data(&options, public, marked(lines, &is_mandatory, true))?;
    let signatures = marked(lines, &is_mandatory, false)
        .map(|line| statement_key.sign(line.as_bytes())?.try_into().map_err(|_| ProofError::Internal))
        .collect::<Result<_, ProofError>>()?;
    let signature = key.sign(&data)?.try_into().map_err(|_| ProofError::Internal)?;
    Base { signature, statement_key: public.clone(), label_key: *label_key, signatures, mandatory }.encode()
}

/// Whether a base proof or derived proof is by that key over the document.
pub(super) fn verify<'a, 'p, J: Json<'a>, P: Json<'p>>(
    document: J,
    proof: P,
    key: &PublicKey,
    reading: Options<'_>,
) -> Result<(), ProofError> {
    let value = ProofValue::decode(required(proof, "proofValue")?)?;
    let options = options::canonical_rdf(document, proof, Hash::Sha256, reading)?;
    let (lines, is_mandatory) = match &value {
        ProofValue::Base(base) => {
            let statements = Statements::of(&Tree::read(document)?, &base.label_key, reading)?;
            let is_mandatory = statements.made_by(&base.mandatory, reading)?;
            (statements.lines, is_mandatory)
        }
        ProofValue::Derived(derived) => {
            let lines = labelled(document, derived, reading)?;
            let mut is_mandatory = vec![false; lines.len()];
            for position in &derived.mandatory {
                let mark =
                    usize::try_from(*position).ok().and_then(|position| is_mandatory.get_mut(position));
                *mark.ok_or(ProofError::Signature)? = true;
            }
            (lines, is_mandatory)
        }
    };
    let (signature, statement_key, signatures) = match &value {
        ProofValue::Base(base) => (&base.signature, &base.statement_key, &base.signatures),
        ProofValue::Derived(derived) => (&derived.signature, &derived.statement_key, &derived.signatures),
    };
    let data = issuer_data(&options, statement_key, marked(&lines, &is_mandatory, true))?;
    let others = marked(&lines, &is_mandatory, false);
    let verifies = others.clone().count() == signatures.len()
        && key.verify(&data, signature)
        && others.zip(signatures).all(|(line, signature)| statement_key.verify(line.as_bytes(), signature));
    if verifies { Ok(()) } else { Err(ProofError::Signature) }
}

/// The statements of a document shown, with the labels of its proof: one for each blank node, none twice.
fn labelled<'a, J: Json<'a>>(
    document: J,
    derived: &Derived,
    reading: Options<'_>,
) -> Result<Vec<String>, ProofError> {
    let labels = &derived.labels;
    let distinct: std::collections::BTreeSet<_> = labels.values().collect();
    if distinct.len() != labels.len() {
        return Err(ProofError::Signature);
    }
    statements::labelled(document, |number| labels.get(&number).copied(), reading)
}

/// The part of a document that the pointers and its base proof name, with a derived proof.
pub(super) fn derive<'a, J: Json<'a>>(
    document: J,
    selected: &[&str],
    reading: Options<'_>,
) -> Result<Tree<'static>, ProofError> {
    let document = Tree::read(document)?;
    let (proof, base) = base_proof(&document)?;
    let statements = Statements::of(&document, &base.label_key, reading)?;
    let mut shown: Vec<&str> = base.mandatory.iter().map(String::as_str).collect();
    shown.extend(selected);
    let is_mandatory = statements.made_by(&base.mandatory, reading)?;
    let is_shown = statements.made_by(&shown, reading)?;

    // Positions among what is shown, not among everything.
    let shown_marks = is_mandatory.iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown);
    let mandatory = (0..).zip(shown_marks).filter(|(_, (mark, _))| **mark).map(|(position, _)| position);
    let other_marks = is_shown.iter().zip(&is_mandatory).filter(|(_, is_mandatory)| !**is_mandatory);
    if other_marks.clone().count() != base.signatures.len() {
        return Err(ProofError::Signature);
    }
    let signatures = other_marks.zip(&base.signatures).filter(|((is_shown, _), _)| **is_shown);
    let derived = Derived {
        signature: base.signature,
        statement_key: base.statement_key.clone(),
        signatures: signatures.map(|(_, signature)| *signature).collect(),
        labels: statements.labels_of(&shown, reading)?.into_iter().collect(),
        mandatory: mandatory.collect(),
    };
    let mut proof = proof.clone();
    proof.set("proofValue", derived.encode()?);

    let mut without_proof = document.clone();
    let is_array = matches!(without_proof.remove("proof"), Some(Tree::Array(_)));
    let part = pointers::select(&without_proof, &shown)?;
    let mut part = part.ok_or_else(|| malformed("nothing is to be shown"))?;
    part.set("proof", if is_array { Tree::Array(vec![proof]) } else { proof });
    Ok(part.into_owned())
}

/// The first base proof of a document.
fn base_proof<'t>(document: &'t Tree<'t>) -> Result<(&'t Tree<'t>, Base), ProofError> {
    for proof in super::proofs(document)? {
        if read(proof).is_ok_and(|proof| proof.cryptosuite == Cryptosuite::EcdsaSd2023)
            && let ProofValue::Base(base) = ProofValue::decode(required(proof, "proofValue")?)?
        {
            return Ok((proof, base));
        }
    }
    Err(malformed("the document has no base proof of ecdsa-sd-2023"))
}
