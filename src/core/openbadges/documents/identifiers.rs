//! The URLs under which an issuer's documents lie, in both versions of the standard.
//!
//! Source: Open Badges 3.0 Implementation Guide, "How to support both OB 2.0 and OB 3.0 as an Issuer": the same
//! thing has another id in each version.

use super::{origin, version_of_stored};
use crate::json::{Json, ReadError};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::version::Version;
use std::fmt::Display;

/// What one stored thing is called in each version of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BothIds {
    /// The id of its Open Badges 2.0 rendering.
    pub v2: String,
    /// The id of its Open Badges 3.0 rendering.
    pub v3: String,
}

impl BothIds {
    /// The id a document has is the one of its version; for the other version it gets the one given here.
    fn of<'a, J: Json<'a>>(stored: J, v2: String, v3: String) -> Result<Self, ReadError> {
        let own = columns::text(stored, Column::Id)?;
        Ok(match version_of_stored(stored) {
            Version::V3_0 => BothIds { v2, v3: own.unwrap_or(v3) },
            _ => BothIds { v2: own.unwrap_or(v2), v3 },
        })
    }
}

/// Every URL of an issuer: a pure function of the ids that are stored, so that none ever changes.
///
/// - 2.0: `<base>/issuers/<uuid>`, `<base>/badges/<uuid>`, `<base>/assertions/<uuid>`
/// - 3.0: `<base>/v3/issuers/<uuid>`, `<base>/v3/achievements/<uuid>`, `<base>/v3/credentials/<uuid>`
///
/// A stored document keeps the id it has, whatever that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifiers {
    base: String,
    issuer: BothIds,
    /// Where the 3.0 issuer's status lists and keys lie: its 3.0 id, if that can be dereferenced.
    below_issuer: String,
    revocation_list: String,
}

impl Identifiers {
    /// The URLs of the issuer that is stored as this document in the row of this UUID. `base_url` counts only where
    /// the issuer's id is no http(s) URL.
    ///
    /// # Errors
    /// If the document cannot be read.
    pub fn new<'a, J: Json<'a>>(
        stored_issuer: J,
        issuer_id: impl Display,
        base_url: &str,
    ) -> Result<Self, ReadError> {
        let id = columns::text(stored_issuer, Column::Id)?.unwrap_or_default();
        let version = version_of_stored(stored_issuer);
        let path = match version {
            Version::V3_0 => format!("/v3/issuers/{issuer_id}"),
            _ => format!("/issuers/{issuer_id}"),
        };
        let origin = origin(&id);
        let base = match origin.and_then(|_| id.strip_suffix(&path)) {
            Some(base) => base,
            None => origin.unwrap_or(base_url),
        };
        let base = base.to_owned();
        let issuer = BothIds::of(
            stored_issuer,
            format!("{base}/issuers/{issuer_id}"),
            format!("{base}/v3/issuers/{issuer_id}"),
        )?;
        let is_address = super::origin(&issuer.v3).is_some() && !issuer.v3.contains(['?', '#']);
        let below_issuer =
            if is_address { issuer.v3.clone() } else { format!("{base}/v3/issuers/{issuer_id}") };
        let revocation_list = format!("{base}/issuers/{issuer_id}/revocations");
        Ok(Identifiers { base, issuer, below_issuer, revocation_list })
    }

    /// What stands before every path; no slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Both ids of the issuer.
    pub fn issuer(&self) -> &BothIds {
        &self.issuer
    }

    /// The id of the issuer in Open Badges 2.0.
    pub fn issuer_v2(&self) -> &str {
        &self.issuer.v2
    }

    /// The id of the issuer in Open Badges 3.0, under which its controlled identifier document lies.
    pub fn issuer_v3(&self) -> &str {
        &self.issuer.v3
    }

    /// What a badge class is called in 2.0 that is stored as an Achievement.
    pub fn badge_v2(&self, badge_id: impl Display) -> String {
        format!("{}/badges/{badge_id}", self.base)
    }

    /// What a badge class is called in 3.0 that is stored as a BadgeClass.
    pub fn achievement_v3(&self, badge_id: impl Display) -> String {
        format!("{}/v3/achievements/{badge_id}", self.base)
    }

    /// Both ids of a stored badge class.
    ///
    /// # Errors
    /// If the document cannot be read.
    pub fn badge<'a, J: Json<'a>>(
        &self,
        stored: J,
        badge_id: impl Display + Copy,
    ) -> Result<BothIds, ReadError> {
        BothIds::of(stored, self.badge_v2(badge_id), self.achievement_v3(badge_id))
    }

    /// What an award is called in 2.0 that is stored as a credential.
    pub fn assertion_v2(&self, assertion_id: impl Display) -> String {
        format!("{}/assertions/{assertion_id}", self.base)
    }

    /// The id of a new OpenBadgeCredential, and what an award is called in 3.0 that is stored as an Assertion.
    pub fn credential_v3(&self, assertion_id: impl Display) -> String {
        format!("{}/v3/credentials/{assertion_id}", self.base)
    }

    /// Both ids of a stored award.
    ///
    /// # Errors
    /// If the document cannot be read.
    pub fn award<'a, J: Json<'a>>(
        &self,
        stored: J,
        assertion_id: impl Display + Copy,
    ) -> Result<BothIds, ReadError> {
        BothIds::of(stored, self.assertion_v2(assertion_id), self.credential_v3(assertion_id))
    }

    /// The id of the BitstringStatusListCredential of that purpose (`revocation`, `suspension`) and number.
    pub fn status_list(&self, purpose: &str, number: u64) -> String {
        format!("{}/status/{purpose}/{number}", self.below_issuer)
    }

    /// The id of the RevocationList (2.0).
    pub fn revocation_list(&self) -> &str {
        &self.revocation_list
    }

    /// The id of a verification method: the fragment is the Multikey text of its key or, for RSA, the thumbprint of
    /// RFC 7638.
    pub fn verification_method(&self, fragment: &str) -> String {
        format!("{}#{fragment}", self.issuer.v3)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    const ROW: &str = "0199f0a1-0000-7000-8000-000000000001";
    const BASE_URL: &str = "https://badges.example.org/v";

    fn v2(id: &str) -> Value {
        json!({"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": id})
    }

    fn v3(id: &str) -> Value {
        let context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
        json!({"@context": [context], "type": ["Profile"], "id": id})
    }

    fn of(issuer: &Value) -> Identifiers {
        Identifiers::new(issuer, ROW, BASE_URL).unwrap()
    }

    #[test]
    fn an_issuer_that_was_made_here_has_its_documents_beside_it() {
        let identifiers = of(&v2(&format!("https://example.org/old/issuers/{ROW}")));
        assert_eq!(identifiers.base(), "https://example.org/old");
        assert_eq!(identifiers.issuer_v2(), format!("https://example.org/old/issuers/{ROW}"));
        assert_eq!(identifiers.issuer_v3(), format!("https://example.org/old/v3/issuers/{ROW}"));
        assert_eq!(identifiers.achievement_v3("b"), "https://example.org/old/v3/achievements/b");
        assert_eq!(identifiers.assertion_v2("a"), "https://example.org/old/assertions/a");
        assert_eq!(
            identifiers.status_list("revocation", 2),
            format!("https://example.org/old/v3/issuers/{ROW}/status/revocation/2")
        );
        assert_eq!(
            identifiers.revocation_list(),
            format!("https://example.org/old/issuers/{ROW}/revocations")
        );
        assert_eq!(
            identifiers.verification_method("z6Mk"),
            format!("https://example.org/old/v3/issuers/{ROW}#z6Mk")
        );
    }

    #[test]
    fn an_issuer_with_an_address_of_its_own_has_them_at_its_origin() {
        let identifiers = of(&v2("https://school.example:8443/about?x"));
        assert_eq!(identifiers.base(), "https://school.example:8443");
        assert_eq!(identifiers.issuer_v2(), "https://school.example:8443/about?x");
        assert_eq!(identifiers.issuer_v3(), format!("https://school.example:8443/v3/issuers/{ROW}"));
    }

    #[test]
    fn an_issuer_without_an_address_has_them_below_the_configured_one() {
        assert_eq!(of(&v2("urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11")).base(), BASE_URL);
    }

    #[test]
    fn the_setting_moves_no_issuer_that_has_an_address() {
        for issuer in [v2(&format!("https://example.org/old/issuers/{ROW}")), v2("https://example.org/me")] {
            let moved = Identifiers::new(&issuer, ROW, "https://elsewhere.example").unwrap();
            assert_eq!(moved, of(&issuer));
        }
    }

    #[test]
    fn a_stored_document_keeps_its_id_in_its_own_version() {
        let identifiers = of(&v3(&format!("https://example.org/old/v3/issuers/{ROW}")));
        assert_eq!(identifiers.issuer_v2(), format!("https://example.org/old/issuers/{ROW}"));
        let identifiers = of(&v3("did:web:example.org"));
        assert_eq!(identifiers.issuer_v3(), "did:web:example.org");
        assert_eq!(identifiers.issuer_v2(), format!("{BASE_URL}/issuers/{ROW}"));
        assert_eq!(
            identifiers.status_list("revocation", 0),
            format!("{BASE_URL}/v3/issuers/{ROW}/status/revocation/0")
        );
        let kept = BothIds { v2: format!("{BASE_URL}/badges/b"), v3: "urn:uuid:1".into() };
        assert_eq!(identifiers.badge(&v3("urn:uuid:1"), "b").unwrap(), kept);
        let kept =
            BothIds { v2: "https://example.org/b".into(), v3: format!("{BASE_URL}/v3/achievements/b") };
        assert_eq!(identifiers.badge(&v2("https://example.org/b"), "b").unwrap(), kept);
    }
}
