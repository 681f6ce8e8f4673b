//! Section 7.1, "Registering a New Credential".

use super::{Refusal, State};
use crate::json::Json;
use uuid::Uuid;

/// A new passkey, as it is stored. That no other user has the credential id is for the store to see (step 26).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Credential id, base64url.
    pub credential_id: String,
    /// `COSE_Key`, the octets that were received; canonical CBOR.
    pub public_key: Vec<u8>,
    /// COSE algorithm of the key: one of [`super::algorithm`].
    pub algorithm: i32,
    /// The counter it starts with.
    pub sign_count: u32,
    /// The model of the authenticator, if it says.
    pub aaguid: Option<Uuid>,
    /// How the browser reaches it, as the browser says: sorted, at most eight names.
    pub transports: Vec<String>,
    /// `credProps.rk`: whether it can sign in without an address, if the browser says.
    pub discoverable: Option<bool>,
    /// Whether it may be synchronised between devices.
    pub backup_eligible: bool,
    /// Whether it is.
    pub backup_state: bool,
    /// Whether the authenticator verified its user.
    pub user_verified: bool,
    /// The format of the attestation statement, which was read past, not verified.
    pub attestation_format: String,
}

/// Section 7.1 for attestation policy "none": `credential` is a `RegistrationResponseJSON`.
/// `response.publicKey` and `response.authenticatorData`, which nobody signs, are ignored.
///
/// # Errors
/// [`Refusal`]
pub fn verify_registration<'a, J: Json<'a>>(credential: J, state: &State) -> Result<Registered, Refusal> {
    todo!()
}
