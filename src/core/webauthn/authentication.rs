//! Section 7.2, "Verifying an Authentication Assertion".

use super::{Refusal, State};
use crate::json::Json;

/// The row of the passkey that an assertion names.
#[derive(Debug, Clone, Copy)]
pub struct StoredCredential<'a> {
    /// Credential id, base64url.
    pub credential_id: &'a str,
    /// `COSE_Key`.
    pub public_key: &'a [u8],
    /// COSE algorithm of the key.
    pub algorithm: i32,
    /// The counter it last reported.
    pub sign_count: u32,
    /// Whether it said that it may be synchronised.
    pub backup_eligible: bool,
    /// Whose it is.
    pub user_handle: [u8; 16],
}

/// What the signature counter says (step 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// It went up, or the authenticator has none (0 before, 0 now).
    Ok,
    /// It did not go up: the private key may have been copied. What follows is the caller's policy.
    Regressed,
}

/// An assertion that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authenticated {
    /// The counter it reported.
    pub sign_count: u32,
    /// What the counter says about copies.
    pub counter: Counter,
    /// Whether the authenticator verified its user.
    pub user_verified: bool,
    /// Whether the passkey is synchronised now.
    pub backup_state: bool,
}

/// What an assertion says of itself before anything is verified: enough to find its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Credential id: canonical base64url of 1 to 1023 octets.
    pub credential_id: &'a str,
    /// The user handle, base64url; `None` if it does not say.
    pub user_handle: Option<&'a str>,
}

/// Reads which credential an `AuthenticationResponseJSON` claims to be by.
///
/// # Errors
/// [`Refusal`], always [`super::Reason::Malformed`] or [`super::Reason::BadType`].
pub fn claim<'a, J: Json<'a>>(credential: J) -> Result<Claim<'a>, Refusal> {
    todo!()
}

/// Section 7.2: `credential` is an `AuthenticationResponseJSON`, `stored` the row that [`claim`] named. A refusal never
/// depends on the counter.
///
/// # Errors
/// [`Refusal`]
pub fn verify_authentication<'a, J: Json<'a>>(
    credential: J,
    state: &State,
    stored: &StoredCredential<'_>,
) -> Result<Authenticated, Refusal> {
    todo!()
}
