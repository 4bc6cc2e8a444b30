//! `explain`: one row's whole story.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::Failure;
use super::connection::ledger_failure;
use super::ledgers::ledgers;
use crate::cli::{ExplainArgs, Format};
use crate::exit;
use crate::ledger::{Inspection, RunNote, Story};
use crate::summary::counted;
use crate::terminal::{init_logging, visible, write_people, write_stdout};

/// Tells the story of a key.
pub(super) fn explain(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let paths = ledgers(&args.ledger);
    let note = RunNote::of_reader("explain");
    let mut told = Vec::new();
    for path in &paths {
        let stories = Inspection::open(path, &note)
            .and_then(|ledger| ledger.stories(&args.key))
            .map_err(|error| ledger_failure(&error))?;
        let ledger = (paths.len() > 1).then(|| path.display().to_string());
        told.extend(stories.into_iter().map(|story| Told {
            ledger: ledger.clone(),
            story,
        }));
    }
    if told.is_empty() {
        let named = match paths.as_slice() {
            [path] => format!("the ledger {} knows", visible(&path.display().to_string())),
            several => format!("the {} know", counted(several.len() as u64, "ledger")),
        };
        return Err(Failure {
            status: exit::ROWS,
            message: format!("{named} no row with the key {}", visible(&args.key)),
        }
        .into());
    }
    match args.format {
        Format::Json => write_stdout(&crate::json::on_several_lines(&told)?)?,
        Format::Human => {
            let texts: Vec<String> = told.iter().map(text).collect();
            write_people(&texts.join("\n\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A story, and the ledger that has it.
#[derive(Serialize)]
struct Told {
    /// `None` where there is but one.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<String>,
    #[serde(flatten)]
    story: Story,
}

fn text(Told { ledger, story }: &Told) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label:<13}{}", visible(value));
    };
    line("key", &story.key);
    if let Some(ledger) = ledger {
        line("ledger", ledger);
    }
    line("target", &story.target);
    line("state", story.state);
    if let Some(ticket) = story.ticket {
        let how = match story.known_by {
            Some("answer") => ", as the service answered",
            Some("reconciled") => ", found by looking the key up",
            Some("conflict") => ", named by the service in a conflict",
            _ => "",
        };
        line("ticket", &format!("{ticket}{how}"));
    }
    line(
        "row",
        &format!(
            "record {}, line {} of {}",
            story.record, story.line, story.file
        ),
    );
    line("content", &format!("digest {}", story.digest));
    line("attempts", &story.attempts.to_string());
    line("last change", &format!("{} by run {}", story.at, story.run));
    if let Some(time) = &story.service_time {
        line("service time", time);
    }
    if let Some(differences) = &story.differences {
        line("differences", differences);
    }
    if let Some(problem) = &story.problem {
        line("problem", problem);
    }
    for doubt in &story.doubts {
        line(
            "in doubt",
            &format!("{}, run {}: {}", doubt.at, doubt.run, doubt.what),
        );
    }
    if story.watched {
        line(
            "watched",
            "it was sent again after a doubt; the next run looks whether a second ticket has come",
        );
    }
    text.trim_end().to_owned()
}
