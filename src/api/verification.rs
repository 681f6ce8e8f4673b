//! Verdicts on awards.

use crate::arguments::{instant, required, transaction_start};
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::known::{Tables, known_status};
use crate::rendering::StoredAward;
use crate::store::received;
use badges_core::json::Tree;
use badges_core::openbadges::verification::{self, Facts, Options, unknown_assertion, verify};
use badges_core::openbadges::{Class, Version};
use badges_core::proof::Resources;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

fn time_of_verdict(at: Option<TimestampWithTimeZone>) -> Result<Timestamp, Error> {
    instant("at", at, Some(transaction_start()?))?
        .ok_or_else(|| Error::Internal("no time to verify for".into()))
}

/// A report on an award stored here, or on the text of a credential that a user has received: each check `passed`, `failed`, `warning` or `not_checked`. `valid` is true only if
/// none failed and none that decides was left out. An unknown id gets a report that says so.
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
    let at = time_of_verdict(at)?;
    let Some(stored) = assertion_id.map_or(Ok(None), StoredAward::find)? else {
        let received = assertion_id.map_or(Ok(None), received::credential)?;
        let options = Options { recipient, resources: Resources::none(), at };
        return Ok(match received {
            Some(text) => {
                report(&options, |tables, options| verification::verify_credential(&text, tables, options))?
            }
            None => JsonbValue::from_tree(&unknown_assertion())?,
        });
    };
    let status = known_status(&stored.award.status);
    let document = stored.award.document.json()?;
    if stored.version()? != Version::V3_0 && stored.award.credential_text.is_none() {
        let (badge, issuer) = (stored.badge_v2()?, stored.issuer.form_of_2_0()?);
        let facts = Facts {
            badge: &badge,
            issuer: &issuer,
            revoked: status.revoked,
            revocation_reason: status.reason.as_deref(),
            suspended: status.suspended,
            recipient,
            at,
        };
        let report = verify(document, &facts).map_err(Error::from)?;
        return Ok(JsonbValue::from_tree(&report)?);
    }
    let text = match &stored.award.credential_text {
        Some(text) => text.clone(),
        None => match Tree::read(document) {
            Ok(tree) => tree.to_text(),
            Err(error) => {
                let report = verification::unreadable("3.0", Class::OpenBadgeCredential, error);
                return Ok(JsonbValue::from_tree(&report)?);
            }
        },
    };
    let tables = Tables::default();
    let options = Options { recipient, resources: Resources::none(), at };
    let report = verification::verify_stored(&text, &status, &tables, &options);
    Ok(JsonbValue::from_tree(&tables.finish(report)?)?)
}

/// A report on whatever somebody received, from any issuer: JSON, compact JWS or VC-JWT, Open Badges 1.x, 2.0 or 3.0. Each
/// check is `passed`, `failed`, `warning` or `not_checked`; `valid` is true only if none failed and none that decides
/// was left out. Nothing is fetched: `resources` is an object of documents at hand (status lists, DID documents, key
/// sets, issuer profiles), each under its URL. Text that is no credential gets a report that says so.
///
/// Errors: 22023 for NULL, for resources that are no object and for a point in time that is infinite.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn verify_credential(
    credential: Option<&str>,
    recipient: default!(Option<&str>, "NULL"),
    resources: default!(Option<JsonbArgument<'_>>, "NULL"),
    at: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
) -> Result<JsonbValue, ErrorReport> {
    let credential = required("credential", credential)?;
    report_on(recipient, resources, at, |tables, options| {
        verification::verify_credential(credential, tables, options)
    })
}

/// A report on a badge that somebody received as an image, PNG or SVG: as `verify_credential` of the credential in it, after
/// a check `image`, which fails for an image that is damaged or holds no badge.
///
/// Errors: 22023 for NULL, for resources that are no object and for a point in time that is infinite.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn verify_baked_badge(
    image: Option<&[u8]>,
    recipient: default!(Option<&str>, "NULL"),
    resources: default!(Option<JsonbArgument<'_>>, "NULL"),
    at: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
) -> Result<JsonbValue, ErrorReport> {
    let image = required("image", image)?;
    report_on(recipient, resources, at, |tables, options| verification::verify_baked(image, tables, options))
}

/// The verdict on something that was received, with what the tables know and the caller has at hand.
fn report_on(
    recipient: Option<&str>,
    resources: Option<JsonbArgument<'_>>,
    at: Option<TimestampWithTimeZone>,
    verdict: impl FnOnce(&Tables, &Options<'_>) -> Tree<'static>,
) -> Result<JsonbValue, ErrorReport> {
    let at = time_of_verdict(at)?;
    let resources = documents(resources)?;
    let resources = resources.as_ref().map_or(Resources::none(), Resources::new);
    Ok(report(&Options { recipient, resources, at }, verdict)?)
}

fn report(
    options: &Options<'_>,
    verdict: impl FnOnce(&Tables, &Options<'_>) -> Tree<'static>,
) -> Result<JsonbValue, Error> {
    let tables = Tables::default();
    let report = verdict(&tables, options);
    JsonbValue::from_tree(&tables.finish(report)?)
}

/// The documents at hand, each under its URL.
///
/// # Errors
/// 22023 for what is no object.
pub(super) fn documents(resources: Option<JsonbArgument<'_>>) -> Result<Option<Tree<'_>>, Error> {
    let resources = resources.map(JsonbArgument::tree).transpose()?;
    match resources.filter(|resources| *resources != Tree::Null) {
        Some(resources) if !matches!(resources, Tree::Object(_)) => Err(Error::Argument {
            name: "resources",
            reason: "must be a JSON object".into(),
            hint: "Each member is a document, named by the URL it was fetched from.",
        }),
        resources => Ok(resources),
    }
}
