//! The report: what became of a run, or of everything in a ledger, as one page.
//!
//! [`Report`] is gathered from a ledger in bounded memory, however many rows that has; `page` writes it.
//! [`About`] is what a run was told; the ledger keeps it with the run.

mod about;
mod charts;
mod course;
mod page;
mod rows;
mod tables;
mod units;
mod verdict;

pub use about::About;

use std::path::Path;

use rows::Rows;

use crate::ledger::{Inspection, LedgerError, RunEntry, Totals};
use crate::measure::Measures;
use crate::run::Counts;
use crate::status::{Reason, Reasons, ended, results};

/// What became of a run, or of everything in a ledger.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The ledger's file.
    ledger: String,
    /// When the report was made, ISO-8601.
    made: String,
    /// The run that it is of; `None` for a report of everything.
    run: Option<RunEntry>,
    /// How that run ended, in words.
    how: String,
    /// Its counts; `None` for one that was killed, and for a report of everything.
    counts: Option<Counts>,
    /// Rows by target and where they stand: those that the run touched last, or all.
    totals: Vec<Totals>,
    /// What was told to the run, or to the last one.
    about: Option<About>,
    /// What the run has measured, or the last one.
    measures: Option<Measures>,
    /// The newest runs, the newest first; blank for the report of one run.
    runs: Vec<RunEntry>,
    /// How many runs there are.
    all_runs: u64,
    /// Why rows have no ticket.
    reasons: Vec<Reason>,
    /// Rows without a ticket, one by one.
    rows: Rows,
    /// The command that takes out the rows without a ticket.
    results: String,
    /// Whether cells, keys and texts of the service are shown as they are.
    values: bool,
}

/// What a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Everything in the ledger.
    Everything,
    /// The run of that name, or the newest for `last`.
    Run(&'a str),
}

impl Report {
    /// Gathers what a ledger knows; `None` if it does not know that run. `values` asks for what may tell
    /// of customers: cells, keys, and texts of the service.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn gather(
        path: &Path,
        ledger: &Inspection,
        scope: Scope<'_>,
        values: bool,
    ) -> Result<Option<Self>, LedgerError> {
        let overview = match scope {
            Scope::Everything => Some(ledger.overview()?),
            Scope::Run(_) => None,
        };
        let run = match scope {
            Scope::Everything => None,
            Scope::Run(name) => match ledger.run(name)? {
                None => return Ok(None),
                run => run,
            },
        };
        let number = run.as_ref().map(|run| run.number);
        let totals = match &overview {
            Some(overview) => overview.totals.clone().unwrap_or_default(),
            None => ledger.totals(number)?,
        };
        let (mut reasons, mut rows) = (Reasons::new(values), Rows::default());
        ledger.each_trouble(number, values, |row| {
            let group = reasons.take(&row);
            rows.take(row, group, values);
        })?;
        let (runs, all_runs) = overview.map_or_else(Default::default, |overview| {
            (overview.runs, overview.all_runs)
        });
        let told = run.as_ref().or(runs.first());
        let counts = run.as_ref().and_then(|run| run.counts.clone());
        Ok(Some(Self {
            ledger: path.display().to_string(),
            made: second(),
            about: told.and_then(|run| read(run.about.as_deref())),
            measures: told.and_then(|run| read(run.measures.as_deref())),
            how: run.as_ref().map_or("", |run| ended(run.exit_status)).into(),
            counts: counts.and_then(|counts| serde_json::from_value(counts).ok()),
            results: results(run.as_ref().map(|run| run.run_id.as_str()), path),
            run,
            totals,
            runs,
            all_runs,
            reasons: reasons.groups(),
            rows,
            values,
        }))
    }

    fn sum(&self, count: fn(&Totals) -> u64) -> u64 {
        self.totals.iter().map(count).sum()
    }
}

/// A text of the ledger; one that cannot be read is as good as none.
fn read<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_str(text?).ok()
}

fn second() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%d %H:%M:%S UTC")
        .to_string()
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
