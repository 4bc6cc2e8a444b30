//! How a run went, for people and for programs. Made from what the ledger acknowledged.

mod discreet;
mod file_line;
mod file_table;
mod files;
mod findings;
mod last_line;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

pub use discreet::{discreet, discreet_key};
pub use file_line::{FileLine, FileRows, FileStatus};
pub use files::{FileAccounts, RunEnd};
pub use findings::{Findings, MAX_ROWS};
pub use text::{counted, grouped};

use crate::monitor::RowEnd;
use crate::pacer::Rate;
use crate::run::{Counts, DifferingRows, MendedRows, StopReason, StoppedBy};

/// How a run went.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The run's name.
    pub run_id: String,
    /// Host and department.
    pub target: String,
    /// Every row in one of these.
    #[serde(flatten)]
    pub counts: Counts,
    /// Requests that were sent, of every kind.
    pub requests: u64,
    /// Of these, requests that were refused for speed.
    pub throttled: u64,
    /// The pace that the service took, as `--rate` takes it; `None` where it never refused any.
    pub pace_held: Option<String>,
    /// From start to end, in seconds.
    pub elapsed_seconds: f64,
    /// The process's exit status.
    pub exit_status: u8,
    /// Why it ended before the end.
    pub stopped_by: Option<StoppedBy>,
    /// The same in words.
    pub stop_reason: Option<String>,
    /// Whether nothing was sent on purpose.
    pub dry_run: bool,
    /// Why the records of `--results` are not complete.
    pub results_fault: Option<String>,
    /// Rows of which values were mended, by what was done, of those that were sent or would have been.
    pub changes: BTreeMap<&'static str, u64>,
    /// How many rows these are.
    #[serde(skip)]
    pub mended: u64,
    /// Rows whose tickets are not what was sent, by what differs.
    pub differences: BTreeMap<String, u64>,
    /// What became of each file.
    pub files: Vec<FileLine>,
    /// What needs attention, grouped.
    pub reasons: Vec<ReasonLine>,
    /// The first rows that need attention, one by one.
    pub rows: Vec<RowLine>,
    /// What to type next.
    pub next: String,
}

/// Rows that share a reason.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonLine {
    /// How they ended.
    pub status: &'static str,
    /// Why.
    pub reason: String,
    /// How many there are.
    pub rows: u64,
    /// The records of the first ones.
    pub examples: Vec<u64>,
}

/// One row that needs attention.
#[derive(Clone, Debug, Serialize)]
pub struct RowLine {
    /// Its file.
    pub file: String,
    /// Its record, counted from 1 after the header.
    pub record: u64,
    /// The line on which it starts.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// How it ended.
    pub status: &'static str,
    /// Why.
    pub reason: String,
}

/// What a second signal does.
const ABORTED: &str = "stopped at once by a second signal; what was under way is in doubt, and the next run looks it up";

/// What a summary is made of beside its counts and findings.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The run's name.
    pub run_id: String,
    /// Host and department.
    pub target: String,
    /// Requests that were sent.
    pub requests: u64,
    /// Requests that were refused for speed.
    pub throttled: u64,
    /// The pace that the service took, where it refused others.
    pub pace_held: Option<Rate>,
    /// From start to end, in seconds.
    pub elapsed_seconds: f64,
    /// The process's exit status.
    pub exit_status: u8,
    /// Whether nothing was sent on purpose.
    pub dry_run: bool,
    /// Rows of which values were mended.
    pub mended: MendedRows,
    /// Rows whose tickets are not what was sent.
    pub differing: DifferingRows,
    /// Whether a second signal stopped the run at once.
    pub aborted: bool,
    /// Why the records of `--results` are not complete.
    pub results_fault: Option<String>,
    /// What became of each file.
    pub files: Vec<FileLine>,
    /// Whether the rows came out of the ledger and not from a sheet.
    pub from_ledger: bool,
    /// The command that was typed.
    pub command: String,
}

impl Summary {
    /// Puts a summary together.
    #[must_use]
    pub fn new(
        facts: Facts,
        counts: Counts,
        findings: &Findings,
        reason: Option<&StopReason>,
    ) -> Self {
        let mut rows: Vec<RowLine> = findings.rows.iter().map(RowLine::of).collect();
        rows.sort_by(|a, b| (&a.file, a.record).cmp(&(&b.file, b.record)));
        Self {
            next: next(&facts, &counts, reason),
            run_id: facts.run_id,
            target: facts.target,
            counts,
            requests: facts.requests,
            throttled: facts.throttled,
            pace_held: facts.pace_held.map(Rate::to_pin),
            elapsed_seconds: facts.elapsed_seconds,
            exit_status: facts.exit_status,
            stopped_by: reason.map(StopReason::stopped_by),
            stop_reason: if facts.aborted {
                Some(ABORTED.into())
            } else {
                reason.map(StopReason::sentence)
            },
            dry_run: facts.dry_run,
            results_fault: facts.results_fault,
            mended: facts.mended.rows,
            changes: facts.mended.by_change,
            differences: facts.differing.by_kind,
            files: facts.files,
            reasons: findings.lines(),
            rows,
        }
    }

    /// The summary as one JSON object.
    ///
    /// # Errors
    /// serde's error, which no summary causes.
    pub fn to_json(&self) -> serde_json::Result<String> {
        crate::json::on_several_lines(self)
    }
}

impl RowLine {
    fn of(end: &RowEnd) -> Self {
        Self {
            file: end.file.clone(),
            record: end.record,
            line: end.line,
            key: end.key.clone(),
            status: end.fate.status(),
            reason: end.fate.reason(),
        }
    }
}

/// What to type next.
fn next(facts: &Facts, counts: &Counts, reason: Option<&StopReason>) -> String {
    let command = &facts.command;
    match reason {
        Some(reason) if reason.is_refusal() => {
            format!("next: mend the credentials or the role, then: {command}")
        }
        Some(StopReason::Unconfirmed(_)) => format!(
            "next, if customers are to be greeted: the same command with --yes; if not, set add_introduction_message = false in the mapping, then: {command}"
        ),
        Some(StopReason::UnknownTags(_)) => format!(
            "next: mend the tags in the sheet or make them in the department's settings, then: {command}; or add --unknown-tags reject to send the other rows"
        ),
        Some(_) => format!("next, to go on where it stopped: {command}"),
        None if facts.dry_run => {
            "nothing was sent; next, to send: the same command without --dry-run".into()
        }
        None if counts.in_doubt > 0 => format!(
            "{} rows may or may not have a ticket; to look them up again: {command}",
            grouped(counts.in_doubt)
        ),
        None if counts.need_attention() > 0 && facts.from_ledger => {
            "next: mend these rows; to have them in a file: glassix-import results --output FILE"
                .into()
        }
        None if counts.need_attention() > 0 => {
            format!("next: mend these rows in the sheet, then: {command}")
        }
        None if counts.files_failed > 0 => {
            format!("next: mend the files that cannot be used, then: {command}")
        }
        None if facts.from_ledger => "every one of these rows has its ticket".into(),
        None if counts.created_differing > 0 => "every row has its ticket, and some tickets are not what was sent; the same command again sends nothing".into(),
        None => "every row has its ticket; the same command again sends nothing".into(),
    }
}

#[cfg(test)]
#[path = "summary_tests.rs"]
mod tests;
