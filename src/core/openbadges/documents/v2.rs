//! Open Badges 2.0 documents: completing what a person knows, and making what is hosted.

use super::{Fault, member, text};
use crate::json::tree::{Member, Tree};
use crate::timestamp::Timestamp;
use std::borrow::Cow;

/// The JSON-LD context of every Open Badges 2.0 document.
pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// Completes a Profile with context, type and, if it has none, the id given here.
pub fn profile<'a>(given: Tree<'a>, id: &'a str) -> Result<Tree<'a>, Fault> {
    complete(given, "Issuer", id)
}

/// Completes a BadgeClass with context, type, issuer and, if it has none, the id given here.
pub fn badge_class<'a>(given: Tree<'a>, id: &'a str, issuer: &'a str) -> Result<Tree<'a>, Fault> {
    let mut badge = complete(given, "BadgeClass", id)?;
    let named = match badge.get("issuer") {
        Some(Tree::String(url)) => Some(url.as_ref()),
        Some(Tree::Object(_)) => badge.get("issuer").and_then(|issuer| text(issuer, "id")),
        Some(_) => return Err(Fault::Reserved("issuer".into())),
        None => None,
    };
    if named.is_some_and(|named| named != issuer) {
        return Err(Fault::Reserved("issuer".into()));
    }
    if badge.get("issuer").is_none() {
        badge.set("issuer", issuer);
    }
    Ok(badge)
}

fn complete<'a>(mut given: Tree<'a>, class: &'a str, id: &'a str) -> Result<Tree<'a>, Fault> {
    if !matches!(given, Tree::Object(_)) {
        return Err(Fault::NotAnObject);
    }
    for (names, value) in
        [(["@context", "@context"], CONTEXT), (["type", "@type"], class), (["id", "@id"], id)]
    {
        if names.iter().all(|name| given.get(name).is_none()) {
            let [name, _] = names;
            given.set(name, value);
        }
    }
    Ok(given)
}

/// What the assertions of one call have in common.
#[derive(Debug, Clone)]
pub struct AssertionTemplate<'a> {
    /// The id of the badge class.
    pub badge: Cow<'a, str>,
    /// `email`, `url`, `telephone`, `id` or the IRI of another identity property.
    pub recipient_type: &'a str,
    /// When the badge is awarded.
    pub issued_on: Timestamp,
    /// When the award ends.
    pub expires: Option<Timestamp>,
    /// A URL, an Evidence object or an array of either.
    pub evidence: Option<Tree<'a>>,
    /// Markdown that describes the achievement.
    pub narrative: Option<&'a str>,
    /// The URL of the key that signs the assertion; none if it is hosted.
    pub creator: Option<String>,
    /// Further members.
    pub extra: Vec<Member<'a>>,
}

/// Members of an assertion that `extra` may not set, because columns and look-ups rest on them.
const SET_BY_THE_CALL: [&str; 10] =
    ["id", "@id", "type", "@type", "recipient", "badge", "verification", "verify", "issuedOn", "revoked"];

/// The members to merge into an assertion, from the argument `extra`.
///
/// # Errors
/// [`Fault`] if it is no object or sets what the call sets itself.
pub fn extra_members<'a>(
    extra: Tree<'a>,
    template: &AssertionTemplate<'_>,
) -> Result<Vec<Member<'a>>, Fault> {
    let Tree::Object(members) = extra else {
        return Err(Fault::NotAnObject);
    };
    let taken = |name: &str| {
        SET_BY_THE_CALL.contains(&name)
            || (name == "expires" && template.expires.is_some())
            || (name == "evidence" && template.evidence.is_some())
            || (name == "narrative" && template.narrative.is_some())
    };
    match members.iter().find(|(name, _)| taken(name)) {
        Some((name, _)) => Err(Fault::Reserved(name.to_string())),
        None => Ok(members),
    }
}

/// How one recipient stands in an assertion.
#[derive(Debug, Clone)]
pub struct Recipient<'a> {
    /// The identity, or its salted hash.
    pub identity: Cow<'a, str>,
    /// The salt, if the identity is a hash.
    pub salt: Option<String>,
}

impl<'a> AssertionTemplate<'a> {
    /// The assertion for one recipient.
    pub fn assertion<'b>(&'b self, id: &'b str, recipient: Recipient<'b>) -> Tree<'b> {
        let mut identity = vec![
            member("type", self.recipient_type),
            member("hashed", recipient.salt.is_some()),
            member("identity", recipient.identity),
        ];
        identity.extend(recipient.salt.map(|salt| member("salt", salt)));
        let mut members = vec![
            member("@context", CONTEXT),
            member("id", id),
            member("type", "Assertion"),
            (Cow::Borrowed("recipient"), Tree::Object(identity)),
            member("badge", self.badge.as_ref()),
            (Cow::Borrowed("verification"), self.verification()),
            member("issuedOn", self.issued_on.to_rfc3339()),
        ];
        members.extend(self.expires.map(|expires| member("expires", expires.to_rfc3339())));
        members.extend(self.narrative.map(|narrative| member("narrative", narrative)));
        members.extend(self.evidence.clone().map(|evidence| (Cow::Borrowed("evidence"), evidence)));
        members.extend(self.extra.iter().cloned());
        Tree::Object(members)
    }

    fn verification(&self) -> Tree<'_> {
        match &self.creator {
            None => Tree::object([("type", Tree::from("HostedBadge"))]),
            Some(creator) => {
                Tree::object([("type", "SignedBadge".into()), ("creator", creator.as_str().into())])
            }
        }
    }
}

/// A public key of an issuer (Open Badges 2.0, CryptographicKey).
pub fn cryptographic_key<'a>(id: String, owner: String, public_key_pem: String) -> Tree<'a> {
    Tree::object([
        ("@context", CONTEXT.into()),
        ("type", "CryptographicKey".into()),
        ("id", id.into()),
        ("owner", owner.into()),
        ("publicKeyPem", public_key_pem.into()),
    ])
}

/// What is hosted in place of an assertion that was revoked (Open Badges 2.0, Hosted Verification: an
/// HTTP server answers it with status 410).
pub fn revoked_assertion<'a>(id: &'a str, reason: Option<&'a str>) -> Tree<'a> {
    let mut assertion = Tree::object([
        ("@context", CONTEXT.into()),
        ("type", "Assertion".into()),
        ("id", id.into()),
        ("revoked", true.into()),
    ]);
    if let Some(reason) = reason {
        assertion.set("revocationReason", reason);
    }
    assertion
}

/// An issuer's RevocationList. Each entry is the id of an assertion and the reason, if one was given.
pub fn revocation_list<'a>(
    id: &'a str,
    issuer: &'a str,
    entries: impl Iterator<Item = (String, Option<String>)>,
) -> Tree<'a> {
    let entries: Vec<Tree<'a>> = entries
        .map(|(id, reason)| {
            let mut entry = vec![member("id", id)];
            entry.extend(reason.map(|reason| member("revocationReason", reason)));
            Tree::Object(entry)
        })
        .collect();
    Tree::object([
        ("@context", CONTEXT.into()),
        ("id", id.into()),
        ("type", "RevocationList".into()),
        ("issuer", issuer.into()),
        ("revokedAssertions", entries.into()),
    ])
}

/// The assertion with its badge class in it, and in that its issuer. What a document names in another spelling
/// than the context's own (`obi:badge`) stays named, because it must not be said twice.
pub fn embed<'a>(mut assertion: Tree<'a>, mut badge: Tree<'a>, issuer: Tree<'a>) -> Tree<'a> {
    put(&mut badge, "issuer", issuer);
    put(&mut assertion, "badge", badge);
    assertion
}

fn put<'a>(document: &mut Tree<'a>, name: &'a str, part: Tree<'a>) {
    if document.get(name).is_some() {
        document.set(name, part_of(part));
    }
}

/// A document on its way into another of the same context does not repeat it.
fn part_of(mut document: Tree<'_>) -> Tree<'_> {
    if matches!(document.get("@context"), Some(Tree::String(context)) if context == CONTEXT) {
        document.remove("@context");
    }
    document
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn template() -> AssertionTemplate<'static> {
        AssertionTemplate {
            badge: "https://example.org/badges/1".into(),
            recipient_type: "email",
            issued_on: Timestamp::parse("2026-01-02T03:04:05Z").unwrap(),
            expires: None,
            evidence: None,
            narrative: None,
            creator: None,
            extra: Vec::new(),
        }
    }

    #[test]
    fn a_profile_gets_what_a_person_does_not_know() {
        let given = Tree::object([("name", "Example Academy".into())]);
        assert_eq!(
            profile(given, "https://example.org/issuers/1").unwrap().to_text(),
            r#"{"name":"Example Academy","@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://example.org/issuers/1"}"#
        );
    }

    #[test]
    fn a_profile_keeps_the_id_it_came_with() {
        let given = Tree::object([("id", "https://example.org/me".into())]);
        let profile = profile(given, "https://example.org/issuers/1").unwrap();
        assert_eq!(text(&profile, "id"), Some("https://example.org/me"));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        assert_eq!(profile(Tree::from(Vec::new()), "https://example.org/1"), Err(Fault::NotAnObject));
    }

    #[test]
    fn a_badge_class_cannot_name_another_issuer() {
        let given = Tree::object([("issuer", "https://evil.example/".into())]);
        assert_eq!(
            badge_class(given, "https://example.org/badges/1", "https://example.org/issuers/1"),
            Err(Fault::Reserved("issuer".into()))
        );
    }

    #[test]
    fn extra_members_cannot_set_what_look_ups_rest_on() {
        for name in ["id", "recipient", "badge", "verify", "revoked"] {
            let extra = Tree::object([(name, "x".into())]);
            assert_eq!(extra_members(extra, &template()), Err(Fault::Reserved(name.into())), "{name}");
        }
        let extra = Tree::object([("narrative", "x".into())]);
        assert!(extra_members(extra.clone(), &template()).is_ok());
        let with_narrative = AssertionTemplate { narrative: Some("y"), ..template() };
        assert_eq!(extra_members(extra, &with_narrative), Err(Fault::Reserved("narrative".into())));
    }

    #[test]
    fn an_assertion_says_who_what_and_when() {
        let recipient = Recipient { identity: "sha256$00".into(), salt: Some("s".into()) };
        assert_eq!(
            template().assertion("https://example.org/assertions/1", recipient).to_text(),
            concat!(
                r#"{"@context":"https://w3id.org/openbadges/v2","id":"https://example.org/assertions/1","type":"Assertion","#,
                r#""recipient":{"type":"email","hashed":true,"identity":"sha256$00","salt":"s"},"#,
                r#""badge":"https://example.org/badges/1","verification":{"type":"HostedBadge"},"#,
                r#""issuedOn":"2026-01-02T03:04:05Z"}"#
            )
        );
    }

    #[test]
    fn an_embedded_document_does_not_repeat_the_context() {
        let document =
            |name: &'static str| Tree::object([("@context", CONTEXT.into()), (name, Tree::from("x"))]);
        assert_eq!(
            embed(document("badge"), document("issuer"), document("name")).to_text(),
            r#"{"@context":"https://w3id.org/openbadges/v2","badge":{"issuer":{"name":"x"}}}"#
        );
        assert_eq!(
            embed(document("obi:badge"), document("issuer"), document("name")).to_text(),
            r#"{"@context":"https://w3id.org/openbadges/v2","obi:badge":"x"}"#
        );
    }
}
