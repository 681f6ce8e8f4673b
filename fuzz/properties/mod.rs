//! What has to hold of every input, one module for each fuzz target. `cargo test` replays what fuzzing has found
//! (`../found`), `scripts/fuzz.sh` looks for more.

mod baked;
pub mod data_integrity;
pub mod documents;
pub mod email_addresses;
pub mod jcs;
pub mod json_text;
pub mod jsonb_reader;
pub mod jsonld;
pub mod jws;
pub mod login_tokens;
pub mod multibase;
pub mod png;
pub mod rdfc;
pub mod status_list;
pub mod svg;
pub mod timestamps;
pub mod verification;
pub mod webauthn;
pub mod words;
