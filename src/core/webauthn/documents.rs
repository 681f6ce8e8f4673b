//! The small documents around the ceremonies.

use super::Descriptor;
use crate::json::Tree;
use crate::secret::MacKey;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The body of `https://<rp id>/.well-known/webauthn` (section 5.11): `{"origins": […]}`, without the origins
/// of apps, which are no web origins.
pub fn related_origins(origins: &[&str]) -> Tree<'static> {
    let web = origins.iter().filter(|origin| origin.starts_with("https://") || origin.starts_with("http://"));
    Tree::object([("origins", Tree::Array(web.map(|origin| Tree::from((*origin).to_owned())).collect()))])
}

/// The argument of `PublicKeyCredential.signalAllAcceptedCredentials` (section 5.1.8):
/// `{rpId, userId, allAcceptedCredentialIds}`, ids base64url.
pub fn signal_all_accepted(rp_id: &str, user_handle: [u8; 16], credential_ids: &[&str]) -> Tree<'static> {
    let ids = credential_ids.iter().map(|id| Tree::from((*id).to_owned())).collect();
    Tree::object([
        ("rpId", rp_id.to_owned().into()),
        ("userId", URL_SAFE_NO_PAD.encode(user_handle).into()),
        ("allAcceptedCredentialIds", Tree::Array(ids)),
    ])
}

/// Credentials that exist nowhere, for an address that has none (section 14.6.2): always the same ones for
/// the same key (purpose [`crate::secret::Purpose::UnknownPasskeys`]), relying party and address in any
/// letter case; one or two, with the id lengths and transports of authenticators in use. Take the last key of
/// the file: a new key in front must not change them.
pub fn decoys(key: &MacKey, rp_id: &str, email: &str) -> Vec<Descriptor> {
    let email = email.to_ascii_lowercase();
    let draw = |what: &[u8], index: u8| key.digest(&[rp_id.as_bytes(), email.as_bytes(), what, &[index]]);
    // One in four addresses has two, as people have who own more than one device.
    let count = if draw(b"count", 0).first().is_some_and(|byte| byte % 4 == 0) { 2 } else { 1 };
    let decoy = |index| {
        let kind = draw(b"kind", index).first().map_or(0, |byte| usize::from(*byte) % AUTHENTICATORS.len());
        let (length, transports) = AUTHENTICATORS.get(kind).copied().unwrap_or((16, &[]));
        let octets = [draw(b"id", index), draw(b"more of the id", index)].concat();
        Descriptor {
            id: URL_SAFE_NO_PAD.encode(octets.get(..length).unwrap_or(&octets)),
            transports: transports.iter().map(|name| (*name).to_owned()).collect(),
        }
    };
    (0..count).map(decoy).collect()
}

/// Octets of a credential id and the transports that common authenticators report; the more common, the more
/// lines.
const AUTHENTICATORS: [(usize, &[&str]); 8] = [
    (16, &["hybrid", "internal"]),
    (16, &["hybrid", "internal"]),
    (16, &["internal"]),
    (20, &["hybrid", "internal"]),
    (20, &["hybrid", "internal"]),
    (32, &["internal"]),
    (32, &["internal"]),
    (48, &["nfc", "usb"]),
];
