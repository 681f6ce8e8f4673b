//! Multibase (base58btc `z`, base64url without padding `u`).

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
    let _ = bytes;
    todo!()
}

/// `u` and the base64url form of the bytes, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    let _ = bytes;
    todo!()
}

/// The bytes of a multibase value.
///
/// # Errors
/// [`MultibaseError`]
pub fn decode(text: &str) -> Result<Vec<u8>, MultibaseError> {
    let _ = text;
    todo!()
}
