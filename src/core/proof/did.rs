//! Whose key it is: DIDs, controlled identifier documents (DID documents), key sets.
//!
//! Sources: W3C Controlled Identifiers 1.0, DID Core 1.0, did:key, did:jwk, did:web.

use super::keys::PublicKey;
use crate::json::{Json, Tree};
use crate::timestamp::Timestamp;

/// A key as its controller publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationMethod {
    /// Its URL.
    pub id: String,
    /// Who says that it is theirs.
    pub controller: String,
    /// The key.
    pub key: PublicKey,
    /// Since when it must not be trusted any more (`revoked`), or until when it is good (`expires`).
    pub expires: Option<Timestamp>,
    /// As above, for good.
    pub revoked: Option<Timestamp>,
}

/// Why a verification method cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DidError {
    /// Not a DID URL or https URL.
    Malformed,
    /// A DID method that cannot be resolved here.
    UnknownMethod,
    /// The document has no verification method of that id.
    NoSuchMethod,
    /// The document does not list the method for that purpose (`assertionMethod`).
    NotAuthorized,
    /// The document is not that of the controller it is asked for.
    OtherController,
    /// The method holds no key that can be used.
    Key(super::keys::KeyError),
}

/// Resolves a verification method that carries its own key: `did:key:z…`, `did:key:z…#z…`, `did:jwk:…`,
/// `did:jwk:…#0`. `None` for other identifiers.
pub fn resolve_offline(id: &str) -> Option<Result<VerificationMethod, DidError>> {
    let _ = id;
    todo!()
}

/// The identifier without its fragment.
pub fn without_fragment(id: &str) -> &str {
    let _ = id;
    todo!()
}

/// The https URL of the document of a `did:web`; `None` for other identifiers and malformed ones.
pub fn web_url(did: &str) -> Option<String> {
    let _ = did;
    todo!()
}

/// Finds a verification method in the document of its controller and checks that it is listed for the purpose
/// (`assertionMethod`), by reference or embedded.
pub fn find<'a, J: Json<'a>>(document: J, id: &str, purpose: &str) -> Result<VerificationMethod, DidError> {
    let _ = (document, id, purpose);
    todo!()
}

/// A verification method that is a document of its own (a Multikey or JsonWebKey fetched from its URL).
pub fn method<'a, J: Json<'a>>(document: J) -> Result<VerificationMethod, DidError> {
    let _ = document;
    todo!()
}

/// The document an issuer publishes: every key as Multikey (RSA: JsonWebKey), those that may sign now under
/// `assertionMethod` and `authentication`; `revoked` on compromised ones.
pub fn document(
    id: &str,
    keys: &[VerificationMethod],
    may_assert: &dyn Fn(&VerificationMethod) -> bool,
) -> Tree<'static> {
    let _ = (id, keys, may_assert);
    todo!()
}
