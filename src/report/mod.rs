//! The report: what became of a run, or of everything in one or several ledgers, as one page.
//!
//! [`Report`] is gathered in bounded memory, however many rows there are: of one run by [`Report::of_run`], of
//! everything by [`Gathering`]. `page` writes it. [`About`] is what a run was told; the ledger keeps it with the run.

mod about;
mod charts;
mod course;
mod gathering;
mod ledgers;
mod page;
mod rows;
mod tables;
mod units;
mod verdict;

pub use about::About;
pub use gathering::Gathering;

use std::path::Path;

use ledgers::Part;
use rows::Rows;

use crate::ledger::{Inspection, LedgerError, RunEntry, Totals};
use crate::measure::{Joined, Measured};
use crate::run::Counts;
use crate::status::{Reason, Reasons, ended, results};

/// What became of a run, or of everything in a ledger or several.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The ledgers.
    parts: Vec<Part>,
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
    /// What was told to the run, or to the last one; of several ledgers, without what each of them says by itself.
    about: Option<About>,
    /// The last runs of several ledgers were told different things.
    told_differently: bool,
    /// What the run has measured, or the last one; of several ledgers, the last ones that went on together.
    course: Option<Joined>,
    /// The newest runs, the newest first; blank for the report of one run.
    runs: Vec<Ran>,
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

/// A run, and the ledger that knows it.
#[derive(Clone, Debug)]
struct Ran {
    ledger: String,
    run: RunEntry,
}

impl Report {
    /// What a ledger knows of a run, by its name, or `last` for the newest; `None` if it does not know it.
    /// `values` asks for what may tell of customers: cells, keys, and texts of the service.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn of_run(
        path: &Path,
        ledger: &Inspection,
        name: &str,
        values: bool,
    ) -> Result<Option<Self>, LedgerError> {
        let Some(run) = ledger.run(name)? else {
            return Ok(None);
        };
        let (mut reasons, mut rows) = (Reasons::new(values), Rows::default());
        let number = Some(run.number);
        take_troubles(ledger, number, values, (&mut reasons, &mut rows))?;
        let measures = read(run.measures.as_deref());
        let measured = measures.map(|measures| Measured { began: 0, measures });
        let counts = run.counts.clone();
        Ok(Some(Self {
            parts: vec![Part {
                ledger: path.display().to_string(),
                ..Part::default()
            }],
            made: second(),
            totals: ledger.totals(number)?,
            about: read(run.about.as_deref()),
            course: Joined::last(measured.into_iter().collect()),
            how: ended(run.exit_status).into(),
            counts: counts.and_then(|counts| serde_json::from_value(counts).ok()),
            results: results(Some(&run.run_id), &[path]),
            run: Some(run),
            reasons: reasons.groups(),
            rows,
            values,
            ..Self::default()
        }))
    }

    fn sum(&self, count: fn(&Totals) -> u64) -> u64 {
        self.totals.iter().map(count).sum()
    }
}

/// Takes the rows without a ticket, all or those that a run touched last, into groups and into a list.
fn take_troubles(
    ledger: &Inspection,
    run: Option<i64>,
    values: bool,
    (reasons, rows): (&mut Reasons, &mut Rows),
) -> Result<(), LedgerError> {
    ledger.each_trouble(run, values, |row| {
        let group = reasons.take(&row);
        rows.take(row, group, values);
    })
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
