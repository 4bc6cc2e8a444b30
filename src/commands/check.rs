//! `check`: everything that a run would do with sheets, but for opening a ledger and sending.

use std::ffi::OsString;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::document::Document;
use super::{Failure, arrivals, sources};
use crate::check::{End, Prospect, Records, Report, Surveyor, judge_rows};
use crate::cli::{CheckArgs, Format};
use crate::exit;
use crate::inbox::Apart;
use crate::settings::{DEFAULT_LEDGER, Intake, ProcessEnvironment, Rehearsal};
use crate::shard::Shard;
use crate::sheet::Sheet;
use crate::terminal::{Mapped, command_line, init_logging, visible, write_people, write_stdout};
use crate::ticket::Key;

/// Tickets that are shown where nobody says how many.
const SHOWN: u8 = 2;

/// Bytes of records that are written at once.
const BUFFER: usize = 64 * 1024;

/// Options of `check` that `run` has not, with whether a value follows.
const OWN: [(&str, bool); 4] = [
    ("--show", true),
    ("--format", true),
    ("--report", true),
    ("--records", false),
];

/// Looks at sheets and says what a run would make of them.
pub(super) fn check(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let mut settings = Rehearsal::new(args, &ProcessEnvironment).map_err(Failure::usage)?;
    let apart = apart(args, &settings);
    let faults = arrivals::look(&mut settings.intake, &apart)?;
    if args.records {
        return records(&settings.intake);
    }
    let page = match &args.report {
        Some(path) => Some(Document::at(path, read_files(args, &settings))?),
        None => None,
    };
    let mut surveyor = survey(&settings.intake, args.show.unwrap_or(SHOWN).into());
    for (path, why) in faults {
        surveyor.refuse(&path.display().to_string(), why);
    }
    let report = surveyor.finish(prospect(&settings));
    if let Some(page) = page {
        page.write(&report.to_page())?;
    }
    match args.format {
        Format::Json => write_stdout(&report.to_json()?).context("cannot write the report")?,
        // Of files none of which can be used there is nothing to say but why.
        Format::Human if report.mapping.is_empty() => {}
        Format::Human => write_people(&report.to_text()).context("cannot write the report")?,
    }
    match refusals(&report) {
        None => Ok(ExitCode::from(report.exit_status)),
        Some(message) => Err(Failure {
            status: report.exit_status,
            message,
        }
        .into()),
    }
}

/// The files that the command reads, and the ledger: a page must not be written over any of them.
fn read_files<'a>(args: &'a CheckArgs, settings: &'a Rehearsal) -> impl Iterator<Item = &'a Path> {
    let files = settings.intake.files.iter();
    files
        .chain(&settings.intake.file)
        .chain(&args.place.ledger)
        .map(std::path::PathBuf::as_path)
}

/// What no pattern means.
fn apart(args: &CheckArgs, settings: &Rehearsal) -> Apart {
    let ledger = args.place.ledger.last().map(PathBuf::as_path);
    let files = [&settings.intake.file, &args.report].into_iter().flatten();
    Apart::new(
        ledger.unwrap_or(DEFAULT_LEDGER.as_ref()),
        files.map(PathBuf::as_path),
        None,
    )
}

/// Goes over all files, one after the other.
fn survey(intake: &Intake, show: usize) -> Surveyor {
    let mut surveyor = Surveyor::new(show);
    let mut terms = None;
    for path in &intake.files {
        match sources::open(path, intake) {
            Err(error) => surveyor.refuse(&path.display().to_string(), error.to_string()),
            Ok(mut source) => {
                let terms =
                    *terms.get_or_insert_with(|| sources::judging(Some(&source.mapping), intake));
                let mapped = Mapped::of(intake.mapping_file(), &source.mapping);
                surveyor.begin(&source, mapped, terms);
                let parts = intake.shard.map_or(1, Shard::of);
                surveyor.expect(source.sheet.size().part(parts));
                let hasher = surveyor.hasher().clone();
                let is_mine = |key: &Key| intake.shard.is_none_or(|shard| shard.owns(key.as_str()));
                let take = |rows: &[_]| surveyor.take(rows, is_mine);
                let error = judge_rows(&mut source, terms, &hasher, take).err();
                surveyor.end(&source.sheet, error.map(|error| error.to_string()));
            }
        }
    }
    surveyor
}

/// Prints the rows of one sheet as they are read.
fn records(intake: &Intake) -> anyhow::Result<ExitCode> {
    let [path] = intake.files.as_slice() else {
        return Err(Failure::usage("--records takes one sheet at a time").into());
    };
    let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let mut records = Records::new(out);
    let written = match Sheet::open(path, &intake.hints) {
        Ok(mut sheet) => records.sheet(&mut sheet),
        Err(error) => records.refused(&error).map(|()| End::Broken(error)),
    };
    match written {
        Ok(End::Whole) => Ok(ExitCode::from(exit::OK)),
        Ok(End::Broken(error)) => Err(Failure::usage(visible(&error.to_string())).into()),
        // A reader that has gone (`… | head`) has what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::from(exit::OK)),
        Err(error) => Err(error).context("cannot write the records"),
    }
}

fn prospect(settings: &Rehearsal) -> Prospect {
    let rates = &settings.rates;
    Prospect {
        to: settings.place.as_ref().map(ToString::to_string),
        pace: settings.pace(),
        period: rates.value.slowest().map(crate::pacer::Rate::period),
        run: command_line(as_run(std::env::args_os()).into_iter()),
        check: command_line(std::env::args_os()),
    }
}

/// The command of the run that follows this check: the same words, without those that `run` does not know.
fn as_run(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words = Vec::new();
    let mut arguments = arguments.enumerate();
    let mut are_files = false;
    while let Some((place, word)) = arguments.next() {
        let text = word.to_string_lossy();
        if place == 1 {
            words.push("run".into());
            continue;
        }
        are_files |= text == "--";
        let flag = text.split_once('=').map_or(&*text, |(flag, _)| flag);
        match OWN.iter().find(|(own, _)| *own == flag) {
            Some((_, has_value)) if !are_files => {
                if *has_value && !text.contains('=') {
                    arguments.next();
                }
            }
            _ => words.push(word),
        }
    }
    words
}

/// Why files could not be used, all of them.
fn refusals(report: &Report) -> Option<String> {
    let refused: Vec<String> = report
        .files
        .iter()
        .filter_map(|file| file.error.as_ref())
        .map(|error| error.lines().map(visible).collect::<Vec<_>>().join("\n"))
        .collect();
    (!refused.is_empty()).then(|| refused.join("\nerror: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_that_follows_has_the_same_words_but_for_those_of_the_check() {
        let run =
            |line: &str| command_line(as_run(line.split(' ').map(OsString::from)).into_iter());
        assert_eq!(
            run(
                "glassix-import check a.csv --format json --show=3 --report x.html --config m.toml -v"
            ),
            "glassix-import run a.csv --config m.toml -v"
        );
        assert_eq!(
            run("glassix-import check --rate 5/s -- --records check"),
            "glassix-import run --rate 5/s -- --records check"
        );
    }
}
