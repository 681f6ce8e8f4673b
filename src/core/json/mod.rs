//! JSON that is read where it lies.
//!
//! [`Json`] is what the rules need to know of a JSON value, and no more. It is implemented by
//! [`jsonb::Jsonb`] (the bytes of PostgreSQL's binary `jsonb`, no copy), by `&serde_json::Value` (parsed
//! text) and by `&`[`tree::Tree`] (a document under construction), so one walker serves all three.

mod budget;
pub mod jsonb;
pub mod number;
mod serde;
pub mod text;
pub mod tree;
pub mod writer;

pub(crate) use budget::Budget;
pub use jsonb::Jsonb;
pub use number::Number;
pub use tree::Tree;

/// Deepest nesting any part of this crate follows; a deeper document is reported, never recursed into.
pub const MAX_DEPTH: usize = 64;

/// Most JSON values (scalars, arrays, objects) any one call looks at.
pub const MAX_VALUES: usize = 500_000;

/// Most of them that any one call expands as JSON-LD.
pub const MAX_EXPANDED: usize = 100_000;

/// Why a JSON value could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// The bytes contradict their own lengths or types.
    Corrupt,
    /// A string is not UTF-8.
    NotUtf8,
    /// Nesting deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More than [`MAX_VALUES`] values, or than [`MAX_EXPANDED`] where JSON-LD gives them their meaning.
    TooLarge,
}

/// A JSON value, one level deep.
pub enum View<'a, J: Json<'a>> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number; see [`Json::number`] for its digits.
    Number,
    /// A string.
    String(&'a str),
    /// An array, as an iterator over its elements.
    Array(J::Elements),
    /// An object, as an iterator over its members in the order the representation keeps them.
    Object(J::Members),
}

/// A readable JSON value. Copies are cheap: an implementation is a reference or a few words.
pub trait Json<'a>: Copy + Sized {
    /// Iterator over the elements of an array.
    type Elements: ExactSizeIterator<Item = Result<Self, ReadError>>;
    /// Iterator over the members of an object; names are unique.
    type Members: ExactSizeIterator<Item = Result<(&'a str, Self), ReadError>>;

    /// What kind of value this is, with its scalar or its children.
    fn view(self) -> Result<View<'a, Self>, ReadError>;

    /// The member of that name, if this is an object that has one.
    fn member(self, name: &str) -> Result<Option<Self>, ReadError>;

    /// The number, every digit kept; `None` if this is not a number.
    fn number(self) -> Result<Option<Number<'a>>, ReadError>;
}

/// The string, if the value is one.
pub fn string<'a, J: Json<'a>>(value: J) -> Result<Option<&'a str>, ReadError> {
    Ok(match value.view()? {
        View::String(text) => Some(text),
        _ => None,
    })
}
