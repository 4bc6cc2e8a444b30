//! `verify`: does every row of the ledger have its ticket, and only one?

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;

use super::connection::{Connection, ledger_failure, run_note, target};
use super::ledgers::ledgers;
use super::{Failure, Signals, runtime};
use crate::cli::{Format, RunArgs, SendingArgs, VerifyArgs};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, Target};
use crate::pacer::Pacer;
use crate::run::{Stop, StopReason};
use crate::settings::{Destination, ProcessEnvironment, Settings};
use crate::settle::{Verification, VerificationError, verify as hold_against};
use crate::summary::{counted, grouped};
use crate::terminal::{init_logging, visible, write_people, write_stdout};

/// How long a service that is down is asked for a token: somebody waits for the answer.
const PATIENCE: &str = "15s";

/// What is printed as JSON.
#[derive(Serialize)]
struct Report<'a> {
    target: String,
    #[serde(flatten)]
    found: &'a Verification,
    /// The same of each ledger, where there are several.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    ledgers: &'a [Part<'a>],
    exit_status: u8,
}

/// What was found of one of several ledgers.
#[derive(Serialize)]
struct Part<'a> {
    ledger: String,
    #[serde(flatten)]
    found: &'a Verification,
}

/// Holds the ledger against the service.
pub(super) fn verify(args: VerifyArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let format = args.format;
    let paths = ledgers(&args.place.ledger);
    let settings = Settings::new(&run_args(args), &ProcessEnvironment).map_err(Failure::usage)?;
    if paths.len() > 1 && matches!(settings.destination, Destination::Sandbox) {
        return Err(Failure::usage(
            "--sandbox keeps tickets beside each ledger; verify one ledger at a time",
        )
        .into());
    }
    runtime()?.block_on(check(settings, &paths, format))
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

/// Every ledger that has rows of the target, with the target's number in it.
fn open(
    paths: &[PathBuf],
    settings: &Settings,
    target: &Target,
) -> Result<Vec<(PathBuf, Inspection, i64)>, Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
    let note = run_note(settings);
    let mut ledgers = Vec::with_capacity(paths.len());
    let mut without = Vec::new();
    for path in paths {
        let ledger = Inspection::open(path, &note).map_err(failed)?;
        match ledger.target(target).map_err(failed)? {
            Some(number) => ledgers.push((path.clone(), ledger, number)),
            None => without.push(format!(
                "the ledger {} has no row of {target}",
                visible(&path.display().to_string())
            )),
        }
    }
    if ledgers.is_empty() {
        return Err(Failure::usage(without.join("; ")));
    }
    for line in without {
        tracing::warn!("{line}");
    }
    Ok(ledgers)
}

/// The other shards may be at work, so the service is asked at the pace of those whose ledgers were given.
fn keep_to_share(
    settings: &mut Settings,
    ledgers: &[(PathBuf, Inspection, i64)],
) -> Result<(), Failure> {
    let shards: Result<Vec<_>, _> = ledgers
        .iter()
        .map(|(_, ledger, _)| ledger.shard())
        .collect();
    let shards = shards.map_err(|error| ledger_failure(&error))?;
    settings.keep_to_share(&shards).map_err(Failure::usage)?;
    if settings.shares > 1 {
        tracing::info!("the service is asked at {}", settings.pace());
    }
    Ok(())
}

async fn check(
    mut settings: Settings,
    paths: &[PathBuf],
    format: Format,
) -> anyhow::Result<ExitCode> {
    let target = target(&settings.destination);
    let ledgers = open(paths, &settings, &target)?;
    keep_to_share(&mut settings, &ledgers)?;
    let numbered: Vec<(&Inspection, i64)> = ledgers
        .iter()
        .map(|(_, ledger, number)| (ledger, *number))
        .collect();
    let mut signals = Signals::listen()?;
    let stop = Stop::default();
    let pacer = Arc::new(Pacer::new(settings.rates.value.clone()));
    let connection = Connection::prepare(&settings, &pacer, &stop).await?;
    let found = if connection.sign_in(&stop, true).await {
        tokio::select! {
            found = hold_against(&*connection.client, &numbered) => Some(found),
            number = signals.next() => {
                stop.because(StopReason::Signal(number));
                None
            }
        }
    } else {
        None
    };
    connection.close().await;
    let parts = match found {
        Some(Ok(parts)) => parts,
        Some(Err(VerificationError::Ledger(error))) => return Err(ledger_failure(&error).into()),
        Some(Err(error)) => anyhow::bail!("{error}; nothing was changed, try again later"),
        None => return Err(stopped(&stop).into()),
    };
    let found = Verification::together(&parts);
    let names = ledgers.iter().map(|(path, ..)| path.display().to_string());
    let each: Vec<Part<'_>> = names
        .zip(&parts)
        .map(|(ledger, found)| Part { ledger, found })
        .collect();
    let status = if found.agrees() { exit::OK } else { exit::ROWS };
    let report = Report {
        target: target.to_string(),
        found: &found,
        ledgers: if each.len() > 1 { &each } else { &[] },
        exit_status: status,
    };
    match format {
        Format::Json => write_stdout(&crate::json::on_several_lines(&report)?)?,
        Format::Human => write_people(&text(&report))?,
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
    for part in report.ledgers {
        let _ = writeln!(
            text,
            "  {}: {}, {} missing, {} in doubt",
            visible(&part.ledger),
            counted(part.found.expected, "row"),
            grouped(part.found.missing),
            grouped(part.found.in_doubt)
        );
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
