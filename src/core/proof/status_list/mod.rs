//! Bitstring Status List 1.0: a credential's status as bits in a compressed list that covers many others.

mod bits;
mod scatter;

pub use bits::{LARGEST, SMALLEST, decode, encode, is_set, set};
pub use scatter::scattered;

use crate::{
    json::{Json, ReadError, Tree, View, string},
    timestamp::Timestamp,
};
use std::fmt;

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

use StatusListError::{Malformed, Verification};

impl fmt::Display for StatusListError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatusListError::Length => write!(out, "the status list has fewer than {ENTRIES} entries"),
            StatusListError::Range => out.write_str("statusListIndex is beyond the end of the status list"),
            Malformed(reason) | Verification(reason) => out.write_str(reason),
        }
    }
}

impl std::error::Error for StatusListError {}

/// What an entry (`BitstringStatusListEntry`) says together with the list credential it names: the status value
/// (0: not set) and the purpose.
///
/// That the list credential is signed, by whom, and that it is in force is for the caller to know.
///
/// # Errors
/// [`StatusListError`]
pub fn status<'a, E: Json<'a>, L: Json<'a>>(
    entry: E,
    list_credential: L,
) -> Result<(u64, String), StatusListError> {
    let entry = Entry::read(entry)?;
    let encoded = encoded_list(list_credential, &entry)?;
    let value = entry.value(&decode(encoded)?)?;
    Ok((value, entry.purpose.to_owned()))
}

/// What the issuer says a status value means: the `message` the entry's `statusMessage` has for it. An entry
/// without messages says "unset" and "set".
///
/// # Errors
/// [`StatusListError::Malformed`] if the entry cannot be read or has no message for this value.
pub fn message<'a, E: Json<'a>>(entry: E, value: u64) -> Result<&'a str, StatusListError> {
    let unknown = Malformed("statusMessage has no message for the status");
    let Some(View::Array(messages)) = entry.member("statusMessage")?.map(Json::view).transpose()? else {
        return ["unset", "set"]
            .into_iter()
            .zip(0..)
            .find(|(_, known)| *known == value)
            .map(|(text, _)| text)
            .ok_or(unknown);
    };
    for message in messages {
        let message = message?;
        let status = text(message, "status")?.and_then(|status| status.strip_prefix("0x"));
        if status.and_then(|digits| u64::from_str_radix(digits, 16).ok()) == Some(value) {
            return text(message, "message")?.ok_or(unknown);
        }
    }
    Err(unknown)
}

/// An unsigned `BitstringStatusListCredential` (Verifiable Credentials 2.0). The list in it is named `<id>#list`.
pub fn credential<'a>(
    id: &'a str,
    issuer: &'a str,
    purpose: &'a str,
    valid_from: Timestamp,
    encoded: String,
) -> Tree<'a> {
    Tree::object([
        ("@context", vec!["https://www.w3.org/ns/credentials/v2".into()].into()),
        ("id", id.into()),
        ("type", vec!["VerifiableCredential".into(), "BitstringStatusListCredential".into()].into()),
        ("issuer", issuer.into()),
        ("validFrom", valid_from.to_rfc3339().into()),
        (
            "credentialSubject",
            Tree::object([
                ("id", format!("{id}#list").into()),
                ("type", "BitstringStatusList".into()),
                ("statusPurpose", purpose.into()),
                ("encodedList", encoded.into()),
            ]),
        ),
    ])
}

/// A `BitstringStatusListEntry`.
struct Entry<'a> {
    purpose: &'a str,
    list: &'a str,
    index: u64,
    /// Bits of each status.
    size: u64,
}

impl<'a> Entry<'a> {
    fn read<E: Json<'a>>(entry: E) -> Result<Self, StatusListError> {
        if !has(entry, "type", "BitstringStatusListEntry")? {
            return Err(Malformed("the entry is no BitstringStatusListEntry"));
        }
        let purpose = text(entry, "statusPurpose")?.ok_or(Malformed("the entry has no statusPurpose"))?;
        let list = text(entry, "statusListCredential")?
            .ok_or(Malformed("the entry names no statusListCredential"))?;
        Ok(Entry { purpose, list, index: index(entry)?, size: size(entry)? })
    }

    /// The status in these bits, most significant bit first.
    fn value(&self, bits: &[u8]) -> Result<u64, StatusListError> {
        let length = (bits.len() as u64).saturating_mul(8);
        let entries = length.checked_div(self.size).unwrap_or(0);
        if entries < ENTRIES {
            return Err(StatusListError::Length);
        }
        if self.index >= entries {
            return Err(StatusListError::Range);
        }
        let first = self.index.saturating_mul(self.size);
        Ok((first..first.saturating_add(self.size))
            .fold(0, |value, bit| value << 1 | u64::from(is_set(bits, bit))))
    }
}

/// `statusListIndex`: a decimal number in a string. Some issuers write a JSON number, which is taken as well.
fn index<'a, E: Json<'a>>(entry: E) -> Result<u64, StatusListError> {
    let wrong = Malformed("statusListIndex is not a whole number of at least 0 in a string");
    let value = entry.member("statusListIndex")?.ok_or(Malformed("the entry has no statusListIndex"))?;
    if let Some(number) = value.number()? {
        return number.to_i64().and_then(|index| u64::try_from(index).ok()).ok_or(wrong);
    }
    match string(value)? {
        // Of any number of digits, by the standard: one that fits no integer here is beyond any list.
        Some(digits) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            digits.parse().map_err(|_| StatusListError::Range)
        }
        _ => Err(wrong),
    }
}

/// `statusSize`, which is 1 where it is not said. With more bits there has to be a message for each value.
fn size<'a, E: Json<'a>>(entry: E) -> Result<u64, StatusListError> {
    let size = match entry.member("statusSize")? {
        None => 1,
        Some(value) => {
            let size =
                value.number()?.and_then(|number| number.to_i64()).and_then(|size| u64::try_from(size).ok());
            size.filter(|size| *size > 0).ok_or(Malformed("statusSize is not a whole number above 0"))?
        }
    };
    let messages = match entry.member("statusMessage")?.map(Json::view).transpose()? {
        Some(View::Array(messages)) => Some(messages.len() as u64),
        Some(_) => Some(0),
        None => None,
    };
    let values = u32::try_from(size).ok().and_then(|size| 1_u64.checked_shl(size));
    match messages {
        None if size == 1 => Ok(size),
        Some(messages) if Some(messages) == values => Ok(size),
        _ => Err(Malformed("statusMessage has not as many messages as statusSize allows values")),
    }
}

/// The `encodedList` of a list credential that is the one the entry means.
fn encoded_list<'a, L: Json<'a>>(credential: L, entry: &Entry<'_>) -> Result<&'a str, StatusListError> {
    if !has(credential, "type", "BitstringStatusListCredential")? {
        return Err(Verification("the status list is no BitstringStatusListCredential"));
    }
    // A list without an id is known by where it was found. One that has another is another list.
    if text(credential, "id")?.is_some_and(|id| id != entry.list) {
        return Err(Verification("the status list is another one than the entry names"));
    }
    let no_subject = Verification("the status list has no single credentialSubject");
    let subject = match credential.member("credentialSubject")? {
        Some(subject) => only(subject)?.ok_or(no_subject)?,
        None => return Err(no_subject),
    };
    if !has(subject, "type", "BitstringStatusList")? {
        return Err(Verification("the subject of the status list is no BitstringStatusList"));
    }
    if !has(subject, "statusPurpose", entry.purpose)? {
        return Err(Verification("the status list is for another purpose than the entry"));
    }
    text(subject, "encodedList")?.ok_or(Malformed("the status list has no encodedList"))
}

/// The value itself, or the one element of an array of one.
fn only<'a, J: Json<'a>>(value: J) -> Result<Option<J>, ReadError> {
    match value.view()? {
        View::Array(mut elements) if elements.len() == 1 => elements.next().transpose(),
        View::Array(_) => Ok(None),
        _ => Ok(Some(value)),
    }
}

/// Whether the member is this string, or an array with it.
fn has<'a, J: Json<'a>>(object: J, name: &str, sought: &str) -> Result<bool, ReadError> {
    let Some(value) = object.member(name)? else { return Ok(false) };
    match value.view()? {
        View::String(text) => Ok(text == sought),
        View::Array(elements) => {
            for element in elements {
                if string(element?)? == Some(sought) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

fn text<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    object.member(name)?.map_or(Ok(None), string)
}

impl From<ReadError> for StatusListError {
    fn from(_: ReadError) -> Self {
        Malformed("the entry or the status list cannot be read")
    }
}
