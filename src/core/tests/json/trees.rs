//! Changing a document.

use badges_core::json::Tree;

fn document() -> Tree<'static> {
    Tree::object([("type", "Assertion".into()), ("hashed", true.into()), ("count", 3_i64.into())])
}

#[test]
fn a_member_is_found_by_name() {
    assert_eq!(document().get("type"), Some(&"Assertion".into()));
    assert_eq!(document().get("missing"), None);
    assert_eq!(Tree::from("text").get("type"), None);
}

#[test]
fn setting_a_member_replaces_it_in_its_place_or_adds_it() {
    let mut tree = document();
    tree.set("hashed", false);
    tree.set("salt", String::from("sea"));
    assert_eq!(tree.to_text(), r#"{"type":"Assertion","hashed":false,"count":3,"salt":"sea"}"#);
}

#[test]
fn a_member_can_be_changed_in_place() {
    let mut tree = document();
    *tree.get_mut("count").unwrap() = vec![Tree::Null].into();
    assert_eq!(tree.get("count").unwrap().to_text(), "[null]");
}

#[test]
fn removing_a_member_hands_it_over() {
    let mut tree = document();
    assert_eq!(tree.remove("hashed"), Some(true.into()));
    assert_eq!(tree.remove("hashed"), None);
    assert_eq!(tree.to_text(), r#"{"type":"Assertion","count":3}"#);
}

#[test]
fn of_a_name_made_twice_by_hand_the_last_counts() {
    let mut tree = Tree::object([("a", 1_i64.into()), ("b", 2_i64.into()), ("a", 3_i64.into())]);
    assert_eq!(tree.get("a"), Some(&3_i64.into()));
    assert_eq!(tree.remove("a"), Some(3_i64.into()));
    assert_eq!(tree.to_text(), r#"{"b":2}"#);
}

#[test]
fn text_escapes_what_json_must_escape() {
    assert_eq!(Tree::from("a\"b\\c\n\t\u{1}é\u{7f}").to_text(), "\"a\\\"b\\\\c\\n\\t\\u0001é\u{7f}\"");
    assert_eq!(Tree::object([("\"", vec![].into())]).to_text(), r#"{"\"":[]}"#);
}

#[test]
fn the_length_of_the_text_is_told_to_the_octet() {
    let documents = [
        document(),
        "a\"b\\c\n\t\u{1}é\u{7f}".into(),
        vec![Tree::Null, false.into(), Tree::object([("\u{2}", vec![].into())])].into(),
        vec![Tree::Number(badges_core::json::Number::parse("1e400").unwrap()), (-7_i64).into()].into(),
    ];
    for document in documents {
        let octets = document.to_text().len();
        assert!(!document.is_longer_than(octets) && document.is_longer_than(octets - 1), "{document}");
    }
}
