//! What the fuzz targets share: what has to hold of every input, and a way to change one that it keeps its form.

pub mod mutation;
mod properties;

pub use properties::*;
