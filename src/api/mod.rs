//! The SQL surface: each function parses its arguments, calls the core and the store, and maps the result.

pub(crate) mod assertions;
pub(crate) mod baking;
pub(crate) mod documents;
pub(crate) mod identity;
pub(crate) mod issuers;
pub(crate) mod issuing;
pub(crate) mod keys;
pub(crate) mod login_tokens;
pub(crate) mod status_lists;
pub(crate) mod verification;
pub(crate) mod webauthn;
pub(crate) mod webauthn_credentials;
