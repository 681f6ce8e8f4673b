//! What a started ceremony remembers until it is finished.

use super::UserVerification;
use crate::json::{Json, Tree};

/// Which ceremony: section 7.1 or 7.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// "Registering a New Credential"; login token purpose `webauthn.register`.
    Registration,
    /// "Verifying an Authentication Assertion"; login token purpose `webauthn.authenticate`.
    Authentication,
}

impl Ceremony {
    /// The purpose of its row in `login_tokens`: `webauthn.register` or `webauthn.authenticate`.
    pub fn purpose(self) -> &'static str {
        match self {
            Ceremony::Registration => "webauthn.register",
            Ceremony::Authentication => "webauthn.authenticate",
        }
    }
}

/// A started ceremony, as stored: everything that is expected of the answer, so that a setting changed in between
/// changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which ceremony it is; an answer to the other one is refused.
    pub ceremony: Ceremony,
    /// The challenge, base64url of 32 random octets.
    pub challenge: String,
    /// The relying party id.
    pub rp_id: String,
    /// Origins that may answer, compared octet by octet.
    pub origins: Vec<String>,
    /// Whether the user must be verified.
    pub user_verification: UserVerification,
    /// COSE algorithms that were offered (registration), most wanted first.
    pub algorithms: Vec<i32>,
    /// Credential ids that were asked for (authentication); empty: any passkey of the relying party.
    pub allow: Vec<String>,
    /// Whose ceremony it is, if that is known before it ends.
    pub user_handle: Option<[u8; 16]>,
}

impl State {
    /// The state to store: `{v: 1, ceremony, challenge, rp_id, origins, user_verification, algorithms, allow,
    /// user_handle}`.
    pub fn to_tree(&self) -> Tree<'_> {
        todo!()
    }

    /// The inverse of [`State::to_tree`]; `None` for anything else.
    pub fn read<'a, J: Json<'a>>(json: J) -> Option<State> {
        todo!()
    }
}
