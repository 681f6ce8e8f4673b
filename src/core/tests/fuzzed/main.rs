//! What fuzzing has found, replayed: every input kept in `fuzz/found` keeps the property of its target.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../../fuzz/properties/mod.rs"]
mod properties;

use base64::{Engine, engine::general_purpose::STANDARD};
use std::path::Path;

/// Inputs are kept as lines of base64, one file for each target.
fn replay(target: &str, property: fn(&[u8])) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/found").join(target);
    let found = std::fs::read_to_string(&file).unwrap();
    assert!(found.lines().count() > 0, "nothing is kept for {target}");
    for (number, line) in found.lines().enumerate() {
        let input = STANDARD.decode(line).unwrap();
        let outcome = std::panic::catch_unwind(|| property(&input));
        assert!(outcome.is_ok(), "{target}: line {} of {}", number + 1, file.display());
    }
}

macro_rules! targets {
    ($($target:ident)*) => {$(
        #[test]
        fn $target() {
            replay(stringify!($target), properties::$target::check);
        }
    )*};
}

targets! {
    data_integrity documents email_addresses jcs json_text jsonb_reader jsonld jws login_tokens multibase png rdfc
    status_list svg timestamps verification webauthn
}
