//! Key pairs that sign.

use super::{Algorithm, KeyError, PublicKey};
use crate::secret::NoRandomness;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{self, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
};

/// A key pair. `Debug` shows the public key only.
pub struct PrivateKey {
    pair: Pair,
    public: PublicKey,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    Ecdsa(EcdsaKeyPair),
    Rsa(rsa::KeyPair),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PrivateKey of {:?}", self.public)
    }
}

fn ecdsa(algorithm: Algorithm) -> &'static EcdsaSigningAlgorithm {
    if algorithm == Algorithm::P384 {
        &ECDSA_P384_SHA384_FIXED_SIGNING
    } else {
        &ECDSA_P256_SHA256_FIXED_SIGNING
    }
}

impl PrivateKey {
    /// A new key pair (RSA: 2048 bits).
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn generate(algorithm: Algorithm) -> Result<PrivateKey, NoRandomness> {
        let pair = match algorithm {
            Algorithm::Ed25519 => Ed25519KeyPair::generate().map(Pair::Ed25519),
            Algorithm::P256 | Algorithm::P384 => EcdsaKeyPair::generate(ecdsa(algorithm)).map(Pair::Ecdsa),
            Algorithm::Rsa => rsa::KeyPair::generate(KeySize::Rsa2048).map(Pair::Rsa),
        };
        pair.ok().and_then(|pair| Self::new(algorithm, pair).ok()).ok_or(NoRandomness)
    }

    fn new(algorithm: Algorithm, pair: Pair) -> Result<PrivateKey, KeyError> {
        let octets = match &pair {
            Pair::Ed25519(pair) => pair.public_key().as_ref(),
            Pair::Ecdsa(pair) => pair.public_key().as_ref(),
            Pair::Rsa(pair) => pair.public_key().as_ref(),
        };
        let public = PublicKey::from_octets(algorithm, octets)?;
        Ok(PrivateKey { pair, public })
    }

    /// From PKCS#8 (DER).
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<PrivateKey, KeyError> {
        let pair = match algorithm {
            Algorithm::Ed25519 => Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519),
            Algorithm::P256 | Algorithm::P384 => {
                EcdsaKeyPair::from_pkcs8(ecdsa(algorithm), der).map(Pair::Ecdsa)
            }
            Algorithm::Rsa => rsa::KeyPair::from_pkcs8(der).map(Pair::Rsa),
        };
        Self::new(algorithm, pair.map_err(|_| KeyError::Invalid)?)
    }

    /// As PKCS#8 (DER, version 1); the caller seals it.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] if the library refuses to write it.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        let document = match &self.pair {
            Pair::Ed25519(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Pair::Ecdsa(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Pair::Rsa(pair) => pair.as_der().map(|der: Pkcs8V1Der<'_>| der.as_ref().to_vec()),
        };
        document.map_err(|_| KeyError::Invalid)
    }

    /// From the seed (Ed25519) or secret number (ECDSA) and the public key that belongs to it.
    pub(super) fn from_secret(public: PublicKey, secret: &[u8]) -> Result<PrivateKey, KeyError> {
        if Some(secret.len()) != public.algorithm.coordinate_length() {
            return Err(KeyError::Invalid);
        }
        let pair = if public.algorithm == Algorithm::Ed25519 {
            Ed25519KeyPair::from_seed_and_public_key(secret, &public.octets).map(Pair::Ed25519)
        } else {
            let algorithm = ecdsa(public.algorithm);
            EcdsaKeyPair::from_private_key_and_public_key(algorithm, secret, &public.octets).map(Pair::Ecdsa)
        };
        Ok(PrivateKey { pair: pair.map_err(|_| KeyError::Invalid)?, public })
    }

    /// Its public part.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature over a message: Ed25519 64 octets, ECDSA `r || s`, RSA PKCS#1 v1.5.
    ///
    /// # Errors
    /// [`NoRandomness`]
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ed25519(pair) => pair.try_sign(message).map(|signature| signature.as_ref().to_vec()),
            Pair::Ecdsa(pair) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map(|()| signature)
            }
        }
        .map_err(|_| NoRandomness)
    }
}
