//! `ledger backup`: a copy of the ledger.

use std::process::ExitCode;

use serde::Serialize;

use super::{busy, open, path_of, protect, tell};
use crate::cli::BackupArgs;
use crate::ledger::BackedUp;
use crate::summary::counted;
use crate::terminal::visible;

/// What was copied, and where to.
#[derive(Serialize)]
struct Done {
    output: String,
    #[serde(flatten)]
    copy: BackedUp,
}

/// Copies a ledger.
pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let path = path_of(&args.on);
    protect(&args.output, &path, args.force)?;
    let ledger = open(&path, "ledger backup")?;
    let copy = ledger.back_up(&args.output).map_err(|error| busy(&error))?;
    let text = format!(
        "wrote {}: {}, {} bytes, checked",
        visible(&args.output.display().to_string()),
        counted(copy.rows, "row"),
        crate::summary::grouped(copy.bytes)
    );
    let done = Done {
        output: args.output.display().to_string(),
        copy,
    };
    tell(&args.on, &path, &done, &text)
}
