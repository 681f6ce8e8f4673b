//! Documents of older versions in the form of the next: of 0.5 to 1.1 in that of 2.0, and of 2.0 in that of 3.0.
//!
//! Source: Open Badges 2.0, "History"; where that is silent, what the official validator does.

use super::class::Class;
use super::datatypes::is_http_url;
use super::jsonld::terms;
use super::path::escape;
use super::upgrade_to_v3::upgrade_to_v3;
use super::validate::class_of;
use super::version::{Version, version};
use crate::json::{Json, ReadError, Tree};
use crate::timestamp::Timestamp;
use std::fmt;

/// Why a document cannot be upgraded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpgradeError {
    /// The document cannot be read, or is beyond the limits.
    Unreadable(ReadError),
    /// It is not of a version that is known.
    UnknownVersion,
    /// It is of version 3.0, which is newer.
    Newer,
    /// Nothing in it says what its `id` is.
    NoIdentifier,
    /// The property holds no point in time.
    NotATime(&'static str),
}

impl fmt::Display for UpgradeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UpgradeError::Unreadable(_) => formatter.write_str("the document cannot be read"),
            UpgradeError::UnknownVersion => {
                formatter.write_str("the document is of no known version of Open Badges")
            }
            UpgradeError::Newer => formatter.write_str("the document is already of version 3.0"),
            UpgradeError::NoIdentifier => formatter.write_str(
                "the document has neither an id nor a verify.url that says where it is hosted: add an id",
            ),
            UpgradeError::NotATime(property) => {
                write!(formatter, "{property:?} is neither a date and time nor a Unix timestamp")
            }
        }
    }
}

impl std::error::Error for UpgradeError {}

impl From<ReadError> for UpgradeError {
    fn from(error: ReadError) -> Self {
        UpgradeError::Unreadable(error)
    }
}

/// A document of version 0.5, 1.0 or 1.1 in the form of 2.0; a Profile or BadgeClass of 2.0 in the form of 3.0, with a
/// link back; whatever else is of 2.0 unchanged, because in 3.0 it has to be signed.
///
/// The 3.0 form has an `id` of its own: the one that the document's `related` names, or a `urn:uuid:` that follows from
/// its 2.0 id alone (UUID version 5 of the id in the namespace of URLs, RFC 9562, section 5.5).
///
/// # Errors
/// See [`UpgradeError`].
pub fn upgrade<'a, J: Json<'a>>(document: J) -> Result<Tree<'a>, UpgradeError> {
    let version = version(document)?.ok_or(UpgradeError::UnknownVersion)?;
    if version == Version::V2_0 {
        return upgrade_to_v3(Tree::read(document)?);
    }
    let Upgraded { document, unreadable_time, .. } = Upgraded::new(document, version, None)?;
    match unreadable_time {
        Some(property) if means_something(property, &document) => Err(UpgradeError::NotATime(property)),
        _ => Ok(document),
    }
}

/// Whether the class of the document, as far as it is known, has the property.
fn means_something(property: &str, document: &Tree<'_>) -> bool {
    class_of(document).and_then(Class::rules).is_none_or(|rules| rules.property(property).is_some())
}

/// An upgraded document.
pub(crate) struct Upgraded<'a> {
    pub document: Tree<'a>,
    /// The first property that should hold a time and does not; it is left as it was.
    unreadable_time: Option<&'static str>,
    /// Where what stands under other names now stood before, as JSON Pointers.
    renamed: Vec<(String, String)>,
}

impl<'a> Upgraded<'a> {
    /// Upgrades a document of that version; `class` says what it is where its shape does not.
    pub(crate) fn new<J: Json<'a>>(
        document: J,
        version: Version,
        class: Option<Class>,
    ) -> Result<Self, UpgradeError> {
        let mut upgraded =
            Upgraded { document: Tree::read(document)?, unreadable_time: None, renamed: Vec::new() };
        match version {
            Version::V3_0 => return Err(UpgradeError::Newer),
            Version::V2_0 => return Ok(upgraded),
            Version::V1_0 if matches!(upgraded.document.get("recipient"), Some(Tree::String(_))) => {
                upgraded.upgrade_from_0_5()?;
            }
            Version::V1_0 => upgraded.upgrade_from_1_0(class)?,
            Version::V1_1 => {}
        }
        upgraded.upgrade_from_1_1();
        Ok(upgraded)
    }

    /// Where in the original document the value stood that now stands at that JSON Pointer.
    pub(crate) fn original_path(&self, path: &str) -> String {
        let renamed = self.renamed.iter().filter_map(|(now, before)| {
            let rest = path.strip_prefix(now.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| (now.len(), format!("{before}{rest}")))
        });
        renamed.max_by_key(|(length, _)| *length).map_or_else(|| path.into(), |(_, original)| original)
    }

    /// A recipient that is a string, a badge and issuer that are embedded without ids, other names.
    fn upgrade_from_0_5(&mut self) -> Result<(), UpgradeError> {
        let document = &mut self.document;
        if !matches!(document.get("id"), Some(Tree::String(_))) {
            return Err(UpgradeError::NoIdentifier);
        }
        document.set("type", "Assertion");
        rename(document, "", "issued_on", "issuedOn", &mut self.renamed);
        if let Some(Tree::String(identity)) = document.remove("recipient") {
            let hashed = !identity.contains('@');
            let mut recipient = Tree::object([
                ("type", Tree::from("email")),
                ("hashed", Tree::from(hashed)),
                ("identity", Tree::String(identity)),
            ]);
            if let Some(salt) = document.remove("salt") {
                recipient.set("salt", salt);
                self.renamed.push(("/recipient/salt".into(), "/salt".into()));
            }
            for name in ["/recipient/identity", "/recipient/hashed", "/recipient/type"] {
                self.renamed.push((name.into(), "/recipient".into()));
            }
            document.set("recipient", recipient);
            document.set("verify", Tree::object([("type", Tree::from("hosted"))]));
        }
        let Some(badge @ Tree::Object(_)) = document.get_mut("badge") else { return Ok(()) };
        badge.set("type", "BadgeClass");
        let Some(issuer @ Tree::Object(_)) = badge.get_mut("issuer") else { return Ok(()) };
        issuer.set("type", "Profile");
        rename(issuer, "/badge/issuer", "contact", "email", &mut self.renamed);
        rename(issuer, "/badge/issuer", "origin", "url", &mut self.renamed);
        if let (Some(Tree::String(name)), Some(Tree::String(organization))) =
            (issuer.get("name"), issuer.get("org"))
        {
            let name = format!("{name}: {organization}");
            issuer.set("name", name);
            issuer.remove("org");
        }
        Ok(())
    }

    /// No `@context`, no `type`, and the address of the document as its identifier.
    fn upgrade_from_1_0(&mut self, class: Option<Class>) -> Result<(), UpgradeError> {
        let document = &mut self.document;
        let is_some = |name| document.get(name).is_some_and(|value| *value != Tree::Null);
        let class = if is_some("recipient") {
            Some("Assertion")
        } else if is_some("criteria") {
            Some("BadgeClass")
        } else if is_some("url") {
            Some("Issuer")
        } else {
            match class {
                Some(Class::Assertion | Class::BadgeClass | Class::Issuer | Class::Profile) => {
                    class.map(Class::name)
                }
                _ => None,
            }
        };
        if !is_some("id") {
            let text = |value: Option<&Tree<'a>>| match value {
                Some(Tree::String(text)) => Some(text.clone().into_owned()),
                _ => None,
            };
            let verify = document.get("verify");
            let id = match text(verify.and_then(|verify| verify.get("type"))).as_deref() {
                Some("signed") => text(document.get("uid")).map(|uid| format!("uid:{uid}")),
                _ => text(verify.and_then(|verify| verify.get("url"))),
            };
            document.set("id", id.ok_or(UpgradeError::NoIdentifier)?);
        }
        if let Some(class) = class {
            document.set("type", class);
        }
        Ok(())
    }

    /// Other names, other forms of time, and properties that had no meaning before 2.0.
    fn upgrade_from_1_1(&mut self) {
        self.document.remove("@context");
        drop_terms_without_meaning(&mut self.document);
        if self.document.get("type") == Some(&Tree::from("IssuerOrg")) {
            self.document.set("type", "Issuer");
        }
        rename(&mut self.document, "", "verify", "verification", &mut self.renamed);
        if let Some(verification) = self.document.get_mut("verification") {
            name_the_key(verification);
        }
        for name in ["issuedOn", "expires"] {
            if let Some(time) = self.document.get_mut(name)
                && !each(time, String::new(), &mut |time, _| upgrade_time(time))
            {
                self.unreadable_time = self.unreadable_time.or(Some(name));
            }
        }
        upgrade_alignments(&mut self.document, "", &mut self.renamed);
        if let Some(badge) = self.document.get_mut("badge") {
            upgrade_alignments(badge, "/badge", &mut self.renamed);
        }
        self.document.set("@context", terms::OPEN_BADGES_2);
    }
}

fn rename(
    object: &mut Tree<'_>,
    path: &str,
    from: &'static str,
    to: &'static str,
    renamed: &mut Vec<(String, String)>,
) {
    if object.get(to).is_none()
        && let Some(value) = object.remove(from)
    {
        object.set(to, value);
        renamed.push((format!("{path}/{to}"), format!("{path}/{}", escape(from))));
    }
}

/// Removes the names that only the context of 2.0 defines: they meant nothing, and must not mean something now.
fn drop_terms_without_meaning(value: &mut Tree<'_>) {
    match value {
        Tree::Object(members) => {
            members.retain(|(name, _)| terms::term(name).is_none_or(|term| term.since_1_1));
            for (_, value) in members {
                drop_terms_without_meaning(value);
            }
        }
        Tree::Array(elements) => elements.iter_mut().for_each(drop_terms_without_meaning),
        _ => {}
    }
}

/// A signed assertion named its key by `url`.
fn name_the_key(verification: &mut Tree<'_>) {
    let is_signed = verification.get("type") == Some(&Tree::from("signed"));
    let url = match verification.get("url") {
        Some(Tree::String(url)) if is_signed && is_http_url(url) => url.clone().into_owned(),
        _ => return,
    };
    verification.remove("url");
    verification.set("creator", url);
}

/// Turns a time into the form of 2.0, if it is one.
fn upgrade_time(time: &mut Tree<'_>) -> bool {
    let text = match time {
        Tree::String(text) if Timestamp::parse(text).is_some() => return true,
        Tree::String(text) => text.clone().into_owned(),
        Tree::Number(number) => number.to_text(),
        Tree::Null => return true,
        _ => return false,
    };
    match Timestamp::parse_unix_or_naive(&text) {
        Some(timestamp) => {
            *time = Tree::from(timestamp.to_rfc3339());
            true
        }
        None => false,
    }
}

fn upgrade_alignments(badge: &mut Tree<'_>, path: &str, renamed: &mut Vec<(String, String)>) {
    let Some(alignments) = badge.get_mut("alignment") else { return };
    each(alignments, format!("{path}/alignment"), &mut |alignment, path| {
        for (from, to) in [("url", "targetUrl"), ("name", "targetName"), ("description", "targetDescription")]
        {
            rename(alignment, path, from, to, renamed);
        }
        true
    });
}

/// Does something to each value of a property, in whatever arrays, sets or literals of JSON-LD it stands.
fn each<'a>(
    value: &mut Tree<'a>,
    path: String,
    change: &mut impl FnMut(&mut Tree<'a>, &str) -> bool,
) -> bool {
    if let Tree::Array(elements) = value {
        let mut all = true;
        for (index, element) in elements.iter_mut().enumerate() {
            all &= each(element, format!("{path}/{index}"), change);
        }
        return all;
    }
    for name in ["@set", "@value"] {
        if let Some(inner) = value.get_mut(name) {
            return each(inner, format!("{path}/{name}"), change);
        }
    }
    change(value, &path)
}
