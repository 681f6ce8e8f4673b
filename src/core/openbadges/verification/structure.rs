//! Whether a document is what its class has to be.

use super::report::{Check, Finding};
use crate::json::Tree;
use crate::openbadges::{Class, Problem, Severity, problems};
use crate::proof::Resources;
use crate::proof::jsonld::{self, FaultKind};

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

/// Whether every term of the document has a meaning: what JSON-LD would drop, nobody can rely on
/// (Open Badges 3.0 Certification, JSON-LD safe mode).
pub(super) fn json_ld(document: &Tree<'_>, resources: Resources<'_>) -> Check {
    let faults = jsonld::faults(document, resources);
    let cannot_tell = |kind| matches!(kind, FaultKind::UnknownContext | FaultKind::Unsupported);
    let decisive = faults.iter().find(|fault| !cannot_tell(fault.kind));
    let unknown_context = faults.iter().any(|fault| cannot_tell(fault.kind));
    // What an unknown context defines is not known either, so terms without a meaning prove nothing then.
    let finding = match (decisive, faults.first()) {
        (Some(fault), _) if !unknown_context => {
            Finding::failed(json_ld_code(fault.kind), format!("{}: {}", fault.path, fault.message))
        }
        (_, Some(fault)) => {
            Finding::warning("context_not_checked", format!("{}: {}", fault.path, fault.message))
        }
        (_, None) => Finding::passed("json_ld", "every term of the document has a meaning"),
    };
    finding.of("json_ld")
}

/// The stable identifier of a kind of fault.
pub(super) fn json_ld_code(kind: FaultKind) -> &'static str {
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
