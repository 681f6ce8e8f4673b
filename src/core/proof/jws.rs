//! Compact JSON Web Signatures (RFC 7515) with a closed list of algorithms.

use super::MAX_CREDENTIAL;
use super::keys::{Algorithm, PrivateKey, PublicKey};
use crate::json::{Tree, text};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Characters of a name of an algorithm that a message repeats.
const LONGEST_NAME: usize = 40;

/// The header parameters that Open Badges 3.0 knows (section "JOSE Header").
const KNOWN_HEADERS: [&str; 4] = ["alg", "jwk", "kid", "typ"];

/// Parameters that change what is signed or how it is read, and so cannot be passed over (RFC 7515, RFC 7797).
const REFUSED_HEADERS: [&str; 4] = ["b64", "crit", "enc", "zip"];

/// Why a text is no JWS that can be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JwsError {
    /// Not three base64url parts, or a header or payload that is no JSON object.
    Malformed(&'static str),
    /// An algorithm that is not in the list (`none` and HMAC among them).
    Algorithm(String),
    /// A header that asks for something not supported (`crit`, `b64`), or holds a private key.
    Header(String),
}

/// A JWS, taken apart and not yet verified.
#[derive(Debug)]
pub struct Jws<'t> {
    /// The protected header.
    pub header: Tree<'static>,
    /// The payload's bytes.
    pub payload: Vec<u8>,
    algorithm: Algorithm,
    /// The text that is signed.
    signing_input: &'t str,
    signature: Vec<u8>,
}

impl<'t> Jws<'t> {
    /// Takes a compact JWS apart.
    ///
    /// # Errors
    /// [`JwsError`]
    pub fn parse(text: &'t str) -> Result<Self, JwsError> {
        if text.len() > MAX_CREDENTIAL {
            return Err(JwsError::Malformed("it is longer than 5 MiB"));
        }
        let three = JwsError::Malformed("it is not three parts with a point between them");
        let (signing_input, signature) = text.rsplit_once('.').ok_or(three.clone())?;
        let (header, payload) = signing_input.split_once('.').ok_or(three)?;
        let decode = |part: &str| {
            URL_SAFE_NO_PAD
                .decode(part)
                .map_err(|_| JwsError::Malformed("a part is not base64url without padding"))
        };
        let header = object(&decode(header)?, "the header is not a JSON object without repeated members")?;
        if let Some(name) = REFUSED_HEADERS.into_iter().find(|name| header.get(name).is_some()) {
            return Err(JwsError::Header(format!("the header parameter {name} is not supported")));
        }
        for name in ["kid", "typ"] {
            if header.get(name).is_some_and(|value| !matches!(value, Tree::String(_))) {
                return Err(JwsError::Header(format!("the header parameter {name} is not a string")));
            }
        }
        let Some(Tree::String(name)) = header.get("alg") else {
            return Err(JwsError::Header("the header has no alg".to_owned()));
        };
        let algorithm = Algorithm::from_jws_name(name)
            .ok_or_else(|| JwsError::Algorithm(name.chars().take(LONGEST_NAME).collect()))?;
        Ok(Jws { payload: decode(payload)?, signature: decode(signature)?, header, algorithm, signing_input })
    }

    /// The payload as a JSON object, duplicate members refused.
    ///
    /// # Errors
    /// [`JwsError::Malformed`]
    pub fn payload_json(&self) -> Result<Tree<'static>, JwsError> {
        object(&self.payload, "the payload is not a JSON object without repeated members")
    }

    /// The `alg` header.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The `kid` header.
    pub fn key_id(&self) -> Option<&str> {
        self.text("kid")
    }

    /// The `typ` header.
    pub fn media_type(&self) -> Option<&str> {
        self.text("typ")
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.header.get(name) {
            Some(Tree::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The names of header parameters beside those that Open Badges knows. None of them has an effect here.
    pub fn other_headers(&self) -> impl Iterator<Item = &str> {
        let members = match &self.header {
            Tree::Object(members) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|(name, _)| name.as_ref()).filter(|name| !KNOWN_HEADERS.contains(name))
    }

    /// The public key in the `jwk` header, if there is one.
    ///
    /// # Errors
    /// [`JwsError::Header`] if it is no public key.
    pub fn embedded_key(&self) -> Result<Option<PublicKey>, JwsError> {
        let key = self.header.get("jwk").map(PublicKey::from_jwk).transpose();
        key.map_err(|error| {
            JwsError::Header(format!("the jwk in the header is no usable public key: {error}"))
        })
    }

    /// Whether the signature is by this key, of the kind that `alg` names.
    pub fn verify(&self, key: &PublicKey) -> bool {
        key.algorithm() == self.algorithm && key.verify(self.signing_input.as_bytes(), &self.signature)
    }
}

fn object(octets: &[u8], otherwise: &'static str) -> Result<Tree<'static>, JwsError> {
    let parsed = std::str::from_utf8(octets).ok().and_then(|json| text::parse(json).ok());
    match parsed {
        Some(object @ Tree::Object(_)) => Ok(object.into_owned()),
        _ => Err(JwsError::Malformed(otherwise)),
    }
}

/// Signs a payload. `header` gives the members beside `alg`, which follows from the key.
///
/// # Errors
/// [`NoRandomness`](crate::secret::NoRandomness)
pub fn sign(
    header: &[(&str, Tree<'_>)],
    payload: &str,
    key: &PrivateKey,
) -> Result<String, crate::secret::NoRandomness> {
    let algorithm = ("alg", Tree::from(key.public().algorithm().jws_name()));
    let members = std::iter::once(&algorithm).chain(header);
    let header = Tree::Object(members.map(|(name, value)| ((*name).into(), value.clone())).collect());
    let mut text = String::with_capacity(payload.len().saturating_mul(2));
    URL_SAFE_NO_PAD.encode_string(header.to_text(), &mut text);
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut text);
    let signature = key.sign(text.as_bytes())?;
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut text);
    Ok(text)
}
