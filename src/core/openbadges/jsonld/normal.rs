//! A normalised document: what JSON-LD leaves when the terms of the Open Badges context are all there is.

use crate::json::{Json, Number, ReadError, Tree, View};
use crate::openbadges::path::{Path, escape};
use std::{borrow::Cow, slice};

/// A value of a normalised document, and where it came from.
#[derive(Debug)]
pub(crate) struct Normal<'a> {
    pub shape: Shape<'a>,
    pub origin: Origin,
}

/// A JSON value.
#[derive(Debug)]
pub(crate) enum Shape<'a> {
    Boolean(bool),
    Number(Number<'a>),
    String(Cow<'a, str>),
    Array(Vec<Normal<'a>>),
    Object(Vec<(Cow<'a, str>, Normal<'a>)>),
}

/// Where in the original document a value stands: a position in [`Origins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin(usize);

/// The paths of the original document, each one step longer than an earlier one.
#[derive(Debug)]
pub(crate) struct Origins<'a> {
    steps: Vec<(Origin, Step<'a>)>,
}

#[derive(Debug)]
enum Step<'a> {
    Document,
    Member(Cow<'a, str>),
    Element(usize),
}

impl<'a> Origins<'a> {
    /// The whole document.
    pub(crate) const DOCUMENT: Origin = Origin(0);

    pub(crate) fn new() -> Self {
        Origins { steps: vec![(Self::DOCUMENT, Step::Document)] }
    }

    pub(crate) fn member(&mut self, parent: Origin, name: &'a str) -> Origin {
        self.step(parent, Step::Member(Cow::Borrowed(name)))
    }

    pub(crate) fn element(&mut self, parent: Origin, index: usize) -> Origin {
        self.step(parent, Step::Element(index))
    }

    fn step(&mut self, parent: Origin, step: Step<'a>) -> Origin {
        self.steps.push((parent, step));
        Origin(self.steps.len() - 1)
    }

    /// The JSON Pointer into the original document.
    pub(crate) fn pointer(&self, mut origin: Origin) -> String {
        let mut tokens = Vec::new();
        while let Some((parent, step)) = self.steps.get(origin.0) {
            match step {
                Step::Document => break,
                Step::Member(name) => tokens.push(escape(name)),
                Step::Element(index) => tokens.push(index.to_string()),
            }
            origin = *parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }
}

impl<'a> Normal<'a> {
    /// The origin of what stands at that path, or of the last thing on the way that is there.
    pub(crate) fn origin_of(&self, path: &Path<'_>) -> Origin {
        self.follow(path).map_or_else(|nearest| nearest.origin, |found| found.origin)
    }

    fn follow(&self, path: &Path<'_>) -> Result<&Normal<'a>, &Normal<'a>> {
        match path {
            Path::Document => Ok(self),
            Path::Member(parent, name) => {
                let parent = self.follow(parent)?;
                parent.get(name).ok_or(parent)
            }
            Path::Element(parent, index) => {
                let parent = self.follow(parent)?;
                match &parent.shape {
                    Shape::Array(elements) => elements.get(*index).ok_or(parent),
                    _ => Err(parent),
                }
            }
        }
    }

    /// The value by itself.
    pub(crate) fn into_tree(self) -> Tree<'a> {
        match self.shape {
            Shape::Boolean(flag) => Tree::Boolean(flag),
            Shape::Number(number) => Tree::Number(number),
            Shape::String(text) => Tree::String(text),
            Shape::Array(elements) => Tree::Array(elements.into_iter().map(Normal::into_tree).collect()),
            Shape::Object(members) => {
                Tree::Object(members.into_iter().map(|(name, value)| (name, value.into_tree())).collect())
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Normal<'a>> {
        match &self.shape {
            Shape::Object(members) => members.iter().find(|(found, _)| found == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// Elements of an array.
pub(crate) struct Elements<'n, 'a>(slice::Iter<'n, Normal<'a>>);

/// Members of an object.
pub(crate) struct Members<'n, 'a>(slice::Iter<'n, (Cow<'a, str>, Normal<'a>)>);

impl<'n, 'a> Iterator for Elements<'n, 'a> {
    type Item = Result<&'n Normal<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Ok)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Elements<'_, '_> {}

impl<'n, 'a> Iterator for Members<'n, 'a> {
    type Item = Result<(&'n str, &'n Normal<'a>), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| Ok((name.as_ref(), value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_, '_> {}

impl<'n, 'a> Json<'n> for &'n Normal<'a> {
    type Elements = Elements<'n, 'a>;
    type Members = Members<'n, 'a>;

    fn view(self) -> Result<View<'n, Self>, ReadError> {
        Ok(match &self.shape {
            Shape::Boolean(flag) => View::Boolean(*flag),
            Shape::Number(_) => View::Number,
            Shape::String(text) => View::String(text),
            Shape::Array(elements) => View::Array(Elements(elements.iter())),
            Shape::Object(members) => View::Object(Members(members.iter())),
        })
    }

    fn member(self, name: &str) -> Result<Option<Self>, ReadError> {
        Ok(self.get(name))
    }

    fn number(self) -> Result<Option<Number<'n>>, ReadError> {
        Ok(match &self.shape {
            Shape::Number(number) => Some(number.borrowed()),
            _ => None,
        })
    }
}
