//! `ledger vacuum`: what nobody needs any more is dropped, and the room given back.

use std::process::ExitCode;

use serde::Serialize;

use super::{busy, open, path_of, tell};
use crate::cli::VacuumArgs;
use crate::commands::Failure;
use crate::ledger::Dropped;
use crate::settings::age;
use crate::summary::{counted, grouped};

/// What was dropped, and what it freed.
#[derive(Serialize)]
struct Done {
    dry_run: bool,
    /// Before which instant, ISO-8601; null where nothing was to be dropped.
    before: Option<String>,
    dropped: Dropped,
    bytes_before: u64,
    /// Null in a dry run: it is not known.
    bytes_after: Option<u64>,
}

/// Tidies a ledger up.
pub(super) fn vacuum(args: &VacuumArgs) -> anyhow::Result<ExitCode> {
    let path = path_of(&args.on);
    let age = args.older_than.as_deref().map(age).transpose();
    let age = age.map_err(|fault| Failure::usage(format!("--older-than: {fault}")))?;
    let before = age
        .map(|age| jiff::Timestamp::now().checked_sub(jiff::SignedDuration::try_from(age)?))
        .transpose()?;
    let ledger = open(&path, "ledger vacuum")?;
    let size = || path.metadata().map_or(0, |meta| meta.len());
    let bytes_before = size();
    let second = before.map(jiff::Timestamp::as_second);
    let dropped = ledger
        .vacuum(second, args.dry_run)
        .map_err(|error| busy(&error))?;
    let done = Done {
        dry_run: args.dry_run,
        before: before.map(|before| before.to_string()),
        dropped,
        bytes_before,
        bytes_after: (!args.dry_run).then(size),
    };
    tell(&args.on, &path, &done, &text(&done))
}

fn text(done: &Done) -> String {
    let Dropped {
        attempts,
        problems,
        duplicates,
        run_notes,
    } = &done.dropped;
    let mut parts = Vec::new();
    if done.before.is_some() {
        let verb = if done.dry_run {
            "would drop"
        } else {
            "dropped"
        };
        parts.push(format!(
            "{verb} {} of attempts, reasons and cells of {}, cells of {}, settings and measures of {}",
            counted(*attempts, "note"),
            counted(*problems, "row"),
            counted(*duplicates, "duplicate"),
            counted(*run_notes, "run"),
        ));
    }
    parts.push(match done.bytes_after {
        None => format!(
            "nothing was changed; the ledger has {} bytes",
            grouped(done.bytes_before)
        ),
        Some(after) => format!(
            "the ledger has {} bytes, {} fewer",
            grouped(after),
            grouped(done.bytes_before.saturating_sub(after))
        ),
    });
    parts.join("\n")
}
