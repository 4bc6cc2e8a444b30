//! A sheet, a service, and what must be true of them before, during and after a fault of the storage.

use std::path::Path;

use crate::breaking::audit::{Audit, audit};
use crate::breaking::importer::{Ended, Importer, settles};
use crate::breaking::ledger_file;
use crate::breaking::service::Service;
use crate::breaking::sheet::Rows;
use crate::breaking::strace::traced;

/// Rows of a sheet.
pub(crate) const ROWS: u32 = 24;
/// No fault of the service delays a commit here.
const SETTLE: &str = "500ms";

/// A sheet and the service that it goes to.
pub(crate) struct Bench {
    pub(crate) importer: Importer,
    pub(crate) service: Service,
}

impl Bench {
    /// Fresh ones. Each create takes so many milliseconds.
    pub(crate) fn new(name: &str, delay_ms: u32) -> Self {
        let importer = Importer::new(Rows::new(name, ROWS), SETTLE);
        let state = importer.folder().join("tickets");
        let delay = format!("create:delay:ms={delay_ms}");
        let service = Service::start(&[&delay], 1, &state);
        Self { importer, service }
    }

    /// The same with a ledger that an earlier run left in order, after so many rows.
    pub(crate) fn begun(name: &str, delay_ms: u32, rows: u32) -> Self {
        let mut bench = Self::new(name, delay_ms);
        let before = bench.importer.options.clone();
        let limit = ["--limit".to_owned(), rows.to_string()];
        bench.importer.options.extend(limit);
        let ended = bench.run();
        assert_eq!(ended.code(), Some(4), "{}", ended.stderr);
        bench.importer.options = before;
        bench
    }

    /// Runs to the end.
    pub(crate) fn run(&self) -> Ended {
        self.importer.run(&self.service)
    }

    /// Runs to the end under strace.
    pub(crate) fn run_traced(&self, log: &Path, options: &[&str]) -> Ended {
        let arguments = self.importer.arguments(&self.service);
        let command = self.importer.prepared(traced(log, options, &arguments));
        self.importer.wait({ command }.spawn().unwrap())
    }

    /// Holds the ledger against the service.
    pub(crate) fn audit(&self) -> Audit {
        audit(&self.importer, &self.service)
    }

    /// The cause is gone: the same command must finish, without a duplicate.
    pub(crate) fn recover(&self) -> Vec<String> {
        let ended = self.run();
        let mut wrong: Vec<String> = ended
            .fault_of_summary(self.importer.rows.len())
            .into_iter()
            .collect();
        let wanted = if settles() { &[0][..] } else { &[0, 5] };
        if !ended.code().is_some_and(|code| wanted.contains(&code)) {
            wrong.push(format!("went on with {}: {}", ended.status, ended.stderr));
        }
        let audit = self.audit();
        if audit.lost > 0 || audit.duplicates > 0 || (settles() && !audit.is_complete()) {
            wrong.push(format!("at the end: {audit:?}"));
        }
        wrong.extend(audit.wrong);
        wrong
    }

    /// What is wrong with the end of a run whose storage failed: it must say so and give 1, or 2 where
    /// nothing was sent. A fault that had no consequence is none.
    pub(crate) fn fault_of_end(&self, ended: &Ended, sent_before: u64) -> Option<String> {
        let sent = self.service.creates() - sent_before;
        let says = ended.stderr.lines().any(|line| line.starts_with("error: "));
        let right = match ended.code() {
            Some(0) => self.audit().is_complete(),
            Some(1) => says,
            Some(2) => says && sent == 0,
            _ => false,
        };
        (!right).then(|| format!("{} after {sent} sends: {}", ended.status, ended.stderr))
    }

    /// What the ledger's main file holds; its log is folded in when a run ends in order.
    pub(crate) fn ledger_bytes(&self) -> Vec<u8> {
        std::fs::read(&ledger_file::files(&self.importer.ledger)[0]).unwrap()
    }
}

/// Fails with all that is wrong at once.
pub(crate) fn assert_right(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
