//! Objects: their context, types, keywords and properties.

use super::active::{Active, Definition, Expanded, Meaning};
use super::keyword::Keyword;
use super::local::Scope;
use super::walk::{Place, Step, Tops, Walker, relative};
use super::{FaultKind, OriginKind, Problem, iri, shown};
use crate::json::{Json, View};
use crate::proof::rdf::Term;
use std::rc::Rc;

const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// A type of an object, and where it is written.
#[derive(Clone, Copy)]
pub(super) struct Type<'a> {
    name: &'a str,
    member: &'a str,
    index: Option<usize>,
}

/// The members of an object that are no properties.
struct Keywords<'a, J> {
    id: Option<(&'a str, J)>,
    value: Option<(&'a str, J)>,
    language: Option<(&'a str, J)>,
    list: Option<(&'a str, J)>,
    set: Option<(&'a str, J)>,
    graph: Option<(&'a str, J)>,
}

impl<J> Keywords<'_, J> {
    /// Whether it is neither a value nor a collection.
    fn is_node(&self, said: Said) -> bool {
        said.properties || self.id.is_some() || self.graph.is_some()
    }
}

/// What an object has beside keywords.
#[derive(Clone, Copy)]
struct Said {
    types: bool,
    properties: bool,
}

impl<'a, J: Json<'a>> Walker<'a, '_, J> {
    /// Reads the object whose members begin at `first` in the stacks. Tells whether it is a list object.
    pub(super) fn object(&mut self, active: &Rc<Active>, place: Place<'_>, first: Tops) -> Step<bool> {
        let before_types = self.enter(active, place, first)?;
        let active = self.read_types(&before_types, first)?;
        let found = self.classify(&active, first)?;
        let said = Said {
            types: self.types.len() > first.types,
            properties: self.properties.len() > first.properties,
        };
        if let Some(value) = found.value {
            self.value_form(&before_types, place, value, &found, said, first)?;
            return Ok(false);
        }
        if let Some((name, value)) = found.list.or(found.set) {
            let both = found.list.is_some() && found.set.is_some();
            if said.types || found.is_node(said) || found.language.is_some() || both {
                self.fault(Problem::invalid(
                    "@list or @set stands beside what does not belong to it".into(),
                ))?;
                return Ok(false);
            }
            return self
                .member(name, |walker| walker.collection(&active, place, value, found.list.is_some()));
        }
        let is_outermost = place.property.is_none() && place.graph.is_none();
        match found.graph {
            Some((name, graph)) if is_outermost && !said.types && !said.properties && found.id.is_none() => {
                self.member(name, |walker| walker.value(&active, place, graph))?;
            }
            _ => self.node_form(&before_types, &active, place, &found, said, first)?,
        }
        Ok(false)
    }

    /// The context of the object, but for what its types bring.
    fn enter(&mut self, active: &Rc<Active>, place: Place<'_>, first: Tops) -> Step<Rc<Active>> {
        let mut active = self.leave_type(active, first);
        if let Some((name, definition)) = place.property
            && !matches!(definition.scope, Scope::None)
        {
            active = self.scope_of_property(&active, name, definition)?;
        }
        let members = self.members.get(first.members..).unwrap_or_default();
        match members.iter().find(|(name, _)| *name == "@context").copied() {
            Some((_, context)) => self.local_context(&active, context),
            None => Ok(active),
        }
    }

    /// An object with `@value`.
    fn value_form(
        &mut self,
        before_types: &Rc<Active>,
        place: Place<'_>,
        value: (&'a str, J),
        found: &Keywords<'a, J>,
        said: Said,
        first: Tops,
    ) -> Step {
        if found.is_node(said) || found.list.is_some() || found.set.is_some() {
            return self
                .fault(Problem::invalid("@value stands beside what does not belong to a value".into()));
        }
        if place.says_something {
            return self.fault(Problem::invalid("a value outside of any property would be dropped".into()));
        }
        let types = self.types.get(first.types..).unwrap_or_default();
        let types: Vec<&str> = types.iter().map(|found| found.name).collect();
        self.value_object(before_types, value, &types, found.language)
    }

    /// An object that is a node.
    fn node_form(
        &mut self,
        before_types: &Rc<Active>,
        active: &Rc<Active>,
        place: Place<'_>,
        found: &Keywords<'a, J>,
        said: Said,
        first: Tops,
    ) -> Step {
        if found.language.is_some() {
            self.fault(Problem::invalid("@language without @value would be dropped".into()))?;
        }
        if place.says_something && !said.properties && !said.types && found.graph.is_none() {
            self.fault(Problem::invalid("an object that says nothing would be dropped".into()))?;
        }
        if place.property.is_some() && place.says_something && found.graph.is_some() {
            return self.fault(Problem::unsupported("a graph within the graph of a term is not supported"));
        }
        let subject = self.subject(active, found.id)?;
        self.write_types(before_types, subject, place.graph, first)?;
        if let Some((name, graph)) = found.graph {
            let inner = Place { property: None, graph: Some(subject), says_something: true, in_list: false };
            let start = self.terms.len();
            self.member(name, |walker| walker.value(active, inner, graph))?;
            self.terms.truncate(start);
        }
        let last = self.properties.len();
        for index in first.properties..last {
            let Some((name, value, definition)) = self.properties.get(index).cloned() else { break };
            self.member(name, |walker| {
                walker.property(active, subject, name, &definition, value, place.graph)
            })?;
        }
        self.terms.push(subject);
        Ok(())
    }

    /// A context of a type holds for the object of that type alone (step 7 of the expansion algorithm).
    fn leave_type(&self, active: &Rc<Active>, first: Tops) -> Rc<Active> {
        let Some(previous) = &active.previous else { return Rc::clone(active) };
        let members = self.members.get(first.members..).unwrap_or_default();
        let stays = members.iter().any(|(name, _)| match active.keyword(name) {
            Some(Keyword::Value) => true,
            Some(Keyword::Id) => members.len() == 1,
            _ => false,
        });
        Rc::clone(if stays { active } else { previous })
    }

    /// Collects the types of the object and applies their contexts.
    fn read_types(&mut self, before: &Rc<Active>, first: Tops) -> Step<Rc<Active>> {
        let mut active = Rc::clone(before);
        let mut index = first.members;
        while let Some((name, value)) = self.members.get(index).copied() {
            index = index.saturating_add(1);
            if before.keyword(name) != Some(Keyword::Type) {
                continue;
            }
            let first_type = self.types.len();
            self.member(name, |walker| walker.type_names(name, value))?;
            let own = self.types.get(first_type..).unwrap_or_default();
            let mut sorted: Vec<&str> = own.iter().map(|found| found.name).collect();
            sorted.sort_unstable();
            for name in sorted {
                if let Some(definition) = before.terms.get(name)
                    && !matches!(definition.scope, Scope::None)
                {
                    active = self.scope_of_type(&active, definition)?;
                }
            }
        }
        Ok(active)
    }

    fn type_names(&mut self, member: &'a str, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    let element = self.read(element)?;
                    self.element(index, |walker| walker.type_name(member, Some(index), element))?;
                }
                Ok(())
            }
            _ => self.type_name(member, None, value),
        }
    }

    fn type_name(&mut self, member: &'a str, index: Option<usize>, value: J) -> Step {
        let view = value.view();
        match self.read(view)? {
            View::String(name) => {
                self.charge(name)?;
                self.types.push(Type { name, member, index });
                Ok(())
            }
            _ => self.fault(Problem::invalid("a type is not a string".into())),
        }
    }

    /// Tells properties and keywords apart.
    fn classify(&mut self, active: &Rc<Active>, first: Tops) -> Step<Keywords<'a, J>> {
        let mut found =
            Keywords { id: None, value: None, language: None, list: None, set: None, graph: None };
        let mut index = first.members;
        while let Some((name, value)) = self.members.get(index).copied() {
            index = index.saturating_add(1);
            if let Some(definition) = active.terms.get(name)
                && let Meaning::Iri(_) = definition.meaning
            {
                self.properties.push((name, value, Rc::clone(definition)));
                continue;
            }
            match active.expand(name, true) {
                Expanded::Keyword(keyword) => {
                    self.member(name, |walker| walker.keyword(keyword, name, value, &mut found))?;
                }
                Expanded::Iri(expanded) if iri::is_absolute(&expanded) => {
                    let definition = Rc::new(Definition::of_iri(&expanded));
                    self.properties.push((name, value, definition));
                }
                _ => {
                    let message = format!("the term {} is defined by no context", shown(name));
                    self.member(name, |walker| {
                        walker.fault(Problem { kind: FaultKind::UndefinedTerm, message })
                    })?;
                }
            }
        }
        Ok(found)
    }

    fn keyword(&mut self, keyword: Keyword, name: &'a str, value: J, found: &mut Keywords<'a, J>) -> Step {
        let slot = match keyword {
            Keyword::Context | Keyword::Type => return Ok(()),
            Keyword::Id => &mut found.id,
            Keyword::Value => &mut found.value,
            Keyword::Language => &mut found.language,
            Keyword::List => &mut found.list,
            Keyword::Set => &mut found.set,
            Keyword::Graph => &mut found.graph,
            _ => {
                return self.fault(Problem {
                    kind: FaultKind::Unsupported,
                    message: format!("{} is not supported", shown(name)),
                });
            }
        };
        if slot.replace((name, value)).is_some() {
            return self.fault(Problem::invalid("a keyword is there twice, once by another name".into()));
        }
        Ok(())
    }

    fn subject(&mut self, active: &Rc<Active>, id: Option<(&'a str, J)>) -> Step<Term> {
        let Some((name, id)) = id else { return Ok(self.blank_node(|| OriginKind::Object)) };
        let view = id.view();
        let problem = match self.read(view)? {
            View::String(text) => {
                self.charge(text)?;
                let node = match active.expand(text, false) {
                    Expanded::Iri(expanded) => self.node(&expanded),
                    _ => None,
                };
                match node {
                    Some(node) => return Ok(node),
                    None => relative("the identifier of an object"),
                }
            }
            _ => Problem::invalid("an identifier is not a string".into()),
        };
        self.member(name, |walker| walker.fault(problem))?;
        Ok(self.blank_node(|| OriginKind::Object))
    }

    fn write_types(&mut self, before: &Rc<Active>, subject: Term, graph: Option<Term>, first: Tops) -> Step {
        let mut index = first.types;
        while let Some(Type { name, member, index: element }) = self.types.get(index).copied() {
            index = index.saturating_add(1);
            let known = before.terms.get(name).and_then(|definition| match &definition.meaning {
                Meaning::Iri(rendered) => Some(rendered),
                _ => None,
            });
            let node = match known {
                Some(rendered) => Some(Term::Text(self.dataset.add_text(rendered))),
                None => match before.expand(name, true) {
                    Expanded::Iri(expanded) => self.node(&expanded),
                    _ => None,
                },
            };
            match node {
                Some(node) => {
                    let predicate = self.dataset.add_text(RDF_TYPE);
                    self.quad(subject, predicate, node, graph)?;
                }
                None => {
                    let message = format!("the type {} is defined by no context", shown(name));
                    let problem = Problem { kind: FaultKind::UndefinedType, message };
                    self.member(member, |walker| match element {
                        Some(element) => walker.element(element, |walker| walker.fault(problem)),
                        None => walker.fault(problem),
                    })?;
                }
            }
        }
        Ok(())
    }
}
