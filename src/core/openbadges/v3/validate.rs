//! The verdict on a document of 3.0.

use super::super::class::Class;
use super::super::describe::describe;
use super::super::form::Strict;
use super::super::path::Path;
use super::super::problem::{self, Code};
use super::super::report::{List, Report, Stop, Verdict};
use super::super::rules::{ClassRules, Extent};
use super::super::walker::Walker;
use super::context::Scope;
use crate::json::{Json, ReadError, View, string};
use crate::proof::Resources;
use crate::proof::jsonld::{Fault, FaultKind, faults};

/// The types that the context of 1EdTech's extensions defines.
const EXTENSION_TYPES: [&str; 3] =
    ["1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"];

/// Whether a document without a context has the form of 3.0: an array of types, one of them a class of 3.0, or the
/// name of a class that only 3.0 has.
pub(crate) fn has_form<'a, J: Json<'a>>(document: J) -> Result<bool, ReadError> {
    let Some(types) = document.member("type")? else { return Ok(false) };
    Ok(match types.view()? {
        View::Array(_) => class_of(document)?.is_some(),
        View::String(name) => Class::from_name(name).is_some_and(|class| class.rules().is_none()),
        _ => false,
    })
}

/// The class of a document of 3.0, by its types.
pub(crate) fn class_of<'a, J: Json<'a>>(document: J) -> Result<Option<Class>, ReadError> {
    let Some(types) = document.member("type")? else { return Ok(None) };
    let class = |name: &str| Class::from_name(name).filter(|class| class.rules_of_3_0().is_some());
    match types.view()? {
        View::String(name) => Ok(class(name)),
        View::Array(elements) => {
            for element in elements {
                if let Some(class) = string(element?)?.and_then(class) {
                    return Ok(Some(class));
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Whether the document has no error. A document whose meaning follows from the tables costs no allocation.
pub(crate) fn is_valid<'a, J: Json<'a>>(document: J, class: Option<Class>) -> bool {
    let Ok(Some((class, rules))) = rules(document, class) else { return false };
    let Ok(scope) = walk(document, class, rules, &mut Verdict) else { return false };
    if !scope.asks_json_ld {
        return true;
    }
    let mut meaning = List::default();
    json_ld(document, class, &scope, &mut meaning);
    !meaning.has_error()
}

/// Everything wrong with the document.
pub(crate) fn problems<'a, J: Json<'a>>(
    document: J,
    class: Option<Class>,
    report: &mut List,
) -> Result<(), Stop> {
    let Some((class, rules)) = rules(document, class)? else {
        unknown_class(document, class, report)?;
        return Ok(());
    };
    let scope = walk(document, class, rules, report)?;
    json_ld(document, class, &scope, report);
    Ok(())
}

fn rules<'a, J: Json<'a>>(
    document: J,
    class: Option<Class>,
) -> Result<Option<(Class, &'static ClassRules)>, ReadError> {
    let class = match class {
        Some(class) => Some(class),
        None => class_of(document)?,
    };
    Ok(class.and_then(|class| Some((class, class.rules_of_3_0()?))))
}

fn unknown_class<'a, J: Json<'a>>(
    document: J,
    class: Option<Class>,
    report: &mut List,
) -> Result<(), ReadError> {
    if let Some(class) = class {
        let name = class.name();
        report.add(&problem::TYPE_MISMATCH, || {
            (String::new(), format!("{name} is no class of Open Badges 3.0, which the document is"))
        });
        return Ok(());
    }
    let found = document.member("type")?.map_or_else(|| "none".into(), |found| describe(found, false));
    report.add(&problem::UNKNOWN_CLASS, || {
        (String::new(), format!("expected the type of a class of Open Badges, found {found}"))
    });
    Ok(())
}

/// Walks the document along the tables.
fn walk<'a, J: Json<'a>, R: Report>(
    document: J,
    class: Class,
    rules: &'static ClassRules,
    report: &mut R,
) -> Result<Scope, Stop> {
    let mut walker = Walker::<_, Strict>::new(report, None);
    let mut scope = Scope::of(document)?;
    scope.tolerates_extension_types = class != Class::OpenBadgeCredential;
    let rules = scope.rules(rules);
    walker.scope = scope;
    walker.object(document, rules, Extent::Full, &Path::Document, 0)?;
    Ok(walker.scope)
}

/// Reports what JSON-LD would drop or read otherwise.
fn json_ld<'a, J: Json<'a>>(document: J, class: Class, scope: &Scope, report: &mut List) {
    if !scope.asks_json_ld {
        return;
    }
    if scope.is_absent {
        report.add(&problem::CONTEXT_ABSENT, || {
            let message = "without an @context, properties that the class does not define have no meaning";
            (String::new(), message.into())
        });
        return;
    }
    // What a context may define that is not at hand cannot be called undefined. The walker said so.
    if scope.has_unknown {
        return;
    }
    for fault in faults(document, Resources::none()) {
        if scope.tolerates_extension_types && names_extension_type(document, &fault) {
            continue;
        }
        report.add(code(&fault, class), || (fault.path.clone(), message(&fault)));
    }
}

/// Whether a type lacks nothing but the context of 1EdTech's extensions; the walker warned of it.
fn names_extension_type<'a, J: Json<'a>>(document: J, fault: &Fault) -> bool {
    fault.kind == FaultKind::UndefinedType
        && at(document, &fault.path)
            .and_then(|name| string(name).ok().flatten())
            .is_some_and(|name| EXTENSION_TYPES.contains(&name))
}

/// The value at a JSON Pointer.
fn at<'a, J: Json<'a>>(document: J, pointer: &str) -> Option<J> {
    pointer.split('/').skip(1).try_fold(document, |value, token| match value.view().ok()? {
        View::Object(_) => value.member(&token.replace("~1", "/").replace("~0", "~")).ok()?,
        View::Array(mut elements) => elements.nth(token.parse().ok()?)?.ok(),
        _ => None,
    })
}

/// A credential that loses part of its meaning cannot be signed; a profile or achievement is not signed itself.
fn code(fault: &Fault, class: Class) -> &'static Code {
    if !matches!(class, Class::OpenBadgeCredential | Class::EndorsementCredential) {
        return &problem::MEANING_LOST;
    }
    match fault.kind {
        FaultKind::UndefinedTerm => &problem::UNDEFINED_TERM,
        FaultKind::UndefinedType => &problem::UNDEFINED_TYPE,
        FaultKind::RelativeIri => &problem::RELATIVE_IRI,
        FaultKind::UnknownContext => &problem::UNKNOWN_CONTEXT,
        FaultKind::ProtectedTerm => &problem::PROTECTED_TERM,
        FaultKind::Invalid | FaultKind::Unsupported => &problem::INVALID_JSON_LD,
        FaultKind::Limit => &problem::TOO_LARGE,
    }
}

/// An identifier may be a person's, and so stays out of the message.
fn message(fault: &Fault) -> String {
    match fault.kind {
        FaultKind::RelativeIri => "expected an absolute IRI, such as an https URL or a urn:uuid".into(),
        _ => fault.message.clone(),
    }
}
