//! Literals as canonical N-Quads writes them.

use crate::json::Number;
use std::fmt::Write;

/// Appends a string between quotation marks, with the escapes of canonical N-Quads (RDFC-1.0, appendix A).
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    // All bytes are looked at, many in one instruction, instead of one by one up to the first.
    if text.bytes().fold(false, |found, byte| found | needs_escape(byte)) {
        for character in text.chars() {
            match character {
                '\u{8}' => out.push_str("\\b"),
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\u{c}' => out.push_str("\\f"),
                '\r' => out.push_str("\\r"),
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\0'..' ' | '\u{7f}' => {
                    let _ = write!(out, "\\u{:04X}", u32::from(character));
                }
                _ => out.push(character),
            }
        }
    } else {
        out.push_str(text);
    }
    out.push('"');
}

fn needs_escape(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7F)
}

/// The lexical form of a number, and its data type if the context names none.
#[derive(Debug, PartialEq)]
pub(super) struct Numeral {
    pub text: String,
    pub default_type: &'static str,
}

const INTEGER: &str = "^^<http://www.w3.org/2001/XMLSchema#integer>";
const DOUBLE: &str = "^^<http://www.w3.org/2001/XMLSchema#double>";

/// From here on whole numbers are doubles (JSON-LD API 1.1, section 8.2.2).
const FIRST_DOUBLE: f64 = 1e21;

/// A number in the lexical form that JSON-LD gives it: a whole number below 10^21 as an integer with all its
/// digits, any other in the canonical form of a double. `None` if it is beyond the largest double.
pub(super) fn numeral(number: &Number<'_>, as_double: bool) -> Option<Numeral> {
    if !as_double && let Some(whole) = number.to_i64() {
        return Some(Numeral { text: whole.to_string(), default_type: INTEGER });
    }
    let nearest = number.to_f64()?;
    // Anything smaller than this has few enough digits to be written out.
    if !as_double && nearest.abs() < FIRST_DOUBLE {
        let plain = number.to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        if fraction.bytes().all(|digit| digit == b'0') {
            let text = if whole == "-0" { "0" } else { whole };
            return Some(Numeral { text: text.to_owned(), default_type: INTEGER });
        }
    }
    let written = format!("{nearest:.15E}");
    let (mantissa, exponent) = written.split_once('E')?;
    let mantissa = mantissa.trim_end_matches('0');
    let zero = if mantissa.ends_with('.') { "0" } else { "" };
    Some(Numeral { text: format!("{mantissa}{zero}E{exponent}"), default_type: DOUBLE })
}

/// The data type of a boolean, if the context names none.
pub(super) const BOOLEAN: &str = "^^<http://www.w3.org/2001/XMLSchema#boolean>";

/// The data type of JSON literals.
pub(super) const JSON: &str = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>";
