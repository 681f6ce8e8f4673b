//! Receiving a credential: whether it is one that can be kept, and what there is to keep.

use super::assertion::of_database;
use super::input::Text;
use super::report::{Finding, refused};
use super::structure::first_problem;
use super::values::{all, comparable, has_type, id, text};
use super::{Known, Options, Verifier};
use crate::identifier::content_uuid;
use crate::json::{ReadError, Tree, writer};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::tables::refusal_of_received;
use crate::openbadges::{Class, Version, class_of, upgrade, version_of};
use crate::proof::jcs;
use crate::timestamp::Timestamp;
use uuid::Uuid;

/// Checks that do not refuse a credential when they fail: what they find can change, or is no fault of the credential.
const NOT_REFUSING: [&str; 6] = ["dates", "status", "recipient", "endorsements", "schema", "refresh"];

/// A credential to keep: three documents as the tables take them, and the ids of their rows. The same documents have the
/// same ids.
#[derive(Debug, Clone)]
pub struct Received {
    /// Assertion of 2.0 or OpenBadgeCredential of 3.0.
    pub award: Tree<'static>,
    /// BadgeClass of 2.0 or Achievement of 3.0.
    pub badge: Tree<'static>,
    /// Profile of 2.0 or 3.0.
    pub issuer: Tree<'static>,
    /// When it was issued.
    pub issued_on: Timestamp,
    /// Row of the issuer: follows from the document.
    pub issuer_id: Uuid,
    /// Row of the badge class: follows from the document and the issuer.
    pub badge_id: Uuid,
    /// The issuer's id and the credential's, as they are compared.
    ids: [Vec<u8>; 2],
}

impl Received {
    /// Row of the award of a holder. Two credentials that are equal (Open Badges 3.0, "Credential equality and comparison")
    /// have one row: the issuer's id and the credential's are the same.
    pub fn assertion_id(&self, holder: Uuid) -> Uuid {
        let [issuer, credential] = &self.ids;
        content_uuid("received assertion", &[holder.as_bytes(), issuer, credential])
    }
}

/// The report on a text, as [`super::verify_credential`] makes it, and what there is to keep. `None`: nothing, because a
/// check failed that refuses, which is every one but `dates`, `status`, `recipient`, `endorsements`, `schema` and
/// `refresh`. What can be verified and not be kept has `import` among its checks.
pub fn receive(text: &str, known: &dyn Known, options: &Options<'_>) -> (Tree<'static>, Option<Received>) {
    let verifier = Verifier::new(known, options);
    let report = verifier.text(text, options.recipient, None);
    let is_refused = all(&report, "checks").iter().any(|check| {
        self::text(check, "status") == Some("failed")
            && self::text(check, "check").is_none_or(|name| !NOT_REFUSING.contains(&name))
    });
    if is_refused {
        return (report, None);
    }
    match verifier.received(text) {
        Ok(received) => (report, Some(received)),
        Err(finding) => (refused(report, finding.of("import")), None),
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The version of Open Badges.
    pub version: Option<Version>,
    /// Whether it is a compact JWS.
    pub is_token: bool,
}

impl Form {
    /// The media type (Open Badges 3.0 API, "getCredentials"; IANA).
    pub fn media_type(self) -> &'static str {
        match (self.is_token, self.version) {
            (true, _) => "text/plain",
            (false, Some(Version::V3_0)) => "application/vc+ld+json",
            (false, Some(Version::V1_1 | Version::V2_0)) => "application/ld+json",
            (false, _) => "application/json",
        }
    }
}

/// How the text of a credential is written.
pub fn form(text: &str) -> Form {
    match Text::read(text) {
        Ok(Text::Json(document)) => Form { version: version_of(&document), is_token: false },
        Ok(Text::SignedAssertion(_, payload)) => Form { version: version_of(&payload), is_token: true },
        Ok(Text::Credential(_)) => Form { version: Some(Version::V3_0), is_token: true },
        Err(_) => Form { version: None, is_token: true },
    }
}

impl Verifier<'_> {
    fn received(&self, text: &str) -> Result<Received, Finding> {
        let document = Text::read(text)?.into_document().into_owned();
        match class_of(&document) {
            Some(Class::OpenBadgeCredential) => self.received_credential(document),
            Some(Class::Assertion) => self.received_assertion(&document),
            Some(class) => {
                let message = format!("a document of the class {} is no award", class.name());
                Err(Finding::failed("no_award", message))
            }
            None => Err(Finding::failed("no_award", "the document is no award")),
        }
    }

    fn received_credential(&self, award: Tree<'static>) -> Result<Received, Finding> {
        let achievements =
            all(&award, "credentialSubject").iter().filter_map(|subject| subject.get("achievement"));
        let badge = achievements.into_iter().find(|achievement| matches!(achievement, Tree::Object(_)));
        let badge = with_context(badge.ok_or_else(no_badge)?, &award);
        let issuer = award.get("issuer").ok_or_else(no_issuer)?;
        let issuer = match issuer {
            Tree::Object(_) => with_context(issuer, &award),
            _ => self.profile_of(id(issuer).ok_or_else(no_issuer)?, &award),
        };
        complete(award, badge, issuer)
    }

    /// The Profile of an issuer that a credential only names: the one at hand, or else what its id says.
    fn profile_of(&self, id: &str, award: &Tree<'static>) -> Tree<'static> {
        let is_it = |profile: &&Tree<'_>| has_type(profile, "Profile") && text(profile, "id") == Some(id);
        if let Some(profile) = self.resources.get(id).filter(is_it) {
            let profile = with_context(profile, award);
            if refusal_of_received(&profile, Class::Issuer).is_none() {
                return profile;
            }
        }
        let named =
            Tree::object([("id", id.to_owned().into()), ("type", Tree::Array(vec!["Profile".into()]))]);
        with_context(&named, award)
    }

    fn received_assertion(&self, given: &Tree<'static>) -> Result<Received, Finding> {
        let not_upgradable = |error: crate::openbadges::UpgradeError| {
            Finding::failed("not_upgradable", format!("the document cannot be read as 2.0: {error}"))
        };
        let award = upgrade(given).map_err(not_upgradable)?.into_owned();
        let url = columns::text(&award, Column::Id).map_err(unreadable)?.unwrap_or_default();
        let linked = match self.known.assertion(&url) {
            Some(known) => of_database(known.badge, known.issuer),
            None => self.linked(&award).map_err(unreadable)?,
        };
        let badge = linked.badge.ok_or_else(no_badge)?.document;
        let issuer = linked.issuer.ok_or_else(no_issuer)?.document;
        let in_form_of_2_0 = |document: Tree<'static>| match version_of(&document) {
            Some(Version::V1_0 | Version::V1_1) => {
                upgrade(&document).map(Tree::into_owned).map_err(not_upgradable)
            }
            _ => Ok(document),
        };
        complete(award, in_form_of_2_0(badge)?, in_form_of_2_0(issuer)?)
    }
}

/// Three documents with the ids of their rows, if tables take them.
fn complete(award: Tree<'static>, badge: Tree<'static>, issuer: Tree<'static>) -> Result<Received, Finding> {
    for (document, class) in
        [(&award, Class::Assertion), (&badge, Class::BadgeClass), (&issuer, Class::Issuer)]
    {
        if let Some(problems) = refusal_of_received(document, class) {
            return Err(first_problem(&problems, class));
        }
        writer::encode(document, &mut Vec::new())
            .map_err(|error| Finding::failed("not_storable", error.to_string()))?;
    }
    let credential = columns::text(&award, Column::Id).map_err(unreadable)?;
    let credential = credential
        .ok_or_else(|| Finding::failed("no_id", "without an id the credential cannot be told from others"))?;
    let issuer_named = columns::text(&issuer, Column::Id).map_err(unreadable)?.ok_or_else(no_issuer)?;
    let issued_on = columns::timestamp(&award, Column::IssuedOn).map_err(unreadable)?;
    let issued_on =
        issued_on.ok_or_else(|| Finding::failed("no_date", "it does not say from when it is valid"))?;
    let issuer_id = content_uuid("received issuer", &[canonical(&issuer)?.as_bytes()]);
    let badge_id =
        content_uuid("received badge class", &[issuer_id.as_bytes(), canonical(&badge)?.as_bytes()]);
    let ids = [comparable(&issuer_named), comparable(&credential)];
    Ok(Received { award, badge, issuer, issued_on, issuer_id, badge_id, ids })
}

/// A part of a credential as a document of its own.
fn with_context(part: &Tree<'_>, credential: &Tree<'static>) -> Tree<'static> {
    let mut document = part.clone().into_owned();
    if let (None, Some(context)) = (document.get("@context"), credential.get("@context")) {
        document.set("@context", context.clone());
    }
    document
}

fn canonical(document: &Tree<'_>) -> Result<String, Finding> {
    let mut text = String::new();
    jcs::canonicalize(document, None, &mut text).map_err(unreadable)?;
    Ok(text)
}

fn unreadable(_: ReadError) -> Finding {
    Finding::failed("unreadable", "a document cannot be read")
}

fn no_badge() -> Finding {
    Finding::failed("badge_not_at_hand", "the badge class is neither in the credential nor at hand")
}

fn no_issuer() -> Finding {
    Finding::failed("issuer_not_at_hand", "the issuer is neither in the credential nor at hand")
}
