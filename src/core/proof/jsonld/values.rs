//! Scalars, value objects, JSON literals and language maps.

use super::active::{Active, Coercion, DataType, Expanded};
use super::keyword::Keyword;
use super::literal::{self, BOOLEAN};
use super::local::Scope;
use super::walk::{Step, Walker, relative};
use super::{Problem, iri};
use crate::json::{Json, View};
use crate::proof::jcs;
use crate::proof::rdf::Term;
use std::rc::Rc;

impl<'a, J: Json<'a>> Walker<'a, '_, J> {
    /// A scalar as the value of a property.
    pub(super) fn scalar(
        &mut self,
        active: &Rc<Active>,
        name: &str,
        definition: &super::active::Definition,
        value: J,
    ) -> Step {
        if matches!(definition.scope, Scope::None) {
            return self.coerced(active, &definition.coercion, definition.language.as_ref(), value);
        }
        // Within its own context the property may mean nothing.
        let active = self.scope_of_property(active, name, definition)?;
        match active.terms.get(name) {
            Some(_) => self.coerced(&active, &definition.coercion, definition.language.as_ref(), value),
            None => self.coerced(&active, &Coercion::None, None, value),
        }
    }

    fn coerced(
        &mut self,
        active: &Active,
        coercion: &Coercion,
        language: Option<&Option<Rc<str>>>,
        value: J,
    ) -> Step {
        let view = value.view();
        if let View::String(text) = self.read(view)? {
            self.charge(text)?;
            match coercion {
                Coercion::Id => return self.reference(active, text, false),
                Coercion::Vocabulary => return self.reference(active, text, true),
                Coercion::Type(data_type) => self.string(text, &data_type.suffix),
                Coercion::None | Coercion::Json => match language.unwrap_or(&active.language) {
                    Some(tag) => self.tagged(text, tag),
                    None => self.string(text, ""),
                },
            }
            return Ok(());
        }
        let data_type = match coercion {
            Coercion::Type(data_type) => Some(data_type),
            _ => None,
        };
        self.native(value, data_type)
    }

    /// A string that stands for a node.
    fn reference(&mut self, active: &Active, text: &'a str, vocabulary: bool) -> Step {
        let node = match active.expand(text, vocabulary) {
            Expanded::Iri(expanded) => self.node(&expanded),
            _ => None,
        };
        match node {
            Some(node) => {
                self.terms.push(node);
                Ok(())
            }
            None => self.fault(relative("a reference")),
        }
    }

    fn string(&mut self, text: &str, suffix: &str) {
        let span = self.dataset.add(|out| {
            literal::quote(text, out);
            out.push_str(suffix);
        });
        self.terms.push(Term::Text(span));
    }

    fn tagged(&mut self, text: &str, tag: &str) {
        let span = self.dataset.add(|out| {
            literal::quote(text, out);
            out.push('@');
            out.push_str(tag);
        });
        self.terms.push(Term::Text(span));
    }

    /// A number or boolean.
    fn native(&mut self, value: J, data_type: Option<&DataType>) -> Step {
        let suffix = data_type.map(|data_type| data_type.suffix.as_ref());
        let view = value.view();
        match self.read(view)? {
            View::Boolean(flag) => {
                self.string(if flag { "true" } else { "false" }, suffix.unwrap_or(BOOLEAN));
                Ok(())
            }
            View::Number => {
                let number = self.read(value.number())?;
                let as_double = data_type.is_some_and(|data_type| data_type.is_double);
                match number.as_ref().and_then(|number| literal::numeral(number, as_double)) {
                    Some(numeral) => {
                        self.string(&numeral.text, suffix.unwrap_or(numeral.default_type));
                        Ok(())
                    }
                    None => self.fault(Problem::invalid("a number is beyond the largest double".into())),
                }
            }
            _ => {
                self.fault(Problem::invalid("a value is neither a string nor a number nor a boolean".into()))
            }
        }
    }

    /// Any value as a JSON literal.
    pub(super) fn json(&mut self, value: J) -> Step {
        let mut text = String::new();
        self.read(jcs::canonicalize(value, None, &mut text))?;
        self.charge(&text)?;
        self.string(&text, literal::JSON);
        Ok(())
    }

    /// An object with `@value`.
    pub(super) fn value_object(
        &mut self,
        active: &Active,
        (name, value): (&'a str, J),
        types: &[&'a str],
        language: Option<(&'a str, J)>,
    ) -> Step {
        let data_type = match types {
            [] => None,
            [name] => match active.expand(name, true) {
                Expanded::Keyword(Keyword::Json) if language.is_none() => {
                    return self.json(value);
                }
                Expanded::Iri(iri) if iri::is_absolute(&iri) => Some(DataType::new(&iri)),
                _ => {
                    return self
                        .fault(Problem::invalid("the data type of a value is not an absolute IRI".into()));
                }
            },
            _ => return self.fault(Problem::invalid("a value has several data types".into())),
        };
        let view = value.view();
        match self.read(view)? {
            View::Null => self.fault(Problem::invalid("a value that is null would be dropped".into())),
            View::String(text) => {
                self.charge(text)?;
                match (language, data_type) {
                    (None, data_type) => {
                        self.string(text, data_type.as_ref().map_or("", |data_type| &data_type.suffix));
                        Ok(())
                    }
                    (Some(_), Some(_)) => {
                        self.fault(Problem::invalid("a value has a data type and a language".into()))
                    }
                    (Some((member, language)), None) => self.member(member, |walker| {
                        let view = language.view();
                        match walker.read(view)? {
                            View::String(tag) => walker.language_tag(tag, text),
                            _ => walker.fault(Problem::invalid("a language is not a string".into())),
                        }
                    }),
                }
            }
            View::Boolean(_) | View::Number if language.is_none() => self.native(value, data_type.as_ref()),
            _ => self.member(name, |walker| {
                walker
                    .fault(Problem::invalid("a value with a language is a string, any other a scalar".into()))
            }),
        }
    }

    /// A string with the language tag of a document.
    fn language_tag(&mut self, tag: &str, text: &str) -> Step {
        self.charge(tag)?;
        if !iri::is_language_tag(tag) {
            return self.fault(Problem::invalid("a language is no language tag".into()));
        }
        // Processors of JSON-LD may, and those that sign do, write tags in lower case.
        self.tagged(text, &tag.to_ascii_lowercase());
        Ok(())
    }

    /// An object whose members are the languages of their values.
    pub(super) fn language_map(&mut self, active: &Active, value: J) -> Step {
        let view = value.view();
        let View::Object(members) = self.read(view)? else { return Ok(()) };
        for member in members {
            let (tag, value) = self.read(member)?;
            self.member(tag, |walker| walker.in_language(active, tag, value))?;
        }
        Ok(())
    }

    fn in_language(&mut self, active: &Active, tag: &'a str, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Null => Ok(()),
            View::String(text) => {
                self.charge(text)?;
                match active.expand(tag, true) {
                    Expanded::Keyword(Keyword::None) => self.string(text, ""),
                    _ => self.language_tag(tag, text)?,
                }
                Ok(())
            }
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| {
                        let view = element.view();
                        match walker.read(view)? {
                            View::Array(_) => {
                                walker.fault(Problem::invalid("a value in a language is a string".into()))
                            }
                            _ => walker.in_language(active, tag, element),
                        }
                    })?;
                }
                Ok(())
            }
            _ => self.fault(Problem::invalid("a value in a language is a string".into())),
        }
    }
}
