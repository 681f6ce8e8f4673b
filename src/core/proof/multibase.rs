//! Multibase (base58btc `z`, base64url without padding `u`).
//!
//! Source: W3C Controlled Identifiers 1.0, section "Multibase".

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Characters of the longest base58 value that is read; decoding takes quadratic time, and no key or signature
/// here needs more than 132.
const LONGEST_BASE58: usize = 512;

/// Characters of the longest base64url value that is read: a base proof with a signature for each of some
/// thousand statements.
const LONGEST_BASE64: usize = 1 << 20;

/// Characters that 64 octets take in base58.
const BASE58_OF_64: std::ops::RangeInclusive<usize> = 64..=88;

/// Why a text is no multibase value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MultibaseError {
    /// The prefix is of another base, or there is none.
    UnknownBase,
    /// A character outside of the alphabet, or a length no encoder makes.
    Malformed,
    /// Longer than anything that is signed with.
    TooLong,
}

/// `z` and the base58btc form of the bytes.
pub fn base58btc(bytes: &[u8]) -> String {
    let mut text = String::from("z");
    if let Ok(bytes) = <&[u8; 64]>::try_from(bytes) {
        let mut digits = [0; 88];
        let length = five8::encode_64(bytes, &mut digits);
        let digits = digits.get(..usize::from(length)).unwrap_or_default();
        text.extend(digits.iter().map(|digit| char::from(*digit)));
    } else {
        text.push_str(&bs58::encode(bytes).into_string());
    }
    text
}

/// `u` and the base64url form of the bytes, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    let mut text = String::from("u");
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// The bytes of a multibase value.
///
/// # Errors
/// [`MultibaseError`]
pub fn decode(text: &str) -> Result<Vec<u8>, MultibaseError> {
    if let Some(digits) = text.strip_prefix('z') {
        decode_base58(digits)
    } else if let Some(digits) = text.strip_prefix('u') {
        if digits.len() > LONGEST_BASE64 {
            return Err(MultibaseError::TooLong);
        }
        URL_SAFE_NO_PAD.decode(digits).map_err(|_| MultibaseError::Malformed)
    } else {
        Err(MultibaseError::UnknownBase)
    }
}

/// The bytes that base58 digits of the Bitcoin alphabet stand for.
///
/// # Errors
/// [`MultibaseError::Malformed`], [`MultibaseError::TooLong`]
pub fn decode_base58(digits: &str) -> Result<Vec<u8>, MultibaseError> {
    if digits.len() > LONGEST_BASE58 {
        return Err(MultibaseError::TooLong);
    }
    if BASE58_OF_64.contains(&digits.len()) {
        let mut bytes = [0; 64];
        if five8::decode_64(digits, &mut bytes).is_ok() {
            return Ok(bytes.to_vec());
        }
    }
    bs58::decode(digits).into_vec().map_err(|_| MultibaseError::Malformed)
}
