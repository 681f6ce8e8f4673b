//! `badges`: Open Badges issuing, verification and passwordless sign-in inside PostgreSQL.
//!
//! | where | what |
//! |---|---|
//! | `src/core` | the crate `badges-core`: rules, documents, recipients, tokens; knows no database |
//! | `api` | the SQL functions: arguments -> core and store -> result |
//! | `store` | every SQL string, one file per table |
//! | `arguments`, `jsonb` | values at the border between PostgreSQL and Rust |
//! | `error`, `settings`, `server_log` | what can go wrong; what can be set; what only an administrator reads |
//! | `key_file`, `issuer_keys` | the server secret, and the private keys sealed under it |
//! | `issuer`, `signing` | an issuer with its URLs and keys; signing in its name |
//! | `awarding`, `rendering`, `known` | making awards; reading them out in either version; verifying them |
//! | `health`, `progress` | what an administrator should look at; how far a long call has come |
//! | `receiving` | keeping what users receive from others |
//! | `sql/` | schema, roles, tables, grants: what this file lists below |

mod api;
mod arguments;
mod awarding;
mod error;
mod health;
mod issuer;
mod issuer_keys;
mod jsonb;
mod key_file;
mod known;
mod progress;
mod receiving;
mod rendering;
mod server_log;
mod settings;
mod signing;
mod store;

use pgrx::prelude::*;

::pgrx::pg_module_magic!(name, version);

/// Called when a server process loads the library.
#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    settings::define();
    badges_core::interruption::install(look_for_interrupts);
}

/// Ends what is running, by unwinding, if the statement was cancelled or took too long.
fn look_for_interrupts() {
    pgrx::check_for_interrupts!();
}

// The install script, in the order of its dependencies.
extension_sql_file!("../sql/schema.sql", name = "schema", bootstrap);
extension_sql_file!("../sql/roles.sql", name = "roles", requires = ["schema"]);
extension_sql_file!(
    "../sql/users.sql",
    name = "users",
    requires = ["roles", api::documents::is_email_address]
);
extension_sql_file!("../sql/login_tokens.sql", name = "login_tokens", requires = ["users"]);
extension_sql_file!("../sql/webauthn_credentials.sql", name = "webauthn_credentials", requires = ["users"]);
extension_sql_file!(
    "../sql/issuer_profiles.sql",
    name = "issuer_profiles",
    requires = [
        "users",
        api::identity::uuid_v7,
        api::documents::check_ob_json,
        api::documents::validate_ob_json,
        api::documents::ob_json_version,
        api::documents::ob_json_text
    ]
);
extension_sql_file!("../sql/status_indexes.sql", name = "status_indexes", requires = ["schema"]);
extension_sql_file!("../sql/badge_classes.sql", name = "badge_classes", requires = ["issuer_profiles"]);
extension_sql_file!(
    "../sql/badge_assertions.sql",
    name = "badge_assertions",
    requires = [
        "badge_classes",
        api::documents::ob_json_boolean,
        api::documents::ob_json_timestamp,
        api::identity::next_status_index,
    ]
);
extension_sql_file!(
    "../sql/definer_functions.sql",
    name = "definer_functions",
    requires = ["badge_assertions", api::identity::current_user_id]
);
extension_sql_file!("../sql/citus.sql", name = "citus", requires = ["badge_assertions"]);
extension_sql_file!("../sql/access.sql", name = "access", finalize);
