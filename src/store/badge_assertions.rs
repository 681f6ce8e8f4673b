//! `badges.badge_assertions`

use super::statement::{across_releases, statements};
use super::{AssertionRow, AssertionRows, row::Row};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::spi::Spi;
use pgrx::{PgMemoryContexts, Uuid};

statements! {
    INSERT(UUIDOID, UUIDOID, UUIDOID, JSONBOID, BYTEAOID, INT8OID, TEXTOID) writing
        "INSERT INTO badges.badge_assertions
             (assertion_id, badge_id, issuer_id, assertion_json, recipient_key, status_index, credential_text)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *";
    INSERT_MANY(UUIDARRAYOID, UUIDOID, UUIDOID, JSONBARRAYOID, BYTEAARRAYOID, INT8ARRAYOID, TEXTARRAYOID) writing
        "INSERT INTO badges.badge_assertions
             (assertion_id, badge_id, issuer_id, assertion_json, recipient_key, status_index, credential_text)
         SELECT a.assertion_id, $2, $3, a.assertion_json, a.recipient_key, a.status_index, a.credential_text
           FROM unnest($1, $4, $5, $6, $7)
                AS a (assertion_id, assertion_json, recipient_key, status_index, credential_text)
         RETURNING *";
    REVOKE(UUIDOID, TEXTOID) writing
        "UPDATE badges.badge_assertions
            SET revoked = true, revoked_at = now(), revocation_reason = $2, updated_at = now()
          WHERE assertion_id = $1 AND NOT revoked RETURNING *";
    SUSPEND(UUIDOID, TEXTOID) writing
        "UPDATE badges.badge_assertions SET suspended_at = now(), revocation_reason = $2, updated_at = now()
          WHERE assertion_id = $1 AND NOT revoked AND suspended_at IS NULL RETURNING *";
    REINSTATE(UUIDOID) writing
        "UPDATE badges.badge_assertions SET suspended_at = NULL, revocation_reason = NULL, updated_at = now()
          WHERE assertion_id = $1 AND NOT revoked AND suspended_at IS NOT NULL RETURNING *";
    IS_REVOKED(UUIDOID) reading "SELECT revoked FROM badges.badge_assertions WHERE assertion_id = $1";
    ROW(UUIDOID) reading "SELECT * FROM badges.badge_assertions WHERE assertion_id = $1";
    // What was received has no recipient key.
    FIND(BYTEAARRAYOID, TEXTOID, TEXTOID) reading across_releases!(
        "SELECT * FROM badges.badge_assertions WHERE recipient_key = ANY ($1)
         UNION ALL
         SELECT * FROM badges.badge_assertions
          WHERE recipient_key IS NULL AND NOT received AND NOT recipient_hashed AND recipient_type = $2
            AND lower(recipient_identity COLLATE \"C\") = lower($3 COLLATE \"C\")
            AND ($2 = 'email' OR recipient_identity = $3)
         UNION ALL
         SELECT * FROM badges.badge_assertions
          WHERE recipient_key IS NULL AND NOT received AND recipient_hashed AND recipient_type = $2
            AND (badges.recipient_matches(assertion_json, $3)
                 OR $2 = 'email' AND badges.recipient_matches(assertion_json, lower($3 COLLATE \"C\")))
         ORDER BY issued_on DESC, assertion_id DESC");
    STORED(UUIDOID) reading across_releases!(
        "SELECT assertion_json, badge_id, revoked, revocation_reason, suspended_at IS NOT NULL,
                status_index, credential_text, created_at
           FROM badges.badge_assertions WHERE assertion_id = $1 AND NOT received");
    STATUS(UUIDOID, INT8OID) reading
        "SELECT revoked, suspended_at IS NOT NULL, revocation_reason FROM badges.badge_assertions
          WHERE issuer_id = $1 AND status_index = $2 AND (revoked OR suspended_at IS NOT NULL)";
    // Positions in one list of those that are not in force, and when the last of them changed.
    LISTED(UUIDOID, INT8OID, INT8OID, BOOLOID) reading
        "SELECT array_agg((status_index - $2)::int4), max(updated_at) FROM badges.badge_assertions
          WHERE issuer_id = $1 AND status_index >= $2 AND status_index < $3 AND (revoked OR suspended_at IS NOT NULL)
            AND (NOT $4 OR suspended_at IS NOT NULL AND NOT revoked)";
    REVOKED(UUIDOID) reading
        "SELECT assertion_id, badges.ob_json_text(assertion_json, 'id'),
                badges.ob_json_version(assertion_json) = '3.0', revocation_reason
           FROM badges.badge_assertions
          WHERE issuer_id = $1 AND revoked ORDER BY revoked_at, assertion_id";
    // Writing statements see what was committed while the caller waited for a lock; and the function sees every row.
    AWARDED(UUIDOID) writing "SELECT badges.badge_class_is_awarded($1)";
}

/// An award about to be stored.
pub struct NewAssertion {
    pub assertion_id: Uuid,
    pub document: JsonbValue,
    pub recipient_key: Vec<u8>,
    pub status_index: Option<i64>,
    /// The compact JWS, of an award that is signed as one.
    pub credential_text: Option<String>,
}

/// An award as it is stored.
pub struct Stored {
    pub document: JsonbValue,
    pub badge_id: Uuid,
    pub status: Status,
    pub status_index: Option<i64>,
    pub credential_text: Option<String>,
    pub created_at: TimestampWithTimeZone,
}

/// Whether an award is in force.
#[derive(Default)]
pub struct Status {
    pub revoked: bool,
    pub suspended: bool,
    pub reason: Option<String>,
}

/// Adds one award.
///
/// # Errors
/// 23514 if the document is refused, 23503 if the badge class is gone.
pub fn insert((issuer_id, badge_id): (Uuid, Uuid), new: NewAssertion) -> Result<AssertionRow, Error> {
    Spi::connect_mut(|client| {
        let values = [
            new.assertion_id.into(),
            badge_id.into(),
            issuer_id.into(),
            new.document.into(),
            new.recipient_key.into(),
            new.status_index.into(),
            new.credential_text.into(),
        ];
        INSERT.with(|statement| statement.run(client, &values))?;
        Row::inserted(client).map(AssertionRow)
    })
}

/// Adds awards batch by batch, each batch in one statement, and returns the rows. Memory is that of one batch.
pub fn insert_many(
    (issuer_id, badge_id): (Uuid, Uuid),
    batches: impl Iterator<Item = Result<Vec<NewAssertion>, Error>>,
    rows: &mut AssertionRows,
) -> Result<(), Error> {
    let mut scratch = PgMemoryContexts::new("badges: batch of awards");
    Spi::connect_mut(|client| {
        for batch in batches {
            let mut ids = Vec::new();
            let mut documents = Vec::new();
            let mut keys = Vec::new();
            let mut indexes = Vec::new();
            let mut texts = Vec::new();
            for new in batch? {
                ids.push(new.assertion_id);
                documents.push(new.document);
                keys.push(new.recipient_key);
                indexes.push(new.status_index);
                texts.push(new.credential_text);
            }
            // SAFETY: the context lives until the end of this function; what is allocated in it, the
            // arguments of one statement, is not used after the reset.
            unsafe {
                scratch.switch_to(|_| -> Result<(), Error> {
                    let values = [
                        ids.into(),
                        badge_id.into(),
                        issuer_id.into(),
                        documents.into(),
                        keys.into(),
                        indexes.into(),
                        texts.into(),
                    ];
                    INSERT_MANY.with(|statement| statement.run(client, &values))?;
                    rows.add_result(client)
                })?;
                scratch.reset();
            }
        }
        Ok(())
    })
}

/// Marks an award as revoked. `None` if there is none that is not revoked yet.
pub fn revoke(assertion_id: Uuid, reason: Option<&str>) -> Result<Option<AssertionRow>, Error> {
    Spi::connect_mut(|client| {
        REVOKE.with(|statement| statement.run(client, &[assertion_id.into(), reason.into()]))?;
        Ok(Row::first(client).map(AssertionRow))
    })
}

/// Marks an award as suspended. `None` if there is none that is in force.
pub fn suspend(assertion_id: Uuid, reason: Option<&str>) -> Result<Option<AssertionRow>, Error> {
    Spi::connect_mut(|client| {
        SUSPEND.with(|statement| statement.run(client, &[assertion_id.into(), reason.into()]))?;
        Ok(Row::first(client).map(AssertionRow))
    })
}

/// Ends the suspension of an award. `None` if there is none that is suspended.
pub fn reinstate(assertion_id: Uuid) -> Result<Option<AssertionRow>, Error> {
    Spi::connect_mut(|client| {
        REINSTATE.with(|statement| statement.run(client, &[assertion_id.into()]))?;
        Ok(Row::first(client).map(AssertionRow))
    })
}

/// Whether an award was revoked; `None` for an unknown one.
pub fn is_revoked(assertion_id: Uuid) -> Result<Option<bool>, Error> {
    Spi::connect_mut(|client| IS_REVOKED.with(|statement| statement.value(client, &[assertion_id.into()])))
}

/// One award.
pub fn row(assertion_id: Uuid) -> Result<Option<AssertionRow>, Error> {
    Spi::connect_mut(|client| {
        ROW.with(|statement| statement.run(client, &[assertion_id.into()]))?;
        Ok(Row::first(client).map(AssertionRow))
    })
}

/// The awards of one recipient, the latest first.
pub fn find(
    keys: Vec<Vec<u8>>,
    recipient_type: &str,
    recipient: &str,
    rows: &mut AssertionRows,
) -> Result<(), Error> {
    Spi::connect_mut(|client| {
        let values = [keys.into(), recipient_type.into(), recipient.into()];
        FIND.with(|statement| statement.run(client, &values))?;
        rows.add_result(client)
    })
}

/// One award as it is stored.
pub fn stored(assertion_id: Uuid) -> Result<Option<Stored>, Error> {
    Spi::connect_mut(|client| {
        let table = STORED.with(|statement| statement.run(client, &[assertion_id.into()]))?;
        if table.is_empty() {
            return Ok(None);
        }
        let row = table.first();
        let missing = || Error::Internal(format!("assertion {assertion_id} lacks a column"));
        Ok(Some(Stored {
            document: row.get(1)?.ok_or_else(missing)?,
            badge_id: row.get(2)?.ok_or_else(missing)?,
            status: Status {
                revoked: row.get(3)?.ok_or_else(missing)?,
                reason: row.get(4)?,
                suspended: row.get(5)?.ok_or_else(missing)?,
            },
            status_index: row.get(6)?,
            credential_text: row.get(7)?,
            created_at: row.get(8)?.ok_or_else(missing)?,
        }))
    })
}

/// The status of the issuer's award at that status index; in force if there is none.
pub fn status(issuer_id: Uuid, status_index: i64) -> Result<Status, Error> {
    Spi::connect_mut(|client| {
        let values = [issuer_id.into(), status_index.into()];
        let table = STATUS.with(|statement| statement.run(client, &values))?;
        if table.is_empty() {
            return Ok(Status::default());
        }
        let (revoked, suspended, reason) = table.first().get_three()?;
        Ok(Status { revoked: revoked == Some(true), suspended: suspended == Some(true), reason })
    })
}

/// The entries of one status list that are set, and when the last of their awards changed.
pub struct Listed {
    pub entries: Vec<i32>,
    pub changed: Option<TimestampWithTimeZone>,
}

/// The issuer's awards with a status index from `first` to before `end` that are revoked or suspended, or only
/// suspended.
pub fn listed(issuer_id: Uuid, first: i64, end: i64, suspended_only: bool) -> Result<Listed, Error> {
    Spi::connect_mut(|client| {
        let values = [issuer_id.into(), first.into(), end.into(), suspended_only.into()];
        let table = LISTED.with(|statement| statement.run(client, &values))?;
        let (entries, changed) = table.first().get_two()?;
        Ok(Listed { entries: entries.unwrap_or_default(), changed })
    })
}

/// An award that was revoked.
pub struct Revoked {
    pub assertion_id: Uuid,
    /// The id in its document.
    pub id: String,
    /// Whether the document is of version 3.0.
    pub is_3_0: bool,
    pub reason: Option<String>,
}

/// Every award that the issuer has revoked, the earliest first.
pub fn revoked(issuer_id: Uuid) -> Result<Vec<Revoked>, Error> {
    Spi::connect_mut(|client| {
        let mut entries = Vec::new();
        for row in REVOKED.with(|statement| statement.run(client, &[issuer_id.into()]))? {
            let (assertion_id, id, is_3_0) = (row.get(1)?, row.get(2)?, row.get(3)?);
            if let (Some(assertion_id), Some(id)) = (assertion_id, id) {
                entries.push(Revoked { assertion_id, id, is_3_0: is_3_0 == Some(true), reason: row.get(4)? });
            }
        }
        Ok(entries)
    })
}

/// Whether a badge class has ever been awarded, to anybody, whoever asks.
pub fn is_awarded(badge_id: Uuid) -> Result<bool, Error> {
    Spi::connect_mut(|client| {
        Ok(AWARDED.with(|statement| statement.value(client, &[badge_id.into()]))?.unwrap_or(true))
    })
}
