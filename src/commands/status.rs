//! `status`: how things stand, also while a run goes on.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::connection::ledger_failure;
use super::ledgers::ledgers;
use super::{Failure, Signals, runtime};
use crate::cli::{Format, StatusArgs};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, RunNote};
use crate::live::look;
use crate::status::Status;
use crate::terminal::{Screen, init_logging, is_dumb, write_people, write_stdout};

/// How often `--watch` looks: as often as a run publishes.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Tells how things stand.
pub(super) fn status(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let paths = ledgers(&args.ledger);
    if args.watch {
        let [path] = paths.as_slice() else {
            return Err(Failure::usage("--watch follows one run; name one ledger").into());
        };
        let watched = runtime()?.block_on(watch(path, args.format))?;
        if let Some(signal) = watched {
            let signal = u8::try_from(signal).unwrap_or(0);
            return Ok(ExitCode::from(exit::SIGNAL + signal));
        }
    }
    let parts: Result<Vec<Status>, LedgerError> = paths
        .iter()
        .map(|path| now(path, args.with_values))
        .collect();
    let parts = parts.map_err(|error| ledger_failure(&error))?;
    let Some(status) = Status::together(parts) else {
        return Ok(ExitCode::SUCCESS);
    };
    match args.format {
        Format::Json => write_stdout(&status.to_json(args.watch)?)?,
        Format::Human => write_people(&status.to_text())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// How things stand at this moment.
fn now(path: &Path, values: bool) -> Result<Status, LedgerError> {
    if !path.exists() {
        return Err(LedgerError::Absent {
            path: path.to_owned(),
        });
    }
    if let Some(running) = look(path)? {
        return Ok(Status::of_running(path, running));
    }
    match Inspection::open(path, &RunNote::of_reader("status")) {
        Ok(ledger) => Status::of_ledger(path, &ledger, values),
        // A run has begun between the two looks.
        Err(LedgerError::Held(holder)) => {
            let running = look(path)?.unwrap_or(crate::live::Running {
                holder: *holder,
                state: None,
            });
            Ok(Status::of_running(path, running))
        }
        Err(error) => Err(error),
    }
}

/// Shows how far a run is until it ends; the number of the signal that ended the watching before.
async fn watch(path: &Path, format: Format) -> anyhow::Result<Option<i32>> {
    let mut signals = Signals::listen()?;
    let screen =
        (format == Format::Human && io::stdout().is_terminal() && !is_dumb()).then(Screen::new);
    let mut last = None;
    while path.exists() {
        let Some(running) = look(path).map_err(|error| ledger_failure(&error))? else {
            break;
        };
        let status = Status::of_running(path, running);
        match (&screen, status.to_line()) {
            (Some(screen), _) => screen.show(&status.to_text()),
            (None, line) if line.is_some() && line != last => {
                match (format, &line) {
                    (Format::Json, _) => write_stdout(&status.to_json(true)?)?,
                    (Format::Human, line) => write_people(line.as_deref().unwrap_or_default())?,
                }
                last = line;
            }
            _ => {}
        }
        tokio::select! {
            signal = signals.next() => return Ok(Some(signal)),
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
    Ok(None)
}
