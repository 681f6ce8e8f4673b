//! Whether the key that signed is the issuer's (Open Badges 3.0, "Key provenance"; Controlled Identifiers 1.0).
//!
//! A signature alone shows nothing: everybody can make a key and sign in anybody's name. The issuer's own identifier
//! has to be the key, or the issuer's own document or key set has to list it.

use super::Verifier;
use super::report::{Finding, quoted};
use super::resolution::{NOT_LISTED, PURPOSE, compromised, methods_of};
use super::values::all;
use crate::json::Tree;
use crate::proof::did::{self, VerificationMethod};
use crate::proof::keys::{KeyOfSet, PublicKey, find_in_key_set};

impl Verifier<'_> {
    /// Whether the method of a proof is the issuer's to sign with.
    pub(super) fn binding(&self, method: &VerificationMethod, issuer: &str) -> Finding {
        if let Some(finding) = self.end_of(method) {
            return finding;
        }
        if let Some(finding) = self.binding_of_key(&method.key, issuer) {
            let refers = |document: &Tree<'_>| did::lists(document, &method.id, PURPOSE) == Ok(true);
            let is_reference = finding.code == NOT_LISTED
                && did::resolve_offline(&method.id).is_some()
                && self.controller_document(issuer).is_some_and(|document| refers(&document));
            return if is_reference { listed() } else { finding };
        }
        // The issuer's own address gave the key, which names the issuer: that is the issuer's word for it.
        if method.controller == issuer && did::without_fragment(&method.id) == issuer {
            return listed();
        }
        if !method.controller.is_empty() && method.controller != issuer {
            return Finding::failed(
                "other_controller",
                "the key belongs to another controller than the issuer",
            );
        }
        not_confirmed(issuer)
    }

    /// Whether a key that a token carries is the issuer's.
    pub(super) fn binding_of_bare_key(&self, key: &PublicKey, issuer: &str) -> Finding {
        self.binding_of_key(key, issuer).unwrap_or_else(|| not_confirmed(issuer))
    }

    /// What the issuer's identifier, document and key set say of a key; nothing if none of them is at hand.
    fn binding_of_key(&self, key: &PublicKey, issuer: &str) -> Option<Finding> {
        if let Some(resolved) = did::resolve_offline(issuer) {
            return Some(match resolved {
                Ok(method) if method.key == *key => {
                    Finding::passed("key_is_issuer", "the issuer is identified by the key")
                }
                Ok(_) | Err(_) => Finding::failed(
                    "other_key",
                    "the issuer is identified by another key than the one that signed",
                ),
            });
        }
        let document = self.controller_document(issuer);
        if let Some(method) =
            document.as_ref().and_then(|document| methods_of(document).find(|method| method.key == *key))
        {
            return Some(self.end_of(&method).unwrap_or_else(listed));
        }
        // A key set may be older than the document, and knows of no keys that are given up.
        if document.as_ref().is_some_and(|document| is_given_up(document, key)) {
            return Some(compromised());
        }
        let set = self.key_set(issuer);
        let fits = |found: &KeyOfSet| found.key == *key && is_for(found, issuer);
        if set.is_some_and(|set| find_in_key_set(set, fits).is_some()) {
            return Some(listed());
        }
        (document.is_some() || set.is_some()).then(|| {
            Finding::failed(NOT_LISTED, "the key is not among those that the issuer publishes for signing")
        })
    }

    /// Why a key that is the issuer's is so no more.
    fn end_of(&self, method: &VerificationMethod) -> Option<Finding> {
        if method.revoked.is_some() {
            return Some(compromised());
        }
        let expires = method.expires.filter(|expires| *expires <= self.at)?;
        Some(Finding::failed("key_expired", format!("the key was good until {expires}")))
    }
}

/// Whether a member of a key set is published for this issuer: it says so, or says nothing of it.
pub(super) fn is_for(member: &KeyOfSet, issuer: &str) -> bool {
    member.issuer.as_deref().is_none_or(|found| found == issuer)
}

/// Whether the document holds the key, marked as not to be trusted any more.
fn is_given_up(document: &Tree<'_>, key: &PublicKey) -> bool {
    let mut methods = all(document, "verificationMethod").iter();
    methods
        .any(|method| did::method(method).is_ok_and(|method| method.revoked.is_some() && method.key == *key))
}

fn listed() -> Finding {
    Finding::passed("key_listed", "the issuer publishes the key for signing")
}

fn not_confirmed(issuer: &str) -> Finding {
    let message = format!(
        "whether the key is the issuer's, the document of {} tells, which is not at hand",
        quoted(issuer)
    );
    Finding::not_checked("key_not_confirmed", message)
}
