//! How things stand: what the ledger holds, which runs there were and how they ended, what needs attention,
//! and how far a run is that is going on.
//!
//! Between runs all of it is read from the ledger. While a run has the ledger nobody may open it, and all
//! of it is what the run publishes ([`live`](crate::live)).

mod next;
mod reasons;
mod text;
mod together;

pub use next::results;
pub use reasons::{Example, Reason, Reasons, key_of, problems_of, reason_of, status_of};
pub use text::ended;

use std::path::Path;

use serde::Serialize;

use crate::ledger::{Holder, Inspection, LedgerError, Overview, RunEntry, Totals};
use crate::live::{LiveState, Running};
use crate::report::About;

/// Runs that are told of: as many as a ledger tells of itself.
pub(crate) const MOST_RUNS: usize = 20;

/// How things stand.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// The ledger's file.
    pub ledger: String,
    /// Who has the ledger at this moment, and how far that run is.
    pub running: Option<Now>,
    /// Rows by target and by where they stand; while a run goes on, as they stood when it began. Missing
    /// where they could not be counted.
    pub totals: Option<Vec<Totals>>,
    /// The newest runs, the newest first.
    pub runs: Vec<RunTold>,
    /// How many runs there are.
    pub all_runs: u64,
    /// Why rows have no ticket, grouped, the largest group first.
    pub reasons: Vec<Reason>,
    /// Rows that may or may not have a ticket; `None` if there are none.
    pub in_doubt: Option<InDoubt>,
    /// What to type next.
    pub next: String,
    /// The same of each ledger, where there are several; `ledger` names them all then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ledgers: Vec<Status>,
}

/// A process that has the ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Now {
    /// Who it is.
    pub by: Holder,
    /// How far it is; `None` for a process that publishes nothing.
    pub progress: Option<LiveState>,
}

/// A run, and how it ended in words.
#[derive(Clone, Debug, Serialize)]
pub struct RunTold {
    /// What the ledger knows of it.
    #[serde(flatten)]
    pub run: RunEntry,
    /// How it ended.
    pub how: String,
}

/// Rows in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InDoubt {
    /// How many.
    pub rows: u64,
    /// Since when the oldest of them is, ISO-8601; `None` where only a running import knows.
    pub since: Option<String>,
}

impl Status {
    /// How things stand in a ledger that nobody uses. `values` shows texts of the service and keys as
    /// they are.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn of_ledger(path: &Path, ledger: &Inspection, values: bool) -> Result<Self, LedgerError> {
        let overview = ledger.overview()?;
        let mut reasons = Reasons::new(values);
        ledger.each_trouble(None, false, |row| {
            reasons.take(&row);
        })?;
        let in_doubt = reasons.in_doubt();
        let command = overview.runs.first().and_then(command_of);
        let totals = overview.totals.as_deref().unwrap_or_default();
        let killed = overview.runs.first().is_some_and(|run| run.ended.is_none());
        Ok(Self {
            ledger: path.display().to_string(),
            next: next::of_ledger(totals, command.as_deref(), killed, path),
            running: None,
            runs: told(overview.runs, None),
            all_runs: overview.all_runs,
            totals: overview.totals,
            reasons: reasons.groups(),
            in_doubt,
            ledgers: Vec::new(),
        })
    }

    /// How things stand in a ledger that a process has.
    #[must_use]
    pub fn of_running(path: &Path, running: Running) -> Self {
        let Running { holder, state } = running;
        let next = next::of_running(state.is_some(), path);
        let mut progress = state;
        let before: Overview = progress
            .as_mut()
            .map(|state| std::mem::take(&mut state.before))
            .unwrap_or_default();
        let reasons = progress.as_ref().map_or_else(Vec::new, |state| {
            state.reasons.iter().map(Reason::from).collect()
        });
        let doubt = progress.as_ref().map_or(0, |state| state.counts.in_doubt);
        Self {
            ledger: path.display().to_string(),
            runs: told(before.runs, Some(&holder.run_id)),
            all_runs: before.all_runs,
            totals: before.totals,
            reasons,
            in_doubt: (doubt > 0).then_some(InDoubt {
                rows: doubt,
                since: None,
            }),
            next,
            ledgers: Vec::new(),
            running: Some(Now {
                by: holder,
                progress,
            }),
        }
    }

    /// It as one JSON object, on several lines or on one.
    ///
    /// # Errors
    /// serde's error, which no status causes.
    pub fn to_json(&self, on_one_line: bool) -> serde_json::Result<String> {
        if on_one_line {
            crate::json::on_one_line(self)
        } else {
            crate::json::on_several_lines(self)
        }
    }
}

/// The command that a run was started by, where the ledger knows it.
fn command_of(run: &RunEntry) -> Option<String> {
    let about: About = serde_json::from_str(run.about.as_deref()?).ok()?;
    (!about.command.is_empty()).then_some(about.command)
}

fn told(runs: Vec<RunEntry>, running: Option<&str>) -> Vec<RunTold> {
    let told = |run: RunEntry| RunTold {
        how: if running == Some(run.run_id.as_str()) {
            "going on".into()
        } else {
            ended(run.exit_status).into()
        },
        run,
    };
    runs.into_iter().map(told).collect()
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
