//! `report`: what became of a run, or of everything, as a page; and the page that a run writes at its end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::connection::ledger_failure;
use super::document::Document;
use crate::cli::{ReportArgs, RunArgs};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, RunNote};
use crate::report::{Report, Scope};
use crate::settings::{DEFAULT_LEDGER, Settings};
use crate::terminal::{init_logging, visible, write_stdout};

/// The page, where no other is named.
const DEFAULT_PAGE: &str = "report.html";

/// What stands beside a ledger and must not be written over either.
const BESIDE: [&str; 5] = ["", "-wal", ".lock", ".state", ".sandbox"];

/// Writes the page.
pub(super) fn report(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let path: PathBuf = args.ledger.clone().unwrap_or_else(|| DEFAULT_LEDGER.into());
    let output = args.output.clone().unwrap_or_else(|| DEFAULT_PAGE.into());
    let protected = beside(&path);
    let page = Document::at(&output, protected.iter().map(PathBuf::as_path))?;
    let scope = args.run.as_deref().map_or(Scope::Everything, Scope::Run);
    page.write(&html(&path, scope, args.with_values)?)?;
    write_stdout(&format!("wrote {}", visible(&output.display().to_string())))?;
    Ok(ExitCode::SUCCESS)
}

fn beside(ledger: &Path) -> Vec<PathBuf> {
    let file = |ending: &&str| {
        let mut name = ledger.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    BESIDE.iter().map(file).collect()
}

fn html(path: &Path, scope: Scope<'_>, values: bool) -> Result<String, Failure> {
    let ledger = Inspection::open(path, &RunNote::of_reader("report")).map_err(|error| {
        let failure = ledger_failure(&error);
        match error {
            LedgerError::Held(_) => Failure {
                message: format!(
                    "{}; report when it has ended (status tells how far it is), or have a run write its page itself with --report",
                    failure.message
                ),
                ..failure
            },
            _ => failure,
        }
    })?;
    let report = Report::gather(path, &ledger, scope, values)
        .map_err(|error| ledger_failure(&error))?
        .ok_or_else(|| {
            let name = match scope {
                Scope::Everything | Scope::Run("last") => "any run".into(),
                Scope::Run(name) => format!("a run {}", visible(name)),
            };
            Failure::usage(format!(
                "the ledger {} does not know {name}; status lists the runs that it knows",
                visible(&path.display().to_string())
            ))
        })?;
    Ok(report.to_page())
}

/// The page that a run was asked for, if it was.
#[derive(Debug)]
pub(super) struct Wish {
    page: Option<Document>,
    values: bool,
}

impl Wish {
    /// Makes sure that the page may be written there, before anything is sent.
    pub(super) fn of(args: &RunArgs, settings: &Settings) -> Result<Self, Failure> {
        let mut protected = beside(&settings.ledger);
        protected.extend(settings.intake.files.iter().cloned());
        protected.extend(settings.intake.file.clone());
        let protected = protected.iter().map(PathBuf::as_path);
        let page = args
            .report
            .as_deref()
            .map(|path| Document::at(path, protected));
        Ok(Self {
            page: page.transpose()?,
            values: args.with_values,
        })
    }

    /// Writes the page of a run that has ended, and gives the status that the process ends with: a page
    /// that cannot be written is no reason to forget how the run went.
    pub(super) fn fulfil(self, ledger: &Path, run: &str, status: u8) -> u8 {
        let Some(page) = self.page else { return status };
        let written = html(ledger, Scope::Run(run), self.values).and_then(|html| page.write(&html));
        match written {
            Ok(()) => status,
            Err(failure) => {
                tracing::error!("the page of the run was not written: {}", failure.message);
                if status == exit::OK {
                    exit::FATAL
                } else {
                    status
                }
            }
        }
    }
}
