//! The Open Badges standard.

pub mod datatypes;
