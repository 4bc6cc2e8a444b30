//! `ledger export`: every entry as a line of JSON.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::{open, path_of, portable_failure, protect, tell};
use crate::cli::ExportArgs;
use crate::commands::Failure;
use crate::exit;
use crate::ledger::{Exported, PortableError};
use crate::results::Output;
use crate::summary::{counted, grouped};
use crate::terminal::visible;

/// What was written, and where.
#[derive(Serialize)]
struct Done {
    output: String,
    #[serde(flatten)]
    exported: Exported,
}

/// Writes a ledger as text.
pub(super) fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let path = path_of(&args.on);
    let name = visible(&args.output.display().to_string());
    let to_stdout = Output::is_stdout(&args.output);
    if !to_stdout {
        protect(&args.output, &path, args.force)?;
    }
    let ledger = open(&path, "ledger export")?;
    let mut out = begin(&args.output, to_stdout).map_err(|error| Failure {
        status: exit::FATAL,
        message: format!("cannot write {name}: {error}"),
    })?;
    let exported = ledger.export(&mut out).and_then(|exported| {
        out.finish(args.force)?;
        Ok(exported)
    });
    let exported = match exported {
        // A reader that has gone (`… | head`) has what it wanted.
        Err(PortableError::Io(error)) if to_stdout && error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => {
            return Err(portable_failure(&format!("write {name}"), error).into());
        }
        Ok(exported) => exported,
    };
    if to_stdout {
        return Ok(ExitCode::SUCCESS);
    }
    let text = format!(
        "wrote {name}: {} of the ledger in {} lines\nnext, on the other machine: glassix-import ledger import {name}; and no more runs with this ledger then",
        counted(exported.rows, "row"),
        grouped(exported.lines)
    );
    let done = Done {
        output: args.output.display().to_string(),
        exported,
    };
    tell(&args.on, &path, &done, &text)
}

fn begin(output: &Path, to_stdout: bool) -> io::Result<Output> {
    if to_stdout {
        Ok(Output::stdout())
    } else {
        Output::file(output)
    }
}
