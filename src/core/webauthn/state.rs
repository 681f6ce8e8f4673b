//! What a started ceremony remembers until it is finished.

use super::UserVerification;
use crate::json::{Json, Tree, View, string};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Which ceremony: section 7.1 or 7.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// "Registering a New Credential"; login token purpose `webauthn.register`.
    Registration,
    /// "Verifying an Authentication Assertion"; login token purpose `webauthn.authenticate`.
    Authentication,
}

impl Ceremony {
    const ALL: [Ceremony; 2] = [Ceremony::Registration, Ceremony::Authentication];

    /// The purpose of its row in `login_tokens`: `webauthn.register` or `webauthn.authenticate`.
    pub fn purpose(self) -> &'static str {
        match self {
            Ceremony::Registration => "webauthn.register",
            Ceremony::Authentication => "webauthn.authenticate",
        }
    }
}

/// A started ceremony, as stored: everything that is expected of the answer, so that a setting changed in
/// between changes nothing.
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

/// The form of the state; a state of another form is not read.
const VERSION: i64 = 1;

impl State {
    /// The state to store: `{v: 1, ceremony, challenge, rp_id, origins, user_verification, algorithms, allow,
    /// user_handle}`; `ceremony` is a purpose, `user_handle` base64url or null.
    pub fn to_tree(&self) -> Tree<'_> {
        let handle = self.user_handle.map(|handle| URL_SAFE_NO_PAD.encode(handle));
        Tree::object([
            ("v", VERSION.into()),
            ("ceremony", self.ceremony.purpose().into()),
            ("challenge", self.challenge.as_str().into()),
            ("rp_id", self.rp_id.as_str().into()),
            ("origins", texts(&self.origins)),
            ("user_verification", self.user_verification.name().into()),
            (
                "algorithms",
                Tree::Array(self.algorithms.iter().map(|id| Tree::from(i64::from(*id))).collect()),
            ),
            ("allow", texts(&self.allow)),
            ("user_handle", handle.map_or(Tree::Null, Tree::from)),
        ])
    }

    /// The inverse of [`State::to_tree`]; `None` for anything else.
    pub fn read<'a, J: Json<'a>>(json: J) -> Option<State> {
        let member = |name| json.member(name).ok().flatten();
        let text = |name| string(member(name)?).ok().flatten();
        if member("v")?.number().ok()??.to_i64() != Some(VERSION) {
            return None;
        }
        let purpose = text("ceremony")?;
        Some(State {
            ceremony: Ceremony::ALL.into_iter().find(|ceremony| ceremony.purpose() == purpose)?,
            challenge: text("challenge")?.to_owned(),
            rp_id: text("rp_id")?.to_owned(),
            origins: list(member("origins")?, owned_text)?,
            user_verification: UserVerification::from_name(text("user_verification")?)?,
            algorithms: list(member("algorithms")?, |id| i32::try_from(id.number().ok()??.to_i64()?).ok())?,
            allow: list(member("allow")?, owned_text)?,
            user_handle: match member("user_handle")?.view().ok()? {
                View::Null => None,
                View::String(handle) => Some(URL_SAFE_NO_PAD.decode(handle).ok()?.try_into().ok()?),
                _ => return None,
            },
        })
    }
}

fn texts(list: &[String]) -> Tree<'_> {
    Tree::Array(list.iter().map(|text| Tree::from(text.as_str())).collect())
}

fn owned_text<'a, J: Json<'a>>(json: J) -> Option<String> {
    string(json).ok().flatten().map(str::to_owned)
}

/// Every element of an array, or nothing.
fn list<'a, J: Json<'a>, T>(json: J, read: impl Fn(J) -> Option<T>) -> Option<Vec<T>> {
    match json.view().ok()? {
        View::Array(elements) => elements.map(|element| read(element.ok()?)).collect(),
        _ => None,
    }
}
