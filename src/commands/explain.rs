//! `explain`: one row's whole story.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::Failure;
use super::connection::ledger_failure;
use crate::cli::{ExplainArgs, Format};
use crate::exit;
use crate::ledger::{Inspection, RunNote, Story};
use crate::settings::DEFAULT_LEDGER;
use crate::terminal::{init_logging, visible, write_stdout};

/// Tells the story of a key.
pub(super) fn explain(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    init_logging(&args.log);
    let path = args.ledger.clone().unwrap_or_else(|| DEFAULT_LEDGER.into());
    let note = RunNote::of_reader("explain");
    let stories = Inspection::open(&path, &note)
        .and_then(|ledger| ledger.stories(&args.key))
        .map_err(|error| ledger_failure(&error))?;
    if stories.is_empty() {
        return Err(Failure {
            status: exit::ROWS,
            message: format!(
                "the ledger {} knows no row with the key {}",
                visible(&path.display().to_string()),
                visible(&args.key)
            ),
        }
        .into());
    }
    match args.format {
        Format::Json => write_stdout(&serde_json::to_string_pretty(&stories)?)?,
        Format::Human => {
            let texts: Vec<String> = stories.iter().map(text).collect();
            write_stdout(&texts.join("\n\n"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn text(story: &Story) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label:<13}{}", visible(value));
    };
    line("key", &story.key);
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
