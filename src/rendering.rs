//! Reading a stored award out in either version of the standard.

use crate::arguments::{from_timestamptz, whole_seconds};
use crate::error::Error;
use crate::issuer::Issuer;
use crate::jsonb::JsonbValue;
use crate::signing::Signer;
use crate::store::badge_assertions::{self, Stored};
use crate::store::badge_classes;
use badges_core::json::Tree;
use badges_core::openbadges::Version;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::datatypes::data_uri_content;
use badges_core::openbadges::documents::{self, BothIds, LinkedClass, Placement, StatusEntry};
use pgrx::Uuid;

/// An award with its badge class and issuer.
pub struct StoredAward {
    pub assertion_id: Uuid,
    pub award: Stored,
    pub badge: JsonbValue,
    pub issuer: Issuer,
}

impl StoredAward {
    /// The award of that row; `None` for an unknown id.
    pub fn find(assertion_id: Uuid) -> Result<Option<Self>, Error> {
        let Some(award) = badge_assertions::stored(assertion_id)? else {
            return Ok(None);
        };
        let unlinked = || Error::Internal(format!("assertion {assertion_id} has no badge class"));
        let awarding = badge_classes::awarding(award.badge_id)?.ok_or_else(unlinked)?;
        Ok(Some(StoredAward {
            assertion_id,
            award,
            badge: awarding.badge,
            issuer: Issuer::of(awarding.issuer)?,
        }))
    }

    /// The version it was issued in.
    pub fn version(&self) -> Result<Version, Error> {
        Ok(documents::version_of_stored(self.award.document.json()?))
    }

    /// Its ids in both versions.
    pub fn ids(&self) -> Result<BothIds, Error> {
        Ok(self.issuer.identifiers.award(self.award.document.json()?, self.assertion_id)?)
    }

    /// The document that is served under the id it has in that version.
    pub fn rendered(&self, version: Option<Version>, embed: bool) -> Result<JsonbValue, Error> {
        let stored = self.version()?;
        if version.unwrap_or(stored) == Version::V3_0 {
            return match stored {
                Version::V3_0 => Ok(self.award.document.clone()),
                _ => JsonbValue::from_tree(&self.signed_now()?),
            };
        }
        if self.award.status.revoked {
            let ids = self.ids()?;
            let revoked = documents::revoked_assertion(&ids.v2, self.award.status.reason.as_deref());
            return JsonbValue::from_tree(&revoked);
        }
        if stored != Version::V3_0 && !embed {
            return Ok(self.award.document.clone());
        }
        let assertion = self.assertion_v2()?;
        if !embed {
            return JsonbValue::from_tree(&assertion);
        }
        JsonbValue::from_tree(&documents::embed(assertion, self.badge_v2()?, self.issuer.profile_v2()?))
    }

    /// Its badge class as BadgeClass of 2.0.
    pub fn badge_v2(&self) -> Result<Tree<'static>, Error> {
        badge_class_v2(&self.badge, self.award.badge_id, &self.issuer)
    }

    /// The compact JWS.
    pub fn jws(&self) -> Result<String, Error> {
        if let Some(text) = &self.award.credential_text {
            return Ok(text.clone());
        }
        let mut credential = match self.version()? {
            Version::V3_0 => Tree::read(self.award.document.json()?)?,
            _ => self.unsigned()?,
        };
        let token = Signer::enveloping(&self.issuer)?.credential(&mut credential, self.issued()?)?;
        token.ok_or_else(|| Error::Internal("a credential was not signed as JWS".into()))
    }

    /// The text that its holder carries: what was signed as a text, as it is; anything else as it is served.
    pub fn text(&self, version: Option<Version>) -> Result<String, Error> {
        let stored = self.version()?;
        match &self.award.credential_text {
            Some(text) if version.is_none_or(|version| version == stored) => Ok(text.clone()),
            _ => Ok(Tree::read(self.rendered(version, false)?.json()?)?.to_text()),
        }
    }

    /// The picture of the badge class, where the document itself holds it.
    pub fn picture(&self) -> Result<Option<Vec<u8>>, Error> {
        let image = columns::text(self.badge.json()?, Column::Image)?;
        Ok(image.as_deref().and_then(data_uri_content))
    }

    /// The award as an Assertion of 2.0, also where it was revoked.
    pub fn assertion_v2(&self) -> Result<Tree<'static>, Error> {
        let stored = Tree::read(self.award.document.json()?)?;
        let badge = self.issuer.identifiers.badge(self.badge.json()?, self.award.badge_id)?;
        Ok(documents::assertion_v2(&stored, &self.ids()?, &badge.v2).into_owned())
    }

    /// A 2.0 award as a credential, signed the same whenever it is asked for.
    fn signed_now(&self) -> Result<Tree<'static>, Error> {
        let mut credential = self.unsigned()?;
        Signer::embedding(&self.issuer)?.credential(&mut credential, self.issued()?)?;
        Ok(credential)
    }

    fn unsigned(&self) -> Result<Tree<'static>, Error> {
        let badge = Tree::read(self.badge.json()?)?;
        let badge_ids = self.issuer.identifiers.badge(self.badge.json()?, self.award.badge_id)?;
        let achievement = documents::achievement_v3(&badge, &badge_ids, None, Placement::Embedded);
        // Without an entry in a status list, nobody could take it back.
        let index = self.award.status_index.ok_or_else(|| Error::Configuration {
            reason: format!("assertion {} has no place in a status list", self.assertion_id),
            hint: "UPDATE badges.badge_assertions SET status_index = DEFAULT WHERE status_index IS NULL;"
                .into(),
        })?;
        let (list, index) = self.issuer.status_entry(index);
        let status = StatusEntry { list: &list, purpose: "revocation", index };
        let stored = Tree::read(self.award.document.json()?)?;
        let issuer = self.issuer.profile_v3(Placement::Embedded)?;
        let credential =
            documents::assertion_to_credential(&stored, &self.ids()?, issuer, achievement, Some(status));
        Ok(credential.into_owned())
    }

    fn issued(&self) -> Result<badges_core::timestamp::Timestamp, Error> {
        from_timestamptz(self.award.created_at)
            .map(whole_seconds)
            .ok_or_else(|| Error::Internal("an award was made at no point in time".into()))
    }
}

/// A stored badge class as BadgeClass of 2.0, with the link to its Achievement.
pub fn badge_class_v2(stored: &JsonbValue, badge_id: Uuid, issuer: &Issuer) -> Result<Tree<'static>, Error> {
    let ids = issuer.identifiers.badge(stored.json()?, badge_id)?;
    let tree = Tree::read(stored.json()?)?;
    let badge = documents::badge_class_v2(&tree, &ids, issuer.identifiers.issuer_v2());
    Ok(documents::link_to_v3(badge, LinkedClass::Achievement, &ids.v3).into_owned())
}

/// A stored badge class as an Achievement of 3.0, standing by itself.
pub fn achievement_v3(stored: &JsonbValue, badge_id: Uuid, issuer: &Issuer) -> Result<Tree<'static>, Error> {
    let ids = issuer.identifiers.badge(stored.json()?, badge_id)?;
    let tree = Tree::read(stored.json()?)?;
    let creator = issuer.profile_v3(Placement::Embedded)?;
    Ok(documents::achievement_v3(&tree, &ids, Some(creator), Placement::StandAlone).into_owned())
}
