//! What users have received, in `badges.issuer_profiles`, `badges.badge_classes` and `badges.badge_assertions`.

use super::owner::as_owner;
use super::statement::{Statement, across_releases, statements};
use crate::arguments::timestamptz;
use crate::error::Error;
use crate::jsonb::JsonbValue;
use badges_core::timestamp::Timestamp;
use pgrx::Uuid;
use pgrx::datum::{DatumWithOid, TimestampWithTimeZone};
use pgrx::spi::{Spi, SpiTupleTable};
use std::thread::LocalKey;

statements! {
    ISSUER(UUIDOID) reading across_releases!("SELECT received FROM badges.issuer_profiles WHERE issuer_id = $1");
    BADGE_CLASS(UUIDOID) reading across_releases!("SELECT received FROM badges.badge_classes WHERE badge_id = $1");
    ASSERTION(UUIDOID) reading across_releases!("SELECT received FROM badges.badge_assertions WHERE assertion_id = $1");

    // Who adds what is there already waits for whoever adds it at the same time, and leaves it as it is.
    ADD_ISSUER(UUIDOID, JSONBOID) writing
        "INSERT INTO badges.issuer_profiles (issuer_id, issuer_json, received) VALUES ($1, $2, true)
         ON CONFLICT (issuer_id) DO NOTHING RETURNING issuer_id";
    ADD_BADGE_CLASS(UUIDOID, JSONBOID, UUIDOID) writing
        "INSERT INTO badges.badge_classes (badge_id, badge_json, issuer_id, received) VALUES ($1, $2, $3, true)
         ON CONFLICT (badge_id) DO NOTHING RETURNING badge_id";
    // Nobody purges it until the transaction ends.
    HOLD_ISSUER(UUIDOID) writing
        "SELECT issuer_id FROM badges.issuer_profiles WHERE issuer_id = $1 AND received FOR KEY SHARE";
    HOLD_BADGE_CLASS(UUIDOID) writing
        "SELECT badge_id FROM badges.badge_classes WHERE badge_id = $1 AND received FOR KEY SHARE";
    ADD(UUIDOID, UUIDOID, UUIDOID, UUIDOID, JSONBOID, TEXTOID, TIMESTAMPTZOID) writing
        "INSERT INTO badges.badge_assertions (assertion_id, holder_user_id, badge_id, issuer_id, assertion_json, credential_text,
                                              status_index, created_at, updated_at, received)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $7, true)
         ON CONFLICT (assertion_id) DO NOTHING RETURNING assertion_id";
    REPLACE(UUIDOID, UUIDOID, UUIDOID, UUIDOID, JSONBOID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID) writing
        "UPDATE badges.badge_assertions
            SET badge_id = $3, issuer_id = $4, assertion_json = $5, credential_text = $6, updated_at = $7
          WHERE assertion_id = $1 AND holder_user_id = $2 AND issued_on < $8 RETURNING assertion_id";
    ISSUED_ON(UUIDOID, UUIDOID) writing
        "SELECT issued_on FROM badges.badge_assertions WHERE assertion_id = $1 AND holder_user_id = $2";

    CREDENTIAL(UUIDOID) reading across_releases!(
        "SELECT credential_text FROM badges.badge_assertions WHERE assertion_id = $1 AND received");
    COUNT(UUIDOID, TIMESTAMPTZOID) reading
        "SELECT count(*) FROM badges.badge_assertions
          WHERE holder_user_id = $1 AND updated_at >= coalesce($2, '-infinity')";
    LIST(UUIDOID, TIMESTAMPTZOID, INT8OID, INT8OID) reading
        "SELECT assertion_id, credential_text, updated_at FROM badges.badge_assertions
          WHERE holder_user_id = $1 AND updated_at >= coalesce($2, '-infinity')
          ORDER BY updated_at, assertion_id LIMIT $3 OFFSET $4";

    UNUSED_BADGE_CLASSES() writing
        "SELECT array_agg(b.badge_id) FROM badges.badge_classes AS b
          WHERE b.received AND NOT EXISTS (SELECT FROM badges.badge_assertions AS a WHERE a.badge_id = b.badge_id)";
    UNUSED_ISSUERS() writing
        "SELECT array_agg(i.issuer_id) FROM badges.issuer_profiles AS i
          WHERE i.received AND NOT EXISTS (SELECT FROM badges.badge_classes AS b WHERE b.issuer_id = i.issuer_id)";
    DELETE_BADGE_CLASSES(UUIDARRAYOID) writing
        "DELETE FROM badges.badge_classes WHERE badge_id = ANY ($1) RETURNING badge_id";
    DELETE_ISSUERS(UUIDARRAYOID) writing
        "DELETE FROM badges.issuer_profiles WHERE issuer_id = ANY ($1) RETURNING issuer_id";
}

/// A credential about to be stored.
pub struct NewCredential<'a> {
    pub assertion_id: Uuid,
    pub holder: Uuid,
    pub badge_id: Uuid,
    pub issuer_id: Uuid,
    pub award: JsonbValue,
    /// The text as it came.
    pub text: &'a str,
    pub issued_on: Timestamp,
    /// By the clock, not by the transaction: what came first is listed first.
    pub stored_at: Timestamp,
}

/// A credential as its holder sees it.
pub struct Listed {
    pub assertion_id: Uuid,
    pub text: String,
    pub stored_at: TimestampWithTimeZone,
}

type Prepared = &'static LocalKey<Statement>;

/// Times that a row is added again if somebody purges it just then.
const TRIES: usize = 5;

/// What an id names.
#[derive(Clone, Copy)]
pub enum Entity {
    Issuer,
    BadgeClass,
    Assertion,
}

impl Entity {
    fn name(self) -> &'static str {
        match self {
            Entity::Issuer => "issuer",
            Entity::BadgeClass => "badge class",
            Entity::Assertion => "assertion",
        }
    }

    fn query(self) -> Prepared {
        match self {
            Entity::Issuer => &ISSUER,
            Entity::BadgeClass => &BADGE_CLASS,
            Entity::Assertion => &ASSERTION,
        }
    }
}

/// Refuses to act in the name of somebody else: on a row that came with a credential which a user has received.
///
/// # Errors
/// 42501 for such a row.
pub fn refuse(entity: Entity, id: Uuid) -> Result<(), Error> {
    match value(entity.query(), &[id.into()])? {
        Some(true) => Err(Error::Privilege {
            reason: format!("{} {id} was received, so nobody acts for its issuer here", entity.name()),
            hint: "Only issuers that badges.create_issuer made award badges, change them and take them back.",
        }),
        _ => Ok(()),
    }
}

/// The row of an issuer, added unless it is there.
pub fn add_issuer(issuer_id: Uuid, document: &JsonbValue) -> Result<(), Error> {
    add(&ADD_ISSUER, &HOLD_ISSUER, issuer_id, || vec![issuer_id.into(), document.clone().into()])
}

/// The row of a badge class, added unless it is there.
pub fn add_badge_class(badge_id: Uuid, document: &JsonbValue, issuer_id: Uuid) -> Result<(), Error> {
    let values = || vec![badge_id.into(), document.clone().into(), issuer_id.into()];
    add(&ADD_BADGE_CLASS, &HOLD_BADGE_CLASS, badge_id, values)
}

fn add<'a>(
    add: Prepared,
    hold: Prepared,
    id: Uuid,
    values: impl Fn() -> Vec<DatumWithOid<'a>>,
) -> Result<(), Error> {
    for _ in 0..TRIES {
        if changes(add, &values())? || changes(hold, &[id.into()])? {
            return Ok(());
        }
    }
    Err(taken("document"))
}

/// Adds a credential. False: the holder has it already.
pub fn add_credential(new: &NewCredential<'_>) -> Result<bool, Error> {
    changes(&ADD, &new.values())
}

/// Puts a credential in the place of the one that the holder has, if that was issued earlier.
pub fn replace_credential(new: &NewCredential<'_>) -> Result<bool, Error> {
    let mut values = new.values();
    values.push(timestamptz(new.issued_on).into());
    changes(&REPLACE, &values)
}

impl NewCredential<'_> {
    fn values(&self) -> Vec<DatumWithOid<'_>> {
        vec![
            self.assertion_id.into(),
            self.holder.into(),
            self.badge_id.into(),
            self.issuer_id.into(),
            self.award.clone().into(),
            self.text.into(),
            timestamptz(self.stored_at).into(),
        ]
    }
}

/// When the credential that a holder has was issued; `None` if the holder has none of that id.
pub fn issued_on(assertion_id: Uuid, holder: Uuid) -> Result<Option<TimestampWithTimeZone>, Error> {
    value(&ISSUED_ON, &[assertion_id.into(), holder.into()])
}

/// What nobody receives, because the id is that of something else.
pub fn taken(entity: &'static str) -> Error {
    Error::Taken {
        entity,
        property: "id",
        hint: "Ids of version 8 (RFC 9562) are those of what is received.",
    }
}

/// The text of a credential as it was received.
pub fn credential(assertion_id: Uuid) -> Result<Option<String>, Error> {
    value(&CREDENTIAL, &[assertion_id.into()])
}

/// What a holder has received since that time, the earliest first, and how many there are in all.
///
/// As the owner of the table: the caller was shown to act for the user.
pub fn list(
    holder: Uuid,
    since: Option<TimestampWithTimeZone>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    as_owner(|| {
        let total = value(&COUNT, &[holder.into(), since.into()])?.unwrap_or_default();
        let values = [holder.into(), since.into(), limit.into(), offset.into()];
        let listed = query(&LIST, &values, |table| {
            let missing = || Error::Internal("a credential lacks a column".into());
            table
                .map(|row| {
                    Ok(Listed {
                        assertion_id: row.get(1)?.ok_or_else(missing)?,
                        text: row.get(2)?.ok_or_else(missing)?,
                        stored_at: row.get(3)?.ok_or_else(missing)?,
                    })
                })
                .collect()
        })?;
        Ok((listed, total))
    })
}

/// Deletes every received badge class and issuer of which nobody holds a credential, and returns how many there were.
pub fn purge() -> Result<usize, Error> {
    let mut deleted = 0_usize;
    for (unused, delete) in
        [(&UNUSED_BADGE_CLASSES, &DELETE_BADGE_CLASSES), (&UNUSED_ISSUERS, &DELETE_ISSUERS)]
    {
        if let Some(ids) = value::<Vec<Uuid>>(unused, &[])? {
            deleted = deleted.saturating_add(query(delete, &[ids.into()], |table| Ok(table.len()))?);
        }
    }
    Ok(deleted)
}

/// Whether a statement returns a row.
fn changes(statement: Prepared, values: &[DatumWithOid<'_>]) -> Result<bool, Error> {
    query(statement, values, |table| Ok(!table.is_empty()))
}

fn value<T: pgrx::FromDatum + pgrx::IntoDatum>(
    statement: Prepared,
    values: &[DatumWithOid<'_>],
) -> Result<Option<T>, Error> {
    Spi::connect_mut(|client| statement.with(|statement| statement.value(client, values)))
}

fn query<T>(
    statement: Prepared,
    values: &[DatumWithOid<'_>],
    read: impl FnOnce(SpiTupleTable<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    Spi::connect_mut(|client| read(statement.with(|statement| statement.run(client, values))?))
}
