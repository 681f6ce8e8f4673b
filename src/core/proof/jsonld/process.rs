//! From local contexts to active ones (JSON-LD API 1.1, section 4.1), with a memory.
//!
//! Working out a context costs a hundred times what using it costs, and credentials use the same few in the
//! same places. So what compiled contexts lead to is kept for the thread's life, in bounds; what has anything
//! of a document in it is kept until the document is done.

use super::active::{Active, Definition, Expanded};
use super::define::Definer;
use super::iri;
use super::local::{Definitions, Local, Scope};
use super::tables::{self, Revision};
use super::{FaultKind, Problem, shown};
use crate::interruption;
use crate::json::Tree;
use crate::proof::Resources;
use foldhash::HashMap;
use std::rc::Rc;

/// Most active contexts that are kept between documents.
const MAX_KEPT: usize = 256;

/// Most active contexts that one document may need worked out.
const MAX_WORKED_OUT: usize = 512;

/// Most work that one document may need for that: terms that are copied or defined, values in the resources
/// that are read as contexts.
const MAX_WORK: usize = 200_000;

/// Longest chain of contexts that refer to each other, and of terms that are defined by each other.
pub(super) const MAX_CHAIN: usize = 16;

/// How a context within a term is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Within {
    /// The value of a property: it may override what is protected.
    Property,
    /// An object of a type: it holds for that object, not for what is below.
    Type,
}

/// What leads from one active context to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Published(usize, Revision),
    Scope(u64, Within),
}

type Memory = HashMap<(u64, Step), Rc<Active>>;

/// The contexts known to this thread.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    empty: Rc<Active>,
    kept: Memory,
    of_document: Memory,
    last_id: u64,
    worked_out: usize,
    work: usize,
}

/// Where contexts come from that are not part of the document.
#[derive(Clone, Copy)]
pub(super) struct Sources<'r> {
    pub resources: Resources<'r>,
    pub revision: Revision,
}

impl Contexts {
    /// Makes ready for a document.
    pub(super) fn start(&mut self) -> Rc<Active> {
        if self.kept.len() > MAX_KEPT {
            self.kept.clear();
        }
        self.finish();
        self.worked_out = 0;
        self.work = 0;
        Rc::clone(&self.empty)
    }

    /// Forgets what has anything of the document in it.
    pub(super) fn finish(&mut self) {
        self.of_document = Memory::default();
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.saturating_add(1);
        self.last_id
    }

    fn spend(&mut self, work: usize) -> Result<(), Problem> {
        self.work = self.work.saturating_add(work);
        if self.work > MAX_WORK {
            return Err(Problem::limit("more definitions of terms than any credential needs"));
        }
        interruption::poll();
        Ok(())
    }

    /// What that step led to before.
    fn recall(&self, active: &Active, step: Step) -> Option<Rc<Active>> {
        let key = (active.id, step);
        self.kept.get(&key).or_else(|| self.of_document.get(&key)).map(Rc::clone)
    }

    fn remember(&mut self, active: &Active, step: Step, result: &Rc<Active>) {
        let memory = if result.from_document { &mut self.of_document } else { &mut self.kept };
        memory.insert((active.id, step), Rc::clone(result));
    }

    /// The context that a definition brings, over `active`.
    pub(super) fn scoped(
        &mut self,
        active: &Rc<Active>,
        definition: &Definition,
        within: Within,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let step = Step::Scope(definition.scope_id.0, within);
        if let Some(known) = self.recall(active, step) {
            return Ok(known);
        }
        let rule = Rule { may_override: within == Within::Property, propagates: within == Within::Property };
        let result = match &definition.scope {
            Scope::None => return Ok(Rc::clone(active)),
            Scope::Empty => self.apply_known(active, &[Local::Empty], rule, sources)?,
            Scope::Table(table) => {
                let locals = [Local::Definitions(Definitions::of(table, &[]))];
                self.apply_known(active, &locals, rule, sources)?
            }
            Scope::Inline(locals) => self.apply(active, locals, rule, sources, &mut Vec::new())?,
        };
        self.remember(active, step, &result);
        Ok(result)
    }

    /// The context of that URL, over `active`.
    pub(super) fn reference(
        &mut self,
        active: &Rc<Active>,
        url: &str,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        self.refer(active, url, sources, &mut Vec::new())
    }

    fn refer(
        &mut self,
        active: &Rc<Active>,
        url: &str,
        sources: Sources<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Rc<Active>, Problem> {
        if let Some((place, published)) = tables::find(url) {
            let older =
                !published.added_in_june_2026.is_empty() && sources.revision == Revision::BeforeJune2026;
            let revision = if older { Revision::BeforeJune2026 } else { Revision::Current };
            let step = Step::Published(place, revision);
            if let Some(known) = self.recall(active, step) {
                return Ok(known);
            }
            let without = if older { published.added_in_june_2026 } else { &[] };
            let locals = [Local::Definitions(Definitions::of(published.table, without))];
            let rule = Rule { may_override: false, propagates: true };
            let result = self.apply_known(active, &locals, rule, sources)?;
            self.remember(active, step, &result);
            return Ok(result);
        }
        if !iri::is_absolute(url) {
            return Err(Problem {
                kind: FaultKind::RelativeIri,
                message: "a context's URL is not absolute".into(),
            });
        }
        let Some(resource) = sources.resources.get(url) else {
            return Err(Problem {
                kind: FaultKind::UnknownContext,
                message: format!("the context {} is neither known nor among the resources", shown(url)),
            });
        };
        let Some(context) = resource.get("@context") else {
            return Err(Problem::invalid(format!(
                "the resource {} is no context: it has no @context",
                shown(url)
            )));
        };
        if chain.len() >= MAX_CHAIN || chain.iter().any(|before| before == url) {
            return Err(Problem::invalid(format!("the context {} refers to itself", shown(url))));
        }
        self.spend(size(context))?;
        let locals = Local::parse(context)?;
        if locals.iter().any(|local| local.propagates().is_some()) {
            return Err(Problem::unsupported("@propagate in a context that is referred to is not supported"));
        }
        chain.push(url.to_owned());
        let rule = Rule { may_override: false, propagates: true };
        let result = self.apply(active, &locals, rule, sources, chain);
        chain.pop();
        result
    }

    /// A context in the document itself, over `active`.
    pub(super) fn inline(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let rule = Rule { may_override: false, propagates: true };
        self.apply(active, locals, rule, sources, &mut Vec::new())
    }

    /// Applies what a table says, which adds nothing of a document.
    fn apply_known(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        rule: Rule,
        sources: Sources<'_>,
    ) -> Result<Rc<Active>, Problem> {
        let result = self.apply(active, locals, rule, sources, &mut Vec::new())?;
        let mut result = Rc::unwrap_or_clone(result);
        result.from_document = active.from_document;
        Ok(Rc::new(result))
    }

    /// Applies the items of a context one after the other. The result counts as that of a document.
    fn apply(
        &mut self,
        active: &Rc<Active>,
        locals: &[Local],
        mut rule: Rule,
        sources: Sources<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Rc<Active>, Problem> {
        if let [local] = locals
            && let Some(propagates) = local.propagates()
        {
            if rule.may_override && !propagates {
                return Err(Problem::unsupported("@propagate in the context of a property is not supported"));
            }
            rule.propagates = propagates;
        }
        self.spend(active.terms.len())?;
        let mut result = Active { id: self.next_id(), from_document: true, ..(**active).clone() };
        if !rule.propagates && result.previous.is_none() {
            result.previous = Some(Rc::clone(active));
        }
        for local in locals {
            self.worked_out = self.worked_out.saturating_add(1);
            if self.worked_out > MAX_WORKED_OUT {
                return Err(Problem::limit("more contexts than any credential needs"));
            }
            match local {
                Local::Empty => {
                    if !rule.may_override && result.terms.values().any(|definition| definition.protected) {
                        return Err(Problem {
                            kind: FaultKind::ProtectedTerm,
                            message: "a context that is null would forget protected terms".into(),
                        });
                    }
                    let previous = (!rule.propagates).then(|| Rc::new(result));
                    result = Active { previous, ..Active::default() };
                }
                Local::Reference(url) => {
                    let over = Rc::new(result);
                    result = Rc::unwrap_or_clone(self.refer(&over, url, sources, chain)?);
                }
                Local::Definitions(definitions) => {
                    self.spend(definitions.entries.len())?;
                    self.define(&mut result, definitions, rule.may_override)?;
                }
            }
            // It is no longer what it was under its old number.
            result.id = self.next_id();
            result.from_document = true;
        }
        Ok(Rc::new(result))
    }

    fn define(
        &mut self,
        active: &mut Active,
        definitions: &Definitions,
        may_override: bool,
    ) -> Result<(), Problem> {
        if let Some(vocabulary) = &definitions.vocabulary {
            active.vocabulary = match vocabulary {
                None => None,
                Some(text) => match active.expand(text, true) {
                    Expanded::Iri(iri) if !text.is_empty() && iri::is_absolute(&iri) => {
                        Some(iri.as_ref().into())
                    }
                    _ => return Err(Problem::unsupported("@vocab of a context is not an absolute IRI")),
                },
            };
        }
        if let Some(language) = &definitions.language {
            active.language = language.as_deref().map(Rc::from);
        }
        Definer::new(self, active, definitions, may_override).run()
    }
}

/// How many values there are.
fn size(tree: &Tree<'_>) -> usize {
    let inner: usize = match tree {
        Tree::Array(elements) => elements.iter().map(size).sum(),
        Tree::Object(members) => members.iter().map(|(_, value)| size(value)).sum(),
        _ => 0,
    };
    inner.saturating_add(1)
}

/// How local contexts are applied.
#[derive(Debug, Clone, Copy)]
struct Rule {
    /// Whether they may give a protected term another meaning.
    may_override: bool,
    /// Whether they hold in the objects below.
    propagates: bool,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sources() -> Sources<'static> {
        Sources { resources: Resources::none(), revision: Revision::Current }
    }

    /// Every order of some contexts, and the contexts of types within each.
    fn read_in_every_order(contexts: &mut Contexts) {
        let urls = [
            "https://w3id.org/security/multikey/v1",
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
            "https://w3id.org/security/data-integrity/v2",
        ];
        for order in 0..urls.len().pow(5) {
            let mut active = contexts.start();
            let mut rest = order;
            for _ in 0..5 {
                let Some(url) = urls.get(rest % urls.len()) else { continue };
                rest /= urls.len();
                let Ok(next) = contexts.reference(&active, url, sources()) else { continue };
                active = next;
                let definition = active.terms.get("VerifiableCredential").cloned();
                if let Some(definition) = definition {
                    contexts.scoped(&active, &definition, Within::Type, sources()).unwrap();
                }
            }
            contexts.finish();
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut contexts = Contexts::default();
        read_in_every_order(&mut contexts);
        assert!(contexts.kept.len() <= MAX_KEPT + MAX_WORKED_OUT);
        assert!(contexts.of_document.is_empty());
    }

    #[test]
    fn the_same_steps_lead_to_the_same_place() {
        let mut contexts = Contexts::default();
        let mut read = || {
            let active = contexts.start();
            let active =
                contexts.reference(&active, "https://www.w3.org/ns/credentials/v2", sources()).unwrap();
            let definition = Rc::clone(active.terms.get("VerifiableCredential").unwrap());
            let within = contexts.scoped(&active, &definition, Within::Type, sources()).unwrap();
            (active.id, within.id, contexts.kept.len())
        };
        assert_eq!(read(), read());
    }

    #[test]
    fn nothing_of_a_document_is_kept() {
        let mut contexts = Contexts::default();
        let active = contexts.start();
        let known = contexts.reference(&active, "https://www.w3.org/ns/credentials/v2", sources()).unwrap();
        let kept = contexts.kept.len();
        let tree = serde_json::json!({"own": "urn:own"});
        let locals = Local::parse(&Tree::read(&tree).unwrap()).unwrap();
        let own = contexts.inline(&known, &locals, sources()).unwrap();
        let definition = Rc::clone(own.terms.get("VerifiableCredential").unwrap());
        let within = contexts.scoped(&own, &definition, Within::Type, sources()).unwrap();
        assert!(own.from_document && within.from_document && !known.from_document);
        assert_eq!(contexts.kept.len(), kept);
        contexts.finish();
        assert!(contexts.of_document.is_empty());
    }
}
