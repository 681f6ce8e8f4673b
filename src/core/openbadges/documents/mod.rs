//! Open Badges documents: completing what a person knows, making awards, and rendering what is stored in either
//! version of the standard.

mod forms;
mod identifiers;
mod link;
mod naming;
mod to_v2;
mod to_v3;
mod v2;
mod v3;

pub use identifiers::{BothIds, Identifiers};
pub(super) use link::linked_v3;
pub use link::{LinkedClass, link_to_v3};
pub use naming::{Misnamed, misnamed_in_award, misnamed_in_badge_class};
pub use to_v2::{assertion_v2, badge_class_v2, profile_v2};
pub use to_v3::{Placement, achievement_v3, assertion_to_credential, profile_v3};
pub use v2::{
    AssertionTemplate, CONTEXT, Recipient, badge_class, cryptographic_key, embed, extra_members, profile,
    revocation_list, revoked_assertion,
};
pub use v3::{
    Award, CONTEXTS, CredentialTemplate, Endorsement, EndorsementForm, StatusEntry, complete_achievement_v3,
    complete_profile_v3, embed_endorsements, endorsement_credential,
};

use super::version::{Version, version_of};
use crate::json::Json;
use crate::json::tree::{Member, Tree};
use std::borrow::Cow;

/// Why a document cannot be completed; each completes "argument … ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The document is not an object.
    NotAnObject,
    /// The document has a member that the call sets itself.
    Reserved(String),
}

impl Fault {
    /// The reason, to follow the name of the argument.
    pub fn reason(&self) -> String {
        match self {
            Fault::NotAnObject => "must be a JSON object".into(),
            Fault::Reserved(name) => {
                format!("has a member \"{name}\", which the call itself sets")
            }
        }
    }
}

/// Where the documents of an issuer lie: below the configured base, or, for an issuer that has its own URL
/// elsewhere, at the origin of that, because hosted verification compares origins.
pub fn document_base<'a>(issuer: &'a str, base_url: &'a str) -> &'a str {
    let below_base =
        issuer.strip_prefix(base_url).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if below_base {
        return base_url;
    }
    origin(issuer).unwrap_or(base_url)
}

/// Scheme and authority of an http(s) URL.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (authority > 0).then(|| url.get(..scheme.len().saturating_add(3).saturating_add(authority)))?
}

/// Which version the document that a person gives is meant for: 3.0 if its context or the form of its type says so.
pub fn version_of_given(document: &Tree<'_>) -> Version {
    let types = document.get("type").map(forms::elements).unwrap_or_default();
    let names = |class: &str| types.iter().any(|name| matches!(name, Tree::String(name) if name == class));
    let is_array = matches!(document.get("type"), Some(Tree::Array(_)));
    if document.get("@context").is_none() && (names("Achievement") || is_array && names("Profile")) {
        return Version::V3_0;
    }
    version_of_stored(document)
}

/// Which of the two versions that are stored a document is of.
pub fn version_of_stored<'a, J: Json<'a>>(document: J) -> Version {
    match version_of(document) {
        Some(Version::V3_0) => Version::V3_0,
        _ => Version::V2_0,
    }
}

fn member<'a>(name: &'a str, value: impl Into<Tree<'a>>) -> Member<'a> {
    (Cow::Borrowed(name), value.into())
}

fn text<'t>(tree: &'t Tree<'_>, name: &str) -> Option<&'t str> {
    match tree.get(name) {
        Some(Tree::String(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_lie_where_hosted_verification_looks_for_them() {
        let base = "https://badges.example.org/v";
        assert_eq!(document_base("https://badges.example.org/v/issuers/1", base), base);
        assert_eq!(document_base("https://badges.example.org/vain", base), "https://badges.example.org");
        assert_eq!(document_base("https://school.example:8443/me?x#y", base), "https://school.example:8443");
        assert_eq!(document_base("urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", base), base);
    }
}
