//! What an administrator should look at: the rules of `store::health` about the catalog and the tables, and what takes
//! more than a question: the key file and what is sealed under it, status lists, documents.

mod contents;
mod expected;
mod secrets;

use crate::error::Error;
pub use crate::store::health::Finding;
use crate::store::health::findings;

/// Every finding, the worst first. `thorough`: each row is looked at, and not only the latest of each table.
pub fn examine(thorough: bool) -> Result<Vec<Finding>, Error> {
    let mut found = findings(expected::objects())?;
    secrets::examine(thorough, &mut found)?;
    contents::examine(thorough, &mut found)?;
    found.sort_by_key(|finding| finding.severity);
    Ok(found)
}
