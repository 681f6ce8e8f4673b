//! Keys, identifiers and signatures: what is accepted, what is refused, and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod data_integrity;
mod hostile;
mod identifiers;
mod json_web_signatures;
mod keys;
mod official_proofs;
mod selective_disclosure;
mod vc_jwt;
mod vectors;
