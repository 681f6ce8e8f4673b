//! What users receive, from whatever issuer: taking it in, giving it out again as it came.

use super::identity::acting_for;
use super::verification::documents;
use crate::arguments::required;
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::receiving::{self, Parcel};
use crate::store::received;
use badges_core::openbadges::verification;
use badges_core::proof::Resources;
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// Most credentials that one call lists.
const MAX_LIMIT: i32 = 1000;

/// Credentials that a call lists if it does not say how many.
const DEFAULT_LIMIT: i32 = 100;

/// Verifies a credential, as `verify_credential` does, with the user's e-mail address as recipient once that is verified,
/// and keeps it for the user as it came. One row. `outcome`: `created`; `replaced`, for one of the same issuer and id that
/// was issued earlier; `unchanged`, if the user has it already or a later one; `refused`, with no id, if a check failed other than
/// `dates`, `status`, `recipient`, `endorsements`, `schema` and `refresh`.
///
/// Errors: 22023 for NULL and for resources that are no object; 23503 for an unknown user; 28000 for a role of an end user
/// that names another.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn import_credential(
    credential: Option<&str>,
    user_id: Option<Uuid>,
    resources: default!(Option<JsonbArgument<'_>>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (name!(assertion_id, Option<Uuid>), name!(outcome, String), name!(report, JsonbValue)),
    >,
    ErrorReport,
> {
    let credential = required("credential", credential)?;
    Ok(TableIterator::once(imported(&Parcel::Text(credential), user_id, resources)?))
}

/// As `import_credential`, of the credential in a PNG or SVG, the text of which is kept, and not the picture. An image that
/// is damaged or holds no badge is refused, with a report whose check `image` says why.
///
/// Errors: as `import_credential`.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn import_baked_badge(
    image: Option<&[u8]>,
    user_id: Option<Uuid>,
    resources: default!(Option<JsonbArgument<'_>>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (name!(assertion_id, Option<Uuid>), name!(outcome, String), name!(report, JsonbValue)),
    >,
    ErrorReport,
> {
    let image = required("image", image)?;
    Ok(TableIterator::once(imported(&Parcel::Image(image), user_id, resources)?))
}

fn imported(
    parcel: &Parcel<'_>,
    user_id: Option<Uuid>,
    resources: Option<JsonbArgument<'_>>,
) -> Result<(Option<Uuid>, String, JsonbValue), Error> {
    let user_id = holder(user_id)?;
    let resources = documents(resources)?;
    let resources = resources.as_ref().map_or(Resources::none(), Resources::new);
    let import = receiving::import(user_id, parcel, resources)?;
    Ok((import.assertion_id, import.outcome.to_owned(), import.report))
}

/// What a user has received, the earliest first: each as it came, with its media type, the version of Open Badges it is
/// written in, and when it was stored. `total` counts all, whatever `limit` and `offset` are; `since` leaves out what was
/// stored before.
///
/// Errors: 22023 for a NULL user, a limit outside of 1 to 1000 and a negative offset; 28000 for a role of an end user that
/// names another.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn get_credentials(
    user_id: Option<Uuid>,
    limit: default!(Option<i32>, "100"),
    offset: default!(Option<i32>, "0"),
    since: default!(Option<TimestampWithTimeZone>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(assertion_id, Uuid),
            name!(credential, String),
            name!(media_type, String),
            name!(version, Option<String>),
            name!(stored_at, TimestampWithTimeZone),
            name!(total, i64),
        ),
    >,
    ErrorReport,
> {
    let user_id = holder(user_id)?;
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Error::Argument {
            name: "limit",
            reason: format!("must be from 1 to {MAX_LIMIT}"),
            hint: "Leave it out for 100, and ask for the next ones with offset or since.",
        }
        .into());
    }
    let offset = offset.unwrap_or(0);
    if offset < 0 {
        return Err(Error::Argument {
            name: "offset",
            reason: "must not be negative".into(),
            hint: "Leave it out to begin with the first.",
        }
        .into());
    }
    let (listed, total) = received::list(user_id, since, limit.into(), offset.into())?;
    Ok(TableIterator::new(listed.into_iter().map(move |credential| {
        let form = verification::form(&credential.text);
        (
            credential.assertion_id,
            credential.text,
            form.media_type().to_owned(),
            form.version.map(|version| version.as_str().to_owned()),
            credential.stored_at,
            total,
        )
    })))
}

/// The text of a credential that a user has received, exactly as it came. NULL for an unknown id, one that the caller may
/// not see, and one of an award that was made here.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn export_credential(assertion_id: Option<Uuid>) -> Result<Option<String>, ErrorReport> {
    Ok(assertion_id.map_or(Ok(None), received::credential)?)
}

/// Deletes the badge classes and issuers that came with credentials which nobody holds any more, and returns how many there
/// were.
///
/// Errors: 23503, on PostgreSQL 18 23001, if somebody receives one of them at the same moment; then call it again.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn purge_received_documents() -> Result<i64, ErrorReport> {
    Ok(i64::try_from(received::purge()?).unwrap_or(i64::MAX))
}

/// The user whose credentials are meant.
fn holder(user_id: Option<Uuid>) -> Result<Uuid, Error> {
    acting_for(user_id, "a user manages its own credentials only")
}
