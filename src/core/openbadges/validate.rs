//! The verdict on a document.

use super::class::Class;
use super::describe::describe;
use super::form::{Normalised as NormalForm, Plain};
use super::jsonld::context::Context;
use super::jsonld::normal::{Normal, Shape};
use super::jsonld::{Normalised, normalise, terms};
use super::path::Path;
use super::problem::{self, Code, Problem};
use super::report::{List, Report, Stop, Verdict};
use super::rules::Extent;
use super::upgrade::{UpgradeError, Upgraded};
use super::v3;
use super::version::{Version, version, version_of};
use super::walker::Walker;
use crate::json::{Json, ReadError, View, string};

/// Whether the document satisfies every rule of its class that the standard requires: the same verdict as
/// [`problems`] without an error. `class` is the one it has to be of; none takes the document's own type.
///
/// A valid document in plain form is read where it lies, without allocation.
pub fn is_valid<'a, J: Json<'a>>(document: J, class: Option<Class>) -> bool {
    if is_of_3_0(document, class) {
        return v3::is_valid(document, class);
    }
    plain(document, class, &mut Verdict).is_ok() || !normalised(document, class).has_error()
}

/// Everything wrong with the document, and what else is worth knowing about it; at most 100 problems.
/// `class` is the one it has to be of; none takes the document's own type.
pub fn problems<'a, J: Json<'a>>(document: J, class: Option<Class>) -> Vec<Problem> {
    let mut report = List::default();
    if is_of_3_0(document, class) {
        if let Err(Stop::Unreadable(error)) = v3::problems(document, class, &mut report) {
            unreadable(error, &mut report);
        }
        return report.into_problems();
    }
    let is_plain = plain(document, class, &mut report).is_ok();
    if is_plain && !report.has_error() {
        return report.into_problems();
    }
    let expanded = normalised(document, class);
    // What is too large to be expanded is judged as it lies, if it can be.
    let is_judged_as_it_lies = is_plain && expanded.has(&problem::TOO_LARGE);
    if is_judged_as_it_lies { report } else { expanded }.into_problems()
}

/// Whether the rules of 3.0 are to be applied: the document is one of 3.0; or it has no context, and is to be of a
/// class that only 3.0 has, or has its types in an array as no document of 1.0 has them.
fn is_of_3_0<'a, J: Json<'a>>(document: J, class: Option<Class>) -> bool {
    is_3_0(document, class).unwrap_or(false)
}

fn is_3_0<'a, J: Json<'a>>(document: J, class: Option<Class>) -> Result<bool, ReadError> {
    if version(document)? == Some(Version::V3_0) {
        return Ok(true);
    }
    let Some(class) = class.filter(|class| class.rules_of_3_0().is_some()) else { return Ok(false) };
    let given = |name| -> Result<Option<View<'a, J>>, ReadError> {
        let value = document.member(name)?.map_or(Ok(View::Null), Json::view)?;
        Ok(Some(value).filter(|value| !matches!(value, View::Null)))
    };
    if !matches!(document.view()?, View::Object(_)) || given("@context")?.is_some() {
        return Ok(false);
    }
    // Nor did what these two classes type by one name have that type before.
    let is_typed_by_name = matches!(class, Class::IdentityObject | Class::Image);
    Ok(class.rules().is_none()
        || match given("type")? {
            Some(View::Array(_)) => true,
            Some(View::String(name)) => is_typed_by_name && name == class.name(),
            _ => false,
        })
}

/// The class a document is of, by its type; in versions that had no types, by its shape.
pub fn class_of<'a, J: Json<'a>>(document: J) -> Option<Class> {
    match version_of(document)? {
        Version::V3_0 => v3::class_of(document).ok().flatten(),
        Version::V2_0 => class_of_plain(document).unwrap_or_default().or_else(|| {
            let normalised = normalise(document, Context::empty(), &mut List::default()).ok()?;
            class_of_normal(&normalised.root)
        }),
        old @ (Version::V1_0 | Version::V1_1) => class_of(&Upgraded::new(document, old, None).ok()?.document),
    }
}

/// Walks a plain document of version 2.0 as it lies.
fn plain<'a, J: Json<'a>, R: Report>(document: J, class: Option<Class>, report: &mut R) -> Result<(), Stop> {
    let class = match class {
        Some(class) => Some(class),
        None => member_string(document, "type")?.and_then(Class::named_in_2_0),
    };
    // What an extension has to be is known by its context, which only the other way of walking reads.
    let rules =
        class.filter(|class| *class != Class::Extension).and_then(Class::rules).ok_or(Stop::NotPlain)?;
    Walker::<R, Plain>::new(report, None).plain_document(document, rules)
}

/// Walks a document in whatever form and version.
fn normalised<'a, J: Json<'a>>(document: J, class: Option<Class>) -> List {
    let mut report = List::default();
    match walk(document, class, &mut report) {
        Err(Stop::Unreadable(error)) => unreadable(error, &mut report),
        // What stopped the walk is in the list.
        Err(Stop::Invalid | Stop::NotPlain) | Ok(()) => {}
    }
    report
}

fn walk<'a, J: Json<'a>>(document: J, class: Option<Class>, report: &mut List) -> Result<(), Stop> {
    if !matches!(document.view()?, View::Object(_)) {
        whole(
            report,
            &problem::NOT_AN_OBJECT,
            format!("expected a JSON object, found {}", describe(document, false)),
        );
        return Ok(());
    }
    match version(document)?.unwrap_or(Version::V1_0) {
        Version::V3_0 => v3::problems(document, class, report),
        Version::V2_0 => walk_2_0(document, class, report),
        old @ (Version::V1_0 | Version::V1_1) => walk_upgraded(document, class, old, report),
    }
}

fn walk_upgraded<'a, J: Json<'a>>(
    document: J,
    class: Option<Class>,
    version: Version,
    report: &mut List,
) -> Result<(), Stop> {
    let why = match version {
        Version::V1_0 => "there is no @context, so the document is read as",
        _ => "the @context is that of",
    };
    whole(
        report,
        &problem::OLD_VERSION,
        format!("{why} Open Badges {version}; the rules are those of its upgrade"),
    );
    let upgraded = match Upgraded::new(document, version, class) {
        Ok(upgraded) => upgraded,
        Err(UpgradeError::Unreadable(error)) => return Err(Stop::Unreadable(error)),
        Err(error) => {
            whole(report, &problem::NOT_UPGRADABLE, error.to_string());
            return Ok(());
        }
    };
    let mut inner = List::default();
    let walked = walk_2_0(&upgraded.document, class, &mut inner);
    report.append(inner, |path| nearest(document, upgraded.original_path(path)));
    walked
}

/// The path, shortened to what is there.
fn nearest<'a, J: Json<'a>>(document: J, path: String) -> String {
    let mut reached = 0;
    let mut value = document;
    for token in path.split('/').skip(1) {
        let next = match value.view() {
            Ok(View::Object(_)) => value.member(&token.replace("~1", "/").replace("~0", "~")),
            Ok(View::Array(mut elements)) => {
                token.parse().map_or(Ok(None), |index| elements.nth(index).transpose())
            }
            _ => Ok(None),
        };
        let Ok(Some(next)) = next else { break };
        value = next;
        reached += 1 + token.len();
    }
    path.get(..reached).unwrap_or_default().to_owned()
}

fn walk_2_0<'a, J: Json<'a>>(document: J, class: Option<Class>, report: &mut List) -> Result<(), Stop> {
    // An extension by itself may leave the context of Open Badges to the object it belongs to.
    let outer = if class == Some(Class::Extension) { Context::open_badges_2() } else { Context::empty() };
    let Normalised { root, origins, addresses } = normalise(document, outer, report)?;
    let is_meaningless = match &root.shape {
        Shape::Object(members) => members.iter().all(|(name, _)| name.starts_with('@')),
        _ => true,
    };
    if is_meaningless || (!addresses.open_badges && addresses.unknown.is_some()) {
        let known = terms::OPEN_BADGES_2;
        whole(report, &problem::UNKNOWN_CONTEXT, format!("expected the @context {known:?}"));
        return Ok(());
    }
    let Some(class) = class.or_else(|| class_of_normal(&root)) else {
        let found = root.get("type").map_or_else(|| "none".into(), |found| describe(found, false));
        whole(
            report,
            &problem::UNKNOWN_CLASS,
            format!("expected the type of a class of Open Badges, found {found}"),
        );
        return Ok(());
    };
    let Some(rules) = class.rules() else {
        let name = class.name();
        whole(
            report,
            &problem::VERSION_NOT_SUPPORTED,
            format!("{name} is a class of Open Badges 3.0, the document is not"),
        );
        return Ok(());
    };
    let mut mapped = Mapped { list: report, root: &root, pointer: &|origin| origins.pointer(origin) };
    Walker::<_, NormalForm>::new(&mut mapped, Some(&addresses)).object(
        &root,
        rules,
        Extent::Full,
        &Path::Document,
        0,
    )
}

/// Reports with the paths of the original document.
struct Mapped<'m, 'a> {
    list: &'m mut List,
    root: &'m Normal<'a>,
    pointer: &'m dyn Fn(super::jsonld::normal::Origin) -> String,
}

impl Report for Mapped<'_, '_> {
    fn report(
        &mut self,
        code: &'static Code,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) -> Result<(), Stop> {
        self.list.add(code, || ((self.pointer)(self.root.origin_of(path)), message()));
        Ok(())
    }
}

/// The class of a document in plain form whose only type is the name of a class: what JSON-LD would make of it.
fn class_of_plain<'a, J: Json<'a>>(document: J) -> Result<Option<Class>, ReadError> {
    let is_plain = member_string(document, "@context")?.is_some_and(terms::is_open_badges_2)
        && document.member("@type")?.is_none();
    let name = if is_plain { member_string(document, "type")? } else { None };
    Ok(name.and_then(Class::named_in_2_0))
}

fn class_of_normal(root: &Normal<'_>) -> Option<Class> {
    let named = |value: &Normal<'_>| match &value.shape {
        Shape::String(name) => Class::named_in_2_0(name),
        _ => None,
    };
    match root.get("type") {
        Some(types) => match &types.shape {
            Shape::Array(types) => types.iter().find_map(named),
            _ => named(types),
        },
        // "For revoked Assertions, only id and revoked are required."
        None => match root.get("revoked").map(|revoked| &revoked.shape) {
            Some(Shape::Boolean(true)) => Some(Class::Assertion),
            _ => None,
        },
    }
}

fn member_string<'a, J: Json<'a>>(object: J, name: &str) -> Result<Option<&'a str>, ReadError> {
    object.member(name)?.map_or(Ok(None), string)
}

fn whole(report: &mut List, code: &'static Code, message: String) {
    report.add(code, || (String::new(), message));
}

fn unreadable(error: ReadError, report: &mut List) {
    let code = match error {
        ReadError::TooDeep => &problem::TOO_DEEP,
        ReadError::TooLarge => &problem::TOO_LARGE,
        ReadError::Corrupt | ReadError::NotUtf8 => &problem::UNREADABLE,
    };
    whole(report, code, code.meaning.into());
}
