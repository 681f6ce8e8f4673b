//! The verdict on a hosted Open Badges 2.0 assertion whose badge class and issuer are at hand
//! (Open Badges 2.0, Badge Verification).

use super::report::{Check, Status, report};
use crate::json::{Json, ReadError, tree::Tree};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::datatypes::is_http_url;
use crate::openbadges::{Class, Severity, problems};
use crate::recipient;
use crate::timestamp::Timestamp;

/// What is known of an assertion besides its document.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a, J> {
    /// The badge class document.
    pub badge: J,
    /// The issuer's profile document.
    pub issuer: J,
    /// Whether the issuer has revoked it.
    pub revoked: bool,
    /// Why.
    pub revocation_reason: Option<&'a str>,
    /// Whether it is suspended.
    pub suspended: bool,
    /// The identity that somebody claims to be awarded.
    pub recipient: Option<&'a str>,
    /// The time the verdict is for.
    pub at: Timestamp,
}

/// The report on a stored award whose document is beyond the limits.
pub fn unreadable(version: &'static str, class: Class, error: ReadError) -> Tree<'static> {
    let code = match error {
        ReadError::TooDeep => "too_deep",
        ReadError::TooLarge => "too_large",
        ReadError::Corrupt | ReadError::NotUtf8 => "unreadable",
    };
    let message = "the document is nested too deep, too large or damaged";
    report(Some(version), Some(class.name()), vec![failed("structure", code, message)])
}

/// The report on an id that names no assertion.
pub fn unknown_assertion<'a>() -> Tree<'a> {
    let check = failed("assertion", "unknown_assertion", "there is no assertion with this id");
    report(Some("2.0"), Some("Assertion"), vec![check])
}

/// The report on a hosted assertion.
///
/// # Errors
/// If one of the documents cannot be read.
pub fn verify<'a, 'f, J: Json<'a>, F: Json<'f>>(
    assertion: J,
    facts: &Facts<'_, F>,
) -> Result<Tree<'static>, ReadError> {
    Ok(report(Some("2.0"), Some("Assertion"), checks(assertion, facts)?))
}

/// The checks of a hosted assertion.
///
/// # Errors
/// If one of the documents cannot be read.
pub(super) fn checks<'a, 'f, J: Json<'a>, F: Json<'f>>(
    assertion: J,
    facts: &Facts<'_, F>,
) -> Result<Vec<Check>, ReadError> {
    Ok(vec![
        structure(assertion, Class::Assertion, "structure"),
        badge(assertion, facts)?,
        issuer(facts)?,
        hosted(assertion, facts.issuer)?,
        status(assertion, facts)?,
        dates(assertion, facts.at)?,
        recipient(assertion, facts.recipient)?,
    ])
}

fn finding(check: &'static str, status: Status, code: &'static str, message: impl Into<String>) -> Check {
    Check { check, status, code, message: message.into() }
}

fn passed(check: &'static str, code: &'static str, message: impl Into<String>) -> Check {
    finding(check, Status::Passed, code, message)
}

fn failed(check: &'static str, code: &'static str, message: impl Into<String>) -> Check {
    finding(check, Status::Failed, code, message)
}

/// Whether a document keeps the rules of its class; the first broken one is named.
pub(super) fn structure<'a, J: Json<'a>>(document: J, class: Class, check: &'static str) -> Check {
    let problems = problems(document, Some(class));
    let mut errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    match errors.next() {
        Some(first) => {
            let more = errors.count();
            failed(check, first.code, format!("{}: {} ({more} further errors)", first.path, first.message))
        }
        None => passed(check, "valid_document", format!("the document is a valid {}", class.name())),
    }
}

/// Whether the assertion awards this badge class.
pub(super) fn badge<'a, 'f, J: Json<'a>, F: Json<'f>>(
    assertion: J,
    facts: &Facts<'_, F>,
) -> Result<Check, ReadError> {
    let named = columns::text(assertion, Column::Badge)?;
    let stored = columns::text(facts.badge, Column::Id)?;
    if named.is_none() || named != stored {
        return Ok(failed(
            "badge",
            "other_badge",
            "the assertion names another badge class than it is stored under",
        ));
    }
    Ok(structure(facts.badge, Class::BadgeClass, "badge"))
}

/// Whether the badge class belongs to this issuer.
pub(super) fn issuer<'a, J: Json<'a>>(facts: &Facts<'_, J>) -> Result<Check, ReadError> {
    let named = columns::text(facts.badge, Column::Issuer)?;
    let stored = columns::text(facts.issuer, Column::Id)?;
    if named.is_none() || named != stored {
        return Ok(failed(
            "issuer",
            "other_issuer",
            "the badge class names another issuer than it is stored under",
        ));
    }
    Ok(structure(facts.issuer, Class::Issuer, "issuer"))
}

/// Whether the assertion's URL lies where its issuer hosts.
pub(super) fn hosted<'a, 'f, J: Json<'a>, F: Json<'f>>(assertion: J, issuer: F) -> Result<Check, ReadError> {
    let id = columns::text(assertion, Column::Id)?.unwrap_or_default();
    if !is_http_url(&id) {
        return Ok(failed("hosted", "not_hosted", "a hosted assertion needs an http(s) URL as its id"));
    }
    let kind = columns::text(assertion, Column::VerificationType)?;
    if !matches!(kind.as_deref(), Some("HostedBadge" | "hosted")) {
        return Ok(failed(
            "hosted",
            "not_hosted",
            "the assertion does not say that it is hosted, and is not signed here",
        ));
    }
    Ok(match scope(issuer, &id)? {
        Scope::Within => passed("hosted", "hosted_by_issuer", "the assertion is hosted by its issuer"),
        Scope::Unlimited => finding(
            "hosted",
            Status::Warning,
            "issuer_without_origin",
            "the issuer's id is no URL, so any origin may host its assertions",
        ),
        Scope::Outside(rule) => failed(
            "hosted",
            "outside_hosted_scope",
            format!("the assertion's id is not within the issuer's {rule}"),
        ),
    })
}

/// Whether an issuer lets its assertions be hosted below this URL.
///
/// # Errors
/// If the profile cannot be read.
pub fn may_host<'a, J: Json<'a>>(issuer: J, url: &str) -> Result<bool, ReadError> {
    Ok(!matches!(scope(issuer, url)?, Scope::Outside(_)))
}

/// Where a URL lies as seen by an issuer.
enum Scope {
    Within,
    /// The issuer sets no limit, and its id is no URL to take one from.
    Unlimited,
    /// Outside of what this part of the profile allows.
    Outside(&'static str),
}

/// Open Badges 2.0, VerificationObject: `startsWith` and `allowedOrigins`; without the latter, the origin of
/// the issuer's id.
fn scope<'a, J: Json<'a>>(issuer: J, url: &str) -> Result<Scope, ReadError> {
    let starts = columns::texts(issuer, Column::StartsWith)?;
    if !starts.is_empty() && !starts.iter().any(|start| url.starts_with(start)) {
        return Ok(Scope::Outside("verification.startsWith"));
    }
    let host = authority(url).unwrap_or_default();
    let origins = columns::texts(issuer, Column::AllowedOrigins)?;
    if !origins.is_empty() {
        let within = origins.iter().any(|origin| host.eq_ignore_ascii_case(origin));
        return Ok(if within { Scope::Within } else { Scope::Outside("verification.allowedOrigins") });
    }
    Ok(match authority(&columns::text(issuer, Column::Id)?.unwrap_or_default()) {
        Some(issuer_host) if host.eq_ignore_ascii_case(issuer_host) => Scope::Within,
        Some(_) => Scope::Outside("origin"),
        None => Scope::Unlimited,
    })
}

pub(super) fn status<'a, 'f, J: Json<'a>, F: Json<'f>>(
    assertion: J,
    facts: &Facts<'_, F>,
) -> Result<Check, ReadError> {
    let revoked = facts.revoked || columns::boolean(assertion, Column::Revoked)? == Some(true);
    let ended = |code| match facts.revocation_reason {
        Some(reason) => failed("status", code, format!("the issuer has {code} the badge: {reason}")),
        None => failed("status", code, format!("the issuer has {code} the badge")),
    };
    Ok(match (revoked, facts.suspended) {
        (true, _) => ended("revoked"),
        (false, true) => ended("suspended"),
        (false, false) => passed("status", "not_revoked", "the badge is not revoked"),
    })
}

pub(super) fn dates<'a, J: Json<'a>>(assertion: J, at: Timestamp) -> Result<Check, ReadError> {
    let issued = columns::timestamp(assertion, Column::IssuedOn)?;
    let expires = columns::timestamp(assertion, Column::ExpiresAt)?;
    Ok(match (issued, expires) {
        (Some(issued), _) if issued > at => {
            failed("dates", "not_yet_issued", format!("the badge is issued on {} only", issued.to_rfc3339()))
        }
        (_, Some(expires)) if expires <= at => {
            failed("dates", "expired", format!("the badge expired on {}", expires.to_rfc3339()))
        }
        (_, Some(expires)) => {
            passed("dates", "in_force", format!("the badge is in force until {}", expires.to_rfc3339()))
        }
        (_, None) => passed("dates", "in_force", "the badge is in force and does not expire"),
    })
}

/// Whether the badge was awarded to this identity (Open Badges 2.0, Verification and Validation of Identity).
pub(super) fn recipient<'a, J: Json<'a>>(assertion: J, claimed: Option<&str>) -> Result<Check, ReadError> {
    let Some(claimed) = claimed else {
        return Ok(finding(
            "recipient",
            Status::NotChecked,
            "no_recipient_given",
            "no recipient was given to compare with",
        ));
    };
    let identity = columns::text(assertion, Column::RecipientIdentity)?.unwrap_or_default();
    let salt = columns::text(assertion, Column::RecipientSalt)?.unwrap_or_default();
    let hashed = columns::boolean(assertion, Column::RecipientHashed)?.unwrap_or_default();
    let is_email = columns::text(assertion, Column::RecipientType)?.is_some_and(|kind| kind == "email");
    let matches = |claimed: &str| {
        if hashed { recipient::hash_matches(&identity, claimed, &salt) } else { identity == claimed }
    };
    let folded = claimed.to_ascii_lowercase();
    if matches(claimed) {
        Ok(passed("recipient", "recipient_matches", "the badge was awarded to this recipient"))
    } else if is_email && (matches(&folded) || (!hashed && identity.eq_ignore_ascii_case(claimed))) {
        Ok(finding(
            "recipient",
            Status::Warning,
            "recipient_differs_in_case",
            "the badge was awarded to this address, written with other capital letters",
        ))
    } else {
        Ok(failed("recipient", "other_recipient", "the badge was awarded to somebody else"))
    }
}

/// Host and port of a URL.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_http = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_http.then(|| rest.split(['/', '?', '#']).next())?.filter(|authority| !authority.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    const NOON: &str = "2026-06-01T12:00:00Z";

    fn issuer() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://example.org/issuers/1",
            "name": "Example Academy", "url": "https://example.org", "email": "badges@example.org",
        })
    }

    fn badge() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/badges/1",
            "name": "First Aid", "description": "Knows first aid", "image": "https://example.org/first-aid.png",
            "criteria": "https://example.org/first-aid", "issuer": "https://example.org/issuers/1",
        })
    }

    fn assertion() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/assertions/1",
            "badge": "https://example.org/badges/1", "verification": {"type": "HostedBadge"},
            "recipient": {
                "type": "email", "hashed": true, "salt": "Kosher",
                "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            },
            "issuedOn": "2026-01-01T00:00:00Z", "expires": "2027-01-01T00:00:00Z",
        })
    }

    struct Case {
        assertion: Value,
        badge: Value,
        issuer: Value,
        revoked: bool,
        suspended: bool,
        recipient: Option<&'static str>,
        at: &'static str,
    }

    impl Case {
        fn good() -> Case {
            Case {
                assertion: assertion(),
                badge: badge(),
                issuer: issuer(),
                revoked: false,
                suspended: false,
                recipient: Some("a@example.com"),
                at: NOON,
            }
        }

        /// The verdict and the code of every check that did not pass.
        fn verdict(&self) -> (bool, Vec<String>) {
            let facts = Facts {
                badge: &self.badge,
                issuer: &self.issuer,
                revoked: self.revoked,
                revocation_reason: Some("Issued in error").filter(|_| self.revoked || self.suspended),
                suspended: self.suspended,
                recipient: self.recipient,
                at: Timestamp::parse(self.at).unwrap(),
            };
            let report: Value =
                serde_json::from_str(&verify(&self.assertion, &facts).unwrap().to_text()).unwrap();
            let checks = report["checks"].as_array().unwrap();
            assert_eq!(checks.len(), 7);
            let found = checks.iter().filter(|check| check["status"] != "passed");
            (
                report["valid"].as_bool().unwrap(),
                found.map(|check| check["code"].as_str().unwrap().into()).collect(),
            )
        }
    }

    fn refused(case: Case, code: &str) {
        assert_eq!(case.verdict(), (false, vec![code.to_owned()]));
    }

    #[test]
    fn a_good_badge_passes_every_check() {
        assert_eq!(Case::good().verdict(), (true, vec![]));
    }

    #[test]
    fn nobody_asked_about_is_not_checked_and_does_no_harm() {
        let case = Case { recipient: None, ..Case::good() };
        assert_eq!(case.verdict(), (true, vec!["no_recipient_given".to_owned()]));
    }

    #[test]
    fn somebody_elses_badge_is_refused() {
        refused(Case { recipient: Some("b@example.com"), ..Case::good() }, "other_recipient");
    }

    #[test]
    fn an_address_in_other_letter_case_is_accepted_with_a_warning() {
        let case = Case { recipient: Some("A@Example.com"), ..Case::good() };
        assert_eq!(case.verdict(), (true, vec!["recipient_differs_in_case".to_owned()]));
    }

    #[test]
    fn revoked_and_suspended_badges_are_refused() {
        refused(Case { revoked: true, ..Case::good() }, "revoked");
        refused(Case { suspended: true, ..Case::good() }, "suspended");
    }

    #[test]
    fn a_badge_counts_from_its_issue_to_its_end() {
        refused(Case { at: "2025-12-31T23:59:59Z", ..Case::good() }, "not_yet_issued");
        assert_eq!(Case { at: "2026-01-01T00:00:00Z", ..Case::good() }.verdict(), (true, vec![]));
        refused(Case { at: "2027-01-01T00:00:00Z", ..Case::good() }, "expired");
    }

    #[test]
    fn a_badge_stored_under_another_badge_class_or_issuer_is_refused() {
        let mut case = Case::good();
        case.assertion["badge"] = json!("https://example.org/badges/2");
        refused(case, "other_badge");
        let mut case = Case::good();
        case.badge["issuer"] = json!({"@id": "https://evil.example/"});
        refused(case, "other_issuer");
    }

    #[test]
    fn a_badge_hosted_elsewhere_than_its_issuer_says_is_refused() {
        let mut case = Case::good();
        case.assertion["id"] = json!("https://evil.example/assertions/1");
        refused(case, "outside_hosted_scope");
        let mut case = Case::good();
        case.assertion["id"] = json!("urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11");
        assert_eq!(case.verdict(), (false, vec!["hosted_id_not_url".to_owned(), "not_hosted".to_owned()]));
        let mut case = Case::good();
        case.issuer["verification"] =
            json!({"type": "VerificationObject", "startsWith": ["https://example.org/other/"]});
        refused(case, "outside_hosted_scope");
        let mut case = Case::good();
        case.issuer["verification"] =
            json!({"type": "VerificationObject", "allowedOrigins": "cdn.example.org"});
        refused(case, "outside_hosted_scope");
    }

    #[test]
    fn a_badge_that_says_it_is_signed_or_revoked_is_refused() {
        let mut case = Case::good();
        case.assertion["verification"] = json!({"type": "SignedBadge"});
        refused(case, "not_hosted");
        let mut case = Case::good();
        case.assertion["revoked"] = json!(true);
        refused(case, "revoked");
    }

    #[test]
    fn the_scope_of_an_issuer_holds_in_every_spelling() {
        for verification in [
            json!({"type": "VerificationObject", "obi:allowedOrigins": "cdn.example.org"}),
            json!({"type": "VerificationObject", "http://purl.org/dqm-vocabulary/v1/dqm#startsWith": ["https://example.org/other/"]}),
        ] {
            let mut case = Case::good();
            case.issuer["verification"] = verification;
            refused(case, "outside_hosted_scope");
        }
        let mut case = Case::good();
        let verification = case.assertion.as_object_mut().unwrap().remove("verification").unwrap();
        case.assertion["verify"] = verification;
        assert_eq!(case.verdict(), (true, vec![]));
    }

    #[test]
    fn a_badge_hosted_where_its_issuer_allows_passes() {
        let mut case = Case::good();
        case.assertion["id"] = json!("https://CDN.example.org/assertions/1");
        case.issuer["verification"] =
            json!({"type": "VerificationObject", "allowedOrigins": ["example.org", "cdn.example.org"]});
        assert_eq!(case.verdict(), (true, vec![]));
    }

    #[test]
    fn a_broken_document_is_refused_with_its_first_fault() {
        let mut case = Case::good();
        case.assertion["issuedOn"] = json!("yesterday");
        let (valid, codes) = case.verdict();
        assert!(!valid);
        assert_eq!(codes.len(), 1, "{codes:?}");
    }
}
