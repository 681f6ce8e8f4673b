//! An issuer as it is known outside of its row: its URLs, its keys, its profile in both versions of the standard.

use crate::error::Error;
use crate::settings;
use crate::store::issuer_profiles::{self, Published};
use badges_core::json::Tree;
use badges_core::openbadges::documents::{self, Identifiers, Placement};
use badges_core::proof::issuer_keys::IssuerKeys;
use pgrx::Uuid;

/// An issuer that is stored here, with the URL of everything that is its.
pub struct Issuer {
    pub stored: Published,
    pub identifiers: Identifiers,
}

impl Issuer {
    /// The issuer of that row.
    pub fn find(issuer_id: Uuid) -> Result<Option<Self>, Error> {
        issuer_profiles::published(issuer_id)?.map(Issuer::of).transpose()
    }

    /// What follows from a row.
    pub fn of(stored: Published) -> Result<Self, Error> {
        let identifiers =
            Identifiers::new(stored.document.json()?, stored.issuer_id, &settings::base_url())?;
        Ok(Issuer { stored, identifiers })
    }

    /// Every key it ever had.
    pub fn keys(&self) -> Result<IssuerKeys, Error> {
        Ok(IssuerKeys::read(self.stored.public_keys.json()?)?)
    }

    /// The URL of one of its keys as Open Badges 2.0 names it.
    pub fn cryptographic_key_url(&self, key_id: &str) -> String {
        format!("{}/issuers/{}/keys/{key_id}", self.identifiers.base(), self.stored.issuer_id)
    }

    /// Its Profile in Open Badges 2.0, with its keys, its list of revocations and the link to its Profile in 3.0.
    pub fn profile_v2(&self) -> Result<Tree<'_>, Error> {
        let stored = Tree::read(self.stored.document.json()?)?;
        let mut profile = documents::profile_v2(stored, &self.identifiers);
        if profile.get("publicKey").is_none() {
            let keys = self.keys()?;
            let mut urls: Vec<Tree<'_>> = keys
                .iter()
                .filter(|key| key.is_trusted())
                .map(|key| self.cryptographic_key_url(&key.id).into())
                .collect();
            match urls.len() {
                0 => {}
                // The official validator reads a single key only where it is not in an array.
                1 => profile.set("publicKey", urls.remove(0)),
                _ => profile.set("publicKey", urls),
            }
        }
        if profile.get("revocationList").is_none() {
            profile.set("revocationList", self.identifiers.revocation_list().to_owned());
        }
        Ok(profile)
    }

    /// Its Profile in Open Badges 3.0.
    pub fn profile_v3(&self, placement: Placement) -> Result<Tree<'_>, Error> {
        let stored = Tree::read(self.stored.document.json()?)?;
        Ok(documents::profile_v3(stored, &self.identifiers, placement))
    }
}
