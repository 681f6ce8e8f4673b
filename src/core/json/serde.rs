//! [`Json`] for text parsed by `serde_json`.

use super::{Json, Number, ReadError, View};
use serde_json::{Value, map, value::Map};

/// Elements of a parsed array.
#[derive(Clone)]
pub struct Elements<'a>(std::slice::Iter<'a, Value>);

/// Members of a parsed object.
#[derive(Clone)]
pub struct Members<'a>(map::Iter<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = Result<&'a Value, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Ok)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Elements<'_> {}

impl<'a> Iterator for Members<'a> {
    type Item = Result<(&'a str, &'a Value), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| Ok((name.as_str(), value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

impl<'a> Json<'a> for &'a Value {
    type Elements = Elements<'a>;
    type Members = Members<'a>;

    fn view(self) -> Result<View<'a, Self>, ReadError> {
        Ok(match self {
            Value::Null => View::Null,
            Value::Bool(flag) => View::Boolean(*flag),
            Value::Number(_) => View::Number,
            Value::String(text) => View::String(text),
            Value::Array(elements) => View::Array(Elements(elements.iter())),
            Value::Object(members) => View::Object(Members(members.iter())),
        })
    }

    fn member(self, name: &str) -> Result<Option<Self>, ReadError> {
        Ok(self.as_object().and_then(|members: &Map<String, Value>| members.get(name)))
    }

    fn number(self) -> Result<Option<Number<'a>>, ReadError> {
        match self {
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Ok(Some(whole.into())),
                None => Number::parse(&number.to_string()).map(Some).map_err(|_| ReadError::Corrupt),
            },
            _ => Ok(None),
        }
    }
}
