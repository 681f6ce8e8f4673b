//! What can go wrong, and how it is said: one enum, one table of SQLSTATE, message, detail and hint.

use badges_core::baking::{BakingError, ImageFault};
use badges_core::json::ReadError;
use badges_core::openbadges::problem::OTHER_VERSION;
use badges_core::openbadges::verification::NoAward;
use badges_core::openbadges::{Problem, Severity};
use badges_core::proof::MAX_SIGNED;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::PgSqlErrorCode;
use std::fmt::Write;

/// A refusal. Results that say no (a wrong code, a revoked badge) are not errors; they are returned.
#[derive(Debug)]
pub enum Error {
    /// 22023: an argument that no row could satisfy. `reason` completes "argument … ".
    Argument { name: &'static str, reason: String, hint: &'static str },
    /// 22023: one element of an array argument, counted from 1.
    Element { name: &'static str, position: usize, reason: String, hint: &'static str },
    /// 23505: what only one row may have.
    Taken { entity: &'static str, property: &'static str, hint: &'static str },
    /// 23503: an id that names no row where one must exist for a reference.
    UnknownReference { entity: &'static str, id: String },
    /// P0002: an id that names no row to act on.
    NotFound { entity: &'static str, id: String },
    /// 23514: a document that breaks the standard.
    Document { class: &'static str, problems: Vec<Problem> },
    /// 23514: a document that cannot be signed, because part of it would not be covered.
    Unsignable { path: String, reason: String },
    /// 23514: a document with more octets than anybody reads in a credential.
    TooLargeToSign,
    /// 22P02: bytes or text that are no document at all.
    Unreadable(ReadError),
    /// 22P02: an image that cannot be read.
    Image(ImageFault),
    /// 22P02: a text that is no credential at all. `reason` completes "argument … ".
    NoCredential { name: &'static str, reason: String },
    /// 55000: something the administrator has to provide.
    Configuration { reason: String, hint: String },
    /// 28000: a call in a way that would defeat a limit, or for somebody else.
    NotAllowed { reason: &'static str, hint: &'static str },
    /// 42501: a setting or row that the current role may not use.
    Privilege { reason: String, hint: &'static str },
    /// 25006: a statement that writes, on a standby.
    Standby,
    /// XX000: PostgreSQL answered what it never should.
    Internal(String),
}

/// How many problems DETAIL lists before it says how many more there are.
const PROBLEMS_IN_DETAIL: usize = 20;

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Error::Unreadable(error)
    }
}

impl From<ImageFault> for Error {
    fn from(fault: ImageFault) -> Self {
        Error::Image(fault)
    }
}

impl From<BakingError> for Error {
    fn from(error: BakingError) -> Self {
        match error {
            BakingError::Image(fault) => Error::Image(fault),
            BakingError::Credential(NoAward::Unreadable(reason)) => {
                Error::NoCredential { name: "credential", reason }
            }
            BakingError::Credential(NoAward::SomethingElse(reason)) => Error::Argument {
                name: "credential",
                reason,
                hint: "Pass an Assertion, an OpenBadgeCredential or an endorsement, as JSON or as compact JWS.",
            },
        }
    }
}

impl From<pgrx::spi::Error> for Error {
    fn from(error: pgrx::spi::Error) -> Self {
        Error::Internal(error.to_string())
    }
}

impl From<Error> for ErrorReport {
    #[track_caller]
    fn from(error: Error) -> Self {
        use PgSqlErrorCode as Code;
        let report = |code, message: String| ErrorReport::new(code, message, "badges");
        match error {
            Error::Argument { name, reason, hint } => {
                report(Code::ERRCODE_INVALID_PARAMETER_VALUE, format!("argument \"{name}\" {reason}"))
                    .set_hint(hint)
            }
            Error::Element { name, position, reason, hint } => report(
                Code::ERRCODE_INVALID_PARAMETER_VALUE,
                format!("element {position} of argument \"{name}\" {reason}"),
            )
            .set_hint(hint),
            Error::Taken { entity, property, hint } => report(
                Code::ERRCODE_UNIQUE_VIOLATION,
                format!("another {entity} has this {property} already"),
            )
            .set_hint(hint),
            Error::UnknownReference { entity, id } => {
                report(Code::ERRCODE_FOREIGN_KEY_VIOLATION, format!("there is no {entity} {id}"))
                    .set_hint(format!("Create the {entity} first, or check the id."))
            }
            Error::NotFound { entity, id } => {
                report(Code::ERRCODE_NO_DATA_FOUND, format!("there is no {entity} {id}"))
                    .set_hint("Check the id; a role that sees only its own rows finds no others.")
            }
            Error::Document { class, problems } => {
                let is_old = problems.iter().any(|problem| problem.code == OTHER_VERSION.name);
                report(Code::ERRCODE_CHECK_VIOLATION, format!("the document is not a valid {class}"))
                    .set_detail(listed(&problems))
                    .set_hint(if is_old {
                        "Give it the \"@context\" \"https://w3id.org/openbadges/v2\", or, if it really is that old, \
                         pass it through badges.upgrade_ob_json."
                    } else {
                        "badges.ob_json_problems(document, class) lists every broken rule."
                    })
            }
            Error::Unsignable { path, reason } => {
                let path = if path.is_empty() { "(document)" } else { &path };
                report(Code::ERRCODE_CHECK_VIOLATION, "the document cannot be signed".into())
                    .set_detail(format!("{path}: {reason}"))
                    .set_hint("badges.ob_json_problems(document, class) lists every broken rule.")
            }
            Error::TooLargeToSign => report(
                Code::ERRCODE_CHECK_VIOLATION,
                "the document cannot be signed".into(),
            )
            .set_detail(format!("Its JSON has more than {MAX_SIGNED} octets."))
            .set_hint(
                "Publish its pictures or other large parts under URLs instead of writing them into it.",
            ),
            Error::Unreadable(reason) => {
                report(Code::ERRCODE_INVALID_TEXT_REPRESENTATION, "the document cannot be read".into())
                    .set_detail(match reason {
                        ReadError::Corrupt => "Its bytes contradict their own lengths or types.",
                        ReadError::NotUtf8 => "A string in it is not UTF-8.",
                        ReadError::TooDeep => "It is nested too deep.",
                        ReadError::TooLarge => "It has too many values.",
                    })
            }
            Error::Image(fault) => {
                report(Code::ERRCODE_INVALID_TEXT_REPRESENTATION, "the image cannot be read".into())
                    .set_detail(fault.to_string())
                    .set_hint(
                        "Pass the content of a PNG file, or of an SVG file in UTF-8, of at most 16 MiB.",
                    )
            }
            Error::NoCredential { name, reason } => {
                report(Code::ERRCODE_INVALID_TEXT_REPRESENTATION, format!("argument \"{name}\" {reason}"))
                    .set_hint("Pass the JSON of an award, or its compact JWS, of at most 5 MiB.")
            }
            Error::Configuration { reason, hint } => {
                report(Code::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, reason).set_hint(hint)
            }
            Error::NotAllowed { reason, hint } => {
                report(Code::ERRCODE_INVALID_AUTHORIZATION_SPECIFICATION, reason.into()).set_hint(hint)
            }
            Error::Privilege { reason, hint } => {
                report(Code::ERRCODE_INSUFFICIENT_PRIVILEGE, reason).set_hint(hint)
            }
            Error::Standby => report(
                Code::ERRCODE_READ_ONLY_SQL_TRANSACTION,
                "this server is a standby, which only reads".into(),
            )
            .set_hint("Call the function on the primary, or promote this server."),
            Error::Internal(reason) => report(Code::ERRCODE_INTERNAL_ERROR, reason),
        }
    }
}

/// One line for each broken rule: where, which, and what was expected.
fn listed(problems: &[Problem]) -> String {
    let mut detail = String::new();
    let mut errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    for problem in errors.by_ref().take(PROBLEMS_IN_DETAIL) {
        let path = if problem.path.is_empty() { "(document)" } else { &problem.path };
        let _ = writeln!(detail, "{path}: {} ({})", problem.message, problem.code);
    }
    let more = errors.count();
    if more > 0 {
        let _ = writeln!(detail, "and {more} more");
    }
    detail.truncate(detail.trim_end().len());
    detail
}
