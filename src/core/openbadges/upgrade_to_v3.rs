//! Documents of Open Badges 2.0 in the form of 3.0, as far as that needs no signature: issuers and badge classes.
//!
//! Source: Open Badges 3.0 Implementation Guide, "How to support both OB 2.0 and OB 3.0 as an Issuer".

use super::columns::{self, Column};
use super::documents::{BothIds, LinkedClass, Placement, achievement_v3, linked_v3, profile_v3};
use super::upgrade::UpgradeError;
use super::{Class, class_of};
use crate::json::Tree;
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use uuid::{Builder, Uuid};

/// A Profile or BadgeClass in the form of 3.0; anything else as it is.
///
/// # Errors
/// [`UpgradeError::NoIdentifier`] for one that has no id: there is nothing to link back to.
pub(super) fn upgrade_to_v3(document: Tree<'_>) -> Result<Tree<'_>, UpgradeError> {
    Ok(match class_of(&document) {
        Some(Class::Issuer | Class::Profile) => {
            let ids = ids(&document, LinkedClass::Profile)?;
            profile_v3(&document, &ids, Placement::StandAlone).into_owned()
        }
        Some(Class::BadgeClass) => {
            let ids = ids(&document, LinkedClass::Achievement)?;
            let creator = creator(&document)?;
            achievement_v3(&document, &ids, creator, Placement::StandAlone).into_owned()
        }
        _ => document,
    })
}

fn ids(document: &Tree<'_>, class: LinkedClass) -> Result<BothIds, UpgradeError> {
    let v2 = columns::text(document, Column::Id)?.ok_or(UpgradeError::NoIdentifier)?;
    let v3 = linked_v3(document, class).map_or_else(|| derived_id(&v2), str::to_owned);
    Ok(BothIds { v2, v3 })
}

/// The issuer of a badge class as the Profile of its creator; of one that is only named, little is known.
fn creator(badge: &Tree<'_>) -> Result<Option<Tree<'static>>, UpgradeError> {
    let profile = match badge.get("issuer") {
        Some(issuer @ Tree::Object(_)) => {
            let mut profile = issuer.clone();
            if profile.get("@context").is_none()
                && let Some(context) = badge.get("@context")
            {
                profile.set("@context", context.clone());
            }
            profile
        }
        _ => match columns::text(badge, Column::Issuer)? {
            Some(id) => Tree::object([
                ("@context", super::documents::CONTEXT.into()),
                ("type", "Profile".into()),
                ("id", id.into()),
            ]),
            None => return Ok(None),
        },
    };
    if columns::text(&profile, Column::Id)?.is_none() {
        return Ok(None);
    }
    let ids = ids(&profile, LinkedClass::Profile)?;
    Ok(Some(profile_v3(&profile, &ids, Placement::Embedded).into_owned()))
}

/// What a document is called in 3.0 where nothing says it: the same for everybody who knows its 2.0 id.
fn derived_id(id: &str) -> String {
    let named = [Uuid::NAMESPACE_URL.as_bytes(), id.as_bytes()].concat();
    let mut octets = [0; 16];
    for (to, from) in octets.iter_mut().zip(digest(&SHA1_FOR_LEGACY_USE_ONLY, &named).as_ref()) {
        *to = *from;
    }
    Builder::from_sha1_bytes(octets).into_uuid().urn().to_string()
}

#[cfg(test)]
mod tests {
    use super::derived_id;

    #[test]
    fn an_id_follows_from_the_2_0_id_as_rfc_9562_has_it() {
        assert_eq!(derived_id("https://example.org/issuer"), "urn:uuid:e8013b9b-bfe8-55bf-a2f2-f8f213c36076");
    }
}
