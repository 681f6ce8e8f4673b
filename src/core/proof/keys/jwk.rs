//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and their thumbprints (RFC 7638).

use super::{Algorithm, KeyError, PublicKey, UNCOMPRESSED, der};
use crate::json::{Json, Tree, View, string};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Members that only a private or secret key has.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Characters of the longest number that is read: a modulus of 8192 bits takes 1,366.
const LONGEST_NUMBER: usize = 2_048;

fn text<'a, J: Json<'a>>(jwk: J, name: &str) -> Result<Option<&'a str>, KeyError> {
    match jwk.member(name).map_err(|_| KeyError::Malformed)? {
        Some(value) => string(value).ok().flatten().map(Some).ok_or(KeyError::Malformed),
        None => Ok(None),
    }
}

fn octets<'a, J: Json<'a>>(jwk: J, name: &str) -> Result<Vec<u8>, KeyError> {
    let digits = text(jwk, name)?.filter(|digits| digits.len() <= LONGEST_NUMBER);
    URL_SAFE_NO_PAD.decode(digits.ok_or(KeyError::Malformed)?).map_err(|_| KeyError::Malformed)
}

/// A coordinate, or an Ed25519 key: its length is fixed, leading zeros included.
fn coordinate<'a, J: Json<'a>>(jwk: J, name: &str, algorithm: Algorithm) -> Result<Vec<u8>, KeyError> {
    let octets = octets(jwk, name)?;
    if Some(octets.len()) == algorithm.coordinate_length() { Ok(octets) } else { Err(KeyError::Invalid) }
}

/// A number of RSA: without leading zeros.
fn number<'a, J: Json<'a>>(jwk: J, name: &str) -> Result<Vec<u8>, KeyError> {
    let octets = octets(jwk, name)?;
    if matches!(*octets, [1..=0xff, ..]) { Ok(octets) } else { Err(KeyError::Malformed) }
}

/// The use that `alg`, `use` and `key_ops` allow, if they are there, must be verifying with this algorithm.
fn check_use<'a, J: Json<'a>>(jwk: J, algorithm: Algorithm) -> Result<(), KeyError> {
    let fits = text(jwk, "alg")?.is_none_or(|alg| {
        // RFC 9864 names the curve.
        alg == algorithm.jws_name() || algorithm == Algorithm::Ed25519 && alg == "Ed25519"
    });
    if !fits || text(jwk, "use")?.is_some_and(|purpose| purpose != "sig") {
        return Err(KeyError::Unsupported);
    }
    let Some(operations) = jwk.member("key_ops").map_err(|_| KeyError::Malformed)? else { return Ok(()) };
    let View::Array(mut operations) = operations.view().map_err(|_| KeyError::Malformed)? else {
        return Err(KeyError::Malformed);
    };
    let verifies = operations
        .any(|operation| operation.is_ok_and(|operation| string(operation).ok().flatten() == Some("verify")));
    if verifies { Ok(()) } else { Err(KeyError::Unsupported) }
}

impl PublicKey {
    /// From a JSON Web Key (RFC 7517, RFC 8037). A JWK with private members is refused, and one whose `alg`, `use`
    /// or `key_ops` says that it is for something else.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_jwk<'a, J: Json<'a>>(jwk: J) -> Result<PublicKey, KeyError> {
        let kind = text(jwk, "kty")?.ok_or(KeyError::Malformed)?;
        for name in PRIVATE {
            if jwk.member(name).map_err(|_| KeyError::Malformed)?.is_some() {
                return Err(KeyError::Private);
            }
        }
        let algorithm = match (kind, text(jwk, "crv")?) {
            ("OKP", Some("Ed25519")) => Algorithm::Ed25519,
            ("EC", Some("P-256")) => Algorithm::P256,
            ("EC", Some("P-384")) => Algorithm::P384,
            ("RSA", None) => Algorithm::Rsa,
            ("OKP" | "EC", None) => return Err(KeyError::Malformed),
            _ => return Err(KeyError::Unsupported),
        };
        check_use(jwk, algorithm)?;
        let octets = match algorithm {
            Algorithm::Ed25519 => coordinate(jwk, "x", algorithm)?,
            Algorithm::P256 | Algorithm::P384 => {
                let mut point = vec![UNCOMPRESSED];
                point.extend(coordinate(jwk, "x", algorithm)?);
                point.extend(coordinate(jwk, "y", algorithm)?);
                point
            }
            Algorithm::Rsa => der::write_rsa_public_key(&number(jwk, "n")?, &number(jwk, "e")?),
        };
        PublicKey::from_octets(algorithm, &octets)
    }

    /// The members that make the key, in the order of their names, as RFC 7638 wants them.
    fn jwk_members(&self) -> Vec<(&'static str, String)> {
        let encoded = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
        let kind = |name: &str| ("kty", name.to_owned());
        let curve = ("crv", self.algorithm.name().to_owned());
        if let Some((x, y)) = self.coordinates() {
            return vec![curve, kind("EC"), ("x", encoded(x)), ("y", encoded(y))];
        }
        if self.algorithm == Algorithm::Rsa {
            let (modulus, exponent) = der::rsa_public_key(&self.octets).unwrap_or_default();
            return vec![("e", encoded(exponent)), kind("RSA"), ("n", encoded(modulus))];
        }
        vec![curve, kind("OKP"), ("x", encoded(&self.octets))]
    }

    /// As a JSON Web Key with only the members that make it (`kty`, `crv`, `x`, `y`, `n`, `e`).
    pub fn to_jwk(&self) -> Tree<'static> {
        Tree::Object(
            self.jwk_members().into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        )
    }

    /// The RFC 7638 thumbprint (SHA-256, base64url).
    pub fn thumbprint(&self) -> String {
        let text = self.to_jwk().to_text();
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
    }
}
