//! Why rows have no ticket, in groups, in bounded memory however many rows there are.

use std::collections::BTreeMap;

use serde::Serialize;

use super::InDoubt;
use crate::ledger::{State, Trouble};
use crate::live::LiveReason;
use crate::summary::{discreet, discreet_key};
use crate::ticket::Key;

/// Groups that are told apart; a service whose messages all differ does not fill the memory.
const MOST: usize = 50;

/// The group of all others.
const OTHERS: &str = "other reasons";

/// Rows that share a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Where they stand.
    pub status: String,
    /// Why; for a row with several problems, its first.
    pub reason: String,
    /// How many there are.
    pub rows: u64,
    /// The first of them.
    pub example: Example,
}

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its file; blank where only a running import knows.
    pub file: String,
    /// Its record, counted from 1 after the header.
    pub record: u64,
    /// The line on which it starts; 0 where only a running import knows.
    pub line: u64,
    /// Its key; blank where it has none.
    pub key: String,
}

/// Groups, as they are gathered. Each row is in exactly one.
#[derive(Debug)]
pub struct Reasons {
    groups: BTreeMap<(&'static str, String), (u64, Example)>,
    values: bool,
    in_doubt: u64,
    oldest: Option<i64>,
}

/// Why a row has no ticket, for its group: the first of its problems, without what may tell of a person
/// unless `values` allows it.
#[must_use]
pub fn reason_of(row: &Trouble, values: bool) -> String {
    match row.state {
        // Problems of a row never hold its values.
        State::Rejected => problems_of(&row.message).swap_remove(0),
        _ if row.message.is_empty() => unsaid(row.state).into(),
        _ if values => row.message.clone(),
        _ => discreet(&row.message),
    }
}

/// The problems of a rejected row, at least one: what follows a semicolon without naming a part of the
/// ticket belongs to the problem before it.
#[must_use]
pub fn problems_of(message: &str) -> Vec<String> {
    let mut problems: Vec<String> = Vec::new();
    for part in message.split("; ") {
        match problems.last_mut() {
            Some(problem) if !part.contains(": ") => {
                problem.push_str("; ");
                problem.push_str(part);
            }
            _ => problems.push(part.to_owned()),
        }
    }
    problems
}

fn unsaid(state: State) -> &'static str {
    match state {
        State::Sending => "the run that sent it ended before the answer was written down",
        State::Released => "it was surely not created: no connection, or the run was stopped",
        _ => "nothing was written down",
    }
}

/// The word for where a row stands: one that is being sent by a run that has ended is in doubt.
#[must_use]
pub fn status_of(state: State) -> &'static str {
    match state {
        State::Sending => State::InDoubt.as_str(),
        other => other.as_str(),
    }
}

impl Reasons {
    /// No groups yet. `values` shows texts of the service and keys as they are.
    #[must_use]
    pub fn new(values: bool) -> Self {
        Self {
            groups: BTreeMap::new(),
            values,
            in_doubt: 0,
            oldest: None,
        }
    }

    /// Takes a row without a ticket, and gives the reason of its group.
    pub fn take(&mut self, row: &Trouble) -> String {
        if row.state.is_open() {
            self.in_doubt += 1;
            self.oldest = Some(self.oldest.map_or(row.at, |oldest| oldest.min(row.at)));
        }
        let status = status_of(row.state);
        let key = (status, reason_of(row, self.values));
        let key = if self.groups.len() < MOST || self.groups.contains_key(&key) {
            key
        } else {
            (status, OTHERS.to_owned())
        };
        let example = || Example {
            file: row.file.clone(),
            record: row.record,
            line: row.line,
            key: key_of(&row.key, self.values),
        };
        let group = key.1.clone();
        self.groups.entry(key).or_insert_with(|| (0, example())).0 += 1;
        group
    }

    /// The groups, the largest first. Their rows add up to the rows that were taken.
    #[must_use]
    pub fn groups(&self) -> Vec<Reason> {
        let group =
            |((status, reason), (rows, example)): (&(&'static str, String), &(u64, Example))| {
                Reason {
                    status: (*status).into(),
                    reason: reason.clone(),
                    rows: *rows,
                    example: example.clone(),
                }
            };
        let mut groups: Vec<Reason> = self.groups.iter().map(group).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.rows));
        groups
    }

    /// The rows in doubt, and since when the oldest is.
    #[must_use]
    pub fn in_doubt(&self) -> Option<InDoubt> {
        (self.in_doubt > 0).then(|| InDoubt {
            rows: self.in_doubt,
            since: self.oldest.map(|second| {
                jiff::Timestamp::from_second(second)
                    .map_or_else(|_| second.to_string(), |time| time.to_string())
            }),
        })
    }
}

/// A key as it is shown; blank where a row has none.
#[must_use]
pub fn key_of(key: &str, values: bool) -> String {
    if Key::is_stand_in(key) {
        String::new()
    } else if values {
        key.to_owned()
    } else {
        discreet_key(key)
    }
}

impl From<&LiveReason> for Reason {
    fn from(live: &LiveReason) -> Self {
        Self {
            status: live.status.clone(),
            reason: live.reason.clone(),
            rows: live.rows,
            example: Example {
                record: live.examples.first().copied().unwrap_or_default(),
                ..Example::default()
            },
        }
    }
}
