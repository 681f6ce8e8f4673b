//! Key pairs: Ed25519, ECDSA P-256 and P-384, RSA; as Multikey, JWK and PEM.

mod der;
mod jwk;
mod key_set;
mod multikey;
mod pem;
mod private;

pub use key_set::{KeyOfSet, find_in_key_set, key_set};
pub use private::PrivateKey;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    VerificationAlgorithm,
};

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
    /// Every algorithm.
    pub const ALL: [Algorithm; 4] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];

    /// The algorithm of that name: `Ed25519`, `P-256`, `P-384` or `RSA`.
    pub fn from_name(name: &str) -> Option<Algorithm> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// `Ed25519`, `P-256`, `P-384` or `RSA`.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Ed25519 => "Ed25519",
            Algorithm::P256 => "P-256",
            Algorithm::P384 => "P-384",
            Algorithm::Rsa => "RSA",
        }
    }

    /// `EdDSA`, `ES256`, `ES384` or `RS256` (RFC 7518, RFC 8037).
    pub fn jws_name(self) -> &'static str {
        match self {
            Algorithm::Ed25519 => "EdDSA",
            Algorithm::P256 => "ES256",
            Algorithm::P384 => "ES384",
            Algorithm::Rsa => "RS256",
        }
    }

    /// The inverse of [`Algorithm::jws_name`].
    pub fn from_jws_name(name: &str) -> Option<Algorithm> {
        Self::ALL.into_iter().find(|algorithm| algorithm.jws_name() == name)
    }

    fn verification(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Algorithm::Ed25519 => &ED25519,
            Algorithm::P256 => &ECDSA_P256_SHA256_FIXED,
            Algorithm::P384 => &ECDSA_P384_SHA384_FIXED,
            Algorithm::Rsa => &RSA_PKCS1_2048_8192_SHA256,
        }
    }

    /// Octets of a coordinate of a point; `None` for RSA.
    fn coordinate_length(self) -> Option<usize> {
        match self {
            Algorithm::Ed25519 | Algorithm::P256 => Some(32),
            Algorithm::P384 => Some(48),
            Algorithm::Rsa => None,
        }
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
    /// A key that proves nothing: RSA of fewer than 2048 or more than 8192 bits or with an exponent below 65537,
    /// or a point of Curve25519 with which anybody can sign.
    Weak,
    /// A private part where only a public one belongs.
    Private,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            KeyError::Malformed => "it is not in the form of a key",
            KeyError::Unsupported => "it is of a kind, or for a use, that is not supported",
            KeyError::Invalid => "it is not a key of its kind",
            KeyError::Weak => "it is too weak to prove anything",
            KeyError::Private => "it holds a private key",
        })
    }
}

/// SEC 1: the first octet of a point given by both coordinates.
const UNCOMPRESSED: u8 = 4;

/// A public key.
#[derive(Clone)]
pub struct PublicKey {
    algorithm: Algorithm,
    /// Ed25519: the 32 octets of RFC 8032. ECDSA: the uncompressed point of SEC 1. RSA: PKCS#1 `RSAPublicKey`.
    octets: Box<[u8]>,
    /// The same, ready to verify with.
    parsed: ParsedPublicKey,
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.octets == other.octets
    }
}

impl Eq for PublicKey {}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PublicKey({} {})", self.algorithm.name(), self.thumbprint())
    }
}

impl PublicKey {
    /// From the octets of the key: Ed25519 as in RFC 8032, a compressed or uncompressed point of SEC 1, or PKCS#1
    /// `RSAPublicKey`.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_octets(algorithm: Algorithm, octets: &[u8]) -> Result<PublicKey, KeyError> {
        match (algorithm, octets) {
            (Algorithm::Ed25519, _) => check_ed25519(octets)?,
            (Algorithm::Rsa, _) => check_rsa(octets)?,
            (_, [2 | 3, x @ ..]) if Some(x.len()) == algorithm.coordinate_length() => {}
            (_, [UNCOMPRESSED, xy @ ..]) if Some(xy.len() / 2) == algorithm.coordinate_length() => {}
            _ => return Err(KeyError::Invalid),
        }
        let parsed = ParsedPublicKey::new(algorithm.verification(), octets).map_err(|_| KeyError::Invalid)?;
        let octets = if let [2 | 3, x @ ..] = octets
            && matches!(algorithm, Algorithm::P256 | Algorithm::P384)
        {
            // The library writes points uncompressed, at the end of the DER structure.
            let der: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| KeyError::Invalid)?;
            let length = x.len().saturating_mul(2).saturating_add(1);
            let start = der.as_ref().len().saturating_sub(length);
            Box::from(der.as_ref().get(start..).unwrap_or_default())
        } else {
            Box::from(octets)
        };
        Ok(PublicKey { algorithm, octets, parsed })
    }

    /// Which algorithm it is for.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether the signature over the message is by this key. ECDSA signatures are `r || s`; the message is hashed
    /// as the algorithm says.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }

    /// Both coordinates of a point of ECDSA.
    fn coordinates(&self) -> Option<(&[u8], &[u8])> {
        match (self.algorithm, &*self.octets) {
            (Algorithm::P256 | Algorithm::P384, [UNCOMPRESSED, point @ ..]) => {
                point.split_at_checked(self.algorithm.coordinate_length()?)
            }
            _ => None,
        }
    }
}

/// The y coordinates of the points of small order on Curve25519, least significant octet first. With such a key
/// one signature fits many messages.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ],
];

/// The library looks at the point only when it verifies; what it would let pass is refused here.
pub(crate) fn check_ed25519(octets: &[u8]) -> Result<(), KeyError> {
    let mut y = <[u8; 32]>::try_from(octets).map_err(|_| KeyError::Invalid)?;
    let [.., last] = &mut y;
    *last &= 0x7f;
    // Not reduced modulo 2^255 - 19: a second form of a point that has one already.
    if let [0xed..=0xff, middle @ .., 0x7f] = &y
        && middle.iter().all(|octet| *octet == 0xff)
    {
        return Err(KeyError::Invalid);
    }
    if SMALL_ORDER.contains(&y) { Err(KeyError::Weak) } else { Ok(()) }
}

/// Octets of 8192 bits.
const LONGEST_MODULUS: usize = 1024;

/// Octets of the exponents in use; the library refuses more than 33 bits.
const LONGEST_EXPONENT: usize = 5;

/// PKCS#1 `RSAPublicKey` of these numbers.
///
/// # Errors
/// [`KeyError`]: what [`PublicKey::from_octets`] would refuse, and numbers with leading zeros.
pub(crate) fn write_rsa_public_key(modulus: &[u8], exponent: &[u8]) -> Result<Vec<u8>, KeyError> {
    if modulus.len() > LONGEST_MODULUS || exponent.len() > LONGEST_EXPONENT {
        return Err(KeyError::Unsupported);
    }
    if modulus.starts_with(&[0]) || exponent.starts_with(&[0]) {
        return Err(KeyError::Malformed);
    }
    let octets = der::write_rsa_public_key(modulus, exponent);
    check_rsa(&octets)?;
    Ok(octets)
}

fn check_rsa(octets: &[u8]) -> Result<(), KeyError> {
    let (modulus, exponent) = der::rsa_public_key(octets).ok_or(KeyError::Malformed)?;
    let bits = modulus
        .first()
        .map_or(0, |first| modulus.len().saturating_mul(8).saturating_sub(first.leading_zeros() as usize));
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    if exponent.len() > LONGEST_EXPONENT {
        return Err(KeyError::Unsupported);
    }
    let value = exponent.iter().fold(0_u64, |value, octet| value << 8 | u64::from(*octet));
    if !(2048..=8192).contains(&bits) || value < 65_537 {
        Err(KeyError::Weak)
    } else if is_odd(modulus) && is_odd(exponent) {
        Ok(())
    } else {
        Err(KeyError::Invalid)
    }
}
