//! Managing passkeys: an application for any user, a user for itself.

use super::identity::current_user_id;
use super::webauthn::well_formed_nickname;
use crate::arguments::{now, required};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use crate::settings;
use crate::store::webauthn_credentials as store;
use badges_core::webauthn;
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// The passkeys of a user, the oldest first.
///
/// Errors: 22023 for NULL; 28000 for a role of an end user that asks for another's.
#[pg_extern(schema = "badges", stable, parallel_restricted, requires = ["webauthn_credentials"])]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn webauthn_list_credentials(
    user_id: Option<Uuid>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(credential_id, String),
            name!(nickname, Option<String>),
            name!(rp_id, String),
            name!(created_at, TimestampWithTimeZone),
            name!(last_used_at, Option<TimestampWithTimeZone>),
            name!(transports, Vec<String>),
            name!(discoverable, Option<bool>),
            name!(backup_eligible, Option<bool>),
            name!(backup_state, bool),
            name!(aaguid, Option<Uuid>),
            name!(clone_suspected_at, Option<TimestampWithTimeZone>),
        ),
    >,
    ErrorReport,
> {
    let listed = store::list(own_or_any(user_id)?)?;
    Ok(TableIterator::new(listed.into_iter().map(|passkey| {
        (
            passkey.credential_id,
            passkey.nickname,
            passkey.rp_id,
            passkey.created_at,
            passkey.last_used_at,
            passkey.transports,
            passkey.discoverable,
            passkey.backup_eligible,
            passkey.backup_state,
            passkey.aaguid,
            passkey.clone_suspected_at,
        )
    })))
}

/// Gives a passkey another name; NULL or blank takes it away. False: the user has no such passkey.
///
/// Errors: 22023 for NULL ids and for a name of more than 255 characters; 28000 as in `webauthn_list_credentials`.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, requires = ["webauthn_credentials"])]
#[search_path(pg_catalog, pg_temp)]
fn webauthn_rename_credential(
    user_id: Option<Uuid>,
    credential_id: Option<&str>,
    nickname: Option<&str>,
) -> Result<bool, ErrorReport> {
    let user_id = own_or_any(user_id)?;
    let credential_id = required("credential_id", credential_id)?;
    Ok(store::rename(user_id, credential_id, well_formed_nickname(nickname)?, now()?)?)
}

/// Deletes a passkey: it signs in no more. False: the user has no such passkey.
///
/// Errors: 22023 for NULL; 28000 as in `webauthn_list_credentials`.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, requires = ["webauthn_credentials"])]
#[search_path(pg_catalog, pg_temp)]
fn webauthn_delete_credential(
    user_id: Option<Uuid>,
    credential_id: Option<&str>,
) -> Result<bool, ErrorReport> {
    let user_id = own_or_any(user_id)?;
    Ok(store::delete(user_id, required("credential_id", credential_id)?)?)
}

/// The argument of `PublicKeyCredential.signalAllAcceptedCredentials`: with it a browser takes the passkeys that were
/// deleted here out of the user's list. A user without passkeys, or one that is gone, has an empty list.
///
/// Errors: 22023 for NULL; 28000 as in `webauthn_list_credentials`; 55000 without `badges.rp_id`.
#[pg_extern(schema = "badges", stable, parallel_restricted, requires = ["webauthn_credentials"])]
#[search_path(pg_catalog, pg_temp)]
fn webauthn_signal(user_id: Option<Uuid>) -> Result<JsonbValue, ErrorReport> {
    let user_id = own_or_any(user_id)?;
    let rp_id = settings::rp_id()?;
    let ids = store::ids_of_user(user_id, &rp_id)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    Ok(JsonbValue::from_tree(&webauthn::signal_all_accepted(&rp_id, *user_id.as_bytes(), &ids))?)
}

/// What the site of `badges.rp_id` serves as `/.well-known/webauthn`, so that its other origins may use its passkeys.
///
/// Errors: 55000 without `badges.rp_origins`.
#[pg_extern(schema = "badges", stable, parallel_safe)]
fn webauthn_related_origins() -> Result<JsonbValue, ErrorReport> {
    let origins = settings::rp_origins()?;
    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
    Ok(JsonbValue::from_tree(&webauthn::related_origins(&origins))?)
}

/// The user whose passkeys are meant: anybody's for an application, its own for a role of an end user.
fn own_or_any(user_id: Option<Uuid>) -> Result<Uuid, Error> {
    let user_id = required("user_id", user_id)?;
    if acts_for_all() || current_user_id() == Some(user_id) {
        return Ok(user_id);
    }
    Err(Error::NotAllowed {
        reason: "a user manages its own passkeys only",
        hint: "Pass badges.current_user_id(); a role with the rights of badges_app may manage those of every user.",
    })
}

fn acts_for_all() -> bool {
    [c"badges_app", c"badges_admin", c"badges_owner"].into_iter().any(|role| {
        // SAFETY: reads catalogs; the role exists as long as the extension does, else get_role_oid raises.
        unsafe { pg_sys::has_privs_of_role(pg_sys::GetUserId(), pg_sys::get_role_oid(role.as_ptr(), false)) }
    })
}
