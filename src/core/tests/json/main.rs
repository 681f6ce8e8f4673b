//! Reading and writing PostgreSQL's binary `jsonb`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod agreement;
mod corruption;
mod numbers;
mod parsing;
mod text;
mod trees;
mod vectors;
