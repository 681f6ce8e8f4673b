//! What the properties of an object were found to hold.

use super::rules::{ClassRules, MAX_PROPERTIES};
use crate::json::{Json, ReadError, View};

/// What a property holds: the one value, the first of several, or of several types the array.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a, J> {
    Text(&'a str),
    Boolean(bool),
    Other(J),
}

impl<'a, J: Json<'a>> Found<'a, J> {
    pub(crate) fn new(value: J, view: &View<'a, J>) -> Self {
        match view {
            View::String(text) => Found::Text(text),
            View::Boolean(flag) => Found::Boolean(*flag),
            _ => Found::Other(value),
        }
    }
}

/// What the properties of an object hold, by their position in the table.
pub(crate) struct Values<'a, J> {
    rules: &'static ClassRules,
    found: [Option<Found<'a, J>>; MAX_PROPERTIES],
}

impl<'a, J: Json<'a>> Values<'a, J> {
    pub(crate) fn new(rules: &'static ClassRules) -> Self {
        Values { rules, found: [None; MAX_PROPERTIES] }
    }

    /// The table the positions are of.
    pub(crate) fn rules(&self) -> &'static ClassRules {
        self.rules
    }

    pub(crate) fn set(&mut self, index: usize, found: Option<Found<'a, J>>) {
        if let Some(place) = self.found.get_mut(index) {
            *place = found;
        }
    }

    pub(crate) fn at(&self, index: usize) -> Option<Found<'a, J>> {
        self.found.get(index).copied().flatten()
    }

    pub(crate) fn get(&self, name: &str) -> Option<Found<'a, J>> {
        let (index, _) = self.rules.property(name)?;
        self.at(index)
    }

    /// The string the property holds, if it is one.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        match self.get(name)? {
            Found::Text(text) => Some(text),
            Found::Boolean(_) | Found::Other(_) => None,
        }
    }

    /// The boolean the property holds, if it is one.
    pub(crate) fn boolean(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Found::Boolean(flag) => Some(flag),
            Found::Text(_) | Found::Other(_) => None,
        }
    }

    /// The object or array the property holds, if it is one.
    pub(crate) fn inner(&self, name: &str) -> Option<J> {
        match self.get(name)? {
            Found::Other(value) => Some(value),
            Found::Text(_) | Found::Boolean(_) => None,
        }
    }

    /// The object the property leads to: what it is named by, or the `id` of the embedded object.
    pub(crate) fn name_of(&self, property: &str) -> Result<Option<&'a str>, ReadError> {
        match self.get(property) {
            Some(Found::Text(text)) => Ok(Some(text)),
            Some(Found::Other(object)) => object.member("id")?.map_or(Ok(None), |id| crate::json::string(id)),
            Some(Found::Boolean(_)) | None => Ok(None),
        }
    }
}
