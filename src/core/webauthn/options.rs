//! What the application may ask of a ceremony.

use super::Ceremony;
use crate::json::Json;

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

impl Options {
    /// Reads the `options` argument of a ceremony.
    ///
    /// # Errors
    /// [`OptionError`]: a member that this ceremony does not have, or a value of the wrong type or kind.
    pub fn read<'a, J: Json<'a>>(ceremony: Ceremony, options: J) -> Result<Options, OptionError> {
        todo!()
    }
}
