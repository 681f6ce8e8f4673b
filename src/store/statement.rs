//! Statements prepared once per backend.

use crate::error::Error;
use pgrx::datum::{DatumWithOid, FromDatum, IntoDatum};
use pgrx::pg_sys::{self, BuiltinOid, PgOid};
use pgrx::spi::{OwnedPreparedStatement, SpiClient, SpiTupleTable};
use std::cell::OnceCell;
use std::mem::ManuallyDrop;

/// One SQL statement and, after its first use, its plan. PostgreSQL plans it anew by itself when a table,
/// a function or the role's row-level security changes.
pub struct Statement {
    sql: &'static str,
    arguments: &'static [BuiltinOid],
    writes: bool,
    // Never dropped: a plan lives as long as the backend, and freeing it while the backend exits would reach
    // into memory that is already gone.
    plan: OnceCell<ManuallyDrop<OwnedPreparedStatement>>,
}

impl Statement {
    pub const fn reading(sql: &'static str, arguments: &'static [BuiltinOid]) -> Self {
        Statement { sql, arguments, writes: false, plan: OnceCell::new() }
    }

    pub const fn writing(sql: &'static str, arguments: &'static [BuiltinOid]) -> Self {
        Statement { sql, arguments, writes: true, plan: OnceCell::new() }
    }

    /// Runs the statement with one value for each argument.
    ///
    /// # Errors
    /// 25006 on a standby, for a statement that writes.
    pub fn run<'client>(
        &self,
        client: &mut SpiClient<'client>,
        values: &[DatumWithOid<'_>],
    ) -> Result<SpiTupleTable<'client>, Error> {
        // pgrx asks for a transaction id before it writes, which a standby takes for an internal error.
        // SAFETY: reads a flag in shared memory.
        if self.writes && unsafe { pg_sys::RecoveryInProgress() } {
            return Err(Error::Standby);
        }
        let plan = match self.plan.get() {
            Some(plan) => plan,
            None => {
                let types: Vec<PgOid> = self.arguments.iter().map(|oid| PgOid::BuiltIn(*oid)).collect();
                let prepared = if self.writes {
                    client.prepare_mut(self.sql, &types)?
                } else {
                    client.prepare(self.sql, &types)?
                };
                self.plan.get_or_init(|| ManuallyDrop::new(prepared.keep()))
            }
        };
        let plan: &OwnedPreparedStatement = plan;
        Ok(if self.writes {
            client.update(plan, None, values)?
        } else {
            client.select(plan, None, values)?
        })
    }

    /// The first column of the first row; `None` if there is no row or it is NULL.
    pub fn value<T: IntoDatum + FromDatum>(
        &self,
        client: &mut SpiClient<'_>,
        values: &[DatumWithOid<'_>],
    ) -> Result<Option<T>, Error> {
        let table = self.run(client, values)?;
        if table.is_empty() { Ok(None) } else { Ok(table.first().get_one()?) }
    }
}

/// Declares statements: `NAME(TYPE, …) reading "…";` or `NAME(TYPE, …) writing "…";`.
macro_rules! statements {
    ($($(#[$comment:meta])* $name:ident($($oid:ident),* $(,)?) $kind:ident $sql:expr;)*) => {
        thread_local! {$(
            $(#[$comment])*
            static $name: $crate::store::statement::Statement = const {
                $crate::store::statement::Statement::$kind($sql, &[$(pgrx::pg_sys::BuiltinOid::$oid),*])
            };
        )*}
    };
}
pub(super) use statements;

/// A query that asks for `received`. The library may be newer than the SQL of the database, whose tables have no such
/// column before 0.3.0: there the name means that of the outer query.
macro_rules! across_releases {
    ($query:expr) => {
        concat!("SELECT found.* FROM (SELECT false AS received) AS before, LATERAL (", $query, ") AS found")
    };
}
pub(super) use across_releases;
