//! A JSON document under construction.

use super::{Budget, Json, MAX_DEPTH, Number, ReadError, View};
use std::{borrow::Cow, fmt, slice};

/// Octets that one octet of a string takes at most: a control character is escaped as `\u0001`.
const LONGEST_ESCAPE: usize = 6;

/// A member of an object.
pub type Member<'a> = (Cow<'a, str>, Tree<'a>);

/// A JSON value that can be changed. What it was read from is borrowed, what is added may be owned.
///
/// [`Tree::set`] keeps the names of an object unique. Where a list of members made by hand repeats a name,
/// the last one counts, as in `jsonb`.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(Number<'a>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Tree<'a>>),
    /// An object.
    Object(Vec<Member<'a>>),
}

impl<'a> Tree<'a> {
    /// A copy of the structure of any JSON value, its strings and numbers borrowed.
    ///
    /// # Errors
    /// What the source reports; [`ReadError::TooDeep`] and [`ReadError::TooLarge`] beyond [`MAX_DEPTH`]
    /// nested arrays and objects or [`super::MAX_VALUES`] values.
    pub fn read<J: Json<'a>>(json: J) -> Result<Self, ReadError> {
        Reader { budget: Budget::of_call() }.read(json, MAX_DEPTH)
    }

    /// An object of these members.
    pub fn object<const N: usize>(members: [(&'a str, Tree<'a>); N]) -> Self {
        Tree::Object(members.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect())
    }

    /// The member of that name, if this is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        match self {
            Tree::Object(members) => {
                members.iter().rev().find(|(found, _)| found == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The member of that name to change in place, if this is an object that has one.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Tree<'a>> {
        match self {
            Tree::Object(members) => {
                members.iter_mut().rev().find(|(found, _)| found == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Gives the object this member, in place of one of that name. Anything but an object becomes an object
    /// of this member alone.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Tree<'a>>) {
        let (name, value) = (name.into(), value.into());
        if let Some(found) = self.get_mut(&name) {
            *found = value;
        } else if let Tree::Object(members) = self {
            members.push((name, value));
        } else {
            *self = Tree::Object(vec![(name, value)]);
        }
    }

    /// Takes the member of that name out of the object.
    pub fn remove(&mut self, name: &str) -> Option<Tree<'a>> {
        match self {
            Tree::Object(members) => {
                members.extract_if(.., |(found, _)| found == name).last().map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The same document, its strings and numbers those of this one.
    pub fn borrowed(&self) -> Tree<'_> {
        match self {
            Tree::Null => Tree::Null,
            Tree::Boolean(flag) => Tree::Boolean(*flag),
            Tree::Number(number) => Tree::Number(number.borrowed()),
            Tree::String(text) => Tree::String(Cow::Borrowed(text)),
            Tree::Array(elements) => Tree::Array(elements.iter().map(Tree::borrowed).collect()),
            Tree::Object(members) => Tree::Object(members.iter().map(borrowed_member).collect()),
        }
    }

    /// The same document, nothing borrowed.
    pub fn into_owned(self) -> Tree<'static> {
        match self {
            Tree::Null => Tree::Null,
            Tree::Boolean(flag) => Tree::Boolean(flag),
            Tree::Number(number) => Tree::Number(number.into_owned()),
            Tree::String(text) => Tree::String(Cow::Owned(text.into_owned())),
            Tree::Array(elements) => Tree::Array(elements.into_iter().map(Tree::into_owned).collect()),
            Tree::Object(members) => {
                let owned = |(name, value): Member<'_>| (Cow::Owned(name.into_owned()), value.into_owned());
                Tree::Object(members.into_iter().map(owned).collect())
            }
        }
    }

    /// The document as compact JSON.
    pub fn to_text(&self) -> String {
        self.to_string()
    }

    /// Whether the JSON text has more octets than that. Of a document that is far smaller this is told without the text.
    pub fn is_longer_than(&self, octets: usize) -> bool {
        self.longest_text() > octets && self.to_text().len() > octets
    }

    /// Octets that the JSON text has at most.
    fn longest_text(&self) -> usize {
        let string = |text: &str| text.len().saturating_mul(LONGEST_ESCAPE).saturating_add(2);
        let within = match self {
            Tree::Null | Tree::Boolean(_) => 5,
            Tree::Number(number) => number.to_text().len(),
            Tree::String(text) => string(text),
            Tree::Array(elements) => elements.iter().map(Tree::longest_text).fold(2, usize::saturating_add),
            Tree::Object(members) => members
                .iter()
                .map(|(name, value)| string(name).saturating_add(value.longest_text()).saturating_add(1))
                .fold(2, usize::saturating_add),
        };
        // The comma after it.
        within.saturating_add(1)
    }
}

/// A member with the strings and numbers of this one.
pub fn borrowed_member<'t>((name, value): &'t Member<'_>) -> Member<'t> {
    (Cow::Borrowed(name), value.borrowed())
}

struct Reader {
    budget: Budget,
}

impl Reader {
    fn read<'a, J: Json<'a>>(&mut self, json: J, depth_left: usize) -> Result<Tree<'a>, ReadError> {
        self.budget.spend()?;
        Ok(match json.view()? {
            View::Null => Tree::Null,
            View::Boolean(flag) => Tree::Boolean(flag),
            View::Number => Tree::Number(json.number()?.ok_or(ReadError::Corrupt)?),
            View::String(text) => Tree::String(Cow::Borrowed(text)),
            View::Array(elements) => {
                let depth_left = self.enter(depth_left, elements.len())?;
                let mut array = Vec::with_capacity(elements.len());
                for element in elements {
                    array.push(self.read(element?, depth_left)?);
                }
                Tree::Array(array)
            }
            View::Object(members) => {
                let depth_left = self.enter(depth_left, members.len())?;
                let mut object = Vec::with_capacity(members.len());
                for member in members {
                    let (name, value) = member?;
                    object.push((Cow::Borrowed(name), self.read(value, depth_left)?));
                }
                Tree::Object(object)
            }
        })
    }

    /// The depth left below a container of so many children, which must fit in what is left to read.
    fn enter(&self, depth_left: usize, children: usize) -> Result<usize, ReadError> {
        self.budget.has(children)?;
        depth_left.checked_sub(1).ok_or(ReadError::TooDeep)
    }
}

impl fmt::Display for Tree<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Null => out.write_str("null"),
            Tree::Boolean(flag) => write!(out, "{flag}"),
            Tree::Number(number) => write!(out, "{number}"),
            Tree::String(text) => write_string(out, text),
            Tree::Array(elements) => {
                let mut separator = "[";
                for element in elements {
                    write!(out, "{separator}{element}")?;
                    separator = ",";
                }
                out.write_str(if elements.is_empty() { "[]" } else { "]" })
            }
            Tree::Object(members) => {
                let mut separator = "{";
                for (name, value) in members {
                    out.write_str(separator)?;
                    write_string(out, name)?;
                    write!(out, ":{value}")?;
                    separator = ",";
                }
                out.write_str(if members.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

/// A JSON string with no more escapes than RFC 8259, section 7 asks for, the short ones where there are any.
fn write_string(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    for piece in text.split_inclusive(|character: char| character < ' ' || matches!(character, '"' | '\\')) {
        let mut characters = piece.chars();
        let escape = match characters.next_back() {
            Some('"') => "\\\"",
            Some('\\') => "\\\\",
            Some('\n') => "\\n",
            Some('\r') => "\\r",
            Some('\t') => "\\t",
            Some('\u{8}') => "\\b",
            Some('\u{c}') => "\\f",
            Some(control) if control < ' ' => {
                write!(out, "{}\\u{:04x}", characters.as_str(), u32::from(control))?;
                continue;
            }
            _ => {
                out.write_str(piece)?;
                continue;
            }
        };
        write!(out, "{}{escape}", characters.as_str())?;
    }
    out.write_str("\"")
}

impl<'a> From<&'a str> for Tree<'a> {
    fn from(text: &'a str) -> Self {
        Tree::String(Cow::Borrowed(text))
    }
}

impl From<String> for Tree<'_> {
    fn from(text: String) -> Self {
        Tree::String(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Tree<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Tree::String(text)
    }
}

impl From<bool> for Tree<'_> {
    fn from(flag: bool) -> Self {
        Tree::Boolean(flag)
    }
}

impl From<i64> for Tree<'_> {
    fn from(value: i64) -> Self {
        Tree::Number(value.into())
    }
}

impl<'a> From<Number<'a>> for Tree<'a> {
    fn from(number: Number<'a>) -> Self {
        Tree::Number(number)
    }
}

impl<'a> From<Vec<Tree<'a>>> for Tree<'a> {
    fn from(elements: Vec<Tree<'a>>) -> Self {
        Tree::Array(elements)
    }
}

/// Elements of an array of a [`Tree`].
#[derive(Clone)]
pub struct Elements<'a>(slice::Iter<'a, Tree<'a>>);

/// Members of an object of a [`Tree`], in the order they were added.
#[derive(Clone)]
pub struct Members<'a>(slice::Iter<'a, Member<'a>>);

impl<'a> Iterator for Elements<'a> {
    type Item = Result<&'a Tree<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Ok)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Elements<'_> {}

impl<'a> Iterator for Members<'a> {
    type Item = Result<(&'a str, &'a Tree<'a>), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| Ok((name.as_ref(), value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

impl<'a> Json<'a> for &'a Tree<'a> {
    type Elements = Elements<'a>;
    type Members = Members<'a>;

    fn view(self) -> Result<View<'a, Self>, ReadError> {
        Ok(match self {
            Tree::Null => View::Null,
            Tree::Boolean(flag) => View::Boolean(*flag),
            Tree::Number(_) => View::Number,
            Tree::String(text) => View::String(text),
            Tree::Array(elements) => View::Array(Elements(elements.iter())),
            Tree::Object(members) => View::Object(Members(members.iter())),
        })
    }

    fn member(self, name: &str) -> Result<Option<Self>, ReadError> {
        Ok(self.get(name))
    }

    fn number(self) -> Result<Option<Number<'a>>, ReadError> {
        Ok(match self {
            Tree::Number(number) => Some(number.borrowed()),
            _ => None,
        })
    }
}
