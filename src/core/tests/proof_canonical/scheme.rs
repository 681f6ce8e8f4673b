//! The JSON Canonicalization Scheme (RFC 8785).

use badges_core::json::Tree;
use badges_core::proof::jcs;
use serde_json::{Value, json};

fn canonical(value: &Value) -> String {
    let mut text = String::new();
    jcs::canonicalize(value, None, &mut text).unwrap();
    text
}

#[test]
fn the_example_of_the_standard() {
    let document = r#"{
        "numbers": [1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    assert_eq!(
        canonical(&serde_json::from_str(document).unwrap()),
        "{\"literals\":[null,true,false],\"numbers\":[1e+30,4.5,0.002,1e-27],\
         \"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
    );
}

#[test]
fn members_are_sorted_by_utf_16_code_units() {
    // The standard's own example, and names that UTF-8 would sort the other way round.
    let document =
        json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
    assert_eq!(
        canonical(&document),
        "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
    );
    assert_eq!(canonical(&json!({"aa": 1, "b": 2, "a": 3, "": 4})), r#"{"":4,"a":3,"aa":1,"b":2}"#);
}

#[test]
fn numbers_are_written_as_ecmascript_writes_them() {
    for (number, expected) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("100", "100"),
        ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"),
        ("123456789012345678", "123456789012345680"),
        ("9007199254740992", "9007199254740992"),
        ("9007199254740993", "9007199254740992"),
        ("-9007199254740993", "-9007199254740992"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("333333333.33333329", "333333333.3333333"),
    ] {
        let number = Tree::Number(badges_core::json::Number::parse(number).unwrap());
        let mut text = String::new();
        jcs::canonicalize(&number, None, &mut text).unwrap();
        assert_eq!(text, expected);
    }
}

#[test]
fn control_characters_are_escaped_the_short_way() {
    assert_eq!(
        canonical(&json!("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\/\u{7f}\u{2028}")),
        "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7f}\u{2028}\""
    );
}

#[test]
fn one_member_of_the_outermost_object_may_be_left_out() {
    let document = json!({"proof": 1, "a": {"proof": 2}, "z": [{"proof": 3}]});
    let mut text = "before ".to_owned();
    jcs::canonicalize(&document, Some("proof"), &mut text).unwrap();
    assert_eq!(text, r#"before {"a":{"proof":2},"z":[{"proof":3}]}"#);
}
