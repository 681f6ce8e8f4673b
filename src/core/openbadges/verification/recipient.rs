//! Whether a 3.0 credential was awarded to somebody (Open Badges 3.0, "Verify the Recipient").

use super::report::Finding;
use super::values::{all, is_same_id, text};
use crate::json::Tree;
use crate::recipient::hash_matches;

/// How an identity compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    No,
    InOtherCase,
    Yes,
}

/// Whether the subject is the claimed identity: by its id, or by any of its identifiers.
pub(super) fn recipient(credential: &Tree<'_>, claimed: Option<&str>) -> Finding {
    let Some(claimed) = claimed else {
        return Finding::not_checked("no_recipient_given", "no recipient was given to compare with");
    };
    let subjects = all(credential, "credentialSubject");
    match subjects.iter().map(|subject| subject_matches(subject, claimed)).max().unwrap_or(Match::No) {
        Match::Yes => Finding::passed("recipient_matches", "the badge was awarded to this recipient"),
        Match::InOtherCase => Finding::warning(
            "recipient_differs_in_case",
            "the badge was awarded to this address, written with other capital letters",
        ),
        Match::No => Finding::failed("other_recipient", "the badge was awarded to somebody else"),
    }
}

fn subject_matches(subject: &Tree<'_>, claimed: &str) -> Match {
    let by_id = text(subject, "id").map_or(Match::No, |id| id_matches(id, claimed));
    let identifiers = all(subject, "identifier").iter();
    identifiers.map(|identifier| identifier_matches(identifier, claimed)).fold(by_id, Match::max)
}

/// Whether the id of a subject is the claimed identity; an address may be there as a `mailto:` URL.
fn id_matches(id: &str, claimed: &str) -> Match {
    match id.strip_prefix("mailto:") {
        _ if is_same_id(id, claimed) => Match::Yes,
        Some(address) if address == claimed => Match::Yes,
        Some(address) if address.eq_ignore_ascii_case(claimed) => Match::InOtherCase,
        _ => Match::No,
    }
}

fn identifier_matches(identifier: &Tree<'_>, claimed: &str) -> Match {
    let Some(identity) = text(identifier, "identityHash") else { return Match::No };
    let salt = text(identifier, "salt").unwrap_or_default();
    // Anything but `true` says that the identity stands there as it is.
    let hashed = identifier.get("hashed") == Some(&Tree::Boolean(true));
    let matches = |claimed: &str| {
        if hashed { hash_matches(identity, claimed, salt) } else { identity == claimed }
    };
    let is_email = text(identifier, "identityType").is_some_and(|kind| kind == "emailAddress");
    if matches(claimed) {
        Match::Yes
    } else if is_email
        && (matches(&claimed.to_ascii_lowercase()) || (!hashed && identity.eq_ignore_ascii_case(claimed)))
    {
        Match::InOtherCase
    } else {
        Match::No
    }
}
