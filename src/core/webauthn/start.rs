//! The options a ceremony starts with.

use super::{Ceremony, Options, State, UserVerification, algorithm};
use crate::json::Tree;
use crate::secret::{NoRandomness, random};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

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
    let state = new_state(relying_party, Ceremony::Registration, Some(user.handle), options)?;
    let excluded = if options.exclude_existing.unwrap_or(true) { existing } else { &[] };
    let resident_key = options.resident_key.unwrap_or("required");
    let mut selection = Tree::object([
        ("residentKey", resident_key.into()),
        ("requireResidentKey", (resident_key == "required").into()),
        ("userVerification", state.user_verification.name().into()),
    ]);
    if let Some(attachment) = options.attachment {
        selection.set("authenticatorAttachment", attachment);
    }
    let options = Tree::object([
        (
            "rp",
            Tree::object([
                ("id", relying_party.id.to_owned().into()),
                ("name", either(relying_party.name, relying_party.id)),
            ]),
        ),
        (
            "user",
            Tree::object([
                ("id", URL_SAFE_NO_PAD.encode(user.handle).into()),
                ("name", user.name.to_owned().into()),
                ("displayName", either(user.display_name, user.name)),
            ]),
        ),
        ("challenge", state.challenge.clone().into()),
        ("pubKeyCredParams", Tree::Array(state.algorithms.iter().map(|id| parameters(*id)).collect())),
        ("timeout", timeout(options)),
        ("excludeCredentials", descriptors(excluded)),
        ("authenticatorSelection", selection),
        ("hints", hints(options)),
        ("attestation", "none".into()),
        ("extensions", Tree::object([("credProps", true.into())])),
    ]);
    Ok(Started { state, options })
}

/// Starts section 7.2: a fresh challenge and `PublicKeyCredentialRequestOptionsJSON` (section 5.1.10).
///
/// `user_handle` is the user if an address named one. `allow` are the user's passkeys, [`super::decoys`] for
/// an address without any, or empty for whatever passkey the browser finds, which then has to say whose it
/// is.
///
/// # Errors
/// [`NoRandomness`]
pub fn start_authentication(
    relying_party: RelyingParty<'_>,
    user_handle: Option<[u8; 16]>,
    allow: &[Descriptor],
    options: &Options,
) -> Result<Started, NoRandomness> {
    let mut state = new_state(relying_party, Ceremony::Authentication, user_handle, options)?;
    state.allow = allow.iter().map(|descriptor| descriptor.id.clone()).collect();
    let options = Tree::object([
        ("challenge", state.challenge.clone().into()),
        ("timeout", timeout(options)),
        ("rpId", relying_party.id.to_owned().into()),
        ("allowCredentials", descriptors(allow)),
        ("userVerification", state.user_verification.name().into()),
        ("hints", hints(options)),
    ]);
    Ok(Started { state, options })
}

/// A state with a challenge of its own (section 13.4.3 asks for 16 random octets or more).
fn new_state(
    relying_party: RelyingParty<'_>,
    ceremony: Ceremony,
    user_handle: Option<[u8; 16]>,
    options: &Options,
) -> Result<State, NoRandomness> {
    let mut challenge = [0; 32];
    random(&mut challenge)?;
    Ok(State {
        ceremony,
        challenge: URL_SAFE_NO_PAD.encode(challenge),
        rp_id: relying_party.id.to_owned(),
        origins: relying_party.origins.iter().map(|origin| (*origin).to_owned()).collect(),
        user_verification: options.user_verification.unwrap_or(UserVerification::Required),
        algorithms: match ceremony {
            Ceremony::Registration => algorithm::OFFERED.to_vec(),
            Ceremony::Authentication => Vec::new(),
        },
        allow: Vec::new(),
        user_handle,
    })
}

fn either(text: &str, otherwise: &str) -> Tree<'static> {
    Tree::from(if text.is_empty() { otherwise } else { text }.to_owned())
}

/// `PublicKeyCredentialParameters` (section 5.3).
fn parameters(algorithm: i32) -> Tree<'static> {
    Tree::object([("type", "public-key".into()), ("alg", i64::from(algorithm).into())])
}

/// `PublicKeyCredentialDescriptorJSON` of each; `transports` is left out where nothing is known.
fn descriptors(list: &[Descriptor]) -> Tree<'static> {
    let descriptor = |known: &Descriptor| {
        let mut json = Tree::object([("type", "public-key".into()), ("id", known.id.clone().into())]);
        if !known.transports.is_empty() {
            let transports = known.transports.iter().map(|name| Tree::from(name.clone())).collect();
            json.set("transports", Tree::Array(transports));
        }
        json
    };
    Tree::Array(list.iter().map(descriptor).collect())
}

fn timeout(options: &Options) -> Tree<'static> {
    i64::from(options.timeout.unwrap_or(Options::DEFAULT_TIMEOUT)).into()
}

fn hints(options: &Options) -> Tree<'static> {
    Tree::Array(options.hints.iter().map(|hint| Tree::from(*hint)).collect())
}
