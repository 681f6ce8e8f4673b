//! Whether a credential is in force.

use super::report::Finding;
use super::values::text;
use crate::json::Tree;
use crate::timestamp::Timestamp;

/// When a credential begins to be in force: the names of Verifiable Credentials 2.0 and 1.1. Those of 2.0 are reserved in
/// 1.1, and none of them lifts what the others say.
const BEGIN: [&str; 2] = ["validFrom", "issuanceDate"];

/// When it ends to be in force.
const END: [&str; 2] = ["validUntil", "expirationDate"];

/// Whether the time lies within `validFrom` and `validUntil`, both included.
pub(super) fn dates(credential: &Tree<'_>, at: Timestamp) -> Finding {
    let (begin, end) = match (instants(credential, BEGIN), instants(credential, END)) {
        (Ok(begin), Ok(end)) => (begin.into_iter().flatten().max(), end.into_iter().flatten().min()),
        (Err(name), _) | (_, Err(name)) => {
            return Finding::failed("unreadable_date", format!("{name} is no date and time with a zone"));
        }
    };
    match (begin, end) {
        (Some(begin), _) if begin > at => {
            Finding::failed("not_yet_valid", format!("it is valid from {begin} only"))
        }
        (_, Some(end)) if end < at => Finding::failed("expired", format!("it was valid until {end}")),
        (None, _) => Finding::not_checked("no_date", "it does not say from when it is valid"),
        (Some(_), Some(end)) => Finding::passed("in_force", format!("it is valid until {end}")),
        (Some(_), None) => Finding::passed("in_force", "it is valid and does not expire"),
    }
}

fn instants(credential: &Tree<'_>, names: [&'static str; 2]) -> Result<[Option<Timestamp>; 2], &'static str> {
    let instant = |name| match credential.get(name) {
        None => Ok(None),
        Some(_) => text(credential, name).and_then(Timestamp::parse_rfc3339).map(Some).ok_or(name),
    };
    let [new, old] = names;
    Ok([instant(new)?, instant(old)?])
}
