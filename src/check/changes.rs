//! Values that do not travel as they stand in the sheet.

use super::report;
use super::value::kept;
use crate::sheet::Row;
use crate::ticket::Change;

/// Rows that are named of each kind of change.
const MAX_EXAMPLES: usize = 5;

/// Changes, by what is done. There are as many kinds as the program has texts for them.
#[derive(Debug, Default)]
pub(super) struct Changes {
    kinds: Vec<report::Change>,
}

impl Changes {
    /// Counts a change of a value of this row.
    pub(super) fn take(&mut self, change: &Change, file: &str, row: &Row) {
        let known = self.kinds.iter().position(|kind| kind.what == change.what);
        let index = known.unwrap_or_else(|| {
            self.kinds.push(report::Change {
                what: change.what,
                count: 0,
                examples: Vec::new(),
            });
            self.kinds.len() - 1
        });
        let Some(kind) = self.kinds.get_mut(index) else {
            return;
        };
        kind.count += 1;
        if kind.examples.len() < MAX_EXAMPLES {
            kind.examples.push(report::ChangeExample {
                file: file.to_owned(),
                record: row.record,
                line: row.line,
                place: change.place.clone().into_owned(),
                from: kept(&change.from),
                to: kept(&change.to),
            });
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.count).sum()
    }

    /// The kinds, the most frequent first.
    pub(super) fn into_report(mut self) -> Vec<report::Change> {
        self.kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
        self.kinds
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn changes_are_grouped_by_what_is_done() {
        let mut changes = Changes::default();
        let row = Row::default();
        for (what, from, times) in [("trimmed", " x", 1), ("written in full", "050", 9)] {
            let change = Change {
                place: "field1".into(),
                what,
                from: from.into(),
                to: "y".into(),
            };
            for _ in 0..times {
                changes.take(&change, "a.csv", &row);
            }
        }
        assert_eq!(changes.count(), 10);
        let report = changes.into_report();
        assert_eq!((report[0].what, report[0].count), ("written in full", 9));
        assert_eq!(report[0].examples.len(), MAX_EXAMPLES);
        assert_eq!(report[1].examples[0].from, " x");
    }
}
