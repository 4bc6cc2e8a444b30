//! What needs somebody's attention, gathered while a run goes on, in bounded memory.

use std::collections::BTreeMap;

use crate::monitor::{Fate, RowEnd};

/// Rows that are shown one by one; above it only the groups are, so that a summary stays a summary.
pub const MAX_ROWS: usize = 100;

/// Reasons that are told apart; a service whose messages all differ does not fill the memory.
pub(super) const MAX_REASONS: usize = 50;

/// Example rows of a reason.
const MAX_EXAMPLES: usize = 3;

/// What needs somebody's attention, as it is heard during the run.
#[derive(Debug, Default)]
pub struct Findings {
    pub(super) rows: Vec<RowEnd>,
    pub(super) reasons: BTreeMap<(&'static str, String), Reason>,
    unlisted: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Reason {
    pub(super) rows: u64,
    pub(super) examples: Vec<u64>,
}

impl Findings {
    /// Takes a row that needs attention.
    pub fn take(&mut self, end: RowEnd) {
        match &end.fate {
            Fate::Rejected(problems) => {
                for (_, text) in problems {
                    self.reason("rejected", text.clone(), end.record);
                }
            }
            fate => self.reason(fate.status(), fate.reason(), end.record),
        }
        if self.rows.len() < MAX_ROWS {
            self.rows.push(end);
        } else {
            self.unlisted += 1;
        }
    }

    /// The groups with the most rows, the largest first.
    #[must_use]
    pub fn largest(&self, most: usize) -> Vec<super::ReasonLine> {
        let mut lines = self.lines();
        lines.truncate(most);
        lines
    }

    /// All groups, the largest first.
    pub(super) fn lines(&self) -> Vec<super::ReasonLine> {
        let line =
            |((status, text), reason): (&(&'static str, String), &Reason)| super::ReasonLine {
                status,
                reason: text.clone(),
                rows: reason.rows,
                examples: reason.examples.clone(),
            };
        let mut lines: Vec<super::ReasonLine> = self.reasons.iter().map(line).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.rows));
        lines
    }

    fn reason(&mut self, status: &'static str, text: String, record: u64) {
        let known =
            self.reasons.len() < MAX_REASONS || self.reasons.contains_key(&(status, text.clone()));
        let text = if known { text } else { "other reasons".into() };
        let reason = self.reasons.entry((status, text)).or_default();
        reason.rows += 1;
        if reason.examples.len() < MAX_EXAMPLES {
            reason.examples.push(record);
        }
    }
}
