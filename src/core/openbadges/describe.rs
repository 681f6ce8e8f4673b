//! What problems say about the values they find.

use super::rules::Property;
use crate::json::{Json, View};

/// What is said of a member that the context does not define.
pub(crate) fn unmapped(name: &str) -> String {
    format!("the @context does not define {}: it carries no meaning", describe_text(name, false))
}

/// What a property should have been, and what it is.
pub(crate) fn expected<'a, J: Json<'a>>(
    property: &Property,
    expected: &str,
    found: J,
    private: bool,
) -> String {
    format!("\"{}\": expected {expected}, found {}", property.label, describe(found, private))
}

/// What a value is, in a few words.
pub(crate) fn describe<'a, J: Json<'a>>(value: J, private: bool) -> String {
    match value.view() {
        Ok(View::Null) => "null".into(),
        Ok(View::Boolean(flag)) => flag.to_string(),
        Ok(View::Number) => "a number".into(),
        Ok(View::String(text)) => describe_text(text, private),
        Ok(View::Array(elements)) => format!("an array of {}", elements.len()),
        Ok(View::Object(_)) => "an object".into(),
        Err(_) => "an unreadable value".into(),
    }
}

/// A string, shortened; or its length, if it may identify a person.
pub(crate) fn describe_text(text: &str, private: bool) -> String {
    const SHOWN: usize = 60;
    let length = text.chars().count();
    if private || text.contains('@') {
        format!("a text of {length} characters")
    } else if length > SHOWN {
        format!("{:?}... ({length} characters)", text.chars().take(SHOWN).collect::<String>())
    } else {
        format!("{text:?}")
    }
}
