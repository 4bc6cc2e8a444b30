//! Whether the service works at all. Pure: times are counted from the run's start, and chance is an argument.
//!
//! ```text
//!            5 failures in a row                  wait is over: one probe
//!   closed ──────────────────────▶ open ─────────────────────────────────▶ half-open
//!     ▲                             ▲   it fails: a longer wait                │
//!     │                             └──────────────────────────────────────────┤
//!     └─────────────────────────────────────────── it works ───────────────────┘
//! ```
//!
//! A failure is an attempt without an answer, or with one that proves nothing. The count is shared by all
//! workers: an outage costs as many attempts as are under way or have their slot, the probes, and not as
//! many as there are rows.

use std::time::Duration;

/// Failures in a row, of whichever rows, that are an outage. Fewer happen to a service that merely has a bad
/// moment; a restart behind a balancer costs two or three.
const MAX_FAILURES: u32 = 5;

/// The wait before the first probe; it doubles with each probe that fails.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait before a probe: no service minds one request a minute, and nobody minds a minute.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// How often the wait doubles at most; more is beyond [`MAX_WAIT`].
const MAX_DOUBLINGS: u32 = 6;

/// What an attempt says of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It works: it has answered with sense.
    Works,
    /// It does not.
    Fails,
    /// It is there, and wants to be left alone.
    Throttles,
    /// Nothing: the attempt was not made, or is of another kind.
    Nothing,
}

/// Leave to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// As always.
    Usual,
    /// As the one probe; everybody else waits for its answer.
    Probe,
}

/// What an attempt has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// Nobody sends any more but a probe after this wait.
    Opened(Duration),
    /// The service works again, after so long.
    Closed(Duration),
    /// Patience is at its end, after so long.
    GivenUp(Duration),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed {
        /// In a row.
        failures: u32,
    },
    Open {
        failed_probes: u32,
        probe_at: Duration,
        /// A probe is under way: half-open.
        probing: bool,
    },
}

/// The state machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breaker {
    state: State,
    patience: Duration,
    /// Since when nothing but failures and refusals for speed has come.
    since: Option<Duration>,
}

impl Breaker {
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            state: State::Closed { failures: 0 },
            patience,
            since: None,
        }
    }

    /// Whether the service is taken to be down.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. })
    }

    /// Leave to send at `now`, or the instant to ask again at; none while a probe is under way.
    pub(super) fn pass(&mut self, now: Duration) -> Result<Pass, Option<Duration>> {
        match &mut self.state {
            State::Closed { .. } => Ok(Pass::Usual),
            State::Open { probing: true, .. } => Err(None),
            State::Open { probe_at, .. } if now < *probe_at => Err(Some(*probe_at)),
            State::Open { probing, .. } => {
                *probing = true;
                Ok(Pass::Probe)
            }
        }
    }

    /// Takes what became of an attempt; `chance` (0 to 1) spreads the wait before the next probe.
    pub(super) fn hear(&mut self, pass: Pass, sign: Sign, now: Duration, chance: f64) -> Change {
        let since = match sign {
            Sign::Nothing => {
                if let (State::Open { probing, .. }, Pass::Probe) = (&mut self.state, pass) {
                    *probing = false;
                }
                return Change::None;
            }
            Sign::Works => {
                let since = self.since.take().unwrap_or(now);
                return self.close(now.saturating_sub(since));
            }
            Sign::Fails | Sign::Throttles => *self.since.get_or_insert(now),
        };
        let lasted = now.saturating_sub(since);
        let change = if sign == Sign::Throttles {
            self.close(lasted)
        } else {
            self.fail(pass, now, since, chance)
        };
        let is_down = self.is_open() || sign == Sign::Throttles;
        if is_down && lasted >= self.patience {
            return Change::GivenUp(lasted);
        }
        change
    }

    fn close(&mut self, lasted: Duration) -> Change {
        let was_open = self.is_open();
        self.state = State::Closed { failures: 0 };
        if was_open {
            Change::Closed(lasted)
        } else {
            Change::None
        }
    }

    fn fail(&mut self, pass: Pass, now: Duration, since: Duration, chance: f64) -> Change {
        let failed_probes = match (self.state, pass) {
            (State::Closed { failures }, _) if failures + 1 < MAX_FAILURES => {
                let failures = failures + 1;
                self.state = State::Closed { failures };
                return Change::None;
            }
            (State::Closed { .. }, _) => 0,
            (State::Open { failed_probes, .. }, Pass::Probe) => failed_probes.saturating_add(1),
            // It was under way when the others failed.
            (State::Open { .. }, Pass::Usual) => return Change::None,
        };
        let doubled = FIRST_WAIT.saturating_mul(1 << failed_probes.min(MAX_DOUBLINGS));
        let wait = doubled.min(MAX_WAIT).mul_f64(0.75 + chance / 2.0);
        // The last probe is at the end of patience.
        let last = since.saturating_add(self.patience).max(now);
        let probe_at = (now + wait).min(last);
        self.state = State::Open {
            failed_probes,
            probe_at,
            probing: false,
        };
        Change::Opened(probe_at.saturating_sub(now))
    }
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
