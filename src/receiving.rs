//! Keeping the credentials that users receive, from whatever issuer.

use crate::arguments::{from_timestamptz, now, transaction_start};
use crate::error::Error;
use crate::jsonb::JsonbValue;
use crate::known::Tables;
use crate::store::owner::as_owner;
use crate::store::received::{self, NewCredential};
use crate::store::users;
use badges_core::json::Tree;
use badges_core::openbadges::verification::{Options, Received, receive, receive_baked};
use badges_core::proof::Resources;
use pgrx::Uuid;

/// What became of a credential.
pub struct Import {
    /// The row; `None` if the credential was refused.
    pub assertion_id: Option<Uuid>,
    /// `created`, `replaced`, `unchanged` or `refused`.
    pub outcome: &'static str,
    /// The report of the verifier, with what refuses it.
    pub report: JsonbValue,
}

/// How a credential comes.
pub enum Parcel<'p> {
    /// As a text.
    Text(&'p str),
    /// Inside its picture.
    Image(&'p [u8]),
}

impl Parcel<'_> {
    /// The report on what is in it and, unless that refuses it, its text and what is to be kept.
    fn open(&self, tables: &Tables, options: &Options<'_>) -> (Tree<'static>, Option<(String, Received)>) {
        match *self {
            Parcel::Text(text) => {
                let (report, received) = receive(text, tables, options);
                (report, received.map(|received| (text.to_owned(), received)))
            }
            Parcel::Image(image) => receive_baked(image, tables, options),
        }
    }
}

/// Verifies a credential and keeps it for a user, for whom the caller was shown to act, unless the report has what
/// refuses it.
///
/// # Errors
/// 23503 for an unknown user.
pub fn import(user_id: Uuid, parcel: &Parcel<'_>, resources: Resources<'_>) -> Result<Import, Error> {
    as_owner(|| {
        let unknown = || Error::UnknownReference { entity: "user", id: user_id.to_string() };
        let recipient = users::verified_email(user_id)?.ok_or_else(unknown)?;
        let tables = Tables::default();
        let options = Options { recipient: recipient.as_deref(), resources, at: transaction_start()? };
        let found = parcel.open(&tables, &options);
        let (report, received) = tables.finish(found)?;
        let report = JsonbValue::from_tree(&report)?;
        let Some((text, received)) = received else {
            return Ok(Import { assertion_id: None, outcome: "refused", report });
        };
        let holder = uuid::Uuid::from_bytes(*user_id.as_bytes());
        let assertion_id = row_id(received.assertion_id(holder));
        let outcome = keep(assertion_id, user_id, &text, &received)?;
        Ok(Import { assertion_id: Some(assertion_id), outcome, report })
    })
}

/// Stores a credential unless the holder has it as new (Open Badges 3.0, "Credential equality and comparison": the one that
/// was issued later replaces the other).
fn keep(assertion_id: Uuid, holder: Uuid, text: &str, received: &Received) -> Result<&'static str, Error> {
    let held = received::issued_on(assertion_id, holder)?;
    if held.and_then(from_timestamptz).is_some_and(|held| held >= received.issued_on) {
        return Ok("unchanged");
    }
    let (issuer_id, badge_id) = (row_id(received.issuer_id), row_id(received.badge_id));
    received::add_issuer(issuer_id, &JsonbValue::from_tree(&received.issuer)?)?;
    received::add_badge_class(badge_id, &JsonbValue::from_tree(&received.badge)?, issuer_id)?;
    let new = NewCredential {
        assertion_id,
        holder,
        badge_id,
        issuer_id,
        award: JsonbValue::from_tree(&received.award)?,
        text,
        issued_on: received.issued_on,
        stored_at: now()?,
    };
    if received::add_credential(&new)? {
        Ok("created")
    } else if received::replace_credential(&new)? {
        Ok("replaced")
    } else if received::issued_on(assertion_id, holder)?.is_some() {
        Ok("unchanged")
    } else {
        Err(received::taken("assertion"))
    }
}

fn row_id(id: uuid::Uuid) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}
