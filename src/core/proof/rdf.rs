//! RDF datasets.

/// A set of quads. How terms are kept is the business of [`super::jsonld`] and [`super::rdfc`].
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    _todo: (),
}
