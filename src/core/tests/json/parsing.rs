//! Reading JSON text.

use crate::agreement::{assert_same, document};
use badges_core::json::{
    MAX_DEPTH, MAX_VALUES, Number, Tree,
    text::{ParseError, parse},
};
use proptest::prelude::*;
use serde_json::Value;
use std::borrow::Cow;

#[track_caller]
fn assert_string(text: &str, expected: &str) {
    assert_eq!(parse(text), Ok(expected.into()), "{text}");
}

#[track_caller]
fn assert_not_json(text: &str, offset: usize) {
    assert_eq!(parse(text), Err(ParseError::Syntax(offset)), "{text}");
}

#[test]
fn every_kind_of_value_is_read() {
    let text = " { \"none\" : null,\t\"flags\":[true ,false],\r\n\"text\":\"é\", \"number\": -1.50e1,\"\":{},\"list\":[ ] } ";
    let expected = Tree::object([
        ("none", Tree::Null),
        ("flags", vec![true.into(), false.into()].into()),
        ("text", "é".into()),
        ("number", Number::parse("-15.0").unwrap().into()),
        ("", Tree::Object(Vec::new())),
        ("list", Tree::Array(Vec::new())),
    ]);
    assert_eq!(parse(text), Ok(expected));
}

#[test]
fn a_value_need_not_be_an_array_or_object() {
    assert_eq!(parse("null"), Ok(Tree::Null));
    assert_eq!(parse("\n0\t"), Ok(0_i64.into()));
    assert_string(r#""""#, "");
}

#[test]
fn members_stay_in_the_order_of_the_text() {
    let text = r#"{"b":1,"a":{"d":2,"c":3},"":4}"#;
    assert_eq!(parse(text).unwrap().to_text(), text);
}

#[test]
fn a_string_without_escapes_is_borrowed() {
    assert!(matches!(parse(r#""plain é \u0041""#), Ok(Tree::String(Cow::Owned(_)))));
    assert!(matches!(parse(r#""plain é""#), Ok(Tree::String(Cow::Borrowed("plain é")))));
}

#[test]
fn escapes_are_resolved() {
    assert_string(r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t");
    assert_string(r#""a\u00e9\u00E9b\u0000""#, "aééb\0");
    assert_string(r#""\ud83d\ude00\uFFFF""#, "\u{1F600}\u{FFFF}");
    assert_string("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}");
}

#[test]
fn a_wrong_escape_is_refused() {
    assert_not_json(r#""\x41""#, 2);
    assert_not_json(r#""\'""#, 2);
    assert_not_json(r#""\u12""#, 1);
    assert_not_json(r#""\u12g4""#, 1);
    assert_not_json(r#""\u+123""#, 1);
    assert_not_json(r#""\U0041""#, 2);
    assert_not_json(r#""\u00é""#, 1);
    assert_not_json(r#""\"#, 2);
}

#[test]
fn half_of_a_surrogate_pair_is_refused() {
    for text in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83dx""#,
        r#""\ud83d\n""#,
        r#""\ud83d\ud83d""#,
        r#""\ude00\ud83d""#,
    ] {
        assert_not_json(text, 1);
    }
}

#[test]
fn a_control_character_in_a_string_is_refused() {
    assert_not_json("\"a\nb\"", 2);
    assert_not_json("\"\0\"", 1);
    assert_not_json("\"\u{1f}\"", 1);
}

#[test]
fn numbers_keep_every_digit() {
    for text in ["0", "-1", "12345678901234567890.10", "0.000", "999999999999999999", "1000000000000000000"] {
        assert_eq!(parse(text).unwrap().to_text(), text);
    }
    assert_eq!(parse("1E+2").unwrap().to_text(), "100");
    assert_eq!(parse("-0"), Ok(0_i64.into()), "as jsonb has it");
}

#[test]
fn what_is_no_number_is_refused() {
    for text in
        ["01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10", "1_000", "--1", "1.2.3", "NaN", "Infinity", "-a"]
    {
        assert!(matches!(parse(text), Err(ParseError::Syntax(_))), "{text}");
    }
}

#[test]
fn a_number_beyond_what_the_server_holds_is_refused() {
    assert_eq!(parse("[1e131072]"), Err(ParseError::NumberOutOfRange(1)));
    assert_eq!(parse("1e-16384"), Err(ParseError::NumberOutOfRange(0)));
    assert_eq!(parse("1e99999999999999999999"), Err(ParseError::NumberOutOfRange(0)));
}

#[test]
fn what_only_resembles_json_is_refused() {
    for (text, offset) in [
        ("", 0),
        ("  ", 2),
        ("\u{feff}{}", 0),
        ("\u{a0}1", 0),
        ("nul", 0),
        ("True", 0),
        ("truefalse", 4),
        ("{} {}", 3),
        ("1 2", 2),
        ("[1,]", 3),
        ("[,1]", 1),
        ("[1 2]", 3),
        ("[1", 2),
        ("[", 1),
        ("]", 0),
        ("[}", 1),
        ("{\"a\":1,}", 7),
        ("{\"a\" 1}", 5),
        ("{\"a\":}", 5),
        ("{a:1}", 1),
        ("{'a':1}", 1),
        ("{1:1}", 1),
        ("{\"a\"", 4),
        ("{", 1),
        ("{\"a\":1 \"b\":2}", 7),
        ("\"a", 2),
        ("'a'", 0),
        ("/* */1", 0),
        ("1 // one", 2),
        ("\u{b}1", 0),
    ] {
        assert_not_json(text, offset);
    }
}

#[test]
fn a_member_twice_is_refused() {
    assert_eq!(parse(r#"{"a":1,"b":2,"a":1}"#), Err(ParseError::DuplicateMember(13)));
    assert_eq!(parse(r#"[{"id":{"x":0},"\u0069d":1}]"#), Err(ParseError::DuplicateMember(15)));
    assert!(parse(r#"{"a":{"a":{"A":1}},"b":{"a":1}}"#).is_ok());
}

#[test]
fn of_many_members_the_first_one_repeated_is_reported() {
    let names: String = (0..100).map(|index| format!("\"m{index}\":0,")).collect();
    assert!(parse(&format!("{{{names}\"last\":0}}")).is_ok());
    let repeated = format!("{{{names}\"m99\":0,\"m3\":0,\"m99\":0}}");
    assert_eq!(parse(&repeated), Err(ParseError::DuplicateMember(1 + names.len())));
}

#[test]
fn nesting_is_read_to_the_limit_and_not_beyond() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&nested(MAX_DEPTH + 1)), Err(ParseError::Limit));
    assert_eq!(parse(&"[".repeat(1_000_000)), Err(ParseError::Limit));
    assert_eq!(parse(&"{\"a\":".repeat(1_000_000)), Err(ParseError::Limit));
}

#[test]
fn values_are_read_to_the_limit_and_not_beyond() {
    let list = |values| format!("[{}0]", "0,".repeat(values - 2));
    assert!(parse(&list(MAX_VALUES)).is_ok());
    assert_eq!(parse(&list(MAX_VALUES + 1)), Err(ParseError::Limit));
}

#[test]
fn errors_say_where() {
    assert_eq!(parse("[1,]").unwrap_err().to_string(), "it is not JSON (octet 3)");
    assert_eq!(parse(r#"{"a":1,"a":2}"#).unwrap_err().to_string(), "a member is there twice (octet 7)");
    assert_eq!(parse("1e999999").unwrap_err().to_string(), "a number has too many digits (octet 0)");
}

#[test]
fn an_owned_document_outlives_its_text() {
    let owned = {
        let text = String::from(r#"{"a":["b",1.5,null,true,{"c":"\n"}]}"#);
        parse(&text).unwrap().into_owned()
    };
    assert_eq!(owned.to_text(), r#"{"a":["b",1.5,null,true,{"c":"\n"}]}"#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_another_parser_writes_is_read_the_same(document in document(), spread in any::<bool>()) {
        let text = if spread { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
        let text = text.unwrap();
        let tree = parse(&text).unwrap();
        assert_same(&tree, &document);
        let written = tree.to_text();
        prop_assert_eq!(parse(&written).unwrap(), tree);
    }

    #[test]
    fn a_text_of_json_tokens_gets_the_verdict_of_another_parser(
        tokens in proptest::collection::vec(prop::sample::select(TOKENS), 0..12)
    ) {
        let text = tokens.concat();
        match (parse(&text), serde_json::from_str::<Value>(&text)) {
            (Ok(_), Ok(_)) | (Err(ParseError::DuplicateMember(_)), _) | (Err(_), Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{text}: {ours:?}, {theirs:?}"),
        }
    }
}

const TOKENS: &[&str] = &[
    "[",
    "]",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ",",
    " ",
    "\n",
    "null",
    "true",
    "false",
    "\"a\"",
    "\"b\"",
    "\"\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "\"\\udc00\"",
    "\"\\",
    "\"",
    "0",
    "-",
    "1",
    ".5",
    "e3",
    "E-2",
    "é",
    "\u{1}",
    "\"a\":",
];
