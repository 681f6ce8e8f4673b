//! Canonical forms: JSON-LD to RDF, RDFC-1.0, and the JSON Canonicalization Scheme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod arbitrary;
mod contexts;
mod documents;
mod graphs;
mod hostile;
mod official;
mod parts;
mod refusals;
mod scheme;
mod support;
