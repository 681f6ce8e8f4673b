//! Who can be awarded a badge.

use crate::error::Error;
use crate::key_file;
use badges_core::email_address;
use badges_core::openbadges::datatypes::{is_http_url, is_telephone};
use badges_core::secret::{MacKey, Purpose};
use pgrx::datum::Array;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Longest identity of a recipient, in octets; the longest URL that browsers and servers agree on.
const MAX_IDENTITY_LENGTH: usize = 2048;

/// Recipients between two looks for a cancelled statement.
const INTERVAL: usize = 1 << 12;

const HINT: &str = "An email is one plain mailbox, a url starts with http(s)://, a telephone is E.164 such as \
                    +15551234567, an id is an absolute IRI.";

/// The key of the digests under which awards are found.
///
/// # Errors
/// 55000 if the server secret is not at hand.
pub fn mac() -> Result<MacKey, Error> {
    key_file::secret()?
        .writing_key(Purpose::RecipientKey)
        .ok_or_else(|| Error::Internal("no key can be derived from the server secret".into()))
}

/// Refuses a recipient that is not fit to be awarded.
pub fn check(recipient: &str, recipient_type: &str) -> Result<(), Error> {
    match fault(recipient_type, recipient) {
        None => Ok(()),
        Some(reason) => Err(Error::Argument { name: "recipient", reason: reason.into(), hint: HINT }),
    }
}

/// Refuses the recipients of a bulk call unless every one of them is fit to be awarded and none is named twice.
pub fn check_all(recipients: &Array<'_, &str>, recipient_type: &str) -> Result<(), Error> {
    let refuse =
        |position: usize, reason: String, hint| Error::Element { name: "recipients", position, reason, hint };
    for (index, recipient) in recipients.iter().enumerate() {
        if index.is_multiple_of(INTERVAL) {
            pgrx::check_for_interrupts!();
        }
        let recipient = recipient.ok_or_else(|| refuse(index + 1, "is NULL".into(), HINT))?;
        if let Some(fault) = fault(recipient_type, recipient) {
            return Err(refuse(index + 1, fault.into(), HINT));
        }
    }
    match repeated(recipients, recipient_type == "email") {
        Some((first, second)) => Err(refuse(
            second + 1,
            format!("repeats element {}", first + 1),
            "Award a second badge of the same class in a call of its own.",
        )),
        None => Ok(()),
    }
}

/// Two positions that hold the same recipient. Sorts 64-bit hashes, eight octets for each recipient, because a
/// set of a million strings would cost more memory than all else; only strings whose hashes meet are compared.
fn repeated(recipients: &Array<'_, &str>, ignore_case: bool) -> Option<(usize, usize)> {
    let hash = |recipient: &str| {
        let mut hasher = DefaultHasher::new();
        if ignore_case {
            recipient.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        } else {
            recipient.hash(&mut hasher);
        }
        hasher.finish()
    };
    let same = |one: &str, other: &str| {
        if ignore_case { one.eq_ignore_ascii_case(other) } else { one == other }
    };
    let mut hashes: Vec<u64> = recipients.iter().flatten().map(hash).collect();
    hashes.sort_unstable();
    let shared: Vec<u64> = hashes
        .chunk_by(|one, other| one == other)
        .filter(|group| group.len() > 1)
        .filter_map(|group| group.first().copied())
        .collect();
    if shared.is_empty() {
        return None;
    }
    let mut earlier: HashMap<u64, Vec<(usize, &str)>> = HashMap::new();
    recipients.iter().flatten().enumerate().find_map(|(second, recipient)| {
        let hash = hash(recipient);
        shared.binary_search(&hash).ok()?;
        let met = earlier.entry(hash).or_default();
        let first = met.iter().find(|(_, known)| same(known, recipient)).map(|(first, _)| *first);
        met.push((second, recipient));
        first.map(|first| (first, second))
    })
}

/// Why a recipient cannot be awarded anything; follows the name of the argument.
fn fault(recipient_type: &str, identity: &str) -> Option<&'static str> {
    if identity.is_empty() {
        return Some("is empty");
    }
    if identity.len() > MAX_IDENTITY_LENGTH {
        return Some("is longer than 2048 octets");
    }
    match recipient_type {
        "email" => email_address::fault(identity),
        "url" => (!is_http_url(identity)).then_some("is no http(s) URL"),
        "telephone" => (!is_telephone(identity)).then_some("is no telephone number"),
        _ => {
            let is_iri = identity.split_once(':').is_some_and(|(scheme, rest)| {
                scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                    && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
                    && !rest.is_empty()
                    && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
            });
            (!is_iri).then_some("is no absolute IRI")
        }
    }
}

/// The refusal of a kind of recipient that is not awarded.
pub fn unknown_type() -> Error {
    Error::Argument {
        name: "recipient_type",
        reason: "names no kind of identity".into(),
        hint: "One of email, url, telephone, id.",
    }
}
