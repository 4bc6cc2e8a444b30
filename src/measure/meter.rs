//! Hears of each request as it is made. Whoever sends pays for an atomic addition and no more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::answer_times::{AnswerTimes, CLASSES, class_of};

/// Answers over which a change of the time that they take is spread: a slow one alone changes little.
const USUAL_OVER: u64 = 16;

/// What requests cost in time. Shared by all that send.
#[derive(Debug)]
pub struct Meter {
    answers: [AtomicU64; CLASSES],
    unanswered: AtomicU64,
    waited_ms: AtomicU64,
    /// What an answer takes as a rule, in microseconds; 0 before the first.
    usual_us: AtomicU64,
    held: Mutex<Held>,
}

/// For how long nobody was to send. Refusals that follow each other overlap, and count once.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    until: Option<Instant>,
    total: Duration,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            answers: std::array::from_fn(|_| AtomicU64::new(0)),
            unanswered: AtomicU64::new(0),
            waited_ms: AtomicU64::new(0),
            usual_us: AtomicU64::new(0),
            held: Mutex::default(),
        }
    }
}

impl Meter {
    /// A request has waited so long for its turn.
    pub fn waited(&self, wait: Duration) {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.waited_ms.fetch_add(millis, Ordering::Relaxed);
    }

    /// An answer came after so long.
    pub fn answered(&self, took: Duration) {
        if let Some(count) = self.answers.get(class_of(took)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        let before = self.usual_us.load(Ordering::Relaxed);
        let usual = match before {
            0 => took,
            _ => before - before / USUAL_OVER + took / USUAL_OVER,
        };
        // Two answers at once may count as one, which changes little.
        self.usual_us.store(usual.max(1), Ordering::Relaxed);
    }

    /// What an answer took as a rule of late; `None` before the first.
    pub fn usual_answer(&self) -> Option<Duration> {
        let micros = self.usual_us.load(Ordering::Relaxed);
        (micros > 0).then(|| Duration::from_micros(micros))
    }

    /// No answer came.
    pub fn lost(&self) {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
    }

    /// From `now` on nobody is to send for so long.
    pub fn held(&self, now: Instant, wait: Duration) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let end = now + wait;
        let from = held.until.map_or(now, |until| until.max(now));
        held.total += end.saturating_duration_since(from);
        held.until = Some(held.until.map_or(end, |until| until.max(end)));
    }

    /// How long the service took, answer by answer.
    #[must_use]
    pub fn answers(&self) -> AnswerTimes {
        AnswerTimes::of(
            self.answers
                .iter()
                .map(|count| count.load(Ordering::Relaxed)),
        )
    }

    /// Requests without an answer.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.unanswered.load(Ordering::Relaxed)
    }

    /// Milliseconds that all requests together waited for their turn.
    #[must_use]
    pub fn waited_ms(&self) -> u64 {
        self.waited_ms.load(Ordering::Relaxed)
    }

    /// Milliseconds up to `now` in which nobody was to send.
    #[must_use]
    pub fn held_ms(&self, now: Instant) -> u64 {
        let held = *self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = held
            .until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        u64::try_from(held.total.saturating_sub(ahead).as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_that_overlap_count_once_and_only_as_far_as_they_are_over() {
        let meter = Meter::default();
        let start = Instant::now();
        let second = Duration::from_secs(1);
        meter.held(start, 4 * second);
        meter.held(start + second, 5 * second);
        meter.held(start + second, second);
        assert_eq!(meter.held_ms(start + 2 * second), 2000);
        assert_eq!(meter.held_ms(start + 60 * second), 6000);
        meter.held(start + 60 * second, second);
        assert_eq!(meter.held_ms(start + 90 * second), 7000);
    }

    #[test]
    fn answers_and_losses_are_told_apart() {
        let meter = Meter::default();
        meter.answered(Duration::from_millis(3));
        meter.lost();
        assert_eq!((meter.answers().total(), meter.unanswered()), (1, 1));
    }
}
