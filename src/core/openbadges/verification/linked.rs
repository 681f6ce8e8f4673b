//! The badge class and the issuer of a 2.0 assertion: at hand, or embedded in it.

use super::Verifier;
use super::hosted::{self, Facts};
use super::report::{Check, Finding, quoted};
use super::values::{id, is_same_value};
use crate::json::{ReadError, Tree};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::{UpgradeError, Version, upgrade, version_of};

/// Where a document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// From its own URL: the caller has it, or the database.
    Own,
    /// From within a document that names it.
    Embedded,
}

/// A badge class or a profile.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub document: Tree<'static>,
    pub source: Source,
}

/// What an assertion leads to, as far as it is at hand.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub badge: Option<Part>,
    pub issuer: Option<Part>,
}

impl Verifier<'_> {
    /// The badge class of an assertion, and its issuer. A document from its own URL goes before an embedded one.
    pub(super) fn linked(&self, assertion: &Tree<'_>) -> Result<Linked, ReadError> {
        let Some(badge) = self.part(assertion, Column::Badge, "badge")? else {
            return Ok(Linked::default());
        };
        let issuer = match columns::text(&badge.document, Column::Issuer)? {
            Some(id) => match self.profile(&id)? {
                Some(document) => Some(Part { document, source: Source::Own }),
                None => self.part(&badge.document, Column::Issuer, "issuer")?,
            },
            None => None,
        };
        Ok(Linked { badge: Some(badge), issuer })
    }

    /// The profile of that URL, if it is at hand: the database's own, or a resource.
    pub(super) fn profile(&self, id: &str) -> Result<Option<Tree<'static>>, ReadError> {
        let known = match self.known_issuer(id) {
            Some(known) if columns::text(&known.profile, Column::Id)?.as_deref() == Some(id) => known,
            Some(_) => return Ok(None),
            None => return self.resource_2_0(id),
        };
        let own = if self.known_signer(id).is_some() { None } else { self.resource_2_0(id)? };
        Ok(Some(own.unwrap_or_else(|| known.profile.clone())))
    }

    fn part(&self, document: &Tree<'_>, column: Column, name: &str) -> Result<Option<Part>, ReadError> {
        let Some(id) = columns::text(document, column)? else { return Ok(None) };
        let known = if column == Column::Badge { self.known.badge_class(&id) } else { None };
        if let Some(document) = known {
            return Ok(Some(Part { document, source: Source::Own }));
        }
        if let Some(document) = self.resource_2_0(&id)? {
            return Ok(Some(Part { document, source: Source::Own }));
        }
        let Some(embedded @ Tree::Object(_)) = document.get(name) else { return Ok(None) };
        let mut embedded = embedded.clone().into_owned();
        if let (None, Some(context)) = (embedded.get("@context"), document.get("@context")) {
            embedded.set("@context", context.clone().into_owned());
        }
        Ok(Some(Part { document: embedded, source: Source::Embedded }))
    }

    /// A resource in the form of 2.0. Before that a document could be named by the URL it lies at alone.
    pub(super) fn resource_2_0(&self, url: &str) -> Result<Option<Tree<'static>>, ReadError> {
        let Some(resource @ Tree::Object(_)) = self.resources.get(url) else { return Ok(None) };
        let mut resource = resource.clone().into_owned();
        if !matches!(version_of(&resource), Some(Version::V1_0 | Version::V1_1)) {
            return Ok(Some(resource));
        }
        if resource.get("id").is_none() && resource.get("@id").is_none() {
            resource.set("id", url.to_owned());
        }
        match upgrade(&resource) {
            Ok(upgraded) => Ok(Some(upgraded.into_owned())),
            Err(UpgradeError::Unreadable(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// `badge` and `issuer` of an assertion, which may embed other documents than those at hand: then somebody who reads
/// it reads something else than what is verified.
pub(super) fn linked_checks(
    assertion: &Tree<'_>,
    linked: &Linked,
    verifier: &Verifier<'_>,
) -> Result<Vec<Check>, ReadError> {
    let (Some(badge), Some(issuer)) = (&linked.badge, &linked.issuer) else {
        let at = |url: Option<&str>| url.map(|url| format!(" at {}", quoted(url))).unwrap_or_default();
        let badge_message = match &linked.badge {
            None => format!("the badge class{} is not at hand", at(assertion.get("badge").and_then(id))),
            Some(_) => "the badge class cannot be verified without its issuer".into(),
        };
        let issuer = linked.badge.as_ref().and_then(|badge| badge.document.get("issuer")).and_then(id);
        let issuer_message = format!("the issuer's profile{} is not at hand", at(issuer));
        return Ok(vec![
            Finding::not_checked("badge_not_at_hand", badge_message).of("badge"),
            Finding::not_checked("issuer_not_at_hand", issuer_message).of("issuer"),
        ]);
    };
    let facts = facts(&badge.document, &issuer.document, verifier);
    let embedded = assertion.get("badge");
    let mut checks = vec![hosted::badge(assertion, &facts)?, hosted::issuer(&facts)?];
    if differs(embedded, &badge.document, "issuer") {
        let message = "the assertion embeds the badge class in another form than it is published";
        checks.push(Finding::failed("embedded_badge_differs", message).of("badge"));
    }
    if differs(embedded.and_then(|badge| badge.get("issuer")), &issuer.document, "") {
        let message = "the assertion embeds the profile in another form than it is published";
        checks.push(Finding::failed("embedded_issuer_differs", message).of("issuer"));
    }
    Ok(checks)
}

/// What hosted verification asks for, of an assertion that is not revoked.
fn facts<'f>(badge: &'f Tree<'f>, issuer: &'f Tree<'f>, verifier: &Verifier<'_>) -> Facts<'f, &'f Tree<'f>> {
    Facts {
        badge,
        issuer,
        revoked: false,
        revocation_reason: None,
        suspended: false,
        recipient: None,
        at: verifier.at,
    }
}

fn differs(embedded: Option<&Tree<'_>>, own: &Tree<'_>, inner: &str) -> bool {
    embedded.is_some_and(|embedded| matches!(embedded, Tree::Object(_)) && !is_same_but(embedded, own, inner))
}

/// Whether two documents say the same: but for the context, which an embedded one need not repeat, and for one member
/// that may be embedded in them or named by them.
pub(super) fn is_same_but(one: &Tree<'_>, other: &Tree<'_>, inner: &str) -> bool {
    let plain = |document: &Tree<'_>| {
        let mut plain = super::values::plain(document);
        plain.remove("@context");
        if let Some(id) = plain.get(inner).and_then(id).map(str::to_owned) {
            plain.set(inner.to_owned(), id);
        }
        without_brackets(plain)
    };
    is_same_value(&plain(one), &plain(other))
}

/// Each array of one as its element, which JSON-LD takes for the same.
fn without_brackets(value: Tree<'static>) -> Tree<'static> {
    match value {
        Tree::Array(mut elements) => match elements.pop() {
            Some(element) if elements.is_empty() => without_brackets(element),
            last => Tree::Array(elements.into_iter().chain(last).map(without_brackets).collect()),
        },
        Tree::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, without_brackets(value)));
            Tree::Object(members.collect())
        }
        scalar => scalar,
    }
}
