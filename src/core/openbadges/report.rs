//! Where the walker reports to.

use super::path::Path;
use super::problem::{Code, Problem, Severity, TOO_MANY_PROBLEMS};
use crate::json::ReadError;

/// Most problems that are listed for one document.
pub(crate) const MAX_PROBLEMS: usize = 100;

/// Why the walker goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The verdict stands: the document is not valid.
    Invalid,
    /// JSON-LD might read the document differently than it looks: it has to be normalised first.
    NotPlain,
    /// The document cannot be read.
    Unreadable(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Stop {
        Stop::Unreadable(error)
    }
}

/// Receives what the walker finds.
pub(crate) trait Report {
    /// A rule is broken at that path. The message is only made if somebody will read it.
    fn report(
        &mut self,
        code: &'static Code,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) -> Result<(), Stop>;
}

/// Ends with the first error.
pub(crate) struct Verdict;

impl Report for Verdict {
    fn report(&mut self, code: &'static Code, _: &Path<'_>, _: impl FnOnce() -> String) -> Result<(), Stop> {
        match code.severity {
            Severity::Error => Err(Stop::Invalid),
            Severity::Warning | Severity::Info => Ok(()),
        }
    }
}

/// Keeps the first [`MAX_PROBLEMS`] problems and counts the rest.
#[derive(Default)]
pub(crate) struct List {
    problems: Vec<Problem>,
    further_errors: usize,
    further: usize,
}

impl List {
    pub(crate) fn push(&mut self, code: &'static Code, path: String, message: String) {
        if self.problems.len() < MAX_PROBLEMS - 1 {
            self.problems.push(Problem { severity: code.severity, path, code: code.name, message });
        } else {
            self.count(code);
        }
    }

    fn count(&mut self, code: &Code) {
        match code.severity {
            Severity::Error => self.further_errors += 1,
            Severity::Warning | Severity::Info => self.further += 1,
        }
    }

    pub(crate) fn has_error(&self) -> bool {
        self.further_errors > 0 || self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// The problems, the last one saying how many more there are.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        let further = self.further_errors + self.further;
        if further > 0 {
            let severity = if self.further_errors > 0 { TOO_MANY_PROBLEMS.severity } else { Severity::Info };
            self.problems.push(Problem {
                severity,
                path: String::new(),
                code: TOO_MANY_PROBLEMS.name,
                message: format!(
                    "{further} more problems are not listed, {} of them errors",
                    self.further_errors
                ),
            });
        }
        self.problems
    }
}

impl Report for List {
    fn report(
        &mut self,
        code: &'static Code,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        if self.problems.len() < MAX_PROBLEMS - 1 {
            self.push(code, path.to_string(), message());
        } else {
            self.count(code);
        }
        Ok(())
    }
}
