//! The bits of a status list and their encoded form.

use super::{ENTRIES, StatusListError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use std::io::{Read, Write};

/// Octets of the smallest list the standard allows, at one bit for each entry.
pub const SMALLEST: usize = (ENTRIES / 8) as usize;

/// Most octets an encoded list may stand for: what a few hundred octets can claim, a verifier has to hold.
pub const LARGEST: usize = 16 << 20;

/// More compressed octets than any compressor makes of [`LARGEST`].
const LARGEST_COMPRESSED: usize = LARGEST + (LARGEST >> 8);

/// Most members (RFC 1952, section 2.2) of one compressed list. Everybody writes one; each costs time, even if it is empty.
const MOST_MEMBERS: usize = 64;

/// `u`, and the base64url form of the gzipped bits. The same bits give the same text: no time and no name is in it.
pub fn encode(bits: &[u8]) -> String {
    // A crowded list takes the better compressor several times as long, and comes out no smaller.
    let used = bits.iter().filter(|octet| **octet != 0).count();
    let level = if used > bits.len() / CROWDED { Compression::fast() } else { Compression::new(4) };
    let mut encoder = GzEncoder::new(Vec::with_capacity(bits.len() / 4), level);
    // Writing to memory does not fail.
    let compressed = encoder.write_all(bits).and_then(|()| encoder.finish()).unwrap_or_default();
    let mut encoded = String::from("u");
    URL_SAFE_NO_PAD.encode_string(compressed, &mut encoded);
    encoded
}

/// A list is crowded if more than one octet in so many has a bit set.
const CROWDED: usize = 8;

/// The bits of an encoded list: what `u`, base64url without padding and gzip (RFC 1952) say, with nothing after them.
/// How many bits there have to be depends on the entry, see [`super::status`].
///
/// # Errors
/// [`StatusListError::Malformed`], also for a list of more than [`LARGEST`] octets.
pub fn decode(encoded: &str) -> Result<Vec<u8>, StatusListError> {
    let text = encoded
        .strip_prefix('u')
        .ok_or(StatusListError::Malformed("encodedList does not begin with \"u\""))?;
    if text.len() / 4 * 3 > LARGEST_COMPRESSED {
        return Err(TOO_LARGE);
    }
    let compressed = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| StatusListError::Malformed("encodedList is not base64url without padding"))?;
    expand(&compressed)
}

fn expand(compressed: &[u8]) -> Result<Vec<u8>, StatusListError> {
    let announced = compressed.last_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize);
    let mut bits = Vec::with_capacity(announced.min(LARGEST).saturating_add(1));
    let mut rest = compressed;
    for _ in 0..MOST_MEMBERS {
        let room = LARGEST.saturating_sub(bits.len()).saturating_add(1);
        GzDecoder::new(&mut rest)
            .take(room as u64)
            .read_to_end(&mut bits)
            .map_err(|_| StatusListError::Malformed("encodedList is not compressed with gzip"))?;
        if bits.len() > LARGEST {
            return Err(TOO_LARGE);
        }
        if rest.is_empty() {
            return Ok(bits);
        }
    }
    Err(TOO_LARGE)
}

const TOO_LARGE: StatusListError = StatusListError::Malformed("encodedList is larger than any list is taken");

/// Sets one bit; index 0 is the most significant bit of the first byte. An index beyond the bits sets nothing.
pub fn set(bits: &mut [u8], index: u64) {
    let octet = usize::try_from(index / 8).ok().and_then(|position| bits.get_mut(position));
    if let Some(octet) = octet {
        *octet |= 0x80 >> (index % 8);
    }
}

/// Whether a bit is set, counted as in [`set`]. One beyond the bits is not.
pub fn is_set(bits: &[u8], index: u64) -> bool {
    let octet = usize::try_from(index / 8).ok().and_then(|position| bits.get(position));
    octet.is_some_and(|octet| octet & (0x80 >> (index % 8)) != 0)
}
