//! Bitstring Status List 1.0.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bits;
mod entries;
mod official;
mod scattered;
