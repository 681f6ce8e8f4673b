//! What the application may ask of a ceremony.

use super::Ceremony;
use crate::json::{Json, View, string};

/// Whether the authenticator must verify its user, by PIN or biometrics (section 5.8.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserVerification {
    /// It must; the default here.
    Required,
    /// It should; whether it did is reported.
    Preferred,
    /// It should not bother; whether it did is reported.
    Discouraged,
}

impl UserVerification {
    const ALL: [UserVerification; 3] =
        [UserVerification::Required, UserVerification::Preferred, UserVerification::Discouraged];

    /// `required`, `preferred` or `discouraged`.
    pub fn name(self) -> &'static str {
        match self {
            UserVerification::Required => "required",
            UserVerification::Preferred => "preferred",
            UserVerification::Discouraged => "discouraged",
        }
    }

    /// The inverse of [`UserVerification::name`].
    pub fn from_name(name: &str) -> Option<UserVerification> {
        Self::ALL.into_iter().find(|wish| wish.name() == name)
    }
}

/// An `options` argument that is not accepted; for SQLSTATE 22023.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionError {
    /// The member at fault; empty if the argument is no object. Names come from the caller: quote them.
    pub member: String,
    /// What is accepted; completes "… must be" (for instance `one of required, preferred, discouraged`), or
    /// `None` if there is no member of that name in this ceremony.
    pub expected: Option<&'static str>,
}

/// The `options` argument of the functions that start a ceremony; what is `None` has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `userVerification`; default `required`.
    pub user_verification: Option<UserVerification>,
    /// `residentKey` (registration): `required` (default), `preferred`, `discouraged`.
    pub resident_key: Option<&'static str>,
    /// `authenticatorAttachment` (registration): `platform` or `cross-platform`; default: either.
    pub attachment: Option<&'static str>,
    /// `hints`: of `security-key`, `client-device`, `hybrid`, the most wanted first; default none.
    pub hints: Vec<&'static str>,
    /// `timeout` in milliseconds, 30,000 to 600,000; default 300,000.
    pub timeout: Option<u32>,
    /// `excludeExisting` (registration): whether authenticators that hold a passkey of the user are left out;
    /// default `true`.
    pub exclude_existing: Option<bool>,
}

/// Values of `userVerification` and `residentKey` (sections 5.8.6 and 5.4.6).
const WISHES: [&str; 3] = ["required", "preferred", "discouraged"];
const A_WISH: &str = "one of required, preferred, discouraged";

/// Values of `authenticatorAttachment` (section 5.4.5).
const ATTACHMENTS: [&str; 2] = ["platform", "cross-platform"];
const AN_ATTACHMENT: &str = "one of platform, cross-platform";

/// Values of `hints` (section 5.8.7).
const HINTS: [&str; 3] = ["security-key", "client-device", "hybrid"];
const SOME_HINTS: &str = "an array of security-key, client-device, hybrid, each at most once";

/// Milliseconds that a ceremony may be given.
const TIMEOUTS: std::ops::RangeInclusive<i64> = 30_000..=600_000;
const A_TIMEOUT: &str = "a whole number of milliseconds from 30000 to 600000";

impl Options {
    /// Milliseconds a ceremony takes at most, unless the application says otherwise (section 15.1).
    pub const DEFAULT_TIMEOUT: u32 = 300_000;

    /// Reads the `options` argument of a ceremony.
    ///
    /// # Errors
    /// [`OptionError`]: a member that this ceremony does not have, or a value of the wrong type or kind.
    pub fn read<'a, J: Json<'a>>(ceremony: Ceremony, options: J) -> Result<Options, OptionError> {
        let not_an_object = || OptionError { member: String::new(), expected: Some("an object") };
        let Ok(View::Object(members)) = options.view() else { return Err(not_an_object()) };
        let registers = ceremony == Ceremony::Registration;
        let mut read = Options::default();
        for member in members {
            let (name, value) = member.map_err(|_| not_an_object())?;
            let expected = match name {
                "userVerification" => {
                    read.user_verification = one_of(&WISHES, value).and_then(UserVerification::from_name);
                    read.user_verification.is_none().then_some(A_WISH)
                }
                "hints" => match hints(value) {
                    Some(hints) => {
                        read.hints = hints;
                        None
                    }
                    None => Some(SOME_HINTS),
                },
                "timeout" => {
                    read.timeout = timeout(value);
                    read.timeout.is_none().then_some(A_TIMEOUT)
                }
                "residentKey" if registers => {
                    read.resident_key = one_of(&WISHES, value);
                    read.resident_key.is_none().then_some(A_WISH)
                }
                "authenticatorAttachment" if registers => {
                    read.attachment = one_of(&ATTACHMENTS, value);
                    read.attachment.is_none().then_some(AN_ATTACHMENT)
                }
                "excludeExisting" if registers => {
                    if let Ok(View::Boolean(exclude)) = value.view() {
                        read.exclude_existing = Some(exclude);
                    }
                    read.exclude_existing.is_none().then_some("true or false")
                }
                _ => return Err(OptionError { member: name.to_owned(), expected: None }),
            };
            if expected.is_some() {
                return Err(OptionError { member: name.to_owned(), expected });
            }
        }
        Ok(read)
    }
}

/// The string of the list that the value is.
fn one_of<'a, J: Json<'a>>(list: &[&'static str], value: J) -> Option<&'static str> {
    let text = string(value).ok().flatten()?;
    list.iter().copied().find(|known| *known == text)
}

fn hints<'a, J: Json<'a>>(value: J) -> Option<Vec<&'static str>> {
    let Ok(View::Array(elements)) = value.view() else { return None };
    let mut hints = Vec::new();
    for element in elements {
        let hint = one_of(&HINTS, element.ok()?)?;
        if hints.contains(&hint) {
            return None;
        }
        hints.push(hint);
    }
    Some(hints)
}

fn timeout<'a, J: Json<'a>>(value: J) -> Option<u32> {
    let milliseconds = value.number().ok().flatten()?.to_i64()?;
    if TIMEOUTS.contains(&milliseconds) { u32::try_from(milliseconds).ok() } else { None }
}
