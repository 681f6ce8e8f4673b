//! Open Badges 3.0 credentials to be signed: awards and endorsements.

use super::forms::{elements, is_absolute};
use super::{Fault, Recipient, member, text};
use crate::json::tree::{Member, Tree, borrowed_member};
use crate::openbadges::columns_v3::identity_type;
use crate::timestamp::Timestamp;
use std::borrow::Cow;
use std::collections::HashSet;

/// The JSON-LD contexts of every Open Badges 3.0 credential, in the order the standard asks for.
pub const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

/// How the addresses of contexts begin that [`CONTEXTS`] stand for, whatever their version.
const SAME_CONTEXTS: [&str; 3] = [
    "https://www.w3.org/ns/credentials/v",
    "https://www.w3.org/2018/credentials/v",
    "https://purl.imsglobal.org/spec/ob/v3p0/context",
];

/// The classes whose objects are of no other: their `type` is a string.
const OF_ONE_CLASS: [&str; 4] = ["GeoCoordinates", "IdentifierEntry", "IdentityObject", "Image"];

const MICROSECONDS_PER_SECOND: i64 = 1_000_000;

pub(super) fn contexts<'a>() -> Vec<Tree<'a>> {
    CONTEXTS.map(Tree::from).into()
}

/// RFC 3339 in UTC without a fraction: what a claim in whole seconds can equal.
pub(super) fn whole_seconds(time: Timestamp) -> String {
    let seconds = time.microseconds().div_euclid(MICROSECONDS_PER_SECOND);
    let whole = Timestamp::from_microseconds(seconds.saturating_mul(MICROSECONDS_PER_SECOND));
    whole.unwrap_or(time).to_rfc3339()
}

/// Completes a Profile in the form of 3.0 with context, type and, if it has none, the id given here.
pub fn complete_profile_v3(given: Tree<'_>, id: String) -> Result<Tree<'static>, Fault> {
    complete(given, "Profile", id)
}

/// Completes an Achievement with context, type, creator and, if it has none, the id given here.
pub fn complete_achievement_v3(
    given: Tree<'_>,
    id: String,
    creator: Tree<'static>,
) -> Result<Tree<'static>, Fault> {
    let mut achievement = complete(given, "Achievement", id)?;
    if achievement.get("creator").is_none() {
        achievement.set("creator", creator);
    }
    Ok(achievement)
}

fn complete(given: Tree<'_>, class: &'static str, id: String) -> Result<Tree<'static>, Fault> {
    let mut given = given.into_owned();
    if !matches!(given, Tree::Object(_)) {
        return Err(Fault::NotAnObject);
    }
    let defaults =
        [("@context", Tree::Array(contexts())), ("type", vec![Tree::from(class)].into()), ("id", id.into())];
    for (name, value) in defaults {
        if given.get(name).is_none() {
            given.set(name, value);
        }
    }
    Ok(given)
}

/// A bit of a status list that says something of a credential (Bitstring Status List 1.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusEntry<'a> {
    /// The id of the status list credential.
    pub list: &'a str,
    /// `revocation` or `suspension`.
    pub purpose: &'a str,
    /// The position of the bit.
    pub index: u64,
}

impl StatusEntry<'_> {
    /// The value of `credentialStatus`.
    pub fn tree<'a>(&self) -> Tree<'a> {
        Tree::object([
            ("id", format!("{}#{}", self.list, self.index).into()),
            ("type", "BitstringStatusListEntry".into()),
            ("statusPurpose", self.purpose.to_owned().into()),
            ("statusListIndex", self.index.to_string().into()),
            ("statusListCredential", self.list.to_owned().into()),
        ])
    }
}

/// The members of an AchievementSubject that say whom a badge is awarded to.
///
/// A hash, an address or a telephone number is an identifier. An IRI that is not hashed is the id of the subject; one
/// that was given as a home page (`url`) is an identifier besides, because the id does not say what kind it is.
pub(super) fn subject<'a>(
    recipient_type: &str,
    identity: Cow<'a, str>,
    hashed: bool,
    salt: Option<Cow<'a, str>>,
) -> Vec<Member<'a>> {
    let is_id = !hashed && matches!(recipient_type, "id" | "url") && is_absolute(&identity);
    let mut members = Vec::with_capacity(4);
    members.extend(is_id.then(|| member("id", identity.clone())));
    members.push(member("type", vec![Tree::from("AchievementSubject")]));
    if !is_id || recipient_type == "url" {
        let mut identifier = vec![
            member("type", "IdentityObject"),
            member("hashed", hashed),
            member("identityHash", identity),
            member("identityType", identity_type(recipient_type)),
        ];
        identifier.extend(salt.filter(|_| hashed).map(|salt| member("salt", salt)));
        members.push(member("identifier", vec![Tree::Object(identifier)]));
    }
    members
}

/// What is said of an award, before whom it is for.
#[derive(Debug, Clone)]
pub struct Award<'a> {
    /// The issuer's Profile. A context of its own that is not among [`CONTEXTS`] becomes one of the credential.
    pub issuer: Tree<'a>,
    /// The Achievement; with its context as with that of the issuer.
    pub achievement: Tree<'a>,
    /// `email`, `url`, `telephone`, `id` or the IRI of another identity property.
    pub recipient_type: &'a str,
    /// When the badge is awarded; a fraction of a second is cut off.
    pub valid_from: Timestamp,
    /// When the award ends; likewise.
    pub valid_until: Option<Timestamp>,
    /// A URL, an Evidence object or an array of either.
    pub evidence: Option<Tree<'a>>,
    /// Markdown that describes what this recipient did.
    pub narrative: Option<&'a str>,
    /// Further members of the credential; those of its `credentialSubject` are added to the subject, its `@context` and
    /// `type` to those that are there.
    pub extra: Option<Tree<'a>>,
}

/// Members of a credential that `extra` may not set, because columns, look-ups and signatures rest on them.
const SET_BY_THE_CALL: [&str; 14] = [
    "id",
    "@id",
    "@type",
    "issuer",
    "validFrom",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "proof",
    "iss",
    "jti",
    "nbf",
    "exp",
    "sub",
];

/// The same of its subject.
const SET_IN_THE_SUBJECT: [&str; 7] = ["id", "@id", "type", "@type", "identifier", "achievement", "@context"];

/// What the credentials of one call have in common.
#[derive(Debug, Clone)]
pub struct CredentialTemplate<'a> {
    contexts: Vec<Tree<'a>>,
    types: Vec<Tree<'a>>,
    /// What stands between the type and the subject.
    head: Vec<Member<'a>>,
    /// What stands in the subject after whom it is.
    subject: Vec<Member<'a>>,
    /// What stands after the subject.
    tail: Vec<Member<'a>>,
    recipient_type: &'a str,
}

impl<'a> CredentialTemplate<'a> {
    /// Works out what the credentials of a call have in common. `extra` counts before what is completed (`name`).
    ///
    /// # Errors
    /// [`Fault`] if `extra` or its `credentialSubject` is no object or sets what the call sets itself.
    pub fn new(award: Award<'a>) -> Result<Self, Fault> {
        let mut contexts = contexts();
        let issuer = part(award.issuer, &mut contexts);
        let achievement = part(award.achievement, &mut contexts);
        let mut types = vec![Tree::from("VerifiableCredential"), Tree::from("OpenBadgeCredential")];
        let mut subject = Vec::new();
        let mut evidence = award.evidence.map(evidence_v3);
        let mut name = achievement.get("name").cloned();
        let mut tail = Vec::new();
        subject.push((Cow::Borrowed("achievement"), achievement));
        subject.extend(award.narrative.map(|narrative| member("narrative", narrative)));
        for (extra, value) in extra_members(award.extra)? {
            let is_given = match extra.as_ref() {
                "validUntil" => award.valid_until.is_some(),
                "evidence" => evidence.is_some(),
                name => SET_BY_THE_CALL.contains(&name),
            };
            if is_given {
                return Err(Fault::Reserved(extra.into_owned()));
            }
            match extra.as_ref() {
                "@context" => add_contexts(&value, &mut contexts),
                "type" => add_new(&mut types, elements(&value).to_vec()),
                "credentialSubject" => add_to_subject(value, &mut subject)?,
                "evidence" => evidence = Some(evidence_v3(value)),
                "name" => name = Some(value),
                _ => tail.push((extra, value)),
            }
        }
        let mut head = Vec::new();
        head.extend(name.map(|name| member("name", name)));
        head.push((Cow::Borrowed("issuer"), issuer));
        head.push(member("validFrom", whole_seconds(award.valid_from)));
        head.extend(award.valid_until.map(|until| member("validUntil", whole_seconds(until))));
        let evidence = evidence.filter(|evidence| !elements(evidence).is_empty());
        tail.splice(0..0, evidence.map(|evidence| member("evidence", evidence)));
        Ok(CredentialTemplate { contexts, types, head, subject, tail, recipient_type: award.recipient_type })
    }

    /// The unsigned credential for one recipient.
    pub fn credential<'b>(
        &'b self,
        id: &'b str,
        recipient: Recipient<'b>,
        status: Option<StatusEntry<'_>>,
    ) -> Tree<'b> {
        let hashed = recipient.salt.is_some();
        let mut subject =
            subject(self.recipient_type, recipient.identity, hashed, recipient.salt.map(Cow::Owned));
        subject.extend(self.subject.iter().map(borrowed_member));
        let mut members =
            Vec::with_capacity(self.head.len().saturating_add(self.tail.len()).saturating_add(5));
        members.push(member("@context", borrowed(&self.contexts)));
        members.push(member("id", id));
        members.push(member("type", borrowed(&self.types)));
        members.extend(self.head.iter().map(borrowed_member));
        members.push((Cow::Borrowed("credentialSubject"), Tree::Object(subject)));
        members.extend(self.tail.iter().map(borrowed_member));
        members.extend(status.map(|status| member("credentialStatus", status.tree())));
        Tree::Object(members)
    }
}

fn borrowed<'t>(values: &'t [Tree<'_>]) -> Vec<Tree<'t>> {
    values.iter().map(Tree::borrowed).collect()
}

/// Members of an argument that may be left out; those that are null say nothing.
fn extra_members(extra: Option<Tree<'_>>) -> Result<Vec<Member<'_>>, Fault> {
    match extra {
        None | Some(Tree::Null) => Ok(Vec::new()),
        Some(Tree::Object(mut members)) => {
            members.retain(|(_, value)| *value != Tree::Null);
            Ok(members)
        }
        Some(_) => Err(Fault::NotAnObject),
    }
}

fn add_to_subject<'a>(extra: Tree<'a>, subject: &mut Vec<Member<'a>>) -> Result<(), Fault> {
    let not_an_object = |_| Fault::Reserved("credentialSubject".into());
    for (name, value) in extra_members(Some(extra)).map_err(not_an_object)? {
        let is_given = subject.iter().any(|(given, _)| *given == name);
        if is_given || SET_IN_THE_SUBJECT.contains(&name.as_ref()) {
            return Err(Fault::Reserved(format!("credentialSubject.{name}")));
        }
        subject.push((name, strict(value)));
    }
    Ok(())
}

/// A document as part of a credential: what of its context the credential's own do not cover is added to those.
pub(super) fn part<'a>(mut document: Tree<'a>, contexts: &mut Vec<Tree<'a>>) -> Tree<'a> {
    if let Some(context) = document.remove("@context") {
        add_contexts(&context, contexts);
    }
    strict(document)
}

/// A part of a credential in the strict form: where a class may be one of several, `type` is an array. A signed
/// endorsement in it stays as it is.
fn strict(mut part: Tree<'_>) -> Tree<'_> {
    match &mut part {
        Tree::Array(elements) => {
            for element in elements {
                *element = strict(std::mem::replace(element, Tree::Null));
            }
        }
        Tree::Object(members) => {
            for (name, value) in members {
                let whole = std::mem::replace(value, Tree::Null);
                *value = match (name.as_ref(), whole) {
                    ("endorsement", endorsement) => endorsement,
                    ("type", Tree::String(class)) if !OF_ONE_CLASS.contains(&class.as_ref()) => {
                        vec![Tree::String(class)].into()
                    }
                    (_, value) => strict(value),
                };
            }
        }
        _ => {}
    }
    part
}

fn add_contexts<'a>(given: &Tree<'a>, contexts: &mut Vec<Tree<'a>>) {
    let is_another = |context: &&Tree<'a>| match context {
        Tree::String(address) => !SAME_CONTEXTS.iter().any(|same| address.starts_with(same)),
        _ => true,
    };
    add_new(contexts, elements(given).iter().filter(is_another).cloned().collect());
}

/// Adds the values but for those names that are there already.
fn add_new<'a>(values: &mut Vec<Tree<'a>>, more: Vec<Tree<'a>>) {
    let name = |value: &Tree<'a>| match value {
        Tree::String(name) => Some(name.clone()),
        _ => None,
    };
    let mut known: HashSet<Cow<'a, str>> = values.iter().filter_map(name).collect();
    values.extend(more.into_iter().filter(|value| name(value).is_none_or(|name| known.insert(name))));
}

/// Evidence as a caller gives it, as an array of objects that say what they are. What is no evidence stays for the rules
/// to name.
fn evidence_v3(given: Tree<'_>) -> Tree<'_> {
    let evidence = elements(&given).iter().map(|one| {
        let mut one = match one {
            Tree::String(url) => Tree::object([("id", Tree::String(url.clone()))]),
            other => other.clone(),
        };
        if let Tree::Object(_) = one {
            let mut types = vec![Tree::from("Evidence")];
            add_new(&mut types, one.get("type").map(elements).unwrap_or_default().to_vec());
            one.set("type", types);
        }
        one
    });
    Tree::Array(evidence.collect())
}

/// What somebody says about a badge, an award or an issuer.
#[derive(Debug, Clone)]
pub struct Endorsement<'a> {
    /// The id of the endorsement.
    pub id: &'a str,
    /// The Profile of who endorses; with its context as in [`Award::issuer`].
    pub issuer: Tree<'a>,
    /// The id of what is endorsed.
    pub endorsed: &'a str,
    /// What the endorsement is called.
    pub name: &'a str,
    /// Markdown.
    pub comment: Option<&'a str>,
    /// When it was made; a fraction of a second is cut off.
    pub valid_from: Timestamp,
    /// When it ends; likewise.
    pub valid_until: Option<Timestamp>,
    /// Where its status is listed.
    pub status: Option<StatusEntry<'a>>,
}

/// An unsigned EndorsementCredential.
pub fn endorsement_credential(endorsement: Endorsement<'_>) -> Tree<'_> {
    let mut contexts = contexts();
    let issuer = part(endorsement.issuer, &mut contexts);
    let mut subject =
        vec![member("id", endorsement.endorsed), member("type", vec![Tree::from("EndorsementSubject")])];
    subject.extend(endorsement.comment.map(|comment| member("endorsementComment", comment)));
    let mut members = vec![
        member("@context", contexts),
        member("id", endorsement.id),
        member("type", vec![Tree::from("VerifiableCredential"), Tree::from("EndorsementCredential")]),
        member("name", endorsement.name),
        (Cow::Borrowed("issuer"), issuer),
        member("validFrom", whole_seconds(endorsement.valid_from)),
    ];
    members.extend(endorsement.valid_until.map(|until| member("validUntil", whole_seconds(until))));
    members.push((Cow::Borrowed("credentialSubject"), Tree::Object(subject)));
    members.extend(endorsement.status.map(|status| member("credentialStatus", status.tree())));
    Tree::Object(members)
}

/// A signed endorsement, to be embedded.
#[derive(Debug, Clone, PartialEq)]
pub enum EndorsementForm<'a> {
    /// An EndorsementCredential with its proof in it.
    Credential(Tree<'a>),
    /// A compact JWS.
    Jwt(Cow<'a, str>),
}

/// Puts signed endorsements into a Profile, an Achievement or a credential that is not signed yet, each once. One
/// with the same id takes the place of the one that is there.
pub fn embed_endorsements<'a>(
    mut document: Tree<'a>,
    endorsements: impl IntoIterator<Item = EndorsementForm<'a>>,
) -> Tree<'a> {
    let there = |document: &Tree<'a>, name| document.get(name).map(elements).unwrap_or_default().to_vec();
    let mut credentials = there(&document, "endorsement");
    let mut tokens = there(&document, "endorsementJwt");
    let mut new_tokens = Vec::new();
    for endorsement in endorsements {
        match endorsement {
            EndorsementForm::Jwt(token) => new_tokens.push(Tree::String(token)),
            EndorsementForm::Credential(credential) => credentials.push(credential),
        }
    }
    add_new(&mut tokens, new_tokens);
    let mut known = HashSet::new();
    credentials.reverse();
    credentials.retain(|credential| text(credential, "id").is_none_or(|id| known.insert(id.to_owned())));
    credentials.reverse();
    for (name, values) in [("endorsement", credentials), ("endorsementJwt", tokens)] {
        if !values.is_empty() {
            document.set(name, values);
        }
    }
    document
}
