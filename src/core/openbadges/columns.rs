//! What generated columns, indexes and look-ups take from a document.

use super::columns_v3::{AwardedTo, awarded_to};
use super::jsonld::context::Context;
use super::jsonld::normalise;
use super::jsonld::terms::is_open_badges_2;
use super::report::{List, Stop};
use super::version::{Version, version};
use crate::json::{Json, ReadError, View, string};
use crate::timestamp::Timestamp;

/// A value that is read from a document for a column, an index or a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The IRI of the document.
    Id,
    /// The IRI of the badge class that an assertion awards.
    Badge,
    /// The IRI of the issuer of a badge class.
    Issuer,
    /// Name.
    Name,
    /// Home page.
    Url,
    /// Contact address.
    Email,
    /// Description.
    Description,
    /// URL of the criteria or, without one, their narrative.
    Criteria,
    /// URL or data URI of the picture.
    Image,
    /// URL of the picture; nothing for a data URI.
    ImageUrl,
    /// Recipient type.
    RecipientType,
    /// Recipient identity.
    RecipientIdentity,
    /// Whether the identity is hashed.
    RecipientHashed,
    /// Salt of a hashed identity.
    RecipientSalt,
    /// When a badge was awarded.
    IssuedOn,
    /// When the award ends.
    ExpiresAt,
    /// URL of the first piece of evidence.
    EvidenceUrl,
    /// Whether an assertion says of itself that it is revoked.
    Revoked,
    /// How an assertion is verified.
    VerificationType,
    /// What the ids of an issuer's assertions start with.
    StartsWith,
    /// The hosts of an issuer's assertions.
    AllowedOrigins,
}

/// How a column is found: its SQL name, the members that lead to it, and what of a nested object counts.
struct Source {
    column: Column,
    name: &'static str,
    path: &'static [&'static str],
    /// Members of an object found there, of which the first that is a string is taken.
    within: &'static [&'static str],
    /// Whether only a URL counts.
    url: bool,
}

const fn source(
    column: Column,
    name: &'static str,
    path: &'static [&'static str],
    within: &'static [&'static str],
    url: bool,
) -> Source {
    Source { column, name, path, within, url }
}

static SOURCES: [Source; 21] = [
    source(Column::Id, "id", &["id"], &[], false),
    source(Column::Badge, "badge", &["badge"], &["id"], false),
    source(Column::Issuer, "issuer", &["issuer"], &["id"], false),
    source(Column::Name, "name", &["name"], &[], false),
    source(Column::Url, "url", &["url"], &["id"], false),
    source(Column::Email, "email", &["email"], &[], false),
    source(Column::Description, "description", &["description"], &[], false),
    source(Column::Criteria, "criteria", &["criteria"], &["id", "narrative"], false),
    source(Column::Image, "image", &["image"], &["id"], false),
    source(Column::ImageUrl, "image_url", &["image"], &["id"], true),
    source(Column::RecipientType, "recipient_type", &["recipient", "type"], &[], false),
    source(Column::RecipientIdentity, "recipient_identity", &["recipient", "identity"], &[], false),
    source(Column::RecipientHashed, "recipient_hashed", &["recipient", "hashed"], &[], false),
    source(Column::RecipientSalt, "recipient_salt", &["recipient", "salt"], &[], false),
    source(Column::IssuedOn, "issued_on", &["issuedOn"], &[], false),
    source(Column::ExpiresAt, "expires_at", &["expires"], &[], false),
    source(Column::EvidenceUrl, "evidence_url", &["evidence"], &["id"], true),
    source(Column::Revoked, "revoked", &["revoked"], &[], false),
    source(Column::VerificationType, "verification_type", &["verification", "type"], &[], false),
    source(Column::StartsWith, "starts_with", &["verification", "startsWith"], &["id"], false),
    source(Column::AllowedOrigins, "allowed_origins", &["verification", "allowedOrigins"], &[], false),
];

/// The same of Open Badges 3.0. Where a column has several sources, the first that holds something counts; whom an
/// award is for is read apart.
static SOURCES_OF_3_0: [Source; 16] = [
    source(Column::Id, "id", &["id"], &[], false),
    source(Column::Badge, "badge", &["credentialSubject", "achievement"], &["id"], false),
    source(Column::Issuer, "issuer", &["issuer"], &["id"], false),
    source(Column::Issuer, "issuer", &["creator"], &["id"], false),
    source(Column::Name, "name", &["name"], &[], false),
    source(Column::Url, "url", &["url"], &[], false),
    source(Column::Email, "email", &["email"], &[], false),
    source(Column::Description, "description", &["description"], &[], false),
    source(Column::Criteria, "criteria", &["criteria"], &["id", "narrative"], false),
    source(Column::Image, "image", &["image"], &["id"], false),
    source(Column::ImageUrl, "image_url", &["image"], &["id"], true),
    source(Column::IssuedOn, "issued_on", &["validFrom"], &[], false),
    source(Column::IssuedOn, "issued_on", &["issuanceDate"], &[], false),
    source(Column::ExpiresAt, "expires_at", &["validUntil"], &[], false),
    source(Column::ExpiresAt, "expires_at", &["expirationDate"], &[], false),
    source(Column::EvidenceUrl, "evidence_url", &["evidence"], &["id"], true),
];

impl Column {
    /// The column of that SQL name.
    pub fn from_name(name: &str) -> Option<Column> {
        SOURCES.iter().find(|source| source.name == name).map(|source| source.column)
    }

    fn source(self) -> Option<&'static Source> {
        SOURCES.iter().find(|source| source.column == self)
    }
}

/// The text of a column, if the document has it.
///
/// # Errors
/// If the document cannot be read.
pub fn text<'a, J: Json<'a>>(document: J, column: Column) -> Result<Option<String>, ReadError> {
    value::<Text, J>(document, column)
}

/// Every text of a column that holds several.
///
/// # Errors
/// If the document cannot be read.
pub fn texts<'a, J: Json<'a>>(document: J, column: Column) -> Result<Vec<String>, ReadError> {
    Ok(value::<Texts, J>(document, column)?.unwrap_or_default())
}

/// The truth value of a column, if the document has it.
///
/// # Errors
/// If the document cannot be read.
pub fn boolean<'a, J: Json<'a>>(document: J, column: Column) -> Result<Option<bool>, ReadError> {
    value::<Truth, J>(document, column)
}

/// The instant of a column, if the document has it.
///
/// # Errors
/// If the document cannot be read.
pub fn timestamp<'a, J: Json<'a>>(document: J, column: Column) -> Result<Option<Timestamp>, ReadError> {
    value::<Instant, J>(document, column)
}

/// Reads the document as it lies where it is plain, and normalised where JSON-LD might say more.
fn value<'a, K: Kind, J: Json<'a>>(document: J, column: Column) -> Result<Option<K::Value>, ReadError> {
    let Some(source) = column.source() else {
        return Ok(None);
    };
    let context = document.member("@context")?.map(string).transpose()?.flatten();
    if context.is_some_and(is_open_badges_2) {
        match K::read(document, source)? {
            None if is_reinterpreted(document, source)? => {}
            found => return Ok(found),
        }
    }
    if version(document)? == Some(Version::V3_0) {
        return of_3_0::<K, J>(document, column);
    }
    match normalise(document, Context::empty(), &mut List::default()) {
        Ok(normalised) => K::read(&normalised.root, source),
        Err(Stop::Unreadable(error)) => Err(error),
        Err(Stop::Invalid | Stop::NotPlain) => Ok(None),
    }
}

/// Reads a document of Open Badges 3.0 as it lies: its contexts let nobody rename what they define.
fn of_3_0<'a, K: Kind, J: Json<'a>>(document: J, column: Column) -> Result<Option<K::Value>, ReadError> {
    let is_recipient = matches!(
        column,
        Column::RecipientType | Column::RecipientIdentity | Column::RecipientHashed | Column::RecipientSalt
    );
    if is_recipient {
        return Ok(awarded_to(document)?.and_then(|recipient| K::of_recipient(recipient, column)));
    }
    for source in SOURCES_OF_3_0.iter().filter(|source| source.column == column) {
        if let Some(found) = K::read(document, source)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether JSON-LD could find a value that is not where the plain form has it: because something else lies
/// there, or under another name.
fn is_reinterpreted<'a, J: Json<'a>>(document: J, source: &Source) -> Result<bool, ReadError> {
    let mut found = document;
    for (depth, name) in source.path.iter().enumerate() {
        if let Some(member) = found.member(name)? {
            found = member;
            continue;
        }
        let View::Object(members) = found.view()? else {
            return Ok(true);
        };
        for member in members {
            let (name, _) = member?;
            let is_context_of_document = depth == 0 && name == "@context";
            if name.contains(':') || name == "verify" || (name.starts_with('@') && !is_context_of_document) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    Ok(true)
}

fn at<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<J>, ReadError> {
    let mut found = document;
    for name in source.path {
        match found.member(name)? {
            Some(member) => found = member,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// A kind of column.
trait Kind {
    type Value;

    fn read<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<Self::Value>, ReadError>;

    /// What a column takes from whom a credential is awarded to.
    fn of_recipient(_recipient: AwardedTo<'_>, _column: Column) -> Option<Self::Value> {
        None
    }
}

struct Text;

impl Kind for Text {
    type Value = String;

    fn read<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<String>, ReadError> {
        Ok(text_at(document, source)?.map(str::to_owned))
    }

    fn of_recipient(recipient: AwardedTo<'_>, column: Column) -> Option<String> {
        match column {
            Column::RecipientType => Some(recipient.kind.into_owned()),
            Column::RecipientIdentity => Some(recipient.identity.to_owned()),
            Column::RecipientSalt => recipient.salt.map(str::to_owned),
            _ => None,
        }
    }
}

struct Texts;

impl Kind for Texts {
    type Value = Vec<String>;

    fn read<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<Vec<String>>, ReadError> {
        let Some(found) = at(document, source)? else {
            return Ok(None);
        };
        let mut texts = Vec::new();
        match found.view()? {
            View::Array(elements) => {
                for element in elements {
                    texts.extend(text_in(element?, source)?.map(str::to_owned));
                }
            }
            _ => texts.extend(text_in(found, source)?.map(str::to_owned)),
        }
        Ok((!texts.is_empty()).then_some(texts))
    }
}

struct Truth;

impl Kind for Truth {
    type Value = bool;

    fn read<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<bool>, ReadError> {
        match at(document, source)?.map(Json::view).transpose()? {
            Some(View::Boolean(flag)) => Ok(Some(flag)),
            _ => Ok(None),
        }
    }

    fn of_recipient(recipient: AwardedTo<'_>, column: Column) -> Option<bool> {
        recipient.hashed.filter(|_| column == Column::RecipientHashed)
    }
}

struct Instant;

impl Kind for Instant {
    type Value = Timestamp;

    fn read<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<Timestamp>, ReadError> {
        Ok(text_at(document, source)?.and_then(Timestamp::parse_rfc3339))
    }
}

fn text_at<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<&'a str>, ReadError> {
    let Some(found) = at(document, source)? else {
        return Ok(None);
    };
    match found.view()? {
        View::Array(elements) => {
            for element in elements {
                if let Some(text) = text_in(element?, source)? {
                    return Ok(Some(text));
                }
            }
            Ok(None)
        }
        _ => text_in(found, source),
    }
}

fn text_in<'a, J: Json<'a>>(value: J, source: &Source) -> Result<Option<&'a str>, ReadError> {
    let counts = |text: &&str| !source.url || is_web_url(text);
    if let Some(text) = string(value)? {
        return Ok(Some(text).filter(counts));
    }
    for name in source.within {
        if let Some(member) = value.member(name)?
            && let Some(text) = string(member)?.filter(counts)
        {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

fn is_web_url(text: &str) -> bool {
    let starts_with =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts_with("https://") || starts_with("http://")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    fn assertion() -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "id": "https://example.org/assertions/1",
            "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"},
            "issuedOn": "2026-01-02T03:04:05+01:00",
            "evidence": [{"narrative": "no link"}, {"id": "https://example.org/evidence"}],
        })
    }

    #[test]
    fn columns_are_read_from_the_plain_form() {
        let document = assertion();
        assert_eq!(text(&document, Column::Id).unwrap().unwrap(), "https://example.org/assertions/1");
        assert_eq!(text(&document, Column::RecipientIdentity).unwrap().unwrap(), "ann@example.org");
        assert_eq!(boolean(&document, Column::RecipientHashed).unwrap(), Some(false));
        assert_eq!(text(&document, Column::EvidenceUrl).unwrap().unwrap(), "https://example.org/evidence");
        let issued = timestamp(&document, Column::IssuedOn).unwrap().unwrap();
        assert_eq!(issued.to_rfc3339(), "2026-01-02T02:04:05Z");
        assert_eq!(timestamp(&document, Column::ExpiresAt).unwrap(), None);
    }

    #[test]
    fn columns_are_read_through_what_json_ld_allows() {
        let document = json!({
            "@context": ["https://w3id.org/openbadges/v2"],
            "@id": "https://example.org/assertions/1",
            "obi:recipient": [{"@type": "email", "hashed": false, "obi:identityHash": {"@value": "ann@example.org"}}],
            "https://w3id.org/openbadges#evidence": {"@id": "https://example.org/evidence"},
        });
        assert_eq!(text(&document, Column::Id).unwrap().unwrap(), "https://example.org/assertions/1");
        assert_eq!(text(&document, Column::RecipientType).unwrap().unwrap(), "email");
        assert_eq!(text(&document, Column::RecipientIdentity).unwrap().unwrap(), "ann@example.org");
        assert_eq!(text(&document, Column::EvidenceUrl).unwrap().unwrap(), "https://example.org/evidence");
    }

    #[test]
    fn a_name_that_a_context_redefines_is_not_taken_for_the_column() {
        let document = json!({
            "@context": ["https://w3id.org/openbadges/v2", {"name": "https://example.org/terms#other"}],
            "name": "something else",
        });
        assert_eq!(text(&document, Column::Name).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_read_is_no_value() {
        for document in
            [json!(null), json!([]), json!("x"), json!({"recipient": [[]]}), json!({"issuedOn": 5})]
        {
            for source in &SOURCES {
                assert_eq!(text(&document, source.column).unwrap(), None, "{document}");
                assert_eq!(boolean(&document, source.column).unwrap(), None, "{document}");
                assert_eq!(timestamp(&document, source.column).unwrap(), None, "{document}");
            }
        }
    }

    #[test]
    fn pictures_inside_a_document_are_no_urls() {
        let image = |image: Value| json!({"@context": "https://w3id.org/openbadges/v2", "image": image});
        let url = |document: Value| text(&document, Column::ImageUrl).unwrap();
        assert_eq!(url(image(json!("https://example.org/i.png"))).unwrap(), "https://example.org/i.png");
        assert_eq!(
            url(image(json!({"id": "https://example.org/i.png"}))).unwrap(),
            "https://example.org/i.png"
        );
        assert_eq!(url(image(json!("data:image/png;base64,AAAA"))), None);
    }
}
