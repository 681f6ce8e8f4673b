//! `jsonb` values at the border: read without a copy, returned without a parse.

use crate::error::Error;
use badges_core::json::jsonb::Jsonb;
use badges_core::json::tree::Tree;
use badges_core::json::writer;
use pgrx::callconv::{Arg, ArgAbi, BoxRet, FcInfo};
use pgrx::datum::Datum;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{FromDatum, IntoDatum, pg_sys};

/// Length of the word that says how long a variable-length value is.
const LENGTH_WORD: usize = pg_sys::VARHDRSZ;

/// A `jsonb` argument, read in place for as long as the call lasts.
#[derive(Clone, Copy)]
pub struct JsonbArgument<'a>(&'a [u8]);

impl<'a> JsonbArgument<'a> {
    /// The value as the rules read it.
    pub fn json(self) -> Result<Jsonb<'a>, Error> {
        Ok(Jsonb::new(self.0)?)
    }

    /// Whether it is this value, written the same.
    pub fn is(self, value: &JsonbValue) -> bool {
        self.0 == value.0
    }

    /// The value as a document to be completed.
    pub fn tree(self) -> Result<Tree<'a>, Error> {
        Ok(Tree::read(self.json()?)?)
    }
}

/// A `jsonb` value of our own: built from a [`Tree`], or copied from a row.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonbValue(Vec<u8>);

impl JsonbValue {
    /// Encodes a document.
    pub fn from_tree(tree: &Tree) -> Result<Self, Error> {
        let mut bytes = Vec::with_capacity(1024);
        writer::encode(tree, &mut bytes)
            .map_err(|reason| Error::Internal(format!("a document cannot be stored as jsonb: {reason:?}")))?;
        Ok(JsonbValue(bytes))
    }

    /// The value as the rules read it.
    pub fn json(&self) -> Result<Jsonb<'_>, Error> {
        Ok(Jsonb::new(&self.0)?)
    }
}

/// The bytes of a variable-length datum after its length, detoasted if it has to be.
///
/// # Safety
/// `datum` must be a non-null datum of a variable-length type that outlives `'a`.
unsafe fn bytes_of<'a>(datum: pg_sys::Datum) -> &'a [u8] {
    // SAFETY: the caller vouches for the datum; detoasting allocates in the current memory context, which
    // lives as long as the call, and the length is the one PostgreSQL states.
    unsafe {
        let value = pg_sys::pg_detoast_datum_packed(datum.cast_mut_ptr());
        std::slice::from_raw_parts(pgrx::vardata_any(value).cast(), pgrx::varsize_any_exhdr(value))
    }
}

// SAFETY: the argument is declared as jsonb, so its datum is a variable-length value.
unsafe impl<'fcx> ArgAbi<'fcx> for JsonbArgument<'fcx> {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: pgrx calls this for non-null arguments only, and the datum lives as long as the call.
        let borrowed: Option<Self> = unsafe { arg.unbox_arg_using_from_datum() };
        borrowed.unwrap_or(JsonbArgument(&[]))
    }
}

impl FromDatum for JsonbArgument<'_> {
    unsafe fn from_polymorphic_datum(datum: pg_sys::Datum, is_null: bool, _: pg_sys::Oid) -> Option<Self> {
        // SAFETY: the caller passes a jsonb datum, valid unless null.
        (!is_null).then(|| JsonbArgument(unsafe { bytes_of(datum) }))
    }
}

impl FromDatum for JsonbValue {
    unsafe fn from_polymorphic_datum(datum: pg_sys::Datum, is_null: bool, _: pg_sys::Oid) -> Option<Self> {
        // SAFETY: the caller passes a jsonb datum, valid unless null.
        (!is_null).then(|| JsonbValue(unsafe { bytes_of(datum) }.to_vec()))
    }
}

impl IntoDatum for JsonbValue {
    fn into_datum(self) -> Option<pg_sys::Datum> {
        let size = self.0.len() + LENGTH_WORD;
        // SAFETY: palloc returns `size` writable bytes or raises; both parts are written within them.
        unsafe {
            let value = pg_sys::palloc(size).cast::<pg_sys::varlena>();
            pgrx::set_varsize_4b(value, size as i32);
            std::ptr::copy_nonoverlapping(self.0.as_ptr(), value.cast::<u8>().add(LENGTH_WORD), self.0.len());
            Some(pg_sys::Datum::from(value))
        }
    }

    fn type_oid() -> pg_sys::Oid {
        pg_sys::JSONBOID
    }
}

// SAFETY: the datum is a jsonb value allocated in the caller's memory context.
unsafe impl BoxRet for JsonbValue {
    unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> Datum<'fcx> {
        match self.into_datum() {
            // SAFETY: the function is declared to return jsonb.
            Some(datum) => unsafe { fcinfo.return_raw_datum(datum) },
            None => fcinfo.return_null(),
        }
    }
}

macro_rules! is_jsonb {
    ($type:ty) => {
        // SAFETY: the type is passed as what SQL calls jsonb.
        unsafe impl SqlTranslatable for $type {
            const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!($type);
            const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
            const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("jsonb"));
            const RETURN_SQL: Result<ReturnsRef, ReturnsError> =
                Ok(ReturnsRef::One(SqlMappingRef::literal("jsonb")));
        }
    };
}

is_jsonb!(JsonbArgument<'_>);
is_jsonb!(JsonbValue);
