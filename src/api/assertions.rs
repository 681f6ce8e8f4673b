//! Awards: revoking, suspending, finding, reading out.

use crate::arguments::{rendered_version, required};
use crate::awarding::recipients;
use crate::error::Error;
use crate::jsonb::JsonbValue;
use crate::key_file;
use crate::rendering::StoredAward;
use crate::store::{AssertionRow, AssertionRows, badge_assertions, row::RowSet};
use badges_core::recipient;
use badges_core::secret::Purpose;
use pgrx::Uuid;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// Takes an award back for good and returns the row. An award that is revoked already stays as it is.
///
/// Errors: P0002 for an unknown award.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn revoke_assertion(
    assertion_id: Option<Uuid>,
    reason: default!(Option<&str>, "NULL"),
) -> Result<AssertionRow, ErrorReport> {
    let assertion_id = required("assertion_id", assertion_id)?;
    check_reason(reason)?;
    Ok(changed_or_same(assertion_id, badge_assertions::revoke(assertion_id, reason)?)?)
}

/// Suspends an award until it is reinstated and returns the row. One that is suspended or revoked already stays as
/// it is.
///
/// Errors: P0002 for an unknown award.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn suspend_assertion(
    assertion_id: Option<Uuid>,
    reason: default!(Option<&str>, "NULL"),
) -> Result<AssertionRow, ErrorReport> {
    let assertion_id = required("assertion_id", assertion_id)?;
    check_reason(reason)?;
    Ok(changed_or_same(assertion_id, badge_assertions::suspend(assertion_id, reason)?)?)
}

/// Ends the suspension of an award and returns the row. One that is not suspended stays as it is.
///
/// Errors: P0002 for an unknown award, 55000 for one that was revoked, which is for good.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn reinstate_assertion(assertion_id: Option<Uuid>) -> Result<AssertionRow, ErrorReport> {
    let assertion_id = required("assertion_id", assertion_id)?;
    let reinstated = badge_assertions::reinstate(assertion_id)?;
    if reinstated.is_none() && badge_assertions::is_revoked(assertion_id)? == Some(true) {
        return Err(Error::Configuration {
            reason: format!("assertion {assertion_id} was revoked, which is for good"),
            hint: "Award the badge anew.".into(),
        }
        .into());
    }
    Ok(changed_or_same(assertion_id, reinstated)?)
}

fn check_reason(reason: Option<&str>) -> Result<(), Error> {
    match reason.map(str::trim) {
        Some("") => Err(Error::Argument {
            name: "reason",
            reason: "must not be empty".into(),
            hint: "Pass NULL for no reason.",
        }),
        _ => Ok(()),
    }
}

/// The row that was changed or, where nothing was to change, the row as it is.
fn changed_or_same(assertion_id: Uuid, changed: Option<AssertionRow>) -> Result<AssertionRow, Error> {
    let row = match changed {
        Some(row) => Some(row),
        None => badge_assertions::row(assertion_id)?,
    };
    row.ok_or_else(|| Error::NotFound { entity: "assertion", id: assertion_id.to_string() })
}

/// The awards of one recipient, the latest first, also where only the salted hash of the identity is stored.
///
/// Errors: 22023 for a NULL recipient, 55000 without the key file.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn find_assertions(
    recipient: Option<&str>,
    recipient_type: default!(Option<&str>, "'email'"),
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<AssertionRows, ErrorReport> {
    let recipient = required("recipient", recipient)?;
    let recipient_type = known_type(recipient_type)?;
    let keys = match key_file::existing_secret()? {
        Some(secret) => secret
            .reading_keys(Purpose::RecipientKey)
            .map(|mac| recipient::key(&mac, recipient_type, recipient).to_vec())
            .collect(),
        None => Vec::new(),
    };
    // SAFETY: the function is declared to return a set of badges.badge_assertions.
    let mut rows = unsafe { RowSet::start(fcinfo) };
    badge_assertions::find(keys, recipient_type, recipient, &mut rows)?;
    Ok(rows)
}

/// The digest under which [`find_assertions`] finds the awards of a recipient: the column `recipient_key` of rows that come by
/// plain INSERT. E-mail addresses have the same in any letter case. NULL for NULL.
///
/// Errors: 22023 for a type that names no kind of identity, 55000 without the key file.
#[pg_extern(schema = "badges", volatile, parallel_unsafe)]
#[search_path(pg_catalog, pg_temp)]
fn recipient_key(
    recipient: Option<&str>,
    recipient_type: default!(Option<&str>, "'email'"),
) -> Result<Option<Vec<u8>>, ErrorReport> {
    let Some(recipient) = recipient else { return Ok(None) };
    let recipient_type = known_type(recipient_type)?;
    Ok(Some(recipient::key(&recipients::mac()?, recipient_type, recipient).to_vec()))
}

/// `email` unless another kind of identity is named. A stored document may name a property of its own by IRI.
fn known_type(recipient_type: Option<&str>) -> Result<&str, Error> {
    let recipient_type = recipient_type.unwrap_or("email");
    if recipient::TYPES.contains(&recipient_type) || recipient_type.contains(':') {
        Ok(recipient_type)
    } else {
        Err(recipients::unknown_type())
    }
}

/// An award, to be served under its URL: in version 2.0 an Assertion, with `embed` its badge class and issuer inside; one
/// that was revoked says only that, and a web server answers it with status 410. In version 3.0 a credential; whether
/// it was revoked is said by its status list. Without a version as it was issued. NULL for an unknown id.
///
/// Errors: 22023 for a version that is not rendered; 55000 if a 2.0 award is asked for as 3.0, which is signed now, and
/// the server secret is not at hand.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_assertion(
    assertion_id: Option<Uuid>,
    version: default!(Option<&str>, "NULL"),
    embed: default!(Option<bool>, "false"),
) -> Result<Option<JsonbValue>, ErrorReport> {
    let version = rendered_version(version)?;
    let Some(award) = assertion_id.map_or(Ok(None), StoredAward::find)? else {
        return Ok(None);
    };
    Ok(Some(award.rendered(version, embed == Some(true))?))
}

/// An award as a compact JWS: the text it was issued as or, for one that was not, its 3.0 credential as VC-JWT, signed
/// now with the issuer's latest key. NULL for an unknown id.
///
/// Errors: 55000 if it has to be signed and the server secret or a key is not at hand.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_assertion_jws(assertion_id: Option<Uuid>) -> Result<Option<String>, ErrorReport> {
    let Some(award) = assertion_id.map_or(Ok(None), StoredAward::find)? else {
        return Ok(None);
    };
    Ok(Some(award.jws()?))
}
