//! One document, three representations: text parsed by `serde_json`, a tree, binary `jsonb`. All say the same.

use crate::text::parse;
use badges_core::json::{Json, Jsonb, Tree, View, writer::encode};
use proptest::{
    collection::{hash_set, vec},
    prelude::*,
    string::string_regex,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

fn encoded<'a, J: Json<'a>>(document: J) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(&Tree::read(document).unwrap(), &mut bytes).unwrap();
    bytes
}

/// Every string PostgreSQL can hold: all of Unicode but U+0000.
fn text() -> impl Strategy<Value = String> {
    // Given as a plain pattern, it would be parsed anew for each string.
    let pattern = |pattern| string_regex(pattern).unwrap();
    prop_oneof![pattern("[a-z@:/.]{0,12}"), pattern("[\u{1}-\u{10FFFF}]{0,6}")]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-20_000..20_000_i64).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ]
}

pub fn document() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 64, 40, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..40).prop_map(Value::Array),
            vec((text(), inner), 0..40).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// Panics unless both say the same of themselves and of everything inside.
pub fn assert_same<'l, 'r, L: Json<'l>, R: Json<'r>>(left: L, right: R) {
    assert_eq!(left.number().unwrap(), right.number().unwrap());
    match (left.view().unwrap(), right.view().unwrap()) {
        (View::Null, View::Null) | (View::Number, View::Number) => {}
        (View::Boolean(left), View::Boolean(right)) => assert_eq!(left, right),
        (View::String(left), View::String(right)) => assert_eq!(left, right),
        (View::Array(left), View::Array(right)) => {
            assert_eq!(left.len(), right.len());
            left.zip(right).for_each(|(left, right)| assert_same(left.unwrap(), right.unwrap()));
        }
        (View::Object(left_members), View::Object(right_members)) => {
            assert_eq!(left_members.len(), right_members.len());
            let right_members: BTreeMap<_, _> = right_members.map(Result::unwrap).collect();
            for member in left_members {
                let (name, value) = member.unwrap();
                assert_same(value, right_members[name]);
                assert_same(left.member(name).unwrap().unwrap(), right.member(name).unwrap().unwrap());
            }
        }
        _ => panic!("one kind of value on one side, another on the other"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn all_representations_agree(document in document()) {
        let tree = Tree::read(&document).unwrap();
        let bytes = encoded(&document);
        let jsonb = Jsonb::new(&bytes).unwrap();

        assert_same(&document, jsonb);
        assert_same(jsonb, &document);
        assert_same(&tree, jsonb);
        prop_assert_eq!(encoded(jsonb), bytes, "written back the same");
        prop_assert_eq!(parse(&tree.to_text()), tree, "parsed back the same");
    }

    #[test]
    fn only_a_name_that_is_there_is_found(names in hash_set("[a-c]{0,3}", 0..40), sought in "[a-c]{0,3}") {
        let document = Value::Object(names.iter().map(|name| (name.clone(), Value::Null)).collect());
        let bytes = encoded(&document);
        let found = Jsonb::new(&bytes).unwrap().member(&sought).unwrap();
        prop_assert_eq!(found.is_some(), names.contains(&sought));
    }
}

#[test]
fn members_come_by_length_then_bytes() {
    let document = serde_json::json!({"badge": 1, "id": 2, "@context": 3, "type": 4, "name": 5, "": 6});
    let bytes = encoded(&document);
    let View::Object(members) = Jsonb::new(&bytes).unwrap().view().unwrap() else { panic!("not an object") };
    let names: Vec<_> = members.map(|member| member.unwrap().0).collect();
    assert_eq!(names, ["", "id", "name", "type", "badge", "@context"]);
}
