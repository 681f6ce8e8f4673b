//! Reading members of 3.0 documents, where a property with one value may stand without an array.

use crate::json::Tree;
pub(super) use crate::openbadges::datatypes::comparable;
use crate::openbadges::jsonld::{context::Context, normalise};
use crate::openbadges::report::List;

/// The string member of that name.
pub(super) fn text<'t>(object: &'t Tree<'_>, name: &str) -> Option<&'t str> {
    match object.get(name) {
        Some(Tree::String(text)) => Some(text),
        _ => None,
    }
}

/// The values of a member: the elements of an array, or the value itself; none if it is absent or null.
pub(super) fn all<'t, 'd>(object: &'t Tree<'d>, name: &str) -> &'t [Tree<'d>] {
    match object.get(name) {
        None | Some(Tree::Null) => &[],
        Some(Tree::Array(elements)) => elements,
        Some(value) => std::slice::from_ref(value),
    }
}

/// Whether `type` is, or holds, that name.
pub(super) fn has_type(object: &Tree<'_>, name: &str) -> bool {
    all(object, "type").iter().any(|found| matches!(found, Tree::String(found) if found == name))
}

/// The identifier of an object, or the string that names it.
pub(super) fn id<'t>(reference: &'t Tree<'_>) -> Option<&'t str> {
    match reference {
        Tree::String(id) => Some(id),
        _ => text(reference, "id"),
    }
}

/// The issuer's identifier.
pub(super) fn issuer<'t>(credential: &'t Tree<'_>) -> Option<&'t str> {
    credential.get("issuer").and_then(id)
}

/// A document of 2.0 in the plain form of its context: what is given by other names, or in arrays and sets, under the name
/// and in the place that every reader looks at. One without a context is part of a document that has. A document that JSON-LD
/// has no meaning of stays as it is.
pub(super) fn plain(document: &Tree<'_>) -> Tree<'static> {
    let is_part = document.get("@context").is_none();
    let outer = if is_part { Context::open_badges_2() } else { Context::empty() };
    match normalise(document, outer, &mut List::default()) {
        Ok(normalised) if is_part || normalised.addresses.open_badges => {
            normalised.root.into_tree().into_owned()
        }
        _ => document.clone().into_owned(),
    }
}

/// Whether two identifiers name the same: equal once trimmed and percent-decoded (Open Badges 3.0, "Credential
/// equality and comparison").
pub(super) fn is_same_id(one: &str, other: &str) -> bool {
    one == other || comparable(one) == comparable(other)
}

/// Whether two values are the same but for the order of members and the spelling of numbers.
pub(super) fn is_same_value(one: &Tree<'_>, other: &Tree<'_>) -> bool {
    let canonical = |value: &Tree<'_>| {
        let mut text = String::new();
        crate::proof::jcs::canonicalize(value, None, &mut text).map(|()| text)
    };
    matches!((canonical(one), canonical(other)), (Ok(one), Ok(other)) if one == other)
}

/// Scheme-less origin of an http(s) URL: host and port.
pub(super) fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_http = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_http.then(|| rest.split(['/', '?', '#']).next())?.filter(|authority| !authority.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_compared_decoded_and_trimmed() {
        assert!(is_same_id("https://example.org/a b", " https://example.org/a%20b"));
        assert!(is_same_id("https://example.org/%E2%82%AC", "https://example.org/%e2%82%ac"));
        assert!(!is_same_id("https://example.org/a", "https://example.org/A"));
        assert!(is_same_id("%zz%4", "%zz%4"));
    }
}
