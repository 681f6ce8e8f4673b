//! The proofs of a credential: which verify, and by whose key.

use super::disguise::{disguised, disguised_in_proof};
use super::report::{Check, Finding, Status, quoted};
use super::resolution::{Lookup, NOT_LISTED, PURPOSE, carried_key};
use super::structure::of_fault;
use super::values::{all, issuer};
use super::{MAX_PROOFS, Verifier, take};
use crate::json::Tree;
use crate::proof::data_integrity::{self, Cryptosuite, Proof, ProofError, Verified};
use crate::proof::did::VerificationMethod;
use crate::proof::keys::PublicKey;

/// What came of one proof.
pub(super) struct Attempt {
    pub signature: Finding,
    pub key_binding: Finding,
}

/// What is known of the key of a proof.
enum Binding {
    /// The method that its controller's document has.
    Method(Box<VerificationMethod>),
    /// The key alone.
    Key(PublicKey),
    /// Whose it is not.
    Known(Finding),
}

impl Attempt {
    /// The signature was not looked at, so nothing can be said of its key.
    pub fn without_key(signature: Finding) -> Attempt {
        let key_binding = Finding::not_checked("no_verified_key", "no signature shows whose key to look for");
        Attempt { signature, key_binding }
    }

    /// The key is refused, or cannot be had: there is nothing to verify the signature with.
    pub fn without_signature(key_binding: Finding) -> Attempt {
        let signature =
            Finding::not_checked("key_not_at_hand", "the signature cannot be verified without its key");
        Attempt { signature, key_binding }
    }

    /// How much the attempt proves: no more than the weaker of its two findings.
    fn rank(&self) -> (u8, u8) {
        let (signature, key_binding) = (rank(self.signature.status), rank(self.key_binding.status));
        (signature.min(key_binding), signature)
    }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Passed => 3,
        Status::Warning => 2,
        Status::NotChecked => 1,
        Status::Failed => 0,
    }
}

impl Verifier<'_> {
    /// `signature` and `key_binding` of a document with embedded proofs. One proof that holds is enough; what became
    /// of the others is said.
    pub(super) fn embedded_proofs(&self, document: &Tree<'_>) -> Vec<Check> {
        let proofs = all(document, "proof");
        let mut attempts: Vec<Attempt> = Vec::new();
        for proof in proofs.iter().take(MAX_PROOFS) {
            if !take(&self.proofs_left) {
                break;
            }
            attempts.push(self.attempt(document, proof));
        }
        let untried = proofs.len().saturating_sub(attempts.len());
        if attempts.is_empty() {
            let finding = if untried > 0 {
                Finding::not_checked("too_many_proofs", "there are more proofs than are tried")
            } else {
                Finding::failed("no_proof", "the document has no proof")
            };
            return lines(Attempt::without_key(finding));
        }
        // The first of the best.
        let best = attempts.iter().map(Attempt::rank).max();
        let chosen = attempts.iter().position(|attempt| Some(attempt.rank()) == best).unwrap_or_default();
        let best = attempts.remove(chosen);
        let is_decided = matches!(best.signature.status, Status::Passed | Status::Warning);
        let mut checks = lines(best);
        for attempt in attempts {
            checks.push(further(attempt, is_decided));
        }
        if untried > 0 {
            let message = format!("{untried} further proofs were not tried");
            checks.push(Finding::warning("too_many_proofs", message).of("signature"));
        }
        checks
    }

    fn attempt(&self, document: &Tree<'_>, proof: &Tree<'_>) -> Attempt {
        let read = match data_integrity::read(proof) {
            Ok(read) => read,
            Err(error) => return Attempt::without_key(unverified(&error)),
        };
        if let Some(finding) = self.fault_of(&read, proof) {
            return Attempt::without_key(finding);
        }
        let url = &read.verification_method;
        let (key, binding) = match (self.method(url), carried_key(url)) {
            (Lookup::Found(method), _) => (method.key.clone(), Binding::Method(method)),
            (Lookup::Refused(finding), Some(key)) if finding.code == NOT_LISTED => {
                (key, Binding::Known(finding))
            }
            (Lookup::Refused(finding), _) => return Attempt::without_signature(finding),
            (Lookup::NotAtHand, Some(key)) => (key.clone(), Binding::Key(key)),
            (Lookup::NotAtHand, None) => {
                let message =
                    format!("neither the key {} nor its controller's document is at hand", quoted(url));
                let finding = Finding::not_checked("key_not_at_hand", message);
                return Attempt::without_signature(finding);
            }
        };
        let signature = match data_integrity::verify(document, proof, &key, self.resources) {
            Ok(verified) => self
                .disguise(document, proof, &read)
                .unwrap_or_else(|| holds(read.cryptosuite.name(), verified)),
            Err(error) => unverified(&error),
        };
        if matches!(signature.status, Status::Failed | Status::NotChecked) {
            return Attempt::without_key(signature);
        }
        let key_binding = match (binding, issuer(document)) {
            (Binding::Known(finding), _) => finding,
            (Binding::Method(method), Some(issuer)) => self.binding(&method, issuer),
            (Binding::Key(key), Some(issuer)) => self.binding_of_bare_key(&key, issuer),
            (_, None) => Finding::failed("no_issuer", "there is no issuer whose key it could be"),
        };
        Attempt { signature, key_binding }
    }

    /// Why a signature over RDF does not vouch for the JSON.
    fn disguise(&self, document: &Tree<'_>, proof: &Tree<'_>, read: &Proof) -> Option<Finding> {
        if matches!(read.cryptosuite, Cryptosuite::EddsaJcs2022 | Cryptosuite::EcdsaJcs2019) {
            return None;
        }
        let of_proof = match data_integrity::unusual_options(document, proof) {
            Ok(None) => Ok(None),
            Ok(Some(options)) => disguised_in_proof(&options, self.resources),
            Err(error) => return Some(unverified(&error)),
        };
        match of_proof.and_then(|found| match found {
            Some(name) => Ok(Some(("proof", name))),
            None => Ok(disguised(document, self.resources)?.map(|name| ("document", name))),
        }) {
            Ok(None) => None,
            Ok(Some((part, name))) => Some(Finding::failed(
                "disguised_member",
                format!("what was signed and what the {part} shows under the name {name} are not the same"),
            )),
            Err(fault) => Some(of_fault(&fault)),
        }
    }

    /// What rules a proof out before its signature is looked at (VC Data Integrity, "Verify Proof").
    fn fault_of(&self, read: &Proof, proof: &Tree<'_>) -> Option<Finding> {
        if read.purpose != PURPOSE {
            let purpose = quoted(&read.purpose);
            return Some(Finding::failed(
                "wrong_purpose",
                format!("the proof is made for {purpose}, not for {PURPOSE}"),
            ));
        }
        if read.has_previous {
            return Some(Finding::failed(
                "proof_chain",
                "the proof builds on another one (previousProof), which is not supported",
            ));
        }
        for (name, instant) in [("created", read.created), ("expires", read.expires)] {
            if instant.is_none() && proof.get(name).is_some_and(|value| *value != Tree::Null) {
                return Some(Finding::failed(
                    "malformed_proof",
                    format!("{name} of the proof is no date and time"),
                ));
            }
        }
        if let Some(created) = read.created.filter(|created| *created > self.at) {
            return Some(Finding::failed(
                "proof_from_future",
                format!("the proof is made on {created} only"),
            ));
        }
        let expires = read.expires.filter(|expires| *expires <= self.at)?;
        Some(Finding::failed("proof_expired", format!("the proof was good until {expires}")))
    }
}

/// The finding on a signature that holds.
fn holds(suite: &str, verified: Verified) -> Finding {
    let message = format!("the {suite} signature is valid");
    match verified {
        Verified::Current => Finding::passed("valid_signature", message),
        Verified::OlderContext => Finding::warning(
            "older_context",
            format!("{message} for the context of Open Badges 3.0.3 as it was before June 2026"),
        ),
    }
}

/// The two lines on the proof that decides.
pub(super) fn lines(attempt: Attempt) -> Vec<Check> {
    vec![attempt.signature.of("signature"), attempt.key_binding.of("key_binding")]
}

/// The line on another proof. Once one proof holds, no other can harm.
fn further(attempt: Attempt, is_decided: bool) -> Check {
    let Attempt { signature, key_binding } = attempt;
    let status = match signature.status {
        Status::Failed | Status::NotChecked if is_decided => Status::Warning,
        status => status,
    };
    let message = match key_binding.code {
        "no_verified_key" => format!("another proof: {}", signature.message),
        _ => format!("another proof: {}; {}", signature.message, key_binding.message),
    };
    Finding { status, code: signature.code, message }.of("signature")
}

fn unverified(error: &ProofError) -> Finding {
    let failed = |code| Finding::failed(code, error.to_string());
    match error {
        ProofError::Malformed(_) => failed("malformed_proof"),
        ProofError::Unsupported(name) => Finding::not_checked(
            "unsupported_proof",
            format!("proofs of the kind {} are not supported", quoted(name)),
        ),
        ProofError::WrongKey => failed("wrong_key"),
        ProofError::JsonLd(fault) => of_fault(fault),
        ProofError::TooComplex => failed("too_complex"),
        ProofError::Unreadable(_) => failed("too_large"),
        ProofError::Signature => failed("invalid_signature"),
        ProofError::Internal => Finding::not_checked("internal", error.to_string()),
    }
}
