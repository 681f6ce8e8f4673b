//! How the walker reads a document of 3.0: arrays are arrays, types are sets, contexts have their order.

use super::super::describe::{describe, describe_text, expected};
use super::super::form::Form;
use super::super::path::Path;
use super::super::problem;
use super::super::report::{Report, Stop};
use super::super::rules::{ClassRules, Property, TypeSet, Value};
use super::super::values::Found;
use super::super::walker::{Walker, deeper};
use super::context::{DATA_MODEL_1, DATA_MODEL_2, EXTENSIONS, Listed, OPEN_BADGES_3_0_3, is_open_badges_3};
use super::formats::is_absolute_iri;
use crate::json::{Json, View, string};
use crate::proof::jsonld::is_known_context;

impl<R: Report, F: Form> Walker<'_, R, F> {
    /// Checks one property. Returns what it holds, an array as a whole.
    pub(crate) fn strict_property<'a, J: Json<'a>>(
        &mut self,
        value: J,
        property: &'static Property,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<Option<Found<'a, J>>, Stop> {
        if property.recent {
            self.scope.recent_term();
        }
        let view = value.view()?;
        let found = Found::new(value, &view);
        match view {
            View::Array(elements) if property.many => {
                if elements.len() == 0 {
                    self.problem(&problem::ARRAY_WITHOUT_VALUES, path, || {
                        format!("the property \"{}\" is to be left out instead of empty", property.label)
                    })?;
                }
                let depth = deeper(depth)?;
                for (index, element) in elements.enumerate() {
                    let element = element?;
                    self.count()?;
                    self.value(element, element.view()?, property, &path.element(index), depth)?;
                }
            }
            View::Object(_) if property.compactable => {
                self.compacted(property.label, path)?;
                self.value(value, view, property, path, depth)?;
            }
            _ if property.many => {
                self.problem(&problem::NOT_AN_ARRAY, path, || expected(property, "an array", value, true))?;
            }
            view => {
                self.value(value, view, property, path, depth)?;
                if let Value::Term { .. } = property.value {
                    self.pass(value, depth)?;
                }
            }
        }
        Ok(Some(found))
    }

    fn compacted(&mut self, label: &str, path: &Path<'_>) -> Result<(), Stop> {
        self.problem(&problem::COMPACTED, path, || {
            format!("\"{label}\": a single value is allowed, an array of it is recommended")
        })
    }

    /// Looks at a member that the class does not define.
    pub(crate) fn strict_other_member<'a, J: Json<'a>>(
        &mut self,
        name: &str,
        value: J,
        rules: &'static ClassRules,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Stop> {
        self.scope.asks_json_ld = true;
        if rules.closed {
            return self.problem(&problem::UNKNOWN_PROPERTY, &path.member(name), || {
                format!("{} takes no property {}", rules.name, describe_text(name, false))
            });
        }
        self.pass(value, depth)
    }

    /// Checks the types of an object.
    pub(crate) fn type_set<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        types: &'static TypeSet,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        match view {
            View::String(name) => {
                if self.type_name(name, types, path)? != all_groups(types) {
                    return self.type_mismatch(value, types, path);
                }
                if types.single { Ok(()) } else { self.compacted("type", path) }
            }
            View::Array(elements) if !types.single => {
                // One bit for each group that a type was found of.
                let mut found = 0_u32;
                for (index, element) in elements.enumerate() {
                    let element = element?;
                    self.count()?;
                    match string(element)? {
                        Some(name) => found |= self.type_name(name, types, &path.element(index))?,
                        None => self.problem(&problem::WRONG_TYPE, &path.element(index), || {
                            let found = describe(element, false);
                            format!("\"type\": expected text that names a type, found {found}")
                        })?,
                    }
                }
                if found == all_groups(types) { Ok(()) } else { self.type_mismatch(value, types, path) }
            }
            _ => self.problem(&problem::WRONG_TYPE, path, || {
                let form = if types.single { "text" } else { "an array of text" };
                format!("\"type\": expected {form} that names a type, found {}", describe(value, false))
            }),
        }
    }

    fn type_mismatch<'a, J: Json<'a>>(
        &mut self,
        value: J,
        types: &'static TypeSet,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        self.problem(&problem::TYPE_MISMATCH, path, || {
            let groups: Vec<String> = types.required.iter().map(|group| group.join(" or ")).collect();
            format!("\"type\": expected {}, found {}", groups.join(" and "), describe(value, false))
        })
    }

    /// Notes one type: what the tables do not know JSON-LD has to be asked about. Returns the groups it is in.
    fn type_name(&mut self, name: &str, types: &'static TypeSet, path: &Path<'_>) -> Result<u32, Stop> {
        let bit = |(index, group): (u32, &&[&str])| if group.contains(&name) { 1 << index } else { 0 };
        let groups = (0..).zip(types.required).map(bit).fold(0, |groups, bit| groups | bit);
        if groups != 0 || types.terms.contains(&name) && self.scope.has_data_model_2() {
            return Ok(groups);
        }
        if types.extension_terms.contains(&name) {
            if self.scope.has_extensions() {
                return Ok(0);
            }
            if self.scope.tolerates_extension_types {
                self.problem(&problem::EXTENSIONS_CONTEXT_MISSING, path, || {
                    format!("the type {name} has its meaning from the @context {EXTENSIONS:?}")
                })?;
                return Ok(0);
            }
        }
        // The one type of a service decides what its other terms mean; a further type of an object does not.
        self.scope.asks_json_ld |= types.single || !is_absolute_iri(name);
        Ok(0)
    }

    /// Checks the contexts of a document or of an embedded credential.
    pub(crate) fn contexts_of_3_0<'a, J: Json<'a>>(
        &mut self,
        value: J,
        view: View<'a, J>,
        of_credential: bool,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let wrong_type =
            |value: J, what| format!("\"@context\": expected {what}, found {}", describe(value, false));
        if !matches!(path, Path::Member(Path::Document, _)) {
            self.scope.nested(Listed::read(value)?);
        }
        let elements = match view {
            View::Array(elements) => elements,
            View::String(context) if !of_credential => return self.further_context(context, path),
            _ if !of_credential => return Ok(()),
            _ => {
                return self
                    .problem(&problem::WRONG_CONTEXT, path, || wrong_type(value, "an array of contexts"));
            }
        };
        let length = elements.len();
        for (index, element) in elements.enumerate() {
            let element = element?;
            self.count()?;
            let path = &path.element(index);
            match (element.view()?, index) {
                (View::String(context), 0) if of_credential => self.data_model(context, path)?,
                (View::String(context), 1) if of_credential => self.open_badges(context, path)?,
                (_, 0 | 1) if of_credential => {
                    self.problem(&problem::WRONG_CONTEXT, path, || {
                        wrong_type(element, "the URL of a context")
                    })?;
                }
                (View::String(context), _) => self.further_context(context, path)?,
                (View::Object(_), _) => self.pass(element, 1)?,
                // No schema speaks of the contexts of other objects: what JSON-LD cannot take it will say.
                _ if !of_credential => {}
                _ => {
                    self.problem(&problem::WRONG_TYPE, path, || wrong_type(element, "a URL or an object"))?
                }
            }
        }
        if of_credential && length < 2 {
            self.problem(&problem::WRONG_CONTEXT, path, || {
                format!(
                    "\"@context\": expected {DATA_MODEL_2:?} and {OPEN_BADGES_3_0_3:?}, found {}",
                    describe(value, false)
                )
            })?;
        }
        Ok(())
    }

    fn data_model(&mut self, context: &str, path: &Path<'_>) -> Result<(), Stop> {
        let is_older = self.scope.is_data_model_1();
        let model = if is_older { DATA_MODEL_1 } else { DATA_MODEL_2 };
        if context != model {
            return self.problem(&problem::WRONG_CONTEXT, path, || {
                format!("the first context: expected {model:?}, found {}", describe_text(context, false))
            });
        }
        if is_older {
            self.problem(&problem::OLD_DATA_MODEL, path, || {
                "a credential of the VC Data Model 1.1 is verified, but no longer to be issued".into()
            })?;
        }
        Ok(())
    }

    fn open_badges(&mut self, context: &str, path: &Path<'_>) -> Result<(), Stop> {
        let found = || {
            format!(
                "the second context: expected {OPEN_BADGES_3_0_3:?}, found {}",
                describe_text(context, false)
            )
        };
        if !is_open_badges_3(context) {
            return self.problem(&problem::WRONG_CONTEXT, path, found);
        }
        if context != OPEN_BADGES_3_0_3 {
            self.problem(&problem::CONTEXT_SUPERSEDED, path, found)?;
        }
        Ok(())
    }

    /// A context beside those that 3.0 asks for: what it defines can only be told if it is at hand.
    fn further_context(&mut self, context: &str, path: &Path<'_>) -> Result<(), Stop> {
        if matches!(context, EXTENSIONS | OPEN_BADGES_3_0_3 | DATA_MODEL_2)
            || is_open_badges_3(context)
            || is_known_context(context)
        {
            return Ok(());
        }
        self.scope.has_unknown = true;
        self.problem(&problem::CONTEXT_NOT_CHECKED, path, || {
            let context = describe_text(context, false);
            format!("the @context {context} is not known here: whether every property has a meaning was not checked")
        })
    }

    /// Notes a term that another standard defines.
    pub(crate) fn term<'a, J: Json<'a>>(&mut self, view: &View<'a, J>, is_iri: bool) {
        match view {
            View::String(text) if is_iri => self.scope.identifier(text),
            View::String(_) | View::Number | View::Boolean(_) => {}
            View::Null | View::Array(_) | View::Object(_) => self.scope.asks_json_ld = true,
        }
    }
}

/// One bit for each group of types.
fn all_groups(types: &TypeSet) -> u32 {
    (0..).zip(types.required).fold(0, |groups, (index, _): (u32, _)| groups | 1 << index)
}
