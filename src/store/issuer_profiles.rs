//! `badges.issuer_profiles`

use super::statement::statements;
use super::{IssuerRow, row::Row};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use pgrx::Uuid;
use pgrx::spi::Spi;

statements! {
    // The sealed private key is left out: application roles may not read it.
    INSERT(UUIDOID, UUIDOID, JSONBOID) writing
        "INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json)
         VALUES ($1, coalesce($2, badges.current_user_id()), $3)
         RETURNING issuer_id, owner_user_id, issuer_json, name, url, email, description, public_keys,
                   created_at, updated_at";
    DOCUMENT(UUIDOID) reading "SELECT issuer_json FROM badges.issuer_profiles WHERE issuer_id = $1";
    URL(UUIDOID) reading
        "SELECT badges.ob_json_text(issuer_json, 'id') FROM badges.issuer_profiles WHERE issuer_id = $1";
}

/// Adds an issuer.
///
/// # Errors
/// 23514 if the document is refused, 23503 for an unknown owner, 23505 if an issuer has its id already.
pub fn insert(issuer_id: Uuid, owner: Option<Uuid>, document: JsonbValue) -> Result<IssuerRow, Error> {
    Spi::connect_mut(|client| {
        let values = [issuer_id.into(), owner.into(), document.into()];
        INSERT.with(|statement| statement.run(client, &values))?;
        Row::inserted(client).map(IssuerRow)
    })
}

/// An issuer's document.
pub fn document(issuer_id: Uuid) -> Result<Option<JsonbValue>, Error> {
    Spi::connect_mut(|client| DOCUMENT.with(|statement| statement.value(client, &[issuer_id.into()])))
}

/// The id in an issuer's document.
pub fn url(issuer_id: Uuid) -> Result<Option<String>, Error> {
    Spi::connect_mut(|client| URL.with(|statement| statement.value(client, &[issuer_id.into()])))
}
