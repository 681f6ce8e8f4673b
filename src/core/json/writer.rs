//! Binary `jsonb`, written as the server writes it.
//!
//! The format is described in [`super::jsonb`]; the bytes are those `jsonb_in` builds from the same document.
//!
//! Source: `src/backend/utils/adt/jsonb_util.c` of PostgreSQL 15 to 18.

use super::{
    MAX_DEPTH,
    jsonb::{key_order, layout::*},
    number::varlena_header,
    tree::{Member, Tree},
};
use std::fmt;

/// Every so many children the entry holds an offset, for quick access, instead of a length, which compresses.
const OFFSET_STRIDE: usize = 32;

/// Why a document cannot be a `jsonb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteError {
    /// A string holds U+0000, which no text in PostgreSQL can.
    NulCharacter,
    /// A string, array or object of more than 0x0FFFFFFF bytes or children.
    TooLarge,
    /// Nesting deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NulCharacter => out.write_str("a string in the document holds the character U+0000"),
            WriteError::TooLarge => {
                write!(out, "a string, array or object in the document is larger than {LENGTH_MASK} bytes")
            }
            WriteError::TooDeep => write!(out, "the document nests deeper than {MAX_DEPTH} levels"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Appends the document as binary `jsonb`, without the varlena length word. On an error nothing is appended.
///
/// # Errors
/// [`WriteError`]
pub fn encode(tree: &Tree<'_>, into: &mut Vec<u8>) -> Result<(), WriteError> {
    let start = into.len();
    let mut encoder = Encoder { out: into, start, spare: Vec::new() };
    let result = match tree {
        Tree::Array(_) | Tree::Object(_) => encoder.value(tree, MAX_DEPTH),
        scalar => encoder.array(ARRAY | SCALAR, std::slice::from_ref(scalar), MAX_DEPTH),
    };
    if result.is_err() {
        into.truncate(start);
    }
    result.map(|_| ())
}

struct Encoder<'t, 'o> {
    out: &'o mut Vec<u8>,
    /// Where the document begins in `out`; alignment counts from here.
    start: usize,
    /// Emptied lists of sorted members, kept for the next object.
    spare: Vec<Vec<&'t Member<'t>>>,
}

/// The entry words of a container whose children are being written.
struct Entries {
    /// Where the container begins in the output, padding included.
    start: usize,
    /// Where the next entry goes.
    position: usize,
    written: usize,
    /// Where the last child ended, from the start of the children's data.
    offset: u32,
}

impl<'t> Encoder<'t, '_> {
    /// Appends a value's data; its entry, holding a length.
    fn value(&mut self, tree: &'t Tree<'t>, depth_left: usize) -> Result<u32, WriteError> {
        match tree {
            Tree::Null => Ok(IS_NULL),
            Tree::Boolean(false) => Ok(IS_FALSE),
            Tree::Boolean(true) => Ok(IS_TRUE),
            Tree::Number(number) => self.number(number.packed()),
            Tree::String(text) => self.string(text),
            Tree::Array(elements) => self.array(ARRAY, elements, deeper(depth_left)?),
            Tree::Object(members) => self.object(members, deeper(depth_left)?),
        }
    }

    fn number(&mut self, packed: &[u8]) -> Result<u32, WriteError> {
        let start = self.out.len();
        self.pad();
        let length = field(packed.len().saturating_add(WORD))?;
        self.out.extend_from_slice(&varlena_header(length));
        self.out.extend_from_slice(packed);
        Ok(IS_NUMERIC | self.length_from(start)?)
    }

    fn string(&mut self, text: &str) -> Result<u32, WriteError> {
        if text.as_bytes().contains(&0) {
            return Err(WriteError::NulCharacter);
        }
        let length = field(text.len())?;
        self.out.extend_from_slice(text.as_bytes());
        Ok(IS_STRING | length)
    }

    fn array(&mut self, flags: u32, elements: &'t [Tree<'t>], depth_left: usize) -> Result<u32, WriteError> {
        let mut entries = self.open(flags, elements.len(), elements.len())?;
        for element in elements {
            let entry = self.value(element, depth_left)?;
            self.enter(&mut entries, entry)?;
        }
        self.close(&entries)
    }

    fn object(&mut self, members: &'t [Member<'t>], depth_left: usize) -> Result<u32, WriteError> {
        let mut sorted = self.spare.pop().unwrap_or_default();
        sorted.extend(members);
        sorted.sort_by(|left, right| key_order(left.0.as_bytes(), right.0.as_bytes()));
        sorted.dedup_by(|later, kept| {
            let repeated = later.0 == kept.0;
            if repeated {
                *kept = *later;
            }
            repeated
        });

        let mut entries = self.open(OBJECT, sorted.len(), sorted.len().saturating_mul(2))?;
        for (name, _) in &sorted {
            let entry = self.string(name)?;
            self.enter(&mut entries, entry)?;
        }
        for (_, value) in &sorted {
            let entry = self.value(value, depth_left)?;
            self.enter(&mut entries, entry)?;
        }
        sorted.clear();
        self.spare.push(sorted);
        self.close(&entries)
    }

    /// Appends a container's header and the room for its entries.
    fn open(&mut self, flags: u32, count: usize, words: usize) -> Result<Entries, WriteError> {
        let start = self.out.len();
        self.pad();
        self.out.extend_from_slice(&(flags | field(count)?).to_ne_bytes());
        let position = self.out.len();
        self.out.resize(position.saturating_add(words.saturating_mul(WORD)), 0);
        Ok(Entries { start, position, written: 0, offset: 0 })
    }

    /// Writes the entry of the child whose data was just appended.
    fn enter(&mut self, entries: &mut Entries, entry: u32) -> Result<(), WriteError> {
        let offset = entries.offset.saturating_add(entry & LENGTH_MASK);
        entries.offset = offset;
        if offset > LENGTH_MASK {
            return Err(WriteError::TooLarge);
        }
        let at_stride = entries.written.is_multiple_of(OFFSET_STRIDE);
        let word = if at_stride { entry & TYPE_MASK | offset | HAS_OFFSET } else { entry };
        if let Some(room) = self.out.get_mut(entries.position..).and_then(<[u8]>::first_chunk_mut) {
            *room = word.to_ne_bytes();
        }
        entries.written = entries.written.saturating_add(1);
        entries.position = entries.position.saturating_add(WORD);
        Ok(())
    }

    fn close(&self, entries: &Entries) -> Result<u32, WriteError> {
        Ok(IS_CONTAINER | self.length_from(entries.start)?)
    }

    /// Zeros up to the next word, counted from the start of the document.
    fn pad(&mut self) {
        let length = self.out.len().saturating_sub(self.start);
        self.out.resize(self.start.saturating_add(length.next_multiple_of(WORD)), 0);
    }

    fn length_from(&self, start: usize) -> Result<u32, WriteError> {
        field(self.out.len().saturating_sub(start))
    }
}

fn deeper(depth_left: usize) -> Result<usize, WriteError> {
    depth_left.checked_sub(1).ok_or(WriteError::TooDeep)
}

/// A count or length that fits the bits there are for it.
fn field(value: usize) -> Result<u32, WriteError> {
    u32::try_from(value).ok().filter(|value| *value <= LENGTH_MASK).ok_or(WriteError::TooLarge)
}
