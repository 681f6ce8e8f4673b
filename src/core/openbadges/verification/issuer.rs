//! Who issued a credential.

use super::Verifier;
use super::report::{Finding, quoted};
use super::values::{has_type, id, text};
use crate::json::Tree;

impl Verifier<'_> {
    /// Whether the credential names its issuer, and as the issuer's own profile does, where that is at hand.
    pub(super) fn issuer(&self, credential: &Tree<'_>) -> Finding {
        let Some(issuer) = credential.get("issuer") else {
            return Finding::failed("no_issuer", "the credential names no issuer");
        };
        let Some(id) = id(issuer).filter(|id| !id.trim().is_empty()) else {
            return Finding::failed("no_issuer", "the issuer has no id");
        };
        if matches!(issuer, Tree::Object(_)) && !has_type(issuer, "Profile") {
            return Finding::failed("not_a_profile", "the issuer is not of the type Profile");
        }
        let profile = self.resources.get(id).filter(|profile| has_type(profile, "Profile"));
        let published = profile.and_then(|profile| text(profile, "name"));
        match (text(issuer, "name"), published) {
            (Some(name), Some(published)) if name != published => Finding::warning(
                "issuer_name_differs",
                "the issuer publishes its profile under another name than the credential gives it",
            ),
            _ => Finding::passed("issuer_named", format!("the issuer is {}", quoted(id))),
        }
    }
}
