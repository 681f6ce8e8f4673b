//! The only SQL strings in Rust: one file per table, every name qualified, every value a parameter.

pub mod badge_assertions;
pub mod badge_classes;
pub mod issuer_profiles;
pub mod login_tokens;
pub mod owner;
pub mod received;
pub mod row;
mod statement;
pub mod status_indexes;
pub mod users;
pub mod webauthn_credentials;

use crate::error::Error;
use pgrx::spi::Spi;
use row::{returned_as, row_types};
use statement::statements;

row_types! {
    /// A row of `badges.users`.
    UserRow = "badges.users";
    /// A row of `badges.issuer_profiles`.
    IssuerRow = "badges.issuer_profiles";
    /// A row of `badges.badge_classes`.
    BadgeClassRow = "badges.badge_classes";
    /// A row of `badges.badge_assertions`.
    AssertionRow = "badges.badge_assertions";
}

/// Rows of `badges.badge_assertions`.
pub type AssertionRows = row::RowSet;
returned_as!(AssertionRows, "SETOF badges.badge_assertions");

statements! {
    DEPENDS_ON_KEY_FILE() reading "SELECT badges.depends_on_key_file()";
}

/// Whether anything stored in this database can be used only with the server secret that made it.
pub fn depends_on_key_file() -> Result<bool, Error> {
    Spi::connect_mut(|client| {
        let depends = DEPENDS_ON_KEY_FILE.with(|statement| statement.value(client, &[]))?;
        Ok(depends.unwrap_or(true))
    })
}
