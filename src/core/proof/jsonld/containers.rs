//! Properties, and how several values of one are written: lists, graphs, languages.

use super::active::{Active, Coercion, Definition, Meaning};
use super::local::Container;
use super::walk::{Place, Step, Walker};
use super::{OriginKind, Problem};
use crate::json::{Json, View};
use crate::proof::rdf::Term;
use std::rc::Rc;

const RDF_FIRST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>";
const RDF_REST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>";
const RDF_NIL: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>";

impl<'a, J: Json<'a>> Walker<'a, '_, J> {
    pub(super) fn property(
        &mut self,
        active: &Rc<Active>,
        subject: Term,
        name: &'a str,
        definition: &Definition,
        value: J,
        graph: Option<Term>,
    ) -> Step {
        let start = self.terms.len();
        let container = definition.container;
        let place =
            Place { property: Some((name, definition)), graph, says_something: false, in_list: false };
        if container.has(Container::MAP) {
            return self.fault(Problem::unsupported(
                "the maps of JSON-LD by index, identifier or type are not supported",
            ));
        }
        if definition.coercion == Coercion::Json {
            if container.has(Container::GRAPH) {
                return self.fault(Problem::unsupported("a graph of a JSON literal is not supported"));
            }
            self.json(value)?;
            if container.has(Container::LIST) {
                self.link(start, graph)?;
            }
        } else if container.has(Container::LANGUAGE) && self.is_object(value)? {
            self.language_map(active, value)?;
        } else if container.has(Container::GRAPH) {
            self.graphs(active, place, value)?;
        } else if container.has(Container::LIST) {
            self.list_container(active, place, value)?;
        } else {
            self.value(active, place, value)?;
        }
        if self.terms.len() > start
            && let Meaning::Iri(rendered) = &definition.meaning
        {
            let predicate = self.dataset.add_text(rendered);
            for index in start..self.terms.len() {
                let Some(object) = self.terms.get(index).copied() else { break };
                self.quad(subject, predicate, object, graph)?;
            }
            self.terms.truncate(start);
        }
        Ok(())
    }

    fn is_object(&mut self, value: J) -> Step<bool> {
        let view = value.view();
        Ok(matches!(self.read(view)?, View::Object(_)))
    }

    /// The value of a term whose container is a list.
    fn list_container(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Null => return Ok(()),
            View::Object(_) => {
                let start = self.terms.len();
                if !self.value(active, Place { in_list: true, ..place }, value)? {
                    self.link(start, place.graph)?;
                }
            }
            _ => {
                self.list(active, place, value)?;
            }
        }
        Ok(())
    }

    /// The values of a term each of which is a graph of its own.
    fn graphs(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Null => Ok(()),
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| walker.graphs(active, place, element))?;
                }
                Ok(())
            }
            View::Object(_) => {
                let name = self.blank_node(|| OriginKind::Graph);
                let start = self.terms.len();
                self.value(active, Place { graph: Some(name), says_something: true, ..place }, value)?;
                self.terms.truncate(start);
                self.terms.push(name);
                Ok(())
            }
            _ => self.fault(Problem::unsupported("a value of this term is an object")),
        }
    }

    /// `@list` or `@set` of an object.
    pub(super) fn collection(
        &mut self,
        active: &Rc<Active>,
        place: Place<'_>,
        value: J,
        is_list: bool,
    ) -> Step<bool> {
        let Some((name, _)) = place.property.filter(|_| !place.says_something) else {
            if is_list {
                self.fault(Problem::invalid("a list outside of any property would be dropped".into()))?;
                return Ok(false);
            }
            if place.property.is_some() {
                self.fault(Problem::unsupported(
                    "@set within a term whose values are graphs is not supported",
                ))?;
                return Ok(false);
            }
            return self.value(active, place, value);
        };
        if place.in_list && !is_list {
            self.fault(Problem::unsupported("@set within a list is not supported"))?;
            return Ok(false);
        }
        // What the property means may have changed within the object.
        let definition = active.terms.get(name).cloned().unwrap_or_else(|| Rc::new(Definition::of_iri("")));
        let place = Place { property: Some((name, &definition)), ..place };
        if is_list {
            self.list(active, place, value)?;
        } else {
            self.value(active, place, value)?;
        }
        Ok(is_list)
    }

    /// A list of all items of a value.
    fn list(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step {
        let start = self.terms.len();
        self.value(active, Place { in_list: true, ..place }, value)?;
        self.link(start, place.graph)
    }

    /// An array in a list is a list of its own where the term says that its values are lists; where the
    /// document says so, implementations disagree.
    pub(super) fn inner_list(&mut self, active: &Rc<Active>, place: Place<'_>, value: J) -> Step<bool> {
        if place.property.is_some_and(|(_, definition)| definition.container.has(Container::LIST)) {
            self.list(active, place, value)?;
        } else {
            self.fault(Problem::unsupported("an array within @list is not supported"))?;
        }
        Ok(false)
    }

    /// Makes a list of the terms from `start` on, which takes their place.
    fn link(&mut self, start: usize, graph: Option<Term>) -> Step {
        let (first, rest) = (self.dataset.add_text(RDF_FIRST), self.dataset.add_text(RDF_REST));
        let mut next = Term::Text(self.dataset.add_text(RDF_NIL));
        for index in (start..self.terms.len()).rev() {
            let Some(item) = self.terms.get(index).copied() else { break };
            let cell = self.blank_node(|| OriginKind::ListItem(index.saturating_sub(start)));
            self.quad(cell, first, item, graph)?;
            self.quad(cell, rest, next, graph)?;
            next = cell;
        }
        self.terms.truncate(start);
        self.terms.push(next);
        Ok(())
    }
}
