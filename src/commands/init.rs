//! `init`: a mapping file for a sheet, guessed, asked about where somebody can answer, and written.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Failure;
use crate::cli::InitArgs;
use crate::init::{Answers, Choice, Frame, Guess, Question, Survey, document};
use crate::mapping::{Mapping, MappingError};
use crate::settings::{DEFAULT_FILE, ProcessEnvironment, parse, typed, workspace_or_base};
use crate::sheet::{Header, Record, STDIN, Sheet};
use crate::summary::grouped;
use crate::terminal::{
    column_name, command_line, init_logging, visible, write_stderr, write_stdout,
};

/// Answers that are no answer before the likeliest one is taken: a terminal may send anything for ever.
const MAX_TRIES: usize = 5;

/// Longest answer, in bytes: a number is short.
const MAX_ANSWER: u64 = 1_000;

/// Most questions: each topic is asked once, and a sheet of a thousand equal names would ask for ever.
const MAX_QUESTIONS: usize = 20;

/// Writes a mapping file for the sheet.
pub(super) fn init(args: &InitArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let output = args.output.clone().unwrap_or_else(|| DEFAULT_FILE.into());
    let to_stdout = output.as_os_str() == STDIN;
    if !to_stdout && !args.force && output.symlink_metadata().is_ok() {
        return Err(taken(&output).into());
    }
    let (workspace, base_url) =
        workspace_or_base(args, &ProcessEnvironment).map_err(Failure::usage)?;
    let hints = typed(&args.input).map_err(Failure::usage)?;
    let mut sheet = Sheet::open(&args.file, &hints).map_err(Failure::usage)?;
    let survey = look(&mut sheet)?;
    let header = sheet.header();
    let told = args
        .input
        .default_region
        .as_ref()
        .map(|text| text.trim().to_uppercase());
    let asking =
        !args.yes && !args.log.quiet && io::stdin().is_terminal() && io::stderr().is_terminal();
    let name = sheet.name();
    if !args.log.quiet {
        say(&format!(
            "{}: {} rows looked at",
            visible(name),
            grouped(survey.rows)
        ));
    }
    let guess = settle(header, &survey, told.as_deref(), asking)
        .map_err(|errors| unusable(name, &errors))?;
    let frame = Frame {
        sheet: name,
        rows: survey.rows,
        input: Some(&args.input),
        workspace,
        base_url,
    };
    let text = document(&guess, &frame);
    let mapping = bound(&text, header)?;
    if !args.log.quiet {
        account(&guess, &mapping);
    }
    if to_stdout {
        write_stdout(text.trim_end())?;
        return Ok(ExitCode::SUCCESS);
    }
    write(&output, &text, args.force)?;
    if !args.log.quiet {
        say(&format!(
            "\nwrote {}",
            visible(&output.display().to_string())
        ));
        say(&format!(
            "next, to see what would be sent: {}",
            next(args, &output, &frame)
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Looks at the first rows. Those that cannot be read say nothing of a column.
fn look(sheet: &mut Sheet) -> anyhow::Result<Survey> {
    let mut survey = Survey::new(sheet.header().len());
    while !survey.is_full() {
        match sheet.next_record().map_err(Failure::usage)? {
            Some(Record::Row(row)) => survey.add(&row),
            Some(Record::Unreadable { .. }) => {}
            None => break,
        }
    }
    Ok(survey)
}

/// The guess, with every question put that somebody can answer.
fn settle(
    header: &Header,
    survey: &Survey,
    told: Option<&str>,
    asking: bool,
) -> Result<Guess, Vec<MappingError>> {
    let mut answers = Answers::default();
    for _ in 0..MAX_QUESTIONS {
        let guess = Guess::new(header, survey, &answers, told)?;
        match guess.questions.first() {
            Some(question) if asking => {
                let choice = ask(question, &mut io::stdin().lock());
                answers.give(question.topic.clone(), choice);
            }
            _ => return Ok(guess),
        }
    }
    Guess::new(header, survey, &answers, told)
}

/// Puts a question: numbered answers, a line each, as a screen reader reads them.
fn ask(question: &Question, input: &mut impl io::BufRead) -> Choice {
    say(&format!("\n{}", visible(&question.text)));
    for (number, (_, words)) in question.options.iter().enumerate() {
        say(&format!("  {}. {}", number + 1, visible(words)));
    }
    for _ in 0..MAX_TRIES {
        let _ = write!(io::stderr().lock(), "Number, or Enter for 1: ");
        let mut line = String::new();
        let read = input.by_ref().take(MAX_ANSWER).read_line(&mut line);
        let typed = line.trim();
        if typed.is_empty() {
            // The end of the input is no answer, and no line end either.
            if !matches!(read, Ok(1..)) {
                say("");
            }
            break;
        }
        let number = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        if let Some((choice, _)) = number.and_then(|index| question.options.get(index)) {
            return choice.clone();
        }
        say(&format!(
            "That is not a number from 1 to {}.",
            question.options.len()
        ));
    }
    let first = question.options.first();
    first.map_or(Choice::Nothing, |(choice, _)| choice.clone())
}

/// The text as a mapping of this sheet: what is written must be what is read.
fn bound(text: &str, header: &Header) -> anyhow::Result<Mapping> {
    let fault = |what: String| {
        anyhow::anyhow!(
            "this is a fault of glassix-import: its mapping file cannot be used: {what}"
        )
    };
    let file = parse(text).map_err(fault)?;
    let section = file.ticket.unwrap_or_default();
    Mapping::from_config(&section, header).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        fault(visible(&errors.join("; ")))
    })
}

fn unusable(name: &str, errors: &[MappingError]) -> Failure {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| format!("  {}", visible(&error.to_string())))
        .collect();
    Failure::usage(format!(
        "no mapping can be made for {}, whose columns hold neither phone numbers nor e-mail addresses:\n{}",
        visible(name),
        lines.join("\n")
    ))
}

fn taken(output: &Path) -> Failure {
    Failure::usage(format!(
        "{} is there already and is not replaced; give --force to replace it, or --output to write elsewhere",
        visible(&output.display().to_string())
    ))
}

/// Says what was guessed, on standard error.
fn account(guess: &Guess, mapping: &Mapping) {
    for part in guess.parts.iter().filter(|part| !part.suggested) {
        say(&format!(
            "  {} ← {} ({})",
            part.key,
            visible(&part.template),
            visible(&part.reason)
        ));
    }
    if mapping.derives_key() {
        say("  unique_argument ← made from the content of the row");
    }
    for person in &guess.people {
        let name = person.name.as_deref().unwrap_or("no name");
        let protocol = person.protocol.as_deref().unwrap_or("by the identifier");
        say(&format!(
            "  participant ← {} by {} ({}), {}",
            visible(&person.identifier),
            visible(protocol),
            visible(&person.reason),
            visible(name)
        ));
    }
    match (&guess.region, &guess.countries.sure) {
        (Some(region), Some(why)) => say(&format!("  default_region ← {region} ({why})")),
        (Some(region), None) => say(&format!("  default_region ← {region} (as told)")),
        (None, _) => {}
    }
    let unused: Vec<String> = mapping
        .unused()
        .iter()
        .map(|name| column_name(name))
        .collect();
    if !unused.is_empty() {
        say(&format!("  not sent: {}", unused.join(", ")));
    }
    for notice in &guess.notices {
        say(&format!("note: {}", visible(notice)));
    }
    for question in &guess.questions {
        say(&format!(
            "not certain: {}\n  taken: {}",
            visible(&question.text),
            visible(question.likeliest())
        ));
    }
}

/// Writes the file: a new one, or in the place of another at once and whole.
fn write(output: &Path, text: &str, force: bool) -> anyhow::Result<()> {
    let failed = |error: io::Error| {
        Failure::usage(format!(
            "cannot write {}: {error}",
            visible(&output.display().to_string())
        ))
    };
    if !force {
        return match create(output, text) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(output).into()),
            other => Ok(other.map_err(failed)?),
        };
    }
    let mut beside = output.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    create(&beside, text).map_err(failed)?;
    std::fs::rename(&beside, output).map_err(|error| {
        // What is left behind is ours, and nobody waits for it.
        let _ = std::fs::remove_file(&beside);
        failed(error).into()
    })
}

/// Creates a file that is not there; what cannot be written whole is taken away again.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

/// The command that shows what the mapping makes of the sheet.
fn next(args: &InitArgs, output: &Path, frame: &Frame<'_>) -> String {
    let mut words: Vec<std::ffi::OsString> = vec!["glassix-import".into(), "run".into()];
    words.push(args.file.clone().into());
    if output != Path::new(DEFAULT_FILE) {
        words.extend(["--config".into(), output.into()]);
    }
    if frame.workspace.is_none() && frame.base_url.is_none() {
        words.push("--sandbox".into());
    }
    words.push("--dry-run".into());
    command_line(words.into_iter())
}

/// A line for people. There is nowhere to report that standard error is gone.
fn say(text: &str) {
    write_stderr(&format!("{text}\n"));
}
