//! How things stand in a ledger: totals and runs. Reads and never writes.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::error::LedgerError;
use super::inspection::{Inspection, iso};
use super::opening::CHECK_BYTES;
use super::state::State;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// Runs that an overview names, the newest: as many as a person looks at.
const MOST_RUNS: u32 = 20;

/// Files that are named of a run.
const MOST_FILES: u32 = 20;

/// Rows of one target, by where they stand. They add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Host and department.
    pub target: String,
    /// All rows that the ledger knows.
    pub rows: u64,
    /// Rows with a ticket.
    pub created: u64,
    /// Rows that may or may not have a ticket.
    pub in_doubt: u64,
    /// Rows that the service refused, or whose tries ran out.
    pub failed: u64,
    /// Rows whose contact had an open ticket.
    pub conflicts: u64,
    /// Rows that are wrong.
    pub rejected: u64,
    /// Rows that were tried, surely without effect.
    pub not_attempted: u64,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEntry {
    /// Its number in the ledger, from 1.
    pub number: i64,
    /// Its name.
    pub run_id: String,
    /// Host and department.
    pub target: String,
    /// The files that brought rows.
    pub files: Vec<String>,
    /// When it began, ISO-8601.
    pub started: String,
    /// When it ended; `None` for one that is going on or was killed.
    pub ended: Option<String>,
    /// The machine it ran on.
    pub host: String,
    /// Its process there.
    pub pid: u32,
    /// The version of this program.
    pub version: String,
    /// Its exit status; `None` as for `ended`.
    pub exit_status: Option<u8>,
    /// Its counts, as its summary gave them.
    pub counts: Option<serde_json::Value>,
    /// What it was told, as JSON.
    #[serde(skip)]
    pub about: Option<String>,
    /// What it has measured, as JSON.
    #[serde(skip)]
    pub measures: Option<String>,
}

/// How things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// By target; `None` where counting would take too long.
    pub totals: Option<Vec<Totals>>,
    /// The newest runs, the newest first.
    pub runs: Vec<RunEntry>,
    /// How many runs there are.
    pub all_runs: u64,
}

impl Overview {
    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// An overview of a ledger that a run is about to use: its rows are counted only where that takes no
    /// longer than the check at its opening.
    pub(super) fn of_small(connection: &Connection) -> Result<Self> {
        let size: i64 = connection.query_row(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            [],
            |row| row.get(0),
        )?;
        let is_small = u64::try_from(size).is_ok_and(|size| size <= CHECK_BYTES);
        Ok(Self {
            totals: is_small.then(|| totals(connection, None)).transpose()?,
            ..Self::of_runs(connection)?
        })
    }

    fn of_runs(connection: &Connection) -> Result<Self> {
        let all: i64 = connection.query_row("SELECT count(*) FROM run", [], |row| row.get(0))?;
        Ok(Self {
            totals: None,
            runs: runs(connection, "1 ORDER BY run.id DESC", MOST_RUNS)?,
            all_runs: u64::try_from(all).unwrap_or(0),
        })
    }
}

/// Counts all rows, or those that a run touched last, in one pass and without sorting them.
fn totals(connection: &Connection, run: Option<i64>) -> Result<Vec<Totals>> {
    let mut targets: Vec<(i64, Totals)> = Vec::new();
    let mut statement =
        connection.prepare("SELECT id, host, department FROM target ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let totals = Totals {
            target: target(row, 1)?,
            ..Totals::default()
        };
        targets.push((row.get(0)?, totals));
    }
    let mut statement =
        connection.prepare("SELECT target, state FROM item WHERE ?1 IS NULL OR run = ?1")?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let (target, state): (i64, i64) = (row.get(0)?, row.get(1)?);
        if let Some((_, totals)) = targets.iter_mut().find(|(id, _)| *id == target) {
            totals.count(state);
        }
    }
    targets.retain(|(_, totals)| totals.rows > 0);
    Ok(targets.into_iter().map(|(_, totals)| totals).collect())
}

impl Totals {
    fn count(&mut self, state: i64) {
        self.rows += 1;
        match State::from_number(state) {
            Some(State::Created) => self.created += 1,
            Some(State::Failed) => self.failed += 1,
            Some(State::Conflict) => self.conflicts += 1,
            Some(State::Rejected) => self.rejected += 1,
            Some(State::Released) => self.not_attempted += 1,
            // What cannot be read may have a ticket.
            Some(State::Sending | State::InDoubt) | None => self.in_doubt += 1,
        }
    }

    /// Adds those of another ledger.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.created += other.created;
        self.in_doubt += other.in_doubt;
        self.failed += other.failed;
        self.conflicts += other.conflicts;
        self.rejected += other.rejected;
        self.not_attempted += other.not_attempted;
    }

    /// Those of several ledgers, target by target, in the order in which they come.
    #[must_use]
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Self>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for of in all {
            match sums.iter_mut().find(|known| known.target == of.target) {
                Some(known) => known.add(of),
                None => sums.push(of.clone()),
            }
        }
        sums
    }

    /// Rows that somebody has to look at, those in doubt aside.
    #[must_use]
    pub fn need_attention(&self) -> u64 {
        self.failed + self.conflicts + self.rejected
    }
}

fn target(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    let target = super::Target {
        host: row.get(column)?,
        department: row.get(column + 1)?,
    };
    Ok(target.to_string())
}

fn runs(connection: &Connection, which: &str, most: u32) -> Result<Vec<RunEntry>> {
    let mut statement = connection.prepare(&format!(
        "SELECT run.id, name, target.host, target.department, started, ended, run.host, pid, version, exit, counts, about, measures
           FROM run JOIN target ON target.id = run.target WHERE {which} LIMIT {most}"
    ))?;
    let rows = statement.query_map([], |row| {
        let counts: Option<String> = row.get(10)?;
        Ok(RunEntry {
            number: row.get(0)?,
            run_id: row.get(1)?,
            target: target(row, 2)?,
            files: Vec::new(),
            started: iso(row.get(4)?),
            ended: row.get::<_, Option<i64>>(5)?.map(iso),
            host: row.get(6)?,
            pid: row.get(7)?,
            version: row.get(8)?,
            exit_status: row.get(9)?,
            counts: counts.and_then(|text| serde_json::from_str(&text).ok()),
            about: row.get(11)?,
            measures: row.get(12)?,
        })
    })?;
    let mut entries: Vec<RunEntry> = rows.collect::<rusqlite::Result<_>>()?;
    let mut files = connection
        .prepare("SELECT DISTINCT name FROM source WHERE run = ?1 ORDER BY id LIMIT ?2")?;
    for entry in &mut entries {
        let names = files.query_map(params![entry.number, MOST_FILES], |row| row.get(0))?;
        entry.files = names.collect::<rusqlite::Result<_>>()?;
    }
    Ok(entries)
}

impl Inspection {
    /// How things stand, all rows counted.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn overview(&self) -> Result<Overview> {
        Ok(Overview {
            totals: Some(totals(self.connection(), None)?),
            ..Overview::of_runs(self.connection())?
        })
    }

    /// Rows by where they stand: all, or those that a run touched last.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn totals(&self, run: Option<i64>) -> Result<Vec<Totals>> {
        totals(self.connection(), run)
    }

    /// The run of that name, or the newest for `last`.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn run(&self, name: &str) -> Result<Option<RunEntry>> {
        let number: Option<i64> = self
            .connection()
            .prepare("SELECT id FROM run WHERE name = ?1 OR ?1 = 'last' ORDER BY id DESC LIMIT 1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        match number {
            None => Ok(None),
            Some(number) => Ok(runs(self.connection(), &format!("run.id = {number}"), 1)?.pop()),
        }
    }
}

#[cfg(test)]
#[path = "overview_tests.rs"]
mod tests;
