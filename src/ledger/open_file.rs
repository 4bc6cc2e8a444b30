//! The file that a run is reading, as far as the ledger has to keep it in mind.

use std::collections::HashMap;

use super::Reading;
use super::item::{Item, Place};
use super::merge::Merge;
use super::span::Span;
use super::visited::Visited;

/// The file that is being read.
pub(super) struct Open {
    pub(super) reading: Reading,
    /// How many duplicates of it are kept.
    pub(super) duplicates: u32,
    /// The number of the reading, once a row of it had to be written.
    pub(super) source: Option<i64>,
    pub(super) merge: Merge,
    pub(super) visited: Visited,
    pub(super) span: Span,
    /// What was found for the first row that may not be claimed yet, which is the next of the file's order
    /// to come by again: its record, and what the ledger knows of it.
    pub(super) held: Option<(u64, Option<Item>)>,
    /// Which earlier readings had another mapping.
    pub(super) remapped: HashMap<i64, bool>,
}

impl Open {
    /// A file of which no row has come by.
    pub(super) fn new(reading: Reading) -> Self {
        Self {
            source: reading.kept,
            reading,
            duplicates: 0,
            merge: Merge::new(),
            visited: Visited::default(),
            span: Span::default(),
            held: None,
            remapped: HashMap::new(),
        }
    }

    /// Takes note of rows that were passed; gives how many of them the file has shown before.
    pub(super) fn pass(&mut self, first: Place, count: u32) -> u64 {
        let repeats = self.visited.insert_all(first, count);
        self.merge
            .go_behind(Place(first.0 + i64::from(count).max(1) - 1));
        self.span.forget();
        repeats
    }
}
