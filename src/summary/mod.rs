//! How a run went, for people and for programs. Made from what the ledger acknowledged.

mod findings;
mod text;

use serde::Serialize;

pub use findings::{Findings, MAX_ROWS};
pub use text::{counted, grouped};

use crate::monitor::RowEnd;
use crate::run::{Counts, StopReason, StoppedBy};

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
    /// From start to end, in seconds.
    pub elapsed_seconds: f64,
    /// The process's exit status.
    pub exit_status: u8,
    /// Whether nothing was sent on purpose.
    pub dry_run: bool,
    /// Whether a second signal stopped the run at once.
    pub aborted: bool,
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
        let mut reasons: Vec<ReasonLine> = findings
            .reasons
            .iter()
            .map(|((status, text), reason)| ReasonLine {
                status,
                reason: text.clone(),
                rows: reason.rows,
                examples: reason.examples.clone(),
            })
            .collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.rows));
        let mut rows: Vec<RowLine> = findings.rows.iter().map(RowLine::of).collect();
        rows.sort_by(|a, b| (&a.file, a.record).cmp(&(&b.file, b.record)));
        Self {
            next: next(&facts, &counts, reason),
            run_id: facts.run_id,
            target: facts.target,
            counts,
            requests: facts.requests,
            throttled: facts.throttled,
            elapsed_seconds: facts.elapsed_seconds,
            exit_status: facts.exit_status,
            stopped_by: reason.map(StopReason::stopped_by),
            stop_reason: if facts.aborted {
                Some(ABORTED.into())
            } else {
                reason.map(StopReason::sentence)
            },
            dry_run: facts.dry_run,
            reasons,
            rows,
        }
    }

    /// The summary as one JSON object.
    ///
    /// # Errors
    /// serde's error, which no summary causes.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
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
        Some(_) => format!("next, to go on where it stopped: {command}"),
        None if facts.dry_run => {
            "nothing was sent; next, to send: the same command without --dry-run".into()
        }
        None if counts.in_doubt > 0 => format!(
            "{} rows may or may not have a ticket; to look them up again: {command}",
            grouped(counts.in_doubt)
        ),
        None if counts.need_attention() > 0 => {
            format!("next: mend these rows in the sheet, then: {command}")
        }
        None => "every row has its ticket; the same command again sends nothing".into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::findings::MAX_REASONS;
    use super::*;
    use crate::monitor::Fate;

    fn facts(exit_status: u8) -> Facts {
        Facts {
            run_id: "r1".into(),
            target: "sandbox".into(),
            requests: 1001,
            throttled: 0,
            elapsed_seconds: 10.04,
            exit_status,
            dry_run: false,
            aborted: false,
            command: "glassix-import run leads.csv --sandbox".into(),
        }
    }

    fn rejected(record: u64) -> RowEnd {
        RowEnd {
            file: "leads.csv".into(),
            record,
            line: record + 1,
            key: format!("L-{record}"),
            fate: Fate::Rejected(vec![
                ("phone", "participant 1 identifier: starts with 0".into()),
                ("culture", "culture: must be one of en-US".into()),
            ]),
        }
    }

    #[test]
    fn people_read_counts_reasons_rows_and_what_to_type_next() {
        let mut findings = Findings::default();
        for record in (2..33).rev() {
            findings.take(rejected(record));
        }
        findings.rows.truncate(31);
        let counts = Counts {
            rows_read: 12_000,
            created: 11_969,
            rejected: 31,
            ..Counts::default()
        };
        let text = Summary::new(facts(3), counts, &findings, None).to_text();
        let lines: Vec<&str> = text.lines().collect();
        let ends = [&lines[..10], &lines[lines.len() - 3..]].concat();
        insta::assert_snapshot!(ends.join("\n"), @r"
        12,000 rows, 1,001 requests, 10.0 s, into sandbox
          created             11,969
          rejected                31

        reasons:
              31 × rejected: culture: must be one of en-US (record 32, 31, 30, …)
              31 × rejected: participant 1 identifier: starts with 0 (record 32, 31, 30, …)

        rows that need attention:
          record 2, line 3, key L-2: rejected: participant 1 identifier: starts with 0; culture: must be one of en-US
          record 32, line 33, key L-32: rejected: participant 1 identifier: starts with 0; culture: must be one of en-US

        next: mend these rows in the sheet, then: glassix-import run leads.csv --sandbox
        ");
    }

    #[test]
    fn programs_find_every_key_that_they_rely_on() {
        let summary = Summary::new(
            facts(4),
            Counts::default(),
            &Findings::default(),
            Some(&StopReason::Limit),
        );
        let json: serde_json::Value = serde_json::from_str(&summary.to_json().unwrap()).unwrap();
        for key in [
            "run_id",
            "target",
            "rows_read",
            "created",
            "already_created",
            "duplicates",
            "rejected",
            "failed",
            "conflicts",
            "in_doubt",
            "not_attempted",
            "requests",
            "retries",
            "throttled",
            "reconciled",
            "elapsed_seconds",
            "exit_status",
            "stopped_by",
        ] {
            assert!(json.get(key).is_some(), "{key}");
        }
        assert_eq!(json["stopped_by"], "limit");
    }

    #[test]
    fn a_million_bad_rows_do_not_fill_the_memory() {
        let mut findings = Findings::default();
        for record in 0..1000 {
            let mut end = rejected(record);
            end.fate = Fate::Rejected(vec![("phone", format!("reason {record}"))]);
            findings.take(end);
        }
        assert_eq!(findings.rows.len(), MAX_ROWS);
        assert!(findings.reasons.len() <= MAX_REASONS + 1);
        assert_eq!(
            findings
                .reasons
                .values()
                .map(|reason| reason.rows)
                .sum::<u64>(),
            1000
        );
    }
}
