//! What this database knows of issuers and awards, for whoever verifies.

use crate::error::Error;
use crate::issuer::{self, Issuer};
use crate::rendering::{StoredAward, badge_class_v2};
use crate::store::{badge_assertions, badge_classes};
use badges_core::json::Tree;
use badges_core::openbadges::verification::{Known, KnownAssertion, KnownIssuer, KnownStatus};
use badges_core::proof::status_list::ENTRIES;
use std::cell::RefCell;

/// The tables. What PostgreSQL refuses while a verdict is made is kept, and is the answer in its place.
#[derive(Default)]
pub struct Tables {
    failure: RefCell<Option<Error>>,
}

impl Tables {
    /// Ends the verdict: an error if a table could not be read for it.
    pub fn finish<T>(self, verdict: T) -> Result<T, Error> {
        match self.failure.into_inner() {
            Some(error) => Err(error),
            None => Ok(verdict),
        }
    }

    fn keep<T>(&self, found: Result<Option<T>, Error>) -> Option<T> {
        found.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            None
        })
    }
}

impl Known for Tables {
    fn issuer(&self, id: &str) -> Option<KnownIssuer> {
        self.keep(Issuer::under(id).and_then(|found| found.as_ref().map(known_issuer).transpose()))
    }

    fn status(&self, list_url: &str, index: u64, purpose: &str) -> Option<KnownStatus> {
        self.keep(status_at(list_url, index, purpose))
    }

    fn key(&self, url: &str) -> Option<Tree<'static>> {
        self.keep(key_under(url))
    }

    fn badge_class(&self, url: &str) -> Option<Tree<'static>> {
        self.keep(badge_class_under(url))
    }

    fn assertion(&self, url: &str) -> Option<KnownAssertion> {
        self.keep(assertion_under(url))
    }
}

fn known_issuer(issuer: &Issuer) -> Result<KnownIssuer, Error> {
    let document = issuer.keys()?.document(issuer.identifiers.issuer_v3());
    Ok(KnownIssuer { document, profile: issuer.profile_v2()? })
}

fn key_under(url: &str) -> Result<Option<Tree<'static>>, Error> {
    let Some((below, key_id)) = url.rsplit_once("/keys/") else { return Ok(None) };
    let Some(row) = issuer::row_in(below, "/issuers") else { return Ok(None) };
    let Some(issuer) = Issuer::find(row)? else { return Ok(None) };
    let keys = issuer.keys()?;
    Ok(keys.get(key_id).filter(|_| issuer.cryptographic_key_url(key_id) == url).map(|key| {
        let mut document = issuer.cryptographic_key(key);
        if let Some(ended) = key.ended.filter(|_| !key.is_trusted()) {
            document.set("revoked", ended.to_rfc3339());
        }
        document
    }))
}

fn status_at(list_url: &str, index: u64, purpose: &str) -> Result<Option<KnownStatus>, Error> {
    let Some((start, number)) = list_url.rsplit_once('/') else { return Ok(None) };
    let below = start.strip_suffix(purpose).and_then(|start| start.strip_suffix("/status/"));
    let (Some(below), Ok(number)) = (below, number.parse::<u64>()) else { return Ok(None) };
    let by_row = issuer::row_in(below, "/v3/issuers").map_or(Ok(None), Issuer::find)?;
    let Some(issuer) = by_row.map_or_else(|| Issuer::under(below), |issuer| Ok(Some(issuer)))? else {
        return Ok(None);
    };
    let status_index = number.checked_mul(ENTRIES).and_then(|first| first.checked_add(index));
    let status_index = status_index.and_then(|index| i64::try_from(index).ok());
    match status_index {
        Some(status_index)
            if index < ENTRIES && issuer.identifiers.status_list(purpose, number) == list_url =>
        {
            badge_assertions::status(issuer.stored.issuer_id, status_index)
                .map(|status| Some(known_status(&status)))
        }
        _ => Ok(None),
    }
}

/// The status of an award as a verifier knows it.
pub fn known_status(status: &badge_assertions::Status) -> KnownStatus {
    KnownStatus { revoked: status.revoked, suspended: status.suspended, reason: status.reason.clone() }
}

fn badge_class_under(url: &str) -> Result<Option<Tree<'static>>, Error> {
    let Some(row) = issuer::row_in(url, "/badges") else { return Ok(None) };
    let Some(stored) = badge_classes::awarding(row)? else { return Ok(None) };
    let issuer = Issuer::of(stored.issuer)?;
    let badge = badge_class_v2(&stored.badge, row, &issuer)?;
    let is_it = issuer.identifiers.badge(stored.badge.json()?, row)?.v2 == url;
    Ok(is_it.then_some(badge))
}

fn assertion_under(url: &str) -> Result<Option<KnownAssertion>, Error> {
    let Some(row) = issuer::row_in(url, "/assertions") else { return Ok(None) };
    let Some(stored) = StoredAward::find(row)? else { return Ok(None) };
    if stored.ids()?.v2 != url {
        return Ok(None);
    }
    Ok(Some(KnownAssertion {
        document: stored.assertion_v2()?,
        badge: stored.badge_v2()?,
        issuer: stored.issuer.profile_v2()?,
        status: known_status(&stored.award.status),
    }))
}
