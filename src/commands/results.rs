//! `results`: rows of the ledger with what came of them, as a file.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use super::connection::ledger_failure;
use super::document::is_same;
use super::ledgers::ledgers;
use crate::cli::{ResultsArgs, ResultsFormat};
use crate::exit;
use crate::ledger::{Inspection, LedgerError, RunName, RunNote};
use crate::results::{Ink, Kind, Output, Part, ResultsError, Selection, Written, write};
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
    let paths = ledgers(&args.ledger);
    let note = RunNote::of_reader("results");
    let opened: Result<Vec<_>, _> = paths
        .iter()
        .map(|path| Inspection::open(path, &note).map_err(|error| busy(&error)))
        .collect();
    let opened = opened?;
    let parts = scopes(&opened, args)?;
    for (ledger_path, ledger) in paths.iter().zip(&opened) {
        protect(&path, ledger_path, &sheets(ledger)?, args.force)?;
    }
    let selection = Selection::of(&args.only);
    let mut out = open(&path)?;
    let written = write((&selection, &parts), (kind, ink), &mut out)
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

/// Every sheet that a ledger has rows of.
fn sheets(ledger: &Inspection) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
    let mut sheets = Vec::new();
    for (target, _) in ledger.targets().map_err(failed)? {
        let origins = ledger.origins(target).map_err(failed)?;
        sheets.extend(
            origins
                .into_values()
                .map(|origin| PathBuf::from(origin.name)),
        );
    }
    Ok(sheets)
}

/// The rows that are written of each ledger. One that does not know the run that was named has none, if another
/// does.
fn scopes<'a>(ledgers: &'a [Inspection], args: &ResultsArgs) -> Result<Vec<Part<'a>>, Failure> {
    let named = args.run.as_deref().filter(|name| *name != "last");
    let mut parts = Vec::new();
    let mut targets: BTreeSet<String> = BTreeSet::new();
    for ledger in ledgers {
        let run = ledger
            .run_name(named)
            .map_err(|error| ledger_failure(&error))?;
        let Some(run) = run else { continue };
        let (target, run) = scope(ledger, run, args)?;
        let named = ledger.targets().map_err(|error| ledger_failure(&error))?;
        let name = named.iter().find(|(id, _)| *id == target);
        targets.extend(name.map(|(_, target)| target.to_string()));
        parts.push(Part {
            ledger,
            target,
            run,
        });
    }
    if parts.is_empty() {
        let name = named.map_or_else(|| "that has ended".to_owned(), visible);
        return Err(Failure::usage(format!("the ledger knows no run {name}")));
    }
    if targets.len() > 1 {
        let names = Vec::from_iter(targets).join("; ");
        return Err(Failure::usage(format!(
            "the last runs of these ledgers were into {}; name one of them with --target",
            visible(&names)
        )));
    }
    Ok(parts)
}

/// The target whose rows are written, and the run if one was named.
fn scope(
    ledger: &Inspection,
    run: RunName,
    args: &ResultsArgs,
) -> Result<(i64, Option<i64>), Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
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
fn protect(path: &Path, ledger: &Path, sheets: &[PathBuf], force: bool) -> Result<(), Failure> {
    if Output::is_stdout(path) || std::fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let name = visible(&path.display().to_string());
    let beside = |suffix: &&str| {
        let mut name = ledger.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    if sheets.iter().any(|sheet| is_same(path, sheet))
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
