//! A Bitstring Status List credential that is at hand: what it says, and whether it is to be believed.

use super::Verifier;
use super::dates::dates;
use super::input::Received;
use super::report::{Finding, Verdict, quoted, verdict};
use super::status::{not_at_hand, revoked, suspended};
use super::values::{has_type, is_same_id, issuer, text};
use crate::json::Tree;
use crate::proof::status_list::{StatusListError, message, status};

impl Verifier<'_> {
    /// What the list of that URL says of the entry.
    pub(super) fn status_in_list(&self, entry: &Tree<'_>, url: &str) -> Finding {
        let Some(resource) = self.resources.get(url) else {
            return not_at_hand(url);
        };
        let received = match Received::resource(resource) {
            Ok(received) => received,
            Err(reason) => return unbelievable(&reason),
        };
        let list = received.document();
        if !has_type(list, "BitstringStatusListCredential") {
            return unbelievable("it is no BitstringStatusListCredential");
        }
        if text(list, "id").is_some_and(|id| !is_same_id(id, url)) {
            return unbelievable("it is the list of another URL");
        }
        if let Some(fault) = fault_of_claims(&received) {
            return unbelievable(&fault);
        }
        let mut checks = self.seal(&received);
        if issuer(list).is_none() {
            checks.push(Finding::failed("no_issuer", "it names no issuer").of("issuer"));
        }
        match verdict(&checks) {
            Verdict::Valid => {}
            Verdict::Failed(check) => return unbelievable(&check.message),
            Verdict::NotChecked(check) => {
                return Finding::not_checked(
                    "status_list_not_verified",
                    format!("the status list cannot be verified: {}", check.message),
                );
            }
        }
        let (value, purpose) = match status(entry, list) {
            Ok(found) => found,
            Err(error) => return unreadable(&error),
        };
        let finding = meaning(entry, value, &purpose);
        // What the list says of a time it is not for may have changed since; that a badge was revoked has not.
        let in_force = dates(list, self.at);
        match in_force.code {
            "in_force" | "no_date" => finding,
            _ if finding.code == "revoked" => finding,
            _ => Finding::not_checked(
                "status_list_not_in_force",
                format!("the status list is for another time: {}", in_force.message),
            ),
        }
    }
}

/// What a token says of itself against the list in it. What claims a list has to have is not prescribed.
fn fault_of_claims(received: &Received<'_>) -> Option<String> {
    let Received::Token { jws, faults, .. } = received else { return None };
    let payload = jws.payload_json().ok()?;
    let decides = |claim: &str| matches!(claim, "iss" | "exp") && payload.get(claim).is_some();
    faults.iter().find(|fault| fault.is_error && decides(fault.claim)).map(|fault| fault.message.clone())
}

/// What a value means for a purpose (Bitstring Status List 1.0, section 2.1).
fn meaning(entry: &Tree<'_>, value: u64, purpose: &str) -> Finding {
    match (purpose, value) {
        ("revocation", 0) => Finding::passed("not_revoked", "the badge is not revoked"),
        ("suspension", 0) => Finding::passed("not_suspended", "the badge is not suspended"),
        ("revocation", _) => revoked(None),
        ("suspension", _) => suspended(None),
        ("refresh", 0) => Finding::passed("no_refresh", "there is no newer form of the credential"),
        ("refresh", _) => {
            Finding::warning("refresh_advised", "the issuer has a newer form of the credential")
        }
        ("message", value) => match message(entry, value) {
            Ok(message) => Finding::passed("status_message", format!("the issuer says: {}", quoted(message))),
            Err(_) => Finding::passed("status_message", format!("the status has the value {value}")),
        },
        (_, 0) => Finding::passed("not_set", format!("the status {} is not set", quoted(purpose))),
        (_, _) => Finding::not_checked(
            "unknown_status_purpose",
            format!("what it means that {} is set is not known here", quoted(purpose)),
        ),
    }
}

fn unbelievable(reason: &str) -> Finding {
    Finding::failed("status_verification_error", format!("the status list does not verify: {reason}"))
}

fn unreadable(error: &StatusListError) -> Finding {
    match error {
        StatusListError::Length => {
            Finding::failed("status_list_length_error", "the status list is shorter than the standard allows")
        }
        StatusListError::Range => {
            Finding::failed("range_error", "the index of the entry is outside of the status list")
        }
        StatusListError::Malformed(reason) => Finding::failed("malformed_value_error", *reason),
        StatusListError::Verification(reason) => unbelievable(reason),
    }
}
