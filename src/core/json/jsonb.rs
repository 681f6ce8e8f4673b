//! PostgreSQL's binary `jsonb`, read in place.
//!
//! A container (array or object) is a header word (flags and child count), one entry word for each child, and
//! the children's data. An object's children are its names in key order, then its values in that same order.
//! An entry holds the child's type and either its length or, now and then, the offset of its end, so that
//! a far child is found without adding up every length before it. Numbers and containers start at the next
//! multiple of four bytes, the padding counting as theirs. Words are in the machine's byte order.
//!
//! Source: `src/include/utils/jsonb.h` of PostgreSQL 15 to 18, which share this format.

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

#[derive(Debug, Clone, Copy)]
enum Kind {
    Null,
    Boolean(bool),
    Number,
    String,
    Container,
}

/// A value inside a binary `jsonb`.
///
/// Nothing is checked ahead of use: each call checks the bytes it reads, and never reads outside the slice.
#[derive(Debug, Clone, Copy)]
pub struct Jsonb<'a> {
    kind: Kind,
    bytes: &'a [u8],
}

impl<'a> Jsonb<'a> {
    /// The document whose root container is `bytes`: a `jsonb` datum without its varlena length word.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] if the root is no array, object or scalar.
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let root = Jsonb { kind: Kind::Container, bytes };
        let header = Container::header(bytes)?.0;
        if header & SCALAR == 0 {
            return Ok(root);
        }
        if header != SCALAR | ARRAY | 1 {
            return Err(ReadError::Corrupt);
        }
        let mut elements = Container::parse(bytes)?.elements();
        match elements.next() {
            Some(Ok(scalar)) if !matches!(scalar.kind, Kind::Container) => Ok(scalar),
            _ => Err(ReadError::Corrupt),
        }
    }

    #[inline]
    fn container(self) -> Result<Option<Container<'a>>, ReadError> {
        match self.kind {
            Kind::Container if Container::header(self.bytes)?.0 & SCALAR != 0 => Err(ReadError::Corrupt),
            Kind::Container => Container::parse(self.bytes).map(Some),
            _ => Ok(None),
        }
    }
}

impl<'a> Json<'a> for Jsonb<'a> {
    type Elements = Elements<'a>;
    type Members = Members<'a>;

    #[inline]
    fn view(self) -> Result<View<'a, Self>, ReadError> {
        Ok(match self.kind {
            Kind::Null => View::Null,
            Kind::Boolean(flag) => View::Boolean(flag),
            Kind::Number => View::Number,
            Kind::String => View::String(text(self.bytes)?),
            Kind::Container => match self.container()? {
                Some(object) if object.is_object => View::Object(object.members()?),
                Some(array) => View::Array(array.elements()),
                None => return Err(ReadError::Corrupt),
            },
        })
    }

    #[inline]
    fn member(self, name: &str) -> Result<Option<Self>, ReadError> {
        match self.container()? {
            Some(object) if object.is_object => object.member(name.as_bytes()),
            _ => Ok(None),
        }
    }

    #[inline]
    fn number(self) -> Result<Option<Number<'a>>, ReadError> {
        match self.kind {
            Kind::Number => Number::from_varlena(self.bytes).map(Some),
            _ => Ok(None),
        }
    }
}

/// An array or object taken apart: one entry for each child, and the children's data.
#[derive(Clone, Copy)]
struct Container<'a> {
    is_object: bool,
    entries: &'a [Entry],
    data: &'a [u8],
}

impl<'a> Container<'a> {
    #[inline]
    fn header(bytes: &[u8]) -> Result<(u32, &[u8]), ReadError> {
        let (header, rest) = bytes.split_first_chunk().ok_or(ReadError::Corrupt)?;
        Ok((u32::from_ne_bytes(*header), rest))
    }

    #[inline]
    fn parse(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let (header, rest) = Self::header(bytes)?;
        let is_object = match header & (OBJECT | ARRAY) {
            OBJECT => true,
            ARRAY => false,
            _ => return Err(ReadError::Corrupt),
        };
        let count = (header & COUNT_MASK) as usize;
        let words = if is_object { count.checked_mul(2) } else { Some(count) };
        let length = words.and_then(|words| words.checked_mul(WORD)).ok_or(ReadError::Corrupt)?;
        let (entries, data) = rest.split_at_checked(length).ok_or(ReadError::Corrupt)?;
        Ok(Container { is_object, entries: entries.as_chunks().0, data })
    }

    #[inline]
    fn elements(self) -> Elements<'a> {
        Elements { children: Children { entries: self.entries, data: self.data, offset: 0 } }
    }

    #[inline]
    fn members(self) -> Result<Members<'a>, ReadError> {
        let (names, values) = self.pairs()?;
        Ok(Members {
            names: Children { entries: names, data: self.data, offset: 0 },
            values: Children { entries: values, data: self.data, offset: self.offset(names.len())? },
            previous: None,
        })
    }

    /// The entries of the names, then those of the values.
    #[inline]
    fn pairs(self) -> Result<(&'a [Entry], &'a [Entry]), ReadError> {
        self.entries.split_at_checked(self.entries.len() / 2).ok_or(ReadError::Corrupt)
    }

    /// Where the data of the child at `index` begins, padding included.
    #[inline]
    fn offset(self, index: usize) -> Result<usize, ReadError> {
        let mut offset = 0_usize;
        for &entry in self.entries.get(..index).ok_or(ReadError::Corrupt)?.iter().rev() {
            let entry = u32::from_ne_bytes(entry);
            offset = offset.checked_add((entry & LENGTH_MASK) as usize).ok_or(ReadError::Corrupt)?;
            if entry & HAS_OFFSET != 0 {
                break;
            }
        }
        Ok(offset)
    }

    /// Binary search among the names, which are in order of length, then of bytes.
    #[inline]
    fn member(self, name: &[u8]) -> Result<Option<Jsonb<'a>>, ReadError> {
        let (names, _) = self.pairs()?;
        let (mut low, mut high) = (0, names.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.compare(middle, name)? {
                Ordering::Less => low = middle.saturating_add(1),
                Ordering::Greater => high = middle,
                Ordering::Equal => {
                    let index = middle.checked_add(names.len()).ok_or(ReadError::Corrupt)?;
                    let entries = self.entries.get(index..).ok_or(ReadError::Corrupt)?;
                    let offset = self.offset(index)?;
                    return Children { entries, data: self.data, offset }.next().transpose();
                }
            }
        }
        Ok(None)
    }

    /// The name at `index` against `name`. Most differ in length, which the entry alone tells.
    #[inline]
    fn compare(self, index: usize, name: &[u8]) -> Result<Ordering, ReadError> {
        let entry = u32::from_ne_bytes(*self.entries.get(index).ok_or(ReadError::Corrupt)?);
        let field = (entry & LENGTH_MASK) as usize;
        if entry & HAS_OFFSET == 0 && field != name.len() {
            return Ok(field.cmp(&name.len()));
        }
        let start = self.offset(index)?;
        let end = end(entry, start)?;
        let found = self.data.get(start..end).ok_or(ReadError::Corrupt)?;
        Ok(key_order(found, name))
    }
}

/// The order of names in an object: shorter first, then by bytes.
#[inline]
pub(super) fn key_order(left: &[u8], right: &[u8]) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[inline]
fn end(entry: u32, start: usize) -> Result<usize, ReadError> {
    let field = (entry & LENGTH_MASK) as usize;
    if entry & HAS_OFFSET != 0 { Ok(field) } else { start.checked_add(field).ok_or(ReadError::Corrupt) }
}

/// The next multiple of a word. Saturated it is no longer one, but then it is also beyond any data.
#[inline]
fn aligned(offset: usize) -> usize {
    offset.saturating_add(WORD - 1) & !(WORD - 1)
}

#[inline]
fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)
}

/// Children in order; the offset runs along, so that each entry is read once.
#[derive(Clone)]
struct Children<'a> {
    entries: &'a [Entry],
    data: &'a [u8],
    offset: usize,
}

impl<'a> Children<'a> {
    #[inline]
    fn child(&mut self, entry: u32) -> Result<Jsonb<'a>, ReadError> {
        let start = self.offset;
        let end = end(entry, start)?;
        let (kind, start) = match entry & TYPE_MASK {
            IS_STRING => (Kind::String, start),
            IS_NUMERIC => (Kind::Number, aligned(start)),
            IS_CONTAINER => (Kind::Container, aligned(start)),
            IS_NULL => (Kind::Null, start),
            IS_TRUE => (Kind::Boolean(true), start),
            IS_FALSE => (Kind::Boolean(false), start),
            _ => return Err(ReadError::Corrupt),
        };
        let bytes = self.data.get(start..end).ok_or(ReadError::Corrupt)?;
        self.offset = end;
        Ok(Jsonb { kind, bytes })
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Result<Jsonb<'a>, ReadError>;

    #[inline]
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

    #[inline]
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

/// Members of an object in key order: shorter names first, then by bytes.
///
/// Names out of order are [`ReadError::Corrupt`], so names are unique and [`Json::member`] finds what is listed.
#[derive(Clone)]
pub struct Members<'a> {
    names: Children<'a>,
    values: Children<'a>,
    previous: Option<&'a [u8]>,
}

impl<'a> Members<'a> {
    #[inline]
    fn member(
        &mut self,
        name: Result<Jsonb<'a>, ReadError>,
        value: Result<Jsonb<'a>, ReadError>,
    ) -> Result<(&'a str, Jsonb<'a>), ReadError> {
        let Jsonb { kind: Kind::String, bytes: name } = name? else { return Err(ReadError::Corrupt) };
        if self.previous.is_some_and(|previous| key_order(previous, name) != Ordering::Less) {
            return Err(ReadError::Corrupt);
        }
        self.previous = Some(name);
        Ok((text(name)?, value?))
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Result<(&'a str, Jsonb<'a>), ReadError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = (self.names.next()?, self.values.next()?);
        Some(self.member(name, value))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let remaining = self.names.entries.len();
        (remaining, Some(remaining))
    }
}

impl ExactSizeIterator for Members<'_> {}
