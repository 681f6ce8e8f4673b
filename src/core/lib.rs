//! Open Badges rules, documents, proofs, recipients and sign-in tokens.
//!
//! Nothing here knows PostgreSQL: every module is a pure function of its arguments and is tested with
//! plain `cargo test -p badges-core`.
#![forbid(unsafe_code)]

pub mod baking;
pub mod email_address;
pub mod identifier;
pub mod interruption;
pub mod json;
pub mod openbadges;
pub mod proof;
pub mod recipient;
pub mod secret;
pub mod timestamp;
pub mod token;
pub mod webauthn;
