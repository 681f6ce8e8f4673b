//! Verdicts on awards.

use crate::arguments::{instant, now};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use crate::store::{badge_assertions, badge_classes};
use badges_core::openbadges::verification::{Facts, unknown_assertion, verify};
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// A report on an award stored here: structure, badge class, issuer, hosting, status, dates and, if given,
/// the recipient, each `passed`, `failed`, `warning` or `not_checked`. `valid` is true only if none failed.
/// An unknown id gets a report that says so.
///
/// Errors: 22023 for a point in time that is infinite.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn verify_assertion(
    assertion_id: Option<Uuid>,
    recipient: default!(Option<&str>, "NULL"),
    at: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
) -> Result<JsonbValue, ErrorReport> {
    let at =
        instant("at", at, Some(now()?))?.ok_or_else(|| Error::Internal("no time to verify for".into()))?;
    let hosted = match assertion_id {
        Some(assertion_id) => badge_assertions::hosted(assertion_id)?,
        None => None,
    };
    let Some(hosted) = hosted else {
        return Ok(JsonbValue::from_tree(&unknown_assertion())?);
    };
    let unlinked = || Error::Internal("an assertion has no badge class".into());
    let badge = badge_classes::document(hosted.badge_id)?.ok_or_else(unlinked)?;
    let awarding = badge_classes::awarding(hosted.badge_id)?.ok_or_else(unlinked)?;
    let facts = Facts {
        badge: badge.json()?,
        issuer: awarding.issuer.json()?,
        revoked: hosted.revoked,
        revocation_reason: hosted.revocation_reason.as_deref(),
        suspended: hosted.suspended,
        recipient,
        at,
    };
    let report = verify(hosted.document.json()?, &facts).map_err(Error::from)?;
    Ok(JsonbValue::from_tree(&report)?)
}
