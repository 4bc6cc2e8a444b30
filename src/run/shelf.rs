//! Rows in doubt, on the shelf until they are settled.
//!
//! Workers and admission put rows here, the settler takes them. It is a shelf and not a queue because
//! the settler sends rows back to the workers: bounded queues in a ring can wait for each other for ever,
//! a shelf makes nobody wait. Its bound ends the run instead.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::ledger::{Doubt, Outcome, Place};
use crate::monitor::{Fate, RowEnd};
use crate::settle::Search;
use crate::sheet::Row;
use crate::ticket::Ready;

use super::contacts::Hold;

/// Most rows on the shelf, each with its content: some tens of megabytes. A service that leaves more
/// than this in doubt is down, and every further row would only be one more.
const MAX_HELD: usize = 10_000;

/// What is at hand of a row in doubt.
pub(super) enum Content {
    /// Its ticket, ready to be sent again.
    Fit(Arc<str>, Row, Box<Ready>),
    /// It has become a row that is not sent, and this is how it would be told.
    Unfit(RowEnd),
}

/// A row in doubt.
pub(super) struct Held {
    pub(super) doubt: Doubt,
    pub(super) content: Content,
    /// How often it was sent again after a doubt.
    pub(super) resends: u32,
    /// When it was given up, or when the run began for a row of a run that died.
    pub(super) since: Instant,
    /// When it is to be looked for.
    pub(super) look_at: Instant,
    pub(super) search: Search,
    /// What happened to it.
    pub(super) what: String,
    /// Its contacts: nobody else is sent to them before it is settled.
    pub(super) hold: Hold,
}

impl Held {
    /// How it is told that the row stays in doubt.
    pub(super) fn told(self) -> RowEnd {
        let fate = Fate::Outcome(Outcome::InDoubt { what: self.what });
        match self.content {
            Content::Fit(file, row, mut ready) => RowEnd::of_ready(&file, &row, &mut ready, fate),
            Content::Unfit(end) => RowEnd { fate, ..end },
        }
    }
}

/// There is no room for this row.
pub(super) struct Full(pub(super) Box<Held>);

#[derive(Default)]
struct Rows {
    held: BTreeMap<Place, Held>,
    /// Places that are on the shelf or in the settler's hands: a second row of the same key (in
    /// another file) does not put it there twice.
    taken: HashSet<Place>,
}

/// The shelf.
#[derive(Default)]
pub(super) struct Shelf {
    rows: Mutex<Rows>,
    pub(super) changed: Notify,
}

impl Shelf {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        // A panic elsewhere cannot leave a map half changed.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a row on the shelf, unless it is there.
    ///
    /// # Errors
    /// [`Full`] when there is no room for it; it is in doubt all the same.
    pub(super) fn put(&self, held: Held) -> Result<(), Full> {
        let place = held.doubt.place;
        let mut rows = self.rows();
        if rows.held.len() >= MAX_HELD {
            return Err(Full(Box::new(held)));
        }
        if rows.taken.insert(place) {
            rows.held.insert(place, held);
            self.changed.notify_one();
        }
        Ok(())
    }

    /// Puts a row back that is to be looked for once more.
    pub(super) fn put_back(&self, held: Held) {
        self.rows().held.insert(held.doubt.place, held);
    }

    /// A row is settled: it may come to the shelf again, should it be sent again.
    pub(super) fn release(&self, place: Place) {
        self.rows().taken.remove(&place);
    }

    /// Takes the rows whose time has come.
    pub(super) fn take_due(&self, now: Instant) -> Vec<Held> {
        let mut rows = self.rows();
        let due: Vec<Place> = rows
            .held
            .iter()
            .filter(|(_, held)| held.look_at <= now)
            .map(|(place, _)| *place)
            .collect();
        due.iter()
            .filter_map(|place| rows.held.remove(place))
            .collect()
    }

    /// Whether the row was on the shelf in this run.
    pub(super) fn knows(&self, place: Place) -> bool {
        self.rows().taken.contains(&place)
    }

    /// When the next row is to be looked for; `None` on an empty shelf.
    pub(super) fn next_look(&self) -> Option<Instant> {
        self.rows().held.values().map(|held| held.look_at).min()
    }

    /// Takes everything.
    pub(super) fn clear(&self) -> Vec<Held> {
        std::mem::take(&mut self.rows().held)
            .into_values()
            .collect()
    }
}
