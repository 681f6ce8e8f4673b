//! Which awards of an issuer are not in force, in every form that verifiers ask for.

use crate::arguments::{from_timestamptz, rendered_version, whole_seconds};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::JsonbValue;
use crate::signing::Signer;
use crate::store::{badge_assertions, status_indexes};
use badges_core::openbadges::Version;
use badges_core::openbadges::{documents, revocation_lists};
use badges_core::proof::status_list::{self, ENTRIES};
use pgrx::fcinfo::pg_getarg;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::{Uuid, pg_sys};

#[pg_schema]
mod badges {}

/// Octets of one list of one bit an entry.
const LIST_LENGTH: usize = (ENTRIES / 8) as usize;

/// One of the issuer's status lists as a signed BitstringStatusListCredential, the same octet for octet until an award
/// in it changes. A credential of Open Badges 3.0 can name one list only; so the list of revocations has suspended
/// awards in it for as long as they are suspended, and the list of suspensions tells which of them are that.
/// NULL for an unknown id and for a list that was not started yet.
///
/// Errors: 22023 for a purpose that is neither `revocation` nor `suspension`, 55000 without the server secret or a key.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_status_list(
    issuer_id: Option<Uuid>,
    purpose: default!(Option<&str>, "'revocation'"),
    list: default!(Option<i32>, "0"),
) -> Result<Option<JsonbValue>, ErrorReport> {
    let purpose = purpose.unwrap_or("revocation");
    if !matches!(purpose, "revocation" | "suspension") {
        return Err(Error::Argument {
            name: "purpose",
            reason: "names no kind of status list".into(),
            hint: "Pass 'revocation' or 'suspension'.",
        }
        .into());
    }
    let list = i64::from(list.unwrap_or(0));
    let Some(issuer) = issuer_id.map_or(Ok(None), Issuer::find)? else {
        return Ok(None);
    };
    let Ok(number) = u64::try_from(list) else { return Ok(None) };
    if list >= status_indexes::lists()? {
        return Ok(None);
    }
    let first = list.saturating_mul(ENTRIES as i64);
    let listed = badge_assertions::listed(
        issuer.stored.issuer_id,
        first,
        first.saturating_add(ENTRIES as i64),
        purpose == "suspension",
    )?;
    let mut bits = vec![0; LIST_LENGTH];
    for entry in listed.entries {
        status_list::set(&mut bits, u64::from(entry.unsigned_abs()));
    }
    let signer = Signer::embedding(&issuer)?;
    let changed = listed.changed.and_then(from_timestamptz).map(whole_seconds);
    let valid_from = changed.map_or(signer.created(), |changed| changed.max(signer.created()));
    let id = issuer.identifiers.status_list(purpose, number);
    let encoded = status_list::encode(&bits);
    let mut credential =
        status_list::credential(&id, issuer.identifiers.issuer_v3(), purpose, valid_from, encoded);
    signer.credential(&mut credential, valid_from)?;
    Ok(Some(JsonbValue::from_tree(&credential)?))
}

/// Every award that the issuer has revoked, with the reason: an Open Badges 2.0 RevocationList, or for version 3.0 the
/// 1EdTechRevocationList, which the standard has deprecated. NULL for an unknown id.
///
/// Errors: 22023 for another version.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"],
    sql = r#"
CREATE FUNCTION badges."get_revocation_list"(
    "issuer_id" uuid,
    "version" TEXT DEFAULT NULL
) RETURNS jsonb
STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', '@FUNCTION_NAME@';
"#
)]
fn get_revocation_list(
    issuer_id: Option<Uuid>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<Option<JsonbValue>, ErrorReport> {
    // The SQL of 0.1.0, which the library serves until it is upgraded, has no second argument.
    // SAFETY: PostgreSQL calls with as many arguments as it says, and the second is declared as text.
    let version = unsafe { if (*fcinfo).nargs > 1 { pg_getarg::<&str>(fcinfo, 1) } else { None } };
    let version = rendered_version(version)?.unwrap_or(Version::V2_0);
    let Some(issuer) = issuer_id.map_or(Ok(None), Issuer::find)? else {
        return Ok(None);
    };
    let identifiers = &issuer.identifiers;
    let revoked = badge_assertions::revoked(issuer.stored.issuer_id)?;
    let entries = revoked.into_iter().map(|award| {
        let id = match (award.is_3_0 == (version == Version::V3_0), version) {
            (true, _) => award.id,
            (false, Version::V3_0) => identifiers.credential_v3(award.assertion_id),
            (false, _) => identifiers.assertion_v2(award.assertion_id),
        };
        (id, award.reason)
    });
    let id = identifiers.revocation_list();
    let list = if version == Version::V3_0 {
        revocation_lists::revocation_list_1edtech(id, identifiers.issuer_v3(), entries)
    } else {
        documents::revocation_list(id, identifiers.issuer_v2(), entries)
    };
    Ok(Some(JsonbValue::from_tree(&list)?))
}
