//! Who is asking, and ids for what is about to be stored.

use crate::arguments::time_ordered_id;
use crate::store::status_indexes;
use pgrx::Uuid;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use std::ffi::CStr;

#[pg_schema]
mod badges {}

/// A new time-ordered id (UUID version 7), the default of the tables' keys.
#[pg_extern(schema = "badges", volatile, parallel_safe)]
fn uuid_v7() -> Result<Uuid, ErrorReport> {
    Ok(time_ordered_id()?)
}

/// The place of a new award in the status lists of its issuer, the default of the column `status_index`.
///
/// Errors: 25006 in a transaction that only reads.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, requires = ["status_indexes"])]
#[search_path(pg_catalog, pg_temp)]
fn next_status_index() -> Result<i64, ErrorReport> {
    Ok(status_indexes::next()?)
}

/// The user that PostgREST vouches for: `sub` of the setting `request.jwt.claims`. NULL without one.
#[pg_extern(schema = "badges", stable, parallel_safe)]
pub(crate) fn current_user_id() -> Option<Uuid> {
    // SAFETY: the name is a C string; missing_ok makes an unset setting a null pointer.
    let claims = unsafe {
        let value = pg_sys::GetConfigOption(c"request.jwt.claims".as_ptr(), true, false);
        if value.is_null() {
            return None;
        }
        CStr::from_ptr(value)
    };
    let claims: serde_json::Value = serde_json::from_slice(claims.to_bytes()).ok()?;
    let subject = uuid::Uuid::try_parse(claims.get("sub")?.as_str()?).ok()?;
    Some(Uuid::from_bytes(*subject.as_bytes()))
}
