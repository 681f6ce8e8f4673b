//! What row-level security asks of the documents that end users write.

use crate::arguments::now;
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::JsonbArgument;
use crate::settings;
use crate::store::{badge_assertions, badge_classes};
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::documents::{
    Misnamed, document_base, misnamed_in_award, misnamed_in_badge_class,
};
use pgrx::Uuid;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// Whether the document of a badge class names the issuer it is stored under, and no address but its own. What is stored
/// already may stay. False for an issuer that the caller does not see.
///
/// Errors: 28000 if it names another.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_classes"]
)]
#[search_path(pg_catalog, pg_temp)]
fn badge_class_names_its_issuer(
    badge_id: Option<Uuid>,
    issuer_id: Option<Uuid>,
    badge_json: Option<JsonbArgument<'_>>,
) -> Result<bool, ErrorReport> {
    // A column that is missing is refused by its own constraint.
    let (Some(badge_id), Some(issuer_id), Some(document)) = (badge_id, issuer_id, badge_json) else {
        return Ok(true);
    };
    let stored = badge_classes::awarding(badge_id)?;
    if stored.as_ref().is_some_and(|row| row.issuer.issuer_id == issuer_id && document.is(&row.badge)) {
        return Ok(true);
    }
    if stored.is_none() && !is_new(badge_id)? {
        return Err(old_id().into());
    }
    let Some(issuer) = Issuer::find(issuer_id)? else { return Ok(false) };
    let kept =
        stored.map(|row| columns::text(row.badge.json()?, Column::Id).map_err(Error::from)).transpose()?;
    let base_url = settings::base_url();
    let base = document_base(issuer.identifiers.issuer_v2(), &base_url);
    let misnamed = misnamed_in_badge_class(
        document.json()?,
        &issuer.identifiers,
        base,
        badge_id,
        kept.flatten().as_deref(),
    );
    refuse(misnamed.map_err(Error::from)?)
}

/// Whether the document of an award names the badge class it is stored under, of 3.0 the issuer too, and no address but its
/// own. What is stored already may stay. False for a badge class that the caller does not see.
///
/// Errors: 28000 if it names another.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn assertion_names_its_badge_class(
    assertion_id: Option<Uuid>,
    badge_id: Option<Uuid>,
    assertion_json: Option<JsonbArgument<'_>>,
) -> Result<bool, ErrorReport> {
    let (Some(assertion_id), Some(badge_id), Some(document)) = (assertion_id, badge_id, assertion_json)
    else {
        return Ok(true);
    };
    let stored = badge_assertions::stored(assertion_id)?;
    if stored.as_ref().is_some_and(|row| row.badge_id == badge_id && document.is(&row.document)) {
        return Ok(true);
    }
    if stored.is_none() && !is_new(assertion_id)? {
        return Err(old_id().into());
    }
    let Some(awarding) = badge_classes::awarding(badge_id)? else { return Ok(false) };
    let issuer = Issuer::of(awarding.issuer)?;
    let kept =
        stored.map(|row| columns::text(row.document.json()?, Column::Id).map_err(Error::from)).transpose()?;
    let base_url = settings::base_url();
    let base = document_base(issuer.identifiers.issuer_v2(), &base_url);
    let badge = issuer.identifiers.badge(awarding.badge.json()?, badge_id).map_err(Error::from)?;
    let identifiers = &issuer.identifiers;
    let misnamed = misnamed_in_award(
        document.json()?,
        identifiers,
        base,
        &badge,
        assertion_id,
        kept.flatten().as_deref(),
    );
    refuse(misnamed.map_err(Error::from)?)
}

/// Whether a time-ordered id (RFC 9562, version 7) is of this hour: an older one may have been another's, whose documents
/// are still in people's hands. What other versions hold cannot be told.
fn is_new(id: Uuid) -> Result<bool, Error> {
    const HOUR: u64 = 60 * 60 * 1_000;
    let [a, b, c, d, e, f, version, ..] = *id.as_bytes();
    let made = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    let now = u64::try_from(now()?.microseconds() / 1_000).unwrap_or_default();
    Ok(version >> 4 != 7 || made >= now.saturating_sub(HOUR))
}

fn old_id() -> Error {
    Error::NotAllowed {
        reason: "a row of a user has an id that is new",
        hint: "Leave the id out, and it is filled in.",
    }
}

fn refuse(misnamed: Option<Misnamed>) -> Result<bool, ErrorReport> {
    let (reason, hint) = match misnamed {
        None => return Ok(true),
        Some(Misnamed::Class) => (
            "a document of a user is of the class that its table holds and of no other",
            "Give it one type of Open Badges.",
        ),
        Some(Misnamed::Context) => (
            "a document of a user names contexts that are known here only",
            "Leave other addresses out of the outermost @context; an object inside may have its own.",
        ),
        Some(Misnamed::Id) => (
            "a document of a user has the address of its row as its id",
            "Leave the id to the functions, which fill it in, or give one that is no http(s) URL.",
        ),
        Some(Misnamed::Badge) => (
            "an award of a user names the badge class it is stored under",
            "badges.issue_assertion fills it in.",
        ),
        Some(Misnamed::Issuer) => (
            "a document of a user names the issuer it is stored under",
            "Leave the issuer to the functions, which fill it in.",
        ),
    };
    Err(Error::NotAllowed { reason, hint }.into())
}
