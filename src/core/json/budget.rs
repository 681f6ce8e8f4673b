//! How much of a document one call may look at.

use super::{MAX_EXPANDED, MAX_VALUES, ReadError};
use crate::interruption;

/// The values that may still be looked at.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Budget {
    /// What one call may look at.
    pub(crate) fn of_call() -> Self {
        Budget(MAX_VALUES)
    }

    /// What one call may expand as JSON-LD, which takes several copies of everything.
    pub(crate) fn of_expansion() -> Self {
        Budget(MAX_EXPANDED)
    }

    /// Takes one value.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] after the last.
    #[inline]
    pub(crate) fn spend(&mut self) -> Result<(), ReadError> {
        self.0 = self.0.checked_sub(1).ok_or(ReadError::TooLarge)?;
        interruption::poll_at(self.0);
        Ok(())
    }

    /// Whether so many values more would fit.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] if not.
    pub(crate) fn has(&self, values: usize) -> Result<(), ReadError> {
        if values > self.0 { Err(ReadError::TooLarge) } else { Ok(()) }
    }
}
