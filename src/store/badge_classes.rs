//! `badges.badge_classes`

use super::issuer_profiles::Published;
use super::statement::{across_releases, statements};
use super::{BadgeClassRow, row::Row};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use pgrx::Uuid;
use pgrx::spi::Spi;

statements! {
    INSERT(UUIDOID, UUIDOID, JSONBOID) writing
        "INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ($1, $2, $3) RETURNING *";
    // The row stays locked against awards, which take a key share lock on it, until the caller has decided.
    LOCK(UUIDOID) writing "SELECT badge_json FROM badges.badge_classes WHERE badge_id = $1 FOR UPDATE";
    UPDATE(UUIDOID, JSONBOID) writing
        "UPDATE badges.badge_classes SET badge_json = $2, updated_at = now() WHERE badge_id = $1 RETURNING *";
    ROW(UUIDOID) writing "SELECT * FROM badges.badge_classes WHERE badge_id = $1";
    AWARDING(UUIDOID) reading across_releases!(
        "SELECT b.badge_json, i.issuer_id, i.issuer_json, i.public_keys
           FROM (SELECT badge_json, issuer_id FROM badges.badge_classes WHERE badge_id = $1 AND NOT received) AS b
           JOIN badges.issuer_profiles AS i ON i.issuer_id = b.issuer_id");
    ISSUER(UUIDOID) reading "SELECT issuer_id FROM badges.badge_classes WHERE badge_id = $1";
}

/// What an award needs to know of its badge class.
pub struct Awarding {
    pub badge: JsonbValue,
    pub issuer: Published,
}

/// Adds a badge class.
///
/// # Errors
/// 23514 if the document is refused, 23503 for an unknown issuer, 23505 if a badge class has its id already.
pub fn insert(badge_id: Uuid, issuer_id: Uuid, document: JsonbValue) -> Result<BadgeClassRow, Error> {
    Spi::connect_mut(|client| {
        let values = [badge_id.into(), issuer_id.into(), document.into()];
        INSERT.with(|statement| statement.run(client, &values))?;
        Row::inserted(client).map(BadgeClassRow)
    })
}

/// Locks a badge class against being awarded and returns its document; `None` if there is none to change.
pub fn lock(badge_id: Uuid) -> Result<Option<JsonbValue>, Error> {
    Spi::connect_mut(|client| LOCK.with(|statement| statement.value(client, &[badge_id.into()])))
}

/// Replaces the document of a badge class.
pub fn update(badge_id: Uuid, document: JsonbValue) -> Result<Option<BadgeClassRow>, Error> {
    Spi::connect_mut(|client| {
        UPDATE.with(|statement| statement.run(client, &[badge_id.into(), document.into()]))?;
        Ok(Row::first(client).map(BadgeClassRow))
    })
}

/// A badge class as it is.
pub fn row(badge_id: Uuid) -> Result<Option<BadgeClassRow>, Error> {
    Spi::connect_mut(|client| {
        ROW.with(|statement| statement.run(client, &[badge_id.into()]))?;
        Ok(Row::first(client).map(BadgeClassRow))
    })
}

/// The issuer of a badge class.
pub fn issuer(badge_id: Uuid) -> Result<Option<Uuid>, Error> {
    Spi::connect_mut(|client| ISSUER.with(|statement| statement.value(client, &[badge_id.into()])))
}

/// What an award of this badge class needs.
pub fn awarding(badge_id: Uuid) -> Result<Option<Awarding>, Error> {
    Spi::connect_mut(|client| {
        let table = AWARDING.with(|statement| statement.run(client, &[badge_id.into()]))?;
        if table.is_empty() {
            return Ok(None);
        }
        let row = table.first();
        let missing = || Error::Internal(format!("badge class {badge_id} or its issuer lacks a column"));
        Ok(Some(Awarding {
            badge: row.get(1)?.ok_or_else(missing)?,
            issuer: Published {
                issuer_id: row.get(2)?.ok_or_else(missing)?,
                document: row.get(3)?.ok_or_else(missing)?,
                public_keys: row.get(4)?.ok_or_else(missing)?,
            },
        }))
    })
}
