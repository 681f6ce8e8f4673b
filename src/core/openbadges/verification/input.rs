//! What a text is: JSON, a token, or neither.

use super::report::{Finding, report};
use super::values::issuer;
use super::{Check, KnownStatus, MAX_TEXT, Verifier};
use crate::json::{Tree, text as json_text};
use crate::openbadges::{Class, Version, class_of, version_of};
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

    /// The credential in the payload of a VC-JWT.
    pub fn token_payload(payload: &Tree<'static>) -> Result<Tree<'static>, String> {
        Ok(vc_jwt::credential(payload)?.0)
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

impl Verifier<'_> {
    /// The report on a text.
    pub(super) fn text(
        &self,
        text: &str,
        recipient: Option<&str>,
        row: Option<&KnownStatus>,
    ) -> Tree<'static> {
        if text.len() > MAX_TEXT {
            let message = format!("the text has more than {MAX_TEXT} octets");
            return no_credential(Finding::failed("too_large", message));
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.starts_with('{') {
            return match json_text::parse(text) {
                Ok(document) => self.json(document, recipient, row),
                Err(error) => no_credential(Finding::failed("not_json", error.to_string())),
            };
        }
        let jws = match Jws::parse(text) {
            Ok(jws) => jws,
            Err(JwsError::Malformed(_)) => {
                let message = "the text is neither a JSON object nor a compact JWS";
                return no_credential(Finding::failed("not_a_credential", message));
            }
            Err(error) => return no_credential(Finding::failed("unusable_token", reason(&error))),
        };
        let payload = match jws.payload_json() {
            Ok(payload) => payload,
            Err(error) => return no_credential(Finding::failed("unusable_token", reason(&error))),
        };
        if payload.get("vc").is_none() && version_of(&payload) != Some(Version::V3_0) {
            return self.signed_assertion(&jws, payload, recipient, row);
        }
        match Received::payload(jws, &payload) {
            Ok(received) => self.report(&received, recipient, row),
            Err(reason) => no_credential(Finding::failed("unusable_token", reason)),
        }
    }

    fn json(&self, document: Tree<'_>, recipient: Option<&str>, row: Option<&KnownStatus>) -> Tree<'static> {
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
