//! What holds of an award, check by check: for awards that are stored here, and for whatever text somebody
//! received.
//!
//! Nothing is fetched. What a check needs is in the text, in the caller's [`Resources`], known to the database
//! ([`Known`]), or the check is `not_checked`; an award is `valid` only if no check failed and none that decides
//! was left out.
//!
//! A 3.0 credential gets, in this order, `structure` (the rules of its class), `json_ld` (only where the caller brings a
//! context), `signature`, `key_binding` (whose key it is), `claims` (tokens only), `issuer`, `dates`, one `status` for
//! each entry, `recipient`, one `endorsements` for each, one `schema` for each, `refresh`. A 2.0 assertion gets
//! `structure`, `badge`, `issuer`, then `hosted`, or `signature` and `key_binding`, then `status`, `dates`, `recipient` and,
//! if it has any, `endorsements`. Any other document gets `structure` and a `signature` that was not checked: it can be
//! well formed, and nobody vouches for it. `recipient`, `schema` and `refresh` do not decide when they were not checked.
//!
//! Sources: Open Badges 3.0, "Verification and Validation"; Open Badges 2.0, "Badge Verification"; W3C Verifiable
//! Credentials 2.0 and 1.1, Data Integrity 1.0, Controlled Identifiers 1.0, Bitstring Status List 1.0.

mod assertion;
mod baked;
mod claims;
mod companions;
mod credential;
mod dates;
mod disguise;
mod endorsements;
mod hosted;
mod input;
mod issuer;
mod key_binding;
mod linked;
mod receiving;
mod recipient;
mod report;
mod resolution;
mod signature;
mod status;
mod status_list;
mod structure;
mod token;
mod values;

pub use baked::{receive_baked, verify_baked};
pub use hosted::{Facts, may_host, unknown_assertion, unreadable, verify};
pub use input::{Award, NoAward, award_in};
pub use receiving::{Form, Received, form, receive};
pub use report::{Check, Status};

use crate::interruption;
use crate::json::Tree;
use crate::proof::Resources;
use crate::timestamp::Timestamp;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Most proofs that are tried for one document.
const MAX_PROOFS: usize = 16;

/// Most proofs that are tried in one call, those of endorsements and status lists included.
const MAX_PROOFS_IN_ALL: usize = 100;

/// Most endorsements that are verified in one call.
const MAX_ENDORSEMENTS: usize = 50;

/// How deep endorsements of endorsements are followed.
const MAX_ENDORSEMENT_DEPTH: usize = 4;

/// What a verifier knows of itself: the issuers and awards of this database. It takes precedence over the
/// caller's resources.
pub trait Known {
    /// The issuer whose 2.0 or 3.0 id this is. Of one that has no key here only the profile counts.
    fn issuer(&self, id: &str) -> Option<KnownIssuer>;

    /// What the status list of that URL, if it is one of this database, says at that index for that purpose
    /// (`revocation`, `suspension`).
    fn status(&self, list_url: &str, index: u64, purpose: &str) -> Option<KnownStatus>;

    /// The 2.0 CryptographicKey that is hosted here at that URL, with `revoked` (a timestamp) if it was compromised.
    fn key(&self, url: &str) -> Option<Tree<'static>>;

    /// The 2.0 badge class that is hosted here at that URL, as it is hosted.
    fn badge_class(&self, url: &str) -> Option<Tree<'static>>;

    /// The 2.0 assertion that is hosted here at that URL.
    fn assertion(&self, url: &str) -> Option<KnownAssertion>;
}

/// An issuer of this database.
#[derive(Debug, Clone)]
pub struct KnownIssuer {
    /// Its controlled identifier document (`did::document`), whose `id` is the 3.0 id: every key that still
    /// verifies is listed under `assertionMethod`, a compromised one has `revoked`.
    pub document: Tree<'static>,
    /// Its 2.0 profile, as it is hosted.
    pub profile: Tree<'static>,
}

/// What the database says of an award.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownStatus {
    /// Whether the issuer has revoked it.
    pub revoked: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Why it was revoked.
    pub reason: Option<String>,
}

impl KnownStatus {
    /// Whether the award does not hold any more, or not now.
    fn is_ended(&self) -> bool {
        self.revoked || self.suspended
    }
}

/// A 2.0 assertion of this database.
#[derive(Debug, Clone)]
pub struct KnownAssertion {
    /// The assertion, as it is hosted (not the reduced form of a revoked one).
    pub document: Tree<'static>,
    /// Its badge class, as it is hosted.
    pub badge: Tree<'static>,
    /// The issuer's profile, as it is hosted.
    pub issuer: Tree<'static>,
    /// Its status.
    pub status: KnownStatus,
}

/// A verifier that knows nothing but what it is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct NothingKnown;

impl Known for NothingKnown {
    fn issuer(&self, _: &str) -> Option<KnownIssuer> {
        None
    }

    fn status(&self, _: &str, _: u64, _: &str) -> Option<KnownStatus> {
        None
    }

    fn key(&self, _: &str) -> Option<Tree<'static>> {
        None
    }

    fn badge_class(&self, _: &str) -> Option<Tree<'static>> {
        None
    }

    fn assertion(&self, _: &str) -> Option<KnownAssertion> {
        None
    }
}

/// What a verdict is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// The identity that somebody claims to be awarded.
    pub recipient: Option<&'o str>,
    /// Documents that are at hand, each as fetched from its URL; a JWT is a string.
    pub resources: Resources<'o>,
    /// The time the verdict is for.
    pub at: Timestamp,
}

/// The report on a text: JSON, a compact JWS or a VC-JWT, of Open Badges 1.0 to 3.0. Text that is no credential gets a
/// report with a failed `structure`. The same text, options and knowledge give the same report.
pub fn verify_credential(text: &str, known: &dyn Known, options: &Options<'_>) -> Tree<'static> {
    Verifier::new(known, options).text(text, options.recipient, None)
}

/// Whether a credential of 3.0 says as RDF more than it shows as JSON of what decides on it: it would never be valid.
pub fn is_disguised(credential: &Tree<'_>) -> bool {
    matches!(disguise::disguised(credential, Resources::none()), Ok(Some(_)))
}

/// The report on the text of a credential that is stored here: as [`verify_credential`], and what the row says of its
/// status counts. For a 3.0 credential of an issuer of this database no status list is asked for then.
pub fn verify_stored(
    text: &str,
    status: &KnownStatus,
    known: &dyn Known,
    options: &Options<'_>,
) -> Tree<'static> {
    Verifier::new(known, options).text(text, options.recipient, Some(status))
}

/// One call: what is at hand, and how much work is left to do.
struct Verifier<'v> {
    known: &'v dyn Known,
    resources: Resources<'v>,
    at: Timestamp,
    proofs_left: Cell<usize>,
    endorsements_left: Cell<usize>,
    /// What the database said of issuers, each asked for once.
    issuers: RefCell<HashMap<String, Option<Rc<KnownIssuer>>>>,
}

impl<'v> Verifier<'v> {
    fn new(known: &'v dyn Known, options: &Options<'v>) -> Verifier<'v> {
        Verifier {
            known,
            resources: options.resources,
            at: options.at,
            proofs_left: Cell::new(MAX_PROOFS_IN_ALL),
            endorsements_left: Cell::new(MAX_ENDORSEMENTS),
            issuers: RefCell::default(),
        }
    }

    /// The issuer of the database whose 2.0 or 3.0 id this is, if it signs: of one that has never had a key here, an
    /// issuer from elsewhere whose awards are kept, the database knows no more than its profile.
    fn known_signer(&self, id: &str) -> Option<Rc<KnownIssuer>> {
        self.known_issuer(id).filter(|known| !values::all(&known.document, "verificationMethod").is_empty())
    }

    /// The issuer of the database whose 2.0 or 3.0 id this is.
    fn known_issuer(&self, id: &str) -> Option<Rc<KnownIssuer>> {
        if let Some(known) = self.issuers.borrow().get(id) {
            return known.clone();
        }
        let known = self.known.issuer(id).map(Rc::new);
        self.issuers.borrow_mut().insert(id.to_owned(), known.clone());
        known
    }
}

/// Takes one from what is left, if there is one.
fn take(left: &Cell<usize>) -> bool {
    interruption::poll();
    match left.get().checked_sub(1) {
        Some(rest) => {
            left.set(rest);
            true
        }
        None => false,
    }
}
