//! A run told in sentences: how far it is, at a slow and steady pace, and what changes on the way. Pure: times are counted
//! from the beginning.

use std::time::Duration;

use crate::pacer::Rate;
use crate::sheet::Size;
use crate::summary::{counted, grouped};
use crate::terminal::rough;

/// How often it is told how far the run is: slow enough to hear other things between.
const STEADY: Duration = Duration::from_secs(30);

/// The least time between two sentences about changes. What changes and changes back within it is not told.
const CHANGES: Duration = Duration::from_secs(5);

/// A pace is another one when it differs by more than this share of the one that was told.
const SAME_PACE: f64 = 0.1;

/// Whether requests go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Sending,
    /// The service asks for it, for so long yet.
    Waiting(Duration),
    /// The service does not work, and why that is known.
    Down(String),
}

/// How many rows ended how.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    pub(super) created: u64,
    pub(super) already_created: u64,
    pub(super) duplicates: u64,
    pub(super) rejected: u64,
    pub(super) failed: u64,
    pub(super) conflicts: u64,
    pub(super) in_doubt: u64,
}

/// How things stand.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// Rows of which it is known how they ended.
    pub(super) ended: u64,
    pub(super) counts: Counted,
    pub(super) state: State,
    /// The pace in force; `None` without a limit.
    pub(super) pace: Option<Rate>,
    /// The service has made it slower than what was set.
    pub(super) is_slowed: bool,
}

/// What was told last of what may change.
#[derive(Clone, Debug)]
struct Told {
    at: Duration,
    state: State,
    slowed_to: Option<Rate>,
}

/// Remembers what was told.
#[derive(Debug)]
pub(super) struct Narrator {
    size: Size,
    /// When it was told last how far the run is, and how far that was.
    steady: (Duration, u64),
    told: Option<Told>,
}

impl Narrator {
    pub(super) fn new(size: Size) -> Self {
        Self {
            size,
            steady: (Duration::ZERO, 0),
            told: None,
        }
    }

    /// What is to be said at `now`, a sentence on a line.
    pub(super) fn look(&mut self, now: Duration, view: &View) -> Option<String> {
        if let Some(change) = self.change(now, view) {
            return Some(change);
        }
        let (then, before) = self.steady;
        if now.saturating_sub(then) < STEADY {
            return None;
        }
        self.steady = (now, view.ended);
        let state = match &view.state {
            State::Sending => self.speed(now.saturating_sub(then), before, view),
            State::Waiting(wait) => format!(
                "; nothing is sent for another {}, as the service asks",
                rough(*wait)
            ),
            State::Down(_) => "; the service does not work, and everybody waits".into(),
        };
        Some(format!("{}{state}.", self.how_far(view)))
    }

    /// The last sentence.
    pub(super) fn end(&self, view: &View) -> String {
        format!("Sending has ended: {}.", self.how_far(view))
    }

    /// A sentence about what has changed since it was told, if something has and there was a rest since.
    fn change(&mut self, now: Duration, view: &View) -> Option<String> {
        let slowed_to = view.pace.filter(|_| view.is_slowed);
        let (state, slowed) = match &self.told {
            Some(told) if now.saturating_sub(told.at) < CHANGES => return None,
            Some(told) => (&told.state, told.slowed_to),
            None => (&State::Sending, None),
        };
        let pace = match view.pace {
            Some(pace) => format!("at most {}", pace.in_words()),
            None => "without a limit".into(),
        };
        let sentence = match (state, &view.state) {
            (State::Sending | State::Down(_), State::Waiting(wait)) => format!(
                "The service asks us to wait, so that nothing is sent for another {}.",
                rough(*wait)
            ),
            (State::Sending | State::Waiting(_), State::Down(why)) => {
                format!("The service does not work ({why}), so that everybody waits until it does.")
            }
            (State::Down(_), State::Sending) => {
                format!("The service works again, and sending goes on, {pace}.")
            }
            (State::Waiting(_), State::Sending) => {
                format!("The wait is over, and sending goes on, {pace}.")
            }
            _ => match (slowed, slowed_to) {
                (before, Some(_)) if is_slower(before, slowed_to) => {
                    format!("The service has slowed sending down to {pace}.")
                }
                (Some(_), None) => format!("Sending is as fast again as it may be, {pace}."),
                // A pace that climbs in small steps is told with how far the run is.
                _ => return None,
            },
        };
        self.told = Some(Told {
            at: now,
            state: view.state.clone(),
            slowed_to,
        });
        Some(sentence)
    }

    /// How far it is.
    fn how_far(&self, view: &View) -> String {
        let rows = match self.size {
            Size::Exactly(rows) => format!("of {}", counted(rows, "row")),
            Size::About(rows) => format!("of about {}", counted(rows, "row")),
            Size::Unknown => "rows".into(),
        };
        let Counted {
            created,
            already_created,
            duplicates,
            rejected,
            failed,
            conflicts,
            in_doubt,
        } = view.counts;
        let counts: Vec<String> = [
            (created, "created"),
            (already_created, "already created"),
            (duplicates, "duplicates"),
            (rejected, "rejected"),
            (failed, "failed"),
            (conflicts, "in conflict"),
            (in_doubt, "in doubt"),
        ]
        .into_iter()
        .filter(|(count, what)| *count > 0 || *what == "created")
        .map(|(count, what)| format!("{} {what}", grouped(count)))
        .collect();
        format!("{} {rows} done, {}", grouped(view.ended), counts.join(", "))
    }

    /// How fast it went in so long a time, and how long the rest takes so.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a speed needs no more digits than a double has"
    )]
    fn speed(&self, over: Duration, before: u64, view: &View) -> String {
        let speed = view.ended.saturating_sub(before) as f64 / over.as_secs_f64().max(1.0);
        let rest = self.size.rows().map(|rows| rows.saturating_sub(view.ended));
        let left = rest.filter(|_| speed > 0.0).map(|rest| rest as f64 / speed);
        let left = left.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        match left {
            Some(left) if !left.is_zero() => {
                format!("; {speed:.1} rows a second, and {} left", rough(left))
            }
            _ => format!("; {speed:.1} rows a second"),
        }
    }
}

/// Whether a pace is told as slower than another; any is than none.
fn is_slower(before: Option<Rate>, now: Option<Rate>) -> bool {
    match (before, now) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(now)) => {
            now.as_per_second() < before.as_per_second() * (1.0 - SAME_PACE)
        }
    }
}

#[cfg(test)]
#[path = "narrator_tests.rs"]
mod tests;
