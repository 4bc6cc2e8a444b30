//! How far a run is: a bar on a terminal, a plain line every half minute elsewhere.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use tokio_util::sync::CancellationToken;

use crate::cli::ProgressWhen;
use crate::pacer::Pacer;
use crate::run::Tally;
use crate::sheet::Size;
use crate::summary::grouped;

/// How often the bar is drawn anew: quick to the eye, free for the processor.
const REDRAW: Duration = Duration::from_millis(200);

/// How often a plain line is written.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// How often it is where somebody asks for progress without a terminal.
const OFTEN: Duration = Duration::from_secs(5);

/// How progress is shown.
#[derive(Clone, Copy, Debug)]
enum Form {
    Bar,
    Lines(Duration),
}

/// The one bar of the process, so that log lines can be written above it.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Writes something while the bar stands aside.
pub(super) fn above(write: impl FnOnce()) {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

fn hang_up(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
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
        let bar = match when {
            ProgressWhen::Never => None,
            _ if quiet => None,
            _ if io::stderr().is_terminal() => Some(Form::Bar),
            ProgressWhen::Always => Some(Form::Lines(OFTEN)),
            ProgressWhen::Auto => Some(Form::Lines(LINE_EVERY)),
        };
        let stop = done.clone();
        let task = tokio::spawn(async move {
            match bar {
                None => {}
                Some(Form::Bar) => draw(size, &tally, &pacer, stop).await,
                Some(Form::Lines(every)) => lines(size, &tally, &pacer, stop, every).await,
            }
        });
        Self { task, done }
    }

    /// Takes the bar away.
    pub async fn finish(self) {
        self.done.cancel();
        let _ = self.task.await;
    }
}

/// What the counts and the gate have to say, on one line.
fn message(tally: &Tally, pacer: &Pacer) -> String {
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

async fn draw(size: Size, tally: &Tally, pacer: &Pacer, stop: CancellationToken) {
    let bar = ProgressBar::with_draw_target(size.rows(), ProgressDrawTarget::stderr());
    let template = if size.rows().is_some() {
        "{wide_bar} {human_pos}/{human_len} rows, {speed}, {eta} left\n{msg}"
    } else {
        "{spinner} {human_pos} rows, {speed}\n{msg}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.with_key(
            "speed",
            |state: &ProgressState, out: &mut dyn fmt::Write| {
                // A bar without its speed is still a bar.
                let _ = write!(out, "{:.1} rows/s", state.per_sec());
            },
        ));
    }
    hang_up(Some(bar.clone()));
    loop {
        bar.set_position(tally.ended());
        bar.set_message(message(tally, pacer));
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(REDRAW) => {}
        }
    }
    hang_up(None);
    bar.finish_and_clear();
}

async fn lines(size: Size, tally: &Tally, pacer: &Pacer, stop: CancellationToken, every: Duration) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(every) => {}
        }
        let total = match size {
            Size::Exactly(rows) => format!(" of {}", grouped(rows)),
            Size::About(rows) => format!(" of about {}", grouped(rows)),
            Size::Unknown => String::new(),
        };
        let text = format!(
            "{}{total} rows: {}",
            grouped(tally.ended()),
            message(tally, pacer)
        );
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}
