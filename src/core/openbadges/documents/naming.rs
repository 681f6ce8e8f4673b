//! Whether a document that an end user writes speaks of what it is stored under, and of nobody else's.
//!
//! Documents of one site share an origin, and hosted verification (Open Badges 2.0) believes the origin: an assertion
//! that names another issuer's badge class would be an award of that issuer's to everybody who fetches it.

use super::{BothIds, Identifiers, origin, version_of_stored};
use crate::json::{Json, ReadError, View, string};
use crate::openbadges::class::Class;
use crate::openbadges::columns::{self, Column};
use crate::openbadges::jsonld::context::{Addresses, Context};
use crate::openbadges::validate::is_valid;
use crate::openbadges::version::Version;
use std::{collections::BTreeSet, fmt::Display, rc::Rc};

/// What a document names that is not what its row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misnamed {
    /// Another class beside that of the table.
    Class,
    /// A context that is not known here, and may give any name another meaning.
    Context,
    /// An address that is not the row's own.
    Id,
    /// Another badge class.
    Badge,
    /// Another issuer, or for a BadgeClass of 2.0 and a credential none.
    Issuer,
}

/// What a badge class stored in this row misnames. `base` is where new documents of the issuer lie, `kept` an id that the
/// row has already.
///
/// # Errors
/// If the document cannot be read.
pub fn misnamed_in_badge_class<'a, J: Json<'a>>(
    document: J,
    issuer: &Identifiers,
    base: &str,
    badge_id: impl Display,
    kept: Option<&str>,
) -> Result<Option<Misnamed>, ReadError> {
    if let Some(misnamed) = ambiguous(document, &[Class::Assertion, Class::Endorsement, Class::Profile])? {
        return Ok(Some(misnamed));
    }
    let paths = [format!("/badges/{badge_id}"), format!("/v3/achievements/{badge_id}")];
    if !is_own_id(document, [issuer.base(), base], &paths, kept)? {
        return Ok(Some(Misnamed::Id));
    }
    let named = columns::text(document, Column::Issuer)?;
    let is_own = match version_of_stored(document) {
        // The creator of an Achievement may be left out.
        Version::V3_0 => named.is_none_or(|named| named == issuer.issuer_v3()),
        _ => named.as_deref() == Some(issuer.issuer_v2()) && names(document, "issuer", issuer.issuer_v2())?,
    };
    Ok((!is_own).then_some(Misnamed::Issuer))
}

/// What an award stored in this row, under a badge class with these ids, misnames.
///
/// # Errors
/// If the document cannot be read.
pub fn misnamed_in_award<'a, J: Json<'a>>(
    document: J,
    issuer: &Identifiers,
    base: &str,
    badge: &BothIds,
    assertion_id: impl Display,
    kept: Option<&str>,
) -> Result<Option<Misnamed>, ReadError> {
    if let Some(misnamed) = ambiguous(document, &[Class::BadgeClass, Class::Endorsement, Class::Profile])? {
        return Ok(Some(misnamed));
    }
    let paths = [format!("/assertions/{assertion_id}"), format!("/v3/credentials/{assertion_id}")];
    if !is_own_id(document, [issuer.base(), base], &paths, kept)? {
        return Ok(Some(Misnamed::Id));
    }
    let named = columns::text(document, Column::Badge)?;
    if version_of_stored(document) != Version::V3_0 {
        // A badge class inside the assertion would say for itself who issues it.
        let is_own = named.as_deref() == Some(badge.v2.as_str())
            && document.member("badge")?.map(string).transpose()?.flatten() == Some(badge.v2.as_str());
        return Ok((!is_own).then_some(Misnamed::Badge));
    }
    if named.as_deref() != Some(badge.v3.as_str()) {
        return Ok(Some(Misnamed::Badge));
    }
    let is_own = columns::text(document, Column::Issuer)?.as_deref() == Some(issuer.issuer_v3());
    Ok((!is_own).then_some(Misnamed::Issuer))
}

/// Why a document of 2.0, which nobody signs, could be taken for something else than what it is stored as.
fn ambiguous<'a, J: Json<'a>>(document: J, others: &[Class]) -> Result<Option<Misnamed>, ReadError> {
    if version_of_stored(document) == Version::V3_0 {
        return Ok(None);
    }
    if has_unknown_context(document)? {
        return Ok(Some(Misnamed::Context));
    }
    let is_another = others.iter().any(|class| is_valid(document, Some(*class)));
    Ok(is_another.then_some(Misnamed::Class))
}

/// Whether the meaning of the outermost names may lie in a context that is not known here.
fn has_unknown_context<'a, J: Json<'a>>(document: J) -> Result<bool, ReadError> {
    let Some(context) = document.member("@context")? else { return Ok(false) };
    let mut unknown = BTreeSet::new();
    let applied = Rc::new(Context::empty()).apply(context, &mut Addresses::default(), &mut unknown);
    let imports = match context.view()? {
        View::Array(mut elements) => elements.any(|element| element.and_then(imports).unwrap_or(true)),
        _ => imports(context)?,
    };
    Ok(imports || !unknown.is_empty() || applied.is_err())
}

fn imports<'a, J: Json<'a>>(context: J) -> Result<bool, ReadError> {
    Ok(context.member("@import")?.is_some())
}

/// Whether the id is no address at all, or the address of the row, or the one it had.
fn is_own_id<'a, J: Json<'a>>(
    document: J,
    bases: [&str; 2],
    paths: &[String],
    kept: Option<&str>,
) -> Result<bool, ReadError> {
    let id = columns::text(document, Column::Id)?.unwrap_or_default();
    Ok(origin(&id).is_none()
        || kept == Some(id.as_str())
        || paths.iter().any(|path| id.strip_suffix(path.as_str()).is_some_and(|base| bases.contains(&base))))
}

/// Whether a member, read by who knows no JSON-LD, is this id or an object with it.
fn names<'a, J: Json<'a>>(document: J, member: &str, id: &str) -> Result<bool, ReadError> {
    let Some(value) = document.member(member)? else { return Ok(false) };
    if string(value)? == Some(id) {
        return Ok(true);
    }
    Ok(value.member("id")?.map(string).transpose()?.flatten() == Some(id))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    const ROW: &str = "0199f0a1-0000-7000-8000-000000000001";
    const OTHER: &str = "0199f0a1-0000-7000-8000-000000000002";
    const BASE: &str = "https://badges.example.org";

    fn issuer() -> Identifiers {
        let profile =
            json!({"@context": "https://w3id.org/openbadges/v2", "id": format!("{BASE}/issuers/{ROW}")});
        Identifiers::new(&profile, ROW, BASE).unwrap()
    }

    fn badge_class() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass",
            "id": format!("{BASE}/badges/{ROW}"), "issuer": format!("{BASE}/issuers/{ROW}"),
        })
    }

    fn assertion() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
            "id": format!("{BASE}/assertions/{ROW}"), "badge": format!("{BASE}/badges/{ROW}"),
        })
    }

    fn credential() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": format!("{BASE}/v3/credentials/{ROW}"),
            "issuer": {"id": format!("{BASE}/v3/issuers/{ROW}")},
            "credentialSubject": {"achievement": {"id": format!("{BASE}/v3/achievements/{ROW}")}},
        })
    }

    fn in_badge_class(document: &Value) -> Option<Misnamed> {
        misnamed_in_badge_class(document, &issuer(), BASE, ROW, None).unwrap()
    }

    fn in_award(document: &Value) -> Option<Misnamed> {
        let badge = issuer().badge(&badge_class(), ROW).unwrap();
        misnamed_in_award(document, &issuer(), BASE, &badge, ROW, None).unwrap()
    }

    fn with(mut document: Value, pointer: &str, value: Value) -> Value {
        *document.pointer_mut(pointer).unwrap() = value;
        document
    }

    #[test]
    fn documents_of_their_rows_misname_nothing() {
        assert_eq!(in_badge_class(&badge_class()), None);
        assert_eq!(in_award(&assertion()), None);
        assert_eq!(in_award(&credential()), None);
        let embedded = json!({"id": format!("{BASE}/issuers/{ROW}"), "name": "Example School"});
        assert_eq!(in_badge_class(&with(badge_class(), "/issuer", embedded)), None);
        assert_eq!(in_award(&with(credential(), "/id", json!("urn:uuid:1"))), None);
    }

    #[test]
    fn another_badge_class_or_issuer_is_found_however_it_is_written() {
        let other = format!("{BASE}/badges/{OTHER}");
        let own = format!("{BASE}/badges/{ROW}");
        for badge in [
            json!(other),
            json!({"id": other}),
            json!({"id": own, "issuer": "x"}),
            json!([own, other]),
            json!(5),
        ] {
            assert_eq!(
                in_award(&with(assertion(), "/badge", badge.clone())),
                Some(Misnamed::Badge),
                "{badge}"
            );
        }
        let mut renamed = with(assertion(), "/badge", json!(other));
        renamed["@context"] = json!(["https://w3id.org/openbadges/v2", {"badge": "https://example.org/x"}]);
        renamed["obi:badge"] = json!({"@id": own});
        assert_eq!(in_award(&renamed), Some(Misnamed::Badge));
        for issuer in [
            json!(format!("{BASE}/issuers/{OTHER}")),
            json!([format!("{BASE}/issuers/{ROW}"), "x"]),
            json!(null),
        ] {
            assert_eq!(
                in_badge_class(&with(badge_class(), "/issuer", issuer.clone())),
                Some(Misnamed::Issuer),
                "{issuer}"
            );
        }
        let forged = with(credential(), "/issuer/id", json!(format!("{BASE}/v3/issuers/{OTHER}")));
        assert_eq!(in_award(&forged), Some(Misnamed::Issuer));
        let forged = with(
            credential(),
            "/credentialSubject/achievement/id",
            json!(format!("{BASE}/v3/achievements/{OTHER}")),
        );
        assert_eq!(in_award(&forged), Some(Misnamed::Badge));
    }

    #[test]
    fn a_document_of_two_classes_is_found() {
        let badge_class = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": ["Assertion", "BadgeClass"],
            "id": format!("{BASE}/badges/{ROW}"), "issuer": format!("{BASE}/issuers/{ROW}"), "name": "First Aid",
            "description": "d", "image": "https://example.org/i.png", "criteria": "https://example.org/c",
            "badge": format!("{BASE}/badges/{OTHER}"), "issuedOn": "2026-01-01T00:00:00Z",
            "verification": {"type": "HostedBadge"},
            "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"},
        });
        for other in ["Assertion", "obi:Assertion", "https://w3id.org/openbadges#Assertion"] {
            let both = with(badge_class.clone(), "/type", json!(["BadgeClass", other]));
            assert_eq!(in_badge_class(&both), Some(Misnamed::Class), "{other}");
        }
        assert_eq!(in_badge_class(&with(badge_class.clone(), "/type", json!("BadgeClass"))), None);
        let in_award = |types| in_award(&with(badge_class.clone(), "/type", types));
        assert_eq!(in_award(json!(["Assertion", "BadgeClass"])), Some(Misnamed::Class));
    }

    #[test]
    fn a_context_that_nobody_here_knows_is_found() {
        for context in [
            json!(["https://w3id.org/openbadges/v2", "https://evil.example/c.json"]),
            json!(["https://w3id.org/openbadges/v2", {"@import": "https://evil.example/c.json"}]),
            json!(["https://w3id.org/openbadges/v2", 5]),
        ] {
            assert_eq!(in_award(&with(assertion(), "/@context", context.clone())), Some(Misnamed::Context));
            assert_eq!(in_badge_class(&with(badge_class(), "/@context", context)), Some(Misnamed::Context));
        }
        let known = json!(["https://w3id.org/openbadges/v2", {"mine": "https://example.org/mine"}]);
        assert_eq!(in_award(&with(assertion(), "/@context", known)), None);
    }

    #[test]
    fn the_address_of_another_row_is_found() {
        for id in [
            format!("{BASE}/assertions/{OTHER}"),
            format!("{BASE}/badges/{ROW}"),
            format!("HTTPS://badges.example.org/assertions/{ROW}"),
            format!("https://badges.example.org:443/assertions/{ROW}"),
            format!("{BASE}/x/../assertions/{ROW}"),
            "https://elsewhere.example/1".to_owned(),
        ] {
            assert_eq!(in_award(&with(assertion(), "/id", json!(id))), Some(Misnamed::Id), "{id}");
        }
        let moved = with(badge_class(), "/id", json!(format!("{BASE}/v3/achievements/{OTHER}")));
        assert_eq!(in_badge_class(&moved), Some(Misnamed::Id));
        let kept = Some("https://elsewhere.example/1");
        let imported = with(badge_class(), "/id", json!(kept));
        assert_eq!(in_badge_class(&imported), Some(Misnamed::Id));
        assert_eq!(misnamed_in_badge_class(&imported, &issuer(), BASE, ROW, kept).unwrap(), None);
    }
}
