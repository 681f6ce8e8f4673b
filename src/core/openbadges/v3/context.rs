//! What the contexts of a document of 3.0 say about the meaning of its members.

use super::super::rules::ClassRules;
use super::formats::is_absolute_iri;
use crate::json::{Json, ReadError, View, string};

/// The context of the VC Data Model 2.0.
pub(super) const DATA_MODEL_2: &str = "https://www.w3.org/ns/credentials/v2";

/// The context of the VC Data Model 1.1.
pub(super) const DATA_MODEL_1: &str = "https://www.w3.org/2018/credentials/v1";

/// The newest context of Open Badges 3.0.
pub(super) const OPEN_BADGES_3_0_3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The one before, which lacks the terms that tables call recent.
const OPEN_BADGES_3_0_2: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";

/// The context of 1EdTech's own types of schemas, status lists and refresh services.
pub(super) const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// Whether this is how the address of a context of Open Badges 3.0 looks, whatever its number.
///
/// Source: the pattern of the official JSON schema.
pub(super) fn is_open_badges_3(context: &str) -> bool {
    let Some(mut rest) = context.strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context") else {
        return false;
    };
    while let Some(version) = rest.strip_prefix("-3.") {
        rest = match version.as_bytes() {
            [minor, b'.', patch, ..] if minor.is_ascii_digit() && patch.is_ascii_digit() => {
                version.get(3..).unwrap_or_default()
            }
            _ => return false,
        };
    }
    rest == ".json"
}

/// The contexts that give every term of the tables its meaning, and no other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Base {
    has_data_model: bool,
    open_badges: Option<&'static str>,
}

/// What a list of contexts consists of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Listed {
    base: Base,
    has_extensions: bool,
    /// Whether there is anything else, so that only JSON-LD can tell what the terms mean.
    has_more: bool,
    is_data_model_1: bool,
}

impl Listed {
    pub(super) fn read<'a, J: Json<'a>>(contexts: J) -> Result<Listed, ReadError> {
        let mut listed = Listed::default();
        match contexts.view()? {
            View::Array(elements) => {
                for (index, element) in elements.enumerate() {
                    listed.add(index, string(element?)?);
                }
            }
            View::String(context) => listed.add(0, Some(context)),
            _ => listed.has_more = true,
        }
        Ok(listed)
    }

    fn add(&mut self, index: usize, context: Option<&str>) {
        match (context, index, self.base.open_badges) {
            (Some(DATA_MODEL_2), 0, _) => self.base.has_data_model = true,
            (Some(DATA_MODEL_1), 0, _) => {
                self.is_data_model_1 = true;
                self.has_more = true;
            }
            (Some(OPEN_BADGES_3_0_3), _, None) => self.base.open_badges = Some(OPEN_BADGES_3_0_3),
            (Some(OPEN_BADGES_3_0_2), _, None) => self.base.open_badges = Some(OPEN_BADGES_3_0_2),
            (Some(EXTENSIONS), _, Some(_)) => self.has_extensions = true,
            _ => self.has_more = true,
        }
    }
}

/// What is known of the contexts of a document, and whether JSON-LD has to be asked what it means.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope {
    listed: Listed,
    /// Whether there is no context at all.
    pub(super) is_absent: bool,
    /// Whether a context was seen that is not at hand.
    pub(super) has_unknown: bool,
    /// Whether anything was seen whose meaning does not follow from the tables alone.
    pub(super) asks_json_ld: bool,
    /// Whether a type of [`EXTENSIONS`] without that context is to be a warning only.
    pub(super) tolerates_extension_types: bool,
}

impl Scope {
    /// The scope that a document opens.
    pub(super) fn of<'a, J: Json<'a>>(document: J) -> Result<Scope, ReadError> {
        let contexts = match document.member("@context")? {
            Some(contexts) if !matches!(contexts.view()?, View::Null) => contexts,
            _ => return Ok(Scope { is_absent: true, ..Scope::default() }),
        };
        let listed = Listed::read(contexts)?;
        let asks_json_ld = listed.has_more || listed.base.open_badges.is_none();
        Ok(Scope { listed, asks_json_ld, ..Scope::default() })
    }

    /// Whether the credential is one of the VC Data Model 1.1.
    pub(super) fn is_data_model_1(&self) -> bool {
        self.listed.is_data_model_1
    }

    /// The rules of a class in the data model of this document.
    pub(crate) fn rules(&self, class: &'static ClassRules) -> &'static ClassRules {
        match class.in_data_model_1 {
            Some(older) if self.is_data_model_1() => older,
            _ => class,
        }
    }

    /// Notes the contexts of an object within the document.
    pub(super) fn nested(&mut self, listed: Listed) {
        if self.is_absent {
            return;
        }
        self.asks_json_ld |= listed.has_more
            || listed.base != self.listed.base
            || listed.has_extensions && !self.listed.has_extensions;
    }

    /// Notes the identifier of an object, which JSON-LD may have to resolve.
    pub(crate) fn identifier(&mut self, text: &str) {
        self.asks_json_ld |= !self.is_absent && !is_absolute_iri(text);
    }

    /// Notes a term that older contexts lack.
    pub(super) fn recent_term(&mut self) {
        self.asks_json_ld |= !self.is_absent && self.listed.base.open_badges != Some(OPEN_BADGES_3_0_3);
    }

    /// Whether the terms of the VC Data Model 2.0 are defined. What has no context is part of a document that has.
    pub(super) fn has_data_model_2(&self) -> bool {
        self.listed.base.has_data_model || self.is_absent
    }

    /// Whether the types of 1EdTech's extensions are defined.
    pub(super) fn has_extensions(&self) -> bool {
        self.listed.has_extensions || self.is_absent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_of_open_badges_is_known_by_its_address() {
        for end in [".json", "-3.0.3.json", "-3.9.9.json", "-3.0.1-3.0.2.json"] {
            assert!(
                is_open_badges_3(&format!("https://purl.imsglobal.org/spec/ob/v3p0/context{end}")),
                "{end}"
            );
        }
        for end in
            ["", "-3.0.json", "-3.0.10.json", "-2.0.0.json", "/ob_v3p0.jsonld", ".json#", "-3.é.0.json"]
        {
            assert!(
                !is_open_badges_3(&format!("https://purl.imsglobal.org/spec/ob/v3p0/context{end}")),
                "{end}"
            );
        }
    }
}
