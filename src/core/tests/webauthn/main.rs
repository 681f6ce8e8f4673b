//! Passkeys: what a relying party accepts, what it refuses, and at which step of the standard.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod authenticator;
mod cbor;
mod documents;
mod hostile;
mod keys;
mod options;
mod registration;
mod state;
mod vectors;
