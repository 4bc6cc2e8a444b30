//! The breaker between the workers: who may send waits here while the service is down.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::breaker::{Breaker, Change, Pass, Sign};
use super::stop::{Stop, StopReason};
use super::tally::Tally;
use crate::glassix::{Obstacle, Verdict};

/// What all who send share of the service's health.
pub(super) struct Outage {
    breaker: Mutex<Breaker>,
    changed: Notify,
    started: Instant,
    stop: Stop,
    tally: Arc<Tally>,
}

impl Outage {
    /// The service is taken to work until it shows otherwise; it may be down for so long. `tally` knows of an outage.
    pub(super) fn new(patience: Duration, stop: Stop, tally: Arc<Tally>) -> Self {
        Self {
            breaker: Mutex::new(Breaker::new(patience)),
            changed: Notify::new(),
            started: Instant::now(),
            stop,
            tally,
        }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        // A panic elsewhere cannot leave it half changed.
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the service is taken to be down.
    pub(super) fn is_on(&self) -> bool {
        self.breaker().is_open()
    }

    /// Waits until one may send; `None` when the run is stopping. Whoever has a pass says with
    /// [`hear`](Self::hear) what became of it.
    pub(super) async fn pass(&self) -> Option<Pass> {
        while !self.stop.is_stopping() {
            // It listens before it looks, so that no change falls in between.
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let asked = self.breaker().pass(self.started.elapsed());
            let probe_at = match asked {
                Ok(pass) => return Some(pass),
                Err(probe_at) => probe_at,
            };
            let time = async {
                match probe_at {
                    Some(at) => tokio::time::sleep_until(self.started + at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = self.stop.token().cancelled() => return None,
                () = changed => {}
                () = time => {}
            }
        }
        None
    }

    /// Takes what became of an attempt at a ticket. Past all patience it ends the run.
    pub(super) fn hear(&self, pass: Pass, verdict: &Verdict) {
        let (sign, why) = sign(verdict);
        self.take(pass, sign, why);
    }

    /// Takes what became of a lookup that went out with a pass. One that works says nothing of creates.
    pub(super) fn hear_lookup(&self, pass: Pass, fault: Option<&str>) {
        match (pass, fault) {
            (Pass::Probe, Some(why)) => self.take(pass, Sign::Fails, why),
            _ => self.take(pass, Sign::Nothing, ""),
        }
    }

    fn take(&self, pass: Pass, sign: Sign, why: &str) {
        let now = self.started.elapsed();
        let change = self.breaker().hear(pass, sign, now, fastrand::f64());
        match change {
            Change::None => {}
            Change::Opened(wait) => {
                self.tally.set_outage(Some(why));
                tracing::warn!(
                    wait_seconds = wait.as_secs_f64(),
                    "the service does not work ({why}); everybody waits, and one request looks whether it works again"
                );
            }
            Change::Closed(lasted) => {
                self.tally.set_outage(None);
                tracing::warn!(after_seconds = lasted.as_secs(), "the service works again");
            }
            Change::GivenUp(lasted) => {
                let why = why.to_owned();
                self.stop.because(StopReason::Outage { why, lasted });
            }
        }
        if change != Change::None || pass == Pass::Probe {
            self.changed.notify_waiters();
        }
    }
}

/// What a verdict says of the service, and why.
fn sign(verdict: &Verdict) -> (Sign, &str) {
    match verdict {
        Verdict::Created { .. } | Verdict::Conflict { .. } | Verdict::Refused { .. } => {
            (Sign::Works, "")
        }
        Verdict::NotDelivered(Obstacle::Throttled(_)) => {
            (Sign::Throttles, "it answers 429 to everything")
        }
        Verdict::NotDelivered(Obstacle::Unreachable(why)) => (Sign::Fails, why),
        Verdict::InDoubt { what } => (Sign::Fails, what),
        Verdict::NotDelivered(Obstacle::Stopping) | Verdict::Fatal { .. } => (Sign::Nothing, ""),
    }
}

#[cfg(test)]
#[path = "outage_tests.rs"]
mod tests;
