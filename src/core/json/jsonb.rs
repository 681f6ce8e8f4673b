//! PostgreSQL's binary `jsonb`, read in place.
//!
//! A container (array or object) is a header word (flags and child count), one entry word for each child, and
//! the children's data. An object's children are its names in key order, then its values in that same order.
//! An entry holds the child's type and either its length or, now and then, the offset of its end, so that
//! a far child is found without adding up every length before it. Numbers and containers start at the next
//! multiple of four bytes, the padding counting as theirs. Words are in the machine's byte order.
//!
//! Source: `src/include/utils/jsonb.h` of PostgreSQL 15 to 18, which share this format.
//!
//! What runs once for each value is `inline(always)`: a result of several words handed over through memory
//! costs more than the reading itself.

use super::{Json, Number, ReadError, View};
use std::cmp::Ordering;

/// The type, offset and flag bits shared by the reader and the writer.
pub(super) mod layout {
    /// Header: number of children, or of pairs.
    pub const COUNT_MASK: u32 = 0x0FFF_FFFF;
    /// Header: an array of one element that stands for that scalar; only at the root.
    pub const SCALAR: u32 = 0x1000_0000;
    /// Header: an object.
    pub const OBJECT: u32 = 0x2000_0000;
    /// Header: an array.
    pub const ARRAY: u32 = 0x4000_0000;

    /// Entry: length of the child, or offset of its end.
    pub const LENGTH_MASK: u32 = 0x0FFF_FFFF;
    /// Entry: type of the child.
    pub const TYPE_MASK: u32 = 0x7000_0000;
    /// Entry: the low bits are an offset from the start of the container's data.
    pub const HAS_OFFSET: u32 = 0x8000_0000;

    pub const IS_STRING: u32 = 0x0000_0000;
    pub const IS_NUMERIC: u32 = 0x1000_0000;
    pub const IS_FALSE: u32 = 0x2000_0000;
    pub const IS_TRUE: u32 = 0x3000_0000;
    pub const IS_NULL: u32 = 0x4000_0000;
    pub const IS_CONTAINER: u32 = 0x5000_0000;

    /// Bytes in a header or an entry, and the alignment of numbers and containers.
    pub const WORD: usize = size_of::<u32>();
}

use layout::*;

/// One entry word, in the machine's byte order.
type Entry = [u8; WORD];

/// A value inside a binary `jsonb`.
///
/// Nothing is checked ahead of use: each call checks what it reads, and never reads outside the slice.
/// [`Json::view`] of an object checks that its names are UTF-8, its iterator the rest.
#[derive(Debug, Clone, Copy)]
pub struct Jsonb<'a> {
    /// The type bits of an entry.
    kind: u32,
    bytes: &'a [u8],
}

impl<'a> Jsonb<'a> {
    /// The document whose root container is `bytes`: a `jsonb` datum without its varlena length word.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] if there is no header, or a scalar is not as announced.
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let (&header, data) = bytes.split_first_chunk().ok_or(ReadError::Corrupt)?;
        if u32::from_ne_bytes(header) != SCALAR | ARRAY | 1 {
            return Ok(Jsonb { kind: IS_CONTAINER, bytes });
        }
        let (entry, data) = data.split_first_chunk().ok_or(ReadError::Corrupt)?;
        let scalar = Children { entries: &[], offset: 0, rest: data }.child(u32::from_ne_bytes(*entry))?;
        if scalar.kind == IS_CONTAINER { Err(ReadError::Corrupt) } else { Ok(scalar) }
    }
}

impl<'a> Json<'a> for Jsonb<'a> {
    type Elements = Elements<'a>;
    type Members = Members<'a>;

    #[inline(always)]
    fn view(self) -> Result<View<'a, Self>, ReadError> {
        Ok(match self.kind {
            IS_STRING => View::String(utf8(self.bytes)?),
            IS_CONTAINER => match Container::parse(self.bytes)? {
                Container::Array(elements) => View::Array(elements),
                Container::Object(object) => View::Object(object.members()?),
            },
            IS_NUMERIC => View::Number,
            IS_TRUE => View::Boolean(true),
            IS_FALSE => View::Boolean(false),
            IS_NULL => View::Null,
            _ => return Err(ReadError::Corrupt),
        })
    }

    #[inline]
    fn member(self, name: &str) -> Result<Option<Self>, ReadError> {
        match self.kind {
            IS_CONTAINER => match Container::parse(self.bytes)? {
                Container::Object(object) => object.member(name.as_bytes()),
                Container::Array(_) => Ok(None),
            },
            _ => Ok(None),
        }
    }

    #[inline]
    fn number(self) -> Result<Option<Number<'a>>, ReadError> {
        match self.kind {
            IS_NUMERIC => Number::from_varlena(self.bytes).map(Some),
            _ => Ok(None),
        }
    }
}

/// An array or object, its words and data told apart.
enum Container<'a> {
    Array(Elements<'a>),
    Object(Object<'a>),
}

impl<'a> Container<'a> {
    #[inline]
    fn parse(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let (&header, rest) = bytes.split_first_chunk().ok_or(ReadError::Corrupt)?;
        let header = u32::from_ne_bytes(header);
        let count = (header & COUNT_MASK) as usize;
        match header & !COUNT_MASK {
            ARRAY => {
                let (entries, data) = split_entries(rest, count)?;
                Ok(Container::Array(Elements { children: Children { entries, offset: 0, rest: data } }))
            }
            OBJECT => {
                let (entries, data) = split_entries(rest, count.checked_mul(2).ok_or(ReadError::Corrupt)?)?;
                Ok(Container::Object(Object { entries, count, data }))
            }
            _ => Err(ReadError::Corrupt),
        }
    }
}

#[inline]
fn split_entries(bytes: &[u8], count: usize) -> Result<(&[Entry], &[u8]), ReadError> {
    let length = count.checked_mul(WORD).ok_or(ReadError::Corrupt)?;
    let (entries, rest) = bytes.split_at_checked(length).ok_or(ReadError::Corrupt)?;
    Ok((entries.as_chunks().0, rest))
}

#[derive(Clone, Copy)]
struct Object<'a> {
    /// Of the names, then of the values.
    entries: &'a [Entry],
    /// How many of each.
    count: usize,
    data: &'a [u8],
}

impl<'a> Object<'a> {
    #[inline]
    fn members(self) -> Result<Members<'a>, ReadError> {
        let (names, values) = self.entries.split_at_checked(self.count).ok_or(ReadError::Corrupt)?;
        let offset = offset_after(names);
        let (text, data) = self.data.split_at_checked(offset).ok_or(ReadError::Corrupt)?;
        let names = Names { entries: names, rest: utf8(text)?, offset: 0, previous: None };
        Ok(Members { names, values: Children { entries: values, offset, rest: data } })
    }

    /// Binary search among the names, which are in order of length, then of bytes.
    #[inline]
    fn member(self, name: &[u8]) -> Result<Option<Jsonb<'a>>, ReadError> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match self.compare(middle, name)? {
                Ordering::Less => low = middle.saturating_add(1),
                Ordering::Greater => high = middle,
                Ordering::Equal => {
                    let (before, entries) = self.split(middle.saturating_add(self.count))?;
                    let (offset, rest) = self.data_after(before)?;
                    return Children { entries, offset, rest }.next().transpose();
                }
            }
        }
        Ok(None)
    }

    /// The name at `index` against `name`. Most differ in length, which the entry alone tells.
    #[inline]
    fn compare(self, index: usize, name: &[u8]) -> Result<Ordering, ReadError> {
        let (before, entries) = self.split(index)?;
        let entry = u32::from_ne_bytes(*entries.first().ok_or(ReadError::Corrupt)?);
        let field = (entry & LENGTH_MASK) as usize;
        if entry & HAS_OFFSET == 0 && field != name.len() {
            return Ok(field.cmp(&name.len()));
        }
        let (start, data) = self.data_after(before)?;
        let length = length(entry, start).ok_or(ReadError::Corrupt)?;
        Ok(key_order(data.get(..length).ok_or(ReadError::Corrupt)?, name))
    }

    /// Where the data of these children ends, and the data from there on.
    #[inline]
    fn data_after(self, children: &[Entry]) -> Result<(usize, &'a [u8]), ReadError> {
        let offset = offset_after(children);
        Ok((offset, self.data.get(offset..).ok_or(ReadError::Corrupt)?))
    }

    #[inline]
    fn split(self, index: usize) -> Result<(&'a [Entry], &'a [Entry]), ReadError> {
        self.entries.split_at_checked(index).ok_or(ReadError::Corrupt)
    }
}

/// Where the data of these children ends, which are the first of their container. Saturated, beyond any data.
#[inline]
fn offset_after(entries: &[Entry]) -> usize {
    let mut offset = 0_usize;
    for &entry in entries.iter().rev() {
        let entry = u32::from_ne_bytes(entry);
        offset = offset.saturating_add((entry & LENGTH_MASK) as usize);
        if entry & HAS_OFFSET != 0 {
            break;
        }
    }
    offset
}

/// The order of names in an object: shorter first, then by bytes.
#[inline]
pub(crate) fn key_order(left: &[u8], right: &[u8]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// Length of the child at this offset, padding included; `None` if it would end before it begins.
#[inline]
fn length(entry: u32, offset: usize) -> Option<usize> {
    let field = (entry & LENGTH_MASK) as usize;
    if entry & HAS_OFFSET == 0 { Some(field) } else { field.checked_sub(offset) }
}

#[inline]
fn utf8(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)
}

/// Children in order; offset and data run along, so that each entry is read once.
#[derive(Clone)]
struct Children<'a> {
    entries: &'a [Entry],
    /// Where the next child begins, from the start of the container's data.
    offset: usize,
    /// The data from there on.
    rest: &'a [u8],
}

impl<'a> Children<'a> {
    #[inline(always)]
    fn child(&mut self, entry: u32) -> Result<Jsonb<'a>, ReadError> {
        let length = length(entry, self.offset).ok_or(ReadError::Corrupt)?;
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(ReadError::Corrupt)?;
        let kind = entry & TYPE_MASK;
        let is_aligned = kind == IS_NUMERIC || kind == IS_CONTAINER;
        let padding = if is_aligned { self.offset.wrapping_neg() % WORD } else { 0 };
        let bytes = bytes.get(padding..).ok_or(ReadError::Corrupt)?;
        self.offset = self.offset.saturating_add(length);
        self.rest = rest;
        Ok(Jsonb { kind, bytes })
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Result<Jsonb<'a>, ReadError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (entry, rest) = self.entries.split_first()?;
        self.entries = rest;
        Some(self.child(u32::from_ne_bytes(*entry)))
    }
}

/// Elements of an array.
#[derive(Clone)]
pub struct Elements<'a> {
    children: Children<'a>,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Jsonb<'a>, ReadError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        self.children.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let remaining = self.children.entries.len();
        (remaining, Some(remaining))
    }
}

impl ExactSizeIterator for Elements<'_> {}

/// The names of an object, all checked to be UTF-8 at once: they lie side by side.
#[derive(Clone)]
struct Names<'a> {
    entries: &'a [Entry],
    rest: &'a str,
    offset: usize,
    previous: Option<&'a str>,
}

impl<'a> Names<'a> {
    #[inline(always)]
    fn name(&mut self, entry: u32) -> Result<&'a str, ReadError> {
        let length = length(entry, self.offset).ok_or(ReadError::Corrupt)?;
        let (name, rest) = self.rest.split_at_checked(length).ok_or(ReadError::Corrupt)?;
        let in_order = match self.previous {
            Some(previous) => previous.len() < length || (previous.len() == length && previous < name),
            None => true,
        };
        if entry & TYPE_MASK != IS_STRING || !in_order {
            return Err(ReadError::Corrupt);
        }
        self.offset = self.offset.saturating_add(length);
        self.rest = rest;
        self.previous = Some(name);
        Ok(name)
    }
}

impl<'a> Iterator for Names<'a> {
    type Item = Result<&'a str, ReadError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (entry, rest) = self.entries.split_first()?;
        self.entries = rest;
        Some(self.name(u32::from_ne_bytes(*entry)))
    }
}

/// Members of an object in key order: shorter names first, then by bytes.
///
/// Names out of order are [`ReadError::Corrupt`], so names are unique and [`Json::member`] finds what is listed.
#[derive(Clone)]
pub struct Members<'a> {
    names: Names<'a>,
    values: Children<'a>,
}

impl<'a> Iterator for Members<'a> {
    type Item = Result<(&'a str, Jsonb<'a>), ReadError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = (self.names.next()?, self.values.next()?);
        Some(name.and_then(|name| Ok((name, value?))))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let remaining = self.names.entries.len();
        (remaining, Some(remaining))
    }
}

impl ExactSizeIterator for Members<'_> {}
