//! The forms that a document can be walked in.

/// How a document is to be read.
pub(crate) trait Form {
    const PLAIN: bool = false;
    const STRICT: bool = false;
}

/// A document of 2.0 as it lies.
pub(crate) struct Plain;

/// A document of 2.0 after normalisation.
pub(crate) struct Normalised;

/// A document of 3.0 as it lies.
pub(crate) struct Strict;

impl Form for Plain {
    const PLAIN: bool = true;
}

impl Form for Normalised {}

impl Form for Strict {
    const STRICT: bool = true;
}
