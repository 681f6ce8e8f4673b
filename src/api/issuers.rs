//! Users, issuers and badge classes: making them, changing them, reading them out.

use crate::arguments::{random_id, rendered_version, required, time_ordered_id};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::store::received::{self, Entity};
use crate::store::{self, BadgeClassRow, IssuerRow, UserRow, badge_classes, issuer_profiles};
use crate::{issuer_keys, rendering, settings};
use badges_core::email_address;
use badges_core::json::tree::Tree;
use badges_core::openbadges::Version;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::documents::{self, Fault, Placement};
use badges_core::proof::Resources;
use badges_core::proof::jsonld::{self, FaultKind};
use badges_core::proof::keys::Algorithm;
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

/// Adds an issuer from what a person knows of it, with a new Ed25519 key, and returns the row. An owner that is not
/// given is the current user, if the request names one. A profile with a context of Open Badges 3.0 is kept in that form.
///
/// Errors: 22023 for a profile that is no object or whose id no key of ours could belong to, 23514 for one that breaks
/// the standard, 23503 for an unknown owner, 23505 if an issuer has its id already, 55000 without the key file.
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
    let given = profile.tree()?;
    let base = settings::base_url();
    let tree = match documents::version_of_given(&given) {
        Version::V3_0 => documents::complete_profile_v3(given, format!("{base}/v3/issuers/{issuer_id}")),
        _ => documents::profile(given, &format!("{base}/issuers/{issuer_id}")).map(Tree::into_owned),
    };
    let tree = tree.map_err(|fault| incomplete("profile", fault))?;
    check_ids(&tree)?;
    let id = columns::text(&tree, Column::Id).map_err(Error::from)?.unwrap_or_default();
    let is_native = documents::version_of_stored(&tree) == Version::V3_0;
    let is_of_a_key = ["did:key:", "did:jwk:"].iter().any(|method| id.starts_with(method));
    if is_native && (is_of_a_key || id.contains('#')) {
        return Err(Error::Argument {
            name: "profile",
            reason: "has an id that keys made here cannot belong to".into(),
            hint: "Leave the id out, and it is filled in; or give an https URL without a fragment, or a did:web.",
        }
        .into());
    }
    if Issuer::under(&id)?.is_some() {
        return Err(Error::Taken {
            entity: "issuer",
            property: "id",
            hint: "Leave the id out, and it is filled in.",
        }
        .into());
    }
    issuer_profiles::insert(issuer_id, owner_user_id, JsonbValue::from_tree(&tree)?)?;
    issuer_keys::rotate(issuer_id, Algorithm::Ed25519)?;
    let unseen = || Error::Internal("a new issuer cannot be seen".into());
    Ok(issuer_profiles::row(issuer_id)?.ok_or_else(unseen)?)
}

/// Adds a badge class from what a person knows of it and returns the row.
///
/// Errors: 22023 for a badge that is no object or names another issuer, 23514 for one that breaks the
/// standard, 23503 for an unknown issuer, 42501 for one that was received, 23505 if a badge class has its id already.
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
/// row is returned; its own row if the document is what `get_badge_class` gives of it, in either version.
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
    received::refuse(Entity::BadgeClass, badge_id)?;
    let unknown = || Error::NotFound { entity: "badge class", id: badge_id.to_string() };
    let current = badge_classes::lock(badge_id)?.ok_or_else(unknown)?;
    let issuer_id = badge_classes::issuer(badge_id)?.ok_or_else(unknown)?;
    let current_url = columns::text(current.json()?, Column::Id).map_err(Error::from)?.unwrap_or_default();
    let mut given = badge.tree()?;
    if !matches!(given, Tree::Object(_)) {
        return Err(incomplete("badge", Fault::NotAnObject).into());
    }
    if store::badge_assertions::is_awarded(badge_id)? {
        if is_unchanged(badge_id, &badge)? {
            return Ok(badge_classes::row(badge_id)?.ok_or_else(unknown)?);
        }
        given.remove("id");
        relate(&mut given, &current_url);
        return Ok(new_badge_class(issuer_id, given)?);
    }
    given.set("id", current_url);
    let issuer = Issuer::find(issuer_id)?.ok_or_else(unknown)?;
    let tree = completed(given, badge_id, &issuer)?;
    Ok(badge_classes::update(badge_id, JsonbValue::from_tree(&tree)?)?.ok_or_else(unknown)?)
}

/// Whether the document is what the badge class is stored or read out as.
fn is_unchanged(badge_id: Uuid, given: &JsonbArgument<'_>) -> Result<bool, Error> {
    let Some(stored) = badge_classes::awarding(badge_id)? else { return Ok(false) };
    let issuer = Issuer::of(stored.issuer)?;
    let is = |rendered: Tree<'_>| Ok::<_, Error>(given.is(&JsonbValue::from_tree(&rendered)?));
    Ok(given.is(&stored.badge)
        || is(rendering::badge_class_v2(&stored.badge, badge_id, &issuer)?)?
        || is(rendering::achievement_v3(&stored.badge, badge_id, &issuer)?)?)
}

fn new_badge_class(issuer_id: Uuid, given: Tree<'_>) -> Result<BadgeClassRow, Error> {
    let issuer = Issuer::acting(issuer_id)?;
    let badge_id = time_ordered_id()?;
    let tree = completed(given, badge_id, &issuer)?;
    badge_classes::insert(badge_id, issuer_id, JsonbValue::from_tree(&tree)?)
}

/// A badge class completed with context, type, id and issuer.
fn completed(given: Tree<'_>, badge_id: Uuid, issuer: &Issuer) -> Result<Tree<'static>, Error> {
    let identifiers = &issuer.identifiers;
    let tree = match documents::version_of_given(&given) {
        Version::V3_0 => documents::complete_achievement_v3(
            given,
            identifiers.achievement_v3(badge_id),
            issuer.profile_v3(Placement::Embedded)?,
        ),
        _ => {
            let base_url = settings::base_url();
            let base = documents::document_base(identifiers.issuer_v2(), &base_url);
            let url = format!("{base}/badges/{badge_id}");
            documents::badge_class(given, &url, identifiers.issuer_v2()).map(Tree::into_owned)
        }
    };
    let tree = tree.map_err(|fault| incomplete("badge", fault))?;
    check_ids(&tree)?;
    Ok(tree)
}

/// Refuses a document in the form of 3.0 whose ids are not absolute: the standard has little to say of one that stands by
/// itself, but no credential with it could be signed.
fn check_ids(document: &Tree<'_>) -> Result<(), Error> {
    if documents::version_of_stored(document) != Version::V3_0 {
        return Ok(());
    }
    let faults = jsonld::faults(document, Resources::none());
    match faults.into_iter().find(|fault| fault.kind == FaultKind::RelativeIri) {
        Some(fault) => Err(Error::Unsignable { path: fault.path, reason: fault.message }),
        None => Ok(()),
    }
}

/// Adds an earlier badge class to those a document is related to.
fn relate(badge: &mut Tree<'_>, url: &str) {
    let kind = match documents::version_of_given(badge) {
        Version::V3_0 => Tree::Array(vec!["Related".into()]),
        _ => "BadgeClass".into(),
    };
    let earlier = Tree::Object(vec![("id".into(), url.to_owned().into()), ("type".into(), kind)]);
    let mut related = match badge.remove("related") {
        Some(Tree::Array(related)) => related,
        Some(related) => vec![related],
        None => Vec::new(),
    };
    related.push(earlier);
    badge.set("related", related);
}

/// The Profile of an issuer, to be served under its URL: in version 2.0 with its keys and list of revocations, in 3.0 as
/// it is embedded in credentials; without a version as it is stored. NULL for an unknown id.
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
    let version = rendered_version(version)?;
    let Some(issuer) = issuer_id.map_or(Ok(None), Issuer::find)? else {
        return Ok(None);
    };
    Ok(Some(match version {
        None => issuer.stored.document,
        Some(Version::V3_0) => JsonbValue::from_tree(&issuer.profile_v3(Placement::StandAlone)?)?,
        Some(_) => JsonbValue::from_tree(&issuer.profile_v2()?)?,
    }))
}

/// A badge class, to be served under its URL: in version 2.0 a BadgeClass, in 3.0 an Achievement, each with a link to the
/// other; without a version as it is stored. NULL for an unknown id.
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
    let version = rendered_version(version)?;
    let Some(badge_id) = badge_id else {
        return Ok(None);
    };
    let Some(stored) = badge_classes::awarding(badge_id)? else {
        return Ok(None);
    };
    let Some(version) = version else {
        return Ok(Some(stored.badge));
    };
    let issuer = Issuer::of(stored.issuer)?;
    let rendered = match version {
        Version::V3_0 => rendering::achievement_v3(&stored.badge, badge_id, &issuer)?,
        _ => rendering::badge_class_v2(&stored.badge, badge_id, &issuer)?,
    };
    Ok(Some(JsonbValue::from_tree(&rendered)?))
}
