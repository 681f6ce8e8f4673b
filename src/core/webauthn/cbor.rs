//! A strict reader of CBOR (RFC 8949) for what authenticators send.
//!
//! CTAP 2 section "Message Encoding" (CTAP2 canonical CBOR): definite lengths, the shortest form of every
//! number and length, no tags, no member twice. Everything is borrowed from the input, so lengths allocate
//! nothing.

use super::limits::CBOR_DEPTH;
use std::cmp::Ordering;

/// What is read is not canonical CBOR, or not of the type that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotCanonical;

type Read<T> = Result<T, NotCanonical>;

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const SIMPLE: u8 = 7;

/// The name of a member of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Integer(i64),
    Text(&'a str),
}

/// Reads one value after the other from the front of the input.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(input: &'a [u8]) -> Reader<'a> {
        Reader { rest: input }
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn integer(&mut self) -> Read<i64> {
        let (major, argument) = self.head()?;
        let value = i64::try_from(argument).map_err(|_| NotCanonical)?;
        match major {
            UNSIGNED => Ok(value),
            NEGATIVE => Ok(!value),
            _ => Err(NotCanonical),
        }
    }

    pub(super) fn bytes(&mut self) -> Read<&'a [u8]> {
        let length = self.expect(BYTES)?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Read<&'a str> {
        let length = self.expect(TEXT)?;
        std::str::from_utf8(self.take(length)?).map_err(|_| NotCanonical)
    }

    /// The number of members of a map; their names and values follow.
    pub(super) fn map(&mut self) -> Read<u64> {
        self.expect(MAP)
    }

    /// Whether an array comes next.
    pub(super) fn is_array(&self) -> bool {
        self.rest.first().is_some_and(|first| first >> 5 == ARRAY)
    }

    pub(super) fn key(&mut self) -> Read<Key<'a>> {
        match self.rest.first().map(|first| first >> 5) {
            Some(TEXT) => self.text().map(Key::Text),
            _ => self.integer().map(Key::Integer),
        }
    }

    /// Reads past a value of any type. No map in it has a member twice.
    ///
    /// `depth` is how many arrays and maps are around it.
    pub(super) fn skip(&mut self, depth: usize) -> Read<()> {
        let (major, argument) = self.head()?;
        match major {
            UNSIGNED | NEGATIVE => {}
            BYTES => {
                self.take(argument)?;
            }
            TEXT => {
                std::str::from_utf8(self.take(argument)?).map_err(|_| NotCanonical)?;
            }
            ARRAY => {
                let depth = deeper(depth)?;
                for _ in 0..argument {
                    self.skip(depth)?;
                }
            }
            MAP => self.members(argument, deeper(depth)?)?,
            // `head` lets the simple values and floating-point numbers there are through, and no tag.
            _ => {}
        }
        Ok(())
    }

    /// Reads past the members of a map. Names that are in canonical order cannot repeat; the few maps that
    /// are not in order (attestation statements of some vendors) are compared name by name.
    fn members(&mut self, count: u64, depth: usize) -> Read<()> {
        let mut in_order = true;
        let mut previous: &[u8] = &[];
        let mut names: Vec<&[u8]> = Vec::new();
        for index in 0..count {
            let start = self.rest;
            self.key()?;
            let name = consumed(start, self.rest);
            in_order &= index == 0 || canonical_order(previous, name) == Ordering::Less;
            previous = name;
            names.push(name);
            self.skip(depth)?;
        }
        if !in_order {
            names.sort_unstable();
            if names.array_windows().any(|[left, right]| left == right) {
                return Err(NotCanonical);
            }
        }
        Ok(())
    }

    fn expect(&mut self, expected: u8) -> Read<u64> {
        let (major, argument) = self.head()?;
        if major == expected { Ok(argument) } else { Err(NotCanonical) }
    }

    /// Major type and argument of the next value, the argument in its shortest form.
    fn head(&mut self) -> Read<(u8, u64)> {
        let [first] = self.array::<1>()?;
        let (major, additional) = (first >> 5, first & 0x1f);
        if major == SIMPLE {
            return self.simple(additional).map(|()| (major, 0));
        }
        let (argument, least) = match additional {
            0..24 => (u64::from(additional), 0),
            24 => (u64::from(u8::from_be_bytes(self.array()?)), 24),
            25 => (u64::from(u16::from_be_bytes(self.array()?)), 1 << 8),
            26 => (u64::from(u32::from_be_bytes(self.array()?)), 1 << 16),
            27 => (u64::from_be_bytes(self.array()?), 1 << 32),
            _ => return Err(NotCanonical),
        };
        if argument < least || major > MAP { Err(NotCanonical) } else { Ok((major, argument)) }
    }

    /// `false`, `true`, `null`, `undefined` or a floating-point number, whose width CTAP2 leaves as it is.
    fn simple(&mut self, additional: u8) -> Read<()> {
        match additional {
            20..=23 => Ok(()),
            25 => self.take(2).map(|_| ()),
            26 => self.take(4).map(|_| ()),
            27 => self.take(8).map(|_| ()),
            _ => Err(NotCanonical),
        }
    }

    fn take(&mut self, length: u64) -> Read<&'a [u8]> {
        let length = usize::try_from(length).map_err(|_| NotCanonical)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(NotCanonical)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(NotCanonical)?;
        self.rest = rest;
        Ok(*taken)
    }
}

fn deeper(depth: usize) -> Read<usize> {
    if depth < CBOR_DEPTH { Ok(depth.saturating_add(1)) } else { Err(NotCanonical) }
}

/// The octets between two positions of one reader.
pub(super) fn consumed<'a>(start: &'a [u8], rest: &[u8]) -> &'a [u8] {
    start.get(..start.len().saturating_sub(rest.len())).unwrap_or_default()
}

/// CTAP2: by major type, then by length, then octet by octet.
fn canonical_order(left: &[u8], right: &[u8]) -> Ordering {
    let rank = |name: &[u8]| (name.first().map(|first| first >> 5), name.len());
    rank(left).cmp(&rank(right)).then_with(|| left.cmp(right))
}
