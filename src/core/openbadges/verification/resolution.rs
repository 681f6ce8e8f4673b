//! Where the documents of controllers and their keys are found, in the order of trust: what an identifier carries
//! itself, what the database knows, what the caller has.

use super::Verifier;
use super::report::{Finding, quoted};
use super::values::{all, authority, id, text};
use crate::json::Tree;
use crate::proof::did::{self, DidError, VerificationMethod};
use crate::proof::keys::PublicKey;
use std::borrow::Cow;

/// What a proof has to be made for.
pub(super) const PURPOSE: &str = "assertionMethod";

/// The code of a key that its controller's document, or the issuer's, does not have.
pub(super) const NOT_LISTED: &str = "key_not_listed";

/// Most keys of one document that are looked at.
const MAX_KEYS: usize = 100;

/// What came of looking for a verification method.
pub(super) enum Lookup {
    /// Here it is, with what its controller's document says of it.
    Found(Box<VerificationMethod>),
    /// The document of its controller is at hand and does not offer it; why.
    Refused(Finding),
    /// Nothing at hand tells.
    NotAtHand,
}

impl<'v> Verifier<'v> {
    /// The controlled identifier document of that identifier, if it is at hand. Of an identifier that the database
    /// knows it is the database's.
    pub(super) fn controller_document(&self, id: &str) -> Option<Cow<'v, Tree<'v>>> {
        if let Some(issuer) = self.known_signer(id) {
            return is_document_of(&issuer.document, id).then(|| Cow::Owned(issuer.document.clone()));
        }
        let at_web_url = || did::web_url(id).and_then(|url| self.resources.get(&url));
        self.resources
            .get(id)
            .into_iter()
            .chain(at_web_url())
            .find(|document| is_document_of(document, id))
            .map(Cow::Borrowed)
    }

    /// The verification method of that URL. A key that a URL seems to carry in its fragment is never believed: only
    /// the document before the fragment says whose it is.
    pub(super) fn method(&self, url: &str) -> Lookup {
        if let Some(resolved) = did::resolve_offline(url) {
            return match resolved {
                Ok(method) => Lookup::Found(Box::new(method)),
                Err(error) => Lookup::Refused(refusal(url, &error)),
            };
        }
        let controller = did::without_fragment(url);
        if let Some(document) = self.controller_document(controller) {
            return method_in(&document, url);
        }
        if self.known_signer(controller).is_some() {
            return Lookup::NotAtHand;
        }
        let web_url = did::web_url(controller);
        let addresses = [Some(url), Some(controller), web_url.as_deref()];
        let mut documents = addresses.into_iter().flatten().filter_map(|address| self.resources.get(address));
        documents.find_map(|document| published_key(document, url)).unwrap_or(Lookup::NotAtHand)
    }

    /// The key set under the well-known address of the issuer's host, unless the database knows the issuer itself.
    pub(super) fn key_set(&self, issuer: &str) -> Option<&'v Tree<'v>> {
        if self.known_signer(issuer).is_some() {
            return None;
        }
        let web_url = did::web_url(issuer);
        let host = authority(web_url.as_deref().unwrap_or(issuer))?;
        self.resources.get(&format!("https://{host}/.well-known/jwks.json"))
    }
}

/// The key that stands in the fragment of its URL. Signatures can be verified with it; that it is anybody's, the URL does
/// not show: everybody can write a key behind any URL.
pub(super) fn carried_key(url: &str) -> Option<PublicKey> {
    let (_, fragment) = url.split_once('#')?;
    PublicKey::from_multikey(fragment).ok()
}

/// Whether it is the controlled identifier document of that identifier, and not its Profile alone.
fn is_document_of(document: &Tree<'_>, id: &str) -> bool {
    text(document, "id").is_some_and(|found| found == id)
        && (document.get("verificationMethod").is_some() || document.get(PURPOSE).is_some())
}

/// The method in the document of its controller.
fn method_in(document: &Tree<'_>, url: &str) -> Lookup {
    match did::find(document, url, PURPOSE) {
        Ok(method) => Lookup::Found(Box::new(method)),
        Err(_) if is_compromised(document, url) => Lookup::Refused(compromised()),
        Err(error) => Lookup::Refused(refusal(url, &error)),
    }
}

/// Whether the document says that the key is not to be trusted any more, wherever it lists it.
fn is_compromised(document: &Tree<'_>, url: &str) -> bool {
    let controller = text(document, "id").unwrap_or_default();
    let is_named = |id: &str| id == url || (id.starts_with('#') && url.strip_prefix(controller) == Some(id));
    all(document, "verificationMethod").iter().any(|method| {
        id(method).is_some_and(is_named)
            && method.get("revoked").is_some_and(|revoked| *revoked != Tree::Null)
    })
}

/// A document that is a key itself: a Multikey or JsonWebKey with its controller, or a bare JWK. Who controls a bare
/// JWK, nobody says.
fn published_key(document: &Tree<'_>, url: &str) -> Option<Lookup> {
    if document.get("publicKeyMultibase").is_some() || document.get("publicKeyJwk").is_some() {
        return Some(match did::method(document) {
            Ok(method) if method.id == url => Lookup::Found(Box::new(method)),
            Ok(_) => Lookup::Refused(Finding::failed(
                "other_key",
                format!("the document at {} is that of another key", quoted(url)),
            )),
            Err(error) => Lookup::Refused(refusal(url, &error)),
        });
    }
    document.get("kty")?;
    Some(match PublicKey::from_jwk(document) {
        Ok(key) => Lookup::Found(Box::new(VerificationMethod {
            id: url.to_owned(),
            controller: String::new(),
            key,
            expires: None,
            revoked: None,
        })),
        Err(error) => Lookup::Refused(refusal(url, &DidError::Key(error))),
    })
}

/// Every method that the document lists for assertions and that can be used.
pub(super) fn methods_of(document: &Tree<'_>) -> impl Iterator<Item = VerificationMethod> {
    let controller = text(document, "id").unwrap_or_default();
    all(document, PURPOSE).iter().take(MAX_KEYS).filter_map(move |method| {
        let id = id(method)?;
        let relative = id.starts_with('#').then(|| format!("{controller}{id}"));
        did::find(document, relative.as_deref().unwrap_or(id), PURPOSE).ok()
    })
}

/// The finding on a key that its controller gave up.
pub(super) fn compromised() -> Finding {
    Finding::failed("key_compromised", "its controller says that the key must not be trusted any more")
}

fn refusal(url: &str, error: &DidError) -> Finding {
    let url = quoted(url);
    let (code, reason) = match error {
        DidError::Malformed => ("verification_method_malformed", "is no URL of a key"),
        DidError::UnknownMethod => {
            return Finding::not_checked(
                "unknown_did_method",
                format!("{url} is of a DID method that is not known here"),
            );
        }
        DidError::NoSuchMethod => (NOT_LISTED, "is not among the keys of its controller"),
        DidError::NotAuthorized => ("key_not_authorized", "is not listed under assertionMethod"),
        DidError::OtherController => ("other_controller", "belongs to another controller"),
        DidError::Key(_) => ("key_unusable", "is no key that can be used"),
    };
    Finding::failed(code, format!("{url} {reason}"))
}
