//! Reading and writing what the caller may not: the key columns.

use crate::error::Error;
use pgrx::pg_sys;

/// Runs statements as the owner of the tables, for the keys of an issuer that the caller was shown to act for. The
/// caller's own rights hold again afterwards; PostgreSQL itself restores them when the statements raise.
pub fn as_owner<T>(run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let mut user = pg_sys::InvalidOid;
    let mut context = 0;
    // SAFETY: both places are valid for writing; the role exists as long as the extension does, else this raises.
    let owner = unsafe {
        pg_sys::GetUserIdAndSecContext(&mut user, &mut context);
        pg_sys::get_role_oid(c"badges_owner".as_ptr(), false)
    };
    // SAFETY: the role was looked up just now. The flag keeps statements from changing the role in between.
    unsafe { pg_sys::SetUserIdAndSecContext(owner, context | pg_sys::SECURITY_LOCAL_USERID_CHANGE as i32) };
    let result = run();
    // SAFETY: these are the values that were in force before.
    unsafe { pg_sys::SetUserIdAndSecContext(user, context) };
    result
}
