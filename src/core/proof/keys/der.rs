//! The few structures of DER that public keys come in.
//!
//! Sources: RFC 5280 (`SubjectPublicKeyInfo`), RFC 8017 (`RSAPublicKey`), RFC 5480, RFC 8410, X.690.

use super::{Algorithm, KeyError, PublicKey};

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// The content of the `AlgorithmIdentifier` of each kind of key.
const ALGORITHM_IDENTIFIERS: [(Algorithm, &[u8]); 4] = [
    (Algorithm::Ed25519, &[0x06, 0x03, 0x2b, 0x65, 0x70]),
    (
        Algorithm::P256,
        &[
            0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
            0x03, 0x01, 0x07,
        ],
    ),
    (
        Algorithm::P384,
        &[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22],
    ),
    (Algorithm::Rsa, &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]),
];

/// The content of an element with that tag, and what follows it.
fn element(tag: u8, input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, rest) = input.split_first()?;
    let (length, rest) = match rest {
        [length @ 0..=0x7f, rest @ ..] => (usize::from(*length), rest),
        [0x81, length @ 0x80..=0xff, rest @ ..] => (usize::from(*length), rest),
        [0x82, high @ 1..=0xff, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    if *found == tag { rest.split_at_checked(length) } else { None }
}

/// The content of the one element that the input is.
fn only_element(tag: u8, input: &[u8]) -> Option<&[u8]> {
    element(tag, input).filter(|(_, rest)| rest.is_empty()).map(|(content, _)| content)
}

/// A positive number without leading zeros, and what follows it.
fn unsigned(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, rest) = element(INTEGER, input)?;
    match content {
        [0, number @ ..] if matches!(number, [0x80..=0xff, ..]) => Some((number, rest)),
        [1..=0x7f, ..] => Some((content, rest)),
        _ => None,
    }
}

/// Modulus and exponent of an `RSAPublicKey`, without leading zeros.
pub(super) fn rsa_public_key(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (modulus, rest) = unsigned(only_element(SEQUENCE, input)?)?;
    let (exponent, rest) = unsigned(rest)?;
    rest.is_empty().then_some((modulus, exponent))
}

/// An `RSAPublicKey` of these numbers, which have no leading zeros.
pub(super) fn write_rsa_public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    for number in [modulus, exponent] {
        let sign: &[u8] = if number.first().is_some_and(|first| first & 0x80 != 0) { &[0] } else { &[] };
        write(INTEGER, &[sign, number], &mut content);
    }
    let mut out = Vec::new();
    write(SEQUENCE, &[&content], &mut out);
    out
}

/// The key in a `SubjectPublicKeyInfo`.
pub(super) fn read_public_key_info(input: &[u8]) -> Result<PublicKey, KeyError> {
    let content = only_element(SEQUENCE, input).ok_or(KeyError::Malformed)?;
    let (identifier, rest) = element(SEQUENCE, content).ok_or(KeyError::Malformed)?;
    let Some([0, octets @ ..]) = only_element(BIT_STRING, rest) else { return Err(KeyError::Malformed) };
    let known = ALGORITHM_IDENTIFIERS.iter().find(|(_, known)| *known == identifier);
    let (algorithm, _) = known.ok_or(KeyError::Unsupported)?;
    PublicKey::from_octets(*algorithm, octets)
}

/// The key as `SubjectPublicKeyInfo`.
pub(super) fn write_public_key_info(key: &PublicKey) -> Vec<u8> {
    let mut content = Vec::new();
    for (algorithm, identifier) in ALGORITHM_IDENTIFIERS {
        if algorithm == key.algorithm {
            write(SEQUENCE, &[identifier], &mut content);
        }
    }
    write(BIT_STRING, &[&[0], &key.octets], &mut content);
    let mut out = Vec::new();
    write(SEQUENCE, &[&content], &mut out);
    out
}

/// Appends an element whose content is these parts; keys never come near 65,536 octets.
fn write(tag: u8, parts: &[&[u8]], out: &mut Vec<u8>) {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let [.., high, low] = length.to_be_bytes();
    out.push(tag);
    match (high, low) {
        (0, 0..=0x7f) => out.push(low),
        (0, _) => out.extend([0x81, low]),
        _ => out.extend([0x82, high, low]),
    }
    for part in parts {
        out.extend_from_slice(part);
    }
}
