//! Passkeys: the relying party's side of W3C Web Authentication Level 3, with attestation policy "none".
//!
//! A ceremony has two calls. [`start_registration`] or [`start_authentication`] makes a challenge: the
//! options for the browser, and a [`State`] that the caller stores and that is good once.
//! [`verify_registration`] or [`verify_authentication`] holds what the browser sends back
//! (`PublicKeyCredential.toJSON()`) against that state. The caller consumes the state before it verifies and
//! does not give it back when the verdict is a [`Refusal`].
//!
//! Nothing here trusts attestation: the statement is read past and its format recorded. Extensions nobody
//! asked for are ignored, `credProps.rk` is recorded. Options never ask for conditional creation, so a user
//! must be present.

mod authentication;
mod authenticator_data;
mod cbor;
mod client_data;
mod cose;
mod credential;
mod documents;
mod options;
mod registration;
mod start;
mod state;

pub use authentication::{Authenticated, Claim, Counter, StoredCredential, claim, verify_authentication};
pub use documents::{decoys, related_origins, signal_all_accepted};
pub use options::{OptionError, Options, UserVerification};
pub use registration::{Registered, verify_registration};
pub use start::{Descriptor, RelyingParty, Started, User, start_authentication, start_registration};
pub use state::{Ceremony, State};

/// COSE algorithm identifiers (RFC 9053, RFC 8812) of the keys that are verified with, as stored.
pub mod algorithm {
    /// EdDSA; the key must be of Ed25519.
    pub const EDDSA: i32 = -8;
    /// ECDSA with SHA-256; the key must be of P-256.
    pub const ES256: i32 = -7;
    /// ECDSA with SHA-384; the key must be of P-384.
    pub const ES384: i32 = -35;
    /// ECDSA with SHA-512; the key must be of P-521.
    pub const ES512: i32 = -36;
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 to 8192 bits.
    pub const RS256: i32 = -257;
    /// What a new credential may be of, the most wanted first (section 5.4, `pubKeyCredParams`).
    pub const OFFERED: [i32; 3] = [EDDSA, ES256, RS256];
}

/// Sizes beyond which nothing is read.
pub mod limits {
    /// Octets of clientDataJSON.
    pub const CLIENT_DATA: usize = 8 * 1024;
    /// Octets of an attestation object, and of authenticator data.
    pub const ATTESTATION_OBJECT: usize = 64 * 1024;
    /// Octets of a credential id (section 7.1, step 25).
    pub const CREDENTIAL_ID: usize = 1023;
    /// Octets of a user handle (section 4, "User Handle").
    pub const USER_HANDLE: usize = 64;
    /// Octets of a signature: RSA of 8192 bits.
    pub const SIGNATURE: usize = 1024;
    /// Nesting of CBOR.
    pub const CBOR_DEPTH: usize = 8;
}

/// Why a credential is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not in the form the standard gives it, too long, or not canonical.
    Malformed,
    /// Not the type, or of the other ceremony.
    BadType,
    /// Not the challenge of this ceremony.
    BadChallenge,
    /// Made at an origin that is not on the list.
    BadOrigin,
    /// Made in a frame of another origin.
    CrossOrigin,
    /// Made for another relying party.
    BadRelyingParty,
    /// Nobody touched the authenticator.
    UserNotPresent,
    /// The authenticator did not verify its user though it must.
    UserNotVerified,
    /// Backed up without being eligible, or another eligibility than at registration.
    BackupState,
    /// A key of an algorithm that was not offered, or of none that is known.
    UnsupportedAlgorithm,
    /// A public key that is none: a point off its curve, RSA numbers out of range.
    BadKey,
    /// Not signed with the stored key.
    BadSignature,
    /// Not among the credentials that were asked for, or not the stored one.
    UnknownCredential,
    /// The credential is somebody else's, or it does not say whose it is where it must.
    WrongUser,
}

impl Reason {
    /// Its name in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Malformed => "malformed",
            Reason::BadType => "bad_type",
            Reason::BadChallenge => "bad_challenge",
            Reason::BadOrigin => "bad_origin",
            Reason::CrossOrigin => "cross_origin",
            Reason::BadRelyingParty => "bad_rp",
            Reason::UserNotPresent => "user_not_present",
            Reason::UserNotVerified => "user_not_verified",
            Reason::BackupState => "backup_state",
            Reason::UnsupportedAlgorithm => "unsupported_algorithm",
            Reason::BadKey => "bad_key",
            Reason::BadSignature => "bad_signature",
            Reason::UnknownCredential => "unknown_credential",
            Reason::WrongUser => "wrong_user",
        }
    }
}

/// A credential that is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// Why; [`Reason::name`] is what the caller of SQL may see.
    pub reason: Reason,
    /// Which part is at fault, such as `response.clientDataJSON.origin`: for the server log. Holds nothing of
    /// what was sent.
    pub member: &'static str,
}

impl Refusal {
    fn new(reason: Reason, member: &'static str) -> Refusal {
        Refusal { reason, member }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({})", self.reason.name(), self.member)
    }
}

impl std::error::Error for Refusal {}
