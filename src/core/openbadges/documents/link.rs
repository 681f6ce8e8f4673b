//! What connects the renderings of one thing in the two versions of the standard.
//!
//! Source: Open Badges 3.0 Implementation Guide, "How to support both OB 2.0 and OB 3.0 as an Issuer".

use super::forms::elements;
use super::text;
use crate::json::tree::Tree;
use crate::openbadges::datatypes::is_iri;

/// `version` of what is related in Open Badges 2.0.
const VERSION_2: &str = "Open Badges v2p0";

/// `version` of what is related in Open Badges 3.0.
const VERSION_3: &str = "Open Badges v3p0";

/// The class of Open Badges 2.0, as 3.0 has to name it.
pub(super) const BADGE_CLASS: &str = "https://w3id.org/openbadges#BadgeClass";

/// The class of Open Badges 2.0, as 3.0 has to name it.
pub(super) const ASSERTION: &str = "https://w3id.org/openbadges#Assertion";

/// A class of Open Badges 3.0 that a document of 2.0 can be related to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkedClass {
    /// Of an issuer.
    Profile,
    /// Of a badge class.
    Achievement,
}

impl LinkedClass {
    /// The class as 2.0 has to name it.
    fn iri(self) -> &'static str {
        match self {
            LinkedClass::Profile => "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile",
            LinkedClass::Achievement => "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement",
        }
    }
}

/// A Profile or BadgeClass of 2.0 that says, in `related`, what its 3.0 rendering is called. One that says so
/// already stays as it is, and so does one whose rendering has a name (a DID) that 2.0 would refuse.
pub fn link_to_v3<'a>(mut document: Tree<'a>, class: LinkedClass, id: &str) -> Tree<'a> {
    if !is_iri(id) || linked_v3(&document, class) == Some(id) {
        return document;
    }
    let mut related = document.get("related").map(|related| elements(related).to_vec()).unwrap_or_default();
    related.push(Tree::object([
        ("type", vec![Tree::from(class.iri())].into()),
        ("id", id.to_owned().into()),
        ("version", VERSION_3.into()),
    ]));
    document.set("related", related);
    document
}

/// The id of the 3.0 rendering that a document of 2.0 names.
pub(crate) fn linked_v3<'t>(document: &'t Tree<'_>, class: LinkedClass) -> Option<&'t str> {
    let related = elements(document.get("related")?).iter();
    related.filter(|related| names_class(related, class.iri())).find_map(|related| text(related, "id"))
}

/// Whether an object is of the class of that IRI.
pub(super) fn names_class(object: &Tree<'_>, class: &str) -> bool {
    let is_it = |value: &Tree<'_>| matches!(value, Tree::String(name) if name == class);
    object.get("type").is_some_and(|types| elements(types).iter().any(is_it))
}

/// The entry of an Achievement's `related` for the BadgeClass it renders.
pub(super) fn related_badge_class<'a>(id: &str) -> Tree<'a> {
    Tree::object([
        ("type", vec![Tree::from("Related"), BADGE_CLASS.into()].into()),
        ("id", id.to_owned().into()),
        ("version", VERSION_2.into()),
    ])
}

/// The entry of a Profile's `otherIdentifier` for the Profile of 2.0 it renders.
pub(super) fn profile_identifier<'a>(id: &str) -> Tree<'a> {
    Tree::object([
        ("type", "IdentifierEntry".into()),
        ("identifier", id.to_owned().into()),
        ("identifierType", "identifier".into()),
    ])
}

/// The evidence of a credential that is the Assertion it renders.
pub(super) fn original_assertion<'a>(id: &str) -> Tree<'a> {
    Tree::object([
        ("id", id.to_owned().into()),
        ("type", vec![Tree::from("Evidence"), ASSERTION.into()].into()),
        ("name", "Open Badges 2.0 assertion".into()),
        ("description", "The same award as it was made, in the form of Open Badges 2.0".into()),
    ])
}
