//! Where the walker is: a JSON Pointer that costs nothing until it is written out.

use std::fmt;

/// A linked list on the stack, from the current value up to the document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'p> {
    /// The document itself.
    Document,
    /// The member of that name.
    Member(&'p Path<'p>, &'p str),
    /// The element at that position.
    Element(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(crate) fn member(&'p self, name: &'p str) -> Path<'p> {
        Path::Member(self, name)
    }

    pub(crate) fn element(&'p self, index: usize) -> Path<'p> {
        Path::Element(self, index)
    }
}

/// As a JSON Pointer (RFC 6901).
impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Document => Ok(()),
            Path::Member(parent, name) => {
                write!(formatter, "{parent}/{}", escape(name))
            }
            Path::Element(parent, index) => write!(formatter, "{parent}/{index}"),
        }
    }
}

/// A member name as a reference token of a JSON Pointer.
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_a_json_pointer() {
        let document = Path::Document;
        assert_eq!(document.to_string(), "");
        let entry = document.member("revokedAssertions");
        let entry = entry.element(2);
        assert_eq!(entry.member("id").to_string(), "/revokedAssertions/2/id");
        assert_eq!(document.member("http://schema.org/a~b").to_string(), "/http:~1~1schema.org~1a~0b");
    }
}
