//! Signing in an issuer's name: which key and which form, and the signature itself.

use crate::error::Error;
use crate::issuer::Issuer;
use crate::issuer_keys::{self, SigningKey};
use crate::store::issuer_profiles::Published;
use badges_core::json::Tree;
use badges_core::proof::data_integrity::{self, Cryptosuite, ProofError, ProofOptions};
use badges_core::proof::keys::Algorithm;
use badges_core::proof::{MAX_SIGNED, ProofFormat, jws, vc_jwt};
use badges_core::timestamp::Timestamp;

/// A key of an issuer and how it signs.
pub struct Signer {
    key: SigningKey,
    format: ProofFormat,
    verification_method: String,
}

/// Reads the argument `proof`.
///
/// # Errors
/// 22023 if it names no way to sign.
pub fn proof_format(proof: Option<&str>) -> Result<Option<ProofFormat>, Error> {
    let Some(name) = proof else { return Ok(None) };
    ProofFormat::from_name(name).map(Some).ok_or(Error::Argument {
        name: "proof",
        reason: "names no way to sign".into(),
        hint: ProofFormat::HINT,
    })
}

impl Signer {
    /// The issuer's latest key that signs in this form, made if there is none; without a form its latest key.
    ///
    /// # Errors
    /// 55000 without the server secret.
    pub fn or_new(issuer: &Issuer, format: Option<ProofFormat>) -> Result<Self, Error> {
        let new = format.map_or(ProofFormat::DEFAULT.new_key(), ProofFormat::new_key);
        let key = issuer_keys::signing_key_or_new(
            issuer.stored.issuer_id,
            &issuer.stored.public_keys,
            |algorithm| format.is_none_or(|format| format.takes(algorithm)),
            new,
        )?;
        Ok(Signer::new(issuer, key, format))
    }

    /// The issuer's latest key that signs with an embedded proof, for functions that make no key.
    ///
    /// # Errors
    /// 55000 without the server secret, or if the issuer has no such key.
    pub fn embedding(issuer: &Issuer) -> Result<Self, Error> {
        let embeds = |algorithm| matches!(ProofFormat::for_key(algorithm), ProofFormat::DataIntegrity(_));
        Signer::existing(issuer, None, embeds)
    }

    /// The issuer's latest key, signing a compact JWS, for functions that make no key.
    ///
    /// # Errors
    /// As [`Signer::embedding`].
    pub fn enveloping(issuer: &Issuer) -> Result<Self, Error> {
        Signer::existing(issuer, Some(ProofFormat::Jws(None)), |_| true)
    }

    fn existing(
        issuer: &Issuer,
        format: Option<ProofFormat>,
        wanted: impl Fn(Algorithm) -> bool,
    ) -> Result<Self, Error> {
        let Published { issuer_id, public_keys, .. } = &issuer.stored;
        let key = issuer_keys::signing_key(*issuer_id, public_keys, wanted)?;
        let key = key.ok_or_else(|| Error::Configuration {
            reason: format!("issuer {issuer_id} has no key to sign this with"),
            hint: "SELECT badges.rotate_issuer_key(issuer_id); makes one.".into(),
        })?;
        Ok(Signer::new(issuer, key, format))
    }

    fn new(issuer: &Issuer, key: SigningKey, format: Option<ProofFormat>) -> Self {
        let verification_method = issuer.identifiers.verification_method(&key.id);
        let format = format.unwrap_or(ProofFormat::for_key(key.algorithm));
        Signer { key, format, verification_method }
    }

    /// The fragment of the key's URL.
    pub fn key_id(&self) -> &str {
        &self.key.id
    }

    /// When the key was made.
    pub fn created(&self) -> Timestamp {
        self.key.created
    }

    /// Signs a credential of Open Badges 3.0: gives it a proof, or returns it as VC-JWT.
    ///
    /// # Errors
    /// 23514 if the credential is too large or no JSON-LD that can be signed, 55000 if the private key is missing.
    pub fn credential(&self, credential: &mut Tree<'_>, created: Timestamp) -> Result<Option<String>, Error> {
        check_size(credential)?;
        match self.format {
            ProofFormat::Jws(_) => Ok(Some(vc_jwt::sign(credential, self.key.private()?)?)),
            ProofFormat::DataIntegrity(cryptosuite) => {
                let proof = self.proof(credential, cryptosuite, created)?;
                credential.set("proof", vec![proof]);
                Ok(None)
            }
        }
    }

    /// Signs an assertion of Open Badges 2.0 as a compact JWS.
    ///
    /// # Errors
    /// 23514 if the assertion is too large, 55000 if the private key is missing.
    pub fn assertion(&self, assertion: &Tree<'_>) -> Result<String, Error> {
        check_size(assertion)?;
        Ok(jws::sign(&[], &assertion.to_text(), self.key.private()?)?)
    }

    fn proof(
        &self,
        credential: &Tree<'_>,
        cryptosuite: Cryptosuite,
        created: Timestamp,
    ) -> Result<Tree<'static>, Error> {
        let options = ProofOptions {
            cryptosuite,
            verification_method: &self.verification_method,
            created,
            expires: None,
        };
        data_integrity::sign(credential, &options, self.key.private()?).map_err(|error| match error {
            ProofError::JsonLd(fault) => Error::Unsignable { path: fault.path, reason: fault.message },
            ProofError::TooComplex => {
                Error::Unsignable { path: String::new(), reason: "its graph is too complex".into() }
            }
            ProofError::Unreadable(error) => Error::Unreadable(error),
            other => Error::Internal(format!("a credential cannot be signed: {other:?}")),
        })
    }
}

/// Refuses what would be signed and then be read by nobody, this extension included.
fn check_size(document: &Tree<'_>) -> Result<(), Error> {
    if document.is_longer_than(MAX_SIGNED) { Err(Error::TooLargeToSign) } else { Ok(()) }
}
