//! The options a ceremony starts with.

use super::{Options, State};
use crate::json::Tree;
use crate::secret::NoRandomness;

/// The site that passkeys belong to (settings `badges.rp_id`, `badges.rp_name`, `badges.rp_origins`).
#[derive(Debug, Clone, Copy)]
pub struct RelyingParty<'a> {
    /// Its id: a domain.
    pub id: &'a str,
    /// The name that dialogues show; empty: its id.
    pub name: &'a str,
    /// Origins that may use its passkeys.
    pub origins: &'a [&'a str],
}

/// Who registers a passkey.
#[derive(Debug, Clone, Copy)]
pub struct User<'a> {
    /// `users.user_id`; goes to the authenticator as the user handle.
    pub handle: [u8; 16],
    /// What tells accounts apart: the e-mail address.
    pub name: &'a str,
    /// What the person is called; empty: as `name`.
    pub display_name: &'a str,
}

/// A credential that a browser is asked for, or to leave out (section 5.8.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptor {
    /// Credential id, base64url.
    pub id: String,
    /// How the browser reaches it, as reported at registration.
    pub transports: Vec<String>,
}

/// A ceremony that was started.
#[derive(Debug, Clone)]
pub struct Started {
    /// To store, and to verify the answer with.
    pub state: State,
    /// For the browser: what `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` takes.
    pub options: Tree<'static>,
}

/// Starts section 7.1: a fresh challenge and `PublicKeyCredentialCreationOptionsJSON` (section 5.1.9).
/// `existing` are the passkeys the user has at this relying party; they are left out unless
/// [`Options::exclude_existing`] says otherwise.
///
/// # Errors
/// [`NoRandomness`]
pub fn start_registration(
    relying_party: RelyingParty<'_>,
    user: User<'_>,
    existing: &[Descriptor],
    options: &Options,
) -> Result<Started, NoRandomness> {
    todo!()
}

/// Starts section 7.2: a fresh challenge and `PublicKeyCredentialRequestOptionsJSON` (section 5.1.10).
///
/// `user_handle` is the user if an address named one. `allow` are the user's passkeys, [`super::decoys`] for an address
/// without any, or empty for whatever passkey the browser finds, which then has to say whose it is.
///
/// # Errors
/// [`NoRandomness`]
pub fn start_authentication(
    relying_party: RelyingParty<'_>,
    user_handle: Option<[u8; 16]>,
    allow: &[Descriptor],
    options: &Options,
) -> Result<Started, NoRandomness> {
    todo!()
}
