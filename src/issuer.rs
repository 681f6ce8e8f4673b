//! An issuer as it is known outside of its row: its URLs, its keys, its profile in both versions of the standard.

use crate::error::Error;
use crate::settings;
use crate::store::issuer_profiles::{self, Published};
use crate::store::received::{self, Entity};
use badges_core::json::Tree;
use badges_core::openbadges::documents::{self, Identifiers, LinkedClass, Placement};
use badges_core::proof::issuer_keys::{IssuerKey, IssuerKeys};
use badges_core::proof::status_list::ENTRIES;
use pgrx::Uuid;

/// An issuer that is stored here, with the URL of everything that is its.
pub struct Issuer {
    pub stored: Published,
    pub identifiers: Identifiers,
}

impl Issuer {
    /// The issuer of that row; one that was received is none.
    pub fn find(issuer_id: Uuid) -> Result<Option<Self>, Error> {
        issuer_profiles::published(issuer_id)?.map(Issuer::of).transpose()
    }

    /// The issuer of that row, to do something in its name.
    ///
    /// # Errors
    /// 23503 for one that the caller does not see, 42501 for one that was received.
    pub fn acting(issuer_id: Uuid) -> Result<Self, Error> {
        if let Some(issuer) = Issuer::find(issuer_id)? {
            return Ok(issuer);
        }
        received::refuse(Entity::Issuer, issuer_id)?;
        Err(Error::UnknownReference { entity: "issuer", id: issuer_id.to_string() })
    }

    /// The issuer with that 2.0 or 3.0 id.
    pub fn under(id: &str) -> Result<Option<Self>, Error> {
        if let Some(row) = row_in(id, "/issuers")
            && let Some(issuer) = Issuer::find(row)?
            && [issuer.identifiers.issuer_v2(), issuer.identifiers.issuer_v3()].contains(&id)
        {
            return Ok(Some(issuer));
        }
        issuer_profiles::published_under(id)?.map(Issuer::of).transpose()
    }

    /// What follows from a row.
    pub fn of(stored: Published) -> Result<Self, Error> {
        let identifiers = Identifiers::new(stored.document.json()?, stored.issuer_id, &settings::base_url())?;
        Ok(Issuer { stored, identifiers })
    }

    /// Every key it ever had.
    pub fn keys(&self) -> Result<IssuerKeys, Error> {
        Ok(IssuerKeys::read(self.stored.public_keys.json()?)?)
    }

    /// The status list that an award with that status index names, and its entry there.
    pub fn status_entry(&self, status_index: i64) -> (String, u64) {
        let index = status_index.unsigned_abs();
        (self.identifiers.status_list("revocation", index / ENTRIES), index % ENTRIES)
    }

    /// The URL of one of its keys as Open Badges 2.0 names it.
    pub fn cryptographic_key_url(&self, key_id: &str) -> String {
        format!("{}/issuers/{}/keys/{key_id}", self.identifiers.base(), self.stored.issuer_id)
    }

    /// One of its keys as a CryptographicKey of Open Badges 2.0.
    pub fn cryptographic_key(&self, key: &IssuerKey) -> Tree<'static> {
        let owner = self.identifiers.issuer_v2().to_owned();
        documents::cryptographic_key(self.cryptographic_key_url(&key.id), owner, key.key.to_pem())
    }

    /// Its Profile in the form of Open Badges 2.0.
    pub fn form_of_2_0(&self) -> Result<Tree<'static>, Error> {
        let stored = Tree::read(self.stored.document.json()?)?;
        Ok(documents::profile_v2(&stored, self.identifiers.issuer()).into_owned())
    }

    /// Its Profile in Open Badges 2.0, with its keys, its list of revocations and the link to its Profile in 3.0.
    pub fn profile_v2(&self) -> Result<Tree<'static>, Error> {
        let id = &self.identifiers.issuer().v3;
        let mut profile = documents::link_to_v3(self.form_of_2_0()?, LinkedClass::Profile, id);
        let keys = self.keys()?;
        let trusted = keys.iter().filter(|key| key.is_trusted());
        let mut urls: Vec<Tree<'_>> = trusted.map(|key| self.cryptographic_key_url(&key.id).into()).collect();
        if profile.get("publicKey").is_none() && !urls.is_empty() {
            // The official validator takes several keys for none.
            let value = if urls.len() == 1 { urls.remove(0) } else { Tree::Array(urls) };
            profile.set("publicKey", value);
        }
        if profile.get("revocationList").is_none() {
            profile.set("revocationList", self.identifiers.revocation_list().to_owned());
        }
        Ok(profile)
    }

    /// Its Profile in Open Badges 3.0.
    pub fn profile_v3(&self, placement: Placement) -> Result<Tree<'static>, Error> {
        let stored = Tree::read(self.stored.document.json()?)?;
        Ok(documents::profile_v3(&stored, self.identifiers.issuer(), placement).into_owned())
    }
}

/// The UUID at the end of a URL, after that segment.
pub fn row_in(url: &str, segment: &str) -> Option<Uuid> {
    let (start, last) = url.rsplit_once('/')?;
    let uuid = uuid::Uuid::try_parse(last).ok()?;
    start.ends_with(segment).then(|| Uuid::from_bytes(*uuid.as_bytes()))
}
