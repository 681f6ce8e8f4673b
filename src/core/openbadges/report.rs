//! Where the walker reports to.

use super::path::Path;
use super::problem::{Code, Problem, Severity, TOO_MANY_PROBLEMS};
use crate::json::ReadError;

/// Most problems that are listed for one document.
pub(crate) const MAX_PROBLEMS: usize = 100;

/// Longest path that is reported, in bytes; of a longer one the first part is.
const MAX_PATH: usize = 4_000;

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

/// Keeps the first [`MAX_PROBLEMS`] problems, the last place held for the number of the others.
#[derive(Default)]
pub(crate) struct List {
    problems: Vec<Problem>,
    further: usize,
    further_errors: usize,
}

impl List {
    /// Adds a problem with its path and message, which are only made if they are kept.
    pub(crate) fn add(&mut self, code: &'static Code, path_and_message: impl FnOnce() -> (String, String)) {
        if self.problems.len() < MAX_PROBLEMS - 1 {
            let (mut path, message) = path_and_message();
            if path.len() > MAX_PATH {
                let end = path.bytes().take(MAX_PATH).rposition(|byte| byte == b'/').unwrap_or_default();
                path.truncate(end);
            }
            self.problems.push(Problem { severity: code.severity, path, code: code.name, message });
        } else {
            self.further += 1;
            self.further_errors += usize::from(code.severity == Severity::Error);
        }
    }

    /// Adds the problems of another list, their paths translated.
    pub(crate) fn append(&mut self, other: List, path: impl Fn(&str) -> String) {
        self.further += other.further;
        self.further_errors += other.further_errors;
        for mut problem in other.problems {
            if self.problems.len() < MAX_PROBLEMS - 1 {
                problem.path = path(&problem.path);
                self.problems.push(problem);
            } else {
                self.further += 1;
                self.further_errors += usize::from(problem.severity == Severity::Error);
            }
        }
    }

    pub(crate) fn has_error(&self) -> bool {
        self.further_errors > 0 || self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    pub(crate) fn has(&self, code: &Code) -> bool {
        self.problems.iter().any(|problem| problem.code == code.name)
    }

    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        if self.further > 0 {
            let errors = self.further_errors;
            self.problems.push(Problem {
                severity: if errors > 0 { TOO_MANY_PROBLEMS.severity } else { Severity::Info },
                path: String::new(),
                code: TOO_MANY_PROBLEMS.name,
                message: format!("{} more problems are not listed, {errors} of them errors", self.further),
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
        self.add(code, || (path.to_string(), message()));
        Ok(())
    }
}
