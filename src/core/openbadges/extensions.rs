//! Extensions: objects whose type includes `Extension`.

use super::path::Path;
use super::report::{Report, Stop};
use super::rules::ClassRules;
use super::walker::Walker;
use crate::json::Json;

pub(crate) fn check<'a, R: Report, J: Json<'a>, const PLAIN: bool>(
    _walker: &mut Walker<'_, R, PLAIN>,
    _object: J,
    _rules: &'static ClassRules,
    _path: &Path<'_>,
    _depth: usize,
) -> Result<(), Stop> {
    Ok(())
}

pub(crate) fn search<'a, R: Report, J: Json<'a>, const PLAIN: bool>(
    _walker: &mut Walker<'_, R, PLAIN>,
    _value: J,
    _path: &Path<'_>,
    _depth: usize,
) -> Result<(), Stop> {
    Ok(())
}
