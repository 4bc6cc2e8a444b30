//! `results`: rows of the ledger with what came of them, as a file.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::connection::ledger_failure;
use super::document::is_same;
use crate::cli::{ResultsArgs, ResultsFormat};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, Origin, RunName, RunNote};
use crate::results::{Ink, Kind, Output, ResultsError, Selection, Written, write};
use crate::settings::DEFAULT_LEDGER;
use crate::sheet::{STDIN, Script};
use crate::summary::{counted, grouped};
use crate::terminal::{init_logging, visible};

/// What stands behind the name of a ledger in the names of the files beside it.
const BESIDE: [&str; 4] = ["", "-wal", ".lock", ".sandbox"];

/// The word for the encoding of the sheet.
const ORIGINAL: &str = "original";

/// Writes rows with what came of them.
pub(super) fn results(args: &ResultsArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let path = args.output.clone().unwrap_or_else(|| STDIN.into());
    let kind = kind(args.format, &path);
    let ink = ink(args.encoding.as_deref())?;
    if kind == Kind::Xlsx && Output::is_stdout(&path) && io::stdout().is_terminal() {
        return Err(Failure::usage(
            "a workbook is nothing for a terminal; name a file with --output",
        )
        .into());
    }
    let ledger_path = args.ledger.clone().unwrap_or_else(|| DEFAULT_LEDGER.into());
    let ledger = Inspection::open(&ledger_path, &RunNote::of_reader("results"))
        .map_err(|error| busy(&error))?;
    let failed = |error: LedgerError| ledger_failure(&error);
    let (target, run) = scope(&ledger, args)?;
    let origins = ledger.origins(target).map_err(failed)?;
    protect(&path, &ledger_path, &origins, args.force)?;
    let selection = Selection::of(&args.only);
    let mut out = open(&path)?;
    let written = write(&ledger, (&selection, target, run), (kind, ink), &mut out)
        .and_then(|written| Ok(out.finish(args.force).map(|()| written)?));
    let written = match written {
        Ok(written) => written,
        // A reader that has gone (`… | head`) has what it wanted.
        Err(ResultsError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitCode::SUCCESS);
        }
        Err(ResultsError::Ledger(error)) => return Err(ledger_failure(&error).into()),
        Err(error @ ResultsError::Io(_)) => {
            return Err(Failure {
                status: exit::FATAL,
                message: error.to_string(),
            }
            .into());
        }
        Err(error) => return Err(Failure::usage(error).into()),
    };
    if !args.log.quiet {
        tell(&written, &path, kind);
    }
    Ok(ExitCode::SUCCESS)
}

fn kind(format: Option<ResultsFormat>, path: &Path) -> Kind {
    let extension = path.extension().and_then(OsStr::to_str);
    match (format, extension.map(str::to_ascii_lowercase).as_deref()) {
        (Some(ResultsFormat::Csv), _) => Kind::Csv,
        (Some(ResultsFormat::Jsonl), _) | (None, Some("jsonl" | "ndjson" | "json")) => Kind::Jsonl,
        (Some(ResultsFormat::Xlsx), _) | (None, Some("xlsx")) => Kind::Xlsx,
        (None, _) => Kind::Csv,
    }
}

fn ink(encoding: Option<&str>) -> Result<Ink, Failure> {
    match encoding {
        None => Ok(Ink::ForExcel),
        Some(word) if word.eq_ignore_ascii_case(ORIGINAL) => Ok(Ink::Original),
        Some(name) => Script::named(name)
            .map(Ink::Named)
            .map_err(|fault| Failure::usage(format!("--encoding: {fault}"))),
    }
}

/// A run that goes on is not disturbed: its ledger has one connection, and no second one is opened on it.
fn busy(error: &LedgerError) -> Failure {
    let mut failure = ledger_failure(error);
    if matches!(error, LedgerError::Held(_)) {
        failure.message.push_str(
            "; results are read when it has ended. To have them while it goes on, start it with --results FILE",
        );
    }
    failure
}

/// The target whose rows are written, and the run if one was named.
fn scope(ledger: &Inspection, args: &ResultsArgs) -> Result<(i64, Option<i64>), Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
    let named = args.run.as_deref().filter(|name| *name != "last");
    let run: RunName = match ledger.run_name(named).map_err(failed)? {
        Some(run) => run,
        None => {
            let name = named.map_or_else(|| "that has ended".to_owned(), visible);
            return Err(Failure::usage(format!("the ledger knows no run {name}")));
        }
    };
    let targets = ledger.targets().map_err(failed)?;
    let Some(wanted) = &args.target else {
        if let Some((_, target)) = targets.iter().find(|(id, _)| *id == run.target)
            && targets.len() > 1
            && !args.log.quiet
        {
            say(&format!(
                "the ledger has rows of {} targets; these are those of {target} (--target names another)",
                targets.len()
            ));
        }
        return Ok((run.target, args.run.as_ref().map(|_| run.number)));
    };
    let mut fitting = targets.iter().filter(|(_, target)| {
        target.host == *wanted || target.department == *wanted || target.to_string() == *wanted
    });
    match (fitting.next(), fitting.next()) {
        (Some((id, _)), None) => Ok((*id, args.run.as_ref().map(|_| run.number))),
        _ => {
            let names: Vec<String> = targets
                .iter()
                .map(|(_, target)| target.to_string())
                .collect();
            Err(Failure::usage(format!(
                "--target: the ledger has rows of {}; name one of them",
                visible(&names.join("; "))
            )))
        }
    }
}

/// Results are written over nothing that somebody may miss.
fn protect(
    path: &Path,
    ledger: &Path,
    origins: &HashMap<i64, Origin>,
    force: bool,
) -> Result<(), Failure> {
    if Output::is_stdout(path) || std::fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let name = visible(&path.display().to_string());
    let beside = |suffix: &&str| {
        let mut name = ledger.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let mut sheets = origins.values().map(|origin| PathBuf::from(&origin.name));
    if sheets.any(|sheet| is_same(path, &sheet))
        || BESIDE.iter().map(beside).any(|other| is_same(path, &other))
    {
        return Err(Failure::usage(format!(
            "the results would be written over {name}, which is the ledger or a sheet that was imported; name another file"
        )));
    }
    if !path.is_file() {
        return Err(Failure::usage(format!(
            "{name} is no regular file; name another, or - for standard output"
        )));
    }
    if !force {
        return Err(Failure::usage(format!(
            "{name} is there already; name another file, or say --force to replace it"
        )));
    }
    Ok(())
}

fn open(path: &Path) -> Result<Output, Failure> {
    if Output::is_stdout(path) {
        return Ok(Output::stdout());
    }
    Output::file(path).map_err(|error| Failure {
        status: exit::FATAL,
        message: format!(
            "cannot write {}: {error}",
            visible(&path.display().to_string())
        ),
    })
}

/// Says what was written, on standard error, and what to type next.
fn tell(written: &Written, path: &Path, kind: Kind) {
    let rows = written.rows.values().sum();
    let classes: Vec<String> = written
        .rows
        .iter()
        .map(|(status, rows)| format!("{status} {}", grouped(*rows)))
        .collect();
    let into = if Output::is_stdout(path) {
        String::new()
    } else {
        format!(" to {}", visible(&path.display().to_string()))
    };
    let of = if classes.is_empty() {
        String::new()
    } else {
        format!(": {}", classes.join(", "))
    };
    say(&format!("{}{into}{of}", counted(rows, "row")));
    if written.replaced > 0 {
        say(&format!(
            "{} left out: in their file another row stands in their place and has its ticket",
            counted(written.replaced, "row")
        ));
    }
    if written.without_cells > 0 {
        say(&format!(
            "of {} the ledger has no cells; give their sheet to run again: {}",
            counted(written.without_cells, "row"),
            visible(&Vec::from_iter(written.files.iter().map(String::as_str)).join(", "))
        ));
    }
    let to_mend = written.rows.keys().any(|status| *status != "created");
    if to_mend && kind != Kind::Jsonl && !Output::is_stdout(path) {
        say(&format!(
            "next: mend it, leave the columns from _status on as they are, and give it to run: glassix-import run {}",
            visible(&path.display().to_string())
        ));
    }
}

fn say(line: &str) {
    use std::io::Write as _;
    // There is nowhere to report that standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
