//! Whether a document is what its class has to be.

use super::report::{Check, Finding, Status};
use super::values::all;
use crate::json::Tree;
use crate::openbadges::{Class, Problem, Severity, problems};
use crate::proof::Resources;
use crate::proof::jsonld::{self, Fault, FaultKind, is_known_context};

/// Most problems that are named in one message.
const MAX_NAMED: usize = 5;

/// Whether the document keeps the rules of its class.
pub(super) fn structure(document: &Tree<'_>, class: Option<Class>) -> Check {
    let problems = problems(document, class);
    let of = |severity| problems.iter().filter(move |problem| problem.severity == severity);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        (of(Severity::Error).collect(), of(Severity::Warning).collect());
    let name = class.map_or("document", Class::name);
    let finding = match (errors.as_slice(), warnings.as_slice()) {
        ([first, ..], _) => Finding::failed(first.code, summary(&errors)),
        ([], [first, ..]) => Finding::warning(first.code, summary(&warnings)),
        ([], []) => Finding::passed("valid_document", format!("the document is a valid {name}")),
    };
    finding.of("structure")
}

/// Why a table does not take a document.
pub(super) fn first_problem(problems: &[Problem], class: Class) -> Finding {
    let errors: Vec<&Problem> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    let code = errors.first().map_or("not_storable", |problem| problem.code);
    Finding::failed(code, format!("the document is not a valid {}: {}", class.name(), summary(&errors)))
}

fn summary(problems: &[&Problem]) -> String {
    let named: Vec<String> = problems
        .iter()
        .take(MAX_NAMED)
        .map(|problem| format!("{}: {}", problem.path, problem.message).trim_start_matches(": ").to_owned())
        .collect();
    let further = problems.len().saturating_sub(MAX_NAMED);
    let named = named.join("; ");
    if further > 0 { format!("{named}; and {further} more") } else { named }
}

/// Whether every term of the document has a meaning, where that hangs on a context that only the caller has: the check of
/// structure knows the published ones and leaves a document with others open.
pub(super) fn json_ld(document: &Tree<'_>, resources: Resources<'_>) -> Option<Check> {
    let is_given = |context: &Tree<'_>| match context {
        Tree::String(url) => !is_known_context(url) && resources.get(url).is_some(),
        _ => false,
    };
    if !all(document, "@context").iter().any(is_given) {
        return None;
    }
    let finding = match jsonld::faults(document, resources).first() {
        None => Finding::passed("json_ld", "every term of the document has a meaning"),
        Some(fault) => match of_fault(fault) {
            Finding { status: Status::NotChecked, message, .. } => {
                Finding::warning("context_not_checked", message)
            }
            finding => finding,
        },
    };
    Some(finding.of("json_ld"))
}

/// The finding on a document that is not, or cannot be told to be, JSON-LD without loss.
pub(super) fn of_fault(fault: &Fault) -> Finding {
    let message = match fault.kind {
        // An identifier may be a person's.
        FaultKind::RelativeIri => "expected an absolute IRI",
        _ => fault.message.as_str(),
    };
    let message = format!("{}: {message}", fault.path);
    let code = json_ld_code(fault.kind);
    match fault.kind {
        FaultKind::UnknownContext | FaultKind::Unsupported => Finding::not_checked(code, message),
        _ => Finding::failed(code, message),
    }
}

/// The stable identifier of a kind of fault.
fn json_ld_code(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::UndefinedTerm => "undefined_term",
        FaultKind::UndefinedType => "undefined_type",
        FaultKind::RelativeIri => "relative_iri",
        FaultKind::UnknownContext => "unknown_context",
        FaultKind::ProtectedTerm => "protected_term",
        FaultKind::Invalid => "invalid_json_ld",
        FaultKind::Unsupported => "unsupported_json_ld",
        FaultKind::Limit => "too_large",
    }
}
