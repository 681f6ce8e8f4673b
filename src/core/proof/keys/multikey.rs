//! Multikey: a multicodec prefix and the octets of a key, in base58btc.
//!
//! Source: W3C Controlled Identifiers 1.0, section "Multikey".

use super::{Algorithm, KeyError, PrivateKey, PublicKey};
use crate::proof::multibase;

/// The prefixes of public and secret keys.
const PREFIXES: [(Algorithm, [u8; 2], [u8; 2]); 3] = [
    (Algorithm::Ed25519, [0xed, 0x01], [0x80, 0x26]),
    (Algorithm::P256, [0x80, 0x24], [0x86, 0x26]),
    (Algorithm::P384, [0x81, 0x24], [0x87, 0x26]),
];

/// The octets of a Multikey with its prefix taken off.
fn decode(text: &str) -> Result<([u8; 2], Vec<u8>), KeyError> {
    let digits = text.strip_prefix('z').ok_or(KeyError::Malformed)?;
    let mut octets = multibase::decode_base58(digits).map_err(|_| KeyError::Malformed)?;
    let [first, second, ..] = *octets else { return Err(KeyError::Malformed) };
    octets.drain(..2);
    Ok(([first, second], octets))
}

impl PublicKey {
    /// From a Multikey (`publicKeyMultibase`): multicodec prefix and key bytes.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_multikey(text: &str) -> Result<PublicKey, KeyError> {
        let (prefix, octets) = decode(text)?;
        if PREFIXES.iter().any(|(_, _, secret)| *secret == prefix) {
            return Err(KeyError::Private);
        }
        let known = PREFIXES.iter().find(|(_, public, _)| *public == prefix);
        let (algorithm, ..) = known.ok_or(KeyError::Unsupported)?;
        Self::from_prefixed_octets(*algorithm, &octets)
    }

    /// A Multikey holds points compressed, and only so.
    fn from_prefixed_octets(algorithm: Algorithm, octets: &[u8]) -> Result<PublicKey, KeyError> {
        let is_point = algorithm != Algorithm::Ed25519;
        if is_point && !matches!(octets, [2 | 3, ..]) {
            return Err(KeyError::Invalid);
        }
        PublicKey::from_octets(algorithm, octets)
    }

    /// From the octets of a Multikey (its prefix among them), as an `ecdsa-sd-2023` proof holds them.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn from_multikey_octets(octets: &[u8]) -> Result<PublicKey, KeyError> {
        let (prefix, key) = octets.split_first_chunk::<2>().ok_or(KeyError::Malformed)?;
        let known = PREFIXES.iter().find(|(_, public, _)| public == prefix);
        let (algorithm, ..) = known.ok_or(KeyError::Unsupported)?;
        Self::from_prefixed_octets(*algorithm, key)
    }

    /// The octets of the Multikey, its prefix among them; none for RSA.
    pub fn to_multikey_octets(&self) -> Option<Vec<u8>> {
        let (_, prefix, _) = PREFIXES.iter().find(|(algorithm, ..)| *algorithm == self.algorithm)?;
        let mut octets = prefix.to_vec();
        match self.coordinates() {
            Some((x, y)) => {
                octets.push(2 | y.last()? & 1);
                octets.extend_from_slice(x);
            }
            None => octets.extend_from_slice(&self.octets),
        }
        Some(octets)
    }

    /// As a Multikey; none for RSA.
    pub fn to_multikey(&self) -> Option<String> {
        self.to_multikey_octets().map(|octets| multibase::base58btc(&octets))
    }
}

impl PrivateKey {
    /// From a secret Multikey (`secretKeyMultibase`), as test vectors have them.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::Invalid`] too if the two are no pair.
    pub fn from_secret_multikey(public: &str, secret: &str) -> Result<PrivateKey, KeyError> {
        let public = PublicKey::from_multikey(public)?;
        let (prefix, octets) = decode(secret)?;
        let known = PREFIXES.iter().find(|(.., secret)| *secret == prefix);
        let (algorithm, ..) = known.ok_or(KeyError::Unsupported)?;
        if *algorithm == public.algorithm {
            Self::from_secret(public, &octets)
        } else {
            Err(KeyError::Invalid)
        }
    }
}
