//! Who hears of rows and files while a run goes on, and makes the summary of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::record_stream::RecordStream;
use crate::live::LiveReason;
use crate::monitor::{Fate, Monitor, RowEnd, SheetNews};
use crate::run::{Counts, StopReason};
use crate::summary::{Facts, FileAccounts, FileLine, Findings, RunEnd, Summary};

/// Reasons that are told while the run goes on; all of them stand in the summary.
const MAX_LIVE_REASONS: usize = 10;

/// Hears of rows: keeps those that need attention, and logs.
#[derive(Debug, Default)]
pub(super) struct Listener {
    findings: Mutex<Findings>,
    files: Mutex<FileAccounts>,
    /// Where each row is told of, if anywhere.
    records: Option<RecordStream>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere cannot leave a count half raised.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Listener {
    /// Listens for these files, and tells of each row there.
    pub(super) fn new(files: FileAccounts, records: Option<RecordStream>) -> Self {
        Self {
            files: Mutex::new(files),
            records,
            ..Self::default()
        }
    }

    /// Where each row is told of, if anywhere.
    pub(super) fn records(&self) -> Option<&RecordStream> {
        self.records.as_ref()
    }

    /// The largest groups of rows that need attention, as they may be shown to anybody.
    pub(super) fn reasons(&self) -> Vec<LiveReason> {
        let findings = held(&self.findings);
        let largest = findings.largest(MAX_LIVE_REASONS);
        largest.iter().map(LiveReason::from).collect()
    }

    /// What became of each file.
    pub(super) fn files(&self, end: &RunEnd) -> Vec<FileLine> {
        held(&self.files).lines(end)
    }

    /// How the run went.
    pub(super) fn summary(
        &self,
        facts: Facts,
        counts: Counts,
        reason: Option<&StopReason>,
    ) -> Summary {
        Summary::new(facts, counts, &held(&self.findings), reason)
    }
}

impl Monitor for Listener {
    fn row(&self, end: RowEnd) {
        tracing::debug!(
            record = end.record,
            line = end.line,
            key = end.key,
            status = end.fate.status(),
            "row"
        );
        if matches!(end.fate, Fate::Outcome(_)) && end.fate.needs_attention() {
            // What the service said may name a customer: the summary shows it, the log does not.
            tracing::warn!(
                record = end.record,
                line = end.line,
                key = end.key,
                "{}",
                end.fate.status()
            );
        }
        if let Some(records) = &self.records {
            records.tell(&end);
        }
        held(&self.files).row(&end);
        if end.fate.needs_attention() {
            held(&self.findings).take(end);
        }
    }

    fn known(&self, file: &str, rows: u64, repeats: u64) {
        tracing::debug!(
            rows,
            repeats,
            "rows that are as they were when their tickets were made"
        );
        held(&self.files).known(file, rows, repeats);
    }

    fn wants_each_row(&self) -> bool {
        self.records.is_some()
    }

    fn sheet(&self, file: &str, news: SheetNews) {
        held(&self.files).sheet(file, news);
    }
}
