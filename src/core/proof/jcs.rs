//! The JSON Canonicalization Scheme (RFC 8785).

use crate::json::{Json, ReadError};

/// Appends the canonical form of a JSON value. Members are sorted by UTF-16 code units, numbers written as
/// ECMAScript writes them. `omit` names a member of the outermost object that is left out.
///
/// # Errors
/// What the source reports; depth and size limits.
pub fn canonicalize<'a, J: Json<'a>>(
    value: J,
    omit: Option<&str>,
    out: &mut String,
) -> Result<(), ReadError> {
    let _ = (value, omit, out);
    todo!()
}
