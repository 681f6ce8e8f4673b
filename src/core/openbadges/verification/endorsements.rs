//! Endorsements within a credential: each is a credential of its own.

use super::credential::Asked;
use super::input::Received;
use super::report::{Check, Finding, Status, Verdict, shortened, verdict};
use super::values::{id, is_same_id, text};
use super::{MAX_ENDORSEMENT_DEPTH, Verifier, take};
use crate::json::Tree;
use crate::openbadges::Class;
use crate::openbadges::path::Path;

/// Most endorsements that get a line each.
const MAX_LINES: usize = 50;

/// An endorsement, where it stands, and the id of what it stands in.
struct Found<'t, 'd> {
    path: String,
    endorsement: &'t Tree<'d>,
    endorsed: Option<&'t str>,
}

impl Verifier<'_> {
    /// One line for each `endorsement` and `endorsementJwt`, wherever in the credential it stands. Those within an
    /// endorsement count with it.
    pub(super) fn endorsements(&self, credential: &Tree<'_>, depth: usize) -> Vec<Check> {
        let (mut found, mut further) = (Vec::new(), 0);
        collect(credential, &Path::Document, &mut found, &mut further);
        let mut checks: Vec<Check> =
            found.iter().map(|found| self.endorsement(found, depth).of("endorsements")).collect();
        if further > 0 {
            let message = format!("{further} further endorsements were not verified");
            checks.push(Finding::not_checked("too_many_endorsements", message).of("endorsements"));
        }
        checks
    }

    fn endorsement(&self, found: &Found<'_, '_>, depth: usize) -> Finding {
        let path = &found.path;
        if depth >= MAX_ENDORSEMENT_DEPTH {
            return Finding::not_checked(
                "endorsements_too_deep",
                format!("{path}: nested too deep to be verified"),
            );
        }
        if !take(&self.endorsements_left) {
            return Finding::not_checked("too_many_endorsements", format!("{path}: not verified"));
        }
        let received = match Received::resource(found.endorsement) {
            Ok(received) => received,
            Err(reason) => return Finding::failed("endorsement_malformed", format!("{path}: {reason}")),
        };
        let asked = Asked {
            class: Some(Class::EndorsementCredential),
            recipient: None,
            row: None,
            depth: depth.saturating_add(1),
            refresh: false,
        };
        let checks = self.credential(&received, &asked);
        let subject = received.document().get("credentialSubject").and_then(id);
        let is_other = match (subject, found.endorsed) {
            (Some(subject), Some(endorsed)) => !is_same_id(subject, endorsed),
            (Some(_), None) | (None, _) => false,
        };
        match verdict(&checks) {
            Verdict::Failed(check) => {
                Finding::failed("endorsement_failed", format!("{path}: {}: {}", check.check, check.message))
            }
            Verdict::NotChecked(check) => Finding::not_checked(
                "endorsement_not_verified",
                format!("{path}: {}: {}", check.check, check.message),
            ),
            Verdict::Valid if is_other => Finding::warning(
                "other_subject",
                format!("{path}: the endorsement is valid, and for something else than what it stands in"),
            ),
            Verdict::Valid => {
                let is_warned = checks.iter().find(|check| check.status == Status::Warning);
                match is_warned {
                    Some(check) => {
                        Finding::warning(check.code, format!("{path}: {}: {}", check.check, check.message))
                    }
                    None => Finding::passed("endorsement_valid", format!("{path}: the endorsement is valid")),
                }
            }
        }
    }
}

/// Finds the endorsements in a value, not those within endorsements or proofs. Only as many are kept as get a line.
fn collect<'t, 'd>(
    value: &'t Tree<'d>,
    path: &Path<'_>,
    found: &mut Vec<Found<'t, 'd>>,
    further: &mut usize,
) {
    match value {
        Tree::Object(members) => {
            let endorsed = text(value, "id");
            for (name, member) in members {
                let path = path.member(name);
                match (name.as_ref(), member) {
                    ("@context" | "proof", _) => {}
                    ("endorsement" | "endorsementJwt", Tree::Null) => {}
                    ("endorsement" | "endorsementJwt", Tree::Array(elements)) => {
                        for (index, endorsement) in elements.iter().enumerate() {
                            keep(endorsement, &path.element(index), endorsed, found, further);
                        }
                    }
                    ("endorsement" | "endorsementJwt", endorsement) => {
                        keep(endorsement, &path, endorsed, found, further);
                    }
                    _ => collect(member, &path, found, further),
                }
            }
        }
        Tree::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(element, &path.element(index), found, further);
            }
        }
        _ => {}
    }
}

fn keep<'t, 'd>(
    endorsement: &'t Tree<'d>,
    path: &Path<'_>,
    endorsed: Option<&'t str>,
    found: &mut Vec<Found<'t, 'd>>,
    further: &mut usize,
) {
    if found.len() < MAX_LINES {
        found.push(Found { path: shortened(path.to_string()), endorsement, endorsed });
    } else {
        *further += 1;
    }
}
