//! A report of everything, gathered ledger after ledger, so that one of them is open at a time.

use std::path::{Path, PathBuf};

use super::ledgers::Part;
use super::rows::Rows;
use super::{About, Ran, Report, read, second, take_troubles};
use crate::ledger::{Inspection, LedgerError, RunEntry, Totals};
use crate::measure::{Joined, Measured};
use crate::status::{MOST_RUNS, Reasons, ended, results};

/// The setting in which the runs of shards differ, and which each ledger says by itself.
const SHARD: &str = "shard";

/// What has been gathered so far.
#[derive(Debug)]
pub struct Gathering {
    paths: Vec<PathBuf>,
    parts: Vec<Part>,
    runs: Vec<Ran>,
    all_runs: u64,
    measured: Vec<Measured>,
    /// When the last run of all began, and what it was told.
    told: Option<(String, About)>,
    /// Last runs of ledgers were told different things.
    differ: bool,
    reasons: Reasons,
    rows: Rows,
    values: bool,
}

impl Gathering {
    /// Nothing yet. `values` asks for what may tell of customers: cells, keys, and texts of the service.
    #[must_use]
    pub fn new(values: bool) -> Self {
        Self {
            paths: Vec::new(),
            parts: Vec::new(),
            runs: Vec::new(),
            all_runs: 0,
            measured: Vec::new(),
            told: None,
            differ: false,
            reasons: Reasons::new(values),
            rows: Rows::default(),
            values,
        }
    }

    /// Takes everything that a ledger knows, in memory that does not grow with its rows.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn take(&mut self, path: &Path, ledger: &Inspection) -> Result<(), LedgerError> {
        let overview = ledger.overview()?;
        let (reasons, rows) = (&mut self.reasons, &mut self.rows);
        take_troubles(ledger, None, self.values, (reasons, rows))?;
        let name = path.display().to_string();
        let mut part = Part {
            ledger: name.clone(),
            shard: ledger.shard()?,
            totals: overview.totals.unwrap_or_default(),
            ..Part::default()
        };
        if let Some(last) = overview.runs.first() {
            self.take_last(last, &mut part);
        }
        self.all_runs += overview.all_runs;
        self.runs.extend(overview.runs.into_iter().map(|run| Ran {
            ledger: name.clone(),
            run,
        }));
        // Times as they are written have the same order as the times.
        self.runs.sort_by(|a, b| b.run.started.cmp(&a.run.started));
        self.runs.truncate(MOST_RUNS);
        self.paths.push(path.to_owned());
        self.parts.push(part);
        Ok(())
    }

    /// What the last run of a ledger was told, and what it measured.
    fn take_last(&mut self, last: &RunEntry, part: &mut Part) {
        part.how = ended(last.exit_status).into();
        part.began.clone_from(&last.started);
        if let Some(measures) = read(last.measures.as_deref()) {
            let began = last.started.parse::<jiff::Timestamp>();
            let began = began.map_or(0, jiff::Timestamp::as_second);
            self.measured.push(Measured { began, measures });
        }
        let Some(about) = read::<About>(last.about.as_deref()) else {
            return;
        };
        part.command.clone_from(&about.command);
        match &self.told {
            None => self.told = Some((last.started.clone(), about)),
            Some((began, known)) => {
                self.differ |= shared(known) != shared(&about);
                if *began < last.started {
                    self.told = Some((last.started.clone(), about));
                }
            }
        }
    }

    /// The report of all that was taken.
    #[must_use]
    pub fn report(self) -> Report {
        let paths: Vec<&Path> = self.paths.iter().map(PathBuf::as_path).collect();
        let several = self.parts.len() > 1;
        let all = self.parts.iter().flat_map(|part| &part.totals);
        Report {
            totals: Totals::together(all),
            made: second(),
            results: results(None, &paths),
            about: self
                .told
                .map(|(_, about)| if several { shared(&about) } else { about }),
            told_differently: self.differ,
            course: Joined::last(self.measured),
            parts: self.parts,
            runs: self.runs,
            all_runs: self.all_runs,
            reasons: self.reasons.groups(),
            rows: self.rows,
            values: self.values,
            ..Report::default()
        }
    }
}

/// What the runs of shards have in common.
fn shared(about: &About) -> About {
    let mut shared = About {
        command: String::new(),
        ..about.clone()
    };
    shared.settings.retain(|(name, _)| name != SHARD);
    shared
}
