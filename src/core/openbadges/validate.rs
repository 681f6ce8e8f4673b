//! The verdict on a document.

use super::class::Class;
use super::jsonld::terms;
use super::path::Path;
use super::problem::{self, Problem};
use super::report::{List, Report, Stop, Verdict};
use super::rules::Extent;
use super::walker::Walker;
use crate::json::{Json, ReadError, View, string};

/// Whether the document satisfies every rule of its class that the standard requires: the same verdict as
/// [`problems`] without an error. `class` is the one it has to be of; none takes the document's own type.
///
/// A valid document in plain form is read where it lies, without allocation.
pub fn is_valid<'a, J: Json<'a>>(document: J, class: Option<Class>) -> bool {
    match plain(document, class, &mut Verdict) {
        Ok(()) => true,
        Err(_) => !list(document, class).has_error(),
    }
}

/// Everything wrong with the document, and what else is worth knowing about it; at most 100 problems.
/// `class` is the one it has to be of; none takes the document's own type.
pub fn problems<'a, J: Json<'a>>(document: J, class: Option<Class>) -> Vec<Problem> {
    let mut report = List::default();
    match plain(document, class, &mut report) {
        Ok(()) if !report.has_error() => report.into_problems(),
        _ => list(document, class).into_problems(),
    }
}

/// Walks a plain document of version 2.0 as it lies.
fn plain<'a, J: Json<'a>, R: Report>(document: J, class: Option<Class>, report: &mut R) -> Result<(), Stop> {
    match document.member("@context")?.map(string).transpose()?.flatten() {
        Some(context) if terms::is_open_badges_2(context) => {}
        _ => return Err(Stop::NotPlain),
    }
    let class = match class {
        Some(class) => class,
        None => document
            .member("type")?
            .map(string)
            .transpose()?
            .flatten()
            .and_then(Class::from_name)
            .ok_or(Stop::NotPlain)?,
    };
    let rules = class.rules().ok_or(Stop::NotPlain)?;
    Walker::<R, true>::new(report, &[]).object(document, rules, Extent::Full, &Path::Document, 0)
}

fn list<'a, J: Json<'a>>(document: J, class: Option<Class>) -> List {
    let mut report = List::default();
    let walked = slow(document, class, &mut report);
    if let Err(Stop::Unreadable(error)) = walked {
        let code = match error {
            ReadError::TooDeep => &problem::TOO_DEEP,
            ReadError::TooLarge => &problem::TOO_LARGE,
            ReadError::Corrupt | ReadError::NotUtf8 => &problem::UNREADABLE,
        };
        report.push(code, String::new(), code.meaning.into());
    }
    report
}

fn slow<'a, J: Json<'a>>(document: J, class: Option<Class>, report: &mut List) -> Result<(), Stop> {
    let _ = View::<J>::Null;
    let class = match class {
        Some(class) => Some(class),
        None => document.member("type")?.map(string).transpose()?.flatten().and_then(Class::from_name),
    };
    let Some(rules) = class.and_then(Class::rules) else {
        return report
            .report(&problem::UNKNOWN_CLASS, &Path::Document, || problem::UNKNOWN_CLASS.meaning.into());
    };
    Walker::<List, false>::new(report, &[]).object(document, rules, Extent::Full, &Path::Document, 0)
}
