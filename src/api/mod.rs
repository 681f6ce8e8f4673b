//! The SQL surface: each function parses its arguments, calls the core and the store, and maps the result.

mod assertions;
mod documents;
mod issuers;
mod verification;
