//! What generated columns take from a document, and what tables ask of one beyond the standard.

use super::normalized;
use super::{Class, Problem, Severity};
use crate::json::{Json, ReadError, View, string};
use crate::timestamp::Timestamp;

/// A value that is read from a document for a column, an index or a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The IRI of the document.
    Id,
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

static SOURCES: [Source; 14] = [
    source(Column::Id, "id", &["id"], &[], false),
    source(Column::Name, "name", &["name"], &[], false),
    source(Column::Url, "url", &["url"], &["id"], false),
    source(Column::Email, "email", &["email"], &[], false),
    source(Column::Description, "description", &["description"], &[], false),
    source(Column::Criteria, "criteria", &["criteria"], &["id", "narrative"], false),
    source(Column::ImageUrl, "image_url", &["image"], &["id"], true),
    source(Column::RecipientType, "recipient_type", &["recipient", "type"], &[], false),
    source(Column::RecipientIdentity, "recipient_identity", &["recipient", "identity"], &[], false),
    source(Column::RecipientHashed, "recipient_hashed", &["recipient", "hashed"], &[], false),
    source(Column::RecipientSalt, "recipient_salt", &["recipient", "salt"], &[], false),
    source(Column::IssuedOn, "issued_on", &["issuedOn"], &[], false),
    source(Column::ExpiresAt, "expires_at", &["expires"], &[], false),
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
    let Some(source) = column.source() else {
        return Ok(None);
    };
    if let Some(text) = text_at(document, source)? {
        return Ok(Some(text.to_owned()));
    }
    match normalized(document)? {
        Some(tree) => Ok(text_at(&tree, source)?.map(str::to_owned)),
        None => Ok(None),
    }
}

/// The truth value of a column, if the document has it.
///
/// # Errors
/// If the document cannot be read.
pub fn boolean<'a, J: Json<'a>>(document: J, column: Column) -> Result<Option<bool>, ReadError> {
    let Some(source) = column.source() else {
        return Ok(None);
    };
    if let Some(flag) = boolean_at(document, source)? {
        return Ok(Some(flag));
    }
    match normalized(document)? {
        Some(tree) => boolean_at(&tree, source),
        None => Ok(None),
    }
}

/// The instant of a column, if the document has it.
///
/// # Errors
/// If the document cannot be read.
pub fn timestamp<'a, J: Json<'a>>(document: J, column: Column) -> Result<Option<Timestamp>, ReadError> {
    let Some(source) = column.source() else {
        return Ok(None);
    };
    if let Some(text) = text_at(document, source)? {
        return Ok(Timestamp::parse(text));
    }
    match normalized(document)? {
        Some(tree) => Ok(text_at(&tree, source)?.and_then(Timestamp::parse)),
        None => Ok(None),
    }
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

fn boolean_at<'a, J: Json<'a>>(document: J, source: &Source) -> Result<Option<bool>, ReadError> {
    match at(document, source)?.map(Json::view).transpose()? {
        Some(View::Boolean(flag)) => Ok(Some(flag)),
        _ => Ok(None),
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
    let starts_with = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    starts_with("https://") || starts_with("http://")
}

/// The rule that tables add to the standard's, if the document breaks it: an issuer's home page is served
/// over https, because whoever is sent there by a badge has nothing else to trust.
///
/// # Errors
/// If the document cannot be read.
pub fn table_rule_broken<'a, J: Json<'a>>(document: J, class: Class) -> Result<Option<Problem>, ReadError> {
    if !matches!(class, Class::Issuer | Class::Profile) {
        return Ok(None);
    }
    let url = text(document, Column::Url)?.unwrap_or_default();
    let is_local = ["http://localhost", "http://127.0.0.1"].iter().any(|local| {
        url.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    let is_https = url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    Ok((!is_https && !is_local).then(|| Problem {
        severity: Severity::Error,
        path: "/url".into(),
        code: "url_not_https",
        message: "expected an https URL for the home page of an issuer".into(),
    }))
}
