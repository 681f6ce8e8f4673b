//! `badges.issuer_profiles`

use super::owner::as_owner;
use super::statement::{across_releases, statements};
use super::{IssuerRow, row::Row};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use pgrx::Uuid;
use pgrx::spi::Spi;

statements! {
    INSERT(UUIDOID, UUIDOID, JSONBOID) writing
        "INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json)
         VALUES ($1, coalesce($2, badges.current_user_id()), $3) RETURNING issuer_id";
    // Every column but the sealed private keys, which application roles may not read.
    ROW(UUIDOID) reading across_releases!(
        "SELECT issuer_id, owner_user_id, issuer_json, name, url, email, description, public_keys, created_at, updated_at,
                received
           FROM badges.issuer_profiles WHERE issuer_id = $1");
    PUBLISHED(UUIDOID) reading across_releases!(
        "SELECT issuer_id, issuer_json, public_keys FROM badges.issuer_profiles WHERE issuer_id = $1 AND NOT received");
    PUBLISHED_UNDER(TEXTOID) reading across_releases!(
        "SELECT issuer_id, issuer_json, public_keys FROM badges.issuer_profiles
          WHERE badges.ob_json_text(issuer_json, 'id') = $1 AND NOT received");
    SEALED(UUIDOID) reading "SELECT encrypted_private_key FROM badges.issuer_profiles WHERE issuer_id = $1";
    // Awards may still be made meanwhile: they take a key share lock, which this one leaves room for.
    LOCK_KEYS(UUIDOID) writing
        "SELECT public_keys, encrypted_private_key FROM badges.issuer_profiles
          WHERE issuer_id = $1 FOR NO KEY UPDATE";
    STORE_KEYS(UUIDOID, JSONBOID, BYTEAOID) writing
        "UPDATE badges.issuer_profiles SET public_keys = $2, encrypted_private_key = $3, updated_at = now()
          WHERE issuer_id = $1 RETURNING issuer_id";
}

/// An issuer as everybody may know it.
#[derive(Clone)]
pub struct Published {
    pub issuer_id: Uuid,
    /// The stored document.
    pub document: JsonbValue,
    /// The column `public_keys`.
    pub public_keys: JsonbValue,
}

/// The keys of an issuer as the row holds them.
pub struct StoredKeys {
    pub public_keys: JsonbValue,
    pub sealed: Option<Vec<u8>>,
}

/// Adds an issuer.
///
/// # Errors
/// 23514 if the document is refused, 23503 for an unknown owner, 23505 if an issuer has its id already.
pub fn insert(issuer_id: Uuid, owner: Option<Uuid>, document: JsonbValue) -> Result<(), Error> {
    Spi::connect_mut(|client| {
        let values = [issuer_id.into(), owner.into(), document.into()];
        INSERT.with(|statement| statement.run(client, &values)).map(|_| ())
    })
}

/// One issuer.
pub fn row(issuer_id: Uuid) -> Result<Option<IssuerRow>, Error> {
    Spi::connect_mut(|client| {
        ROW.with(|statement| statement.run(client, &[issuer_id.into()]))?;
        Ok(Row::first(client).map(IssuerRow))
    })
}

/// An issuer's document and public keys.
pub fn published(issuer_id: Uuid) -> Result<Option<Published>, Error> {
    Spi::connect_mut(|client| {
        let table = PUBLISHED.with(|statement| statement.run(client, &[issuer_id.into()]))?;
        if table.is_empty() { Ok(None) } else { Published::read(table.first().get_three()?).map(Some) }
    })
}

/// The same, by the id in the document.
pub fn published_under(id: &str) -> Result<Option<Published>, Error> {
    Spi::connect_mut(|client| {
        let table = PUBLISHED_UNDER.with(|statement| statement.run(client, &[id.into()]))?;
        if table.is_empty() { Ok(None) } else { Published::read(table.first().get_three()?).map(Some) }
    })
}

impl Published {
    fn read(row: (Option<Uuid>, Option<JsonbValue>, Option<JsonbValue>)) -> Result<Self, Error> {
        match row {
            (Some(issuer_id), Some(document), Some(public_keys)) => {
                Ok(Published { issuer_id, document, public_keys })
            }
            _ => Err(Error::Internal("an issuer lacks a column".into())),
        }
    }
}

/// The sealed private keys of an issuer.
pub fn sealed_keys(issuer_id: Uuid) -> Result<Option<Vec<u8>>, Error> {
    as_owner(|| {
        Spi::connect_mut(|client| SEALED.with(|statement| statement.value(client, &[issuer_id.into()])))
    })
}

/// The keys of an issuer, which nobody else changes until the transaction ends. `None` for an unknown issuer.
pub fn lock_keys(issuer_id: Uuid) -> Result<Option<StoredKeys>, Error> {
    as_owner(|| {
        Spi::connect_mut(|client| {
            let table = LOCK_KEYS.with(|statement| statement.run(client, &[issuer_id.into()]))?;
            if table.is_empty() {
                return Ok(None);
            }
            match table.first().get_two::<JsonbValue, Vec<u8>>()? {
                (Some(public_keys), sealed) => Ok(Some(StoredKeys { public_keys, sealed })),
                (None, _) => Err(Error::Internal("an issuer has no list of keys".into())),
            }
        })
    })
}

/// Replaces the keys of an issuer.
pub fn store_keys(issuer_id: Uuid, public_keys: JsonbValue, sealed: Vec<u8>) -> Result<(), Error> {
    as_owner(|| {
        Spi::connect_mut(|client| {
            let values = [issuer_id.into(), public_keys.into(), sealed.into()];
            let changed = STORE_KEYS.with(|statement| statement.run(client, &values))?;
            match changed.is_empty() {
                true => Err(Error::NotFound { entity: "issuer", id: issuer_id.to_string() }),
                false => Ok(()),
            }
        })
    })
}
