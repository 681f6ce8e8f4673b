//! `badges.users`

use super::statement::statements;
use super::{UserRow, row::Row};
use crate::error::Error;
use pgrx::spi::Spi;

statements! {
    INSERT(UUIDOID, TEXTOID, TEXTOID) writing
        "INSERT INTO badges.users (user_id, email, name) VALUES ($1, $2, $3)
         RETURNING user_id, email, name, email_verified_at, last_login_at, disabled_at, created_at, updated_at";
}

/// Adds a user.
///
/// # Errors
/// 23505 if the address is taken, 23514 if it is no mailbox.
pub fn insert(user_id: pgrx::Uuid, email: &str, name: Option<&str>) -> Result<UserRow, Error> {
    Spi::connect_mut(|client| {
        INSERT.with(|statement| statement.run(client, &[user_id.into(), email.into(), name.into()]))?;
        Row::first(client).map(UserRow).ok_or_else(|| Error::Internal("INSERT returned no row".into()))
    })
}
