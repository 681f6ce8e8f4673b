//! How far a long call has come, for whoever looks at `pg_stat_activity`.

use pgrx::pg_sys;
use std::cell::OnceCell;
use std::ffi::{CStr, CString};

/// Shows in front of the query text of this session, as a comment, how much of the work is done: what is shown is
/// still the query, and says nothing of whom it is about. The text is as it was again when this is dropped, after an
/// error too.
pub struct Progress {
    /// What is counted, such as "issue_assertions".
    what: &'static str,
    total: usize,
    before: OnceCell<Option<Activity>>,
}

/// What `pg_stat_activity` shows of a session.
struct Activity {
    state: pg_sys::BackendState::Type,
    query: CString,
}

impl Progress {
    /// Shows nothing yet.
    pub fn new(what: &'static str, total: usize) -> Self {
        Progress { what, total, before: OnceCell::new() }
    }

    /// Shows that so many are done. Call it once a batch.
    pub fn report(&self, done: usize) {
        let Some(Activity { state, query }) = self.before.get_or_init(Activity::current) else { return };
        let comment = format!("/* {}: {done} of {} */ ", self.what, self.total);
        if let Ok(query) = CString::new([comment.as_bytes(), query.to_bytes()].concat()) {
            Activity { state: *state, query }.show();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Some(before)) = self.before.get() {
            before.show();
        }
    }
}

impl Activity {
    /// What this session shows now; `None` if it shows nothing (`track_activities` is off).
    fn current() -> Option<Self> {
        // SAFETY: the entry is this backend's own, which nobody else writes to; its text ends with a zero byte.
        unsafe {
            let entry = pg_sys::MyBEEntry.as_ref().filter(|_| pg_sys::pgstat_track_activities)?;
            let query = CStr::from_ptr(entry.st_activity_raw).to_owned();
            Some(Activity { state: entry.st_state, query })
        }
    }

    /// Replaces what is shown. To PostgreSQL that is the start of a query and resets its id, which is put back.
    fn show(&self) {
        // SAFETY: each function reads or copies into this backend's own entry.
        unsafe {
            let query_id = pg_sys::pgstat_get_my_query_id();
            pg_sys::pgstat_report_activity(self.state, self.query.as_ptr());
            pg_sys::pgstat_report_query_id(query_id, true);
        }
    }
}
