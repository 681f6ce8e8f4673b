//! Registering passkeys, and signing in with them.
//!
//! A ceremony has two calls. Starting it stores what the answer is held against; finishing it consumes that before
//! anything is verified, once and for all. Whatever is wrong with the answer is a result: an exception would give the
//! challenge back.

use super::login_tokens::{ago, mailbox, refuse_rollback};
use crate::arguments::{now, random_id, required, timestamptz};
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::server_log::note;
use crate::store::{login_tokens, users, webauthn_credentials as store};
use crate::{key_file, settings};
use badges_core::email_address;
use badges_core::json::Jsonb;
use badges_core::secret::Purpose;
use badges_core::timestamp::Timestamp;
use badges_core::token::limits;
use badges_core::webauthn::{
    self, Ceremony, Counter, OptionError, Options, Refusal, State, StoredCredential,
};
use pgrx::Uuid;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// Milliseconds a ceremony lasts unless the caller says otherwise (L3, section 5.4, recommends five to ten minutes).
const TIMEOUT: u32 = 300_000;

/// Characters of what a user calls a passkey.
const NICKNAME: usize = 255;

/// Why a ceremony ends without success.
#[derive(Clone, Copy)]
enum Reason {
    /// No such ceremony, or it has ended: which one is nobody's business.
    Invalid,
    UserDisabled,
    AlreadyRegistered,
    /// The credential is unknown at this relying party.
    UnknownCredential,
    CloneSuspected,
    Refused(Refusal),
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Reason::Invalid => "invalid",
            Reason::UserDisabled => "user_disabled",
            Reason::AlreadyRegistered => "already_registered",
            Reason::UnknownCredential => webauthn::Reason::UnknownCredential.name(),
            Reason::CloneSuspected => "clone_suspected",
            Reason::Refused(refusal) => refusal.reason.name(),
        }
    }
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        Reason::Refused(refusal)
    }
}

/// Starts the registration of a passkey for a user.
///
/// One row. `options` is for `PublicKeyCredential.parseCreationOptionsFromJSON`; `token_id` and what the browser answers
/// go to `webauthn_finish_registration` before `expires_at`. The argument `options` may hold `userVerification`,
/// `residentKey`, `authenticatorAttachment`, `hints`, `timeout`, `excludeExisting`.
///
/// Errors: 22023 for NULL and for other options; 23503 for an unknown user; 28000 for a disabled one; 55000 without
/// `badges.rp_id` or `badges.rp_origins`.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, security_definer,
    requires = ["login_tokens", "webauthn_credentials"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn webauthn_start_registration(
    user_id: Option<Uuid>,
    options: default!(Option<JsonbArgument<'_>>, "'{}'"),
) -> Result<
    TableIterator<
        'static,
        (name!(token_id, Uuid), name!(options, JsonbValue), name!(expires_at, Option<TimestampWithTimeZone>)),
    >,
    ErrorReport,
> {
    let started =
        start_registration(required("user_id", user_id)?, read_options(Ceremony::Registration, options)?)?;
    Ok(TableIterator::once(started))
}

/// Finishes the registration of a passkey and stores it.
///
/// One row. `credential` is what `PublicKeyCredential.toJSON()` gives. `reason` is NULL if verified, else `invalid` (no such
/// ceremony, or it has ended), `already_registered`, `user_disabled`, or what is wrong with the answer: `malformed`, `bad_type`, `bad_challenge`,
/// `bad_origin`, `cross_origin`, `bad_rp`, `user_not_present`, `user_not_verified`, `backup_state`, `unsupported_algorithm`, `bad_key`.
///
/// Errors: 22023 for a nickname of more than 255 characters; 28000 if the request asks for its own rollback; 55000
/// without `badges.rp_id` or `badges.rp_origins`.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, security_definer,
    requires = ["login_tokens", "webauthn_credentials"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn webauthn_finish_registration(
    token_id: Option<Uuid>,
    credential: Option<JsonbArgument<'_>>,
    nickname: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(verified, bool),
            name!(user_id, Option<Uuid>),
            name!(credential_id, Option<String>),
            name!(reason, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let nickname = well_formed_nickname(nickname)?;
    Ok(TableIterator::once(match finish_registration(token_id, credential, nickname)? {
        Ok((user_id, credential_id)) => (true, Some(user_id), Some(credential_id), None),
        Err(reason) => (false, None, None, Some(told(reason, Ceremony::Registration))),
    }))
}

/// Starts a sign-in with a passkey: of whoever has one, or, with an address, of its user.
///
/// One row. `options` is for `PublicKeyCredential.parseRequestOptionsFromJSON`; `token_id` and what the browser answers go
/// to `webauthn_finish_authentication` before `expires_at`. An address without a user or without a passkey is answered with
/// credentials that exist nowhere, always the same ones. The argument `options` may hold `userVerification`, `hints`,
/// `timeout`.
///
/// Errors: 22023 for an address that is no mailbox and for other options; 55000 without `badges.rp_id` or `badges.rp_origins`,
/// and, with an address, without the key file.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, security_definer,
    requires = ["login_tokens", "webauthn_credentials"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn webauthn_start_authentication(
    email: default!(Option<&str>, "NULL"),
    options: default!(Option<JsonbArgument<'_>>, "'{}'"),
) -> Result<
    TableIterator<
        'static,
        (name!(token_id, Uuid), name!(options, JsonbValue), name!(expires_at, Option<TimestampWithTimeZone>)),
    >,
    ErrorReport,
> {
    let email = email.map(|email| mailbox(Some(email))).transpose()?;
    let started = start_authentication(email, read_options(Ceremony::Authentication, options)?)?;
    Ok(TableIterator::once(started))
}

/// Finishes a sign-in with a passkey.
///
/// One row. `credential` is what `PublicKeyCredential.toJSON()` gives. `clone_suspected` says that the passkey's counter ran
/// backwards; whether that is refused is for `badges.sign_count_policy` to say. `reason` is NULL if verified, else
/// `invalid` (no such ceremony, or it has ended), `unknown_credential`, `user_disabled`, `clone_suspected`, or what is wrong with the
/// answer: `malformed`, `bad_type`, `bad_challenge`, `bad_origin`, `cross_origin`, `bad_rp`, `user_not_present`,
/// `user_not_verified`, `backup_state`, `bad_signature`, `wrong_user`. Without success all other columns are NULL or false,
/// except that `clone_suspected` comes with `credential_id` and `sign_count`.
///
/// Errors: 28000 if the request asks for its own rollback; 55000 without `badges.rp_id` or `badges.rp_origins`.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, security_definer,
    requires = ["login_tokens", "webauthn_credentials"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn webauthn_finish_authentication(
    token_id: Option<Uuid>,
    credential: Option<JsonbArgument<'_>>,
) -> Result<
    TableIterator<
        'static,
        (
            name!(verified, bool),
            name!(user_id, Option<Uuid>),
            name!(credential_id, Option<String>),
            name!(user_verified, bool),
            name!(backed_up, bool),
            name!(sign_count, Option<i64>),
            name!(clone_suspected, bool),
            name!(reason, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let signed_in = finish_authentication(token_id, credential)?;
    let reason = signed_in.reason.map(|reason| told(reason, Ceremony::Authentication));
    Ok(TableIterator::once((
        signed_in.user_id.is_some(),
        signed_in.user_id,
        signed_in.credential_id,
        signed_in.user_verified,
        signed_in.backed_up,
        signed_in.sign_count,
        signed_in.clone_suspected,
        reason,
    )))
}

/// The answer to an assertion; verified if it names the user.
#[derive(Default)]
struct SignedIn {
    user_id: Option<Uuid>,
    credential_id: Option<String>,
    user_verified: bool,
    backed_up: bool,
    sign_count: Option<i64>,
    clone_suspected: bool,
    reason: Option<Reason>,
}

impl From<Reason> for SignedIn {
    fn from(reason: Reason) -> Self {
        SignedIn { reason: Some(reason), ..SignedIn::default() }
    }
}

type Started = (Uuid, JsonbValue, Option<TimestampWithTimeZone>);

fn start_registration(user_id: Uuid, options: Options) -> Result<Started, Error> {
    let relying_party = settings::relying_party()?;
    let user = users::names(user_id)?
        .ok_or_else(|| Error::UnknownReference { entity: "user", id: user_id.to_string() })?;
    if user.disabled {
        return Err(Error::NotAllowed {
            reason: "the user is disabled",
            hint: "Set users.disabled_at to NULL to let the user sign in again.",
        });
    }
    let existing = store::of_user(user_id, &relying_party.id)?;
    let account = webauthn::User {
        handle: *user_id.as_bytes(),
        name: &user.email,
        display_name: user.name.as_deref().unwrap_or_default(),
    };
    let started = with_origins(&relying_party, |relying_party| {
        webauthn::start_registration(relying_party, account, &existing, &options)
    })?;
    remember(Some(user_id), &started, &options)
}

fn start_authentication(email: Option<&str>, options: Options) -> Result<Started, Error> {
    let relying_party = settings::relying_party()?;
    let (user_id, allow) = match email {
        Some(email) => asked_for(email, &relying_party.id)?,
        None => (None, Vec::new()),
    };
    let handle = user_id.map(|user_id| *user_id.as_bytes());
    let started = with_origins(&relying_party, |relying_party| {
        webauthn::start_authentication(relying_party, handle, &allow, &options)
    })?;
    remember(user_id, &started, &options)
}

/// The user of an address, and the passkeys to ask the browser for. An address without any gets its decoys, and the work
/// is the same for all.
fn asked_for(email: &str, rp_id: &str) -> Result<(Option<Uuid>, Vec<webauthn::Descriptor>), Error> {
    // A new key is put in front of the file; the last one keeps the decoys what they were.
    let key = key_file::secret()?
        .reading_keys(Purpose::UnknownPasskeys)
        .last()
        .ok_or_else(|| Error::Internal("the key for unknown addresses cannot be derived".into()))?;
    let decoys = webauthn::decoys(&key, rp_id, email);
    let user_id = users::find(&email_address::key(email))?.map(|user| user.user_id);
    let passkeys = store::of_user(user_id.unwrap_or_else(|| Uuid::from_bytes([0; 16])), rp_id)?;
    Ok((user_id, if passkeys.is_empty() { decoys } else { passkeys }))
}

fn with_origins<T>(
    configured: &settings::RelyingParty,
    start: impl FnOnce(webauthn::RelyingParty<'_>) -> Result<T, badges_core::secret::NoRandomness>,
) -> Result<T, Error> {
    let origins: Vec<&str> = configured.origins.iter().map(String::as_str).collect();
    Ok(start(webauthn::RelyingParty { id: &configured.id, name: &configured.name, origins: &origins })?)
}

/// Stores a started ceremony.
fn remember(user_id: Option<Uuid>, started: &webauthn::Started, options: &Options) -> Result<Started, Error> {
    let created_at = now()?;
    let lifetime = i64::from(options.timeout.unwrap_or(TIMEOUT)).saturating_mul(1_000);
    let expires_at = Timestamp::from_microseconds(created_at.microseconds().saturating_add(lifetime))
        .ok_or_else(|| Error::Internal("a ceremony ends after the end of time".into()))?;
    let token_id = random_id()?;
    login_tokens::purge_a_few(ago(created_at, limits::RETENTION))?;
    login_tokens::insert_ceremony(login_tokens::NewCeremony {
        token_id,
        user_id,
        ceremony: started.state.ceremony,
        state: JsonbValue::from_tree(&started.state.to_tree())?,
        created_at,
        expires_at,
    })?;
    Ok((token_id, JsonbValue::from_tree(&started.options)?, timestamptz(expires_at)))
}

/// Consumes a ceremony. `None`: there is none, or it has ended.
fn consume(token_id: Option<Uuid>, ceremony: Ceremony, now: Timestamp) -> Result<Option<State>, Error> {
    settings::relying_party()?;
    refuse_rollback()?;
    let Some(token_id) = token_id else {
        return Ok(None);
    };
    let Some(state) = login_tokens::consume_ceremony(token_id, ceremony, now)? else {
        return Ok(None);
    };
    Ok(State::read(state.json()?))
}

fn finish_registration(
    token_id: Option<Uuid>,
    credential: Option<JsonbArgument<'_>>,
    nickname: Option<&str>,
) -> Result<Result<(Uuid, String), Reason>, Error> {
    let now = now()?;
    let Some(state) = consume(token_id, Ceremony::Registration, now)? else {
        return Ok(Err(Reason::Invalid));
    };
    let Some(user_id) = state.user_handle.map(Uuid::from_bytes) else {
        return Ok(Err(Reason::Invalid));
    };
    let passkey = match presented(credential)
        .and_then(|credential| Ok(webauthn::verify_registration(credential, &state)?))
    {
        Ok(passkey) => passkey,
        Err(reason) => return Ok(Err(reason)),
    };
    match users::names(user_id)? {
        Some(user) if !user.disabled => {}
        Some(_) => return Ok(Err(Reason::UserDisabled)),
        None => return Ok(Err(Reason::Invalid)),
    }
    let credential_id = passkey.credential_id.clone();
    if store::insert(user_id, &state.rp_id, passkey, nickname, now)? {
        Ok(Ok((user_id, credential_id)))
    } else {
        Ok(Err(Reason::AlreadyRegistered))
    }
}

fn finish_authentication(
    token_id: Option<Uuid>,
    credential: Option<JsonbArgument<'_>>,
) -> Result<SignedIn, Error> {
    let now = now()?;
    let Some(state) = consume(token_id, Ceremony::Authentication, now)? else {
        return Ok(Reason::Invalid.into());
    };
    let credential = match presented(credential) {
        Ok(credential) => credential,
        Err(reason) => return Ok(reason.into()),
    };
    let claim = match webauthn::claim(credential) {
        Ok(claim) => claim,
        Err(refusal) => return Ok(Reason::from(refusal).into()),
    };
    let Some(stored) = store::lock(claim.credential_id, &state.rp_id)? else {
        return Ok(Reason::UnknownCredential.into());
    };
    let known = StoredCredential {
        credential_id: claim.credential_id,
        public_key: &stored.public_key,
        algorithm: stored.algorithm,
        sign_count: stored.sign_count,
        backup_eligible: stored.backup_eligible,
        user_handle: *stored.user_id.as_bytes(),
        other_handle: stored.user_handle.as_deref(),
    };
    let verified = match webauthn::verify_authentication(credential, &state, &known) {
        Ok(verified) => verified,
        Err(refusal) => return Ok(Reason::from(refusal).into()),
    };
    let clone_suspected = verified.counter == Counter::Regressed;
    if clone_suspected {
        store::suspect_clone(claim.credential_id, now)?;
        note(&format!(
            "badges: the counter of a passkey of user {} went from {} to {}: there may be a copy of it",
            stored.user_id, stored.sign_count, verified.sign_count
        ));
    }
    let refused = clone_suspected && settings::sign_count_policy().refuses(verified.backup_eligible);
    let reason = if refused {
        Some(Reason::CloneSuspected)
    } else if users::note_login(stored.user_id, now)? {
        store::note_use(claim.credential_id, &verified, now)?;
        None
    } else {
        return Ok(Reason::UserDisabled.into());
    };
    Ok(SignedIn {
        user_id: reason.is_none().then_some(stored.user_id),
        credential_id: Some(claim.credential_id.to_owned()),
        user_verified: reason.is_none() && verified.user_verified,
        backed_up: reason.is_none() && verified.backup_state,
        sign_count: Some(i64::from(verified.sign_count)),
        clone_suspected,
        reason,
    })
}

/// What the browser sent. NULL, and what is no jsonb that can be read, is as malformed as any other answer.
fn presented(credential: Option<JsonbArgument<'_>>) -> Result<Jsonb<'_>, Reason> {
    let malformed = Reason::Refused(Refusal { reason: webauthn::Reason::Malformed, member: "credential" });
    credential.and_then(|credential| credential.json().ok()).ok_or(malformed)
}

/// The name of a reason for the caller; the part that is at fault goes to the server log alone.
fn told(reason: Reason, ceremony: Ceremony) -> String {
    if let Reason::Refused(refusal) = reason {
        note(&format!("badges: {} refused: {refusal}", ceremony.purpose()));
    }
    reason.name().to_owned()
}

/// The argument `options`; NULL is as good as none.
fn read_options(ceremony: Ceremony, options: Option<JsonbArgument<'_>>) -> Result<Options, Error> {
    let Some(options) = options else {
        return Ok(Options::default());
    };
    Options::read(ceremony, options.json()?).map_err(|error| Error::Argument {
        name: "options",
        reason: option_fault(&error),
        hint: match ceremony {
            Ceremony::Registration => {
                "It may hold userVerification, residentKey, authenticatorAttachment, hints, timeout and excludeExisting; \
                 the relying party is set by badges.rp_id, badges.rp_name and badges.rp_origins."
            }
            Ceremony::Authentication => {
                "It may hold userVerification, hints and timeout; the relying party is set by badges.rp_id and \
                 badges.rp_origins."
            }
        },
    })
}

fn option_fault(error: &OptionError) -> String {
    let member: String = error.member.chars().take(64).collect();
    match error.expected {
        Some(expected) if member.is_empty() => format!("must be {expected}"),
        Some(expected) => format!("has a member {member:?} that must be {expected}"),
        None => format!("has an unknown member {member:?}"),
    }
}

/// What a user calls a passkey; blank is none.
pub(super) fn well_formed_nickname(nickname: Option<&str>) -> Result<Option<&str>, Error> {
    let nickname = nickname.map(str::trim).filter(|nickname| !nickname.is_empty());
    if nickname.is_some_and(|nickname| nickname.chars().nth(NICKNAME).is_some()) {
        return Err(Error::Argument {
            name: "nickname",
            reason: "has more than 255 characters".into(),
            hint: "Pass a short name such as 'My phone'.",
        });
    }
    Ok(nickname)
}
