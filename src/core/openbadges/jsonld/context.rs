//! Active contexts: what names mean at some place in a document.

use super::terms::{self, Coercion, Kind};
use crate::interruption;
use crate::json::{Json, View};
use crate::openbadges::datatypes::is_http_url;
use crate::openbadges::describe::describe_text;
use crate::openbadges::extensions;
use foldhash::HashMap;
use std::{borrow::Cow, collections::BTreeSet, rc::Rc};

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The IRI, compact if it has one of [`terms::PREFIXES`]; or a keyword.
    pub iri: String,
    pub coercion: Reading,
    pub container: Container,
    /// The language of its strings, if the term says so (`Some(None)`: none).
    pub language: Option<Option<String>>,
    pub reverse: bool,
}

/// How a plain value of a term is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    Plain,
    Id,
    Vocabulary,
    /// As a literal of that data type.
    Literal(String),
}

/// How several values of a term are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    None,
    List,
    Language,
    Index,
}

/// A published context that is known here.
#[derive(Debug, Clone, Copy)]
enum Published {
    OpenBadges2,
    OpenBadges1,
    Extension(&'static extensions::Context),
}

/// One layer of definitions over another.
#[derive(Debug, Default)]
pub(crate) struct Context {
    outer: Option<Rc<Context>>,
    /// How many layers are below.
    height: usize,
    published: Option<Published>,
    own: HashMap<String, Option<Definition>>,
    vocabulary: Option<Option<String>>,
}

/// The contexts that a document refers to by their addresses, in whatever order.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    /// Whether a context of Open Badges is among them.
    pub open_badges: bool,
    /// Those of extensions, each once.
    pub extensions: Vec<&'static extensions::Context>,
    /// Of those that are not known here the first by name.
    pub unknown: Option<String>,
}

impl Addresses {
    /// Notes a context that is not known here.
    pub(super) fn note(&mut self, unknown: &str) {
        if self.unknown.as_deref().is_none_or(|first| unknown < first) {
            self.unknown = Some(unknown.into());
        }
    }

    /// Whether the context of the extension is among them.
    pub(crate) fn has(&self, extension: &extensions::Context) -> bool {
        self.extensions.iter().any(|known| known.folder == extension.folder)
    }
}

/// A local context is not valid.
pub(crate) struct Invalid(pub String);

/// Most contexts that apply to one place.
const MAX_LAYERS: usize = 32;

/// Longest IRI that a term or vocabulary may stand for, in bytes.
const MAX_IRI: usize = 2_000;

/// Most terms that a context may define.
const MAX_TERMS: usize = 50_000;

impl Context {
    /// Nothing is defined.
    pub(crate) fn empty() -> Context {
        Context::default()
    }

    /// The context of Open Badges 2.0.
    pub(crate) fn open_badges_2() -> Context {
        Context { published: Some(Published::OpenBadges2), ..Context::default() }
    }

    /// Applies the value of `@context`; `unknown` receives the addresses in it that are not known here.
    pub(crate) fn apply<'a, J: Json<'a>>(
        self: &Rc<Self>,
        local: J,
        addresses: &mut Addresses,
        unknown: &mut BTreeSet<&'a str>,
    ) -> Result<Rc<Self>, Invalid> {
        let unreadable = |_| Invalid("the context cannot be read".into());
        match local.view().map_err(unreadable)? {
            View::Null => Ok(Rc::new(Context::default())),
            View::String(address) => self.published(address, addresses, unknown),
            View::Object(_) => {
                if let Some(inner) = local.member("@context").map_err(unreadable)? {
                    // A context document in place of its content.
                    return match inner.view().map_err(unreadable)? {
                        View::Object(_) => self.inline(inner),
                        _ => Err(Invalid("a context is an address or an object of definitions".into())),
                    };
                }
                self.inline(local)
            }
            View::Array(elements) => {
                let mut context = Rc::clone(self);
                for element in elements {
                    let element = element.map_err(unreadable)?;
                    context = match element.view().map_err(unreadable)? {
                        View::Array(_) => {
                            return Err(Invalid("a context is never an array in an array".into()));
                        }
                        _ => context.apply(element, addresses, unknown)?,
                    };
                }
                Ok(context)
            }
            View::Boolean(_) | View::Number => {
                Err(Invalid("a context is an address or an object of definitions".into()))
            }
        }
    }

    fn published<'a>(
        self: &Rc<Self>,
        address: &'a str,
        addresses: &mut Addresses,
        unknown: &mut BTreeSet<&'a str>,
    ) -> Result<Rc<Self>, Invalid> {
        let published = if terms::is_open_badges_2(address) {
            addresses.open_badges = true;
            Published::OpenBadges2
        } else if terms::is_open_badges_1(address) {
            addresses.open_badges = true;
            Published::OpenBadges1
        } else if let Some(extension) = extensions::context(address) {
            if !addresses.has(extension) {
                addresses.extensions.push(extension);
            }
            Published::Extension(extension)
        } else if is_http_url(address) {
            addresses.note(address);
            unknown.insert(address);
            return Ok(Rc::clone(self));
        } else {
            return Err(Invalid("the address of a context is an http(s) URL".into()));
        };
        Ok(Rc::new(Context { published: Some(published), ..self.layer()? }))
    }

    /// An empty layer over this one.
    fn layer(self: &Rc<Self>) -> Result<Context, Invalid> {
        let height = self.height + 1;
        if height > MAX_LAYERS {
            return Err(Invalid(format!("there are more than {MAX_LAYERS} contexts in contexts")));
        }
        Ok(Context { outer: Some(Rc::clone(self)), height, ..Context::default() })
    }

    fn inline<'a, J: Json<'a>>(self: &Rc<Self>, local: J) -> Result<Rc<Self>, Invalid> {
        Building::new(self.layer()?, local)?.run().map(Rc::new)
    }

    /// What the name means; `Some(None)` if it is defined to mean nothing.
    pub(crate) fn definition(&self, name: &str) -> Option<Option<Cow<'_, Definition>>> {
        let mut context = Some(self);
        while let Some(layer) = context {
            if let Some(own) = layer.own.get(name) {
                return Some(own.as_ref().map(Cow::Borrowed));
            }
            if let Some(published) = layer.published.and_then(|published| published.definition(name)) {
                return Some(Some(Cow::Owned(published)));
            }
            context = layer.outer.as_deref();
        }
        None
    }

    fn vocabulary(&self) -> Option<&str> {
        match &self.vocabulary {
            Some(vocabulary) => vocabulary.as_deref(),
            None => self.outer.as_deref()?.vocabulary(),
        }
    }

    /// The IRI that a name or type stands for, or the keyword; `None` if the name is defined to mean nothing.
    pub(crate) fn expand(&self, name: &str) -> Option<String> {
        if is_keyword(name) {
            return Some(name.into());
        }
        match self.definition(name) {
            Some(definition) => definition.map(|definition| definition.iri.clone()),
            None => Some(match (name.contains(':'), self.vocabulary()) {
                (true, _) => self.expand_compact(name),
                (false, Some(vocabulary)) => compact(&format!("{vocabulary}{name}")),
                (false, None) => name.into(),
            }),
        }
    }

    /// The IRI that a compact IRI stands for; anything else as it is.
    pub(crate) fn expand_compact(&self, text: &str) -> String {
        match text.split_once(':') {
            Some((prefix, suffix)) if prefix != "_" && !suffix.starts_with("//") => {
                match self.definition(prefix) {
                    Some(Some(definition)) => compact(&format!("{}{suffix}", expand_prefix(&definition.iri))),
                    _ => text.into(),
                }
            }
            _ => compact(text),
        }
    }
}

impl Published {
    fn definition(self, name: &str) -> Option<Definition> {
        let keyword = match name {
            "id" => Some("@id"),
            "type" => Some("@type"),
            _ => None,
        };
        if let (Some(keyword), Published::OpenBadges1 | Published::OpenBadges2) = (keyword, self) {
            return Some(Definition::plain(keyword.into()));
        }
        match self {
            Published::Extension(context) => context
                .terms
                .iter()
                .find(|(term, _)| *term == name)
                .map(|(_, iri)| Definition::plain(compact(iri))),
            Published::OpenBadges1 if name == "verify" => {
                Some(Definition { coercion: Reading::Id, ..Definition::plain("obi:verify".into()) })
            }
            Published::OpenBadges1 | Published::OpenBadges2 => {
                let is_old = matches!(self, Published::OpenBadges1);
                if let Some(iri) = terms::prefix(name).filter(|_| !is_old || !matches!(name, "cred" | "dc")) {
                    return Some(Definition::plain(iri.into()));
                }
                let term = terms::term(name).filter(|term| !is_old || term.since_1_1)?;
                let coercion = match term.kind {
                    Kind::Property(Coercion::Id) => Reading::Id,
                    Kind::Property(Coercion::DateTime) => Reading::Literal("xsd:dateTime".into()),
                    Kind::Property(Coercion::Boolean) => Reading::Literal("xsd:boolean".into()),
                    Kind::Property(Coercion::None) | Kind::Class => Reading::Plain,
                };
                Some(Definition { coercion, ..Definition::plain(term.iri.into()) })
            }
        }
    }
}

impl Definition {
    fn plain(iri: String) -> Definition {
        Definition {
            iri,
            coercion: Reading::Plain,
            container: Container::None,
            language: None,
            reverse: false,
        }
    }
}

/// A local context on its way to become a layer: its definitions may refer to each other in any order.
struct Building<'a, J> {
    context: Context,
    /// The members of the local context: not every `Json` finds one among very many quickly.
    members: HashMap<&'a str, J>,
    defining: Vec<String>,
}

/// Longest chain of definitions that refer to each other.
const MAX_CHAIN: usize = 32;

impl<'a, J: Json<'a>> Building<'a, J> {
    fn new(context: Context, local: J) -> Result<Self, Invalid> {
        let unreadable = |_| Invalid("the context cannot be read".into());
        let mut members = HashMap::default();
        if let View::Object(found) = local.view().map_err(unreadable)? {
            if found.len() > MAX_TERMS {
                return Err(Invalid(format!("a context defines at most {MAX_TERMS} terms")));
            }
            for member in found {
                let (name, value) = member.map_err(unreadable)?;
                members.insert(name, value);
            }
        }
        Ok(Building { context, members, defining: Vec::new() })
    }

    fn run(mut self) -> Result<Context, Invalid> {
        self.context.vocabulary = self.keyword("@vocab", true)?;
        // Text in a default language stays text, and what is relative to a base is no IRI anyway.
        self.keyword("@language", false)?;
        self.keyword("@base", false)?;
        // Of several faults the same comes first, however the document is stored.
        let mut members: Vec<_> = self.members.iter().map(|(name, value)| (*name, *value)).collect();
        members.sort_unstable_by_key(|(name, _)| *name);
        for (place, (name, value)) in members.into_iter().enumerate() {
            interruption::poll_at(place);
            if !matches!(name, "@vocab" | "@language" | "@base" | "@version") {
                self.define(name, value)?;
            }
        }
        Ok(self.context)
    }

    fn keyword(&self, name: &str, is_iri: bool) -> Result<Option<Option<String>>, Invalid> {
        let Some(value) = self.members.get(name) else { return Ok(None) };
        match value.view() {
            Ok(View::Null) => Ok(Some(None)),
            Ok(View::String(text)) if text.len() <= MAX_IRI && (!is_iri || text.contains(':')) => {
                Ok(Some(Some(text.into())))
            }
            _ => Err(Invalid(format!("{name} has a value that is not allowed"))),
        }
    }

    fn define(&mut self, name: &str, value: J) -> Result<(), Invalid> {
        if self.context.own.contains_key(name) {
            return Ok(());
        }
        if is_keyword(name) || name.is_empty() {
            return Err(Invalid(format!("{} cannot be defined", describe_text(name, false))));
        }
        if self.defining.len() >= MAX_CHAIN || self.defining.iter().any(|defining| defining == name) {
            return Err(Invalid(format!(
                "the definition of {} depends on itself",
                describe_text(name, false)
            )));
        }
        self.defining.push(name.into());
        let definition = self.definition(name, value);
        self.defining.pop();
        self.context.own.insert(name.into(), definition?);
        Ok(())
    }

    fn definition(&mut self, name: &str, value: J) -> Result<Option<Definition>, Invalid> {
        let wrong = || Invalid(format!("the definition of {} is not allowed", describe_text(name, false)));
        let view = value.view().map_err(|_| wrong())?;
        let id = match view {
            View::Null => return Ok(None),
            View::String(iri) => return Ok(Some(Definition::plain(self.absolute(name, iri)?))),
            View::Object(_) => value.member("@id").map_err(|_| wrong())?,
            _ => return Err(wrong()),
        };
        let text = |member: &str| -> Result<Option<&'a str>, Invalid> {
            match value.member(member).map_err(|_| wrong())? {
                Some(found) => match found.view().map_err(|_| wrong())? {
                    View::String(text) => Ok(Some(text)),
                    View::Null if member == "@container" => Ok(None),
                    _ => Err(wrong()),
                },
                None => Ok(None),
            }
        };
        if let Some(Ok(View::Null)) = id.map(Json::view) {
            return Ok(None);
        }
        let (reverse, coercion, container) = (text("@reverse")?, text("@type")?, text("@container")?);
        let iri = match (text("@id")?, reverse) {
            (Some(_), Some(_)) => return Err(wrong()),
            (Some(iri), None) | (None, Some(iri)) => self.absolute(name, iri)?,
            (None, None) => self.absolute(name, name)?,
        };
        let language = match value.member("@language").map_err(|_| wrong())?.map(Json::view) {
            None => None,
            Some(Ok(View::Null)) => Some(None),
            Some(Ok(View::String(language))) => Some(Some(language.into())),
            Some(_) => return Err(wrong()),
        };
        let coercion = match coercion {
            None => Reading::Plain,
            Some("@id") => Reading::Id,
            Some("@vocab") => Reading::Vocabulary,
            Some(other) => Reading::Literal(self.expand(other)?),
        };
        let container = match container {
            None | Some("@set") => Container::None,
            Some("@list") => Container::List,
            Some("@language") => Container::Language,
            Some("@index") => Container::Index,
            Some(_) => return Err(wrong()),
        };
        Ok(Some(Definition { iri, coercion, container, language, reverse: reverse.is_some() }))
    }

    /// The IRI of a term: absolute, or a keyword.
    fn absolute(&mut self, name: &str, iri: &str) -> Result<String, Invalid> {
        let expanded = if iri == name && !iri.contains(':') {
            // A term that says nothing of its IRI takes the vocabulary.
            match self.context.vocabulary() {
                Some(vocabulary) => compact(&format!("{vocabulary}{name}")),
                None => name.into(),
            }
        } else {
            self.expand(iri)?
        };
        if expanded.len() > MAX_IRI {
            Err(Invalid(format!("the definition of {} is too long", describe_text(name, false))))
        } else if expanded.contains(':') || is_keyword(&expanded) {
            Ok(expanded)
        } else {
            Err(Invalid(format!("the definition of {} is not an absolute IRI", describe_text(name, false))))
        }
    }

    /// Expands a name with the definitions made so far, making those it depends on.
    fn expand(&mut self, name: &str) -> Result<String, Invalid> {
        let first = name.split_once(':').map_or(name, |(prefix, _)| prefix);
        for needed in [name, first] {
            if self.defining.iter().any(|defining| defining == needed) && needed == name {
                continue;
            }
            if let Some(&value) = self.members.get(needed)
                && !self.defining.iter().any(|defining| defining == needed)
            {
                self.define(needed, value)?;
            } else if self.defining.iter().any(|defining| defining == needed) {
                return Err(Invalid(format!(
                    "the definition of {} depends on itself",
                    describe_text(needed, false)
                )));
            }
        }
        Ok(self.context.expand(name).unwrap_or_else(|| name.into()))
    }
}

/// Whether JSON-LD gives the name its meaning.
pub(crate) fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "@base"
            | "@container"
            | "@context"
            | "@default"
            | "@embed"
            | "@embedChildren"
            | "@explicit"
            | "@graph"
            | "@id"
            | "@index"
            | "@language"
            | "@list"
            | "@null"
            | "@omitDefault"
            | "@preserve"
            | "@requireAll"
            | "@reverse"
            | "@set"
            | "@type"
            | "@value"
            | "@vocab"
    )
}

/// An IRI with the prefix that Open Badges has for it, if it has one.
pub(crate) fn compact(iri: &str) -> String {
    for (prefix, start) in terms::PREFIXES {
        if let Some(local) = iri.strip_prefix(start)
            && !local.is_empty()
        {
            return format!("{prefix}:{local}");
        }
    }
    iri.into()
}

/// A compact IRI with a prefix of Open Badges written out.
pub(crate) fn expand_prefix(iri: &str) -> Cow<'_, str> {
    match iri.split_once(':') {
        Some((prefix, local)) => match terms::prefix(prefix) {
            Some(start) => Cow::Owned(format!("{start}{local}")),
            None => Cow::Borrowed(iri),
        },
        None => Cow::Borrowed(iri),
    }
}
