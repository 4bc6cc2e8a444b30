//! What came of a row, in the words and numbers that stand beside its cells.

use std::collections::HashMap;

use serde::Serialize;

use crate::ledger::{Entry, Origin, Standing, State};

/// What is said of a row that was being sent when its run died.
const BROKEN_OFF: &str = "the run that sent it ended before the answer was written down";

/// What is said of a duplicate.
const EARLIER: &str = "the same key stands earlier in this file, with other content";

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told<'a> {
    pub(super) status: &'static str,
    pub(super) error: &'a str,
    pub(super) ticket_id: Option<i64>,
    pub(super) attempts: u32,
    pub(super) file: &'a str,
    pub(super) record: u64,
    pub(super) line: u64,
    pub(super) time: String,
    pub(super) key: &'a str,
    pub(super) run: &'a str,
}

impl<'a> Told<'a> {
    /// What came of the row of an entry.
    pub(super) fn of(
        entry: &'a Entry,
        origins: &'a HashMap<i64, Origin>,
        runs: &'a HashMap<i64, String>,
    ) -> Self {
        let time = jiff::Timestamp::from_second(entry.at);
        Self {
            status: entry.standing.as_str(),
            error: match entry.standing {
                Standing::Duplicate => EARLIER,
                Standing::Is(State::Created) => "",
                Standing::Is(state) if state.is_open() && entry.message.is_empty() => BROKEN_OFF,
                Standing::Is(_) => &entry.message,
            },
            ticket_id: entry.ticket,
            attempts: entry.attempts,
            file: origins
                .get(&entry.place.source())
                .map_or("", |origin| origin.name.as_str()),
            record: entry.place.record(),
            line: entry.line,
            time: time.map_or_else(|_| entry.at.to_string(), |time| time.to_string()),
            key: &entry.key,
            run: runs.get(&entry.run).map_or("", String::as_str),
        }
    }

    /// The cells of the columns that an export adds, in their order. A duplicate has no entry of its own, so
    /// its key names none: with another key it becomes a row of its own.
    pub(super) fn cells(&self, is_duplicate: bool) -> [String; 8] {
        [
            self.status.to_owned(),
            self.error.to_owned(),
            self.ticket_id.map_or_else(String::new, |id| id.to_string()),
            self.attempts.to_string(),
            self.line.to_string(),
            self.file.to_owned(),
            self.time.clone(),
            if is_duplicate { "" } else { self.key }.to_owned(),
        ]
    }
}
