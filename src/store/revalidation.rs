//! Looking through whole tables, batch by batch, from the latest row to the earliest.

use super::statement::{Statement, statements};
use crate::arguments::time_ordered_id;
use crate::error::Error;
use crate::jsonb::JsonbValue;
use pgrx::Uuid;
use pgrx::spi::Spi;
use std::thread::LocalKey;

/// Rows of one batch.
pub const BATCH: usize = 1000;

/// What the first batch is before: every id, or those that follow the time, the latest first.
pub fn start(every: bool) -> Result<Uuid, Error> {
    if every { Ok(Uuid::from_bytes([0xff; 16])) } else { time_ordered_id() }
}

/// The ids of a batch of documents that are not valid, and the last id of the batch.
macro_rules! invalid {
    ($table:literal, $id:literal, $document:literal) => {
        concat!(
            "WITH batch AS (
                 SELECT ", $id, " AS id, badges.validate_ob_json(", $document, ") IS TRUE AS valid
                   FROM badges.", $table, " WHERE ", $id, " < $1 ORDER BY ", $id, " DESC LIMIT 1000)
             SELECT (array_agg(id ORDER BY id))[1], coalesce(array_agg(id) FILTER (WHERE NOT valid), '{}') FROM batch"
        )
    };
}

statements! {
    INVALID_ISSUERS(UUIDOID) reading invalid!("issuer_profiles", "issuer_id", "issuer_json");
    INVALID_BADGE_CLASSES(UUIDOID) reading invalid!("badge_classes", "badge_id", "badge_json");
    INVALID_ASSERTIONS(UUIDOID) reading invalid!("badge_assertions", "assertion_id", "assertion_json");
    COUNT() reading
        "SELECT (SELECT count(*) FROM badges.issuer_profiles) + (SELECT count(*) FROM badges.badge_classes)
              + (SELECT count(*) FROM badges.badge_assertions)";
    SEALED(UUIDOID) reading
        "SELECT issuer_id, public_keys, encrypted_private_key FROM badges.issuer_profiles
          WHERE issuer_id < $1 ORDER BY issuer_id DESC LIMIT 1000";
    // Awards that were received have ids that are not in the order of time.
    LATEST_STATUS_INDEXES(UUIDOID) reading
        "SELECT array_agg(status_index) FROM (
             SELECT status_index FROM badges.badge_assertions
              WHERE assertion_id < $1 AND NOT received ORDER BY assertion_id DESC LIMIT 1000) AS latest
          WHERE status_index IS NOT NULL";
    SHARED_STATUS_INDEXES() reading
        "SELECT issuer_id, status_index FROM badges.badge_assertions WHERE status_index IS NOT NULL
          GROUP BY issuer_id, status_index HAVING count(*) > 1 ORDER BY issuer_id, status_index";
    LATEST_PLAIN_RECIPIENTS(UUIDOID) reading
        "SELECT recipient_type, recipient_identity, recipient_key FROM (
             SELECT recipient_type, recipient_identity, recipient_key, recipient_hashed FROM badges.badge_assertions
              WHERE assertion_id < $1 AND NOT received ORDER BY assertion_id DESC LIMIT 1000) AS latest
          WHERE recipient_key IS NOT NULL AND NOT recipient_hashed";
}

/// A table with documents.
pub struct Documents {
    pub table: &'static str,
    pub id: &'static str,
    pub document: &'static str,
    invalid: &'static LocalKey<Statement>,
}

pub const DOCUMENTS: &[Documents] = &[
    Documents {
        table: "badges.issuer_profiles",
        id: "issuer_id",
        document: "issuer_json",
        invalid: &INVALID_ISSUERS,
    },
    Documents {
        table: "badges.badge_classes",
        id: "badge_id",
        document: "badge_json",
        invalid: &INVALID_BADGE_CLASSES,
    },
    Documents {
        table: "badges.badge_assertions",
        id: "assertion_id",
        document: "assertion_json",
        invalid: &INVALID_ASSERTIONS,
    },
];

impl Documents {
    /// The rows of the batch before this id whose documents are not valid, and the id that the next batch is before;
    /// `None` at the end of the table.
    pub fn invalid_before(&self, id: Uuid) -> Result<Option<(Uuid, Vec<Uuid>)>, Error> {
        Spi::connect_mut(|client| {
            let table = self.invalid.with(|statement| statement.run(client, &[id.into()]))?;
            let (last, invalid) = table.first().get_two::<Uuid, Vec<Uuid>>()?;
            Ok(last.map(|last| (last, invalid.unwrap_or_default())))
        })
    }
}

/// Rows of the three tables with documents.
pub fn count() -> Result<usize, Error> {
    let count: Option<i64> = Spi::connect_mut(|client| COUNT.with(|statement| statement.value(client, &[])))?;
    Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
}

/// An issuer with its keys.
pub struct SealedKeys {
    pub issuer_id: Uuid,
    pub public_keys: JsonbValue,
    pub sealed: Option<Vec<u8>>,
}

/// A batch of issuers before this id.
pub fn sealed_keys_before(id: Uuid) -> Result<Vec<SealedKeys>, Error> {
    Spi::connect_mut(|client| {
        let mut issuers = Vec::new();
        for row in SEALED.with(|statement| statement.run(client, &[id.into()]))? {
            if let (Some(issuer_id), Some(public_keys)) = (row.get(1)?, row.get(2)?) {
                issuers.push(SealedKeys { issuer_id, public_keys, sealed: row.get(3)? });
            }
        }
        Ok(issuers)
    })
}

/// The places of the latest awards in the status lists.
pub fn latest_status_indexes() -> Result<Vec<i64>, Error> {
    let latest = start(false)?;
    let indexes: Option<Vec<i64>> = Spi::connect_mut(|client| {
        LATEST_STATUS_INDEXES.with(|statement| statement.value(client, &[latest.into()]))
    })?;
    Ok(indexes.unwrap_or_default())
}

/// Issuers and places in their status lists that more than one award has.
pub fn shared_status_indexes() -> Result<Vec<(Uuid, i64)>, Error> {
    Spi::connect_mut(|client| {
        let mut shared = Vec::new();
        for row in SHARED_STATUS_INDEXES.with(|statement| statement.run(client, &[]))? {
            if let (Some(issuer_id), Some(index)) = (row.get(1)?, row.get(2)?) {
                shared.push((issuer_id, index));
            }
        }
        Ok(shared)
    })
}

/// Type, identity and key of recipients that can be read, among those of the latest awards.
pub fn latest_plain_recipients() -> Result<Vec<(String, String, Vec<u8>)>, Error> {
    let latest = start(false)?;
    Spi::connect_mut(|client| {
        let mut recipients = Vec::new();
        for row in LATEST_PLAIN_RECIPIENTS.with(|statement| statement.run(client, &[latest.into()]))? {
            if let (Some(recipient_type), Some(identity), Some(key)) = (row.get(1)?, row.get(2)?, row.get(3)?)
            {
                recipients.push((recipient_type, identity, key));
            }
        }
        Ok(recipients)
    })
}
