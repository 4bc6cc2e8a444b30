//! How things stand in several ledgers, as one: those of the shards of an import.

use std::fmt::Write as _;

use super::{InDoubt, MOST_RUNS, Reason, RunTold, Status};
use crate::ledger::Totals;
use crate::summary::{counted, grouped};
use crate::terminal::visible;

/// What stands between the names of ledgers.
const BETWEEN: &str = ", ";

impl Status {
    /// All of these together, each counted once; `None` of none. What one of them could not count is left out of
    /// the totals of all.
    #[must_use]
    pub fn together(mut parts: Vec<Self>) -> Option<Self> {
        if parts.len() < 2 {
            return parts.pop();
        }
        let names: Vec<&str> = parts.iter().map(|part| part.ledger.as_str()).collect();
        let known = parts.iter().all(|part| part.totals.is_some());
        Some(Self {
            ledger: names.join(BETWEEN),
            running: parts.iter().find_map(|part| part.running.clone()),
            totals: known.then(|| Totals::together(all_totals(&parts))),
            runs: runs(&parts),
            all_runs: parts.iter().map(|part| part.all_runs).sum(),
            reasons: reasons(&parts),
            in_doubt: in_doubt(&parts),
            next: next(&parts),
            ledgers: parts,
        })
    }

    /// The ledger that it is of; where there are several, each in a few words.
    pub(super) fn write_ledgers(&self, text: &mut String) {
        // Writing to a string cannot fail.
        if self.ledgers.is_empty() {
            let _ = writeln!(text, "ledger   {}", visible(&self.ledger));
        }
        for part in &self.ledgers {
            let _ = writeln!(
                text,
                "ledger   {}: {}",
                visible(&part.ledger),
                part.shortly()
            );
        }
    }

    /// How it stands in a few words, as one of several ledgers.
    fn shortly(&self) -> String {
        if let Some(line) = self.to_line() {
            return line;
        }
        if let Some(now) = &self.running {
            return format!("in use by {}", visible(&now.by.to_string()));
        }
        let totals = self.totals.as_deref().unwrap_or_default();
        let (rows, created) = totals
            .iter()
            .fold((0, 0), |sum, of| (sum.0 + of.rows, sum.1 + of.created));
        format!("{}, created {}", counted(rows, "row"), grouped(created))
    }

    /// Whether its rows are all created, and nobody has it.
    fn is_done(&self) -> bool {
        let totals = self.totals.as_deref().unwrap_or_default();
        let done = |of: &Totals| of.created == of.rows;
        let ended = self
            .runs
            .first()
            .is_none_or(|told| told.run.ended.is_some());
        self.running.is_none() && self.totals.is_some() && totals.iter().all(done) && ended
    }
}

fn all_totals(parts: &[Status]) -> impl Iterator<Item = &Totals> {
    let each = parts.iter().filter_map(|part| part.totals.as_deref());
    each.flatten()
}

/// The newest of all.
fn runs(parts: &[Status]) -> Vec<RunTold> {
    let mut runs: Vec<RunTold> = parts.iter().flat_map(|part| &part.runs).cloned().collect();
    // Times as they are written have the same order as the times.
    runs.sort_by(|a, b| b.run.started.cmp(&a.run.started));
    runs.truncate(MOST_RUNS);
    runs
}

fn reasons(parts: &[Status]) -> Vec<Reason> {
    let mut all: Vec<Reason> = Vec::new();
    for reason in parts.iter().flat_map(|part| &part.reasons) {
        let same = |known: &&mut Reason| {
            (&known.status, &known.reason) == (&reason.status, &reason.reason)
        };
        match all.iter_mut().find(same) {
            Some(known) => known.rows += reason.rows,
            None => all.push(reason.clone()),
        }
    }
    all.sort_by_key(|reason| std::cmp::Reverse(reason.rows));
    all
}

fn in_doubt(parts: &[Status]) -> Option<InDoubt> {
    let doubts = || parts.iter().filter_map(|part| part.in_doubt.as_ref());
    let rows = doubts().map(|doubt| doubt.rows).sum();
    (rows > 0).then(|| InDoubt {
        rows,
        since: doubts().filter_map(|doubt| doubt.since.clone()).min(),
    })
}

/// What to type next: for the first ledger with which anything is left to do.
fn next(parts: &[Status]) -> String {
    match parts.iter().find(|part| !part.is_done()) {
        Some(part) => format!("{}: {}", part.ledger, part.next),
        None => "every row of these ledgers has its ticket".into(),
    }
}
