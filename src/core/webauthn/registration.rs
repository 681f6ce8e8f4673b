//! Section 7.1, "Registering a New Credential".

use super::authenticator_data::{AttestedCredential, AuthenticatorData};
use super::cbor::{Key, NotCanonical, Reader};
use super::credential::{Credential, octets};
use super::{Ceremony, Reason, Refusal, State, client_data, limits};
use crate::json::Json;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
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
    if state.ceremony != Ceremony::Registration {
        return Err(Refusal::new(Reason::BadType, "state.ceremony"));
    }
    let credential = Credential::read(credential)?;
    client_data::check(&credential.client_data()?, state)?;
    let object = octets(
        credential.response,
        "attestationObject",
        limits::ATTESTATION_OBJECT,
        "response.attestationObject",
    )?;
    let attestation = Attestation::read(&object)?;
    let data = AuthenticatorData::read(attestation.authenticator_data, "authenticatorData")?;
    data.check(state)?;
    let attested =
        data.attested.as_ref().ok_or(Refusal::new(Reason::Malformed, "authenticatorData.flags.AT"))?;
    check_algorithm(attested, state)?;
    check_credential_id(attested, credential.id)?;
    Ok(Registered {
        credential_id: credential.id.to_owned(),
        public_key: attested.public_key.to_vec(),
        algorithm: attested.key.algorithm,
        sign_count: data.sign_count,
        aaguid: Some(Uuid::from_bytes(*attested.aaguid)).filter(|aaguid| !aaguid.is_nil()),
        transports: credential.transports()?,
        discoverable: credential.discoverable()?,
        backup_eligible: data.backup_eligible(),
        backup_state: data.backup_state(),
        user_verified: data.user_verified(),
        attestation_format: attestation.format.to_owned(),
    })
}

/// Step 20: the algorithm of the key is one of those that were offered.
fn check_algorithm(attested: &AttestedCredential<'_>, state: &State) -> Result<(), Refusal> {
    if state.algorithms.contains(&attested.key.algorithm) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::UnsupportedAlgorithm, "authenticatorData.credentialPublicKey.alg"))
    }
}

/// Step 25, its length, is checked where it is read. What the browser calls the credential is what the
/// authenticator calls it.
fn check_credential_id(attested: &AttestedCredential<'_>, id: &str) -> Result<(), Refusal> {
    if URL_SAFE_NO_PAD.encode(attested.credential_id) == id {
        Ok(())
    } else {
        Err(Refusal::new(Reason::Malformed, "authenticatorData.credentialId"))
    }
}

/// The attestation statement formats of IANA's registry "WebAuthn Attestation Statement Format Identifiers".
const FORMATS: [&str; 8] =
    ["none", "packed", "tpm", "android-key", "android-safetynet", "fido-u2f", "apple", "compound"];

/// An attestation object (section 6.5.4).
struct Attestation<'a> {
    format: &'a str,
    authenticator_data: &'a [u8],
}

impl<'a> Attestation<'a> {
    /// Steps 13, 21 and 22, as far as policy "none" goes: the three members, each once and nothing after
    /// them, a registered format, and a statement that is well-formed CBOR.
    fn read(input: &'a [u8]) -> Result<Attestation<'a>, Refusal> {
        let object = |_| Refusal::new(Reason::Malformed, "attestationObject");
        let (mut format, mut statement, mut authenticator_data) = (None, None, None);
        let mut reader = Reader::new(input);
        if reader.map().map_err(object)? != 3 {
            return Err(object(NotCanonical));
        }
        for _ in 0..3 {
            match reader.key().map_err(object)? {
                Key::Text("fmt") => format = Some(reader.text().map_err(object)?),
                Key::Text("attStmt") => {
                    statement = Some(reader.clone());
                    reader.skip(1).map_err(object)?;
                }
                Key::Text("authData") => authenticator_data = Some(reader.bytes().map_err(object)?),
                _ => return Err(object(NotCanonical)),
            }
        }
        // Three names of three members: each is there once.
        let (Some(format), Some(statement), Some(authenticator_data), []) =
            (format, statement, authenticator_data, reader.rest())
        else {
            return Err(object(NotCanonical));
        };
        if !FORMATS.contains(&format) {
            return Err(Refusal::new(Reason::Malformed, "attestationObject.fmt"));
        }
        check_statement(format, statement)
            .map_err(|_| Refusal::new(Reason::Malformed, "attestationObject.attStmt"))?;
        Ok(Attestation { format, authenticator_data })
    }
}

/// The outermost shape of a statement (section 8): empty for `none`, an array for `compound`, a map for the
/// others.
fn check_statement(format: &str, mut statement: Reader<'_>) -> Result<(), NotCanonical> {
    let is_right = match format {
        "none" => statement.map()? == 0,
        "compound" => statement.is_array(),
        _ => statement.map().is_ok(),
    };
    if is_right { Ok(()) } else { Err(NotCanonical) }
}
