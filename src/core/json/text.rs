//! JSON text (RFC 8259) into a [`Tree`], refusing what parsers disagree about.

use super::{
    Budget, MAX_DEPTH, Tree,
    number::{Number, NumberError},
    tree::Member,
};
use std::{borrow::Cow, fmt};

/// Members an object has at most for each name to be compared with each other; above that they are sorted.
const FEW_MEMBERS: usize = 16;

/// Why a text is not taken as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON; the byte offset.
    Syntax(usize),
    /// An object has a member twice; the byte offset of the second.
    DuplicateMember(usize),
    /// A number with more digits before or after the point than a [`Number`] holds; the byte offset.
    NumberOutOfRange(usize),
    /// Nested deeper than [`super::MAX_DEPTH`], or more than [`super::MAX_VALUES`] values.
    Limit,
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseError::Syntax(offset) => write!(out, "it is not JSON (octet {offset})"),
            ParseError::DuplicateMember(offset) => write!(out, "a member is there twice (octet {offset})"),
            ParseError::NumberOutOfRange(offset) => {
                write!(out, "a number has too many digits (octet {offset})")
            }
            ParseError::Limit => out.write_str("it is nested too deep or has too many values"),
        }
    }
}

impl std::error::Error for ParseError {}

/// Parses a JSON text. Strings without escapes are borrowed; numbers keep every digit.
///
/// Stricter than RFC 8259 asks for where parsers differ: no byte order mark, no name twice in an object, no escaped
/// half of a surrogate pair alone. `\u0000` is taken, though no `jsonb` can hold it.
///
/// # Errors
/// [`ParseError`]
pub fn parse(text: &str) -> Result<Tree<'_>, ParseError> {
    let mut parser = Parser { text, position: 0, budget: Budget::of_call(), names: Vec::new() };
    let tree = parser.value(MAX_DEPTH)?;
    parser.skip_whitespace();
    if parser.position == text.len() { Ok(tree) } else { parser.fail() }
}

struct Parser<'t> {
    text: &'t str,
    /// Always between two characters.
    position: usize,
    budget: Budget,
    /// Where each name begins, of the objects being read.
    names: Vec<usize>,
}

impl<'t> Parser<'t> {
    fn value(&mut self, depth_left: usize) -> Result<Tree<'t>, ParseError> {
        self.budget.spend().map_err(|_| ParseError::Limit)?;
        self.skip_whitespace();
        match self.peek() {
            Some(b'"') => self.string().map(Tree::String),
            Some(b'{') => self.object(depth_left.checked_sub(1).ok_or(ParseError::Limit)?),
            Some(b'[') => self.array(depth_left.checked_sub(1).ok_or(ParseError::Limit)?),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal("true", Tree::Boolean(true)),
            Some(b'f') => self.literal("false", Tree::Boolean(false)),
            Some(b'n') => self.literal("null", Tree::Null),
            _ => self.fail(),
        }
    }

    fn array(&mut self, depth_left: usize) -> Result<Tree<'t>, ParseError> {
        self.expect(b'[')?;
        let mut elements = Vec::new();
        self.skip_whitespace();
        if self.accept(b']') {
            return Ok(Tree::Array(elements));
        }
        loop {
            elements.push(self.value(depth_left)?);
            self.skip_whitespace();
            if self.accept(b']') {
                return Ok(Tree::Array(elements));
            }
            self.expect(b',')?;
        }
    }

    fn object(&mut self, depth_left: usize) -> Result<Tree<'t>, ParseError> {
        self.expect(b'{')?;
        let mut members = Vec::new();
        let names_before = self.names.len();
        self.skip_whitespace();
        if self.accept(b'}') {
            return Ok(Tree::Object(members));
        }
        loop {
            self.skip_whitespace();
            self.names.push(self.position);
            let name = self.string()?;
            self.skip_whitespace();
            self.expect(b':')?;
            members.push((name, self.value(depth_left)?));
            self.skip_whitespace();
            if self.accept(b'}') {
                break;
            }
            self.expect(b',')?;
        }
        if let Some(index) = repeated(&members) {
            let offset = self.names.get(names_before.saturating_add(index)).copied();
            return Err(ParseError::DuplicateMember(offset.unwrap_or(self.position)));
        }
        self.names.truncate(names_before);
        Ok(Tree::Object(members))
    }

    fn number(&mut self) -> Result<Tree<'t>, ParseError> {
        let rest = self.rest();
        let end =
            rest.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        let literal = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
        // Most numbers are small and whole, and made without a look at each digit's place.
        let number = match literal.as_bytes() {
            [b'0'] => Ok(0_i64.into()),
            [b'1'..=b'9', digits @ ..] if digits.len() < 18 && digits.iter().all(u8::is_ascii_digit) => {
                literal.parse::<i64>().map(Number::from).map_err(|_| NumberError::Malformed)
            }
            _ => Number::parse(literal),
        };
        let number = number.map_err(|error| match error {
            NumberError::Malformed => ParseError::Syntax(self.position),
            NumberError::OutOfRange => ParseError::NumberOutOfRange(self.position),
        })?;
        self.advance(literal.len());
        Ok(Tree::Number(number))
    }

    fn literal(&mut self, word: &str, value: Tree<'t>) -> Result<Tree<'t>, ParseError> {
        if !self.rest().starts_with(word) {
            return self.fail();
        }
        self.advance(word.len());
        Ok(value)
    }

    fn string(&mut self) -> Result<Cow<'t, str>, ParseError> {
        self.expect(b'"')?;
        let plain = self.plain_characters()?;
        if self.accept(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            text.push(self.escape()?);
            text.push_str(self.plain_characters()?);
            if self.accept(b'"') {
                return Ok(Cow::Owned(text));
            }
        }
    }

    /// The characters up to the next quote or escape.
    fn plain_characters(&mut self) -> Result<&'t str, ParseError> {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '));
        let plain = end.and_then(|end| rest.get(..end)).ok_or(ParseError::Syntax(self.text.len()))?;
        self.advance(plain.len());
        match self.peek() {
            Some(b'"' | b'\\') => Ok(plain),
            _ => self.fail(),
        }
    }

    fn escape(&mut self) -> Result<char, ParseError> {
        let start = self.position;
        self.expect(b'\\')?;
        let character = match self.peek() {
            Some(character @ (b'"' | b'\\' | b'/')) => char::from(character),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.advance(1);
                return self.unicode_escape().ok_or(ParseError::Syntax(start));
            }
            _ => return self.fail(),
        };
        self.advance(1);
        Ok(character)
    }

    /// The character of one `\uXXXX`, or of the two that make a surrogate pair; the first `\u` is read.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first.into());
        }
        if !(self.accept(b'\\') && self.accept(b'u')) {
            return None;
        }
        let second = self.code_unit()?;
        char::decode_utf16([first, second]).next()?.ok()
    }

    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4)?;
        // A sign is no digit, though `from_str_radix` takes one.
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.advance(digits.len());
        u16::from_str_radix(digits, 16).ok()
    }

    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.advance(1);
        }
    }

    fn accept(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance(1);
        }
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), ParseError> {
        if self.accept(byte) { Ok(()) } else { self.fail() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) {
        self.position = self.position.saturating_add(bytes);
    }

    fn fail<T>(&self) -> Result<T, ParseError> {
        Err(ParseError::Syntax(self.position))
    }
}

/// The index of the first member whose name an earlier one has.
fn repeated(members: &[Member<'_>]) -> Option<usize> {
    if members.len() <= FEW_MEMBERS {
        let is_repeated = |&index: &usize| {
            let (earlier, rest) = members.split_at(index);
            rest.first().is_some_and(|(name, _)| earlier.iter().any(|(other, _)| other == name))
        };
        return (0..members.len()).find(is_repeated);
    }
    let mut names: Vec<(&str, usize)> =
        members.iter().enumerate().map(|(index, (name, _))| (name.as_ref(), index)).collect();
    names.sort_unstable();
    names.array_windows().filter(|[left, right]| left.0 == right.0).map(|[_, right]| right.1).min()
}
