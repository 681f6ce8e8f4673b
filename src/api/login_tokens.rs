//! Signing in by code or link.
//!
//! Everything about the presented secret is a result: an exception would roll back the failure it reports.

use crate::arguments::{now, required, timestamptz};
use crate::error::Error;
use crate::server_log::note;
use crate::store::{login_tokens as store, users};
use crate::{key_file, settings};
use badges_core::email_address;
use badges_core::secret;
use badges_core::timestamp::Timestamp;
use badges_core::token::{self, FailureMemory, LoginToken, Presented, Purpose, limits};
use pgrx::datum::{Interval, TimestampWithTimeZone};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::{Inet, Uuid, pg_sys};
use std::cell::RefCell;
use std::ffi::CStr;

#[pg_schema]
mod badges {}

thread_local! {
    /// What this backend has seen fail. A caller who rolls back undoes the count in the table, not this one.
    static FAILURES: RefCell<FailureMemory> = RefCell::new(FailureMemory::default());
}

/// Why a call was no success.
#[derive(Clone, Copy)]
enum Reason {
    /// Unknown, wrong, expired, used: which one is nobody's business.
    Invalid,
    /// A limit that time lifts.
    RateLimited,
    /// Too many failures in a row; redeeming a link lifts it.
    Locked,
    UserDisabled,
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Reason::Invalid => "invalid",
            Reason::RateLimited => "rate_limited",
            Reason::Locked => "locked",
            Reason::UserDisabled => "user_disabled",
        }
    }
}

/// The answer to a request for a token.
#[derive(Default)]
struct Created {
    token_id: Option<Uuid>,
    email: Option<String>,
    code: Option<String>,
    link: Option<String>,
    expires_at: Option<TimestampWithTimeZone>,
    reason: Option<Reason>,
}

/// The answer to a presented secret.
struct Verdict {
    user: Option<users::SignedIn>,
    reason: Option<Reason>,
}

impl From<Reason> for Verdict {
    fn from(reason: Reason) -> Self {
        Verdict { user: None, reason: Some(reason) }
    }
}

/// Makes a code and a link for an address: one token, redeemed once by either.
///
/// One row. For an address that cannot sign in (unknown while `badges.sign_up` is off, a disabled user) it has
/// the same shape and `code` and `link_token` are NULL: send no mail, tell the browser nothing. `email` is where
/// to send the mail. `reason` is NULL or: `rate_limited` without a token (five are alive, or ten were made within
/// the hour), `rate_limited` or `locked` with a link and no code (20 wrong codes within the hour, 100 in a row).
///
/// `ttl` is at most a day; NULL takes `badges.login_token_ttl`. `code_challenge` is an S256 challenge (RFC 7636):
/// only who has its verifier can redeem the token. `ip` and `user_agent` are kept as a trace.
///
/// Errors: 22023 for an unknown purpose, an address that is no mailbox, a `ttl` or `code_challenge` out of form;
/// 28000 if the request asks for its own rollback; 55000 without a key file.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, security_definer, requires = ["login_tokens", "users"])]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn create_login_token(
    email: Option<&str>,
    purpose: default!(Option<&str>, "'login'"),
    ttl: default!(Option<Interval>, "NULL"),
    code_challenge: default!(Option<&str>, "NULL"),
    ip: default!(Option<Inet>, "NULL"),
    user_agent: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(token_id, Option<Uuid>),
            name!(email, Option<String>),
            name!(code, Option<String>),
            name!(link_token, Option<String>),
            name!(expires_at, Option<TimestampWithTimeZone>),
            name!(reason, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let created = create(Request {
        email: mailbox(email)?,
        purpose: known_purpose(purpose)?,
        lifetime: lifetime(ttl)?,
        code_challenge: well_formed_challenge(code_challenge)?,
        ip,
        user_agent: user_agent.map(shortened),
    })?;
    Ok(TableIterator::once((
        created.token_id,
        created.email,
        created.code,
        created.link,
        created.expires_at,
        created.reason.map(|reason| reason.name().to_owned()),
    )))
}

/// Redeems a link token, or a token id with a code.
///
/// One row. `reason` is NULL if verified, else: `invalid` (unknown, wrong, expired, used, made for another purpose
/// or browser), `rate_limited` (the token has had its five tries, or the address 20 failures within the hour),
/// `locked` (100 failures in a row: codes are off until a link is redeemed), `user_disabled`. Redeeming a token of
/// an address without a user makes the user if `badges.sign_up` is on and the purpose is `login` or `email_verify`.
///
/// Errors: 22023 for an unknown purpose; 28000 if the request asks for its own rollback; 55000 without a key file.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, security_definer, requires = ["login_tokens", "users"])]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn verify_login_token(
    token: Option<&str>,
    code: default!(Option<&str>, "NULL"),
    purpose: default!(Option<&str>, "'login'"),
    code_verifier: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(verified, bool),
            name!(user_id, Option<Uuid>),
            name!(email, Option<String>),
            name!(is_new_user, bool),
            name!(reason, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let verdict = verify(token, code, known_purpose(purpose)?, code_verifier)?;
    let reason = verdict.reason.map(|reason| reason.name().to_owned());
    Ok(TableIterator::once(match verdict.user {
        Some(user) => (true, Some(user.user_id), Some(user.email), user.is_new, reason),
        None => (false, None, None, false, reason),
    }))
}

/// Ends every live token of a user; returns how many there were.
///
/// Errors: 22023 for NULL.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, security_definer, requires = ["login_tokens", "users"])]
#[search_path(pg_catalog, pg_temp)]
fn revoke_login_tokens(user_id: Option<Uuid>) -> Result<i64, ErrorReport> {
    let user_id = required("user_id", user_id)?;
    let email_key = users::email(user_id)?.map(|email| email_address::key(&email));
    Ok(number(store::revoke(user_id, email_key.as_deref(), now()?)?))
}

/// Deletes the tokens that were redeemed or expired longer ago than this; returns how many. With a limit, at most so
/// many, and none while another session does the same: for a job that comes again and must not take long.
///
/// The limits on signing in count stored tokens, so keep at least a day.
///
/// Errors: 22023 for NULL and for a negative interval or limit.
#[pg_extern(
    name = "purge_login_tokens", schema = "badges", volatile, parallel_unsafe, security_definer,
    requires = ["login_tokens"]
)]
#[search_path(pg_catalog, pg_temp)]
fn purge_some_login_tokens(
    older_than: default!(Option<Interval>, "'7 days'"),
    limit: default!(Option<i64>, "NULL"),
) -> Result<i64, ErrorReport> {
    let microseconds = required("older_than", older_than)?.as_micros();
    if microseconds < 0 {
        return Err(Error::Argument {
            name: "older_than",
            reason: "must not be negative".into(),
            hint: "Pass how long used and expired tokens are kept, such as '7 days'.",
        }
        .into());
    }
    let cutoff = ago(now()?, i64::try_from(microseconds).unwrap_or(i64::MAX));
    Ok(number(match limit {
        None => store::purge(cutoff)?,
        Some(limit) if limit >= 0 => store::purge_at_most(cutoff, limit)?,
        Some(_) => {
            return Err(Error::Argument {
                name: "limit",
                reason: "must not be negative".into(),
                hint: "Pass how many tokens one call deletes at most, or leave it out.",
            }
            .into());
        }
    }))
}

/// As releases before 0.3 declared it: their SQL, until it is upgraded, calls this.
#[pg_extern(sql = false)]
fn purge_login_tokens(older_than: Option<Interval>) -> Result<i64, ErrorReport> {
    purge_some_login_tokens(older_than, None)
}

/// A request for a token, checked.
struct Request<'a> {
    email: &'a str,
    purpose: Purpose,
    /// Microseconds.
    lifetime: i64,
    code_challenge: Option<&'a str>,
    ip: Option<Inet>,
    user_agent: Option<&'a str>,
}

fn create(request: Request<'_>) -> Result<Created, Error> {
    refuse_rollback()?;
    let secret = key_file::secret()?;
    let email_key = email_address::key(request.email);
    store::lock_identity(&email_key)?;
    let created_at = now()?;
    store::purge_a_few(ago(created_at, limits::RETENTION))?;
    let usage = store::usage(&email_key, created_at)?;
    if usage.live_tokens >= limits::LIVE_TOKENS || usage.new_tokens >= limits::NEW_TOKENS {
        return Ok(Created { reason: Some(Reason::RateLimited), ..Created::default() });
    }
    let (user_id, email, may_redeem) = match users::find(&email_key)? {
        Some(user) if !user.disabled => (Some(user.user_id), user.email, true),
        Some(_) => (None, request.email.to_owned(), false),
        None => (None, request.email.to_owned(), settings::sign_up() && request.purpose.signs_up()),
    };
    let mint = if may_redeem { LoginToken::mint } else { LoginToken::mint_decoy };
    let key = secret
        .writing_key(secret::Purpose::LoginTokens)
        .ok_or_else(|| Error::Internal("the key for login tokens cannot be derived".into()))?;
    let token = mint(request.purpose, &key, settings::otp_length())?;
    let codes_off = codes_off(&usage);
    let expires_at = Timestamp::from_microseconds(created_at.microseconds().saturating_add(request.lifetime))
        .ok_or_else(|| Error::Internal("a token expires before the beginning of time".into()))?;
    let token_id = Uuid::from_bytes(*token.token_id.as_bytes());
    store::insert(store::NewToken {
        token_id,
        user_id,
        email: &email,
        purpose: request.purpose,
        code_hash: codes_off.is_none().then_some(token.code_hash),
        link_hash: token.link_hash,
        code_challenge: request.code_challenge,
        created_at,
        expires_at,
        ip: request.ip,
        user_agent: request.user_agent,
    })?;
    Ok(Created {
        token_id: Some(token_id),
        email: Some(email),
        code: (may_redeem && codes_off.is_none()).then_some(token.code),
        link: may_redeem.then_some(token.link),
        expires_at: timestamptz(expires_at),
        reason: codes_off,
    })
}

fn verify(
    token: Option<&str>,
    code: Option<&str>,
    purpose: Purpose,
    code_verifier: Option<&str>,
) -> Result<Verdict, Error> {
    refuse_rollback()?;
    let secret = key_file::secret()?;
    let Some(presented) = token.and_then(|token| Presented::read(token, code)) else {
        return Ok(Reason::Invalid.into());
    };
    let code_challenge = code_verifier.map(token::code_challenge);
    let attempt = store::Attempt {
        token_id: Uuid::from_bytes(*presented.token_id.as_bytes()),
        purpose,
        digests: presented.digests(purpose, secret.reading_keys(secret::Purpose::LoginTokens)),
        code_challenge: code_challenge.as_deref(),
        at: now()?,
    };
    if !presented.is_code() {
        return match store::redeem_link(&attempt)? {
            Some(met) => accept(met, &attempt),
            None => Ok(Reason::Invalid.into()),
        };
    }
    if FAILURES.with_borrow(|failures| failures.is_exhausted(presented.token_id)) {
        return Ok(why_no_code_is_taken(&attempt)?.into());
    }
    match store::redeem_code(&attempt)? {
        Some(met) if met.redeemed => accept(met, &attempt),
        Some(met) => {
            FAILURES.with_borrow_mut(|failures| failures.record(presented.token_id));
            enforce_limits(&met, attempt.at)?;
            Ok(Reason::Invalid.into())
        }
        None => Ok(why_no_code_is_taken(&attempt)?.into()),
    }
}

/// What a redeemed token does: the user signs in, or comes into being.
fn accept(met: store::Met, attempt: &store::Attempt<'_>) -> Result<Verdict, Error> {
    let purpose = attempt.purpose;
    let email_key = email_address::key(&met.email);
    let user = match met.user_id {
        Some(user_id) => users::sign_in(user_id, &email_key, attempt.at, purpose.signs_in())?,
        None if settings::sign_up() && purpose.signs_up() => {
            users::sign_up(&met.email, attempt.at, purpose.signs_in())?
        }
        None => None,
    };
    let Some(user) = user else {
        let disabled = users::find(&email_key)?.is_some_and(|user| user.disabled);
        return Ok(if disabled { Reason::UserDisabled } else { Reason::Invalid }.into());
    };
    if purpose == Purpose::Recovery {
        store::end_all(&email_key, user.user_id, attempt.at)?;
    }
    Ok(Verdict { user: Some(user), reason: None })
}

/// After a failure: turns codes off where it was one too many for the identity.
fn enforce_limits(met: &store::Met, now: Timestamp) -> Result<(), Error> {
    let email_key = email_address::key(&met.email);
    store::lock_identity(&email_key)?;
    let Some(reason) = codes_off(&store::usage(&email_key, now)?) else {
        return Ok(());
    };
    store::end_codes(&email_key, now)?;
    if matches!(reason, Reason::Locked) {
        let who =
            met.user_id.map_or_else(|| "an address without a user".to_owned(), |id| format!("user {id}"));
        note(&format!(
            "badges: sign-in codes are off for {who} until a link is redeemed: too many wrong ones in a row"
        ));
    }
    Ok(())
}

/// Whether the identity has failed so often that codes are off, and what that is called.
fn codes_off(usage: &store::Usage) -> Option<Reason> {
    if usage.consecutive_failures >= limits::CONSECUTIVE_FAILURES {
        Some(Reason::Locked)
    } else if usage.failures >= limits::FAILURES {
        Some(Reason::RateLimited)
    } else {
        None
    }
}

/// A token that lives and takes no code has met a limit; any other is as good as unknown.
fn why_no_code_is_taken(attempt: &store::Attempt<'_>) -> Result<Reason, Error> {
    let Some(email) = store::live_email(attempt.token_id, attempt.purpose, attempt.at)? else {
        return Ok(Reason::Invalid);
    };
    let usage = store::usage(&email_address::key(&email), attempt.at)?;
    Ok(codes_off(&usage).unwrap_or(Reason::RateLimited))
}

pub(crate) fn mailbox(email: Option<&str>) -> Result<&str, Error> {
    let email = required("email", email)?;
    match email_address::fault(email) {
        None => Ok(email),
        Some(fault) => Err(Error::Argument {
            name: "email",
            reason: fault.into(),
            hint: "Pass one plain mailbox such as ann@example.org.",
        }),
    }
}

fn known_purpose(purpose: Option<&str>) -> Result<Purpose, Error> {
    purpose.and_then(Purpose::from_name).ok_or(Error::Argument {
        name: "purpose",
        reason: "names no purpose of a login token".into(),
        hint: "One of login, email_verify, step_up, recovery.",
    })
}

/// In microseconds.
fn lifetime(ttl: Option<Interval>) -> Result<i64, Error> {
    let Some(ttl) = ttl else {
        return Ok(i64::from(settings::login_token_ttl()).saturating_mul(1_000_000));
    };
    i64::try_from(ttl.as_micros()).ok().filter(|ttl| (1..=limits::LIFETIME).contains(ttl)).ok_or(
        Error::Argument {
            name: "ttl",
            reason: "must be more than nothing and at most a day".into(),
            hint: "Pass an interval such as '10 minutes', or NULL for the setting badges.login_token_ttl.",
        },
    )
}

fn well_formed_challenge(challenge: Option<&str>) -> Result<Option<&str>, Error> {
    match challenge {
        Some(challenge) if !token::is_code_challenge(challenge) => Err(Error::Argument {
            name: "code_challenge",
            reason: "is no code challenge of method S256".into(),
            hint: "Pass the SHA-256 of the code verifier in base64url: 43 characters, without padding.",
        }),
        other => Ok(other),
    }
}

fn shortened(user_agent: &str) -> &str {
    match user_agent.char_indices().nth(limits::USER_AGENT) {
        Some((end, _)) => user_agent.get(..end).unwrap_or_default(),
        None => user_agent,
    }
}

/// PostgREST lets a web client ask for the rollback of its own request, and with it of the failure counted.
///
/// # Errors
/// 28000 if it does.
pub(crate) fn refuse_rollback() -> Result<(), Error> {
    // SAFETY: with missing_ok PostgreSQL returns null for a setting that does not exist; what it returns else is
    // a C string that lives until the setting changes.
    let headers = unsafe {
        let value = pg_sys::GetConfigOption(c"request.headers".as_ptr(), true, false);
        if value.is_null() { return Ok(()) } else { CStr::from_ptr(value) }
    };
    if token::asks_for_rollback(&headers.to_string_lossy()) {
        return Err(Error::NotAllowed {
            reason: "a sign-in request must not ask for its own rollback",
            hint: "Send it without the preference tx=rollback.",
        });
    }
    Ok(())
}

/// So many microseconds before an instant.
pub(crate) fn ago(instant: Timestamp, microseconds: i64) -> Timestamp {
    Timestamp::from_microseconds(instant.microseconds().saturating_sub(microseconds))
        .unwrap_or(Timestamp::MIN)
}

fn number(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
