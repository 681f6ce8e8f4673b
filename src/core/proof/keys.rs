//! Key pairs: Ed25519, ECDSA P-256 and P-384, RSA; as Multikey, JWK and PEM.

use crate::json::{Json, Tree};
use crate::secret::NoRandomness;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// EdDSA over Curve25519 (RFC 8032); JWS `EdDSA`.
    Ed25519,
    /// ECDSA over P-256 with SHA-256; JWS `ES256`.
    P256,
    /// ECDSA over P-384 with SHA-384; JWS `ES384`.
    P384,
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 to 8192 bits; JWS `RS256`.
    Rsa,
}

impl Algorithm {
    /// The algorithm of that name: `Ed25519`, `P-256`, `P-384` or `RSA`.
    pub fn from_name(name: &str) -> Option<Algorithm> {
        let _ = name;
        todo!()
    }

    /// `Ed25519`, `P-256`, `P-384` or `RSA`.
    pub fn name(self) -> &'static str {
        todo!()
    }

    /// `EdDSA`, `ES256`, `ES384` or `RS256` (RFC 7518, RFC 8037).
    pub fn jws_name(self) -> &'static str {
        todo!()
    }

    /// The inverse of [`Algorithm::jws_name`].
    pub fn from_jws_name(name: &str) -> Option<Algorithm> {
        let _ = name;
        todo!()
    }
}

/// Why something is no usable key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// Not the form that was expected (multibase, PEM, DER, JWK).
    Malformed,
    /// A kind of key that nothing here verifies with.
    Unsupported,
    /// The length does not fit the kind of key, or the point is not on the curve.
    Invalid,
    /// RSA of fewer than 2048 or more than 8192 bits, or with an exponent nobody should use.
    Weak,
    /// A private part where only a public one belongs.
    Private,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    _todo: (),
}

impl PublicKey {
    /// Which algorithm it is for.
    pub fn algorithm(&self) -> Algorithm {
        todo!()
    }

    /// From a Multikey (`publicKeyMultibase`): multicodec prefix and key bytes.
    pub fn from_multikey(text: &str) -> Result<PublicKey, KeyError> {
        let _ = text;
        todo!()
    }

    /// As a Multikey; none for RSA.
    pub fn to_multikey(&self) -> Option<String> {
        todo!()
    }

    /// From a JSON Web Key (RFC 7517, RFC 8037). A JWK with private members is refused.
    pub fn from_jwk<'a, J: Json<'a>>(jwk: J) -> Result<PublicKey, KeyError> {
        let _ = jwk;
        todo!()
    }

    /// As a JSON Web Key with only the members that make it (`kty`, `crv`, `x`, `y`, `n`, `e`).
    pub fn to_jwk(&self) -> Tree<'static> {
        todo!()
    }

    /// The RFC 7638 thumbprint (SHA-256, base64url).
    pub fn thumbprint(&self) -> String {
        todo!()
    }

    /// From PEM: `PUBLIC KEY` (SPKI), or `RSA PUBLIC KEY` (PKCS#1).
    pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
        let _ = text;
        todo!()
    }

    /// As PEM `PUBLIC KEY` (SPKI).
    pub fn to_pem(&self) -> String {
        todo!()
    }

    /// Whether the signature over the message is by this key. ECDSA signatures are `r || s`; the message is hashed
    /// as the algorithm says.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let _ = (message, signature);
        todo!()
    }
}

/// A key pair. `Debug` shows the algorithm only.
pub struct PrivateKey {
    _todo: (),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PrivateKey")
    }
}

impl PrivateKey {
    /// A new key pair (RSA: 2048 bits).
    pub fn generate(algorithm: Algorithm) -> Result<PrivateKey, NoRandomness> {
        let _ = algorithm;
        todo!()
    }

    /// From PKCS#8 (DER).
    pub fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<PrivateKey, KeyError> {
        let _ = (algorithm, der);
        todo!()
    }

    /// As PKCS#8 (DER); the caller seals it.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        todo!()
    }

    /// From a secret Multikey (`secretKeyMultibase`), as test vectors have them.
    pub fn from_secret_multikey(public: &str, secret: &str) -> Result<PrivateKey, KeyError> {
        let _ = (public, secret);
        todo!()
    }

    /// Its public part.
    pub fn public(&self) -> &PublicKey {
        todo!()
    }

    /// The signature over a message: Ed25519 64 octets, ECDSA `r || s`, RSA PKCS#1 v1.5.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let _ = message;
        todo!()
    }
}
