//! The files of a run, for people.

use std::fmt::Write as _;

use super::file_line::{FileLine, FileStatus};
use super::{counted, grouped};

/// Files that people are shown; all of them are in the JSON.
const MAX_SHOWN: usize = 40;

/// A table for people; blank for a single file, of which the summary itself tells, unless it was to be moved.
pub(super) fn table(files: &[FileLine]) -> String {
    let mut text = String::new();
    let is_moved = |line: &FileLine| line.archived_to.is_some() || line.archive_fault.is_some();
    if files.len() < 2 && !files.iter().any(is_moved) {
        return text;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\nfiles:");
    for line in files.iter().take(MAX_SHOWN) {
        let rows = match line.status {
            FileStatus::Unusable | FileStatus::BeingWritten => String::new(),
            _ => grouped(line.rows.rows_read),
        };
        let _ = writeln!(
            text,
            "  {:<16}{rows:>10}  {}{}",
            line.status.words(),
            line.file,
            remark(line)
        );
    }
    if files.len() > MAX_SHOWN {
        let more = (files.len() - MAX_SHOWN) as u64;
        let _ = writeln!(
            text,
            "  … and {}; --format json lists all",
            counted(more, "file")
        );
    }
    text
}

/// What is to be known of a file beside its rows.
fn remark(line: &FileLine) -> String {
    if let Some(why) = &line.why {
        return format!(": {why}");
    }
    if let Some(place) = &line.archived_to {
        return format!(" → {place}");
    }
    if let Some(fault) = &line.archive_fault {
        return format!(": not moved: {fault}");
    }
    if line.is_finished() {
        return String::new();
    }
    let rows = &line.rows;
    let counts: Vec<String> = [
        (rows.rejected, "rejected"),
        (rows.failed, "failed"),
        (rows.conflicts, "in conflict"),
        (rows.in_doubt, "in doubt"),
        (rows.not_attempted, "not attempted"),
        (rows.differing, "with other content"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", grouped(count)))
    .collect();
    if counts.is_empty() {
        String::new()
    } else {
        format!(" ({})", counts.join(", "))
    }
}
