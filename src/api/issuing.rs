//! Awards and endorsements: issuing one or a million.

use crate::arguments::{period, random_id, required, transaction_time};
use crate::awarding::{Arguments, Known, recipients};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::signing::{Signer, proof_format};
use crate::store::{AssertionRow, AssertionRows, badge_assertions, row::RowSet};
use badges_core::json::tree::Tree;
use badges_core::openbadges::documents::{self, Endorsement, Placement};
use badges_core::openbadges::{Class, Severity, problems};
use pgrx::Uuid;
use pgrx::datum::{Array, TimestampWithTimeZone};
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// Awards that go into one statement. Large enough that the statement's own cost vanishes, small enough
/// that a batch stays in the processor's cache.
const BATCH: usize = 500;

/// Awards a badge to one recipient and returns the row: in Open Badges 3.0 a signed credential, in 2.0 a hosted
/// assertion or, with a proof, a signed one.
///
/// Errors: 22023 for a bad argument, 23503 for an unknown badge class, 42501 for one that was received, 23514 if
/// `evidence`, `narrative` or `extra` make a document that breaks the standard, 55000 without the key file.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::too_many_arguments, reason = "named arguments of the SQL function")]
fn issue_assertion(
    badge_id: Option<Uuid>,
    recipient: Option<&str>,
    recipient_type: default!(Option<&str>, "'email'"),
    hashed: default!(Option<bool>, "true"),
    issued_on: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
    expires: default!(Option<TimestampWithTimeZone>, "NULL"),
    evidence: default!(Option<JsonbArgument<'_>>, "NULL"),
    narrative: default!(Option<&str>, "NULL"),
    version: default!(Option<&str>, "NULL"),
    proof: default!(Option<&str>, "NULL"),
    extra: default!(Option<JsonbArgument<'_>>, "NULL"),
) -> Result<AssertionRow, ErrorReport> {
    let badge_id = required("badge_id", badge_id)?;
    let recipient = required("recipient", recipient)?;
    let arguments =
        Arguments { recipient_type, hashed, issued_on, expires, evidence, narrative, version, proof, extra };
    let known = Known::find(badge_id)?;
    let awarding = arguments.prepare(&known)?;
    recipients::check(recipient, awarding.recipient_type())?;
    let index = awarding.status_indexes(1)?.first().copied().flatten();
    Ok(badge_assertions::insert(awarding.ids(), awarding.award(recipient, index)?)?)
}

/// Awards a badge to every recipient of an array, all or none, and returns the rows in the array's order.
///
/// Errors: as `issue_assertion`; 22023 names the position of a recipient that is NULL, malformed or repeated.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::too_many_arguments, reason = "named arguments of the SQL function")]
fn issue_assertions(
    badge_id: Option<Uuid>,
    recipients: Option<Array<'_, &str>>,
    recipient_type: default!(Option<&str>, "'email'"),
    hashed: default!(Option<bool>, "true"),
    issued_on: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
    expires: default!(Option<TimestampWithTimeZone>, "NULL"),
    evidence: default!(Option<JsonbArgument<'_>>, "NULL"),
    narrative: default!(Option<&str>, "NULL"),
    version: default!(Option<&str>, "NULL"),
    proof: default!(Option<&str>, "NULL"),
    extra: default!(Option<JsonbArgument<'_>>, "NULL"),
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<AssertionRows, ErrorReport> {
    let badge_id = required("badge_id", badge_id)?;
    let recipients = required("recipients", recipients)?;
    let arguments =
        Arguments { recipient_type, hashed, issued_on, expires, evidence, narrative, version, proof, extra };
    let known = Known::find(badge_id)?;
    let awarding = arguments.prepare(&known)?;
    recipients::check_all(&recipients, awarding.recipient_type())?;
    // SAFETY: the function is declared to return a set of badges.badge_assertions.
    let mut rows = unsafe { RowSet::start(fcinfo) };
    let mut identities = recipients.iter().flatten();
    let batches = std::iter::from_fn(|| {
        let batch: Vec<&str> = identities.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then(|| {
            pgrx::check_for_interrupts!();
            let indexes = awarding.status_indexes(batch.len())?;
            batch.into_iter().zip(indexes).map(|(identity, index)| awarding.award(identity, index)).collect()
        })
    });
    badge_assertions::insert_many(awarding.ids(), batches, &mut rows)?;
    Ok(rows)
}

/// An endorsement: a signed EndorsementCredential (Open Badges 3.0) in which an issuer says something about whatever has
/// that id, a badge class, an award or another issuer. It is returned as a JSON object or, as VC-JWT, as a JSON string,
/// and not stored: it belongs into the document it is about.
///
/// Errors: 22023 for a bad argument, 23503 for an unknown issuer, 42501 for one that was received, 23514 for an id that is
/// no URL, 55000 without the key file.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::too_many_arguments, reason = "named arguments of the SQL function")]
fn issue_endorsement(
    issuer_id: Option<Uuid>,
    endorsed_id: Option<&str>,
    comment: default!(Option<&str>, "NULL"),
    name: default!(Option<&str>, "NULL"),
    issued_on: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
    expires: default!(Option<TimestampWithTimeZone>, "NULL"),
    proof: default!(Option<&str>, "NULL"),
) -> Result<JsonbValue, ErrorReport> {
    let issuer_id = required("issuer_id", issuer_id)?;
    let endorsed = required("endorsed_id", endorsed_id)?;
    let issuer = Issuer::acting(issuer_id)?;
    let format = proof_format(proof)?;
    let now = transaction_time()?;
    let hint = "Leave it out for an endorsement that does not expire.";
    let (valid_from, valid_until) = period(issued_on, expires, hint)?;
    let id = format!("urn:uuid:{}", random_id()?);
    let mut credential = documents::endorsement_credential(Endorsement {
        id: &id,
        issuer: issuer.profile_v3(Placement::StandAlone)?,
        endorsed,
        name: name.unwrap_or("Endorsement"),
        comment,
        valid_from,
        valid_until,
        status: None,
    });
    let broken = problems(&credential, Some(Class::EndorsementCredential));
    if broken.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(Error::Document { class: Class::EndorsementCredential.name(), problems: broken }.into());
    }
    let signed = match Signer::or_new(&issuer, format)?.credential(&mut credential, now)? {
        Some(token) => Tree::from(token),
        None => credential,
    };
    Ok(JsonbValue::from_tree(&signed)?)
}
