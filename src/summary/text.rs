//! The summary for people.

use std::fmt::Write as _;

use super::file_table::table;
use super::{MAX_ROWS, Summary};
use crate::ticket::Key;

/// Rows that are shown without being grouped first: so many can be read one by one.
const MAX_UNGROUPED: usize = 30;

impl Summary {
    /// The summary for people, with what to type next on its last line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let counts = &self.counts;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}, {}, {:.1} s, into {}",
            counted(counts.rows_read, "row"),
            counted(self.requests, "request"),
            self.elapsed_seconds,
            self.target
        );
        for (label, count, remark) in [
            (
                "created",
                counts.created,
                remark(
                    counts.reconciled.min(counts.created),
                    "found by looking their keys up",
                ) + &remark(counts.created_differing, "with differences"),
            ),
            (
                "already created",
                counts.already_created,
                remark(counts.changed, "edited since; not sent")
                    + &remark(counts.remapped, "made under another mapping; not sent"),
            ),
            (
                "duplicates",
                counts.duplicates,
                remark(counts.duplicates_differing, "with other content"),
            ),
            ("rejected", counts.rejected, String::new()),
            ("failed", counts.failed, String::new()),
            (
                "conflicts",
                counts.conflicts,
                remark(counts.conflicts_skipped, "let pass by --on-conflict skip"),
            ),
            ("in doubt", counts.in_doubt, String::new()),
            ("not attempted", counts.not_attempted, String::new()),
        ] {
            if count > 0 || label == "created" {
                let _ = writeln!(text, "  {label:<16}{:>10}{remark}", grouped(count));
            }
        }
        if counts.other_shards > 0 {
            let rows = grouped(counts.other_shards);
            let _ = writeln!(text, "  {:<16}{rows:>10}  passed over", "other shards");
        }
        self.write_differing(&mut text);
        self.write_mended(&mut text);
        text.push_str(&table(&self.files));
        self.write_findings(&mut text);
        if let Some(pace) = &self.pace_held {
            let _ = writeln!(text, "\npace held: {pace}; to pin it: --rate {pace}");
        }
        if let Some(reason) = &self.stop_reason {
            let _ = writeln!(text, "\n{reason}");
        }
        if let Some(fault) = &self.results_fault {
            let _ = writeln!(
                text,
                "\nthe records of --results are not complete ({fault}); to have them all: glassix-import results --only all --format jsonl --output FILE"
            );
        }
        let _ = write!(text, "\n{}", self.next);
        text
    }

    fn write_differing(&self, text: &mut String) {
        if self.differences.is_empty() {
            return;
        }
        let mut kinds: Vec<_> = self.differences.iter().collect();
        kinds.sort_by_key(|(_, rows)| std::cmp::Reverse(**rows));
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(kind, rows)| format!("{kind} {}", grouped(**rows)))
            .collect();
        let (label, rows) = ("not as sent", self.counts.created_differing);
        let _ = writeln!(
            text,
            "  {label:<16}{:>10}  {}",
            grouped(rows),
            kinds.join(", ")
        );
    }

    fn write_mended(&self, text: &mut String) {
        if self.mended == 0 {
            return;
        }
        let mut changes: Vec<_> = self.changes.iter().collect();
        changes.sort_by_key(|(_, rows)| std::cmp::Reverse(**rows));
        let changes: Vec<String> = changes
            .iter()
            .map(|(what, rows)| format!("{what} {}", grouped(**rows)))
            .collect();
        let _ = writeln!(
            text,
            "  {:<16}{:>10}  {}",
            "values mended",
            grouped(self.mended),
            changes.join(", ")
        );
    }

    fn write_findings(&self, text: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        if self.rows.len() > MAX_UNGROUPED {
            let _ = writeln!(text, "\nreasons:");
            for reason in &self.reasons {
                let examples: Vec<String> =
                    reason.examples.iter().map(ToString::to_string).collect();
                let more = if reason.rows as usize > examples.len() {
                    ", …"
                } else {
                    ""
                };
                let _ = writeln!(
                    text,
                    "  {:>6} × {}: {} (record {}{more})",
                    grouped(reason.rows),
                    reason.status,
                    reason.reason,
                    examples.join(", ")
                );
            }
        }
        let _ = writeln!(text, "\nrows that need attention:");
        let several = self
            .rows
            .iter()
            .any(|row| row.file != self.rows.first().map_or("", |first| &first.file));
        for row in &self.rows {
            let file = if several {
                format!("{}, ", row.file)
            } else {
                String::new()
            };
            let key = if Key::is_stand_in(&row.key) {
                "no key".into()
            } else {
                format!("key {}", row.key)
            };
            let _ = writeln!(
                text,
                "  {file}record {}, line {}, {key}: {}: {}",
                row.record, row.line, row.status, row.reason
            );
        }
        if self.rows.len() == MAX_ROWS {
            let _ = writeln!(text, "  … (the first {MAX_ROWS}; all are in the ledger)");
        }
    }
}

fn remark(count: u64, what: &str) -> String {
    if count == 0 {
        String::new()
    } else {
        format!("  (of these {} {what})", grouped(count))
    }
}

/// So many of something, in one word for one.
#[must_use]
pub fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

/// A number with thousands set apart, as people read it.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
