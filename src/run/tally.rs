//! The counts of a run, as they grow. Each row ends in exactly one of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// One count. Relaxed: each stands for itself, and the sums are taken when everybody has finished.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// One more.
    pub fn up(&self) {
        self.add(1);
    }

    /// So many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// One less: a row has left this count for another.
    pub fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// How many there are.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts that workers raise and a progress bar reads.
#[derive(Debug, Default)]
pub struct Tally {
    /// Rows that were read.
    pub rows_read: Count,
    /// Rows whose ticket this run made.
    pub created: Count,
    /// Rows whose ticket an earlier run made.
    pub already_created: Count,
    /// Of these, rows that say something else than their ticket.
    pub changed: Count,
    /// Of these, rows that another mapping made something else of.
    pub remapped: Count,
    /// Rows whose key stands earlier in the file.
    pub duplicates: Count,
    /// Of these, rows that say something else than the earlier one.
    pub duplicates_differing: Count,
    /// Rows that are wrong.
    pub rejected: Count,
    /// Rows that the service refused, or whose tries ran out.
    pub failed: Count,
    /// Rows whose contact already has an open ticket.
    pub conflicts: Count,
    /// Of these, rows that call for nobody's attention.
    pub conflicts_skipped: Count,
    /// Rows of which it is not known whether they have a ticket.
    pub in_doubt: Count,
    /// Rows whose turn did not come.
    pub not_attempted: Count,
    /// Rows that were read and not decided on yet.
    pub undecided: Count,
    /// Of the failed rows, those that failed in this run.
    pub failed_now: Count,
    /// Rows that were claimed.
    pub claimed: Count,
    /// Claimed rows of which it is written down how they ended.
    pub settled: Count,
    /// Attempts beyond a row's first one in this run.
    pub retries: Count,
    /// Rows that were in doubt and were found by a lookup.
    pub reconciled: Count,
    /// Keys of which a lookup has found more than one ticket.
    pub doubled: Count,
    /// Rows in doubt that no sheet of this run holds.
    pub in_doubt_elsewhere: Count,
    /// Rows of other shards, which were passed over.
    pub other_shards: Count,
    /// Files that cannot be used, or read no further than a place.
    pub files_failed: Count,
    /// Of the created rows, those whose tickets are not what was sent.
    pub differing: super::Differing,
    /// Rows of which values were mended. They end in any count.
    pub mended: super::Mended,
    outage: Mutex<Option<String>>,
}

/// The counts of a finished run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows that were read.
    pub rows_read: u64,
    /// Rows whose ticket this run made.
    pub created: u64,
    /// Of these, rows whose ticket is not what was sent.
    pub created_differing: u64,
    /// Rows whose ticket an earlier run made.
    pub already_created: u64,
    /// Rows whose key stands earlier in the file.
    pub duplicates: u64,
    /// Rows that are wrong.
    pub rejected: u64,
    /// Rows that the service refused, or whose tries ran out.
    pub failed: u64,
    /// Rows whose contact already has an open ticket.
    pub conflicts: u64,
    /// Rows of which it is not known whether they have a ticket.
    pub in_doubt: u64,
    /// Rows whose turn did not come.
    pub not_attempted: u64,
    /// Of the conflicts, rows that call for nobody's attention.
    pub conflicts_skipped: u64,
    /// Of the already created, rows that say something else than their ticket.
    pub changed: u64,
    /// Of the already created, rows that another mapping made something else of.
    pub remapped: u64,
    /// Of the duplicates, rows that say something else than the earlier one.
    pub duplicates_differing: u64,
    /// Attempts beyond a row's first one in this run.
    pub retries: u64,
    /// Rows that were in doubt and were found by a lookup.
    pub reconciled: u64,
    /// Keys of which a lookup has found more than one ticket.
    pub doubled: u64,
    /// Rows in doubt that no sheet of this run holds; they are in no other count.
    pub in_doubt_elsewhere: u64,
    /// Rows of other shards, which were passed over; they are in no other count.
    pub other_shards: u64,
    /// Files that cannot be used, or read no further than a place. Rows of them that were not read are in no
    /// count.
    pub files_failed: u64,
}

impl Tally {
    /// Rows of which it is known how they ended.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.already_created.get()
            + self.duplicates.get()
            + self.rejected.get()
            + self.created.get()
            + self.failed.get()
            + self.conflicts.get()
    }

    /// Why the service is taken to be down; `None` while it works.
    #[must_use]
    pub fn outage(&self) -> Option<String> {
        let outage = self.outage.lock();
        outage.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The service is taken to be down, or to work again.
    pub(super) fn set_outage(&self, why: Option<&str>) {
        let outage = self.outage.lock();
        *outage.unwrap_or_else(PoisonError::into_inner) = why.map(str::to_owned);
    }

    /// Counts a row whose contact has an open ticket.
    pub(super) fn conflict(&self, skip: bool) {
        self.conflicts.up();
        self.conflicts_skipped.add(u64::from(skip));
    }

    /// The counts once nobody works any more. A claimed row of which nobody wrote down how it ended is
    /// in doubt: its worker was stopped in the middle. A row that nobody decided on was not attempted.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let unsettled = self.claimed.get().saturating_sub(self.settled.get());
        Counts {
            rows_read: self.rows_read.get(),
            created: self.created.get(),
            created_differing: self.differing.rows().rows,
            already_created: self.already_created.get(),
            duplicates: self.duplicates.get(),
            rejected: self.rejected.get(),
            failed: self.failed.get(),
            conflicts: self.conflicts.get(),
            conflicts_skipped: self.conflicts_skipped.get(),
            in_doubt: self.in_doubt.get() + unsettled,
            not_attempted: self.not_attempted.get() + self.undecided.get(),
            changed: self.changed.get(),
            remapped: self.remapped.get(),
            duplicates_differing: self.duplicates_differing.get(),
            retries: self.retries.get(),
            reconciled: self.reconciled.get(),
            doubled: self.doubled.get(),
            in_doubt_elsewhere: self.in_doubt_elsewhere.get(),
            other_shards: self.other_shards.get(),
            files_failed: self.files_failed.get(),
        }
    }
}

impl Counts {
    /// Whether every row that was read ended in exactly one count. Rows are counted where they come in,
    /// outcomes where they are written down, so a row that was lost or counted twice shows here.
    #[must_use]
    pub fn add_up(&self) -> bool {
        self.rows_read
            == self.created
                + self.already_created
                + self.duplicates
                + self.rejected
                + self.failed
                + self.conflicts
                + self.in_doubt
                + self.not_attempted
    }

    /// Rows that somebody has to look at.
    #[must_use]
    pub fn need_attention(&self) -> u64 {
        let conflicts = self.conflicts.saturating_sub(self.conflicts_skipped);
        self.rejected + self.failed + conflicts + self.duplicates_differing + self.doubled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_whose_worker_vanished_is_in_doubt() {
        let tally = Tally::default();
        tally.rows_read.add(3);
        tally.claimed.add(3);
        tally.settled.add(2);
        tally.created.add(2);
        let counts = tally.counts();
        assert_eq!(counts.in_doubt, 1);
        assert!(counts.add_up());
    }

    #[test]
    fn a_lost_row_is_noticed() {
        let counts = Counts {
            rows_read: 2,
            created: 1,
            ..Counts::default()
        };
        assert!(!counts.add_up());
    }
}
