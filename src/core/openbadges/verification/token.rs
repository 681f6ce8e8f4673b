//! The signature of a VC-JWT: by the key it names or carries (Open Badges 3.0, "JSON Web Token Proof Format").

use super::key_binding::is_for;
use super::report::{Check, Finding, quoted};
use super::resolution::{Lookup, NOT_LISTED, carried_key};
use super::signature::{Attempt, lines};
use super::{Verifier, take};
use crate::proof::did::VerificationMethod;
use crate::proof::jws::Jws;
use crate::proof::keys::{KeyOfSet, PublicKey, find_in_key_set};

/// The key of a token, before its signature is looked at.
enum Signer {
    /// A verification method, found at its URL.
    Method(Box<VerificationMethod>),
    /// A member of the issuer's key set, or the key in the token's own header.
    Key(PublicKey),
}

impl Verifier<'_> {
    /// `signature` and `key_binding` of a token.
    pub(super) fn token(&self, jws: &Jws<'_>, issuer: Option<&str>) -> Vec<Check> {
        if !take(&self.proofs_left) {
            let finding = Finding::not_checked("too_many_proofs", "there are more signatures than are tried");
            return lines(Attempt::without_key(finding));
        }
        let Some(issuer) = issuer else {
            let finding = Finding::failed("no_issuer", "there is no issuer whose key it could be");
            return lines(Attempt::without_signature(finding));
        };
        let signer = match self.signer(jws, issuer) {
            Ok(signer) => signer,
            Err(attempt) => return lines(attempt),
        };
        let key = match &signer {
            Signer::Method(method) => &method.key,
            Signer::Key(key) => key,
        };
        if !jws.verify(key) {
            return lines(Attempt::without_key(Finding::failed(
                "invalid_signature",
                "the signature is not by this key over this token",
            )));
        }
        let algorithm = jws.algorithm().jws_name();
        let signature = Finding::passed("valid_signature", format!("the {algorithm} signature is valid"));
        let key_binding = match &signer {
            Signer::Method(method) => self.binding(method, issuer),
            Signer::Key(key) => self.binding_of_bare_key(key, issuer),
        };
        lines(Attempt { signature, key_binding })
    }

    /// The key that `kid` names, or else the one in `jwk`. Neither says by itself whose it is.
    fn signer(&self, jws: &Jws<'_>, issuer: &str) -> Result<Signer, Attempt> {
        if let Some(key_id) = jws.key_id() {
            let url = absolute(key_id, issuer);
            match self.method(&url) {
                Lookup::Found(method) => return Ok(Signer::Method(method)),
                Lookup::Refused(finding) if finding.code != NOT_LISTED => {
                    return Err(Attempt::without_signature(finding));
                }
                Lookup::Refused(_) | Lookup::NotAtHand => {}
            }
            let is_named = |id: Option<&str>| id.is_some_and(|id| id == key_id || id == url);
            let fits = |key: &KeyOfSet| is_named(key.id.as_deref()) && is_for(key, issuer);
            if let Some(found) = self.key_set(issuer).and_then(|set| find_in_key_set(set, fits)) {
                return Ok(Signer::Key(found.key));
            }
        }
        match (jws.embedded_key(), jws.key_id()) {
            (Ok(Some(key)), _) => Ok(Signer::Key(key)),
            (Ok(None), Some(key_id)) => {
                let url = absolute(key_id, issuer);
                carried_key(&url).map(Signer::Key).ok_or_else(|| self.missing_key(&url))
            }
            (Ok(None), None) => Err(Attempt::without_key(Finding::failed(
                "no_key_named",
                "the header of the token has neither a kid nor a jwk",
            ))),
            (Err(_), _) => Err(Attempt::without_key(Finding::failed(
                "key_unusable",
                "the jwk in the header of the token is no key that can be used",
            ))),
        }
    }

    fn missing_key(&self, url: &str) -> Attempt {
        Attempt::without_signature(match self.method(url) {
            Lookup::Refused(finding) => finding,
            Lookup::Found(_) | Lookup::NotAtHand => {
                Finding::not_checked("key_not_at_hand", format!("the key {} is not at hand", quoted(url)))
            }
        })
    }
}

/// The URL of a key. A name alone, or a fragment, is one of the issuer's keys.
fn absolute(key_id: &str, issuer: &str) -> String {
    if key_id.contains(':') {
        key_id.to_owned()
    } else {
        format!("{issuer}#{}", key_id.trim_start_matches('#'))
    }
}
