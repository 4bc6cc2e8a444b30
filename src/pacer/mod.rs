//! The one gate that every request passes: creates, lookups, token calls, first tries and later ones.
//!
//! Three things hold a request back: the pace ([`Rates`], every limit that the user set, as a schedule of
//! slots), the brake, which slows that pace after refusals and by what the service says is left of its
//! limits, and the instant before which nobody may send, which one refusal (429) moves for the whole pool.

mod allowance;
mod brake;
mod demand;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod hold;
mod meter;
mod rate;
mod schedule;
mod slots;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use allowance::Allowance;
pub use demand::demand;
pub use rate::{Rate, RateTexts, Rates};
use schedule::{Schedule, Slot};

/// The run is stopping, so the request did not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// When a request went out, for what its answer says of the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent(Duration);

/// Which limit a refusal is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Of token/get, which has a throttle of its own: it holds everybody, and says nothing of the pace.
    Token,
    /// Of any other call.
    Other,
}

/// How often a request gives its slot up because it woke too late for it. After that it goes: on a machine
/// that has no time for us nobody would ever send otherwise.
const MAX_GIVEN_UP: u32 = 3;

/// The gate. Shared by all that send.
#[derive(Debug)]
pub struct Pacer {
    rates: Rates,
    started: Instant,
    schedule: Mutex<Schedule>,
}

impl Pacer {
    /// A gate with these limits, open from the start.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            schedule: Mutex::new(Schedule::new(rates.0.clone())),
            rates,
            started: Instant::now(),
        }
    }

    /// The limits that were set.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// The pace in force, where the service has made it slower than these.
    #[must_use]
    pub fn slowed(&self) -> Option<Rate> {
        self.schedule().slowed()
    }

    /// The pace in force: the slowest limit of all, or what the service has made of it. `None` without any.
    #[must_use]
    pub fn pace(&self) -> Option<Rate> {
        let set = self.rates.0.iter().copied();
        set.chain(self.slowed())
            .min_by(|a, b| a.as_per_second().total_cmp(&b.as_per_second()))
    }

    /// The pace that the service took without refusing, in requests a second; `None` where it never
    /// refused.
    #[must_use]
    pub fn held(&self) -> Option<Rate> {
        self.schedule().held()
    }

    fn schedule(&self) -> std::sync::MutexGuard<'_, Schedule> {
        // A panic elsewhere cannot leave this state half changed.
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Waits for a slot.
    ///
    /// # Errors
    /// [`Stopped`] when `stop` came first; nothing was sent then.
    pub async fn ready(&self, stop: &CancellationToken) -> Result<Sent, Stopped> {
        let mut given_up = 0;
        loop {
            let now = self.now();
            let slot: Slot = self.schedule().reserve(now);
            if stop.is_cancelled() {
                return Err(Stopped);
            }
            // No timer is set for a slot that is there.
            if slot.at > now {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return Err(Stopped),
                    () = tokio::time::sleep_until(self.started + slot.at) => {}
                }
            }
            let now = self.now();
            let mut schedule = self.schedule();
            if schedule.is_void(slot) {
                continue;
            }
            if schedule.is_missed(slot, now) && given_up < MAX_GIVEN_UP {
                given_up += 1;
                continue;
            }
            schedule.depart(slot, now);
            return Ok(Sent(now));
        }
    }

    /// The service refused for speed what went out at `sent`. Nobody sends for as long as it says, or for
    /// 30 s growing with each further refusal, with jitter, and the pace is halved. Gives the wait that is
    /// in force now.
    pub fn refused(&self, sent: Sent, retry_after: Option<Duration>, call: Call) -> Duration {
        let now = self.now();
        let mut schedule = self.schedule();
        schedule.refuse(sent.0, now, retry_after, call, fastrand::f64());
        schedule.nobody_before().saturating_sub(now)
    }

    /// The service did not refuse what went out at `sent`: the next hold starts small again, and a pace
    /// that was slowed may climb.
    pub fn went_through(&self, sent: Sent) {
        self.schedule().went_through(sent.0);
    }

    /// The service says what is left of its limits.
    pub fn is_told(&self, allowances: &[Allowance]) {
        if !allowances.is_empty() {
            let now = self.now();
            self.schedule().is_told(allowances, now);
        }
    }

    /// How long nobody may send yet.
    #[must_use]
    pub fn held_for(&self) -> Option<Duration> {
        let wait = self.schedule().nobody_before().saturating_sub(self.now());
        (!wait.is_zero()).then_some(wait)
    }
}

#[cfg(test)]
#[path = "pacer_tests.rs"]
mod tests;
