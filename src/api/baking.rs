//! Credentials inside the pictures of their badges.

use crate::arguments::rendered_version;
use crate::error::Error;
use crate::rendering::StoredAward;
use badges_core::baking::{bake, unbake};
use pgrx::Uuid;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// A PNG or SVG with a credential in it, in place of any that was there; nothing else of the image changes. The credential
/// is JSON or a compact JWS of any version, and is not verified.
///
/// Errors: 22P02 for an image that is damaged or neither PNG nor SVG, and for text that is neither JSON nor a token;
/// 22023 for a document that is no award or endorsement.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 1000)]
fn bake_badge(image: &[u8], credential: &str) -> Result<Vec<u8>, ErrorReport> {
    Ok(bake(image, credential).map_err(Error::from)?)
}

/// The credential in a PNG or SVG, as it lies there: JSON, a compact JWS or, in the oldest badges, a URL. NULL for an
/// image that holds none.
///
/// Errors: 22P02 for an image that is damaged or neither PNG nor SVG.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 1000)]
fn unbake_badge(image: &[u8]) -> Result<Option<String>, ErrorReport> {
    Ok(unbake(image).map_err(Error::from)?.map(|badge| badge.text))
}

/// An award inside a picture, for its holder to keep: as `get_assertion` renders it, or the text it was signed as. Without
/// an image, the picture is that of the badge class, if its document holds it. NULL for an unknown id.
///
/// Errors: 22023 without a picture and for a version that is not rendered, 22P02 for a damaged image; 55000 if a 2.0 award
/// is asked for as 3.0 and the server secret is not at hand.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn bake_assertion(
    assertion_id: Option<Uuid>,
    image: default!(Option<&[u8]>, "NULL"),
    version: default!(Option<&str>, "NULL"),
) -> Result<Option<Vec<u8>>, ErrorReport> {
    let version = rendered_version(version)?;
    let Some(award) = assertion_id.map_or(Ok(None), StoredAward::find)? else {
        return Ok(None);
    };
    let text = award.text(version)?;
    let baked = match image {
        Some(image) => bake(image, &text),
        None => bake(&award.picture()?.ok_or_else(no_picture)?, &text),
    };
    Ok(Some(baked.map_err(Error::from)?))
}

fn no_picture() -> Error {
    Error::Argument {
        name: "image",
        reason: "must be given: the document of the badge class does not hold its picture".into(),
        hint: "Pass the content of a PNG or SVG file; only a data: URI in the document is a picture itself.",
    }
}
