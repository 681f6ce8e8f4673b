//! Whole rows of our tables, as functions return them.
//!
//! Columns are matched by name, so a row stays right when a later release or an administrator adds a
//! column; one the role may not read comes out as NULL.

use crate::error::Error;
use pgrx::callconv::{BoxRet, FcInfo};
use pgrx::datum::Datum;
use pgrx::spi::SpiClient;
use pgrx::{PgTupleDesc, pg_sys};
use std::ffi::{CStr, CString};

/// One row as the last statement returned it, on its way to being a `badges.…` value.
pub struct Row(pg_sys::HeapTupleHeader);

impl Row {
    /// The first row of the last statement's result; `None` if there was none.
    ///
    /// Takes the client so that it can only be called while the statement's result still exists.
    pub fn first(_client: &SpiClient<'_>) -> Option<Self> {
        // SAFETY: inside an SPI connection SPI_tuptable is null or the result of the last statement;
        // SPI_returntuple copies the row into the memory context of the caller of SPI.
        unsafe {
            let table = pg_sys::SPI_tuptable.as_ref()?;
            (table.numvals > 0).then(|| Row(pg_sys::SPI_returntuple(*table.vals, table.tupdesc)))
        }
    }

    /// The row that an INSERT has returned.
    pub fn inserted(client: &SpiClient<'_>) -> Result<Self, Error> {
        Row::first(client).ok_or_else(|| Error::Internal("INSERT returned no row".into()))
    }

    /// The row as a value of the composite type the called function returns.
    ///
    /// # Safety
    /// `fcinfo` must be the call of a function that is declared to return a composite type.
    pub unsafe fn into_datum(self, fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
        // SAFETY: the header was made by SPI_returntuple, which registers its row type; the result
        // description comes from the caller's declaration.
        unsafe {
            let mut target: pg_sys::TupleDesc = std::ptr::null_mut();
            pg_sys::get_call_result_type(fcinfo, std::ptr::null_mut(), &mut target);
            let header = (*self.0).t_choice.t_datum;
            let source = PgTupleDesc::from_pg(pg_sys::lookup_rowtype_tupdesc(
                header.datum_typeid,
                header.datum_typmod,
            ));
            let mut tuple = pg_sys::HeapTupleData {
                t_len: pgrx::varsize_any(self.0.cast()) as u32,
                t_data: self.0,
                ..Default::default()
            };
            let (mut values, mut nulls) = Columns::of(source.as_ptr(), target).read(&mut tuple);
            let formed = pg_sys::heap_form_tuple(target, values.as_mut_ptr(), nulls.as_mut_ptr());
            pg_sys::HeapTupleHeaderGetDatum((*formed).t_data)
        }
    }
}

/// Which column of a result fills which column of a table.
struct Columns {
    source: pg_sys::TupleDesc,
    /// For each column of the target, the index of the one with its name in the source.
    positions: Vec<Option<usize>>,
}

impl Columns {
    /// # Safety
    /// Both descriptions must be valid.
    unsafe fn of(source: pg_sys::TupleDesc, target: pg_sys::TupleDesc) -> Self {
        let names = |description: pg_sys::TupleDesc| -> Vec<Option<CString>> {
            // SAFETY: the caller vouches for both descriptions, and nothing is released here.
            let description = unsafe { PgTupleDesc::from_pg_unchecked(description) };
            let name = |attribute: &pg_sys::FormData_pg_attribute| {
                // SAFETY: the name of an attribute ends with a zero byte within its 64.
                let name = unsafe { CStr::from_ptr(attribute.attname.data.as_ptr()) };
                (!attribute.attisdropped).then(|| name.to_owned())
            };
            description.iter().map(name).collect()
        };
        let found = names(source);
        let positions = names(target)
            .iter()
            .map(|wanted| found.iter().position(|name| name.is_some() && name == wanted))
            .collect();
        Columns { source, positions }
    }

    /// The values and null flags of the target's columns.
    ///
    /// # Safety
    /// The tuple must be one of the source description.
    unsafe fn read(&self, tuple: pg_sys::HeapTuple) -> (Vec<pg_sys::Datum>, Vec<bool>) {
        // SAFETY: heap_deform_tuple writes one value and one flag for each attribute of the source.
        let (values, nulls) = unsafe {
            let count = (*self.source).natts as usize;
            let mut values = vec![pg_sys::Datum::null(); count];
            let mut nulls = vec![true; count];
            pg_sys::heap_deform_tuple(tuple, self.source, values.as_mut_ptr(), nulls.as_mut_ptr());
            (values, nulls)
        };
        self.positions
            .iter()
            .map(|position| {
                match position.and_then(|index| Some((*values.get(index)?, *nulls.get(index)?))) {
                    Some(value) => value,
                    None => (pg_sys::Datum::null(), true),
                }
            })
            .unzip()
    }
}

/// The result set of a function that returns many rows; it spills to disk, so memory stays flat.
pub struct RowSet(pg_sys::FunctionCallInfo);

impl RowSet {
    /// Starts the result set of this call.
    ///
    /// # Safety
    /// `fcinfo` must be the call of a function declared to return a set of a composite type.
    pub unsafe fn start(fcinfo: pg_sys::FunctionCallInfo) -> Self {
        // SAFETY: the caller vouches for the declaration; PostgreSQL raises if the call cannot take a set.
        unsafe { pg_sys::InitMaterializedSRF(fcinfo, 0) };
        RowSet(fcinfo)
    }

    /// Adds every row of the last statement's result.
    pub fn add_result(&mut self, _client: &SpiClient<'_>) -> Result<(), Error> {
        // SAFETY: `start` has set up the result; SPI_tuptable is the result of the last statement, and
        // tuplestore_putvalues copies each row.
        unsafe {
            let result = (*self.0).resultinfo.cast::<pg_sys::ReturnSetInfo>();
            let Some(table) = pg_sys::SPI_tuptable.as_ref() else {
                return Err(Error::Internal("a statement that returns rows returned none".into()));
            };
            let columns = Columns::of(table.tupdesc, (*result).setDesc);
            for index in 0..table.numvals as usize {
                let (mut values, mut nulls) = columns.read(*table.vals.add(index));
                pg_sys::tuplestore_putvalues(
                    (*result).setResult,
                    (*result).setDesc,
                    values.as_mut_ptr(),
                    nulls.as_mut_ptr(),
                );
            }
            pg_sys::SPI_freetuptable(pg_sys::SPI_tuptable);
            pg_sys::SPI_tuptable = std::ptr::null_mut();
        }
        Ok(())
    }
}

// SAFETY: a materialised result travels in the call's ReturnSetInfo; the datum itself is ignored.
unsafe impl BoxRet for RowSet {
    unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> Datum<'fcx> {
        fcinfo.return_null()
    }
}

/// Declares, for each table, the type of one row of it as functions return it.
macro_rules! row_types {
    ($($(#[$comment:meta])* $row:ident = $table:literal;)*) => {$(
        $(#[$comment])*
        pub struct $row(pub $crate::store::row::Row);

        // SAFETY: the function is declared to return the table's row type.
        unsafe impl pgrx::callconv::BoxRet for $row {
            unsafe fn box_into<'fcx>(
                self,
                fcinfo: &mut pgrx::callconv::FcInfo<'fcx>,
            ) -> pgrx::datum::Datum<'fcx> {
                // SAFETY: as above; pgrx passes the call it is answering.
                unsafe {
                    let datum = self.0.into_datum(fcinfo.as_mut_ptr());
                    fcinfo.return_raw_datum(datum)
                }
            }
        }

        $crate::store::row::returned_as!($row, $table);
    )*};
}

/// Says what SQL calls a Rust type that is returned. A set is spelt out too: pgrx knows only its own iterators as
/// sets, and those keep every row in memory.
macro_rules! returned_as {
    ($type:ty, $sql:literal) => {
        // SAFETY: the values the type makes are rows of the table named.
        unsafe impl pgrx::pgrx_sql_entity_graph::metadata::SqlTranslatable for $type {
            const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!($type);
            const TYPE_ORIGIN: pgrx::pgrx_sql_entity_graph::metadata::TypeOrigin =
                pgrx::pgrx_sql_entity_graph::metadata::TypeOrigin::External;
            const ARGUMENT_SQL: Result<
                pgrx::pgrx_sql_entity_graph::metadata::SqlMappingRef,
                pgrx::pgrx_sql_entity_graph::metadata::ArgumentError,
            > = Ok(pgrx::pgrx_sql_entity_graph::metadata::SqlMappingRef::literal($sql));
            const RETURN_SQL: Result<
                pgrx::pgrx_sql_entity_graph::metadata::ReturnsRef,
                pgrx::pgrx_sql_entity_graph::metadata::ReturnsError,
            > = Ok(pgrx::pgrx_sql_entity_graph::metadata::ReturnsRef::One(
                pgrx::pgrx_sql_entity_graph::metadata::SqlMappingRef::literal($sql),
            ));
        }
    };
}
pub(super) use {returned_as, row_types};
