//! What accompanies a credential without deciding whether it holds: schemas, and a refreshed form.

use super::Verifier;
use super::credential::Asked;
use super::input::Received;
use super::report::{Check, Finding, Verdict, quoted, verdict};
use super::values::{all, id, is_same_id, issuer, text};
use crate::json::Tree;
use crate::openbadges::class_of;

/// How the URL of a schema of Open Badges 3.0 begins.
const OPEN_BADGES_SCHEMAS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/schema/";

/// Most entries that get a line each.
const MAX_LINES: usize = 8;

/// One line for each entry of `credentialSchema`. The rules of Open Badges are applied whether or not it names them.
pub(super) fn schemas(credential: &Tree<'_>) -> Vec<Check> {
    let lines = all(credential, "credentialSchema").iter().take(MAX_LINES).map(|schema| {
        let url = id(schema).unwrap_or_default();
        let finding = if url.starts_with(OPEN_BADGES_SCHEMAS) {
            Finding::passed(
                "open_badges_schema",
                "the rules of Open Badges 3.0 are part of the check of structure",
            )
        } else {
            let message = format!("the schema {} is not applied here", quoted(url));
            Finding::not_checked("schema_not_checked", message)
        };
        finding.of("schema")
    });
    lines.collect()
}

impl Verifier<'_> {
    /// What became of the refreshed form of the credential. It is looked at once; the credential at hand is what the
    /// report is about, whatever becomes of it (Open Badges 3.0, "Refresh").
    pub(super) fn refresh(&self, credential: &Tree<'_>) -> Option<Check> {
        let service = all(credential, "refreshService").first()?;
        let url = text(service, "id").unwrap_or_default();
        Some(self.refreshed(credential, url).of("refresh"))
    }

    fn refreshed(&self, credential: &Tree<'_>, url: &str) -> Finding {
        let Some(resource) = self.resources.get(url) else {
            let message = format!("the refreshed form at {} is not at hand", quoted(url));
            return Finding::not_checked("refresh_not_at_hand", message);
        };
        let kept = |reason: &str| {
            let message = format!("the refreshed form does not hold, so the original counts: {reason}");
            Finding::warning("refresh_failed", message)
        };
        let received = match Received::resource(resource) {
            Ok(received) => received,
            Err(reason) => return kept(&reason),
        };
        let refreshed = received.document();
        let is_same = |one: Option<&str>, other: Option<&str>| {
            one.zip(other).is_some_and(|(one, other)| is_same_id(one, other))
        };
        if !is_same(text(credential, "id"), text(refreshed, "id"))
            || !is_same(issuer(credential), issuer(refreshed))
        {
            return kept("it is another credential");
        }
        let asked =
            Asked { class: class_of(credential), recipient: None, row: None, depth: 0, refresh: false };
        match verdict(&self.credential(&received, &asked)) {
            Verdict::Failed(check) | Verdict::NotChecked(check) => {
                kept(&format!("{}: {}", check.check, check.message))
            }
            Verdict::Valid => Finding::passed("refreshed", "the refreshed form is valid and should be used"),
        }
    }
}
