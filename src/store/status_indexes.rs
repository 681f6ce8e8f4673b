//! Positions in status lists: taken from one sequence, scattered within each list.

use super::owner::as_owner;
use crate::error::Error;
use badges_core::proof::status_list::{ENTRIES, scattered};
use pgrx::{IntoDatum, direct_function_call, pg_sys};
use std::ffi::CStr;

const SEQUENCE: &CStr = c"status_index_sequence";
const KEY: &CStr = c"status_index_key";

/// Whether the SQL of this database is of a release that has status indexes: the library may be newer.
pub fn are_there() -> bool {
    relation(SEQUENCE).is_ok()
}

/// The status indexes of new awards, so many of them: each is the number of a list times [`ENTRIES`] plus the position
/// in that list. None is ever given twice, also where the transaction rolls back.
///
/// # Errors
/// 55000 where there are none yet.
pub fn take(count: usize) -> Result<Vec<i64>, Error> {
    let sequence = relation(SEQUENCE)?;
    let key = relation(KEY)?;
    as_owner(|| {
        let key = last_value(key)?.unsigned_abs();
        let index = |_| {
            // SAFETY: the function takes the oid of a sequence and returns a bigint.
            let ordinal: Option<i64> =
                unsafe { direct_function_call(pg_sys::nextval_oid, &[sequence.into_datum()]) };
            let ordinal = ordinal.and_then(|ordinal| u64::try_from(ordinal).ok());
            let index = ordinal.map(|ordinal| ordinal - ordinal % ENTRIES + scattered(ordinal, key));
            index
                .and_then(|index| i64::try_from(index).ok())
                .ok_or_else(|| Error::Internal("the sequence of status indexes is damaged".into()))
        };
        (0..count).map(index).collect()
    })
}

/// The status index of one new award.
pub fn next() -> Result<i64, Error> {
    let index = take(1)?.first().copied();
    index.ok_or_else(|| Error::Internal("there is no status index".into()))
}

/// The numbers of status lists that have been started are smaller than this.
pub fn lists() -> Result<i64, Error> {
    let sequence = relation(SEQUENCE)?;
    let last = as_owner(|| last_value(sequence))?;
    Ok(last.div_euclid(i64::try_from(ENTRIES).unwrap_or(i64::MAX)).saturating_add(1))
}

/// How far the places have been given.
pub struct Counter {
    /// The ordinal of the next award.
    pub next: u64,
    /// What scatters places.
    pub key: u64,
    /// Whether the key was ever set.
    pub is_keyed: bool,
}

/// How far the places have been given.
pub fn counter() -> Result<Counter, Error> {
    let (sequence, key) = (relation(SEQUENCE)?, relation(KEY)?);
    let (last, key) = as_owner(|| Ok((given(sequence), given(key))))?;
    Ok(Counter {
        next: last.map_or(0, |last| last.unsigned_abs().saturating_add(1)),
        key: key.unwrap_or(0).unsigned_abs(),
        is_keyed: key.is_some(),
    })
}

/// What the sequence gave last; 0 before its first use.
fn last_value(sequence: pg_sys::Oid) -> Result<i64, Error> {
    Ok(given(sequence).unwrap_or(0))
}

/// What the sequence gave last; `None` before its first use.
fn given(sequence: pg_sys::Oid) -> Option<i64> {
    // SAFETY: the function takes the oid of a sequence and returns a bigint, or NULL before the first use.
    unsafe { direct_function_call(pg_sys::pg_sequence_last_value, &[sequence.into_datum()]) }
}

fn relation(name: &CStr) -> Result<pg_sys::Oid, Error> {
    // SAFETY: both names are C strings; the look-ups only read the system caches.
    let oid = unsafe {
        let schema = pg_sys::get_namespace_oid(c"badges".as_ptr(), false);
        pg_sys::get_relname_relid(name.as_ptr(), schema)
    };
    if oid == pg_sys::InvalidOid {
        return Err(Error::Configuration {
            reason: "the SQL of the extension is older than its library".into(),
            hint: "ALTER EXTENSION badges UPDATE;".into(),
        });
    }
    Ok(oid)
}
