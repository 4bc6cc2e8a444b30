//! `ledger import`: an export becomes a ledger.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use super::{path_of, portable_failure, tell};
use crate::cli::ImportArgs;
use crate::commands::Failure;
use crate::ledger::{RunNote, import as fill};
use crate::sheet::STDIN;
use crate::summary::counted;
use crate::terminal::visible;

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;

/// Makes a ledger of an export.
pub(super) fn import(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let path = path_of(&args.on);
    let name = visible(&args.file.display().to_string());
    let text =
        open(&args.file).map_err(|error| Failure::usage(format!("cannot read {name}: {error}")))?;
    let imported = fill(text, &path, &RunNote::of_reader("ledger import"))
        .map_err(|error| portable_failure(&format!("import {name}"), error))?;
    let text = format!(
        "{} has {} of {name} ({})\nnext: the same run as before; it goes on from there",
        visible(&path.display().to_string()),
        counted(imported.rows, "row"),
        visible(&imported.of)
    );
    tell(&args.on, &path, &imported, &text)
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new(STDIN) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}
