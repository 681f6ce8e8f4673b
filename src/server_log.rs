//! Notes for the administrator, which no client gets to see.

use pgrx::pg_sys;
use std::ffi::{CString, c_char, c_int};

// pgrx has these for itself only; they are the same in every version of PostgreSQL it knows.
unsafe extern "C-unwind" {
    fn errstart(level: c_int, domain: *const c_char) -> bool;
    fn errfinish(file: *const c_char, line: c_int, function: *const c_char);
}

/// Writes a line to the server log and nowhere else: level LOG goes to a client that asks for it. The statement that
/// was running is left out, because it may hold what was presented to sign in.
pub fn note(message: &str) {
    let Ok(message) = CString::new(message) else {
        return;
    };
    // SAFETY: the calls come in the order PostgreSQL asks for; the format takes one C string, which outlives them, and below
    // ERROR none of them leaves by a jump.
    unsafe {
        if errstart(pg_sys::LOG_SERVER_ONLY as c_int, std::ptr::null()) {
            pg_sys::errmsg_internal(c"%s".as_ptr(), message.as_ptr());
            pg_sys::errhidestmt(true);
            pg_sys::errhidecontext(true);
            errfinish(std::ptr::null(), 0, std::ptr::null());
        }
    }
}
