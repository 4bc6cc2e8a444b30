//! The one gate that every request passes: creates, lookups, token calls, first tries and later ones.
//!
//! Two things hold a request back: the pace (every limit that the user or the service set, [`Rates`]) and
//! the instant before which nobody may send, which one refusal (429) moves for the whole pool.

mod rate;
mod slots;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use rate::{Rate, RateTexts, Rates};
use slots::Slots;

/// The run is stopping, so the request did not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// The gate. Shared by all that send.
#[derive(Debug)]
pub struct Pacer {
    rates: Rates,
    started: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    slots: Slots,
    nobody_before: Instant,
    /// Refusals since the last answer that was none.
    refusals: u32,
}

/// The first wait after a refusal that names no time, as the careful client of the fact sheet waits.
const FIRST_HOLD: Duration = Duration::from_secs(30);

/// The first wait after a refusal that names a time, should that time be shorter: a service that says
/// "at once" and refuses again is asked more slowly each time.
const LEAST_HOLD: Duration = Duration::from_millis(100);

/// How often a wait doubles while nothing but refusals comes.
const MAX_DOUBLINGS: u32 = 5;

/// Longest wait after a refusal, whatever the service or our own backoff says. Longer pauses are an
/// outage, which somebody should hear of.
const MAX_HOLD: Duration = Duration::from_secs(15 * 60);

impl Pacer {
    /// A gate with these limits, open from the start.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        let now = Instant::now();
        let slots = Slots::new(&rates);
        Self {
            rates,
            started: now,
            state: Mutex::new(State {
                slots,
                nobody_before: now,
                refusals: 0,
            }),
        }
    }

    /// The limits in force.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A panic elsewhere cannot leave this state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a slot.
    ///
    /// # Errors
    /// [`Stopped`] when `stop` came first; nothing was sent then.
    pub async fn ready(&self, stop: &CancellationToken) -> Result<(), Stopped> {
        loop {
            let slot = {
                let mut state = self.state();
                let from = state.nobody_before.max(Instant::now());
                let slot = state.slots.reserve(from.duration_since(self.started));
                self.started + slot
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => return Err(Stopped),
                () = tokio::time::sleep_until(slot) => {}
            }
            // A refusal that came meanwhile moves this one as well: its slot is given up.
            if self.state().nobody_before <= Instant::now() {
                return Ok(());
            }
        }
    }

    /// Nobody sends for as long as the service says, or for 30 s growing with each further refusal, with
    /// jitter. Gives the wait that is now in force.
    pub fn hold(&self, retry_after: Option<Duration>) -> Duration {
        let mut state = self.state();
        let now = Instant::now();
        // Requests that were under way together are refused together; they are one refusal.
        if state.nobody_before <= now {
            let first = if retry_after.is_some() {
                LEAST_HOLD
            } else {
                FIRST_HOLD
            };
            let grown = first.saturating_mul(1 << state.refusals.min(MAX_DOUBLINGS));
            let own = grown.mul_f64(1.0 + fastrand::f64() / 4.0);
            state.refusals = state.refusals.saturating_add(1);
            state.nobody_before = now + own.min(MAX_HOLD);
        }
        let wait = retry_after.unwrap_or_default();
        state.nobody_before = state.nobody_before.max(now + wait.min(MAX_HOLD));
        state.nobody_before - now
    }

    /// An answer that was no refusal: the next hold starts small again.
    pub fn went_through(&self) {
        self.state().refusals = 0;
    }

    /// How long nobody may send yet.
    #[must_use]
    pub fn held_for(&self) -> Option<Duration> {
        let wait = self
            .state()
            .nobody_before
            .saturating_duration_since(Instant::now());
        (!wait.is_zero()).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn pacer(rate: &str) -> Pacer {
        Pacer::new(Rates::parse(&[rate]).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn requests_go_out_one_period_apart() {
        let (pacer, stop) = (pacer("10/s"), CancellationToken::new());
        let started = Instant::now();
        for _ in 0..11 {
            pacer.ready(&stop).await.unwrap();
        }
        assert_eq!(started.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn one_refusal_holds_everybody_also_those_who_wait_already() {
        let (pacer, stop) = (pacer("10/s"), CancellationToken::new());
        pacer.ready(&stop).await.unwrap();
        let started = Instant::now();
        let waiting = pacer.ready(&stop);
        let refusal = async { pacer.hold(Some(Duration::from_secs(7))) };
        let (went, held) = tokio::join!(waiting, refusal);
        went.unwrap();
        assert_eq!(held, Duration::from_secs(7));
        assert!(started.elapsed() >= Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn holds_grow_until_an_answer_comes_and_refusals_of_one_wave_count_once() {
        let pacer = pacer("none");
        let first = pacer.hold(None);
        assert!((30..=38).contains(&first.as_secs()), "{first:?}");
        assert_eq!(pacer.hold(None), first, "the same wave");
        tokio::time::advance(first).await;
        let second = pacer.hold(None);
        assert!((60..=75).contains(&second.as_secs()), "{second:?}");
        tokio::time::advance(second).await;
        pacer.went_through();
        assert!(pacer.hold(None) < Duration::from_secs(38));
        assert!(pacer.hold(Some(Duration::MAX)) <= MAX_HOLD);
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_says_at_once_and_refuses_again_is_asked_more_slowly() {
        let pacer = pacer("none");
        let mut waits = Vec::new();
        for _ in 0..3 {
            let wait = pacer.hold(Some(Duration::ZERO));
            waits.push(wait.as_millis());
            tokio::time::advance(wait).await;
        }
        assert!((100..=125).contains(&waits[0]), "{waits:?}");
        assert!((400..=500).contains(&waits[2]), "{waits:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_ends_the_wait_at_once() {
        let (pacer, stop) = (pacer("1/h"), CancellationToken::new());
        pacer.ready(&stop).await.unwrap();
        stop.cancel();
        let started = Instant::now();
        assert_eq!(pacer.ready(&stop).await, Err(Stopped));
        assert_eq!(started.elapsed(), Duration::ZERO);
    }
}
