//! What of an SVG matters to baking, found in one pass.

use super::{BYTE_ORDER_MARK, OF_2_0, OF_3_0};
use crate::baking::{ImageFault, badge_text};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, PrefixDeclaration, ResolveResult};
use quick_xml::{NsReader, XmlVersion};
use std::ops::Range;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Deepest nesting of elements that is followed.
const MAX_DEPTH: usize = 256;

/// Most attributes of `<svg>` or of a badge.
const MAX_ATTRIBUTES: usize = 256;

const BROKEN_ATTRIBUTE: &str = "an attribute is malformed, or there twice";

/// What of an SVG matters to baking. Every range is of the document's octets.
pub struct Svg<'d> {
    pub root: Root<'d>,
    pub badges: Vec<Badge<'d>>,
}

/// The start tag `<svg …>`.
pub struct Root<'d> {
    pub name: &'d str,
    pub tag: Range<usize>,
    /// Whether it is `<svg …/>`.
    pub is_empty: bool,
    /// Which prefixes it gives to namespaces of Open Badges, and where.
    pub declarations: Vec<Declaration<'d>>,
}

pub struct Declaration<'d> {
    pub prefix: &'d str,
    pub namespace: &'static str,
    /// The attribute with the space before it.
    pub attribute: Range<usize>,
}

/// An element that carries a badge.
pub struct Badge<'d> {
    pub prefix: Option<&'d str>,
    pub element: Range<usize>,
    /// How many elements are open around it.
    depth: usize,
    verify: Option<String>,
    /// All text in it, the part that is in CDATA sections, and whether there is any beside that but space.
    body: String,
    in_sections: String,
    has_loose_text: bool,
    /// What keeps it from being read. A badge that is only taken out need not be read.
    fault: Option<ImageFault>,
}

impl Badge<'_> {
    /// What it says: its body or, without one, its `verify`. Space around CDATA sections is layout.
    pub fn text(self) -> Result<String, ImageFault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let body = if self.has_loose_text { self.body } else { self.in_sections };
        let text = if body.trim().is_empty() { self.verify.unwrap_or_default() } else { body };
        if text.is_empty() {
            return Err(ImageFault::malformed(self.element.start, "the element of the badge holds none"));
        }
        badge_text(text.into_bytes(), self.element.start)
    }

    fn cannot_be_read(&mut self, offset: usize, reason: &str) {
        self.fault.get_or_insert_with(|| ImageFault::malformed(offset, reason));
    }
}

/// Reads a document from one end to the other.
pub fn read(document: &str) -> Result<Svg<'_>, ImageFault> {
    // The parser does not count the mark.
    let skipped = if document.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut reader = NsReader::from_str(document.get(skipped..).unwrap_or_default());
    let mut reading = Reading { document, root: None, badges: Vec::new(), open: None, depth: 0 };
    let position = |octets: u64| skipped + usize::try_from(octets).unwrap_or_default();
    loop {
        let start = position(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| ImageFault::malformed(position(reader.error_position()), error.to_string()))?;
        let range = start..position(reader.buffer_position());
        match event {
            Event::Start(tag) => reading.start(&tag, &reader, range, false)?,
            Event::Empty(tag) => reading.start(&tag, &reader, range, true)?,
            Event::End(_) => reading.end(range.end),
            Event::Text(text) => reading.text(&text, start)?,
            Event::CData(section) => reading.section(&section, start)?,
            Event::GeneralRef(reference) => reading.reference(&reference, start)?,
            Event::Decl(declaration) => declared(&declaration, start, start == skipped)?,
            Event::DocType(text) => reading.doctype(&text, start)?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return reading.finish(start),
        }
    }
}

/// A document on the way from its first octet to its last.
struct Reading<'d> {
    document: &'d str,
    root: Option<Root<'d>>,
    badges: Vec<Badge<'d>>,
    /// The badge that the way leads through.
    open: Option<Badge<'d>>,
    /// How many elements are open.
    depth: usize,
}

impl<'d> Reading<'d> {
    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        reader: &NsReader<&[u8]>,
        range: Range<usize>,
        is_empty: bool,
    ) -> Result<(), ImageFault> {
        let local_name = tag.local_name();
        let namespace = || reader.resolver().resolve_element(tag.name()).0;
        if let Some(badge) = &mut self.open {
            badge.cannot_be_read(range.start, "there is an element within a badge");
        } else if self.depth == 0 {
            if self.root.is_some() {
                return Err(ImageFault::malformed(range.start, "there is a second element beside the first"));
            }
            let is_svg = local_name.as_ref() == "svg"
                && matches!(namespace(), ResolveResult::Unbound | ResolveResult::Bound(Namespace(SVG)));
            if !is_svg {
                return Err(ImageFault::malformed(range.start, "the document is XML, and no SVG"));
            }
            self.root = Some(self.root(tag, range.clone(), is_empty)?);
        } else if [OF_2_0, OF_3_0].iter().any(|carrier| {
            local_name.as_ref() == carrier.name
                && namespace() == ResolveResult::Bound(Namespace(carrier.namespace))
        }) {
            self.open = Some(self.badge(tag, range.clone()));
        }
        if self.depth >= MAX_DEPTH {
            let reason = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(ImageFault::malformed(range.start, reason));
        }
        self.depth += 1;
        if is_empty {
            self.end(range.end);
        }
        Ok(())
    }

    fn end(&mut self, end: usize) {
        // The parser has seen to it that this is the end of the element that was opened last.
        self.depth = self.depth.saturating_sub(1);
        if let Some(mut badge) = self.open.take_if(|badge| badge.depth == self.depth) {
            badge.element.end = end;
            self.badges.push(badge);
        }
    }

    fn root(
        &self,
        tag: &BytesStart<'_>,
        range: Range<usize>,
        is_empty: bool,
    ) -> Result<Root<'d>, ImageFault> {
        let fault = |reason: String| ImageFault::malformed(range.start, reason);
        let mut declarations = Vec::new();
        for (number, attribute) in tag.attributes().enumerate() {
            let attribute = attribute.map_err(|_| fault(BROKEN_ATTRIBUTE.into()))?;
            if number == MAX_ATTRIBUTES {
                return Err(fault(format!("the element svg has more than {MAX_ATTRIBUTES} attributes")));
            }
            declarations.extend(self.declaration(&attribute));
        }
        // The name follows the `<`.
        let name = self.part(range.start + 1, tag.name().as_ref().len());
        Ok(Root { name, tag: range, is_empty, declarations })
    }

    /// A declaration of a prefix for a namespace of Open Badges.
    fn declaration(&self, attribute: &Attribute<'_>) -> Option<Declaration<'d>> {
        let Some(PrefixDeclaration::Named(prefix)) = attribute.key.as_namespace_binding() else {
            return None;
        };
        if !is_name(prefix) {
            return None;
        }
        let namespaces = [OF_2_0, OF_3_0].map(|carrier| carrier.namespace);
        let namespace = namespaces.into_iter().find(|namespace| *namespace == attribute.value)?;
        let before = self.document.get(..self.offset(attribute.key.as_ref())?)?;
        // The value ends before a quotation mark.
        let end = self.offset(&attribute.value)? + attribute.value.len() + 1;
        let prefix = self.part(self.offset(prefix)?, prefix.len());
        Some(Declaration { prefix, namespace, attribute: before.trim_ascii_end().len()..end })
    }

    fn badge(&self, tag: &BytesStart<'_>, range: Range<usize>) -> Badge<'d> {
        let prefix = tag.name().prefix().map(|prefix| self.part(range.start + 1, prefix.as_ref().len()));
        let mut badge = Badge {
            prefix,
            depth: self.depth,
            verify: None,
            body: String::new(),
            in_sections: String::new(),
            has_loose_text: false,
            fault: None,
            element: range,
        };
        let start = badge.element.start;
        for attribute in tag.attributes().take(MAX_ATTRIBUTES) {
            match attribute
                .map(|attribute| (attribute.key, attribute.normalized_value(XmlVersion::Implicit1_0)))
            {
                Ok((key, Ok(value))) if key.as_ref() == "verify" => badge.verify = Some(value.into_owned()),
                Ok((_, Ok(_))) => {}
                Ok((_, Err(_))) | Err(_) => badge.cannot_be_read(start, BROKEN_ATTRIBUTE),
            }
        }
        badge
    }

    fn text(&mut self, text: &str, start: usize) -> Result<(), ImageFault> {
        let is_space = text.trim_ascii().is_empty();
        if self.depth == 0 && !is_space {
            return Err(ImageFault::malformed(start, "there is text outside of the element svg"));
        }
        if let Some(badge) = &mut self.open {
            badge.body.push_str(text);
            badge.has_loose_text |= !is_space;
        }
        Ok(())
    }

    fn section(&mut self, text: &str, start: usize) -> Result<(), ImageFault> {
        if self.depth == 0 {
            return Err(ImageFault::malformed(start, "there is text outside of the element svg"));
        }
        if let Some(badge) = &mut self.open {
            badge.body.push_str(text);
            badge.in_sections.push_str(text);
        }
        Ok(())
    }

    /// `&…;`, of which only those stand for something that XML itself defines.
    fn reference(&mut self, reference: &BytesRef<'_>, start: usize) -> Result<(), ImageFault> {
        let character = reference.resolve_char_ref().ok().flatten().map(String::from);
        let text = character.or_else(|| resolve_predefined_entity(reference).map(str::to_owned));
        let Some(text) = text.filter(|_| self.depth > 0) else {
            let reason = "there is a reference to an entity, and none is declared in an SVG that is taken";
            return Err(ImageFault::malformed(start, reason));
        };
        self.text(&text, start)
    }

    fn doctype(&mut self, text: &str, start: usize) -> Result<(), ImageFault> {
        if self.root.is_some() {
            return Err(ImageFault::malformed(
                start,
                "the document type is declared after the first element",
            ));
        }
        if text.contains("<!ENTITY") {
            return Err(ImageFault::malformed(
                start,
                "the document type declares entities, which are not taken",
            ));
        }
        Ok(())
    }

    fn finish(self, end: usize) -> Result<Svg<'d>, ImageFault> {
        match self.root {
            Some(root) if self.depth == 0 => Ok(Svg { root, badges: self.badges }),
            Some(_) => Err(ImageFault::malformed(end, "the document ends within an element")),
            None => Err(ImageFault::malformed(end, "the document has no element")),
        }
    }

    /// Where a part of the document lies in it.
    fn offset(&self, part: &str) -> Option<usize> {
        part.as_ptr().addr().checked_sub(self.document.as_ptr().addr())
    }

    fn part(&self, start: usize, length: usize) -> &'d str {
        self.document.get(start..start.saturating_add(length)).unwrap_or_default()
    }
}

/// Whether another name can follow it and a colon (Namespaces in XML 1.0, NCName). Beyond ASCII every character will do.
fn is_name(prefix: &str) -> bool {
    let can_start =
        |character: char| character.is_ascii_alphabetic() || character == '_' || !character.is_ascii();
    prefix.starts_with(can_start)
        && prefix.chars().all(|character| {
            can_start(character) || character.is_ascii_digit() || matches!(character, '-' | '.')
        })
}

fn declared(declaration: &BytesDecl<'_>, start: usize, is_first: bool) -> Result<(), ImageFault> {
    if !is_first {
        return Err(ImageFault::malformed(start, "the XML declaration is not what the document begins with"));
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if ["utf-8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            Ok(())
        }
        Some(_) => Err(ImageFault::malformed(start, "the encoding declared is another than UTF-8")),
    }
}
