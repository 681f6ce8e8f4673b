//! Whether a credential was revoked or suspended (Open Badges 3.0, "Credential status"; Bitstring Status List 1.0;
//! 1EdTech Revocation List).

use super::report::{Check, Finding, quoted};
use super::values::{all, is_same_id, text};
use super::{KnownStatus, Verifier};
use crate::json::Tree;
use crate::openbadges::revocation_lists::revocation_1edtech;

/// Most entries of one credential that are looked at.
const MAX_ENTRIES: usize = 8;

impl Verifier<'_> {
    /// One line for each entry of `credentialStatus`. What the row of an award of this database says takes the place of
    /// them; a row that keeps the credential of another issuer can refuse it and not clear it.
    pub(super) fn status(&self, credential: &Tree<'_>, row: Option<&KnownStatus>) -> Vec<Check> {
        if let Some(row) = row {
            let issuer = super::values::issuer(credential);
            if row.is_ended() || issuer.is_some_and(|issuer| self.known_signer(issuer).is_some()) {
                return vec![recorded(row).of("status")];
            }
        }
        let entries = all(credential, "credentialStatus");
        if entries.is_empty() {
            let message = "the credential has no status that could change";
            return vec![Finding::passed("no_status", message).of("status")];
        }
        let mut findings: Vec<Finding> =
            entries.iter().take(MAX_ENTRIES).map(|entry| self.status_entry(credential, entry)).collect();
        if entries.len() > MAX_ENTRIES {
            findings
                .push(Finding::not_checked("too_many_statuses", "there are more entries than are looked at"));
        }
        findings.into_iter().map(|finding| finding.of("status")).collect()
    }

    fn status_entry(&self, credential: &Tree<'_>, entry: &Tree<'_>) -> Finding {
        let types: Vec<&str> = all(entry, "type").iter().filter_map(super::values::id).collect();
        if types.contains(&"BitstringStatusListEntry") {
            self.bitstring_entry(entry)
        } else if types.contains(&"1EdTechRevocationList") {
            self.revocation_list_entry(credential, entry)
        } else {
            let names = quoted(&types.join(", "));
            Finding::not_checked("unknown_status_type", format!("the status type {names} is not known here"))
        }
    }

    fn bitstring_entry(&self, entry: &Tree<'_>) -> Finding {
        let Some(list_url) = text(entry, "statusListCredential") else {
            return Finding::failed(
                "malformed_value_error",
                "the status entry names no statusListCredential",
            );
        };
        let Some(purpose) = text(entry, "statusPurpose") else {
            return Finding::failed("malformed_value_error", "the status entry has no statusPurpose");
        };
        let known = index(entry).and_then(|index| self.known.status(list_url, index, purpose));
        match known {
            Some(status) => recorded(&status),
            None => self.status_in_list(entry, list_url),
        }
    }

    /// The list is not signed: it counts because it comes from the URL that the signed credential names.
    fn revocation_list_entry(&self, credential: &Tree<'_>, entry: &Tree<'_>) -> Finding {
        let Some(url) = text(entry, "id") else {
            return Finding::failed(
                "malformed_value_error",
                "the status entry has no id to find the list at",
            );
        };
        let Some(list) = self.resources.get(url) else {
            return not_at_hand(url);
        };
        if let (Some(of), Some(issuer)) = (list.get("issuer"), super::values::issuer(credential))
            && super::values::id(of).is_none_or(|of| !is_same_id(of, issuer))
        {
            return Finding::failed("other_issuer", "the revocation list is that of another issuer");
        }
        match revocation_1edtech(list, text(credential, "id").unwrap_or_default()) {
            Ok(Some(reason)) => revoked(reason),
            Ok(None) => Finding::passed("not_revoked", "the credential is not in the revocation list"),
            Err(error) => Finding::failed("malformed_value_error", error.to_string()),
        }
    }
}

/// `statusListIndex`: a string of digits or, as some write it, a number.
fn index(entry: &Tree<'_>) -> Option<u64> {
    match entry.get("statusListIndex")? {
        Tree::String(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => digits.parse().ok(),
        Tree::Number(number) => number.to_i64().and_then(|index| u64::try_from(index).ok()),
        _ => None,
    }
}

/// What the database says.
pub(super) fn recorded(status: &KnownStatus) -> Finding {
    if status.revoked {
        revoked(status.reason.as_deref())
    } else if status.suspended {
        suspended(status.reason.as_deref())
    } else {
        Finding::passed("not_revoked", "the badge is neither revoked nor suspended")
    }
}

pub(super) fn revoked(reason: Option<&str>) -> Finding {
    ended("revoked", reason)
}

pub(super) fn suspended(reason: Option<&str>) -> Finding {
    ended("suspended", reason)
}

fn ended(code: &'static str, reason: Option<&str>) -> Finding {
    match reason {
        Some(reason) => Finding::failed(code, format!("the issuer has {code} the badge: {}", quoted(reason))),
        None => Finding::failed(code, format!("the issuer has {code} the badge")),
    }
}

/// `STATUS_RETRIEVAL_ERROR`: nothing is fetched, so it may be anything.
pub(super) fn not_at_hand(url: &str) -> Finding {
    Finding::not_checked("status_retrieval_error", format!("the status list {} is not at hand", quoted(url)))
}
