//! Badges in an SVG: an element of a namespace of Open Badges, first within `<svg>` (Extensible Markup Language 1.0,
//! Namespaces in XML 1.0).
//!
//! The document is read from one end to the other, and never as a tree. No entity is declared or expanded, nothing that it
//! refers to is read, and whether it is a good SVG apart from its markup is left to whoever shows it.

mod reading;

use super::{Baked, BakingError, Credential, ImageFault};
use crate::openbadges::Version;
use crate::openbadges::verification::NoAward;
use quick_xml::escape::escape;
use reading::{Root, Svg, read};
use std::ops::Range;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The characters that JSON text may hold and XML may not.
const NOT_IN_XML: [char; 2] = ['\u{fffe}', '\u{ffff}'];

/// Most prefixes that are tried for one that nothing in the document uses.
const MAX_PREFIXES: usize = 16;

/// The element that carries a badge.
struct Carrier {
    namespace: &'static str,
    name: &'static str,
}

const OF_2_0: Carrier = Carrier { namespace: "http://openbadges.org", name: "assertion" };
const OF_3_0: Carrier = Carrier { namespace: "https://purl.imsglobal.org/ob/v3p0", name: "credential" };

/// Whether the octets begin as an XML document in UTF-8 does.
pub(super) fn is_likely(image: &[u8]) -> bool {
    let start = image.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(image).trim_ascii_start();
    matches!(start, [b'<', next, ..] if *next != 0)
}

pub(super) fn unbake(image: &[u8]) -> Result<Option<Baked>, ImageFault> {
    let badges = read(text_of(image)?)?.badges;
    let further = badges.len().saturating_sub(1);
    let Some(first) = badges.into_iter().next() else { return Ok(None) };
    Ok(Some(Baked { text: first.text()?, further }))
}

pub(super) fn bake(image: &[u8], credential: &Credential<'_>) -> Result<Vec<u8>, BakingError> {
    if credential.text.contains(NOT_IN_XML) {
        let reason = "holds the character U+FFFE or U+FFFF, which XML does not";
        return Err(BakingError::Credential(NoAward::Unreadable(reason.into())));
    }
    let carrier = if credential.version == Version::V3_0 { &OF_3_0 } else { &OF_2_0 };
    let document = text_of(image)?;
    let svg = read(document)?;
    if svg.badges.is_empty() {
        return Ok(with_badge(document, &svg.root, carrier, credential)?);
    }
    let bare = without_badges(document, &svg, carrier);
    Ok(with_badge(&bare, &read(&bare)?.root, carrier, credential)?)
}

/// The document, if it is text that XML can hold.
fn text_of(image: &[u8]) -> Result<&str, ImageFault> {
    let document = std::str::from_utf8(image)
        .map_err(|error| ImageFault::malformed(error.valid_up_to(), "an SVG is taken in UTF-8 only"))?;
    match image.iter().position(|octet| *octet < b' ' && !matches!(octet, b'\t' | b'\n' | b'\r')) {
        Some(offset) => Err(ImageFault::malformed(offset, "XML holds no control characters")),
        None => Ok(document),
    }
}

/// The document without what carries its badges: their elements, and the declaration in `<svg>` of the prefix of the first
/// if nothing else uses it and the next carrier will not.
fn without_badges(document: &str, svg: &Svg<'_>, next: &Carrier) -> String {
    let without = |ranges: &mut dyn Iterator<Item = &Range<usize>>| {
        let mut rest = String::with_capacity(document.len());
        let mut kept = 0;
        for range in ranges {
            rest.push_str(document.get(kept..range.start).unwrap_or_default());
            kept = range.end;
        }
        rest.push_str(document.get(kept..).unwrap_or_default());
        rest
    };
    let elements = || svg.badges.iter().map(|badge| &badge.element);
    let bare = without(&mut elements());
    let prefix = svg.badges.first().and_then(|badge| badge.prefix);
    let mut declarations = svg.root.declarations.iter();
    let declaration = declarations.find(|declaration| Some(declaration.prefix) == prefix);
    match declaration.filter(|declaration| declaration.namespace != next.namespace) {
        Some(declaration) if !bare.contains(&format!("{}:", declaration.prefix)) => {
            without(&mut std::iter::once(&declaration.attribute).chain(elements()))
        }
        _ => bare,
    }
}

fn with_badge(
    document: &str,
    root: &Root<'_>,
    carrier: &Carrier,
    credential: &Credential<'_>,
) -> Result<Vec<u8>, ImageFault> {
    let declared = root.declarations.iter().find(|declaration| declaration.namespace == carrier.namespace);
    let (prefix, declaration) = match declared {
        Some(declared) => (declared.prefix.to_owned(), String::new()),
        None => {
            let prefix = free_prefix(document, root)?;
            let declaration = format!(" xmlns:{prefix}=\"{}\"", carrier.namespace);
            (prefix, declaration)
        }
    };
    let url = credential.url.as_deref().filter(|url| !url.contains(is_rewritten_by_xml));
    let verify = if credential.is_token { Some(credential.text) } else { url };
    let verify = verify.map(|text| format!(" verify=\"{}\"", escape(text))).unwrap_or_default();
    let name = format!("{prefix}:{}", carrier.name);
    let element = if credential.is_token {
        format!("<{name}{verify}/>")
    } else {
        let sections = credential.text.replace("]]>", "]]]]><![CDATA[>");
        format!("<{name}{verify}><![CDATA[{sections}]]></{name}>")
    };
    // The name follows the `<` of the tag.
    let after_name = root.tag.start + 1 + root.name.len();
    let (end_of_tag, close) = if root.is_empty {
        (root.tag.end.saturating_sub("/>".len()), (">", format!("</{}>", root.name)))
    } else {
        (root.tag.end, ("", String::new()))
    };
    let part = |range: Range<usize>| document.get(range).unwrap_or_default();
    let after_tag = part(root.tag.end..document.len());
    let parts = [
        part(0..after_name),
        &declaration,
        part(after_name..end_of_tag),
        close.0,
        &element,
        &close.1,
        after_tag,
    ];
    Ok(parts.concat().into_bytes())
}

/// Whether an attribute would come back with something else in place of the character, or not at all.
fn is_rewritten_by_xml(character: char) -> bool {
    character.is_control() || NOT_IN_XML.contains(&character)
}

/// A prefix that the document uses nowhere, `openbadges` if it can be.
fn free_prefix(document: &str, root: &Root<'_>) -> Result<String, ImageFault> {
    (1..=MAX_PREFIXES)
        .map(|number| if number == 1 { "openbadges".to_owned() } else { format!("openbadges{number}") })
        .find(|prefix| {
            !document.contains(&format!("{prefix}:")) && !document.contains(&format!("xmlns:{prefix}"))
        })
        .ok_or_else(|| {
            ImageFault::malformed(root.tag.start, "the prefixes openbadges to openbadges16 are all in use")
        })
}
