//! Whether the key file is there, is nobody else's, and is the one that this database was used with.

use crate::error::Error;
use crate::issuer_keys::{self, Sealed};
use crate::key_file;
use crate::store::health::{Finding, LISTED, Severity, more};
use crate::store::revalidation;
use badges_core::recipient;
use badges_core::secret::{MacKey, Purpose, ServerSecret};
use pgrx::Uuid;

const SETTING: &str = "badges.key_file";

pub fn examine(thorough: bool, found: &mut Vec<Finding>) -> Result<(), Error> {
    found.extend(key_file::exposure().map(|(message, hint)| Finding {
        severity: Severity::Warning,
        code: "key_file_exposed",
        object: SETTING.into(),
        message,
        hint: hint.into(),
    }));
    match key_file::existing_secret() {
        Ok(Some(secret)) => {
            let opened = sealed_keys(thorough, found)?;
            recipient_keys(&secret, opened, found)
        }
        Ok(None) => Ok(()),
        Err(error) => {
            let code = if key_file::is_there() { "key_file_unusable" } else { "key_file_missing" };
            found.push(finding(code, SETTING.into(), error)?);
            Ok(())
        }
    }
}

/// What is wrong with something, as an error says it that using it would raise.
fn finding(code: &'static str, object: String, error: Error) -> Result<Finding, Error> {
    match error {
        Error::Configuration { reason, hint } => {
            Ok(Finding { severity: Severity::Error, code, object, message: reason, hint })
        }
        other => Err(other),
    }
}

/// Opens the private keys of issuers. Where none can be opened, it is the file that is wrong. Returns whether any was;
/// `None` if no issuer has any.
fn sealed_keys(thorough: bool, found: &mut Vec<Finding>) -> Result<Option<bool>, Error> {
    let (mut opened, mut closed, mut incomplete) = (0_usize, Vec::new(), Vec::new());
    let mut before = revalidation::start(thorough)?;
    loop {
        pgrx::check_for_interrupts!();
        let issuers = revalidation::sealed_keys_before(before)?;
        let Some(last) = issuers.last() else { break };
        before = last.issuer_id;
        for issuer in issuers {
            let id = issuer.issuer_id;
            match issuer_keys::sealed(id, &issuer.public_keys, issuer.sealed)? {
                Sealed::Nothing => {}
                Sealed::Complete => opened = opened.saturating_add(1),
                Sealed::Incomplete(error) => incomplete.push((id, error)),
                Sealed::Closed(error) => closed.push((id, error)),
            }
        }
        if !thorough {
            break;
        }
    }
    let any = opened > 0 || !incomplete.is_empty();
    let result = (any || !closed.is_empty()).then_some(any);
    if result == Some(false) {
        found.push(wrong_file("it opens the private keys of none of the issuers"));
    } else {
        list("issuer_keys_closed", closed, found)?;
    }
    list("issuer_key_missing", incomplete, found)?;
    Ok(result)
}

fn list(code: &'static str, issuers: Vec<(Uuid, Error)>, found: &mut Vec<Finding>) -> Result<(), Error> {
    let number = issuers.len();
    for (id, error) in issuers.into_iter().take(LISTED) {
        found.push(finding(code, format!("issuer {id}"), error)?);
    }
    found.extend(more(Severity::Error, code, number));
    Ok(())
}

/// Makes the recipient keys of awards whose recipients can be read anew. Under another secret they come out otherwise.
/// `opened`: whether the secret opened keys of issuers.
fn recipient_keys(
    secret: &ServerSecret,
    opened: Option<bool>,
    found: &mut Vec<Finding>,
) -> Result<(), Error> {
    // Once is enough.
    if opened == Some(false) {
        return Ok(());
    }
    let keys: Vec<MacKey> = secret.reading_keys(Purpose::RecipientKey).collect();
    let recipients = revalidation::latest_plain_recipients()?;
    let total = recipients.len();
    let is_lost = |(kind, identity, stored): &(String, String, Vec<u8>)| {
        !keys.iter().any(|key| recipient::key(key, kind, identity).as_slice() == stored)
    };
    let lost = recipients.iter().filter(|recipient| is_lost(recipient)).count();
    if lost > 0 && lost == total && opened.is_none() {
        found.push(wrong_file("the keys by which awards are found were made with none of its lines"));
    } else if lost > 0 {
        found.push(Finding {
            severity: Severity::Warning,
            code: "recipients_not_found",
            object: "badges.badge_assertions".into(),
            message: format!(
                "of {total} awards looked at, {lost} are found with a line that the key file lacks"
            ),
            hint: BRING_OVER.into(),
        });
    }
    Ok(())
}

const BRING_OVER: &str = "Add the lines of the key file that this database was used with before to the one in use (badges.key_file).";

fn wrong_file(reason: &str) -> Finding {
    Finding {
        severity: Severity::Error,
        code: "key_file_wrong",
        object: SETTING.into(),
        message: format!("the key file is that of another server, or of another time: {reason}"),
        hint: BRING_OVER.into(),
    }
}
