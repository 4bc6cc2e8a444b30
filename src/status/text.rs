//! The status for people.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Now, Reason, RunTold, Status};
use crate::exit;
use crate::ledger::Totals;
use crate::live::LiveState;
use crate::run::Counts;
use crate::summary::{counted, grouped};
use crate::terminal::{rough, visible};

/// Runs that are shown; all that are known are in the JSON.
const MOST_RUNS: usize = 5;

/// Reasons that are shown.
const MOST_REASONS: usize = 20;

/// How a run ended, by its exit status.
#[must_use]
pub fn ended(status: Option<u8>) -> &'static str {
    match status {
        None => "it was killed, or its machine stopped",
        Some(exit::OK) => "every row has its ticket",
        Some(exit::FATAL) => "it could not go on",
        Some(exit::ROWS) => "finished, and some rows need attention",
        Some(exit::STOPPED) => "stopped by --limit or --max-failures",
        Some(exit::IN_DOUBT) => "finished, and some rows are in doubt",
        Some(exit::REFUSED) => "the service refused the credentials",
        Some(status) if status > exit::SIGNAL => "stopped by a signal",
        Some(_) => "it did not begin",
    }
}

impl Status {
    /// The status for people, with what to type next on its last line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        self.write_ledgers(&mut text);
        match &self.running {
            Some(now) if self.ledgers.is_empty() => write_now(&mut text, now),
            _ => self.write_totals(&mut text),
        }
        self.write_runs(&mut text);
        self.write_reasons(&mut text);
        if let Some(doubt) = &self.in_doubt {
            let since = doubt.since.as_deref();
            let since =
                since.map_or_else(String::new, |since| format!(", the oldest since {since}"));
            let _ = writeln!(text, "in doubt {}{since}", counted(doubt.rows, "row"));
        }
        let _ = write!(text, "\nnext: {}", visible(&self.next));
        text
    }

    /// How far a run is, on one line; `None` if none goes on that publishes it.
    #[must_use]
    pub fn to_line(&self) -> Option<String> {
        let state = self.running.as_ref()?.progress.as_ref()?;
        let counts: Vec<String> = shares(state)
            .map(|(label, count)| format!("{label} {}", grouped(count)))
            .collect();
        let wait = state.waiting_seconds.map_or_else(String::new, |seconds| {
            format!("; the service asks us to wait, {seconds} s more")
        });
        Some(format!("{}: {}{wait}", position(state), counts.join(", ")))
    }

    fn write_totals(&self, text: &mut String) {
        if self.totals.is_none() {
            return;
        }
        let totals = self.totals.as_deref().unwrap_or_default();
        if totals.is_empty() {
            let _ = writeln!(text, "rows     none");
        }
        for of in totals {
            let _ = writeln!(
                text,
                "rows     {} of {}",
                grouped(of.rows),
                visible(&of.target)
            );
            for (label, count) in parts(of) {
                if count > 0 || label == "created" {
                    let _ = writeln!(text, "           {label:<16}{:>10}", grouped(count));
                }
            }
        }
    }

    fn write_runs(&self, text: &mut String) {
        let gone: Vec<&RunTold> = self
            .runs
            .iter()
            .filter(|told| {
                self.running
                    .as_ref()
                    .is_none_or(|now| now.by.run_id != told.run.run_id)
            })
            .collect();
        let Some(newest) = gone.first() else { return };
        let more = self.all_runs > gone.len().min(MOST_RUNS) as u64;
        let which = if self.running.is_some() {
            "earlier runs"
        } else {
            "runs"
        };
        let _ = writeln!(
            text,
            "\n{which}{}",
            if more && newest.run.number > 1 {
                ", the newest first"
            } else {
                ""
            }
        );
        for told in gone.iter().take(MOST_RUNS) {
            write_run(text, told);
        }
    }

    fn write_reasons(&self, text: &mut String) {
        if self.reasons.is_empty() {
            return;
        }
        let _ = writeln!(text, "\nrows that need attention");
        for reason in self.reasons.iter().take(MOST_REASONS) {
            let _ = writeln!(
                text,
                "  {:>6} × {}: {} ({})",
                grouped(reason.rows),
                reason.status,
                visible(&reason.reason),
                example(reason)
            );
        }
        if let Some(more @ 1..) = self.reasons.len().checked_sub(MOST_REASONS) {
            let _ = writeln!(text, "         and {more} more reasons (--format json)");
        }
    }
}

/// The parts of a total.
fn parts(of: &Totals) -> [(&'static str, u64); 6] {
    [
        ("created", of.created),
        ("rejected", of.rejected),
        ("failed", of.failed),
        ("conflicts", of.conflicts),
        ("in doubt", of.in_doubt),
        ("not attempted", of.not_attempted),
    ]
}

fn write_now(text: &mut String, now: &Now) {
    let _ = writeln!(text, "in use   by {}", visible(&now.by.to_string()));
    let Some(state) = &now.progress else { return };
    let _ = writeln!(text, "to       {}", visible(&state.target));
    let speed = format!("{:.1} rows/s", state.rows_per_second);
    let left = state.seconds_left.map_or_else(String::new, |seconds| {
        format!(", {} left", rough(Duration::from_secs(seconds)))
    });
    let _ = writeln!(text, "rows     {}, {speed}{left}", position(state));
    for (label, count) in shares(state) {
        let _ = writeln!(text, "           {label:<16}{:>10}", grouped(count));
    }
    let wait = state.waiting_seconds.map_or_else(String::new, |seconds| {
        format!("; the service asks us to wait, {seconds} s more")
    });
    let _ = writeln!(
        text,
        "pace     limit {}; {}, of which {} refused for speed{wait}",
        state.limit,
        counted(state.requests, "request"),
        grouped(state.throttled)
    );
    let elapsed = Duration::try_from_secs_f64(state.elapsed_seconds).unwrap_or_default();
    let _ = writeln!(
        text,
        "going on for {}, as of {}",
        rough(elapsed),
        visible(&state.updated)
    );
}

fn position(state: &LiveState) -> String {
    match state.rows_expected {
        Some(expected) if expected >= state.rows_ended => {
            let percent = (state.rows_ended * 100)
                .checked_div(expected)
                .unwrap_or(100);
            format!(
                "{} of {} ({percent}%)",
                grouped(state.rows_ended),
                grouped(expected)
            )
        }
        _ => counted(state.rows_ended, "row"),
    }
}

/// Where the rows of a run are that goes on; those of which there are any.
fn shares(state: &LiveState) -> impl Iterator<Item = (&'static str, u64)> {
    let Counts {
        created,
        already_created,
        duplicates,
        rejected,
        failed,
        conflicts,
        in_doubt,
        not_attempted,
        ..
    } = state.counts;
    [
        ("created", created),
        ("already created", already_created),
        ("duplicates", duplicates),
        ("rejected", rejected),
        ("failed", failed),
        ("conflicts", conflicts),
        ("in doubt", in_doubt),
        ("not attempted", not_attempted),
        ("under way", state.under_way),
    ]
    .into_iter()
    .filter(|(label, count)| *count > 0 || *label == "created")
}

fn write_run(text: &mut String, told: &RunTold) {
    let run = &told.run;
    let end = run
        .ended
        .as_deref()
        .map_or_else(String::new, |end| format!(" to {end}"));
    let status = run
        .exit_status
        .map_or_else(String::new, |status| format!(" (status {status})"));
    let _ = writeln!(text, "  {}: {}{status}", visible(&run.run_id), told.how);
    let _ = writeln!(
        text,
        "      {}{end}, process {} on {}, into {}",
        run.started,
        run.pid,
        visible(&run.host),
        visible(&run.target)
    );
    let files: Vec<String> = run.files.iter().map(|file| visible(file)).collect();
    let files = if files.is_empty() {
        "no row was written".into()
    } else {
        files.join(", ")
    };
    let counts: Option<Counts> = run
        .counts
        .clone()
        .and_then(|counts| serde_json::from_value(counts).ok());
    let counts = counts.map_or_else(String::new, |counts| {
        let all: Vec<String> = shares(&LiveState {
            counts,
            ..LiveState::default()
        })
        .map(|(label, count)| format!("{label} {}", grouped(count)))
        .collect();
        format!(": {}, {}", counted(counts.rows_read, "row"), all.join(", "))
    });
    let _ = writeln!(text, "      {files}{counts}");
}

fn example(reason: &Reason) -> String {
    let example = &reason.example;
    if example.line == 0 {
        return format!("e.g. record {}", example.record);
    }
    let key = if example.key.is_empty() {
        String::new()
    } else {
        format!(", key {}", visible(&example.key))
    };
    format!(
        "e.g. line {} of {}{key}",
        example.line,
        visible(&example.file)
    )
}
