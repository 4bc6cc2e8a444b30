//! `retry`: what failed is sent again, out of the ledger alone.

use std::process::ExitCode;
use std::sync::OnceLock;

use super::arrivals::Delivery;
use super::connection::{ledger_failure, target};
use super::kept::{self, Kept};
use super::run::{import, last_words};
use super::{Failure, runtime};
use crate::cli::{InputArgs, RetryArgs, RunArgs};
use crate::ledger::{Inspection, LedgerError, RunNote};
use crate::results::Selection;
use crate::settings::{ProcessEnvironment, Settings};
use crate::summary::counted;
use crate::terminal::{init_for_run, visible, write_stderr};

/// Sends rows again.
pub(super) fn retry(args: RetryArgs) -> anyhow::Result<ExitCode> {
    init_for_run(&args.sending);
    let selection = Selection::of(&args.only);
    let keys = args.key.clone();
    let args = run_args(args);
    let mut settings = Settings::new(&args, &ProcessEnvironment).map_err(Failure::usage)?;
    let kept = take(&mut settings, &selection, &keys)?;
    if !args.sending.log.quiet {
        tell(&kept);
    }
    let delivery = Delivery::kept(kept.sources, kept.count);
    let runtime = runtime()?;
    let told = OnceLock::new();
    let status = runtime.block_on(Box::pin(import(&args, settings, delivery, &told)));
    last_words(told.get().filter(|_| status.is_ok()));
    runtime.shutdown_background();
    status
}

/// The same flags as `run` has, so that the same settings come of them. What was refused is sent again, since
/// that is what is asked for.
fn run_args(args: RetryArgs) -> RunArgs {
    RunArgs {
        place: args.place,
        input: InputArgs {
            default_region: args.default_region,
            ..InputArgs::default()
        },
        sending: args.sending,
        again: true,
        // Whoever sent these rows before has agreed to it.
        yes: true,
        ..RunArgs::default()
    }
}

/// Takes the rows out of the ledger, with its share of the pace, and lets go of it for the run that follows.
fn take(settings: &mut Settings, selection: &Selection, keys: &[String]) -> Result<Kept, Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
    let ledger =
        Inspection::open(&settings.ledger, &RunNote::of_reader("retry")).map_err(failed)?;
    let shard = ledger.shard().map_err(failed)?;
    settings.keep_to_share(&[shard]).map_err(Failure::usage)?;
    let target = target(&settings.destination);
    match ledger.target(&target).map_err(failed)? {
        Some(number) => kept::take(&ledger, number, (selection, keys), &settings.intake),
        None => Err(Failure::usage(format!(
            "the ledger {} has no row of {target}",
            visible(&settings.ledger.display().to_string())
        ))),
    }
}

/// Says which rows are not sent again, and why.
fn tell(kept: &Kept) {
    let say = |line: String| write_stderr(&format!("{line}\n"));
    if kept.gone > 0 {
        say(format!(
            "{} left out: their file was read again since without them, so they may have been mended there; give that file to run",
            counted(kept.gone, "row")
        ));
    }
    if kept.without_cells > 0 {
        let files: Vec<&str> = kept.files.iter().map(String::as_str).collect();
        say(format!(
            "of {} the ledger has no cells, as the run that sent them was killed or they were dropped by ledger vacuum: they are looked up; if they have no ticket, give their sheet to run again: {}",
            counted(kept.without_cells, "row"),
            visible(&files.join(", "))
        ));
    }
}
