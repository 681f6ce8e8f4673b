//! `badges.webauthn_credentials`
//!
//! Times are bound, as in `login_tokens`.

use super::owner::as_owner;
use super::statement::{Statement, statements};
use crate::arguments::timestamptz;
use crate::error::Error;
use badges_core::timestamp::Timestamp;
use badges_core::webauthn::{Authenticated, Descriptor, Registered};
use pgrx::Uuid;
use pgrx::datum::{DatumWithOid, TimestampWithTimeZone};
use pgrx::spi::{Spi, SpiHeapTupleData, SpiTupleTable};
use std::thread::LocalKey;

statements! {
    OF_USER(UUIDOID, TEXTOID) reading
        "SELECT credential_id, transports FROM badges.webauthn_credentials
          WHERE user_id = $1 AND rp_id = $2 ORDER BY created_at, credential_id";
    // Nobody else may compare or set the counter until this transaction has.
    LOCK(TEXTOID, TEXTOID) writing
        "SELECT user_id, public_key, public_key_alg, sign_count, backup_eligible, user_handle
           FROM badges.webauthn_credentials WHERE credential_id = $1 AND rp_id = $2 FOR UPDATE";
    INSERT(
        TEXTOID, UUIDOID, TEXTOID, BYTEAOID, INT4OID, INT8OID, UUIDOID, TEXTARRAYOID, BOOLOID, BOOLOID, BOOLOID, TEXTOID,
        TIMESTAMPTZOID,
    ) writing
        "INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, sign_count,
                                                  aaguid, transports, discoverable, backup_eligible, backup_state,
                                                  nickname, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
         ON CONFLICT (credential_id) DO NOTHING RETURNING credential_id";
    NOTE_USE(TEXTOID, INT8OID, BOOLOID, BOOLOID, BYTEAOID, TIMESTAMPTZOID) writing
        "UPDATE badges.webauthn_credentials
            SET sign_count = $2, backup_eligible = $3, backup_state = $4, user_handle = $5, last_used_at = $6, updated_at = $6
          WHERE credential_id = $1";
    SUSPECT_CLONE(TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.webauthn_credentials SET clone_suspected_at = $2, updated_at = $2 WHERE credential_id = $1";

    LIST(UUIDOID) reading
        "SELECT credential_id, nickname, rp_id, created_at, last_used_at, transports, discoverable, backup_eligible,
                backup_state, aaguid, clone_suspected_at
           FROM badges.webauthn_credentials WHERE user_id = $1 ORDER BY created_at, credential_id";
    RENAME(UUIDOID, TEXTOID, TEXTOID, TIMESTAMPTZOID) writing
        "UPDATE badges.webauthn_credentials SET nickname = $3, updated_at = $4
          WHERE credential_id = $2 AND user_id = $1 RETURNING credential_id";
    DELETE(UUIDOID, TEXTOID) writing
        "DELETE FROM badges.webauthn_credentials WHERE credential_id = $2 AND user_id = $1 RETURNING credential_id";
}

/// What an assertion is held against.
pub struct Stored {
    pub user_id: Uuid,
    /// `COSE_Key`.
    pub public_key: Vec<u8>,
    /// COSE algorithm.
    pub algorithm: i32,
    pub sign_count: u32,
    /// `None`: not known yet.
    pub backup_eligible: Option<bool>,
    /// The user handle it has, if that is not the user's id.
    pub user_handle: Option<Vec<u8>>,
}

/// A passkey as its owner sees it.
pub struct Listed {
    pub credential_id: String,
    pub nickname: Option<String>,
    pub rp_id: String,
    pub created_at: TimestampWithTimeZone,
    pub last_used_at: Option<TimestampWithTimeZone>,
    pub transports: Vec<String>,
    pub discoverable: Option<bool>,
    pub backup_eligible: Option<bool>,
    pub backup_state: bool,
    pub aaguid: Option<Uuid>,
    pub clone_suspected_at: Option<TimestampWithTimeZone>,
}

/// The passkeys of a user at a relying party, the oldest first, as browsers are asked for them.
pub fn of_user(user_id: Uuid, rp_id: &str) -> Result<Vec<Descriptor>, Error> {
    query(&OF_USER, &[user_id.into(), rp_id.into()], |table| {
        table
            .map(|row| {
                Ok(Descriptor {
                    id: column(&row, 1)?,
                    transports: row.get::<Vec<String>>(2)?.unwrap_or_default(),
                })
            })
            .collect()
    })
}

/// A passkey of a relying party, locked until the transaction ends.
pub fn lock(credential_id: &str, rp_id: &str) -> Result<Option<Stored>, Error> {
    query(&LOCK, &[credential_id.into(), rp_id.into()], |mut table| {
        table
            .next()
            .map(|row| {
                Ok(Stored {
                    user_id: column(&row, 1)?,
                    public_key: column(&row, 2)?,
                    algorithm: column(&row, 3)?,
                    // A CHECK keeps it within 32 bits.
                    sign_count: u32::try_from(column::<i64>(&row, 4)?).unwrap_or(u32::MAX),
                    backup_eligible: row.get(5)?,
                    user_handle: row.get(6)?,
                })
            })
            .transpose()
    })
}

/// Adds a passkey. False: there is one with that id already, whoever has it.
pub fn insert(
    user_id: Uuid,
    rp_id: &str,
    passkey: Registered,
    nickname: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let values = [
        passkey.credential_id.into(),
        user_id.into(),
        rp_id.into(),
        passkey.public_key.into(),
        passkey.algorithm.into(),
        i64::from(passkey.sign_count).into(),
        passkey.aaguid.map(|aaguid| Uuid::from_bytes(*aaguid.as_bytes())).into(),
        passkey.transports.into(),
        passkey.discoverable.into(),
        passkey.backup_eligible.into(),
        passkey.backup_state.into(),
        nickname.into(),
        timestamptz(now).into(),
    ];
    query(&INSERT, &values, |table| Ok(!table.is_empty()))
}

/// Notes that a passkey has signed in.
pub fn note_use(credential_id: &str, used: &Authenticated, now: Timestamp) -> Result<(), Error> {
    let values = [
        credential_id.into(),
        i64::from(used.sign_count).into(),
        used.backup_eligible.into(),
        used.backup_state.into(),
        used.other_handle.clone().into(),
        timestamptz(now).into(),
    ];
    query(&NOTE_USE, &values, |_| Ok(()))
}

/// Notes that there may be a copy of a passkey.
pub fn suspect_clone(credential_id: &str, now: Timestamp) -> Result<(), Error> {
    query(&SUSPECT_CLONE, &[credential_id.into(), timestamptz(now).into()], |_| Ok(()))
}

/// The passkeys of a user at every relying party, the oldest first.
///
/// As the owner of the table, like [`rename`] and [`delete`]: the caller was shown to act for the user.
pub fn list(user_id: Uuid) -> Result<Vec<Listed>, Error> {
    as_owner(|| {
        query(&LIST, &[user_id.into()], |table| {
            table
                .map(|row| {
                    Ok(Listed {
                        credential_id: column(&row, 1)?,
                        nickname: row.get(2)?,
                        rp_id: column(&row, 3)?,
                        created_at: column(&row, 4)?,
                        last_used_at: row.get(5)?,
                        transports: column(&row, 6)?,
                        discoverable: row.get(7)?,
                        backup_eligible: row.get(8)?,
                        backup_state: column(&row, 9)?,
                        aaguid: row.get(10)?,
                        clone_suspected_at: row.get(11)?,
                    })
                })
                .collect()
        })
    })
}

/// The ids of a user's passkeys at a relying party.
pub fn ids_of_user(user_id: Uuid, rp_id: &str) -> Result<Vec<String>, Error> {
    let found = as_owner(|| of_user(user_id, rp_id))?;
    Ok(found.into_iter().map(|descriptor| descriptor.id).collect())
}

/// Gives a passkey of a user another name. False: the user has no such passkey.
pub fn rename(
    user_id: Uuid,
    credential_id: &str,
    nickname: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let values = [user_id.into(), credential_id.into(), nickname.into(), timestamptz(now).into()];
    as_owner(|| query(&RENAME, &values, |table| Ok(!table.is_empty())))
}

/// Deletes a passkey of a user. False: the user has no such passkey.
pub fn delete(user_id: Uuid, credential_id: &str) -> Result<bool, Error> {
    as_owner(|| query(&DELETE, &[user_id.into(), credential_id.into()], |table| Ok(!table.is_empty())))
}

fn query<T>(
    statement: &'static LocalKey<Statement>,
    values: &[DatumWithOid<'_>],
    read: impl FnOnce(SpiTupleTable<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    Spi::connect_mut(|client| read(statement.with(|statement| statement.run(client, values))?))
}

/// A column that is NOT NULL.
fn column<T: pgrx::FromDatum + pgrx::IntoDatum>(
    row: &SpiHeapTupleData<'_>,
    ordinal: usize,
) -> Result<T, Error> {
    row.get(ordinal)?.ok_or_else(|| Error::Internal("a passkey lacks a column".into()))
}
