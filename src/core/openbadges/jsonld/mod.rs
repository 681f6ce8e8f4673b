//! JSON-LD 1.0, as far as Open Badges 2.0 needs it: a document in whatever form, with whatever context, becomes the
//! same document in the terms of the Open Badges context. What the context does not define is dropped.
//!
//! Source: JSON-LD 1.0 Processing Algorithms and API, "Expansion Algorithms" and "Compaction Algorithms", which are
//! done here in one pass.

pub(crate) mod context;
pub(crate) mod normal;
pub(crate) mod terms;

mod compaction;
mod expansion;

pub(crate) use expansion::{Normalised, normalise};
