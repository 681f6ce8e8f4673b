//! Any bytes as binary `jsonb`: everything reachable is looked at, and what can be read whole is written and
//! read again. `cargo +nightly fuzz run jsonb_reader` (needs `cargo install cargo-fuzz`).

use badges_core::json::{Json, Jsonb, MAX_DEPTH, Tree, View, writer::encode};

/// Goes on after errors, which a correct caller would not, to reach more of the reader.
fn look_at_everything(json: Jsonb<'_>, depth: usize, values_left: &mut usize) {
    if depth > MAX_DEPTH || *values_left == 0 {
        return;
    }
    *values_left -= 1;
    let _ = json.member("type");
    if let Ok(Some(number)) = json.number() {
        let _ = (number.to_i64(), number.to_f64(), number.to_text());
    }
    match json.view() {
        Ok(View::Array(elements)) => {
            for element in elements.flatten() {
                look_at_everything(element, depth + 1, values_left);
            }
        }
        Ok(View::Object(members)) => {
            for (_, value) in members.clone().flatten() {
                look_at_everything(value, depth + 1, values_left);
            }
            if let Ok(members) = members.collect::<Result<Vec<_>, _>>() {
                for (name, _) in members {
                    assert!(matches!(json.member(name), Ok(Some(_))), "what is listed is found");
                }
            }
        }
        _ => {}
    }
}

/// Panics if the property does not hold.
pub fn check(bytes: &[u8]) {
    let Ok(root) = Jsonb::new(bytes) else { return };
    look_at_everything(root, 0, &mut 10_000);

    let Ok(tree) = Tree::read(root) else { return };
    let mut written = Vec::new();
    if encode(&tree, &mut written).is_ok() {
        let again = Jsonb::new(&written).and_then(Tree::read);
        assert_eq!(again.as_ref(), Ok(&tree), "written and read again");
        let mut twice = Vec::new();
        encode(&tree, &mut twice).expect("written once, written again");
        assert_eq!(written, twice);
    }
}
