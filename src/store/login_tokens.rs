//! `badges.login_tokens`
//!
//! Times are bound, never taken in SQL: a transaction that has been open for an hour must not stretch a token's
//! life, and Citus allows no volatile function in an UPDATE.

use super::statement::{Statement, statements};
use crate::arguments::timestamptz;
use crate::error::Error;
use crate::jsonb::JsonbValue;
use badges_core::timestamp::Timestamp;
use badges_core::token::{Digest, Purpose, limits};
use badges_core::webauthn::Ceremony;
use pgrx::datum::{DatumWithOid, TimestampWithTimeZone};
use pgrx::spi::{Spi, SpiTupleTable};
use pgrx::{Inet, Uuid};
use std::thread::LocalKey;

statements! {
    // Folded to 4096 locks, so that a transaction with a million identities does not fill the lock table; the
    // number in front keeps them apart from an application's.
    LOCK_IDENTITY(TEXTOID) writing "SELECT pg_advisory_xact_lock(7089063, hashtext($1) & 4095)";
    TRY_LOCK_PURGE() writing "SELECT pg_try_advisory_xact_lock(7089063, -1)";

    INSERT(
        UUIDOID, UUIDOID, TEXTOID, TEXTOID, BYTEAOID, BYTEAOID, TEXTOID, INT2OID, TIMESTAMPTZOID, TIMESTAMPTZOID,
        INETOID, TEXTOID,
    ) writing
        "INSERT INTO badges.login_tokens (token_id, user_id, email, purpose, code_hash, token_hash, code_challenge,
                                          max_attempts, expires_at, created_at, updated_at, created_ip, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)";

    INSERT_CEREMONY(UUIDOID, UUIDOID, TEXTOID, JSONBOID, TIMESTAMPTZOID, TIMESTAMPTZOID) writing
        "INSERT INTO badges.login_tokens (token_id, user_id, purpose, state, expires_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)";
    /// Consumes before anything is verified: an answer that is wrong ends the ceremony as a right one does.
    CONSUME_CEREMONY(UUIDOID, TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.login_tokens SET consumed_at = $3, updated_at = $3
          WHERE token_id = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3
         RETURNING state";

    /// Counts, compares and consumes at once, so that no two tries can both be the last.
    REDEEM_CODE(UUIDOID, TEXTOID, BYTEAARRAYOID, TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.login_tokens
            SET attempts = CASE WHEN code_hash = ANY ($3) AND code_challenge IS NOT DISTINCT FROM $4
                                THEN attempts ELSE attempts + 1 END,
                consumed_at = CASE WHEN code_hash = ANY ($3) AND code_challenge IS NOT DISTINCT FROM $4 THEN $5 END,
                updated_at = $5
          WHERE token_id = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $5
            AND attempts < max_attempts
         RETURNING consumed_at, user_id, email";
    /// A link cannot be guessed, so wrong ones are not counted and used-up tries do not stop a right one.
    REDEEM_LINK(UUIDOID, TEXTOID, BYTEAARRAYOID, TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.login_tokens SET consumed_at = $5, updated_at = $5
          WHERE token_id = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $5
            AND token_hash = ANY ($3) AND code_challenge IS NOT DISTINCT FROM $4
         RETURNING consumed_at, user_id, email";
    LIVE_EMAIL(UUIDOID, TEXTOID, TIMESTAMPTZOID) writing
        "SELECT email FROM badges.login_tokens
          WHERE token_id = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3";

    // Only writing statements see what this transaction, or one that has just let go of the lock, has done.
    USAGE(TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID) writing
        "WITH own AS (
             SELECT attempts, expires_at, consumed_at, created_at, updated_at FROM badges.login_tokens
              WHERE lower(email COLLATE \"C\") = $1
         ), redeemed AS (
             SELECT coalesce(max(consumed_at), '-infinity') AS last FROM own
         )
         SELECT count(*) FILTER (WHERE consumed_at IS NULL AND expires_at > $2),
                count(*) FILTER (WHERE created_at > $3),
                coalesce(sum(attempts) FILTER (WHERE updated_at > greatest(last, $3)), 0),
                coalesce(sum(attempts) FILTER (WHERE updated_at > last), 0)
           FROM own CROSS JOIN redeemed";

    LIVE_TOKENS(TEXTOID, TIMESTAMPTZOID) writing
        "SELECT array_agg(token_id) FROM badges.login_tokens
          WHERE lower(email COLLATE \"C\") = $1 AND consumed_at IS NULL AND expires_at > $2";
    LIVE_CEREMONIES(UUIDOID, TIMESTAMPTZOID) writing
        "SELECT array_agg(token_id) FROM badges.login_tokens
          WHERE user_id = $1 AND state IS NOT NULL AND consumed_at IS NULL AND expires_at > $2";
    LOCK_IF_FREE(UUIDOID) writing
        "SELECT token_id FROM badges.login_tokens WHERE token_id = $1 FOR UPDATE SKIP LOCKED";
    END_CODE(UUIDOID) writing "UPDATE badges.login_tokens SET max_attempts = 0 WHERE token_id = $1";
    END(UUIDOID, TIMESTAMPTZOID) writing
        "UPDATE badges.login_tokens SET expires_at = $2, updated_at = $2
          WHERE token_id = $1 AND consumed_at IS NULL AND expires_at > $2";
    REVOKE(UUIDOID, TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.login_tokens SET expires_at = $3, updated_at = $3
          WHERE (user_id = $1 OR lower(email COLLATE \"C\") = $2) AND consumed_at IS NULL AND expires_at > $3";

    // A token lives a day at most, so the index on expires_at finds the consumed ones too.
    PURGE(TIMESTAMPTZOID, TIMESTAMPTZOID) writing
        "DELETE FROM badges.login_tokens WHERE expires_at < $2 AND least(expires_at, consumed_at) < $1";
    ENDED(TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID) reading
        "SELECT array_agg(token_id) FROM (
             SELECT token_id FROM badges.login_tokens
              WHERE expires_at < $2 AND least(expires_at, consumed_at) < $1 ORDER BY expires_at LIMIT $3) AS oldest";
    // Ten for each one that is made. Not knowing the limit, the planner would plan this anew in every call, which takes
    // longer than all the rest.
    LONG_EXPIRED(TIMESTAMPTZOID) writing
        "SELECT array_agg(token_id) FROM (
             SELECT token_id FROM badges.login_tokens WHERE expires_at < $1 ORDER BY expires_at LIMIT 10) AS oldest";
    DELETE(UUIDARRAYOID) writing "DELETE FROM badges.login_tokens WHERE token_id = ANY ($1)";
}

type Prepared = &'static LocalKey<Statement>;

/// A row to be.
pub struct NewToken<'a> {
    pub token_id: Uuid,
    pub user_id: Option<Uuid>,
    pub email: &'a str,
    pub purpose: Purpose,
    /// `None`: codes are off, only the link works.
    pub code_hash: Option<Digest>,
    pub link_hash: Digest,
    pub code_challenge: Option<&'a str>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ip: Option<Inet>,
    pub user_agent: Option<&'a str>,
}

/// A started passkey ceremony to be. It has no address: what an address may ask for counts codes and links only, so that
/// nobody can use that up for somebody else.
pub struct NewCeremony {
    pub token_id: Uuid,
    pub user_id: Option<Uuid>,
    pub ceremony: Ceremony,
    pub state: JsonbValue,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What somebody presents, as the table can compare it.
pub struct Attempt<'a> {
    pub token_id: Uuid,
    pub purpose: Purpose,
    /// One for each key that may have written the row.
    pub digests: Vec<Digest>,
    pub code_challenge: Option<&'a str>,
    pub at: Timestamp,
}

/// A token that an attempt met alive.
pub struct Met {
    /// Whether the secret was right, and the token is consumed now.
    pub redeemed: bool,
    pub user_id: Option<Uuid>,
    pub email: String,
}

/// What an identity has used up of its limits.
pub struct Usage {
    pub live_tokens: i64,
    pub new_tokens: i64,
    pub failures: i64,
    pub consecutive_failures: i64,
}

/// Holds the identity until the transaction ends, so that what is counted stays true.
pub fn lock_identity(email_key: &str) -> Result<(), Error> {
    execute(&LOCK_IDENTITY, &[email_key.into()]).map(drop)
}

/// Counts what the limits limit. `email_key` as `email_address::key` makes it.
pub fn usage(email_key: &str, now: Timestamp) -> Result<Usage, Error> {
    let window = earlier(now, limits::WINDOW)?;
    query(&USAGE, &[email_key.into(), at(now)?.into(), window.into()], |table| {
        let table = table.first();
        let count = |column| Ok::<_, Error>(table.get::<i64>(column)?.unwrap_or(0));
        Ok(Usage {
            live_tokens: count(1)?,
            new_tokens: count(2)?,
            failures: count(3)?,
            consecutive_failures: count(4)?,
        })
    })
}

/// Adds a token.
pub fn insert(token: NewToken<'_>) -> Result<(), Error> {
    let tries = if token.code_hash.is_some() { limits::TRIES } else { 0 };
    execute(
        &INSERT,
        &[
            token.token_id.into(),
            token.user_id.into(),
            token.email.into(),
            token.purpose.name().into(),
            token.code_hash.map(Vec::from).into(),
            Vec::from(token.link_hash).into(),
            token.code_challenge.into(),
            tries.into(),
            at(token.expires_at)?.into(),
            at(token.created_at)?.into(),
            token.ip.into(),
            token.user_agent.into(),
        ],
    )
    .map(drop)
}

/// Adds a started ceremony.
pub fn insert_ceremony(started: NewCeremony) -> Result<(), Error> {
    execute(
        &INSERT_CEREMONY,
        &[
            started.token_id.into(),
            started.user_id.into(),
            started.ceremony.purpose().into(),
            started.state.into(),
            at(started.expires_at)?.into(),
            at(started.created_at)?.into(),
        ],
    )
    .map(drop)
}

/// Ends a ceremony for good and returns its state. `None`: there is none of that kind, or it has ended already.
pub fn consume_ceremony(
    token_id: Uuid,
    ceremony: Ceremony,
    now: Timestamp,
) -> Result<Option<JsonbValue>, Error> {
    let values = [token_id.into(), ceremony.purpose().into(), at(now)?.into()];
    query(&CONSUME_CEREMONY, &values, |table| {
        if table.is_empty() { Ok(None) } else { Ok(table.first().get_one()?) }
    })
}

/// Tries a code. `None`: no such token, or it takes no more codes.
pub fn redeem_code(attempt: &Attempt<'_>) -> Result<Option<Met>, Error> {
    redeem(&REDEEM_CODE, attempt)
}

/// Tries a link. `None`: no such token, or another secret.
pub fn redeem_link(attempt: &Attempt<'_>) -> Result<Option<Met>, Error> {
    redeem(&REDEEM_LINK, attempt)
}

fn redeem(statement: Prepared, attempt: &Attempt<'_>) -> Result<Option<Met>, Error> {
    let digests: Vec<Vec<u8>> = attempt.digests.iter().map(|digest| digest.to_vec()).collect();
    let values = [
        attempt.token_id.into(),
        attempt.purpose.name().into(),
        digests.into(),
        attempt.code_challenge.into(),
        at(attempt.at)?.into(),
    ];
    query(statement, &values, |table| {
        if table.is_empty() {
            return Ok(None);
        }
        let row = table.first();
        Ok(Some(Met {
            redeemed: row.get::<TimestampWithTimeZone>(1)?.is_some(),
            user_id: row.get(2)?,
            email: row.get(3)?.unwrap_or_default(),
        }))
    })
}

/// The address of a token that is alive, whether it takes codes or not.
pub fn live_email(token_id: Uuid, purpose: Purpose, now: Timestamp) -> Result<Option<String>, Error> {
    let values = [token_id.into(), purpose.name().into(), at(now)?.into()];
    query(
        &LIVE_EMAIL,
        &values,
        |table| if table.is_empty() { Ok(None) } else { Ok(table.first().get_one()?) },
    )
}

/// Lets no live token of the identity take another code.
pub fn end_codes(email_key: &str, now: Timestamp) -> Result<(), Error> {
    let live = uuids(&LIVE_TOKENS, &[email_key.into(), at(now)?.into()])?;
    for_each_free(live, |token_id| execute(&END_CODE, &[token_id.into()]).map(drop))
}

/// Ends every live token of the identity, and every started ceremony of its user.
pub fn end_all(email_key: &str, user_id: Uuid, now: Timestamp) -> Result<(), Error> {
    let end = at(now)?;
    let mut live = uuids(&LIVE_TOKENS, &[email_key.into(), end.into()])?;
    live.extend(uuids(&LIVE_CEREMONIES, &[user_id.into(), end.into()])?);
    for_each_free(live, |token_id| execute(&END, &[token_id.into(), end.into()]).map(drop))
}

/// Passes over a token that another session is trying at this moment: waiting for it, while it may be waiting
/// for us, would be a deadlock, and a deadlock would undo a counted failure.
fn for_each_free(tokens: Vec<Uuid>, act: impl Fn(Uuid) -> Result<(), Error>) -> Result<(), Error> {
    for token_id in tokens {
        if execute(&LOCK_IF_FREE, &[token_id.into()])? > 0 {
            act(token_id)?;
        }
    }
    Ok(())
}

/// Ends every live token of a user, those made for the address before it had one included; returns how many.
pub fn revoke(user_id: Uuid, email_key: Option<&str>, now: Timestamp) -> Result<usize, Error> {
    execute(&REVOKE, &[user_id.into(), email_key.into(), at(now)?.into()])
}

/// Deletes every token that was consumed or expired before `cutoff`; returns how many.
pub fn purge(cutoff: Timestamp) -> Result<usize, Error> {
    execute(&PURGE, &[at(cutoff)?.into(), earlier(cutoff, -limits::LIFETIME)?.into()])
}

/// The same for at most so many, those that expire first. Returns 0, too, while another session is at it.
pub fn purge_at_most(cutoff: Timestamp, limit: i64) -> Result<usize, Error> {
    if !try_lock_purge()? {
        return Ok(0);
    }
    let values = [at(cutoff)?.into(), earlier(cutoff, -limits::LIFETIME)?.into(), limit.into()];
    execute(&DELETE, &[uuids(&ENDED, &values)?.into()])
}

/// Deletes a few tokens that expired before `cutoff`, unless another session is at it.
pub fn purge_a_few(cutoff: Timestamp) -> Result<(), Error> {
    let oldest = uuids(&LONG_EXPIRED, &[at(cutoff)?.into()])?;
    if !oldest.is_empty() && try_lock_purge()? {
        execute(&DELETE, &[oldest.into()])?;
    }
    Ok(())
}

/// Whether this transaction is the one that deletes a number of old tokens. Two of them would wait for each other.
fn try_lock_purge() -> Result<bool, Error> {
    query(&TRY_LOCK_PURGE, &[], |table| Ok(table.first().get_one()? == Some(true)))
}

fn execute(statement: Prepared, values: &[DatumWithOid<'_>]) -> Result<usize, Error> {
    query(statement, values, |table| Ok(table.len()))
}

fn uuids(statement: Prepared, values: &[DatumWithOid<'_>]) -> Result<Vec<Uuid>, Error> {
    query(statement, values, |table| Ok(table.first().get_one()?.unwrap_or_default()))
}

fn query<T>(
    statement: Prepared,
    values: &[DatumWithOid<'_>],
    read: impl FnOnce(SpiTupleTable<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    Spi::connect_mut(|client| read(statement.with(|statement| statement.run(client, values))?))
}

fn at(instant: Timestamp) -> Result<TimestampWithTimeZone, Error> {
    timestamptz(instant).ok_or_else(|| Error::Internal("a time is out of the range of timestamptz".into()))
}

/// So many microseconds before an instant.
fn earlier(instant: Timestamp, microseconds: i64) -> Result<TimestampWithTimeZone, Error> {
    at(Timestamp::from_microseconds(instant.microseconds().saturating_sub(microseconds))
        .unwrap_or(Timestamp::MIN))
}
