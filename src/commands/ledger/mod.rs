//! `ledger`: a ledger as a whole is written down, taken back, copied or tidied up. All of it takes the lock that a run
//! takes, so nothing of it happens beside one.

mod backup;
mod export;
mod import;
mod vacuum;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use super::Failure;
use super::connection::ledger_failure;
use super::document::is_same;
use crate::cli::{Format, LedgerArgs, LedgerCommand, OnLedgerArgs};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, PortableError, RunNote, files_of};
use crate::settings::DEFAULT_LEDGER;
use crate::terminal::{init_logging, visible, write_people, write_stdout};

/// Does what was asked with a ledger.
pub(super) fn ledger(args: &LedgerArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        LedgerCommand::Export(args) => export::export(args),
        LedgerCommand::Import(args) => import::import(args),
        LedgerCommand::Backup(args) => backup::backup(args),
        LedgerCommand::Vacuum(args) => vacuum::vacuum(args),
    }
}

/// The ledger that is meant.
fn path_of(on: &OnLedgerArgs) -> PathBuf {
    init_logging(&on.log);
    on.ledger.clone().unwrap_or_else(|| DEFAULT_LEDGER.into())
}

/// Opens a ledger that is there and that no run has.
fn open(path: &Path, command: &str) -> Result<Inspection, Failure> {
    Inspection::open(path, &RunNote::of_reader(command)).map_err(|error| busy(&error))
}

/// A run that goes on is not disturbed: its ledger has one connection, and no second one is opened on it.
fn busy(error: &LedgerError) -> Failure {
    let mut failure = ledger_failure(error);
    if matches!(error, LedgerError::Held(_)) {
        failure
            .message
            .push_str("; the same command works once it has ended");
    }
    failure
}

/// What is written over nothing that somebody may miss: neither over a ledger nor over what lies beside one, and
/// over another file only where that was asked for.
fn protect(output: &Path, ledger: &Path, force: bool) -> Result<(), Failure> {
    let name = visible(&output.display().to_string());
    if std::fs::symlink_metadata(output).is_err() {
        return Ok(());
    }
    if files_of(ledger).iter().any(|other| is_same(output, other)) {
        return Err(Failure::usage(format!(
            "{name} belongs to the ledger itself; name another file"
        )));
    }
    if !output.is_file() {
        return Err(Failure::usage(format!(
            "{name} is no regular file; name another"
        )));
    }
    // A ledger that has a lock is one that runs use.
    let has_lock = files_of(output).iter().skip(1).any(|file| file.exists());
    if has_lock {
        return Err(Failure::usage(format!(
            "{name} is a ledger that runs have used; name another file"
        )));
    }
    if !force {
        return Err(Failure::usage(format!(
            "{name} is there already; name another file, or say --force to replace it"
        )));
    }
    Ok(())
}

fn portable_failure(what: &str, error: PortableError) -> Failure {
    match error {
        PortableError::Ledger(error) => busy(&error),
        PortableError::Io(error) => Failure {
            status: exit::FATAL,
            message: format!("cannot {what}: {error}"),
        },
        error => Failure::usage(format!("cannot {what}: {error}")),
    }
}

/// What was done, for programs.
#[derive(Serialize)]
struct Told<'a, T> {
    ledger: String,
    #[serde(flatten)]
    done: &'a T,
    exit_status: u8,
}

/// Says what was done.
fn tell<T: Serialize>(
    on: &OnLedgerArgs,
    ledger: &Path,
    done: &T,
    text: &str,
) -> anyhow::Result<ExitCode> {
    match on.format {
        Format::Json => {
            let told = Told {
                ledger: ledger.display().to_string(),
                done,
                exit_status: exit::OK,
            };
            write_stdout(&crate::json::on_several_lines(&told)?)?;
        }
        Format::Human if on.log.quiet => {}
        Format::Human => write_people(text)?,
    }
    Ok(ExitCode::SUCCESS)
}
