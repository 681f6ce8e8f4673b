//! Extensions: objects anywhere in a document whose type includes `Extension`.
//!
//! Source: Open Badges 2.0, "Extensions" and "Extension Validation"; the extensions listed on the standard's own
//! extensions page, with their contexts and schemas.

mod assessment;
mod published;

use super::describe::{describe, describe_text};
use super::form::Form;
use super::path::Path;
use super::problem;
use super::report::{Report, Stop};
use super::rules::{ClassRules, Presence, Property, Value};
use super::walker::{Walker, deeper};
use crate::json::{Json, View, string};

/// A published extension.
#[derive(Debug)]
pub(crate) struct Extension {
    /// The types that mark it, as compact IRIs.
    pub types: &'static [&'static str],
    pub context: Context,
    pub rules: &'static ClassRules,
}

/// A property that may be absent. The schemas of extensions take an empty array for no value of it.
const fn optional(name: &'static str, value: Value) -> Property {
    Property::optional(name, value).with(Presence::OptionalNotEmpty)
}

/// The context of an extension.
#[derive(Debug)]
pub(crate) struct Context {
    /// The folder on the extensions page that it is published in.
    pub folder: &'static str,
    /// Further addresses, without scheme and without a slash at the end.
    pub addresses: &'static [&'static str],
    /// The terms it defines, with their IRIs.
    pub terms: &'static [(&'static str, &'static str)],
}

/// Where the extensions page is or was, with the contexts in folders below.
const PAGES: [&str; 3] =
    ["w3id.org/openbadges/extensions/", "openbadgespec.org/extensions/", "openbadges.org/extensions/"];

impl Context {
    fn is_at(&self, address: &str) -> bool {
        let Some((_, address)) = address.split_once("://") else { return false };
        let folder = PAGES.iter().find_map(|page| address.strip_prefix(page)?.strip_suffix("/context.json"));
        folder == Some(self.folder) || self.addresses.contains(&address.trim_end_matches('/'))
    }
}

/// The context of a published extension.
pub(crate) fn context(address: &str) -> Option<&'static Context> {
    published::EXTENSIONS.iter().map(|extension| &extension.context).find(|context| context.is_at(address))
}

/// The rules of every extension.
#[cfg(test)]
pub(crate) fn tables() -> impl Iterator<Item = &'static ClassRules> {
    published::EXTENSIONS.iter().map(|extension| extension.rules)
}

/// Checks an object of a normalised document, if it is an extension.
pub(crate) fn check<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    object: J,
    path: &Path<'_>,
    depth: usize,
) -> Result<(), Stop> {
    let Some(types) = object.member("type")? else { return Ok(()) };
    if !has_type(types, &["Extension"])? {
        return Ok(());
    }
    let mut is_known = false;
    for extension in published::EXTENSIONS {
        let is_declared = walker.contexts().is_some_and(|contexts| contexts.has(&extension.context));
        if is_declared && has_type(types, extension.types)? {
            is_known = true;
            walker.extension(object, extension.rules, path, depth)?;
        }
    }
    if is_known {
        return Ok(());
    }
    match walker.contexts().and_then(|contexts| contexts.unknown.as_deref()) {
        Some(address) => walker.problem(&problem::EXTENSION_NOT_CHECKED, path, || {
            let address = describe_text(address, false);
            format!("the extension was not checked: its definition may be at {address}, which is not fetched")
        }),
        None => walker.problem(&problem::EXTENSION_UNKNOWN, path, || {
            format!(
                "expected the @context of an extension and its type, found the types {}",
                describe(types, false)
            )
        }),
    }
}

/// Looks for extensions in a value that the rules of no class lead to.
pub(crate) fn search<'a, R: Report, J: Json<'a>, F: Form>(
    walker: &mut Walker<'_, R, F>,
    value: J,
    path: &Path<'_>,
    depth: usize,
) -> Result<(), Stop> {
    walker.count()?;
    match value.view()? {
        View::Array(elements) => {
            let depth = deeper(depth)?;
            for (index, element) in elements.enumerate() {
                search(walker, element?, &path.element(index), depth)?;
            }
        }
        View::Object(members) => {
            check(walker, value, path, depth)?;
            let depth = deeper(depth)?;
            for member in members {
                let (name, value) = member?;
                search(walker, value, &path.member(name), depth)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn has_type<'a, J: Json<'a>>(types: J, names: &[&str]) -> Result<bool, Stop> {
    Ok(match types.view()? {
        View::String(name) => names.contains(&name),
        View::Array(elements) => {
            let mut found = false;
            for element in elements {
                found |= string(element?)?.is_some_and(|name| names.contains(&name));
            }
            found
        }
        _ => false,
    })
}

pub(crate) use published::ANY;
