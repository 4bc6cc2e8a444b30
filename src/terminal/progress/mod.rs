//! How far a run is: a bar on a terminal, a plain line every half minute elsewhere, or sentences for whoever listens.

mod bar;
mod lines;
mod narrator;
mod sentences;

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

pub(super) use bar::above;

use super::colour::is_dumb;
use crate::cli::ProgressWhen;
use crate::pacer::Pacer;
use crate::run::Tally;
use crate::sheet::Size;
use crate::summary::grouped;

/// How often a plain line is written.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// How often it is where somebody asks for progress without a terminal.
const OFTEN: Duration = Duration::from_secs(5);

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Bar,
    Lines(Duration),
    Sentences,
}

/// The form for a wish, where lines may be written over (`redraws`) or may not.
fn form(when: ProgressWhen, quiet: bool, redraws: bool) -> Option<Form> {
    match when {
        ProgressWhen::Never => None,
        _ if quiet => None,
        ProgressWhen::Plain => Some(Form::Sentences),
        _ if redraws => Some(Form::Bar),
        ProgressWhen::Always => Some(Form::Lines(OFTEN)),
        ProgressWhen::Auto => Some(Form::Lines(LINE_EVERY)),
    }
}

/// What progress is read from.
#[derive(Clone, Debug)]
struct Sources {
    size: Size,
    tally: Arc<Tally>,
    pacer: Arc<Pacer>,
}

/// Shows how far a run is, until it is finished.
#[derive(Debug)]
pub struct Progress {
    task: tokio::task::JoinHandle<()>,
    done: CancellationToken,
}

impl Progress {
    /// Starts to show the counts of `tally`.
    #[must_use]
    pub fn start(
        when: ProgressWhen,
        quiet: bool,
        size: Size,
        tally: Arc<Tally>,
        pacer: Arc<Pacer>,
    ) -> Self {
        let done = CancellationToken::new();
        let form = form(when, quiet, io::stderr().is_terminal() && !is_dumb());
        let stop = done.clone();
        let sources = Sources { size, tally, pacer };
        let task = tokio::spawn(async move {
            match form {
                None => {}
                Some(Form::Bar) => bar::draw(&sources, stop).await,
                Some(Form::Lines(every)) => lines::write(&sources, stop, every).await,
                Some(Form::Sentences) => sentences::say(&sources, stop).await,
            }
        });
        Self { task, done }
    }

    /// Takes the bar away, or says the last sentence.
    pub async fn finish(self) {
        self.done.cancel();
        let _ = self.task.await;
    }
}

/// What the counts and the gate have to say, on one line.
fn message(sources: &Sources) -> String {
    let Sources { tally, pacer, .. } = sources;
    let mut text = format!("created {}", grouped(tally.created.get()));
    for (label, count) in [
        ("already there", tally.already_created.get()),
        ("rejected", tally.rejected.get()),
        ("failed", tally.failed.get()),
        ("conflicts", tally.conflicts.get()),
    ] {
        if count > 0 {
            text.push_str(&format!(", {label} {}", grouped(count)));
        }
    }
    let in_doubt = tally.in_doubt.get();
    if in_doubt > 0 {
        text.push_str(&format!(
            ", in doubt {} (looked up when their settle time is over)",
            grouped(in_doubt)
        ));
    }
    match pacer.held_for() {
        Some(wait) => text.push_str(&format!(
            "; the service asks us to wait, {} s more",
            wait.as_secs() + 1
        )),
        None => {
            text.push_str(&format!("; limit {}", pacer.rates()));
            if let Some(rate) = pacer.slowed() {
                text.push_str(&format!(", slowed to {} by the service", rate.to_pin()));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_only_where_lines_can_be_written_over_and_never_where_sentences_are_wished_for()
     {
        assert_eq!(form(ProgressWhen::Auto, false, true), Some(Form::Bar));
        assert_eq!(
            form(ProgressWhen::Auto, false, false),
            Some(Form::Lines(LINE_EVERY))
        );
        assert_eq!(
            form(ProgressWhen::Always, false, false),
            Some(Form::Lines(OFTEN))
        );
        for redraws in [true, false] {
            assert_eq!(
                form(ProgressWhen::Plain, false, redraws),
                Some(Form::Sentences)
            );
            assert_eq!(form(ProgressWhen::Plain, true, redraws), None);
            assert_eq!(form(ProgressWhen::Never, false, redraws), None);
        }
    }
}
