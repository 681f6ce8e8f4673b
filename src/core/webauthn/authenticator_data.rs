//! Authenticator data (section 6.1) and what both ceremonies check in it.

use super::cbor::Reader;
use super::cose::CredentialKey;
use super::{Reason, Refusal, State, UserVerification, cbor, limits};
use aws_lc_rs::digest::{SHA256, digest};

/// Flags of section 6.1. The two that are reserved are ignored, as later versions may give them a meaning.
const USER_PRESENT: u8 = 1 << 0;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKUP_STATE: u8 = 1 << 4;
const ATTESTED_CREDENTIAL: u8 = 1 << 6;
const EXTENSIONS: u8 = 1 << 7;

/// Authenticator data, every octet accounted for.
pub(super) struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8; 32],
    flags: u8,
    pub(super) sign_count: u32,
    pub(super) attested: Option<AttestedCredential<'a>>,
}

/// Attested credential data (section 6.5.1).
pub(super) struct AttestedCredential<'a> {
    pub(super) aaguid: &'a [u8; 16],
    pub(super) credential_id: &'a [u8],
    /// `COSE_Key`, as it came.
    pub(super) public_key: &'a [u8],
    pub(super) key: CredentialKey,
}

impl<'a> AuthenticatorData<'a> {
    /// # Errors
    /// [`Reason::Malformed`], also for octets that are left over; of a key in it, see [`CredentialKey::read`].
    pub(super) fn read(input: &'a [u8], member: &'static str) -> Result<AuthenticatorData<'a>, Refusal> {
        let malformed = Refusal::new(Reason::Malformed, member);
        if input.len() > limits::ATTESTATION_OBJECT {
            return Err(malformed);
        }
        let (rp_id_hash, rest) = input.split_first_chunk::<32>().ok_or(malformed)?;
        let ([flags], rest) = rest.split_first_chunk::<1>().ok_or(malformed)?;
        let (sign_count, mut rest) = rest.split_first_chunk::<4>().ok_or(malformed)?;
        let mut attested = None;
        if flags & ATTESTED_CREDENTIAL != 0 {
            let (credential, after) = AttestedCredential::read(rest, malformed)?;
            (attested, rest) = (Some(credential), after);
        }
        if flags & EXTENSIONS != 0 {
            rest = extensions(rest).map_err(|_| malformed)?;
        }
        if !rest.is_empty() {
            return Err(malformed);
        }
        let sign_count = u32::from_be_bytes(*sign_count);
        Ok(AuthenticatorData { rp_id_hash, flags: *flags, sign_count, attested })
    }

    /// Steps 14 to 17 of section 7.1, 15 to 18 of section 7.2: the relying party, the user, the backup flags.
    pub(super) fn check(&self, state: &State) -> Result<(), Refusal> {
        let refuse = |reason, member| Err(Refusal::new(reason, member));
        if digest(&SHA256, state.rp_id.as_bytes()).as_ref() != self.rp_id_hash {
            return refuse(Reason::BadRelyingParty, "authenticatorData.rpIdHash");
        }
        if !self.has(USER_PRESENT) {
            return refuse(Reason::UserNotPresent, "authenticatorData.flags.UP");
        }
        if state.user_verification == UserVerification::Required && !self.user_verified() {
            return refuse(Reason::UserNotVerified, "authenticatorData.flags.UV");
        }
        if self.backup_state() && !self.backup_eligible() {
            return refuse(Reason::BackupState, "authenticatorData.flags.BS");
        }
        Ok(())
    }

    pub(super) fn user_verified(&self) -> bool {
        self.has(USER_VERIFIED)
    }

    pub(super) fn backup_eligible(&self) -> bool {
        self.has(BACKUP_ELIGIBLE)
    }

    pub(super) fn backup_state(&self) -> bool {
        self.has(BACKUP_STATE)
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

impl<'a> AttestedCredential<'a> {
    fn read(input: &'a [u8], malformed: Refusal) -> Result<(AttestedCredential<'a>, &'a [u8]), Refusal> {
        let (aaguid, rest) = input.split_first_chunk::<16>().ok_or(malformed)?;
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        if !(1..=limits::CREDENTIAL_ID).contains(&length) {
            return Err(Refusal::new(Reason::Malformed, "authenticatorData.credentialId"));
        }
        let (credential_id, rest) = rest.split_at_checked(length).ok_or(malformed)?;
        let mut reader = Reader::new(rest);
        let key = CredentialKey::read(&mut reader)
            .map_err(|reason| Refusal::new(reason, "authenticatorData.credentialPublicKey"))?;
        let public_key = cbor::consumed(rest, reader.rest());
        Ok((AttestedCredential { aaguid, credential_id, public_key, key }, reader.rest()))
    }
}

/// Reads past the extensions, a map from names (section 9.5): nothing asks for any, so none has a say.
fn extensions(input: &[u8]) -> Result<&[u8], cbor::NotCanonical> {
    let mut names = Reader::new(input);
    for _ in 0..names.map()? {
        names.text()?;
        names.skip(1)?;
    }
    let mut reader = Reader::new(input);
    reader.skip(0)?;
    Ok(reader.rest())
}
