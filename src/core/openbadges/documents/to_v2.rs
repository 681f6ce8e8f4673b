//! What is stored in the form of Open Badges 3.0, in that of 2.0.

use super::forms::{elements, text_of};
use super::identifiers::BothIds;
use super::link::{self, LinkedClass, link_to_v3, names_class};
use super::{CONTEXT, member, version_of_stored};
use crate::json::tree::{Member, Tree};
use crate::openbadges::columns_v3::awarded_to;
use crate::openbadges::datatypes::{is_http_url, is_identity_hash, is_image_data_uri, is_iri, is_telephone};
use crate::openbadges::version::Version;
use crate::timestamp::Timestamp;
use std::borrow::Cow;

/// A document of 2.0 under construction.
struct Rendering<'a> {
    stored: &'a Tree<'a>,
    members: Vec<Member<'a>>,
}

impl<'a> Rendering<'a> {
    fn new(stored: &'a Tree<'a>, class: &'a str, id: &str) -> Self {
        let members = vec![member("@context", CONTEXT), member("id", id.to_owned()), member("type", class)];
        Rendering { stored, members }
    }

    /// Adds a member, if there is anything to add.
    fn add(&mut self, name: &'a str, value: Option<impl Into<Tree<'a>>>) {
        self.members.extend(value.map(|value| member(name, value)));
    }

    /// Adds members that are texts in both versions.
    fn copy(&mut self, names: &[&'a str]) {
        for name in names {
            self.add(name, self.text(name));
        }
    }

    fn get(&self, name: &str) -> Option<&'a Tree<'a>> {
        self.stored.get(name)
    }

    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name).and_then(text_of)
    }
}

/// A stored Profile in the form of 2.0, related to itself in 3.0. A document of 2.0 stays as it is.
///
/// It is valid if it has what 2.0 requires: a name, a home page and an e-mail address.
pub fn profile_v2<'a>(stored: &'a Tree<'a>, ids: &BothIds) -> Tree<'a> {
    if version_of_stored(stored) != Version::V3_0 {
        return stored.clone();
    }
    let mut profile = Rendering::new(stored, "Profile", &ids.v2);
    profile.copy(&["name"]);
    let home = profile.text("url").filter(|url| is_http_url(url));
    let home = home.or_else(|| profile.text("id").filter(|id| is_http_url(id)));
    profile.add("url", home);
    profile.copy(&["email", "description"]);
    let telephone = profile.text("phone").and_then(telephone);
    profile.add("telephone", telephone);
    let image = profile.get("image").and_then(|image| image_v2(image, true));
    profile.add("image", image);
    link_to_v3(Tree::Object(profile.members), LinkedClass::Profile, &ids.v3)
}

/// A stored Achievement in the form of 2.0, related to itself in 3.0. `issuer` is the id of the issuer's Profile of
/// 2.0. A document of 2.0 stays as it is.
///
/// It is valid if the Achievement has a picture, which 2.0 requires.
pub fn badge_class_v2<'a>(stored: &'a Tree<'a>, ids: &BothIds, issuer: &str) -> Tree<'a> {
    if version_of_stored(stored) != Version::V3_0 {
        return stored.clone();
    }
    let mut badge = Rendering::new(stored, "BadgeClass", &ids.v2);
    badge.add("issuer", Some(issuer.to_owned()));
    badge.copy(&["name", "description"]);
    let image = badge.get("image").and_then(|image| image_v2(image, true));
    badge.add("image", image);
    let criteria = badge.get("criteria").and_then(criteria_v2);
    badge.add("criteria", criteria);
    let alignments: Vec<Tree<'a>> =
        badge.get("alignment").map(elements).unwrap_or_default().iter().filter_map(alignment_v2).collect();
    badge.add("alignment", Some(alignments).filter(|alignments| !alignments.is_empty()));
    let tags: Vec<Tree<'a>> = badge.get("tag").map(elements).unwrap_or_default().to_vec();
    badge.add("tags", Some(tags).filter(|tags| !tags.is_empty()));
    badge.copy(&["version"]);
    link_to_v3(Tree::Object(badge.members), LinkedClass::Achievement, &ids.v3)
}

/// A stored credential in the form of 2.0: a hosted Assertion of the badge class of that 2.0 id. A document of 2.0
/// stays as it is.
pub fn assertion_v2<'a>(stored: &'a Tree<'a>, ids: &BothIds, badge: &str) -> Tree<'a> {
    if version_of_stored(stored) != Version::V3_0 {
        return stored.clone();
    }
    let mut award = Rendering::new(stored, "Assertion", &ids.v2);
    award.add("recipient", recipient_v2(stored));
    award.add("badge", Some(badge.to_owned()));
    award.add("verification", Some(Tree::object([("type", "HostedBadge".into())])));
    let time = |names: [&str; 2]| names.into_iter().find_map(|name| award.text(name)).map(time_v2);
    let (issued_on, expires) = (time(["validFrom", "issuanceDate"]), time(["validUntil", "expirationDate"]));
    award.add("issuedOn", issued_on);
    award.add("expires", expires);
    let image = award.get("image").and_then(|image| image_v2(image, false));
    award.add("image", image);
    let narrative =
        award.get("credentialSubject").and_then(|subject| subject.get("narrative")).and_then(text_of);
    award.add("narrative", narrative);
    let evidence: Vec<Tree<'a>> =
        award.get("evidence").map(elements).unwrap_or_default().iter().filter_map(evidence_v2).collect();
    award.add("evidence", Some(evidence).filter(|evidence| !evidence.is_empty()));
    Tree::Object(award.members)
}

fn recipient_v2<'a>(credential: &'a Tree<'a>) -> Option<Tree<'a>> {
    let recipient = awarded_to(credential).ok().flatten()?;
    let hashed = recipient.hashed.unwrap_or_else(|| is_identity_hash(recipient.identity));
    let mut members = vec![
        member("type", recipient.kind),
        member("hashed", hashed),
        member("identity", recipient.identity),
    ];
    members.extend(recipient.salt.filter(|_| hashed).map(|salt| member("salt", salt)));
    Some(Tree::Object(members))
}

/// A time as 2.0 writes it, with capital letters and not with the zone `-00:00`.
fn time_v2(time: Cow<'_, str>) -> Cow<'_, str> {
    if Timestamp::parse(&time).is_some() {
        return time;
    }
    Timestamp::parse_rfc3339(&time).map_or(time, |time| Cow::Owned(time.to_rfc3339()))
}

/// A telephone number without what only makes it easier to read.
fn telephone(phone: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if is_telephone(&phone) {
        return Some(phone);
    }
    let digits: String = phone.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/' | '(' | ')')).collect();
    is_telephone(&digits).then_some(Cow::Owned(digits))
}

/// An Image, or its address alone if it has no caption. Only where it is allowed may the picture itself stand there.
fn image_v2<'a>(image: &Tree<'a>, may_hold_data: bool) -> Option<Tree<'a>> {
    let id = match image {
        Tree::String(id) => id.clone(),
        _ => image.get("id").and_then(text_of)?,
    };
    let is_location = is_http_url(&id) || (may_hold_data && is_image_data_uri(&id));
    if !is_location {
        return None;
    }
    Some(match image.get("caption").and_then(text_of) {
        Some(caption) => {
            Tree::Object(vec![member("id", id), member("type", "Image"), member("caption", caption)])
        }
        None => Tree::String(id),
    })
}

fn criteria_v2<'a>(criteria: &Tree<'a>) -> Option<Tree<'a>> {
    let id = match criteria {
        Tree::String(id) => Some(id.clone()),
        _ => criteria.get("id").and_then(text_of),
    };
    let id = id.filter(|id| is_iri(id));
    let narrative = criteria.get("narrative").and_then(text_of);
    match (id, narrative) {
        (Some(id), None) if is_http_url(&id) => Some(Tree::String(id)),
        (None, None) => None,
        (id, narrative) => {
            let mut members: Vec<Member<'a>> = id.map(|id| member("id", id)).into_iter().collect();
            members.push(member("type", "Criteria"));
            members.extend(narrative.map(|narrative| member("narrative", narrative)));
            Some(Tree::Object(members))
        }
    }
}

fn alignment_v2<'a>(alignment: &Tree<'a>) -> Option<Tree<'a>> {
    let url = alignment.get("targetUrl").and_then(text_of).filter(|url| is_http_url(url))?;
    let name = alignment.get("targetName").and_then(text_of)?;
    let mut members =
        vec![member("type", "AlignmentObject"), member("targetName", name), member("targetUrl", url)];
    for part in ["targetDescription", "targetFramework", "targetCode"] {
        members.extend(alignment.get(part).and_then(text_of).map(|text| member(part, text)));
    }
    Some(Tree::Object(members))
}

/// A piece of evidence; not the one that is the award itself in 2.0.
fn evidence_v2<'a>(evidence: &Tree<'a>) -> Option<Tree<'a>> {
    if names_class(evidence, link::ASSERTION) {
        return None;
    }
    let id = evidence.get("id").and_then(text_of).filter(|id| is_iri(id));
    let mut members: Vec<Member<'a>> = Vec::new();
    for part in ["narrative", "name", "description", "genre", "audience"] {
        members.extend(evidence.get(part).and_then(text_of).map(|text| member(part, text)));
    }
    match id {
        Some(id) if members.is_empty() => is_http_url(&id).then_some(Tree::String(id)),
        id => {
            members.splice(0..0, id.map(|id| member("id", id)));
            (!members.is_empty()).then(|| {
                members.push(member("type", "Evidence"));
                Tree::Object(members)
            })
        }
    }
}
