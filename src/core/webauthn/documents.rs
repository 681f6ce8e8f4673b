//! The small documents around the ceremonies.

use super::Descriptor;
use crate::json::Tree;
use crate::secret::MacKey;

/// The body of `https://<rp id>/.well-known/webauthn` (section 5.11): `{"origins": […]}`, without the origins of
/// apps, which are no web origins.
pub fn related_origins(origins: &[&str]) -> Tree<'static> {
    todo!()
}

/// The argument of `PublicKeyCredential.signalAllAcceptedCredentials` (section 5.1.8):
/// `{rpId, userId, allAcceptedCredentialIds}`, ids base64url.
pub fn signal_all_accepted(rp_id: &str, user_handle: [u8; 16], credential_ids: &[&str]) -> Tree<'static> {
    todo!()
}

/// Credentials that exist nowhere, for an address that has none (section 14.6.2): always the same ones for the same
/// key (purpose [`crate::secret::Purpose::UnknownPasskeys`]), relying party and address in any letter case; one or two, with the id
/// lengths and transports of authenticators in use. Take the last key of the file: a new key in front must not
/// change them.
pub fn decoys(key: &MacKey, rp_id: &str, email: &str) -> Vec<Descriptor> {
    todo!()
}
