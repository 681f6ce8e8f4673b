//! What a report is made of.

use crate::json::Tree;

/// What one check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Passed,
    /// It does not hold: the badge is not valid.
    Failed,
    /// It holds, and something about it is worth knowing.
    Warning,
    /// Nobody asked, or what is needed is not at hand.
    NotChecked,
}

impl Status {
    /// `passed`, `failed`, `warning` or `not_checked`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Warning => "warning",
            Status::NotChecked => "not_checked",
        }
    }
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub check: &'static str,
    /// What was found.
    pub status: Status,
    /// Stable identifier of the finding.
    pub code: &'static str,
    /// The finding in words. Never holds a recipient's identity.
    pub message: String,
}

/// Checks that say nothing about whether an award holds when nobody could make them.
const NOT_DECIDING: [&str; 3] = ["recipient", "schema", "refresh"];

/// Longest part of a document that a message repeats, in characters.
const MAX_QUOTED: usize = 200;

/// Longest message, in characters.
const MAX_MESSAGE: usize = 2_000;

/// A finding that is not yet said of any check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub status: Status,
    pub code: &'static str,
    pub message: String,
}

impl Finding {
    pub fn new(status: Status, code: &'static str, message: impl Into<String>) -> Finding {
        Finding { status, code, message: message.into() }
    }

    pub fn passed(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Status::Passed, code, message)
    }

    pub fn failed(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Status::Failed, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Status::Warning, code, message)
    }

    pub fn not_checked(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Status::NotChecked, code, message)
    }

    /// The finding as a line of a report.
    pub fn of(self, check: &'static str) -> Check {
        Check { check, status: self.status, code: self.code, message: self.message }
    }
}

/// What the checks come to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Verdict<'c> {
    /// Everything that decides was checked and holds.
    Valid,
    /// The first check that failed.
    Failed(&'c Check),
    /// None failed; the first of those that decide and could not be made.
    NotChecked(&'c Check),
}

/// What the checks come to.
pub(super) fn verdict(checks: &[Check]) -> Verdict<'_> {
    let is_skipped =
        |check: &&Check| check.status == Status::NotChecked && !NOT_DECIDING.contains(&check.check);
    if let Some(failed) = checks.iter().find(|check| check.status == Status::Failed) {
        Verdict::Failed(failed)
    } else if let Some(skipped) = checks.iter().find(is_skipped) {
        Verdict::NotChecked(skipped)
    } else {
        Verdict::Valid
    }
}

/// The report. Characters that a database cannot store as text are replaced in messages.
pub(super) fn report(
    version: Option<&'static str>,
    class: Option<&'static str>,
    checks: Vec<Check>,
) -> Tree<'static> {
    let valid = matches!(verdict(&checks), Verdict::Valid);
    let name = |name: Option<&'static str>| name.map_or(Tree::Null, Tree::from);
    let checks: Vec<Tree<'static>> = checks.into_iter().map(line).collect();
    Tree::object([
        ("valid", valid.into()),
        ("version", name(version)),
        ("class", name(class)),
        ("checks", checks.into()),
    ])
}

/// The report with one more check at its head, which does not decide: it passed, or warns.
pub(super) fn with_first(mut report: Tree<'static>, check: Check) -> Tree<'static> {
    if let Some(Tree::Array(checks)) = report.get_mut("checks") {
        checks.insert(0, line(check));
    }
    report
}

fn line(check: Check) -> Tree<'static> {
    Tree::object([
        ("check", check.check.into()),
        ("status", check.status.as_str().into()),
        ("code", check.code.into()),
        ("message", printable(&check.message).into()),
    ])
}

fn printable(message: &str) -> String {
    shortened(message.replace(char::is_control, "\u{fffd}"))
}

/// A text of the document, or made from it, no longer than a message should be.
pub(super) fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_MESSAGE) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A part of a document as a message repeats it: quoted, and shortened if it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}
