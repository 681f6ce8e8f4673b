//! The VC-JWT proof format of Open Badges 3.0 (section "JSON Web Token Proof Format").

use super::keys::PrivateKey;
use crate::json::{Number, Tree};
use crate::timestamp::Timestamp;

const CONTEXT_1: &str = "https://www.w3.org/2018/credentials/v1";
const CONTEXT_2: &str = "https://www.w3.org/ns/credentials/v2";

/// The registered claims (RFC 7519), which are no part of the credential.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

const MICROSECONDS: i64 = 1_000_000;

/// A claim of the token that disagrees with the credential, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFault {
    /// `iss`, `jti`, `sub`, `nbf`, `exp`, `vc`.
    pub claim: &'static str,
    /// Whether the standard says that the token is not valid (else: worth a warning).
    pub is_error: bool,
    /// What is expected and what was found; no personal data.
    pub message: String,
}

fn error(claim: &'static str, message: impl Into<String>) -> ClaimFault {
    ClaimFault { claim, is_error: true, message: message.into() }
}

fn warning(claim: &'static str, message: impl Into<String>) -> ClaimFault {
    ClaimFault { claim, is_error: false, message: message.into() }
}

/// The credential a token's payload holds (`vc` for Verifiable Credentials 1.1, the payload itself for 2.0,
/// without the registered claims) and every fault of its claims. A credential that does not say how long it is
/// valid gets a `validUntil` from `exp`.
///
/// # Errors
/// A reason if there is no credential in it.
pub fn credential(payload: &Tree<'static>) -> Result<(Tree<'static>, Vec<ClaimFault>), &'static str> {
    let mut faults = Vec::new();
    let mut credential = match payload.get("vc") {
        Some(wrapped @ Tree::Object(_)) => {
            if payload.get("@context").is_some() || payload.get("credentialSubject").is_some() {
                faults.push(error("vc", "there is a credential both in vc and beside it"));
            }
            wrapped.clone()
        }
        Some(_) => return Err("vc is not an object"),
        None => {
            let mut credential = payload.clone();
            for claim in REGISTERED {
                credential.remove(claim);
            }
            credential
        }
    };
    if credential.get("@context").is_none() {
        return Err("it holds no @context and so no credential");
    }
    let version_1 = match first_context(&credential) {
        Some(CONTEXT_1) => true,
        Some(CONTEXT_2) => false,
        _ => payload.get("vc").is_some(),
    };
    match (version_1, payload.get("vc").is_some()) {
        (true, false) => faults.push(error("vc", "a credential of Verifiable Credentials 1.1 must be in vc")),
        (false, true) => {
            faults.push(error("vc", "a credential of Verifiable Credentials 2.0 must not be in vc"))
        }
        _ => {}
    }
    let (from, until) =
        if version_1 { ("issuanceDate", "expirationDate") } else { ("validFrom", "validUntil") };

    check_text(payload, "iss", "the issuer's id", identifier(credential.get("issuer")), &mut faults);
    check_text(payload, "jti", "the credential's id", identifier(credential.get("id")), &mut faults);
    check_subject(payload, subject_id(&credential), &mut faults);
    let valid_from = credential.get(from).and_then(text);
    check_time(payload, "nbf", from, valid_from, true, &mut faults);
    match credential.get(until).and_then(text) {
        Some(valid_until) => check_time(payload, "exp", until, Some(valid_until), false, &mut faults),
        None => {
            if let Some(expires) = payload.get("exp").and_then(seconds) {
                credential.set(until, expires.to_rfc3339());
            } else if payload.get("exp").is_some() {
                faults.push(error("exp", "exp is not a number of seconds"));
            }
        }
    }
    Ok((credential, faults))
}

fn text<'t>(value: &'t Tree<'_>) -> Option<&'t str> {
    match value {
        Tree::String(text) => Some(text),
        _ => None,
    }
}

/// An id, or the id of an object.
fn identifier<'t>(value: Option<&'t Tree<'_>>) -> Option<&'t str> {
    match value? {
        Tree::String(text) => Some(text),
        object => object.get("id").and_then(text),
    }
}

fn first_context<'t>(credential: &'t Tree<'_>) -> Option<&'t str> {
    match credential.get("@context")? {
        Tree::Array(contexts) => contexts.first().and_then(text),
        context => text(context),
    }
}

/// The id of the one subject.
fn subject_id<'t>(credential: &'t Tree<'_>) -> Option<&'t str> {
    match credential.get("credentialSubject")? {
        Tree::Array(subjects) => match subjects.as_slice() {
            [subject] => subject.get("id").and_then(text),
            _ => None,
        },
        subject => subject.get("id").and_then(text),
    }
}

fn check_text(
    payload: &Tree<'_>,
    claim: &'static str,
    what: &str,
    expected: Option<&str>,
    faults: &mut Vec<ClaimFault>,
) {
    match payload.get(claim).map(text) {
        None => faults.push(error(claim, format!("the claim {claim} ({what}) is missing"))),
        Some(found) if found.is_none() || found != expected => {
            faults.push(error(claim, format!("the claim {claim} is not {what}")));
        }
        Some(_) => {}
    }
}

/// The standard asks for `sub` and has nothing to say of a subject without an id.
fn check_subject(payload: &Tree<'_>, expected: Option<&str>, faults: &mut Vec<ClaimFault>) {
    let what = "the id of the credential's subject";
    if expected.is_some() {
        check_text(payload, "sub", what, expected, faults);
    } else if payload.get("sub").is_some() {
        faults.push(warning("sub", "there is a claim sub, and the credential's subject has no id"));
    }
}

fn seconds(value: &Tree<'_>) -> Option<Timestamp> {
    let Tree::Number(number) = value else { return None };
    // Seconds of the years up to 9999; as text a number may be far longer than it is worth reading.
    let is_time = number.to_f64().is_some_and(|value| (0.0..1e12).contains(&value));
    if is_time { Timestamp::parse_unix_or_naive(&number.to_text()) } else { None }
}

/// Compares whole seconds, which is all that most libraries write; a fraction is worth a warning.
fn check_time(
    payload: &Tree<'_>,
    claim: &'static str,
    member: &str,
    expected: Option<&str>,
    is_required: bool,
    faults: &mut Vec<ClaimFault>,
) {
    let Some(found) = payload.get(claim) else {
        let message = format!("the claim {claim} ({member} in seconds since 1970) is missing");
        faults.push(ClaimFault { claim, is_error: is_required, message });
        return;
    };
    let Some(found) = seconds(found) else {
        faults.push(error(claim, format!("{claim} is not a number of seconds")));
        return;
    };
    // A date that cannot be read is reported where the credential itself is judged.
    let Some(expected) = expected.and_then(Timestamp::parse_rfc3339) else {
        faults.push(error(claim, format!("{claim} is there, and the credential has no {member}")));
        return;
    };
    let whole = |time: Timestamp| time.microseconds().div_euclid(MICROSECONDS);
    if whole(found) != whole(expected) {
        faults.push(error(claim, format!("the claim {claim} is not {member}")));
    } else if found != expected {
        faults.push(warning(
            claim,
            format!("{member} or {claim} has fractions of a second, so they are not equal"),
        ));
    }
}

/// Signs a credential of Verifiable Credentials 2.0 as a compact VC-JWT with `typ` and the public `jwk` in its header.
///
/// # Errors
/// [`NoRandomness`](crate::secret::NoRandomness)
pub fn sign(credential: &Tree<'_>, key: &PrivateKey) -> Result<String, crate::secret::NoRandomness> {
    let mut claims: Vec<(&str, Tree<'_>)> = Vec::with_capacity(5);
    let texts = [
        ("iss", identifier(credential.get("issuer"))),
        ("jti", identifier(credential.get("id"))),
        ("sub", subject_id(credential)),
    ];
    claims.extend(texts.into_iter().filter_map(|(claim, value)| Some((claim, value?.into()))));
    for (claim, member) in [("nbf", "validFrom"), ("exp", "validUntil")] {
        if let Some(time) = credential.get(member).and_then(text).and_then(Timestamp::parse_rfc3339) {
            let seconds = time.microseconds().div_euclid(MICROSECONDS);
            claims.push((claim, Tree::Number(Number::from(seconds))));
        }
    }
    let claims =
        Tree::Object(claims.into_iter().map(|(name, value)| (name.into(), value)).collect()).to_text();
    let mut payload = credential.to_text();
    // Two objects as one: the closing brace of the first, and the opening one of the second, become a comma.
    payload.pop();
    if let Some(members) = claims.strip_prefix('{').filter(|members| *members != "}") {
        if payload.len() > 1 {
            payload.push(',');
        }
        payload.push_str(members);
    } else {
        payload.push('}');
    }
    super::jws::sign(&[("typ", "JWT".into()), ("jwk", key.public().to_jwk())], &payload, key)
}
