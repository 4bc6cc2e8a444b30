//! `report`: what became of a run, or of everything in ledgers, as a page; and the page that a run writes at its end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::connection::ledger_failure;
use super::document::Document;
use super::ledgers::ledgers;
use crate::cli::{ReportArgs, RunArgs};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, RunNote};
use crate::report::{Gathering, Report};
use crate::settings::Settings;
use crate::terminal::{init_logging, visible, write_stdout};

/// The page, where no other is named.
const DEFAULT_PAGE: &str = "report.html";

/// What stands beside a ledger and must not be written over either.
const BESIDE: [&str; 5] = ["", "-wal", ".lock", ".state", ".sandbox"];

/// Writes the page.
pub(super) fn report(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let paths = ledgers(&args.ledger);
    let output = args.output.clone().unwrap_or_else(|| DEFAULT_PAGE.into());
    let protected: Vec<PathBuf> = paths.iter().flat_map(|path| beside(path)).collect();
    let page = Document::at(&output, protected.iter().map(PathBuf::as_path))?;
    let html = match (args.run.as_deref(), paths.as_slice()) {
        (None, paths) => everything(paths, args.with_values)?,
        (Some(run), [path]) => of_run(path, run, args.with_values)?,
        (Some(_), _) => {
            return Err(Failure::usage(
                "--run is a run of one ledger; name one ledger, or leave --run out for everything in all of them",
            )
            .into());
        }
    };
    page.write(&html)?;
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

/// The page of all that ledgers know, which are opened one after the other.
fn everything(paths: &[PathBuf], values: bool) -> Result<String, Failure> {
    let mut gathering = Gathering::new(values);
    for path in paths {
        let taken = gathering.take(path, &open(path)?);
        taken.map_err(|error| ledger_failure(&error))?;
    }
    Ok(gathering.report().to_page())
}

/// The page of a run.
fn of_run(path: &Path, run: &str, values: bool) -> Result<String, Failure> {
    let report = Report::of_run(path, &open(path)?, run, values)
        .map_err(|error| ledger_failure(&error))?
        .ok_or_else(|| {
            let name = match run {
                "last" => "any run".into(),
                name => format!("a run {}", visible(name)),
            };
            Failure::usage(format!(
                "the ledger {} does not know {name}; status lists the runs that it knows",
                visible(&path.display().to_string())
            ))
        })?;
    Ok(report.to_page())
}

fn open(path: &Path) -> Result<Inspection, Failure> {
    Inspection::open(path, &RunNote::of_reader("report")).map_err(|error| {
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
    })
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
        let written = of_run(ledger, run, self.values).and_then(|html| page.write(&html));
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
