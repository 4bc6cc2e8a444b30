//! A row of the sheet becomes a ticket that may be sent, or everything that is wrong with it. Pure.
//!
//! Whether its key stands earlier in the file is not decided here: the ledger knows every key, so it
//! tells duplicates from rows of earlier runs without a second list of keys in memory.

use crate::mapping::Mapping;
use crate::sheet::{Record, Row};
use crate::ticket::{Digest, Key, Problem, Ready, Rule, Terms, judge};

/// A row with its verdict.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The row as it was read.
    pub row: Row,
    /// What was made of it.
    pub judged: Judged,
}

/// The verdict on a row.
#[derive(Clone, Debug)]
pub enum Judged {
    /// It may be sent.
    Ready(Box<Ready>),
    /// It is wrong and is never sent.
    Rejected(Rejection),
}

/// Why a row is rejected.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// Its key, or a name made from its content where it has none.
    pub key: Key,
    /// A hash of its cells.
    pub digest: Digest,
    /// Everything that is wrong with it; never empty.
    pub problems: Vec<Problem>,
}

impl Prepared {
    /// Whether the row may be sent.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self.judged, Judged::Ready(_))
    }

    /// The row's key.
    #[must_use]
    pub fn key(&self) -> &Key {
        match &self.judged {
            Judged::Ready(ready) => &ready.key,
            Judged::Rejected(rejection) => &rejection.key,
        }
    }

    /// A hash of what the row says.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match &self.judged {
            Judged::Ready(ready) => ready.digest,
            Judged::Rejected(rejection) => rejection.digest,
        }
    }
}

/// Judges a record by the mapping and the terms of the run.
#[must_use]
pub fn prepare(record: Record, mapping: &Mapping, terms: Terms) -> Prepared {
    match record {
        Record::Row(row) => {
            let (draft, mut problems) = mapping.draft(&row);
            let judged = match judge(draft, terms) {
                Ok(ready) if problems.is_empty() => Judged::Ready(Box::new(ready)),
                Ok(ready) => {
                    let given = (!ready.key_is_derived).then_some(ready.key);
                    reject(given, problems, &row)
                }
                Err((key, more)) => {
                    problems.extend(more);
                    reject(key, problems, &row)
                }
            };
            Prepared { row, judged }
        }
        Record::Unreadable { row, message } => {
            let problem = Problem::new(Rule::Unreadable, "row", message);
            let judged = reject(None, vec![problem], &row);
            Prepared { row, judged }
        }
    }
}

fn reject(key: Option<Key>, problems: Vec<Problem>, row: &Row) -> Judged {
    let content = row.to_json();
    Judged::Rejected(Rejection {
        key: key.unwrap_or_else(|| Key::of_unusable_row(content.as_bytes())),
        digest: Digest::of(content.as_bytes()),
        problems,
    })
}

#[cfg(test)]
#[path = "prepare_tests.rs"]
mod tests;
