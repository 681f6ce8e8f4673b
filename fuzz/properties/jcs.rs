//! JSON in canonical form, against a second, slower way to write it: digits from Rust's own shortest formatting, members
//! sorted as UTF-16, strings escaped one character at a time. The first octet says whether the others are a double or text.

use badges_core::{
    json::{Tree, text::parse},
    proof::jcs::canonicalize,
};

/// The shortest digits that read as the same double; of two that are as near to it those that are even.
fn shortest(double: f64) -> (String, i32) {
    let text = format!("{double:e}");
    let (mantissa, exponent) = text.split_once('e').expect("an exponent");
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // No double has more digits than these.
    let exact = format!("{double:.800e}");
    let exact: String =
        exact.split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let (below, rest) = exact.split_at(digits.len());
    let is_tie = rest.trim_end_matches('0') == "5";
    let is_even = below.bytes().next_back().is_some_and(|digit| digit % 2 == 0);
    let reads_back = format!("{}.{}e{exponent}", &below[..1], &below[1..]).parse() == Ok(double);
    let digits = if is_tie && is_even && reads_back { below.to_owned() } else { digits };
    (digits, exponent.parse().expect("a number"))
}

/// ECMA-262, Number::toString.
fn number(double: f64) -> String {
    if double == 0.0 {
        return "0".to_owned();
    }
    let sign = if double < 0.0 { "-" } else { "" };
    let (digits, exponent) = shortest(double.abs());
    let (count, point) = (digits.len() as i32, exponent + 1);
    let body = if count <= point && point <= 21 {
        format!("{digits}{}", "0".repeat((point - count) as usize))
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = digits.split_at(point as usize);
        format!("{whole}.{fraction}")
    } else if -6 < point && point <= 0 {
        format!("0.{}{digits}", "0".repeat(-point as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        format!("{first}{fraction}e{exponent:+}")
    };
    format!("{sign}{body}")
}

fn string(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|character| match character {
            '"' | '\\' => format!("\\{character}"),
            '\u{8}' => "\\b".into(),
            '\t' => "\\t".into(),
            '\n' => "\\n".into(),
            '\u{c}' => "\\f".into(),
            '\r' => "\\r".into(),
            '\0'..' ' => format!("\\u{:04x}", u32::from(character)),
            _ => character.into(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn value(json: &Tree<'_>) -> String {
    match json {
        Tree::Null => "null".into(),
        Tree::Boolean(truth) => truth.to_string(),
        Tree::Number(digits) => number(digits.to_text().parse().expect("a double")),
        Tree::String(text) => string(text),
        Tree::Array(elements) => format!("[{}]", elements.iter().map(value).collect::<Vec<_>>().join(",")),
        Tree::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            let members = members.iter().map(|(name, json)| format!("{}:{}", string(name), value(json)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

fn canonical(tree: &Tree<'_>) -> Option<String> {
    let mut out = String::new();
    canonicalize(tree, None, &mut out).ok().map(|()| out)
}

/// Panics if the property does not hold.
pub fn check(octets: &[u8]) {
    let Some((&kind, rest)) = octets.split_first() else { return };
    if kind == 0 {
        let Some(octets) = rest.first_chunk() else { return };
        let double = f64::from_le_bytes(*octets);
        if double.is_finite() {
            let tree = parse(&format!("{double:?}")).expect("a number").into_owned();
            assert_eq!(canonical(&tree).as_deref(), Some(number(double).as_str()));
        }
        return;
    }
    let text = String::from_utf8_lossy(rest);
    let Ok(tree) = parse(&text) else { return };
    let Some(canonical) = canonical(&tree) else { return };
    assert_eq!(canonical, value(&tree));
    let again = parse(&canonical).expect("canonical JSON is JSON");
    assert_eq!(self::canonical(&again), Some(canonical), "the canonical form is its own");
}
