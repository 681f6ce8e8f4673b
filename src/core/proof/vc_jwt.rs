//! The VC-JWT proof format of Open Badges 3.0 (section "JSON Web Token Proof Format").

use super::keys::PrivateKey;
use crate::json::Tree;

/// A claim of the token that disagrees with the credential, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFault {
    /// `iss`, `jti`, `sub`, `nbf`, `exp`, `vc`.
    pub claim: &'static str,
    /// Whether the standard says that the token is not valid (else: worth a warning).
    pub is_error: bool,
    /// What is expected and what was found; no personal data.
    pub message: String,
}

/// The credential a token's payload holds (`vc` for Verifiable Credentials 1.1, the payload itself for 2.0,
/// without the registered claims) and every fault of its claims.
///
/// # Errors
/// A reason if there is no credential in it.
pub fn credential(payload: &Tree<'static>) -> Result<(Tree<'static>, Vec<ClaimFault>), &'static str> {
    let _ = payload;
    todo!()
}

/// Signs a credential of Verifiable Credentials 2.0 as a compact VC-JWT with `typ` and the public `jwk` in its header.
pub fn sign(credential: &Tree<'_>, key: &PrivateKey) -> Result<String, crate::secret::NoRandomness> {
    let _ = (credential, key);
    todo!()
}
