//! Signatures and what they rest on: keys, identifiers, canonical forms, proofs, status lists.
//!
//! Nothing here fetches anything. Documents that a verifier already has come as [`Resources`].

pub mod data_integrity;
pub mod did;
mod format;
pub mod issuer_keys;
pub mod jcs;
pub mod jsonld;
pub mod jws;
pub mod keys;
pub mod multibase;
pub mod rdf;
pub mod rdfc;
pub mod status_list;
pub mod vc_jwt;

pub use format::ProofFormat;

use crate::json::Tree;

/// Octets of the JSON of the longest credential that is signed: with a picture of two megabytes written into it.
pub const MAX_SIGNED: usize = 3 << 20;

/// Octets of the longest text that is read as a credential, JSON or compact JWS: whatever was signed fits, as either.
pub const MAX_CREDENTIAL: usize = 5 << 20;

/// Documents that are at hand, keyed by the URL each would be fetched from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Resources<'r>(Option<&'r Tree<'r>>);

impl<'r> Resources<'r> {
    /// The members of a JSON object, each named by a URL.
    pub fn new(documents: &'r Tree<'r>) -> Self {
        Resources(Some(documents))
    }

    /// No documents.
    pub fn none() -> Self {
        Resources(None)
    }

    /// The document of that URL.
    pub fn get(&self, url: &str) -> Option<&'r Tree<'r>> {
        self.0.and_then(|documents| documents.get(url))
    }
}
