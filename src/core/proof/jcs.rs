//! The JSON Canonicalization Scheme (RFC 8785).

use crate::json::{Budget, Json, MAX_DEPTH, Number, ReadError, View};
use std::fmt::Write;

/// Appends the canonical form of a JSON value. Members are sorted by UTF-16 code units, numbers written as
/// ECMAScript writes them. `omit` names a member of the outermost object that is left out.
///
/// # Errors
/// What the source reports; [`ReadError::TooDeep`] and [`ReadError::TooLarge`] beyond [`MAX_DEPTH`] nested
/// arrays and objects or [`crate::json::MAX_VALUES`] values; [`ReadError::TooLarge`] also for a number beyond the largest
/// double.
pub fn canonicalize<'a, J: Json<'a>>(
    value: J,
    omit: Option<&str>,
    out: &mut String,
) -> Result<(), ReadError> {
    Writer { out, members: Vec::new(), budget: Budget::of_call() }.value(value, omit, MAX_DEPTH)
}

struct Writer<'o, 'a, J> {
    out: &'o mut String,
    /// Members of the objects that are being written, those of the innermost last.
    members: Vec<(&'a str, J)>,
    budget: Budget,
}

impl<'a, J: Json<'a>> Writer<'_, 'a, J> {
    fn value(&mut self, value: J, omit: Option<&str>, depth_left: usize) -> Result<(), ReadError> {
        self.budget.spend()?;
        match value.view()? {
            View::Null => self.out.push_str("null"),
            View::Boolean(true) => self.out.push_str("true"),
            View::Boolean(false) => self.out.push_str("false"),
            View::Number => number(&value.number()?.ok_or(ReadError::Corrupt)?, self.out)?,
            View::String(text) => string(text, self.out),
            View::Array(elements) => {
                let depth_left = depth_left.checked_sub(1).ok_or(ReadError::TooDeep)?;
                self.out.push('[');
                for (index, element) in elements.enumerate() {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.value(element?, None, depth_left)?;
                }
                self.out.push(']');
            }
            View::Object(members) => {
                let depth_left = depth_left.checked_sub(1).ok_or(ReadError::TooDeep)?;
                self.object(members, omit, depth_left)?;
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        members: J::Members,
        omit: Option<&str>,
        depth_left: usize,
    ) -> Result<(), ReadError> {
        self.budget.has(members.len())?;
        let first = self.members.len();
        for member in members {
            let (name, value) = member?;
            if omit != Some(name) {
                self.members.push((name, value));
            }
        }
        if let Some(own) = self.members.get_mut(first..) {
            sort(own);
        }
        self.out.push('{');
        let last = self.members.len();
        for index in first..last {
            let (name, value) = self.members.get(index).copied().ok_or(ReadError::Corrupt)?;
            if index > first {
                self.out.push(',');
            }
            string(name, self.out);
            self.out.push(':');
            self.value(value, None, depth_left)?;
        }
        self.out.push('}');
        self.members.truncate(first);
        Ok(())
    }
}

/// Sorts by UTF-16 code units. UTF-8 bytes sort the same, but for characters beyond the basic plane, which
/// UTF-16 puts before U+E000.
fn sort<J>(members: &mut [(&str, J)]) {
    let is_beyond = |byte: u8| byte >= 0xEE;
    if members.iter().any(|(name, _)| name.bytes().any(is_beyond)) {
        members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    } else {
        members.sort_unstable_by_key(|(name, _)| *name);
    }
}

/// Whole numbers below this are the same as doubles.
const EXACT: u64 = 1 << 53;

fn number(number: &Number<'_>, out: &mut String) -> Result<(), ReadError> {
    match number.to_i64() {
        Some(whole) if whole.unsigned_abs() <= EXACT => {
            let _ = write!(out, "{whole}");
        }
        _ => {
            let double = number.to_f64().ok_or(ReadError::TooLarge)?;
            out.push_str(ryu_js::Buffer::new().format_finite(double));
        }
    }
    Ok(())
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    // All bytes are looked at, many in one instruction, instead of one by one up to the first.
    if text.bytes().fold(false, |found, byte| found | (byte < b' ' || matches!(byte, b'"' | b'\\'))) {
        for character in text.chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\u{8}' => out.push_str("\\b"),
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\u{c}' => out.push_str("\\f"),
                '\r' => out.push_str("\\r"),
                '\0'..' ' => {
                    let _ = write!(out, "\\u{:04x}", u32::from(character));
                }
                _ => out.push(character),
            }
        }
    } else {
        out.push_str(text);
    }
    out.push('"');
}
