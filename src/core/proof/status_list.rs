//! Bitstring Status List 1.0.

use crate::json::{Json, Tree};

/// Entries of one list, the smallest number the standard allows.
pub const ENTRIES: u64 = 131_072;

/// Why a list says nothing about an entry (the names are the standard's).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusListError {
    /// `STATUS_LIST_LENGTH_ERROR`
    Length,
    /// `RANGE_ERROR`
    Range,
    /// `MALFORMED_VALUE_ERROR`; the reason.
    Malformed(&'static str),
    /// `STATUS_VERIFICATION_ERROR`: the list is for another purpose or is no list; the reason.
    Verification(&'static str),
}

/// `u`, and the base64url form of the gzipped bits.
pub fn encode(bits: &[u8]) -> String {
    let _ = bits;
    todo!()
}

/// The bits of an encoded list; output is limited.
///
/// # Errors
/// [`StatusListError`]
pub fn decode(encoded: &str) -> Result<Vec<u8>, StatusListError> {
    let _ = encoded;
    todo!()
}

/// Sets one bit; index 0 is the most significant bit of the first byte.
pub fn set(bits: &mut [u8], index: u64) {
    let _ = (bits, index);
    todo!()
}

/// What an entry (`BitstringStatusListEntry`) says together with the list credential it names: the status value
/// (0: not set) and the purpose.
///
/// # Errors
/// [`StatusListError`]
pub fn status<'a, E: Json<'a>, L: Json<'a>>(
    entry: E,
    list_credential: L,
) -> Result<(u64, String), StatusListError> {
    let _ = (entry, list_credential);
    todo!()
}

/// Status indexes that tell nothing about the order of awards: the position of the `ordinal`-th award within its
/// block of [`ENTRIES`] is scattered by a permutation keyed with `key` and the block's number. Bijective on every block.
pub fn scattered(ordinal: u64, key: u64) -> u64 {
    let _ = (ordinal, key);
    todo!()
}

/// An unsigned `BitstringStatusListCredential` (Verifiable Credentials 2.0).
pub fn credential<'a>(
    id: &'a str,
    issuer: &'a str,
    purpose: &'a str,
    valid_from: crate::timestamp::Timestamp,
    encoded: String,
) -> Tree<'a> {
    let _ = (id, issuer, purpose, valid_from, encoded);
    todo!()
}
