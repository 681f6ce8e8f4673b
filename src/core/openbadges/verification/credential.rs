//! The checks of a 3.0 credential, in the order of Open Badges 3.0, "OpenBadgeCredential Verification".

use super::claims::claims;
use super::dates::dates;
use super::input::Received;
use super::recipient::recipient;
use super::structure::{json_ld, structure};
use super::{Check, KnownStatus, Verifier};
use crate::openbadges::Class;

/// What is asked of one credential.
pub(super) struct Asked<'a> {
    /// What it has to be.
    pub class: Option<Class>,
    /// Who claims to be awarded.
    pub recipient: Option<&'a str>,
    /// What the database says of its status.
    pub row: Option<&'a KnownStatus>,
    /// How many endorsements it is within.
    pub depth: usize,
    /// Whether a refreshed form is looked for.
    pub refresh: bool,
}

impl Verifier<'_> {
    /// Every check of a credential.
    pub(super) fn credential(&self, received: &Received<'_>, asked: &Asked<'_>) -> Vec<Check> {
        let credential = received.document();
        let mut checks = vec![structure(credential, asked.class)];
        checks.extend(json_ld(credential, self.resources));
        checks.extend(self.seal(received));
        if let Received::Token { jws, faults, .. } = received {
            checks.push(claims(jws, faults));
        }
        checks.push(self.issuer(credential).of("issuer"));
        checks.push(dates(credential, self.at).of("dates"));
        checks.extend(self.status(credential, asked.row));
        checks.push(recipient(credential, asked.recipient).of("recipient"));
        checks.extend(self.endorsements(credential, asked.depth));
        checks.extend(super::companions::schemas(credential));
        if asked.refresh {
            checks.extend(self.refresh(credential));
        }
        checks
    }
}
