//! Credential public keys (section 6.5.1.1): `COSE_Key` of RFC 9052 and 9053, RFC 8230 for RSA.

use super::cbor::{NotCanonical, Reader};
use super::{Reason, algorithm};
use crate::proof::keys::{check_ed25519, write_rsa_public_key};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1, ED25519, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, VerificationAlgorithm,
};

/// `kty` (RFC 9053, section 7; RFC 8230, section 4).
const OKP: i64 = 1;
const EC2: i64 = 2;
const RSA: i64 = 3;

/// Labels, in canonical order; `-3` is there for EC2 only.
const KEY_TYPE: i64 = 1;
const ALGORITHM: i64 = 3;
const CURVE_OR_MODULUS: i64 = -1;
const X_OR_EXPONENT: i64 = -2;
const Y: i64 = -3;

/// SEC 1: the first octet of a point given by both coordinates.
const UNCOMPRESSED: u8 = 4;

/// What a key of an algorithm must be (section 5.8.5): the key type, the curve and the octets of a coordinate.
struct Form {
    algorithm: i32,
    key_type: i64,
    curve: i64,
    coordinate: usize,
    verification: &'static dyn VerificationAlgorithm,
}

/// RSA has neither curve nor coordinates.
const FORMS: [Form; 5] = [
    Form { algorithm: algorithm::EDDSA, key_type: OKP, curve: 6, coordinate: 32, verification: &ED25519 },
    Form {
        algorithm: algorithm::ES256,
        key_type: EC2,
        curve: 1,
        coordinate: 32,
        verification: &ECDSA_P256_SHA256_ASN1,
    },
    Form {
        algorithm: algorithm::ES384,
        key_type: EC2,
        curve: 2,
        coordinate: 48,
        verification: &ECDSA_P384_SHA384_ASN1,
    },
    Form {
        algorithm: algorithm::ES512,
        key_type: EC2,
        curve: 3,
        coordinate: 66,
        verification: &ECDSA_P521_SHA512_ASN1,
    },
    Form {
        algorithm: algorithm::RS256,
        key_type: RSA,
        curve: 0,
        coordinate: 0,
        verification: &RSA_PKCS1_2048_8192_SHA256,
    },
];

/// A credential public key, ready to verify with.
pub(super) struct CredentialKey {
    pub(super) algorithm: i32,
    parsed: ParsedPublicKey,
}

impl CredentialKey {
    /// Reads a `COSE_Key` with the required parameters and no other, canonically encoded.
    ///
    /// # Errors
    /// [`Reason::Malformed`]; [`Reason::UnsupportedAlgorithm`]: an algorithm that is not known;
    /// [`Reason::BadKey`]: numbers that are no key of the algorithm.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<CredentialKey, Reason> {
        let members = reader.map()?;
        let key_type = member(reader, KEY_TYPE, Reader::integer)?;
        let algorithm = member(reader, ALGORITHM, Reader::integer)?;
        let form = FORMS.iter().find(|form| i64::from(form.algorithm) == algorithm);
        let form = form.ok_or(Reason::UnsupportedAlgorithm)?;
        if form.key_type != key_type {
            return Err(Reason::BadKey);
        }
        let expected = if key_type == EC2 { 5 } else { 4 };
        if members != expected {
            return Err(Reason::Malformed);
        }
        let octets = if key_type == RSA {
            let modulus = member(reader, CURVE_OR_MODULUS, Reader::bytes)?;
            let exponent = member(reader, X_OR_EXPONENT, Reader::bytes)?;
            write_rsa_public_key(modulus, exponent).map_err(|_| Reason::BadKey)?
        } else {
            point(reader, form)?
        };
        let parsed = ParsedPublicKey::new(form.verification, octets).map_err(|_| Reason::BadKey)?;
        Ok(CredentialKey { algorithm: form.algorithm, parsed })
    }

    /// Whether the signature over the message is by this key (section 6.5.5: ECDSA in ASN.1 DER).
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

/// The point of an elliptic curve as the library takes it.
fn point(reader: &mut Reader<'_>, form: &Form) -> Result<Vec<u8>, Reason> {
    if member(reader, CURVE_OR_MODULUS, Reader::integer)? != form.curve {
        return Err(Reason::BadKey);
    }
    let coordinate = |label, reader: &mut Reader<'_>| {
        let octets = member(reader, label, Reader::bytes)?;
        if octets.len() == form.coordinate { Ok(octets.to_vec()) } else { Err(Reason::BadKey) }
    };
    let x = coordinate(X_OR_EXPONENT, reader)?;
    if form.key_type == OKP {
        check_ed25519(&x).map_err(|_| Reason::BadKey)?;
        return Ok(x);
    }
    let y = coordinate(Y, reader)?;
    Ok([&[UNCOMPRESSED], x.as_slice(), &y].concat())
}

/// The value of the next member, which must be the one with that label: labels in another order are not
/// canonical.
fn member<'a, T>(
    reader: &mut Reader<'a>,
    label: i64,
    value: impl FnOnce(&mut Reader<'a>) -> Result<T, NotCanonical>,
) -> Result<T, NotCanonical> {
    if reader.integer()? == label { value(reader) } else { Err(NotCanonical) }
}

impl From<NotCanonical> for Reason {
    fn from(_: NotCanonical) -> Reason {
        Reason::Malformed
    }
}
