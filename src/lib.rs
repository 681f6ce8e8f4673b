//! badges
use pgrx::prelude::*;

::pgrx::pg_module_magic!(name, version);

#[pg_extern(immutable, parallel_safe)]
fn hello() -> &'static str {
    "x"
}
