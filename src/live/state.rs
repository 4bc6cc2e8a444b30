//! The state of a run, as it is published.

use serde::{Deserialize, Serialize};

use crate::ledger::{Overview, RunNote};
use crate::run::Counts;
use crate::summary::{ReasonLine, discreet};

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LiveState {
    /// The run's name.
    pub run_id: String,
    /// The machine it runs on.
    pub host: String,
    /// Its process there.
    pub pid: u32,
    /// When it began, ISO-8601.
    pub since: String,
    /// The files it was given.
    pub files: Vec<String>,
    /// Host and department that the tickets go to.
    pub target: String,
    /// When this was written, ISO-8601.
    pub updated: String,
    /// Seconds from its beginning.
    pub elapsed_seconds: f64,
    /// Rows that its sheets have, where that is known at least roughly.
    pub rows_expected: Option<u64>,
    /// Rows of which it is known how they ended.
    pub rows_ended: u64,
    /// Rows that are being sent.
    pub under_way: u64,
    /// Its counts so far. They lack the rows that are under way or not decided on yet.
    pub counts: Counts,
    /// Rows a second, over the last seconds.
    pub rows_per_second: f64,
    /// Seconds that the rest takes at this speed.
    pub seconds_left: Option<u64>,
    /// The limits in force, as they are written.
    pub limit: String,
    /// Seconds for which nobody sends yet, because the service asked for it.
    pub waiting_seconds: Option<u64>,
    /// Requests so far, of every kind.
    pub requests: u64,
    /// Of these, requests that were refused for speed (429).
    pub throttled: u64,
    /// What needs attention, grouped.
    pub reasons: Vec<LiveReason>,
    /// How things stood when it began.
    #[serde(skip_serializing_if = "Overview::is_empty")]
    pub before: Overview,
}

/// Rows of a run that share a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LiveReason {
    /// How they ended.
    pub status: String,
    /// Why.
    pub reason: String,
    /// How many there are.
    pub rows: u64,
    /// The records of the first ones.
    pub examples: Vec<u64>,
}

impl LiveState {
    /// The state of a run that has just begun.
    #[must_use]
    pub fn of(note: &RunNote) -> Self {
        Self {
            run_id: note.id.clone(),
            host: note.host.clone(),
            pid: note.pid,
            since: note.since.clone(),
            files: note.files.clone(),
            ..Self::default()
        }
    }
}

impl From<&ReasonLine> for LiveReason {
    fn from(line: &ReasonLine) -> Self {
        Self {
            status: line.status.into(),
            reason: discreet(&line.reason),
            rows: line.rows,
            examples: line.examples.clone(),
        }
    }
}
