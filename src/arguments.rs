//! Arguments as PostgreSQL passes them, and what every function asks of them.

use crate::error::Error;
use badges_core::identifier;
use badges_core::openbadges::Version;
use badges_core::secret::NoRandomness;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use std::time::{SystemTime, UNIX_EPOCH};

/// Microseconds from 1970 to 2000, where PostgreSQL starts to count.
const POSTGRESQL_EPOCH: i64 = 946_684_800_000_000;

/// Microseconds in a second.
const SECOND: i64 = 1_000_000;

/// The value of an argument that has no default.
pub fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Error> {
    value.ok_or(Error::Argument {
        name,
        reason: "must not be NULL".into(),
        hint: "Pass a value, or check the name of the argument.",
    })
}

/// A point in time; NULL takes the default given.
pub fn instant(
    name: &'static str,
    value: Option<TimestampWithTimeZone>,
    default: Option<Timestamp>,
) -> Result<Option<Timestamp>, Error> {
    let Some(value) = value else {
        return Ok(default);
    };
    let out_of_range = || Error::Argument {
        name,
        reason: "must be a point in time between the years 1 and 9999".into(),
        hint: "Leave it out for the default.",
    };
    let instant = from_timestamptz(value).ok_or_else(out_of_range)?;
    // What RFC 3339 cannot write is no date of a document.
    match Timestamp::parse(&instant.to_rfc3339()) {
        Some(written) if written == instant => Ok(Some(instant)),
        _ => Err(out_of_range()),
    }
}

/// From when and until when something that is issued is good, whole seconds; from the transaction's time on if no date is
/// given. `hint` says what to do about an end that is not after the beginning.
pub fn period(
    issued_on: Option<TimestampWithTimeZone>,
    expires: Option<TimestampWithTimeZone>,
    hint: &'static str,
) -> Result<(Timestamp, Option<Timestamp>), Error> {
    let now = transaction_time()?;
    let issued_on = instant("issued_on", issued_on, Some(now))?.map_or(now, whole_seconds);
    let expires = instant("expires", expires, None)?.map(whole_seconds);
    if expires.is_some_and(|expires| expires <= issued_on) {
        return Err(Error::Argument { name: "expires", reason: "is not after the issue date".into(), hint });
    }
    Ok((issued_on, expires))
}

/// The point in time without its fraction of a second: what documents hold.
pub fn whole_seconds(instant: Timestamp) -> Timestamp {
    let microseconds = instant.microseconds();
    Timestamp::from_microseconds(microseconds - microseconds.rem_euclid(SECOND)).unwrap_or(instant)
}

/// A point in time from PostgreSQL; `None` for an infinite one.
pub fn from_timestamptz(value: TimestampWithTimeZone) -> Option<Timestamp> {
    let microseconds = value.into_inner();
    if microseconds == i64::MIN || microseconds == i64::MAX {
        return None;
    }
    Timestamp::from_microseconds(microseconds.checked_add(POSTGRESQL_EPOCH)?)
}

/// A point in time for PostgreSQL.
pub fn timestamptz(instant: Timestamp) -> Option<TimestampWithTimeZone> {
    TimestampWithTimeZone::try_from(instant.microseconds().checked_sub(POSTGRESQL_EPOCH)?).ok()
}

/// When the transaction began, whole seconds, as documents hold it.
pub fn transaction_time() -> Result<Timestamp, Error> {
    transaction_start().map(whole_seconds)
}

/// When the transaction began: SQL's `now()`, so that what a transaction makes is in force in it.
pub fn transaction_start() -> Result<Timestamp, Error> {
    // SAFETY: reads a variable of the running transaction.
    let microseconds = unsafe { pgrx::pg_sys::GetCurrentTransactionStartTimestamp() };
    microseconds
        .checked_add(POSTGRESQL_EPOCH)
        .and_then(Timestamp::from_microseconds)
        .ok_or_else(|| Error::Internal("the system clock is out of range".into()))
}

/// Now, by the clock and not by the transaction.
pub fn now() -> Result<Timestamp, Error> {
    let microseconds = i64::try_from(since_epoch()?.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_microseconds(microseconds)
        .ok_or_else(|| Error::Internal("the system clock is out of range".into()))
}

fn since_epoch() -> Result<std::time::Duration, Error> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(|_| Error::Internal("the system clock is set before 1970".into()))
}

/// The version a rendering is asked for; `None` for the one that is stored.
///
/// # Errors
/// 22023 for a version that is not rendered.
pub fn rendered_version(version: Option<&str>) -> Result<Option<Version>, Error> {
    match version {
        None => Ok(None),
        Some("2.0") => Ok(Some(Version::V2_0)),
        Some("3.0") => Ok(Some(Version::V3_0)),
        Some(_) => Err(Error::Argument {
            name: "version",
            reason: "names a version of Open Badges that is not issued".into(),
            hint: "Pass '2.0' or '3.0', or NULL for the default.",
        }),
    }
}

/// A new time-ordered id.
pub fn time_ordered_id() -> Result<Uuid, Error> {
    Ok(Uuid::from_bytes(*identifier::time_ordered_uuid(since_epoch()?)?.as_bytes()))
}

/// A new random id.
pub fn random_id() -> Result<Uuid, Error> {
    Ok(Uuid::from_bytes(*identifier::random_uuid()?.as_bytes()))
}

impl From<NoRandomness> for Error {
    fn from(NoRandomness: NoRandomness) -> Self {
        Error::Internal("the operating system gives no random bytes".into())
    }
}
