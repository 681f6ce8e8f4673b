//! Users, issuers and badge classes: making them, changing them, reading them out.

use crate::arguments::{random_id, required, time_ordered_id};
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::store::{self, BadgeClassRow, IssuerRow, UserRow};
use crate::{settings, store::badge_classes, store::issuer_profiles};
use badges_core::email_address;
use badges_core::json::tree::Tree;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::documents::{self, Fault};
use pgrx::Uuid;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// What to do about a document that cannot be completed.
fn incomplete(name: &'static str, fault: Fault) -> Error {
    Error::Argument {
        name,
        reason: fault.reason(),
        hint: "Give only what a person knows: @context, type, id and issuer are filled in.",
    }
}

/// The version a rendering is asked for; `None` for the one that is stored.
///
/// # Errors
/// 22023 for a version that is not rendered.
pub(super) fn rendered_version(version: Option<&str>) -> Result<Option<Version>, Error> {
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

/// Adds a user and returns the row.
///
/// Errors: 22023 for an address that is no mailbox or an empty name, 23505 for an address that is taken.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["users"]
)]
#[search_path(pg_catalog, pg_temp)]
fn create_user(email: Option<&str>, name: default!(Option<&str>, "NULL")) -> Result<UserRow, ErrorReport> {
    let email = required("email", email)?;
    if let Some(fault) = email_address::fault(email) {
        return Err(Error::Argument {
            name: "email",
            reason: fault.into(),
            hint: "Pass one plain mailbox such as ann@example.org.",
        }
        .into());
    }
    if name.is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::Argument {
            name: "name",
            reason: "must not be empty".into(),
            hint: "Pass NULL for no name.",
        }
        .into());
    }
    Ok(store::users::insert(random_id()?, email, name)?)
}

/// Adds an issuer from what a person knows of it and returns the row. An owner that is not given is the
/// current user, if the request names one.
///
/// Errors: 22023 for a profile that is no object, 23514 for one that breaks the standard, 23503 for an
/// unknown owner, 23505 if an issuer has its id already.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn create_issuer(
    profile: Option<JsonbArgument<'_>>,
    owner_user_id: default!(Option<Uuid>, "NULL"),
) -> Result<IssuerRow, ErrorReport> {
    let profile = required("profile", profile)?;
    let issuer_id = time_ordered_id()?;
    let url = format!("{}/issuers/{issuer_id}", settings::base_url());
    let tree = documents::profile(profile.tree()?, &url).map_err(|fault| incomplete("profile", fault))?;
    Ok(issuer_profiles::insert(issuer_id, owner_user_id, JsonbValue::from_tree(&tree)?)?)
}

/// Adds a badge class from what a person knows of it and returns the row.
///
/// Errors: 22023 for a badge that is no object or names another issuer, 23514 for one that breaks the
/// standard, 23503 for an unknown issuer, 23505 if a badge class has its id already.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_classes"]
)]
#[search_path(pg_catalog, pg_temp)]
fn create_badge_class(
    issuer_id: Option<Uuid>,
    badge: Option<JsonbArgument<'_>>,
) -> Result<BadgeClassRow, ErrorReport> {
    let issuer_id = required("issuer_id", issuer_id)?;
    let badge = required("badge", badge)?;
    Ok(new_badge_class(issuer_id, badge.tree()?)?)
}

/// Changes a badge class and returns the row. One that was never awarded is changed in place. One that was
/// awarded stays as it is for those who hold it: a new badge class is made, related to the old one, and its
/// row is returned.
///
/// Errors: as `create_badge_class`; P0002 for an unknown badge class.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_classes", "badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn update_badge_class(
    badge_id: Option<Uuid>,
    badge: Option<JsonbArgument<'_>>,
) -> Result<BadgeClassRow, ErrorReport> {
    let badge_id = required("badge_id", badge_id)?;
    let badge = required("badge", badge)?;
    let unknown = || Error::NotFound { entity: "badge class", id: badge_id.to_string() };
    let current = badge_classes::lock(badge_id)?.ok_or_else(unknown)?;
    let issuer_id = badge_classes::issuer(badge_id)?.ok_or_else(unknown)?;
    let current_url = columns::text(current.json()?, Column::Id).map_err(Error::from)?.unwrap_or_default();
    let mut given = badge.tree()?;
    if !matches!(given, Tree::Object(_)) {
        return Err(incomplete("badge", Fault::NotAnObject).into());
    }
    if store::badge_assertions::is_awarded(badge_id)? {
        given.remove("id");
        relate(&mut given, &current_url);
        return Ok(new_badge_class(issuer_id, given)?);
    }
    given.set("id", current_url);
    let issuer = issuer_profiles::url(issuer_id)?.ok_or_else(unknown)?;
    let tree = documents::badge_class(given, "", &issuer).map_err(|fault| incomplete("badge", fault))?;
    Ok(badge_classes::update(badge_id, JsonbValue::from_tree(&tree)?)?.ok_or_else(unknown)?)
}

fn new_badge_class(issuer_id: Uuid, given: Tree<'_>) -> Result<BadgeClassRow, Error> {
    let unknown = || Error::UnknownReference { entity: "issuer", id: issuer_id.to_string() };
    let issuer = issuer_profiles::url(issuer_id)?.ok_or_else(unknown)?;
    let badge_id = time_ordered_id()?;
    let base_url = settings::base_url();
    let url = format!("{}/badges/{badge_id}", documents::document_base(&issuer, &base_url));
    let tree = documents::badge_class(given, &url, &issuer).map_err(|fault| incomplete("badge", fault))?;
    badge_classes::insert(badge_id, issuer_id, JsonbValue::from_tree(&tree)?)
}

/// Adds an earlier badge class to those a document is related to.
fn relate(badge: &mut Tree<'_>, url: &str) {
    let earlier =
        Tree::Object(vec![("id".into(), url.to_owned().into()), ("type".into(), "BadgeClass".into())]);
    let mut related = match badge.remove("related") {
        Some(Tree::Array(related)) => related,
        Some(related) => vec![related],
        None => Vec::new(),
    };
    related.push(earlier);
    badge.set("related", related);
}

/// The Profile of an issuer, to be served under its URL. NULL for an unknown id.
///
/// Errors: 22023 for a version that is not rendered.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["issuer_profiles"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_issuer(
    issuer_id: Option<Uuid>,
    version: default!(Option<&str>, "NULL"),
) -> Result<Option<JsonbValue>, ErrorReport> {
    rendered_version(version)?;
    Ok(match issuer_id {
        Some(issuer_id) => issuer_profiles::document(issuer_id)?,
        None => None,
    })
}

/// A BadgeClass, to be served under its URL. NULL for an unknown id.
///
/// Errors: 22023 for a version that is not rendered.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_classes"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_badge_class(
    badge_id: Option<Uuid>,
    version: default!(Option<&str>, "NULL"),
) -> Result<Option<JsonbValue>, ErrorReport> {
    rendered_version(version)?;
    Ok(match badge_id {
        Some(badge_id) => badge_classes::document(badge_id)?,
        None => None,
    })
}

/// The RevocationList of an issuer: every assertion it has revoked, with the reason. NULL for an unknown id.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_revocation_list(issuer_id: Option<Uuid>) -> Result<Option<JsonbValue>, ErrorReport> {
    let Some(issuer_id) = issuer_id else {
        return Ok(None);
    };
    let Some(issuer) = issuer_profiles::url(issuer_id)? else {
        return Ok(None);
    };
    let base_url = settings::base_url();
    let id = format!("{}/issuers/{issuer_id}/revocations", documents::document_base(&issuer, &base_url));
    let entries = store::badge_assertions::revoked(issuer_id)?;
    let list = documents::revocation_list(&id, &issuer, entries.into_iter());
    Ok(Some(JsonbValue::from_tree(&list)?))
}
