//! Where long work asks whether it is still wanted.
//!
//! The only thing in this crate that reaches out of it: a process may install a function that is called every now and
//! then. In a database that is the look for a cancelled statement, which ends the work by unwinding; nothing here keeps
//! a state that would mind.

use std::sync::OnceLock;

static CHECK: OnceLock<fn()> = OnceLock::new();

/// Steps of work between two calls: well under a millisecond of most work, and far more than asking costs.
const INTERVAL: usize = 1 << 10;

/// Has this function called during long work, for the rest of the process. Only the first one installed counts.
pub fn install(check: fn()) {
    let _ = CHECK.set(check);
}

/// Calls the function installed, if there is one.
#[inline]
pub(crate) fn poll() {
    if let Some(check) = CHECK.get() {
        check();
    }
}

/// Likewise, once in a while; `steps` counts the work, up or down.
#[inline]
pub(crate) fn poll_at(steps: usize) {
    if steps.is_multiple_of(INTERVAL) {
        poll();
    }
}
