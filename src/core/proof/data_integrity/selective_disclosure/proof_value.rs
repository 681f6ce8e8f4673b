//! The two forms of an `ecdsa-sd-2023` proof value: CBOR after three octets that tell which, in base64url.
//!
//! Source: VC Data Integrity ECDSA Cryptosuites 1.0, section 3.6.3 to 3.6.8.

use super::super::{ProofError, malformed};
use crate::proof::keys::{Algorithm, PublicKey};
use crate::proof::multibase;
use ciborium::Value;
use std::collections::BTreeMap;

const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// Nesting of the CBOR that is read: a map in an array.
const DEPTH: usize = 4;

/// Octets of a P-256 signature.
type Signature = [u8; 64];

/// What an issuer gives to the holder.
pub(super) struct Base {
    /// By the issuer, over proof options, statement key and mandatory statements.
    pub signature: Signature,
    /// The key of `signatures`, made for this proof alone.
    pub statement_key: PublicKey,
    /// The secret that labels of blank nodes are made with.
    pub label_key: [u8; 32],
    /// One for each statement that is not mandatory.
    pub signatures: Vec<Signature>,
    /// What must be shown.
    pub mandatory: Vec<String>,
}

/// What a holder shows.
pub(super) struct Derived {
    /// As in [`Base`].
    pub signature: Signature,
    /// As in [`Base`].
    pub statement_key: PublicKey,
    /// One for each statement shown that is not mandatory.
    pub signatures: Vec<Signature>,
    /// The digest in the label of each blank node, by the number RDFC-1.0 gives it.
    pub labels: BTreeMap<u64, [u8; 32]>,
    /// Which of the statements shown are mandatory, ascending.
    pub mandatory: Vec<u64>,
}

/// Either of the two.
pub(super) enum ProofValue {
    Base(Base),
    Derived(Derived),
}

impl ProofValue {
    /// Reads a `proofValue`.
    pub(super) fn decode(text: &str) -> Result<ProofValue, ProofError> {
        let octets = Some(text).filter(|text| text.starts_with('u'));
        let octets = octets.and_then(|text| multibase::decode(text).ok());
        let octets = octets.ok_or_else(|| malformed("proofValue is not base64url"))?;
        let wrong = || malformed("proofValue is no base proof or derived proof of ecdsa-sd-2023");
        let (header, mut cbor) = octets.split_first_chunk::<3>().ok_or_else(wrong)?;
        let value = ciborium::de::from_reader_with_recursion_limit(&mut cbor, DEPTH);
        let Ok(Value::Array(parts)) = value else { return Err(wrong()) };
        let parts: [Value; 5] = parts.try_into().map_err(|_| wrong())?;
        let proof = if cbor.is_empty() { decode_parts(*header, parts) } else { None };
        proof.ok_or_else(wrong)
    }
}

fn decode_parts(header: [u8; 3], parts: [Value; 5]) -> Option<ProofValue> {
    let [signature, statement_key, third, fourth, fifth] = parts;
    let signature = octets(&signature)?;
    let Value::Bytes(statement_key) = statement_key else { return None };
    let statement_key = PublicKey::from_multikey_octets(&statement_key).ok()?;
    if statement_key.algorithm() != Algorithm::P256 {
        return None;
    }
    match header {
        BASE => Some(ProofValue::Base(Base {
            signature,
            statement_key,
            label_key: octets(&third)?,
            signatures: list(fourth, |value| octets(&value))?,
            mandatory: list(fifth, |value| value.into_text().ok())?,
        })),
        DERIVED => {
            let Value::Map(entries) = fourth else { return None };
            let count = entries.len();
            let labels: Option<BTreeMap<_, _>> = entries
                .into_iter()
                .map(|(number, label)| {
                    Some((u64::try_from(number.into_integer().ok()?).ok()?, octets(&label)?))
                })
                .collect();
            let mandatory =
                list(fifth, |value| value.into_integer().ok().and_then(|number| u64::try_from(number).ok()))?;
            let labels = labels.filter(|labels| labels.len() == count)?;
            let ascends = mandatory.is_sorted_by(|one, next| one < next);
            let signatures = list(third, |value| octets(&value))?;
            ascends.then_some(ProofValue::Derived(Derived {
                signature,
                statement_key,
                signatures,
                labels,
                mandatory,
            }))
        }
        _ => None,
    }
}

fn octets<const LENGTH: usize>(value: &Value) -> Option<[u8; LENGTH]> {
    value.as_bytes()?.as_slice().try_into().ok()
}

fn list<T>(value: Value, read: impl FnMut(Value) -> Option<T>) -> Option<Vec<T>> {
    value.into_array().ok()?.into_iter().map(read).collect()
}

fn bytes(octets: &[u8]) -> Value {
    Value::Bytes(octets.to_vec())
}

fn encode(header: [u8; 3], parts: Vec<Value>) -> Result<String, ProofError> {
    let mut octets = header.to_vec();
    ciborium::into_writer(&Value::Array(parts), &mut octets).map_err(|_| ProofError::Internal)?;
    Ok(multibase::base64url(&octets))
}

fn key(statement_key: &PublicKey) -> Result<Value, ProofError> {
    statement_key.to_multikey_octets().map(Value::Bytes).ok_or(ProofError::Internal)
}

fn signatures(signatures: &[Signature]) -> Value {
    Value::Array(signatures.iter().map(|signature| bytes(signature)).collect())
}

impl Base {
    /// Writes a `proofValue`.
    pub(super) fn encode(&self) -> Result<String, ProofError> {
        let mandatory = self.mandatory.iter().map(|pointer| Value::Text(pointer.clone()));
        let parts = vec![
            bytes(&self.signature),
            key(&self.statement_key)?,
            bytes(&self.label_key),
            signatures(&self.signatures),
            Value::Array(mandatory.collect()),
        ];
        encode(BASE, parts)
    }
}

impl Derived {
    /// Writes a `proofValue`.
    pub(super) fn encode(&self) -> Result<String, ProofError> {
        let number = |number: &u64| Value::Integer((*number).into());
        let labels = self.labels.iter().map(|(of, label)| (number(of), bytes(label)));
        let parts = vec![
            bytes(&self.signature),
            key(&self.statement_key)?,
            signatures(&self.signatures),
            Value::Map(labels.collect()),
            Value::Array(self.mandatory.iter().map(number).collect()),
        ];
        encode(DERIVED, parts)
    }
}
