//! What is stored, in the form of Open Badges 3.0.

use super::forms::{ACHIEVEMENT, EVIDENCE, Form, IMAGE, PROFILE, SUBJECT, elements, text_of};
use super::identifiers::BothIds;
use super::link::{self, names_class};
use super::v3::{StatusEntry, contexts, part, subject};
use super::{member, text, version_of_stored};
use crate::json::tree::{Member, Tree};
use crate::openbadges::jsonld::context::Context;
use crate::openbadges::jsonld::{normalise, terms};
use crate::openbadges::report::List;
use crate::openbadges::version::Version;
use crate::timestamp::Timestamp;
use std::borrow::Cow;

/// Where a document is going to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// By itself: it says what its context is.
    StandAlone,
    /// In a document of the same contexts.
    Embedded,
}

/// A stored document of 2.0 in the plain form of its own context, with those members besides that only 3.0 knows.
/// `renamed` says which members of 2.0 have which name in 3.0.
fn read<'a>(stored: &'a Tree<'a>, form: &Form, renamed: &[(&'static str, &'static str)]) -> Tree<'a> {
    let mut plain = plain(stored);
    for (from, to) in renamed {
        if let Some(value) = plain.remove(from) {
            plain.set(*to, value);
        }
    }
    // Names that 2.0 does not define are lost to it, whatever they stand for in 3.0.
    if let Tree::Object(members) = stored {
        let is_new =
            |name: &str| form.has(name) && terms::term(name).is_none() && !is_redefined(stored, name);
        for (name, value) in members.iter().filter(|(name, _)| is_new(name)) {
            let mut values = plain.get(name).map(elements).unwrap_or_default().to_vec();
            values.extend(elements(value).iter().cloned());
            plain.set(name.clone(), only(values));
        }
    }
    // JSON-LD would take an endorsement of 3.0 apart.
    if let Some(endorsement) = stored.get("endorsement") {
        plain.set("endorsement", endorsement.clone());
    }
    plain
}

/// Several values as an array, one as itself.
fn only(mut values: Vec<Tree<'_>>) -> Tree<'_> {
    match values.pop() {
        Some(value) if values.is_empty() => value,
        last => {
            values.extend(last);
            Tree::Array(values)
        }
    }
}

/// Whether a context inside the document gives the name another meaning.
fn is_redefined(stored: &Tree<'_>, name: &str) -> bool {
    let contexts = stored.get("@context").map(elements).unwrap_or_default();
    contexts.iter().any(|context| context.get(name).is_some())
}

/// A document of 2.0 in the terms of its context; as it is, if it breaks JSON-LD.
fn plain<'a>(stored: &'a Tree<'a>) -> Tree<'a> {
    match normalise(stored, Context::empty(), &mut List::default()) {
        Ok(normalised) => normalised.root.into_tree(),
        Err(_) => stored.clone(),
    }
}

/// A stored document of 3.0, as it is or to stand in another one.
fn native<'a>(stored: &'a Tree<'a>, placement: Placement) -> Tree<'a> {
    let mut document = stored.clone();
    if placement == Placement::Embedded {
        document.remove("@context");
    }
    document
}

fn placed<'a>(members: Vec<Member<'a>>, placement: Placement) -> Tree<'a> {
    let context = (placement == Placement::StandAlone).then(|| member("@context", contexts()));
    Tree::Object(context.into_iter().chain(members).collect())
}

/// A stored issuer as a Profile of 3.0. `otherIdentifier` names its Profile of 2.0. A stored Profile of 3.0 stays as
/// it is.
///
/// Keys and what else only hosted verification needs are left out: in 3.0 they are said by the issuer's controlled
/// identifier document.
pub fn profile_v3<'a>(stored: &'a Tree<'a>, ids: &BothIds, placement: Placement) -> Tree<'a> {
    if version_of_stored(stored) == Version::V3_0 {
        return native(stored, placement);
    }
    let mut source = read(stored, &PROFILE, &[("telephone", "phone")]);
    source.set("id", ids.v3.clone());
    let mut identifiers = vec![link::profile_identifier(&ids.v2)];
    identifiers.extend(source.get("otherIdentifier").map(elements).unwrap_or_default().iter().cloned());
    source.set("otherIdentifier", identifiers);
    placed(PROFILE.members(&source), placement)
}

/// A stored badge class as an Achievement. `related` names its BadgeClass; `creator`, a Profile without context,
/// counts where the document names none itself. A stored Achievement stays as it is.
pub fn achievement_v3<'a>(
    stored: &'a Tree<'a>,
    ids: &BothIds,
    creator: Option<Tree<'a>>,
    placement: Placement,
) -> Tree<'a> {
    if version_of_stored(stored) == Version::V3_0 {
        return native(stored, placement);
    }
    let renamed = [("tags", "tag"), ("@language", "inLanguage")];
    let mut source = read(stored, &ACHIEVEMENT, &renamed);
    source.set("id", ids.v3.clone());
    if let Some(creator) = creator
        && source.get("creator").and_then(|named| PROFILE.object(named)).is_none()
    {
        source.set("creator", creator);
    }
    let mut related = vec![link::related_badge_class(&ids.v2)];
    let others = source.get("related").map(elements).unwrap_or_default().iter();
    related.extend(others.filter(|other| !is_same(other, ids)).map(related_v3));
    source.set("related", related);
    placed(ACHIEVEMENT.members(&source), placement)
}

/// Whether what is related is one of the document's own renderings.
fn is_same(related: &Tree<'_>, ids: &BothIds) -> bool {
    let id = match related {
        Tree::String(id) => Some(id.as_ref()),
        _ => text(related, "id"),
    };
    id.is_some_and(|id| id == ids.v2 || id == ids.v3)
}

/// An entry of a BadgeClass's `related` as an Achievement has it.
fn related_v3<'a>(related: &Tree<'a>) -> Tree<'a> {
    let mut entry = match related {
        Tree::String(id) => Tree::object([("id", Tree::String(id.clone()))]),
        _ => related.clone(),
    };
    if let Some(language) = entry.remove("@language") {
        entry.set("inLanguage", language);
    }
    if matches!(entry.get("type"), None | Some(Tree::Null)) || names_class(&entry, "BadgeClass") {
        entry.set("type", link::BADGE_CLASS);
    }
    entry
}

/// A stored 2.0 award as a credential of 3.0, to be signed. Its evidence names the Assertion it renders; what 3.0
/// says of a subject besides (`creditsEarned`, `result`, `role` and so on) is taken along. `issuer` and `achievement`
/// are a Profile and an Achievement; a context of their own that other credentials do not have becomes one of this.
/// A stored credential stays as it is.
pub fn assertion_to_credential<'a>(
    stored: &'a Tree<'a>,
    ids: &BothIds,
    issuer: Tree<'a>,
    achievement: Tree<'a>,
    status: Option<StatusEntry<'_>>,
) -> Tree<'a> {
    if version_of_stored(stored) == Version::V3_0 {
        return native(stored, Placement::StandAlone);
    }
    let mut contexts = contexts();
    let issuer = part(issuer, &mut contexts);
    let achievement = part(achievement, &mut contexts);
    let award = &read(stored, &SUBJECT, &[]);
    let time = |name: &str| award.get(name).and_then(text_of).and_then(|text| whole_seconds(&text));
    let mut about = recipient(award);
    let name = achievement.get("name").cloned();
    about.push((Cow::Borrowed("achievement"), achievement));
    about.extend(SUBJECT.members(award));

    let mut members = vec![
        member("@context", contexts),
        member("id", ids.v3.clone()),
        member("type", vec![Tree::from("VerifiableCredential"), Tree::from("OpenBadgeCredential")]),
    ];
    members.extend(name.map(|name| member("name", name)));
    let image = award.get("image").and_then(|image| IMAGE.object(image));
    members.extend(image.map(|image| member("image", image)));
    members.push((Cow::Borrowed("issuer"), issuer));
    if let Some(issued_on) = time("issuedOn") {
        members.push(member("validFrom", issued_on.clone()));
        members.push(member("awardedDate", issued_on));
    }
    members.extend(time("expires").map(|expires| member("validUntil", expires)));
    members.push((Cow::Borrowed("credentialSubject"), Tree::Object(about)));
    let mut evidence: Vec<Tree<'a>> = match award.get("evidence").and_then(|given| EVIDENCE.objects(given)) {
        Some(Tree::Array(evidence)) => evidence,
        _ => Vec::new(),
    };
    evidence.push(link::original_assertion(&ids.v2));
    members.push(member("evidence", evidence));
    members.extend(status.map(|status| member("credentialStatus", status.tree())));
    Tree::Object(members)
}

/// RFC 3339 in UTC without a fraction: what a claim in whole seconds can equal.
fn whole_seconds(text: &str) -> Option<String> {
    Timestamp::parse(text).map(super::v3::whole_seconds)
}

/// Whom an assertion is awarded to, as members of an AchievementSubject.
fn recipient<'a>(award: &Tree<'a>) -> Vec<Member<'a>> {
    let text = |name: &str| award.get("recipient")?.get(name).and_then(text_of);
    let hashed = award.get("recipient").and_then(|recipient| recipient.get("hashed"));
    match (text("type"), text("identity")) {
        (Some(kind), Some(identity)) => {
            subject(&kind, identity, hashed == Some(&Tree::Boolean(true)), text("salt"))
        }
        _ => vec![member("type", vec![Tree::from("AchievementSubject")])],
    }
}
