//! Rows whose tickets are not what was sent, counted by what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::ticket::Difference;

/// Kinds of differences that are told apart. A ticket has some thirty parts; more kinds than these are not of
/// them.
const MAX_KINDS: usize = 200;

/// The counts, as they grow.
#[derive(Debug, Default)]
pub struct Differing(Mutex<DifferingRows>);

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifferingRows {
    /// Rows with any difference.
    pub rows: u64,
    /// Rows by what differs, e.g. `field1 cut`; one row may stand in several.
    pub by_kind: BTreeMap<String, u64>,
}

impl Differing {
    /// Counts the row of these differences, if there are any.
    pub fn take(&self, differences: &[Difference]) {
        if differences.is_empty() {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.rows += 1;
        let kinds: BTreeSet<String> = differences.iter().map(Difference::group).collect();
        for kind in kinds {
            let known = counts.by_kind.len() < MAX_KINDS || counts.by_kind.contains_key(&kind);
            let kind = if known { kind } else { "others".to_owned() };
            *counts.by_kind.entry(kind).or_default() += 1;
        }
    }

    /// The counts so far.
    #[must_use]
    pub fn rows(&self) -> DifferingRows {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
