//! Awards: issuing one or a million, revoking, finding, reading out.

use super::issuers::rendered_version;
use crate::arguments::{instant, now, required, time_ordered_id, whole_seconds};
use crate::error::Error;
use crate::jsonb::{JsonbArgument, JsonbValue};
use crate::store::badge_assertions::{self, NewAssertion};
use crate::store::{AssertionRow, AssertionRows, badge_classes, row::RowSet};
use crate::{key_file, settings};
use badges_core::email_address;
use badges_core::json::tree::Tree;
use badges_core::openbadges::columns::{self, Column};
use badges_core::openbadges::datatypes::{is_http_url, is_telephone};
use badges_core::openbadges::documents::{self, AssertionTemplate, Recipient};
use badges_core::openbadges::verification;
use badges_core::openbadges::{Class, is_valid};
use badges_core::recipient;
use badges_core::secret::{MacKey, Purpose};
use pgrx::Uuid;
use pgrx::datum::{Array, TimestampWithTimeZone};
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

#[pg_schema]
mod badges {}

/// Awards that go into one statement. Large enough that the statement's own cost vanishes, small enough
/// that a batch stays in the processor's cache.
const BATCH: usize = 500;

/// Longest identity of a recipient, in octets; the longest URL that browsers and servers agree on.
const MAX_IDENTITY_LENGTH: usize = 2048;

const RECIPIENT_HINT: &str = "An email is one plain mailbox, a url starts with http(s)://, a telephone is E.164 such \
                              as +15551234567, an id is an absolute IRI.";

const EXTRA_HINT: &str = "Use the function's own arguments for what has one.";

/// The arguments that the awards of one call share.
struct Award<'a> {
    recipient_type: Option<&'a str>,
    hashed: Option<bool>,
    issued_on: Option<TimestampWithTimeZone>,
    expires: Option<TimestampWithTimeZone>,
    evidence: Option<JsonbArgument<'a>>,
    narrative: Option<&'a str>,
    version: Option<&'a str>,
    proof: Option<&'a str>,
    extra: Option<JsonbArgument<'a>>,
}

/// Everything that is the same for each recipient of a call.
struct Awarding<'a> {
    issuer_id: Uuid,
    base: String,
    hashed: bool,
    mac: MacKey,
    template: AssertionTemplate<'a>,
}

impl<'a> Award<'a> {
    /// Checks the shared arguments and works out what the documents have in common.
    fn prepare(self, awarding: &'a badge_classes::Awarding) -> Result<Awarding<'a>, Error> {
        rendered_version(Some(self.version.unwrap_or(&settings::default_version())))?;
        if self.proof.is_some() {
            return Err(Error::Argument {
                name: "proof",
                reason: "is for signed badges; Open Badges 2.0 badges are hosted".into(),
                hint: "Leave it out.",
            });
        }
        let recipient_type = self.recipient_type.unwrap_or("email");
        if !recipient::TYPES.contains(&recipient_type) {
            return Err(unknown_recipient_type());
        }
        let issued_on = instant("issued_on", self.issued_on, Some(whole_seconds(now()?)))?;
        let mut template = AssertionTemplate {
            badge: &awarding.badge_url,
            recipient_type,
            issued_on: issued_on.ok_or_else(|| Error::Internal("no issue date".into()))?,
            expires: instant("expires", self.expires, None)?,
            evidence: self
                .evidence
                .map(JsonbArgument::tree)
                .transpose()?
                .filter(|evidence| *evidence != Tree::Null),
            narrative: self.narrative,
            extra: Vec::new(),
        };
        if template.expires.is_some_and(|expires| expires <= template.issued_on) {
            return Err(Error::Argument {
                name: "expires",
                reason: "is not after the issue date".into(),
                hint: "Leave it out for an award that does not expire.",
            });
        }
        if let Some(extra) = self.extra {
            template.extra = documents::extra_members(extra.tree()?, &template).map_err(|fault| {
                Error::Argument { name: "extra", reason: fault.reason(), hint: EXTRA_HINT }
            })?;
            if !keeps_its_meaning(&template)? {
                return Err(Error::Argument {
                    name: "extra",
                    reason: "gives another meaning to what the call itself sets".into(),
                    hint: EXTRA_HINT,
                });
            }
        }
        let issuer = awarding.issuer.json()?;
        let issuer_url = columns::text(issuer, Column::Id)?.unwrap_or_default();
        let base_url = settings::base_url();
        let base = documents::document_base(&issuer_url, &base_url).to_owned();
        if !verification::may_host(issuer, &format!("{base}/assertions/"))? {
            return Err(Error::Configuration {
                reason: format!("the issuer does not allow assertions to be hosted at {base}"),
                hint: "Add the host to verification.allowedOrigins of its profile, mend startsWith there, or set \
                       badges.base_url."
                    .into(),
            });
        }
        let mac = key_file::secret()?
            .writing_key(Purpose::RecipientKey)
            .ok_or_else(|| Error::Internal("no key can be derived from the server secret".into()))?;
        Ok(Awarding {
            issuer_id: awarding.issuer_id,
            base,
            hashed: self.hashed.unwrap_or(true),
            mac,
            template,
        })
    }
}

impl Awarding<'_> {
    /// The award for one recipient.
    fn award(&self, identity: &str) -> Result<NewAssertion, Error> {
        let assertion_id = time_ordered_id()?;
        let url = format!("{}/assertions/{assertion_id}", self.base);
        let recipient = if self.hashed {
            let salt = recipient::new_salt()?;
            Recipient { identity: recipient::hash(identity, &salt).into(), salt: Some(salt) }
        } else {
            Recipient { identity: identity.into(), salt: None }
        };
        Ok(NewAssertion {
            assertion_id,
            document: JsonbValue::from_tree(&self.template.assertion(&url, recipient))?,
            recipient_key: recipient::key(&self.mac, self.template.recipient_type, identity).to_vec(),
        })
    }
}

/// Whether what `extra` adds, a context above all, leaves id, badge class, recipient and date what the call sets:
/// look-ups rest on them. A document that is not valid says so itself when it is stored.
fn keeps_its_meaning(template: &AssertionTemplate<'_>) -> Result<bool, Error> {
    let id = "https://localhost/assertions";
    let identity = recipient::hash(id, id);
    let recipient = Recipient { identity: identity.as_str().into(), salt: Some(id.into()) };
    let assertion = &template.assertion(id, recipient);
    if !is_valid(assertion, Some(Class::Assertion)) {
        return Ok(true);
    }
    for (column, set) in [
        (Column::Id, id),
        (Column::Badge, template.badge),
        (Column::RecipientType, template.recipient_type),
        (Column::RecipientIdentity, &identity),
        (Column::RecipientSalt, id),
    ] {
        if columns::text(assertion, column)?.as_deref() != Some(set) {
            return Ok(false);
        }
    }
    Ok(columns::timestamp(assertion, Column::IssuedOn)? == Some(template.issued_on))
}

/// Why a recipient cannot be awarded anything; follows the name of the argument.
fn recipient_fault(recipient_type: &str, identity: &str) -> Option<&'static str> {
    if identity.is_empty() {
        return Some("is empty");
    }
    if identity.len() > MAX_IDENTITY_LENGTH {
        return Some("is longer than 2048 octets");
    }
    match recipient_type {
        "email" => email_address::fault(identity),
        "url" => (!is_http_url(identity)).then_some("is no http(s) URL"),
        "telephone" => (!is_telephone(identity)).then_some("is no telephone number"),
        _ => {
            let is_iri = identity.split_once(':').is_some_and(|(scheme, rest)| {
                scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                    && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
                    && !rest.is_empty()
                    && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
            });
            (!is_iri).then_some("is no absolute IRI")
        }
    }
}

fn unknown_recipient_type() -> Error {
    Error::Argument {
        name: "recipient_type",
        reason: "names no kind of identity".into(),
        hint: "One of email, url, telephone, id.",
    }
}

fn awarding(badge_id: Uuid) -> Result<badge_classes::Awarding, Error> {
    badge_classes::awarding(badge_id)?
        .ok_or_else(|| Error::UnknownReference { entity: "badge class", id: badge_id.to_string() })
}

/// Awards a badge to one recipient and returns the row.
///
/// Errors: 22023 for a bad argument, 23503 for an unknown badge class, 23514 if `evidence`, `narrative` or
/// `extra` make a document that breaks the standard, 55000 without the key file.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::too_many_arguments, reason = "named arguments of the SQL function")]
fn issue_assertion(
    badge_id: Option<Uuid>,
    recipient: Option<&str>,
    recipient_type: default!(Option<&str>, "'email'"),
    hashed: default!(Option<bool>, "true"),
    issued_on: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
    expires: default!(Option<TimestampWithTimeZone>, "NULL"),
    evidence: default!(Option<JsonbArgument<'_>>, "NULL"),
    narrative: default!(Option<&str>, "NULL"),
    version: default!(Option<&str>, "NULL"),
    proof: default!(Option<&str>, "NULL"),
    extra: default!(Option<JsonbArgument<'_>>, "NULL"),
) -> Result<AssertionRow, ErrorReport> {
    let badge_id = required("badge_id", badge_id)?;
    let recipient = required("recipient", recipient)?;
    let award =
        Award { recipient_type, hashed, issued_on, expires, evidence, narrative, version, proof, extra };
    let known = awarding(badge_id)?;
    let awarding = award.prepare(&known)?;
    if let Some(fault) = recipient_fault(awarding.template.recipient_type, recipient) {
        return Err(Error::Argument { name: "recipient", reason: fault.into(), hint: RECIPIENT_HINT }.into());
    }
    Ok(badge_assertions::insert(badge_id, awarding.issuer_id, awarding.award(recipient)?)?)
}

/// Awards a badge to every recipient of an array, all or none, and returns the rows in the array's order.
///
/// Errors: as `issue_assertion`; 22023 names the position of a recipient that is NULL, malformed or repeated.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::too_many_arguments, reason = "named arguments of the SQL function")]
fn issue_assertions(
    badge_id: Option<Uuid>,
    recipients: Option<Array<'_, &str>>,
    recipient_type: default!(Option<&str>, "'email'"),
    hashed: default!(Option<bool>, "true"),
    issued_on: default!(Option<TimestampWithTimeZone>, "pg_catalog.now()"),
    expires: default!(Option<TimestampWithTimeZone>, "NULL"),
    evidence: default!(Option<JsonbArgument<'_>>, "NULL"),
    narrative: default!(Option<&str>, "NULL"),
    version: default!(Option<&str>, "NULL"),
    proof: default!(Option<&str>, "NULL"),
    extra: default!(Option<JsonbArgument<'_>>, "NULL"),
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<AssertionRows, ErrorReport> {
    let badge_id = required("badge_id", badge_id)?;
    let recipients = required("recipients", recipients)?;
    let award =
        Award { recipient_type, hashed, issued_on, expires, evidence, narrative, version, proof, extra };
    let known = awarding(badge_id)?;
    let awarding = award.prepare(&known)?;
    check_recipients(&recipients, awarding.template.recipient_type)?;
    // SAFETY: the function is declared to return a set of badges.badge_assertions.
    let mut rows = unsafe { RowSet::start(fcinfo) };
    let mut identities = recipients.iter().flatten();
    let batches = std::iter::from_fn(|| {
        let batch: Result<Vec<_>, _> =
            identities.by_ref().take(BATCH).map(|identity| awarding.award(identity)).collect();
        if batch.as_ref().is_ok_and(Vec::is_empty) { None } else { Some(batch) }
    });
    badge_assertions::insert_many(badge_id, awarding.issuer_id, batches, &mut rows)?;
    Ok(rows)
}

/// Refuses the recipients of a bulk call unless every one of them is fit to be awarded and none is named twice.
fn check_recipients(recipients: &Array<'_, &str>, recipient_type: &str) -> Result<(), Error> {
    let refuse =
        |position: usize, reason: String, hint| Error::Element { name: "recipients", position, reason, hint };
    for (index, recipient) in recipients.iter().enumerate() {
        let recipient = recipient.ok_or_else(|| refuse(index + 1, "is NULL".into(), RECIPIENT_HINT))?;
        if let Some(fault) = recipient_fault(recipient_type, recipient) {
            return Err(refuse(index + 1, fault.into(), RECIPIENT_HINT));
        }
    }
    match repeated(recipients, recipient_type == "email") {
        Some((first, second)) => Err(refuse(
            second + 1,
            format!("repeats element {}", first + 1),
            "Award a second badge of the same class in a call of its own.",
        )),
        None => Ok(()),
    }
}

/// Two positions that hold the same recipient. Sorts 64-bit hashes, eight octets for each recipient, because a
/// set of a million strings would cost more memory than all else; only strings whose hashes meet are compared.
fn repeated(recipients: &Array<'_, &str>, ignore_case: bool) -> Option<(usize, usize)> {
    let hash = |recipient: &str| {
        let mut hasher = DefaultHasher::new();
        if ignore_case {
            recipient.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        } else {
            recipient.hash(&mut hasher);
        }
        hasher.finish()
    };
    let same = |one: &str, other: &str| {
        if ignore_case { one.eq_ignore_ascii_case(other) } else { one == other }
    };
    let mut hashes: Vec<u64> = recipients.iter().flatten().map(hash).collect();
    hashes.sort_unstable();
    let shared: Vec<u64> = hashes
        .chunk_by(|one, other| one == other)
        .filter(|group| group.len() > 1)
        .filter_map(|group| group.first().copied())
        .collect();
    if shared.is_empty() {
        return None;
    }
    let mut earlier: HashMap<u64, Vec<(usize, &str)>> = HashMap::new();
    recipients.iter().flatten().enumerate().find_map(|(second, recipient)| {
        let hash = hash(recipient);
        shared.binary_search(&hash).ok()?;
        let met = earlier.entry(hash).or_default();
        let first = met.iter().find(|(_, known)| same(known, recipient)).map(|(first, _)| *first);
        met.push((second, recipient));
        first.map(|first| (first, second))
    })
}

/// Takes an award back for good and returns the row. An award that is revoked already stays as it is.
///
/// Errors: P0002 for an unknown award.
#[pg_extern(
    schema = "badges", volatile, parallel_unsafe, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn revoke_assertion(
    assertion_id: Option<Uuid>,
    reason: default!(Option<&str>, "NULL"),
) -> Result<AssertionRow, ErrorReport> {
    let assertion_id = required("assertion_id", assertion_id)?;
    if reason.is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Error::Argument {
            name: "reason",
            reason: "must not be empty".into(),
            hint: "Pass NULL for no reason.",
        }
        .into());
    }
    let row = match badge_assertions::revoke(assertion_id, reason)? {
        Some(row) => Some(row),
        None => badge_assertions::row(assertion_id)?,
    };
    Ok(row.ok_or_else(|| Error::NotFound { entity: "assertion", id: assertion_id.to_string() })?)
}

/// The awards of one recipient, the latest first, also where only the salted hash of the identity is stored.
///
/// Errors: 22023 for a NULL recipient, 55000 without the key file.
#[pg_extern(
    schema = "badges", stable, parallel_restricted, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn find_assertions(
    recipient: Option<&str>,
    recipient_type: default!(Option<&str>, "'email'"),
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<AssertionRows, ErrorReport> {
    let recipient = required("recipient", recipient)?;
    let recipient_type = recipient_type.unwrap_or("email");
    // A stored document may name a property of its own by IRI.
    if !recipient::TYPES.contains(&recipient_type) && !recipient_type.contains(':') {
        return Err(unknown_recipient_type().into());
    }
    let keys = match key_file::existing_secret()? {
        Some(secret) => secret
            .reading_keys(Purpose::RecipientKey)
            .map(|mac| recipient::key(&mac, recipient_type, recipient).to_vec())
            .collect(),
        None => Vec::new(),
    };
    // SAFETY: the function is declared to return a set of badges.badge_assertions.
    let mut rows = unsafe { RowSet::start(fcinfo) };
    badge_assertions::find(keys, recipient_type, recipient, &mut rows)?;
    Ok(rows)
}

/// An award, to be served under its URL; with `embed`, its badge class and issuer inside. One that was
/// revoked says only that: a web server answers it with status 410. NULL for an unknown id.
///
/// Errors: 22023 for a version that is not rendered.
#[pg_extern(
    schema = "badges", stable, parallel_safe, security_definer, requires = ["badge_assertions"]
)]
#[search_path(pg_catalog, pg_temp)]
fn get_assertion(
    assertion_id: Option<Uuid>,
    version: default!(Option<&str>, "NULL"),
    embed: default!(Option<bool>, "false"),
) -> Result<Option<JsonbValue>, ErrorReport> {
    rendered_version(version)?;
    let Some(assertion_id) = assertion_id else {
        return Ok(None);
    };
    let Some(hosted) = badge_assertions::hosted(assertion_id)? else {
        return Ok(None);
    };
    if hosted.revoked {
        let id = columns::text(hosted.document.json()?, Column::Id).map_err(Error::from)?.unwrap_or_default();
        let revoked = documents::revoked_assertion(&id, hosted.revocation_reason.as_deref());
        return Ok(Some(JsonbValue::from_tree(&revoked)?));
    }
    if embed != Some(true) {
        return Ok(Some(hosted.document));
    }
    let unlinked = || Error::Internal(format!("assertion {assertion_id} has no badge class"));
    let awarding = badge_classes::awarding(hosted.badge_id)?.ok_or_else(unlinked)?;
    let badge = badge_classes::document(hosted.badge_id)?.ok_or_else(unlinked)?;
    let embedded = documents::embed(
        Tree::read(hosted.document.json()?).map_err(Error::from)?,
        Tree::read(badge.json()?).map_err(Error::from)?,
        Tree::read(awarding.issuer.json()?).map_err(Error::from)?,
    );
    Ok(Some(JsonbValue::from_tree(&embedded)?))
}
