//! Who is asking, and ids for what is about to be stored.

use crate::arguments::{required, time_ordered_id};
use crate::error::Error;
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

/// The user that is meant: anybody for an application, itself for a role of an end user.
///
/// # Errors
/// 22023 for NULL; 28000 for somebody else, with that reason.
pub(super) fn acting_for(user_id: Option<Uuid>, reason: &'static str) -> Result<Uuid, Error> {
    let user_id = required("user_id", user_id)?;
    if acts_for_all() || current_user_id() == Some(user_id) {
        return Ok(user_id);
    }
    Err(Error::NotAllowed {
        reason,
        hint: "Pass badges.current_user_id(); a role with the rights of badges_app may manage those of every user.",
    })
}

fn acts_for_all() -> bool {
    [c"badges_app", c"badges_admin", c"badges_owner"].into_iter().any(|role| {
        // SAFETY: reads catalogs; the role exists as long as the extension does, else get_role_oid raises.
        unsafe { pg_sys::has_privs_of_role(pg_sys::GetUserId(), pg_sys::get_role_oid(role.as_ptr(), false)) }
    })
}
