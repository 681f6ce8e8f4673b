//! Rules about several properties or several objects.

use super::datatypes::{is_http_url, is_identity_hash, is_iri, is_telephone};
use super::describe::describe_text;
use super::form::Form;
use super::path::Path;
use super::problem;
use super::report::{Report, Stop};
use super::rules::Check;
use super::v3::{self, is_absolute_iri};
use super::values::Values;
use super::walker::Walker;
use crate::json::{Json, ReadError, View, string};
use crate::timestamp::Timestamp;

/// Runs one check on an object and the values of its properties. What is malformed was reported before, and is
/// passed over here.
pub(crate) fn run<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    check: Check,
    object: J,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    match check {
        Check::Identity => identity(walker, values, path),
        Check::Timestamps => timestamps(walker, values, path),
        Check::HostedScope => hosted_scope(walker, values, path),
        Check::AssertionImage => assertion_image(walker, values, path),
        Check::NotItself(property) => not_itself(walker, values, property, path),
        Check::CriteriaContent => criteria_content(walker, values, path),
        Check::RevocationEntry => revocation_entry(walker, values, path),
        Check::IssuerId => issuer_id(walker, values, path),
        Check::EmbeddedIssuerId => embedded_issuer_id(walker, values, path),
        Check::KeyOwner => key_owner(walker, object, values, path),
        Check::AllowedOrigins => allowed_origins(walker, object, path),
        Check::Version3(check) => v3::check(walker, check, values, path),
    }
}

/// IdentityObject: "Whether or not the identity value is hashed"; Profile Identifier Properties.
fn identity<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let Some(hashed) = values.boolean("hashed") else { return Ok(()) };
    if !hashed && values.get("salt").is_some() {
        walker.problem(&problem::SALT_WITHOUT_HASH, &path.member("salt"), || {
            "\"salt\" has no meaning: hashed is false".into()
        })?;
    }
    let Some(identity) = values.text("identity") else { return Ok(()) };
    let path = path.member("identity");
    match (hashed, is_identity_hash(identity)) {
        (true, true) => return Ok(()),
        (true, false) => {
            return walker.problem(&problem::HASH_EXPECTED, &path, || {
                let found = describe_text(identity, true);
                format!(
                    "hashed is true: expected md5$ and 32 or sha256$ and 64 hexadecimal digits, found {found}"
                )
            });
        }
        (false, true) => {
            return walker.problem(&problem::HASH_UNEXPECTED, &path, || {
                "hashed is false: expected a plain identity, found a hash".into()
            });
        }
        (false, false) => {}
    }
    let Some(kind) = values.text("type") else { return Ok(()) };
    let (fits, expected) = match kind {
        "email" => (is_mailbox(identity), "an e-mail address"),
        "url" => (is_http_url(identity), "an http or https URL"),
        "telephone" => (identity.bytes().any(|byte| byte.is_ascii_digit()), "a telephone number"),
        // A DID is one too, although no document of 2.0 is called so.
        "id" => (is_iri(identity) || is_absolute_iri(identity), "an IRI"),
        _ => return Ok(()),
    };
    if !fits {
        return walker.problem(&problem::IDENTITY_MISMATCH, &path, || {
            format!(
                "a recipient of type {kind}: expected {expected}, found {}",
                describe_text(identity, true)
            )
        });
    }
    if kind == "telephone" && !is_telephone(identity) {
        return walker.problem(&problem::TELEPHONE_NOT_E164, &path, || {
            "for compatibility a telephone number is a + and digits only (E.164)".into()
        });
    }
    Ok(())
}

/// One `@` with something on both sides.
fn is_mailbox(text: &str) -> bool {
    matches!(text.split_once('@'), Some((local, domain))
        if !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

/// Assertion, `expires`: "After this time, the badge should be considered expired".
fn timestamps<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let (Some(issued), Some(expires)) = (values.text("issuedOn"), values.text("expires")) else {
        return Ok(());
    };
    match (Timestamp::parse(issued), Timestamp::parse(expires)) {
        (Some(from), Some(until)) if until < from => {
            walker.problem(&problem::EXPIRES_BEFORE_ISSUED, &path.member("expires"), || {
                format!("expected a time after issuedOn ({issued}), found {}", describe_text(expires, false))
            })
        }
        _ => Ok(()),
    }
}

/// HostedBadge Verification: "The Assertion id must be within the permitted scope for hosted verification
/// declared in issuer Profile". Only what is embedded can be looked at.
fn hosted_scope<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let hosted = match values.inner("verification") {
        Some(verification) => has_type(verification, &["HostedBadge", "hosted"])?,
        None => false,
    };
    let Some(id) = values.text("id").filter(|_| hosted) else { return Ok(()) };
    let Some(origin) = authority(id) else {
        if !is_iri(id) {
            return Ok(());
        }
        return walker.problem(&problem::HOSTED_ID_NOT_URL, &path.member("id"), || {
            format!(
                "a hosted assertion: expected the http(s) URL it is hosted at, found {}",
                describe_text(id, false)
            )
        });
    };
    let Some(badge) = values.inner("badge") else { return Ok(()) };
    let Some(issuer) = single(badge, "issuer")? else { return Ok(()) };
    let Some(issuer_origin) = single_string(issuer, "id")?.and_then(authority) else { return Ok(()) };
    let policy = single(issuer, "verification")?;
    let path = path.member("id");
    if let Some(starts) = member(policy, "startsWith")?
        && !any_string(starts, |start| id.starts_with(start))?
    {
        walker.problem(&problem::OUTSIDE_SCOPE, &path, || {
            "expected an id that starts with one of the values of startsWith in the issuer's verification"
                .into()
        })?;
    }
    let shown = |origin: &str| describe_text(origin, false);
    let origins = member(policy, "allowedOrigins")?;
    let is_allowed = match origins {
        Some(origins) => any_string(origins, |allowed| allowed.eq_ignore_ascii_case(origin))?,
        None => issuer_origin.eq_ignore_ascii_case(origin),
    };
    if !is_allowed {
        walker.problem(&problem::OUTSIDE_SCOPE, &path, || match origins {
            Some(_) => {
                format!(
                    "expected one of the allowedOrigins in the issuer's verification, found {}",
                    shown(origin)
                )
            }
            None => format!(
                "expected the origin of the issuer's id, {}, found {}",
                shown(issuer_origin),
                shown(origin)
            ),
        })?;
    }
    let badge_id = single_string(badge, "id")?.filter(|_| policy.is_none());
    match badge_id.and_then(authority) {
        Some(origin) if !issuer_origin.eq_ignore_ascii_case(origin) => {
            let Path::Member(assertion, _) = path else { return Ok(()) };
            walker.problem(&problem::BADGE_OUTSIDE_ORIGIN, &assertion.member("badge").member("id"), || {
                format!(
                    "expected the origin of the issuer's id, {}, found {}",
                    shown(issuer_origin),
                    shown(origin)
                )
            })
        }
        _ => Ok(()),
    }
}

/// Assertion, `image`: "should be prepared via the Baking specification".
fn assertion_image<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.name_of("image")?.is_some_and(|location| location.starts_with("data:")) {
        return walker.problem(&problem::DATA_URI_IMAGE, &path.member("image"), || {
            "many platforms expect the URL of an assertion's image, not a data URI".into()
        });
    }
    Ok(())
}

/// One IRI identifies one object, which is of one of the classes of the vocabulary.
fn not_itself<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    property: &'static str,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let other = values.name_of(property)?;
    if other.is_some() && other == values.text("id") {
        return walker.problem(&problem::SELF_REFERENCE, &path.member(property), || {
            format!("\"{property}\": expected another object, found the object's own id")
        });
    }
    Ok(())
}

/// Criteria: "The URI of a webpage" or "A narrative of what is needed to earn the badge".
fn criteria_content<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.get("id").is_none() && values.get("narrative").is_none() {
        return walker.problem(&problem::CRITERIA_EMPTY, path, || "expected an id or a narrative".into());
    }
    Ok(())
}

/// Revocation List: "An identifying property must be used, either id or (legacy) uid".
fn revocation_entry<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    if values.get("id").is_none() && values.get("uid").is_none() {
        return walker.problem(&problem::UNIDENTIFIED_REVOCATION, path, || {
            "a revoked assertion requires an \"id\" or a \"uid\"".into()
        });
    }
    Ok(())
}

/// Profile, `id`: "Most platforms to date can only handle HTTP-based IRIs".
fn issuer_id<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    match values.text("id") {
        Some(id) if authority(id).is_none() && is_iri(id) => {
            walker.problem(&problem::ISSUER_ID_NOT_HTTP, &path.member("id"), || {
                format!("expected an http(s) URL, found {}", describe_text(id, false))
            })
        }
        _ => Ok(()),
    }
}

/// Data Validation: "All required Badge Objects are appropriately linked and available".
fn embedded_issuer_id<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let Some(issuer) = values.inner("issuer") else { return Ok(()) };
    match single_string(issuer, "id")? {
        // A blank node says itself that there is nothing to fetch.
        Some(id) if authority(id).is_none() && is_iri(id) && !id.starts_with("_:") => {
            walker.problem(&problem::NOT_A_URL, &path.member("issuer").member("id"), || {
                format!(
                    "an embedded issuer: expected an http(s) URL to fetch, found {}",
                    describe_text(id, false)
                )
            })
        }
        _ => Ok(()),
    }
}

/// CryptographicKey: "There should be a two-way connection between this Profile and the CryptographicKey".
fn key_owner<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    object: J,
    values: &Values<'a, J>,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let (Some(id), Some(keys)) = (values.text("id"), object.member("publicKey")?) else { return Ok(()) };
    let path = path.member("publicKey");
    let mut check = |key: J, path: &Path<'_>| match single_string(key, "owner")? {
        Some(owner) if owner != id => {
            let path = path.member("owner");
            // The problem lies where the text does, as in a document that was normalised.
            let element = path.element(0);
            let wrapped = matches!(member(Some(key), "owner")?.map(Json::view), Some(Ok(View::Array(_))));
            walker.problem(&problem::KEY_OWNER_MISMATCH, if wrapped { &element } else { &path }, || {
                format!("expected the id of this profile, found {}", describe_text(owner, false))
            })
        }
        _ => Ok(()),
    };
    match keys.view()? {
        View::Array(elements) => {
            for (index, key) in elements.enumerate() {
                check(key?, &path.element(index))?;
            }
            Ok(())
        }
        _ => check(keys, &path),
    }
}

/// VerificationObject, `allowedOrigins`.
fn allowed_origins<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    object: J,
    path: &Path<'_>,
) -> Result<(), Stop> {
    let Some(origins) = object.member("allowedOrigins")? else { return Ok(()) };
    match origins.view()? {
        View::Array(elements) if elements.len() == 0 => {
            walker.problem(&problem::ORIGINS_EMPTY, &path.member("allowedOrigins"), || {
                "an empty list of allowed origins allows every origin".into()
            })
        }
        _ => Ok(()),
    }
}

/// The authority of an http(s) URL: user information, host and port.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.as_bytes().split_at_checked(4)?;
    let rest = rest.strip_prefix(b"s").or(rest.strip_prefix(b"S")).unwrap_or(rest);
    let rest = rest.strip_prefix(b"://").filter(|_| scheme.eq_ignore_ascii_case(b"http"))?;
    let length = rest.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let start = url.len() - rest.len();
    url.get(start..start + length)
}

/// Whether one of the types of the object is among these.
fn has_type<'a, J: Json<'a>>(object: J, names: &[&str]) -> Result<bool, ReadError> {
    match object.member("type")? {
        Some(types) => any_string(types, |name| names.contains(&name)),
        None => Ok(false),
    }
}

/// Whether the string, or one of the strings in the array, is such a one. An empty array restricts nothing.
fn any_string<'a, J: Json<'a>>(value: J, accepts: impl Fn(&str) -> bool) -> Result<bool, ReadError> {
    match value.view()? {
        View::String(text) => Ok(accepts(text)),
        View::Array(elements) => {
            let mut any = elements.len() == 0;
            for element in elements {
                any |= string(element?)?.is_some_and(&accepts);
            }
            Ok(any)
        }
        _ => Ok(false),
    }
}

/// The value of a property, unless it is null.
fn member<'a, J: Json<'a>>(object: Option<J>, name: &str) -> Result<Option<J>, ReadError> {
    let Some(value) = object.map_or(Ok(None), |object| object.member(name))? else { return Ok(None) };
    Ok(match value.view()? {
        View::Null => None,
        _ => Some(value),
    })
}

/// The value of a property that takes one; an array of one is that one.
fn single<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<J>, ReadError> {
    let Some(value) = member(Some(object), name)? else { return Ok(None) };
    Ok(match value.view()? {
        View::Array(mut elements) => elements.next().transpose()?,
        _ => Some(value),
    })
}

fn single_string<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    single(object, name)?.map_or(Ok(None), string)
}
