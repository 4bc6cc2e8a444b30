//! Before anything is sent: are so many customers really to be greeted?
//!
//! A greeting cannot be taken back, and a switch in a mapping file is set with a word. So whoever greets many
//! customers of a workspace for the first time says so twice.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _};
use std::path::Path;

use super::connection::ledger_failure;
use crate::ledger::Ledger;
use crate::run::{Stop, StopReason};
use crate::settings::{Destination, Settings};
use crate::summary::grouped;
use crate::terminal::{Plan, visible, write_stderr};

/// Customers that are greeted without a question: a day's leads, of which somebody still sees each one.
const MANY: u64 = 200;

/// Longest answer that is read, in bytes: a terminal may send anything for ever.
const MAX_ANSWER: u64 = 100;

/// Whether the run may begin: nobody is greeted, or few, or it was said or answered that they are meant. Otherwise
/// `stop` says why not.
pub(super) async fn agreed(plan: &Plan<'_>, ledger: &Ledger, stop: &Stop) -> anyhow::Result<bool> {
    let settings = plan.settings;
    let greets = plan.sources.iter().any(|source| {
        let switches = source.mapping.switches();
        switches.add_introduction_message
    });
    let rows = most(plan.size.rows(), settings.limit);
    if !greets || !is_in_question(settings, rows) {
        return Ok(true);
    }
    if ledger
        .has_created()
        .await
        .map_err(|error| ledger_failure(&error))?
    {
        return Ok(true);
    }
    let text = said(rows, &plan.who.place);
    let Some(input) = terminal(settings) else {
        stop.because(StopReason::Unconfirmed(format!(
            "{text}, and there is nobody here to ask; nothing was sent; if they are to be greeted, say so with --yes, or with greet_many = true under [limits] in the mapping file"
        )));
        return Ok(false);
    };
    let text = visible(&text);
    write_stderr(&format!("{text}. Are they to be greeted? [y/N] "));
    let answer = tokio::task::spawn_blocking(move || is_yes(input));
    let yes = tokio::select! {
        answer = answer => answer.unwrap_or(false),
        // Whoever types Ctrl-C has answered; what waits for the terminal is left alone.
        () = stop.no_more_intake() => return Ok(false),
    };
    if !yes {
        stop.because(StopReason::Unconfirmed(format!(
            "{text}, and the answer was not yes; nothing was sent"
        )));
    }
    Ok(yes)
}

/// The most tickets that may be made, where that is known.
fn most(rows: Option<u64>, limit: Option<u64>) -> Option<u64> {
    match (rows, limit) {
        (Some(rows), Some(limit)) => Some(rows.min(limit)),
        (rows, limit) => rows.or(limit),
    }
}

/// Whether greeting so many is in question at all. Nobody knows how many come through a pipe.
fn is_in_question(settings: &Settings, rows: Option<u64>) -> bool {
    !settings.greet_many
        && !settings.dry
        && !matches!(settings.destination, Destination::Sandbox)
        && rows.is_none_or(|rows| rows > MANY)
}

fn said(rows: Option<u64>, place: &str) -> String {
    let customers = match rows {
        Some(rows) => format!("up to {} customers", grouped(rows)),
        None => "as many customers as come".into(),
    };
    format!(
        "{customers} would be greeted (add_introduction_message = true), and this ledger knows of no ticket at {place} yet"
    )
}

/// Where an answer can come from: standard input, unless the sheet comes from there; then the terminal itself.
/// `None` where nobody can read the question.
fn terminal(settings: &Settings) -> Option<Box<dyn BufRead + Send>> {
    if !io::stderr().is_terminal() {
        return None;
    }
    let takes_stdin = settings
        .intake
        .files
        .iter()
        .any(|file| file == Path::new("-"));
    if !takes_stdin && io::stdin().is_terminal() {
        return Some(Box::new(BufReader::new(io::stdin())));
    }
    let terminal = File::open("/dev/tty").ok()?;
    Some(Box::new(BufReader::new(terminal)))
}

/// Whether the answer is yes. No answer is none.
fn is_yes(input: impl BufRead) -> bool {
    let mut line = String::new();
    let read = input.take(MAX_ANSWER).read_line(&mut line);
    let answer = line.trim().to_lowercase();
    read.is_ok() && ["y", "yes", "כן", "نعم"].contains(&answer.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for yes in ["y\n", "Yes\r\n", " YES ", "כן\n"] {
            assert!(is_yes(yes.as_bytes()), "{yes:?}");
        }
        let long = "y".repeat(1000);
        for no in ["", "\n", "n\n", "yes please\n", "yy", &long] {
            assert!(!is_yes(no.as_bytes()), "{no:?}");
        }
    }

    #[test]
    fn a_limit_bounds_what_is_not_known() {
        assert_eq!(most(Some(1000), Some(5)), Some(5));
        assert_eq!(most(Some(3), Some(5)), Some(3));
        assert_eq!(most(None, Some(5)), Some(5));
        assert_eq!(most(None, None), None);
    }
}
