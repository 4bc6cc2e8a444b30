//! The run that may follow a check.

use std::time::Duration;

use super::report::Counts;
use crate::exit;

/// What a check is told of the run that may follow.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// Where it would send, if somebody said so.
    pub to: Option<String>,
    /// Its pace, in words.
    pub pace: String,
    /// The time from one ticket to the next; `None` without a limit.
    pub period: Option<Duration>,
    /// The command that starts it.
    pub run: String,
    /// The command that checks once more.
    pub check: String,
}

impl Prospect {
    /// How long so many tickets take; `None` without a limit.
    pub(super) fn seconds(&self, tickets: u64) -> Option<f64> {
        let tickets = u32::try_from(tickets).unwrap_or(u32::MAX);
        let period = self.period?;
        Some(period.saturating_mul(tickets).as_secs_f64())
    }

    /// What to type next.
    pub(super) fn next(&self, status: u8, counts: &Counts) -> String {
        let Self { run, check, .. } = self;
        let run = match self.to {
            Some(_) => run.clone(),
            None => format!("{run} --workspace NAME (or --sandbox, to try it out)"),
        };
        match status {
            exit::OK => format!("next, to send: {run}"),
            exit::ROWS if counts.to_send > 0 => format!(
                "next: mend these rows in the sheet and check it again; or, to send all others: {run}"
            ),
            exit::ROWS => format!("next: mend these rows in the sheet, then: {check}"),
            _ => format!("next: mend what is said above, then: {check}"),
        }
    }
}
