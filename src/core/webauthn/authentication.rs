//! Section 7.2, "Verifying an Authentication Assertion".

use super::authenticator_data::AuthenticatorData;
use super::cbor::Reader;
use super::cose::CredentialKey;
use super::credential::{Credential, decode, octets, optional_text};
use super::{Ceremony, Reason, Refusal, State, client_data, limits};
use crate::json::Json;
use aws_lc_rs::digest::{SHA256, digest};

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
    /// Whether it said that it may be synchronised. `None`: it was registered elsewhere, and has not signed in here yet.
    pub backup_eligible: Option<bool>,
    /// Whose it is.
    pub user_handle: [u8; 16],
    /// The user handle that it has, of a passkey that was registered elsewhere under another.
    pub other_handle: Option<&'a [u8]>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// The counter it reported.
    pub sign_count: u32,
    /// What the counter says about copies.
    pub counter: Counter,
    /// Whether the authenticator verified its user.
    pub user_verified: bool,
    /// Whether the passkey may be synchronised.
    pub backup_eligible: bool,
    /// Whether the passkey is synchronised now.
    pub backup_state: bool,
    /// The user handle that it has, if that is another than its user's.
    pub other_handle: Option<Vec<u8>>,
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
/// [`Refusal`], always [`Reason::Malformed`] or [`Reason::BadType`].
pub fn claim<'a, J: Json<'a>>(credential: J) -> Result<Claim<'a>, Refusal> {
    Credential::read(credential).and_then(claim_of)
}

fn claim_of<'a, J: Json<'a>>(credential: Credential<'a, J>) -> Result<Claim<'a>, Refusal> {
    const USER_HANDLE: &str = "response.userHandle";
    let user_handle = optional_text(credential.response, "userHandle", USER_HANDLE)?;
    if let Some(text) = user_handle {
        decode(text, limits::USER_HANDLE, USER_HANDLE)?;
    }
    Ok(Claim { credential_id: credential.id, user_handle })
}

/// Section 7.2: `credential` is an `AuthenticationResponseJSON`, `stored` the row that [`claim`] named. A
/// refusal never depends on the counter.
///
/// # Errors
/// [`Refusal`]
pub fn verify_authentication<'a, J: Json<'a>>(
    credential: J,
    state: &State,
    stored: &StoredCredential<'_>,
) -> Result<Authenticated, Refusal> {
    if state.ceremony != Ceremony::Authentication {
        return Err(Refusal::new(Reason::BadType, "state.ceremony"));
    }
    let credential = Credential::read(credential)?;
    let claim = claim_of(credential)?;
    check_credential(&claim, state, stored)?;
    let other_handle = check_owner(&claim, state, stored)?;
    let client_data = credential.client_data()?;
    client_data::check(&client_data, state)?;
    let mut signed = octets(
        credential.response,
        "authenticatorData",
        limits::ATTESTATION_OBJECT,
        "response.authenticatorData",
    )?;
    let data = AuthenticatorData::read(&signed, "response.authenticatorData")?;
    data.check(state)?;
    check_flags(&data, stored)?;
    let authenticated = Authenticated {
        sign_count: data.sign_count,
        counter: counter(stored.sign_count, data.sign_count),
        user_verified: data.user_verified(),
        backup_eligible: data.backup_eligible(),
        backup_state: data.backup_state(),
        other_handle,
    };
    let signature = octets(credential.response, "signature", limits::SIGNATURE, "response.signature")?;
    signed.extend_from_slice(digest(&SHA256, &client_data).as_ref());
    check_signature(&signed, &signature, stored)?;
    Ok(authenticated)
}

/// Step 5: the credential is the stored one, and among those that were asked for.
fn check_credential(claim: &Claim<'_>, state: &State, stored: &StoredCredential<'_>) -> Result<(), Refusal> {
    let was_asked_for = state.allow.is_empty() || state.allow.iter().any(|id| id == claim.credential_id);
    if was_asked_for && claim.credential_id == stored.credential_id {
        Ok(())
    } else {
        Err(Refusal::new(Reason::UnknownCredential, "id"))
    }
}

/// Step 6: the credential is of the user who is to sign in and of the user it names. Where nobody was named
/// before, it must name one. Of a credential that was registered elsewhere the row says whose it is, and the handle
/// it first comes with is the one it has; the handle if it is not the user's is returned.
fn check_owner(
    claim: &Claim<'_>,
    state: &State,
    stored: &StoredCredential<'_>,
) -> Result<Option<Vec<u8>>, Refusal> {
    const USER_HANDLE: &str = "response.userHandle";
    let wrong_user = Err(Refusal::new(Reason::WrongUser, USER_HANDLE));
    if state.user_handle.is_some_and(|expected| expected != stored.user_handle) {
        return wrong_user;
    }
    let known = stored.other_handle;
    let Some(handle) = claim.user_handle else {
        return if state.user_handle.is_some() { Ok(known.map(<[u8]>::to_vec)) } else { wrong_user };
    };
    let handle = decode(handle, limits::USER_HANDLE, USER_HANDLE)?;
    let is_its_own = handle == known.unwrap_or(&stored.user_handle);
    let is_first = known.is_none() && stored.backup_eligible.is_none();
    if !is_its_own && !is_first {
        return wrong_user;
    }
    Ok(Some(handle).filter(|handle| *handle != stored.user_handle))
}

/// Step 19, and section 6.1: an assertion brings no key, and whether a credential may be backed up does not
/// change.
fn check_flags(data: &AuthenticatorData<'_>, stored: &StoredCredential<'_>) -> Result<(), Refusal> {
    if data.attested.is_some() {
        return Err(Refusal::new(Reason::Malformed, "authenticatorData.flags.AT"));
    }
    if stored.backup_eligible.is_some_and(|eligible| eligible != data.backup_eligible()) {
        return Err(Refusal::new(Reason::BackupState, "authenticatorData.flags.BE"));
    }
    Ok(())
}

/// Steps 20 and 21: the signature over authenticator data and the hash of clientDataJSON, with the key and
/// for the algorithm that were stored.
fn check_signature(signed: &[u8], signature: &[u8], stored: &StoredCredential<'_>) -> Result<(), Refusal> {
    let mut reader = Reader::new(stored.public_key);
    let key = CredentialKey::read(&mut reader).map_err(|reason| Refusal::new(reason, "stored.publicKey"))?;
    if !reader.rest().is_empty() {
        return Err(Refusal::new(Reason::Malformed, "stored.publicKey"));
    }
    if key.algorithm != stored.algorithm {
        return Err(Refusal::new(Reason::UnsupportedAlgorithm, "stored.publicKey.alg"));
    }
    if key.verify(signed, signature) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::BadSignature, "response.signature"))
    }
}

/// Step 22: a counter that is in use goes up each time, and one that was in use does not go back to none.
fn counter(stored: u32, reported: u32) -> Counter {
    if reported > stored || (reported == 0 && stored == 0) { Counter::Ok } else { Counter::Regressed }
}
