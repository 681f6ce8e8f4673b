//! Whether the claims of a token agree with the credential in it.

use super::report::{Check, Finding};
use crate::proof::vc_jwt::ClaimFault;

/// Open Badges 3.0, "JSON Web Token Proof Format": `iss`, `jti`, `sub`, `nbf` and `exp` are what the credential says.
pub(super) fn claims(faults: &[ClaimFault]) -> Check {
    let first = faults.iter().find(|fault| fault.is_error).or(faults.first());
    let finding = match first {
        Some(fault) if fault.is_error => Finding::failed("claim_mismatch", summary(faults, true)),
        Some(_) => Finding::warning("claim_unusual", summary(faults, false)),
        None => Finding::passed("claims_agree", "the claims of the token agree with the credential"),
    };
    finding.of("claims")
}

fn summary(faults: &[ClaimFault], errors: bool) -> String {
    let named: Vec<String> = faults
        .iter()
        .filter(|fault| fault.is_error == errors)
        .map(|fault| format!("{}: {}", fault.claim, fault.message))
        .collect();
    named.join("; ")
}
