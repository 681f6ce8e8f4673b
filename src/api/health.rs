//! What an administrator should look at.

use crate::health::{Finding, examine};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

#[pg_schema]
mod badges {}

/// What an administrator should look at, the worst first; no row: nothing. `severity` is `error` (something does not work,
/// or is open to whom it should not be), `warning` (it will not work for long, or could be safer) or `info`; `code` is
/// the stable name of the rule. `revalidate` looks at every row where otherwise the latest of each table are looked at.
#[pg_extern(schema = "badges", volatile, parallel_unsafe, security_definer, requires = ["badge_assertions"])]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity, reason = "the shape of the SQL result")]
fn health(
    revalidate: default!(Option<bool>, "false"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(severity, String),
            name!(code, String),
            name!(object, String),
            name!(message, String),
            name!(hint, String),
        ),
    >,
    ErrorReport,
> {
    let found = examine(revalidate == Some(true))?;
    Ok(TableIterator::new(found.into_iter().map(|finding| {
        let Finding { severity, code, object, message, hint } = finding;
        (severity.name().to_owned(), code.to_owned(), object, message, hint)
    })))
}
