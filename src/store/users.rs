//! `badges.users`

use super::statement::{Statement, statements};
use super::{UserRow, row::Row};
use crate::arguments::{random_id, timestamptz};
use crate::error::Error;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use pgrx::datum::DatumWithOid;
use pgrx::spi::Spi;
use std::thread::LocalKey;

statements! {
    INSERT(UUIDOID, TEXTOID, TEXTOID) writing
        "INSERT INTO badges.users (user_id, email, name) VALUES ($1, $2, $3)
         ON CONFLICT (lower(email COLLATE \"C\")) DO NOTHING
         RETURNING user_id, email, name, email_verified_at, last_login_at, disabled_at, created_at, updated_at";
    FIND(TEXTOID) reading
        "SELECT user_id, email, disabled_at IS NOT NULL FROM badges.users WHERE lower(email COLLATE \"C\") = $1";
    NAMES(UUIDOID) reading "SELECT email, name, disabled_at IS NOT NULL FROM badges.users WHERE user_id = $1";
    NOTE_LOGIN(UUIDOID, TIMESTAMPTZOID) writing
        "UPDATE badges.users SET last_login_at = $2, updated_at = $2
          WHERE user_id = $1 AND disabled_at IS NULL RETURNING user_id";
    VERIFIED_EMAIL(UUIDOID) reading
        "SELECT CASE WHEN email_verified_at IS NOT NULL THEN email END FROM badges.users WHERE user_id = $1";
    EMAIL(UUIDOID) reading "SELECT email FROM badges.users WHERE user_id = $1";
    SIGN_IN(UUIDOID, TEXTOID, TIMESTAMPTZOID, BOOLOID) writing
        "UPDATE badges.users
            SET last_login_at = CASE WHEN $4 THEN $3 ELSE last_login_at END,
                email_verified_at = coalesce(email_verified_at, $3), updated_at = $3
          WHERE user_id = $1 AND disabled_at IS NULL AND lower(email COLLATE \"C\") = $2
         RETURNING user_id, email";
    SIGN_UP(UUIDOID, TEXTOID, TIMESTAMPTZOID, BOOLOID) writing
        "INSERT INTO badges.users AS u (user_id, email, email_verified_at, last_login_at, created_at, updated_at)
         VALUES ($1, $2, $3, CASE WHEN $4 THEN $3 END, $3, $3)
         ON CONFLICT (lower(email COLLATE \"C\")) DO UPDATE
            SET last_login_at = CASE WHEN $4 THEN excluded.updated_at ELSE u.last_login_at END,
                email_verified_at = coalesce(u.email_verified_at, excluded.email_verified_at),
                updated_at = excluded.updated_at
          WHERE u.disabled_at IS NULL
         RETURNING user_id, email";
}

/// Adds a user.
///
/// # Errors
/// 23505 if the address is taken, 23514 if it is no mailbox.
pub fn insert(user_id: pgrx::Uuid, email: &str, name: Option<&str>) -> Result<UserRow, Error> {
    Spi::connect_mut(|client| {
        INSERT.with(|statement| statement.run(client, &[user_id.into(), email.into(), name.into()]))?;
        // PostgreSQL's own message would hold the address.
        Row::first(client).map(UserRow).ok_or(Error::Taken {
            entity: "user",
            property: "e-mail address",
            hint: "Addresses are the same in any letter case; look the user up by it.",
        })
    })
}

/// Who has an address.
pub struct Owner {
    pub user_id: Uuid,
    pub email: String,
    pub disabled: bool,
}

/// Who has signed in.
pub struct SignedIn {
    pub user_id: Uuid,
    pub email: String,
    pub is_new: bool,
}

/// The user with an address; `email_key` as `email_address::key` makes it.
pub fn find(email_key: &str) -> Result<Option<Owner>, Error> {
    Spi::connect_mut(|client| {
        let table = FIND.with(|statement| statement.run(client, &[email_key.into()]))?;
        if table.is_empty() {
            return Ok(None);
        }
        let (user_id, email, disabled) = table.first().get_three::<Uuid, String, bool>()?;
        Ok(user_id.zip(email).map(|(user_id, email)| Owner {
            user_id,
            email,
            disabled: disabled == Some(true),
        }))
    })
}

/// The address of a user.
pub fn email(user_id: Uuid) -> Result<Option<String>, Error> {
    Spi::connect_mut(|client| EMAIL.with(|statement| statement.value(client, &[user_id.into()])))
}

/// The address of a user, if the user has shown to read mail there; `None` for an unknown user.
pub fn verified_email(user_id: Uuid) -> Result<Option<Option<String>>, Error> {
    Spi::connect_mut(|client| {
        let table = VERIFIED_EMAIL.with(|statement| statement.run(client, &[user_id.into()]))?;
        if table.is_empty() { Ok(None) } else { Ok(Some(table.first().get_one()?)) }
    })
}

/// What a user is called.
pub struct Names {
    pub email: String,
    pub name: Option<String>,
    pub disabled: bool,
}

/// What a user is called; `None` for an unknown one.
pub fn names(user_id: Uuid) -> Result<Option<Names>, Error> {
    Spi::connect_mut(|client| {
        let table = NAMES.with(|statement| statement.run(client, &[user_id.into()]))?;
        if table.is_empty() {
            return Ok(None);
        }
        let (email, name, disabled) = table.first().get_three::<String, String, bool>()?;
        Ok(email.map(|email| Names { email, name, disabled: disabled == Some(true) }))
    })
}

/// Notes that a user has signed in. False: no such user, or disabled.
pub fn note_login(user_id: Uuid, now: Timestamp) -> Result<bool, Error> {
    Spi::connect_mut(|client| {
        let values = [user_id.into(), timestamptz(now).into()];
        Ok(!NOTE_LOGIN.with(|statement| statement.run(client, &values))?.is_empty())
    })
}

/// Notes that a user has proved to read mail at the address, and with `signs_in` has signed in. `None`: no such
/// user, disabled, or the address has changed.
pub fn sign_in(
    user_id: Uuid,
    email_key: &str,
    now: Timestamp,
    signs_in: bool,
) -> Result<Option<SignedIn>, Error> {
    let values = [user_id.into(), email_key.into(), timestamptz(now).into(), signs_in.into()];
    signed_in(&SIGN_IN, &values, None)
}

/// The same for an address that had no user when the token was made: adds the user unless somebody was faster.
/// `None`: disabled.
pub fn sign_up(email: &str, now: Timestamp, signs_in: bool) -> Result<Option<SignedIn>, Error> {
    let candidate = random_id()?;
    let values = [candidate.into(), email.into(), timestamptz(now).into(), signs_in.into()];
    signed_in(&SIGN_UP, &values, Some(candidate))
}

fn signed_in(
    statement: &'static LocalKey<Statement>,
    values: &[DatumWithOid<'_>],
    candidate: Option<Uuid>,
) -> Result<Option<SignedIn>, Error> {
    Spi::connect_mut(|client| {
        let table = statement.with(|statement| statement.run(client, values))?;
        if table.is_empty() {
            return Ok(None);
        }
        let (user_id, email) = table.first().get_two::<Uuid, String>()?;
        Ok(user_id.zip(email).map(|(user_id, email)| SignedIn {
            user_id,
            email,
            is_new: candidate == Some(user_id),
        }))
    })
}
