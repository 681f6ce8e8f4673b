//! Functions of a document alone: no table, no setting, no clock.

use crate::arguments::timestamptz;
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use badges_core::email_address;
use badges_core::json::ReadError;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::{Class, class_of, is_valid, problems, tables, upgrade, version_of};
use badges_core::proof::{Resources, data_integrity};
use badges_core::recipient;
use pgrx::datum::{Array, TimestampWithTimeZone};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// The class a caller names; NULL means the document's own.
fn class(name: Option<&str>) -> Result<Option<Class>, Error> {
    let Some(name) = name else {
        return Ok(None);
    };
    Class::from_name(name).map(Some).ok_or_else(|| Error::Argument {
        name: "class",
        reason: "names no class of Open Badges".into(),
        hint: "One of Assertion, BadgeClass, Issuer, Profile, Endorsement, CryptographicKey, RevocationList, \
               OpenBadgeCredential, AchievementCredential, EndorsementCredential, Achievement; NULL takes the \
               document's own type.",
    })
}

/// Whether the document keeps every rule of its class. NULL for NULL.
///
/// Errors: 22023 for an unknown class.
#[pg_extern(schema = "badges", immutable, parallel_safe, cost = 100)]
fn validate_ob_json(
    doc: Option<JsonbArgument<'_>>,
    class: default!(Option<&str>, "NULL"),
) -> Result<Option<bool>, ErrorReport> {
    let class = self::class(class)?;
    let Some(doc) = doc else {
        return Ok(None);
    };
    Ok(Some(match doc.json() {
        Ok(json) => is_valid(json, class),
        Err(_) => false,
    }))
}

/// Every broken rule and everything worth knowing: severity, JSON Pointer, stable code, message. No rows for NULL.
///
/// Errors: 22023 for an unknown class.
#[pg_extern(schema = "badges", immutable, parallel_safe, cost = 1000)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn ob_json_problems(
    doc: Option<JsonbArgument<'_>>,
    class: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (name!(severity, String), name!(path, String), name!(code, String), name!(message, String)),
    >,
    ErrorReport,
> {
    let class = self::class(class)?;
    let found = match doc.map(JsonbArgument::json).transpose()? {
        Some(json) => problems(json, class),
        None => Vec::new(),
    };
    Ok(TableIterator::new(found.into_iter().map(|problem| {
        (problem.severity.as_str().to_owned(), problem.path, problem.code.to_owned(), problem.message)
    })))
}

/// The class of a document by its own type; NULL if it has none that Open Badges knows.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 50)]
fn ob_json_class(doc: JsonbArgument<'_>) -> Result<Option<String>, ErrorReport> {
    Ok(class_of(doc.json()?).map(|class| class.name().to_owned()))
}

/// The version of Open Badges a document is written in: '1.0' (0.5 included), '1.1', '2.0', '3.0'; NULL if none.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 50)]
fn ob_json_version(doc: JsonbArgument<'_>) -> Result<Option<String>, ErrorReport> {
    Ok(version_of(doc.json()?).map(|version| version.as_str().to_owned()))
}

/// An Open Badges 0.5, 1.0 or 1.1 document as Open Badges 2.0; a 2.0 document as it is.
///
/// Errors: 22023 if the document cannot be upgraded.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 1000)]
fn upgrade_ob_json(doc: JsonbArgument<'_>) -> Result<JsonbValue, ErrorReport> {
    let upgraded = upgrade(doc.json()?).map_err(|error| Error::Argument {
        name: "doc",
        reason: format!("cannot be upgraded: {error}"),
        hint: "badges.ob_json_version(doc) tells what the document is taken for.",
    })?;
    Ok(JsonbValue::from_tree(&upgraded)?)
}

/// What a holder discloses of a credential that was issued with an `ecdsa-sd-2023` base proof: what the issuer made
/// mandatory and what the JSON Pointers (RFC 6901) name, with a derived proof that any verifier can check.
///
/// Errors: 22023 for a credential without such a proof, a pointer to nothing, or a NULL pointer.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 10000)]
fn derive_credential(
    credential: JsonbArgument<'_>,
    pointers: Array<'_, &str>,
) -> Result<JsonbValue, ErrorReport> {
    let pointers: Option<Vec<&str>> = pointers.iter().collect();
    let pointers = pointers.ok_or(Error::Argument {
        name: "pointers",
        reason: "has a NULL element".into(),
        hint: "Each element is a JSON Pointer such as /credentialSubject/narrative.",
    })?;
    let derived = data_integrity::derive(credential.json()?, &pointers, Resources::none());
    let derived = derived.map_err(|error| Error::Argument {
        name: "credential",
        reason: format!("cannot be disclosed in part: {error}"),
        hint: "It has to have been issued with proof => 'ecdsa-sd-2023', and each pointer has to lead to something in it.",
    })?;
    Ok(JsonbValue::from_tree(&derived)?)
}

/// True, or the error that a table raises for a document it refuses. Used by the CHECKs of the tables.
///
/// Errors: 23514 with the path of every broken rule in DETAIL; 22023 for an unknown class.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 100)]
fn check_ob_json(doc: JsonbArgument<'_>, class: &str) -> Result<bool, ErrorReport> {
    let class = self::class(Some(class))?.ok_or_else(|| Error::Internal("a table names no class".into()))?;
    let document = doc.json()?;
    match tables::refusal(document, class) {
        None => Ok(true),
        Some(problems) => {
            Err(Error::Document { class: tables::class_held_to(document, class).name(), problems }.into())
        }
    }
}

/// The column named, or the error of a table that names one which is not.
fn column(name: &str) -> Result<Column, Error> {
    Column::from_name(name).ok_or_else(|| Error::Argument {
        name: "field",
        reason: "names no generated column".into(),
        hint: "One of id, name, url, email, description, criteria, image_url, recipient_type, recipient_identity, \
               recipient_hashed, issued_on, expires_at, evidence_url.",
    })
}

/// A document that cannot be read has no columns: the CHECK, not the expression, reports the fault.
fn readable<T>(value: Result<Option<T>, ReadError>) -> Option<T> {
    value.unwrap_or_default()
}

/// A text that a generated column takes from a document; NULL where it has none.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 10)]
fn ob_json_text(doc: JsonbArgument<'_>, field: &str) -> Result<Option<String>, ErrorReport> {
    let column = column(field)?;
    Ok(doc.json().ok().and_then(|json| readable(columns::text(json, column))))
}

/// A truth value that a generated column takes from a document; NULL where it has none.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 10)]
fn ob_json_boolean(doc: JsonbArgument<'_>, field: &str) -> Result<Option<bool>, ErrorReport> {
    let column = column(field)?;
    Ok(doc.json().ok().and_then(|json| readable(columns::boolean(json, column))))
}

/// A point in time that a generated column takes from a document; NULL where it has none.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 10)]
fn ob_json_timestamp(
    doc: JsonbArgument<'_>,
    field: &str,
) -> Result<Option<TimestampWithTimeZone>, ErrorReport> {
    let column = column(field)?;
    Ok(doc.json().ok().and_then(|json| readable(columns::timestamp(json, column))).and_then(timestamptz))
}

/// Whether an assertion's recipient, hashed or not, is this identity.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 100)]
fn recipient_matches(assertion: JsonbArgument<'_>, identity: &str) -> Result<bool, ErrorReport> {
    let Ok(json) = assertion.json() else {
        return Ok(false);
    };
    let Some(awarded) = readable(columns::text(json, Column::RecipientIdentity)) else {
        return Ok(false);
    };
    Ok(match readable(columns::boolean(json, Column::RecipientHashed)) {
        Some(true) => {
            let salt = readable(columns::text(json, Column::RecipientSalt)).unwrap_or_default();
            recipient::hash_matches(&awarded, identity, &salt)
        }
        _ => awarded == identity,
    })
}

/// Whether the text is a mailbox that sign-in accepts: ASCII, one @, nothing that mail servers quote.
#[pg_extern(schema = "badges", immutable, parallel_safe, strict, cost = 10)]
fn is_email_address(address: &str) -> bool {
    email_address::is_valid(address)
}
