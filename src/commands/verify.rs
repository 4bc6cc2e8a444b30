//! `verify`: does every row of the ledger have its ticket, and only one?

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;

use super::connection::{Connection, ledger_failure, run_note, target};
use super::{Failure, Signals, runtime};
use crate::cli::{Format, RunArgs, SendingArgs, VerifyArgs};
use crate::exit;
use crate::ledger::Inspection;
use crate::pacer::Pacer;
use crate::run::{Stop, StopReason};
use crate::settings::{ProcessEnvironment, Settings};
use crate::settle::{Verification, VerificationError, verify as hold_against};
use crate::summary::{counted, grouped};
use crate::terminal::{init_logging, visible, write_stdout};

/// How long a service that is down is asked for a token: somebody waits for the answer.
const PATIENCE: &str = "15s";

/// What is printed as JSON.
#[derive(Serialize)]
struct Report<'a> {
    target: String,
    #[serde(flatten)]
    found: &'a Verification,
    exit_status: u8,
}

/// Holds the ledger against the service.
pub(super) fn verify(args: VerifyArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let format = args.format;
    let settings = Settings::new(&run_args(args), &ProcessEnvironment).map_err(Failure::usage)?;
    runtime()?.block_on(check(&settings, format))
}

/// The same flags as `run` has, so that the same settings come of them.
fn run_args(args: VerifyArgs) -> RunArgs {
    RunArgs {
        place: args.place,
        sending: SendingArgs {
            rate: args.rate,
            timeout: args.timeout,
            patience: Some(PATIENCE.into()),
            ..SendingArgs::default()
        },
        ..RunArgs::default()
    }
}

async fn check(settings: &Settings, format: Format) -> anyhow::Result<ExitCode> {
    let ledger = Inspection::open(&settings.ledger, &run_note(settings))
        .map_err(|error| ledger_failure(&error))?;
    let target = target(&settings.destination);
    let number = ledger
        .target(&target)
        .map_err(|error| ledger_failure(&error))?;
    let Some(number) = number else {
        return Err(Failure::usage(format!(
            "the ledger {} has no row of {target}",
            visible(&settings.ledger.display().to_string())
        ))
        .into());
    };
    let mut signals = Signals::listen()?;
    let stop = Stop::default();
    let pacer = Arc::new(Pacer::new(settings.rates.value.clone()));
    let connection = Connection::prepare(settings, &pacer, &stop).await?;
    let found = if connection.sign_in(&stop, true).await {
        tokio::select! {
            found = hold_against(&*connection.client, &ledger, number) => Some(found),
            number = signals.next() => {
                stop.because(StopReason::Signal(number));
                None
            }
        }
    } else {
        None
    };
    connection.close().await;
    let found = match found {
        Some(Ok(found)) => found,
        Some(Err(VerificationError::Ledger(error))) => return Err(ledger_failure(&error).into()),
        Some(Err(error)) => anyhow::bail!("{error}; nothing was changed, try again later"),
        None => return Err(stopped(&stop).into()),
    };
    let status = if found.agrees() { exit::OK } else { exit::ROWS };
    let report = Report {
        target: target.to_string(),
        found: &found,
        exit_status: status,
    };
    match format {
        Format::Json => write_stdout(&serde_json::to_string_pretty(&report)?)?,
        Format::Human => write_stdout(&text(&report))?,
    }
    Ok(ExitCode::from(status))
}

fn stopped(stop: &Stop) -> Failure {
    let reason = stop.reason();
    let reason = reason.as_ref();
    Failure {
        status: exit::status(&crate::run::Counts::default(), reason),
        message: reason.map_or_else(|| "stopped".into(), StopReason::sentence),
    }
}

fn text(report: &Report<'_>) -> String {
    let found = report.found;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} of {} should have a ticket; {} of tickets were read",
        counted(found.expected, "row"),
        report.target,
        counted(found.pages, "page")
    );
    for (label, count) in [
        ("once", found.once),
        ("more than once", found.more_than_once),
        ("missing", found.missing),
        ("in doubt", found.in_doubt),
        ("  of these found", found.in_doubt_and_found),
    ] {
        let _ = writeln!(text, "  {label:<18}{:>10}", grouped(count));
    }
    for double in &found.doubles {
        let ids: Vec<String> = double.tickets.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "key {}: tickets {}",
            visible(&double.key),
            ids.join(", ")
        );
    }
    for lost in &found.absent {
        let id = lost.ticket.map_or_else(String::new, |id| format!(" {id}"));
        let _ = writeln!(
            text,
            "key {}: its ticket{id} was not found",
            visible(&lost.key)
        );
    }
    let next = if found.agrees() {
        "ledger and service agree"
    } else if found.in_doubt > 0 {
        "next: run the same sheets again, which settles rows in doubt"
    } else {
        "next: look at these tickets in the workspace; close all but one of a key, and ask who removed a missing one"
    };
    let _ = write!(text, "{next}");
    text
}
