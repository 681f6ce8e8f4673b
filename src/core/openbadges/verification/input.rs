//! What a text is: JSON, a token, or neither.

use super::report::{Finding, report};
use super::values::issuer;
use super::{Check, KnownStatus, Verifier};
use crate::json::{Tree, text as json_text};
use crate::openbadges::columns::{self, Column};
use crate::openbadges::datatypes::is_http_url;
use crate::openbadges::{Class, Version, class_of, upgrade, version_of};
use crate::proof::MAX_CREDENTIAL;
use crate::proof::jws::{Jws, JwsError};
use crate::proof::vc_jwt::{self, ClaimFault};
use std::borrow::Cow;

/// A credential as it came: with proofs in it, or in a token.
pub(super) enum Received<'t> {
    /// A JSON document.
    Document(Cow<'t, Tree<'t>>),
    /// The credential in a token, and what is wrong with the token's claims.
    Token { jws: Box<Jws<'t>>, credential: Tree<'static>, faults: Vec<ClaimFault> },
}

impl<'t> Received<'t> {
    /// A resource: a document, or the text of a token.
    pub fn resource(resource: &'t Tree<'t>) -> Result<Received<'t>, String> {
        match resource {
            Tree::String(text) => Received::token(text),
            Tree::Object(_) => Ok(Received::Document(Cow::Borrowed(resource))),
            _ => Err("it is neither an object nor a token".into()),
        }
    }

    /// A VC-JWT.
    pub fn token(text: &'t str) -> Result<Received<'t>, String> {
        let jws = Jws::parse(text).map_err(|error| reason(&error))?;
        let payload = jws.payload_json().map_err(|error| reason(&error))?;
        Received::payload(jws, &payload)
    }

    fn payload(jws: Jws<'t>, payload: &Tree<'static>) -> Result<Received<'t>, String> {
        let (credential, faults) = vc_jwt::credential(payload)?;
        Ok(Received::Token { jws: Box::new(jws), credential, faults })
    }

    /// The credential.
    pub fn document(&self) -> &Tree<'_> {
        match self {
            Received::Document(document) => document,
            Received::Token { credential, .. } => credential,
        }
    }
}

/// A text, taken apart.
pub(super) enum Text<'t> {
    /// A JSON object.
    Json(Tree<'t>),
    /// An assertion of 2.0 or before in a token, or whatever else is no credential of 3.0.
    SignedAssertion(Box<Jws<'t>>, Tree<'static>),
    /// A credential of 3.0 in a token.
    Credential(Received<'t>),
}

impl<'t> Text<'t> {
    pub fn read(text: &'t str) -> Result<Text<'t>, Finding> {
        if text.len() > MAX_CREDENTIAL {
            let message = format!("the text has more than {MAX_CREDENTIAL} octets");
            return Err(Finding::failed("too_large", message));
        }
        let text = without_surroundings(text);
        if text.starts_with('{') {
            let document = json_text::parse(text);
            return document.map(Text::Json).map_err(|error| Finding::failed("not_json", error.to_string()));
        }
        let unusable = |error| Finding::failed("unusable_token", error);
        let jws = Jws::parse(text).map_err(|error| match error {
            JwsError::Malformed(_) => {
                let message = "the text is neither a JSON object nor a compact JWS";
                Finding::failed("not_a_credential", message)
            }
            error => unusable(reason(&error)),
        })?;
        let payload = jws.payload_json().map_err(|error| unusable(reason(&error)))?;
        if payload.get("vc").is_none() && version_of(&payload) != Some(Version::V3_0) {
            return Ok(Text::SignedAssertion(Box::new(jws), payload));
        }
        Received::payload(jws, &payload).map(Text::Credential).map_err(unusable)
    }

    /// The document, and nothing of the token it came in.
    pub fn into_document(self) -> Tree<'t> {
        match self {
            Text::Json(document) | Text::SignedAssertion(_, document) => document,
            Text::Credential(Received::Document(document)) => document.into_owned(),
            Text::Credential(Received::Token { credential, .. }) => credential,
        }
    }
}

/// A text without the byte order mark and the space that a file may have put around it.
fn without_surroundings(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim()
}

/// What a text awards or endorses, nothing of it verified.
#[derive(Debug)]
pub struct Award<'t> {
    /// The text, with nothing around it.
    pub text: &'t str,
    /// Whether it is a compact JWS.
    pub is_token: bool,
    /// The version it is written in.
    pub version: Version,
    /// The document: the text, or what the token holds.
    pub document: Tree<'t>,
}

/// Why a text is no award or endorsement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAward {
    /// It is neither JSON nor a token; completes "the text …".
    Unreadable(String),
    /// It is something else; completes "the text …".
    SomethingElse(String),
}

/// The award or endorsement that a text is, of whatever version.
///
/// # Errors
/// [`NoAward`]
pub fn award_in(text: &str) -> Result<Award<'_>, NoAward> {
    let unreadable = |finding: Finding| NoAward::Unreadable(format!("cannot be read: {}", finding.message));
    let read = Text::read(text).map_err(unreadable)?;
    let is_token = !matches!(read, Text::Json(_));
    let document = read.into_document();
    let something_else =
        |what: &str| NoAward::SomethingElse(format!("is no award or endorsement, but {what}"));
    match (version_of(&document), class_of(&document)) {
        (
            Some(version),
            Some(
                Class::Assertion
                | Class::Endorsement
                | Class::OpenBadgeCredential
                | Class::EndorsementCredential,
            ),
        ) => Ok(Award { text: without_surroundings(text), is_token, version, document }),
        (_, Some(class)) => Err(something_else(&format!("a document of the class {}", class.name()))),
        (_, None) => Err(something_else("a document of no class of Open Badges")),
    }
}

impl Award<'_> {
    /// The URL that an assertion of 2.0 or before is hosted at.
    pub fn hosted_at(&self) -> Option<String> {
        let hosted =
            (self.version != Version::V3_0 && !self.is_token).then(|| upgrade(&self.document).ok())??;
        columns::text(&hosted, Column::Id).ok().flatten().filter(|url| is_http_url(url))
    }
}

impl Verifier<'_> {
    /// The report on a text.
    pub(super) fn text(
        &self,
        text: &str,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        match Text::read(text) {
            Ok(Text::Json(document)) => self.json(document, recipient, row),
            Ok(Text::SignedAssertion(jws, payload)) => self.signed_assertion(&jws, payload, recipient, row),
            Ok(Text::Credential(received)) => self.report(&received, recipient, row),
            Err(finding) => no_credential(finding),
        }
    }

    pub(super) fn json(
        &self,
        document: Tree<'_>,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        let (version, class) = (version_of(&document), class_of(&document));
        match (version, class) {
            (Some(Version::V3_0), Some(Class::OpenBadgeCredential | Class::EndorsementCredential)) => {
                self.report(&Received::Document(Cow::Owned(document)), recipient, row)
            }
            (Some(Version::V1_0 | Version::V1_1 | Version::V2_0), Some(Class::Assertion)) => {
                self.hosted_assertion(&document, recipient, row)
            }
            _ => {
                let mut checks = vec![super::structure::structure(&document, class)];
                if let Some(class) = class {
                    checks.push(not_a_credential(class));
                }
                report(version.map(Version::as_str), class.map(Class::name), checks)
            }
        }
    }

    fn report(
        &self,
        received: &Received<'_>,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        let document = received.document();
        let (version, class) = (version_of(document), class_of(document));
        let asked = super::credential::Asked { class, recipient, row, depth: 0, refresh: true };
        let checks = self.credential(received, &asked);
        report(version.map(Version::as_str), class.map(Class::name), checks)
    }

    /// `signature` and `key_binding` of a credential.
    pub(super) fn seal(&self, received: &Received<'_>) -> Vec<Check> {
        match received {
            Received::Document(document) => self.embedded_proofs(document),
            Received::Token { jws, credential, .. } => self.token(jws, issuer(credential)),
        }
    }
}

/// The report on a text that holds no credential.
fn no_credential(finding: Finding) -> Tree<'static> {
    report(None, None, vec![finding.of("structure")])
}

/// A document that can be well formed, and that nobody signs: nothing shows whose it is.
fn not_a_credential(class: Class) -> Check {
    let message = format!("a document of the class {} is no award that could be verified", class.name());
    Finding::not_checked("no_award", message).of("signature")
}

/// Why a text is no token that is accepted.
pub(super) fn reason(error: &JwsError) -> String {
    match error {
        JwsError::Malformed(reason) => format!("the token is malformed: {reason}"),
        JwsError::Algorithm(name) => {
            format!("the token names the algorithm {}, which is not accepted", super::report::quoted(name))
        }
        JwsError::Header(name) => {
            format!("the header of the token has {}, which is not accepted", super::report::quoted(name))
        }
    }
}
