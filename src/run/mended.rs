//! Rows whose values do not travel as they stand in the sheet, counted by what was done to them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::ticket::Change;

/// The counts, as they grow. They hold no value, and as many entries as there are things that can be done.
#[derive(Debug, Default)]
pub struct Mended(Mutex<MendedRows>);

/// The counts of a finished run: rows that were sent, or would have been.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MendedRows {
    /// Rows in which anything was done.
    pub rows: u64,
    /// Rows by what was done; one row may stand in several.
    pub by_change: BTreeMap<&'static str, u64>,
}

impl Mended {
    /// Counts the row of these changes.
    pub fn take(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.rows += 1;
        for (index, change) in changes.iter().enumerate() {
            let before = changes.iter().take(index);
            if !before
                .into_iter()
                .any(|earlier| earlier.what == change.what)
            {
                *counts.by_change.entry(change.what).or_default() += 1;
            }
        }
    }

    /// The counts so far.
    #[must_use]
    pub fn rows(&self) -> MendedRows {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(what: &'static str) -> Change {
        Change {
            place: "tags".into(),
            what,
            from: "a".into(),
            to: "b".into(),
        }
    }

    #[test]
    fn a_row_counts_once_for_each_thing_that_was_done_to_it() {
        let mended = Mended::default();
        mended.take(&[]);
        mended.take(&[change("x"), change("x"), change("y")]);
        mended.take(&[change("x")]);
        let rows = mended.rows();
        assert_eq!(rows.rows, 2);
        assert_eq!(rows.by_change, BTreeMap::from([("x", 2), ("y", 1)]));
    }
}
