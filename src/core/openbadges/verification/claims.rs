//! Whether the claims of a token agree with the credential in it.

use super::report::{Check, Finding, quoted};
use crate::proof::jws::Jws;
use crate::proof::vc_jwt::ClaimFault;

/// Open Badges 3.0, "JSON Web Token Proof Format": `iss`, `jti`, `sub`, `nbf` and `exp` are what the credential says, and
/// the header has no parameters but those it names.
pub(super) fn claims(jws: &Jws<'_>, faults: &[ClaimFault]) -> Check {
    let others: Vec<&str> = jws.other_headers().collect();
    let first = faults.iter().find(|fault| fault.is_error).or(faults.first());
    let finding = match first {
        Some(fault) if fault.is_error => Finding::failed("claim_mismatch", summary(faults, true)),
        Some(_) => Finding::warning("claim_unusual", summary(faults, false)),
        None if !others.is_empty() => {
            let message =
                format!("the header has parameters that have no effect: {}", quoted(&others.join(", ")));
            Finding::warning("header_unusual", message)
        }
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
