//! Rules of 3.0 about several properties or several objects.

use super::super::datatypes::is_identity_hash;
use super::super::form::Form;
use super::super::path::Path;
use super::super::problem;
use super::super::report::{Report, Stop};
use super::super::values::{Found, Values};
use super::super::walker::Walker;
use crate::json::{Json, ReadError, View, string};
use crate::timestamp::Timestamp;

/// So many results, descriptions and levels are compared with each other.
const MOST_COMPARED: usize = 64;

/// A rule about several properties, or about several objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// A credential does not end before it starts, holds its issuer, and lists its schema.
    Credential,
    /// The recipient has an `id` or an `identifier`.
    SubjectIdentity,
    /// What is endorsed has an `id` that is not blank.
    EndorsedIdentity,
    /// Results fit the result descriptions of the achievement.
    Results,
    /// What a result description requires is among what it allows.
    RequiredResult,
    /// Criteria say something.
    CriteriaContent,
    /// A hashed identity is a hash, and no other is.
    IdentityHash,
    /// The entry of a status list is complete.
    StatusEntry,
    /// The purpose of a proof is a term.
    ProofPurpose,
}

/// Runs one check on the values of an object. What is malformed was reported before, and is passed over here.
pub(crate) fn run<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    check: Check,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    match check {
        Check::Credential => {
            validity_period(walker, values, path)?;
            issuer(walker, values, path)?;
            listed_schema(walker, values, path)
        }
        Check::SubjectIdentity => subject_identity(walker, values, path),
        Check::EndorsedIdentity => endorsed_identity(walker, values, path),
        Check::Results => results(walker, values, path),
        Check::RequiredResult => required_result(walker, values, path),
        Check::CriteriaContent => criteria_content(walker, values, path),
        Check::IdentityHash => identity_hash(walker, values, path),
        Check::StatusEntry => status_entry(walker, values, path),
        Check::ProofPurpose => {
            proof_purpose(walker, values);
            Ok(())
        }
    }
}

/// VC Data Model 2.0, "Validity Period".
fn validity_period<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    for (start, end) in [("validFrom", "validUntil"), ("issuanceDate", "expirationDate")] {
        let (Some(from), Some(until)) = (values.text(start), values.text(end)) else { continue };
        if let (Some(from), Some(until)) = (Timestamp::parse_rfc3339(from), Timestamp::parse_rfc3339(until))
            && until < from
        {
            walker.problem(&problem::VALIDITY_ENDS_BEFORE_START, &path.member(end), || {
                format!("expected a time after {start}")
            })?;
        }
    }
    Ok(())
}

/// "ProfileRef": an issuer that is only named has to be fetched, and the official validator cannot.
fn issuer<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.text("issuer").is_some() && !walker.scope.is_data_model_1() {
        return walker.problem(&problem::ISSUER_NOT_EMBEDDED, &path.member("issuer"), || {
            "expected the Profile of the issuer, found its URI".into()
        });
    }
    Ok(())
}

/// AchievementCredential, `credentialSchema`: one entry is the schema of Open Badges.
fn listed_schema<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    const SCHEMAS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json";
    const TYPE: &str = "1EdTechJsonSchemaValidator2019";
    let Some(schemas) = values.inner("credentialSchema") else { return Ok(()) };
    let is_listed = |schema: J| -> Result<bool, ReadError> {
        let is_of_open_badges = text(schema, "id")?.is_some_and(|id| id.starts_with(SCHEMAS));
        Ok(is_of_open_badges && text(schema, "type")? == Some(TYPE))
    };
    let found = match schemas.view()? {
        View::Array(elements) => {
            let mut found = elements.len() == 0;
            for schema in elements {
                found |= is_listed(schema?)?;
            }
            found
        }
        _ => is_listed(schemas)?,
    };
    if found {
        return Ok(());
    }
    walker.problem(&problem::SCHEMA_NOT_LISTED, &path.member("credentialSchema"), || {
        format!("expected one entry of type {TYPE} with the schema of Open Badges")
    })
}

/// AchievementSubject: "Either id or at least one identifier MUST be supplied."
fn subject_identity<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.text("id").is_some_and(|id| !id.trim().is_empty()) {
        return Ok(());
    }
    if let Some(identifiers) = values.inner("identifier")
        && !matches!(identifiers.view()?, View::Array(elements) if elements.len() == 0)
    {
        return Ok(());
    }
    walker.problem(&problem::SUBJECT_UNIDENTIFIED, path, || {
        "AchievementSubject requires an \"id\" or an \"identifier\"".into()
    })
}

/// EndorsementSubject, `id`.
fn endorsed_identity<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.text("id").is_some_and(|id| id.trim().is_empty()) {
        return walker.problem(&problem::SUBJECT_UNIDENTIFIED, &path.member("id"), || {
            "expected the id of what is endorsed, found a blank text".into()
        });
    }
    Ok(())
}

/// Result: each names a ResultDescription of the achievement, a level of it, and a status if it asks for one.
fn results<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let (Some(results), Some(achievement)) = (values.inner("result"), values.inner("achievement")) else {
        return Ok(());
    };
    let View::Array(results) = results.view()? else { return Ok(()) };
    let descriptions = achievement.member("resultDescription")?;
    let path = path.member("result");
    for (index, result) in results.take(MOST_COMPARED).enumerate() {
        let result = result?;
        let path = path.element(index);
        let Some(name) = text(result, "resultDescription")? else { continue };
        let Some(description) = identified(descriptions, name)? else {
            walker.problem(
                &problem::UNKNOWN_RESULT_DESCRIPTION,
                &path.member("resultDescription"),
                || "expected the id of a ResultDescription of the achievement".into(),
            )?;
            continue;
        };
        if let Some(level) = text(result, "achievedLevel")?
            && identified(description.member("rubricCriterionLevel")?, level)?.is_none()
        {
            walker.problem(&problem::UNKNOWN_LEVEL, &path.member("achievedLevel"), || {
                "expected the id of a RubricCriterionLevel of the ResultDescription".into()
            })?;
        }
        if text(description, "resultType")? == Some("Status") && result.member("status")?.is_none() {
            walker.problem(&problem::RESULT_STATUS_MISSING, &path, || {
                "a result whose description has the type Status requires a \"status\"".into()
            })?;
        }
    }
    Ok(())
}

/// ResultDescription: `requiredLevel` and `requiredValue`.
fn required_result<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if let Some(level) = values.text("requiredLevel")
        && identified(values.inner("rubricCriterionLevel"), level)?.is_none()
    {
        walker.problem(&problem::UNKNOWN_LEVEL, &path.member("requiredLevel"), || {
            "expected the id of one of the rubricCriterionLevels".into()
        })?;
    }
    let Some(required) = values.text("requiredValue") else { return Ok(()) };
    let is_allowed = match values.inner("allowedValue") {
        Some(allowed) => is_among(allowed, required)?,
        None => is_between(required, values.text("valueMin"), values.text("valueMax")),
    };
    if is_allowed {
        return Ok(());
    }
    walker.problem(&problem::REQUIRED_VALUE_NOT_ALLOWED, &path.member("requiredValue"), || {
        "expected one of the allowedValues, or a value from valueMin to valueMax".into()
    })
}

/// Criteria: "Either id or narrative" is what the official validator asks for.
fn criteria_content<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.get("id").is_none() && values.get("narrative").is_none() {
        return walker.problem(&problem::CRITERIA_WITHOUT_CONTENT, path, || {
            "expected an \"id\" or a \"narrative\"".into()
        });
    }
    Ok(())
}

/// IdentityObject: "Whether or not the identityHash value is hashed."
fn identity_hash<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let (Some(hashed), Some(identity)) = (values.boolean("hashed"), values.text("identityHash")) else {
        return Ok(());
    };
    if !hashed && values.get("salt").is_some() {
        walker.problem(&problem::SALT_WITHOUT_HASH, &path.member("salt"), || {
            "\"salt\" has no meaning: hashed is false".into()
        })?;
    }
    if hashed == is_identity_hash(identity) {
        return Ok(());
    }
    walker.problem(&problem::IDENTITY_HASH_UNUSABLE, &path.member("identityHash"), || {
        if hashed {
            "hashed is true: expected md5$ and 32 or sha256$ and 64 hexadecimal digits".into()
        } else {
            "hashed is false: expected a plain identity, found a hash".into()
        }
    })
}

/// Bitstring Status List v1.0, section 2.1. Elsewhere the terms have no meaning.
fn status_entry<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    const TERMS: [&str; 5] =
        ["statusSize", "statusPurpose", "statusListIndex", "statusReference", "statusListCredential"];
    if values.text("type") != Some("BitstringStatusListEntry") {
        walker.scope.asks_json_ld |= TERMS.iter().any(|term| values.get(term).is_some());
        if values.get("id").is_none() {
            walker.problem(&problem::STATUS_WITHOUT_ID, path, || {
                "expected the \"id\" that the status is found at".into()
            })?;
        }
        return Ok(());
    }
    for name in ["statusPurpose", "statusListIndex", "statusListCredential"] {
        let is_usable = match values.get(name) {
            Some(Found::Text(text)) => match name {
                "statusListIndex" => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
                _ => !text.is_empty(),
            },
            Some(Found::Other(value)) => name == "statusListIndex" && matches!(value.view()?, View::Number),
            Some(Found::Boolean(_)) | None => false,
        };
        if !is_usable {
            walker.problem(&problem::STATUS_ENTRY_UNUSABLE, path, || {
                format!("a BitstringStatusListEntry requires a usable \"{name}\"")
            })?;
        }
    }
    Ok(())
}

/// VC Data Integrity 1.0, `proofPurpose`: JSON-LD takes it as a term.
fn proof_purpose<'a, R: Report, J: Json<'a>, F: Form>(walker: &mut Walker<'_, R, F>, values: &Values<'a, J>) {
    const PURPOSES: [&str; 5] =
        ["assertionMethod", "authentication", "capabilityDelegation", "capabilityInvocation", "keyAgreement"];
    walker.scope.asks_json_ld |=
        values.text("proofPurpose").is_some_and(|purpose| !PURPOSES.contains(&purpose));
}

/// The element of the array that has that id.
fn identified<'a, J: Json<'a>>(objects: Option<J>, id: &str) -> Result<Option<J>, ReadError> {
    let Some(objects) = objects else { return Ok(None) };
    let View::Array(objects) = objects.view()? else { return Ok(None) };
    for object in objects.take(MOST_COMPARED) {
        let object = object?;
        if text(object, "id")? == Some(id) {
            return Ok(Some(object));
        }
    }
    Ok(None)
}

fn is_among<'a, J: Json<'a>>(values: J, required: &str) -> Result<bool, ReadError> {
    let View::Array(values) = values.view()? else { return Ok(true) };
    for value in values {
        if string(value?)? == Some(required) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a number is within its bounds. What is no number has no order that could be told.
fn is_between(value: &str, least: Option<&str>, most: Option<&str>) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let Some(value) = number(value) else { return true };
    let is_above = least.and_then(number).is_none_or(|least| least <= value);
    let is_below = most.and_then(number).is_none_or(|most| value <= most);
    is_above && is_below
}

/// The text of a member.
fn text<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    object.member(name)?.map_or(Ok(None), string)
}
