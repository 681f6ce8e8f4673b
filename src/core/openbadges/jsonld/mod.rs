//! JSON-LD 1.0, as far as Open Badges 2.0 needs it.

pub(crate) mod terms;
