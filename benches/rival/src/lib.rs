//! The `jsonschema` crate over pgrx's `JsonB`: how a general JSON Schema extension would check an award.

use jsonschema::Validator;
use pgrx::JsonB;
use pgrx::prelude::*;
use std::cell::OnceCell;

::pgrx::pg_module_magic!();

const ASSERTION: &str = include_str!("assertion.schema.json");
const CREDENTIAL: &str = include_str!("credential.schema.json");

thread_local! {
    // Compiled once per backend, which is kinder than compiling for each call.
    static OF_ASSERTIONS: OnceCell<Validator> = const { OnceCell::new() };
    static OF_CREDENTIALS: OnceCell<Validator> = const { OnceCell::new() };
}

fn compile(schema: &str) -> Validator {
    let schema = match serde_json::from_str(schema) {
        Ok(schema) => schema,
        Err(error) => pgrx::error!("the schema is no JSON: {error}"),
    };
    match jsonschema::draft7::options().should_validate_formats(true).build(&schema) {
        Ok(validator) => validator,
        Err(error) => pgrx::error!("the schema does not compile: {error}"),
    }
}

/// Whether the document keeps the schema of an Open Badges 2.0 Assertion.
#[pg_extern(immutable, parallel_safe, strict)]
fn rival_validate(doc: JsonB) -> bool {
    OF_ASSERTIONS.with(|validator| validator.get_or_init(|| compile(ASSERTION)).is_valid(&doc.0))
}

/// Whether the document keeps the schema of an Open Badges 3.0 credential.
#[pg_extern(immutable, parallel_safe, strict)]
fn rival_validate_credential(doc: JsonB) -> bool {
    OF_CREDENTIALS.with(|validator| validator.get_or_init(|| compile(CREDENTIAL)).is_valid(&doc.0))
}
