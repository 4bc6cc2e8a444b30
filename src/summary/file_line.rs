//! A file of a run, and the ends of its rows.

use serde::Serialize;

use crate::monitor::Fate;

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// Every row of it is created, already created, or a true repeat.
    Imported,
    /// It was read to its end, and some rows of it need attention or are in doubt.
    NeedsAttention,
    /// Rows of it were judged, and nothing was sent on purpose.
    NotSent,
    /// It cannot be opened, or is no sheet that the mapping fits. No row of it was read.
    Unusable,
    /// It can be read no further than a place. The rows before it count.
    BrokenOff,
    /// Every row of it had its ticket after an earlier run, and it is the same since. It was not read.
    AlreadyImported,
    /// Somebody is still writing it, as it seems; it is left for the next run.
    BeingWritten,
    /// The run ended before all its rows had their turn.
    Stopped,
    /// The run ended before its turn.
    #[default]
    NotReached,
}

impl FileStatus {
    /// The status in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::NeedsAttention => "needs attention",
            Self::NotSent => "not sent",
            Self::Unusable => "cannot be used",
            Self::BrokenOff => "broken off",
            Self::AlreadyImported => "already imported",
            Self::BeingWritten => "being written",
            Self::Stopped => "stopped",
            Self::NotReached => "not reached",
        }
    }
}

/// What became of a file and its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// Its path, as it was given or found.
    pub file: String,
    /// What became of it.
    pub status: FileStatus,
    /// Why, where the file itself is the reason: one line.
    pub why: Option<String>,
    /// Its rows.
    #[serde(flatten)]
    pub rows: FileRows,
    /// Where it lies now, if it was moved.
    pub archived_to: Option<String>,
    /// Why it was not moved, where it was to be.
    pub archive_fault: Option<String>,
}

impl FileLine {
    /// Whether there is nothing left to be done about it.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(
            self.status,
            FileStatus::Imported | FileStatus::AlreadyImported
        )
    }
}

/// The rows of a file, each in one of the counts below the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileRows {
    /// Rows that were read.
    pub rows_read: u64,
    /// Rows whose ticket this run made.
    pub created: u64,
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
    /// Of these rows, those that say something else than their ticket, or than an earlier row of their key.
    #[serde(skip)]
    pub differing: u64,
}

impl FileRows {
    pub(super) fn ended(&self) -> u64 {
        self.created
            + self.already_created
            + self.duplicates
            + self.rejected
            + self.failed
            + self.conflicts
            + self.in_doubt
            + self.not_attempted
    }

    /// Whether every row has its ticket and says what its ticket says.
    pub(super) fn are_done(&self) -> bool {
        let done = self.created + self.already_created + self.duplicates;
        self.rows_read == done && self.differing == 0
    }

    pub(super) fn take(&mut self, fate: &Fate) {
        let count = match fate.status() {
            "created" => &mut self.created,
            "already created" | "changed" => &mut self.already_created,
            "duplicate" => &mut self.duplicates,
            "rejected" => &mut self.rejected,
            "failed" => &mut self.failed,
            "conflict" => &mut self.conflicts,
            "in doubt" => &mut self.in_doubt,
            "not attempted" => &mut self.not_attempted,
            _ => return,
        };
        *count += 1;
        self.differing += u64::from(matches!(fate, Fate::Changed(_) | Fate::Duplicate(true)));
    }
}
