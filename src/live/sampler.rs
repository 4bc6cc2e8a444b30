//! Turns counts that only grow into what happened since the last look.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::glassix::Client;
use crate::measure::{Measures, Series, Tick};
use crate::pacer::Pacer;
use crate::run::Tally;

/// Looks at the rows over which the speed is told, one a second: short enough to follow a change, long
/// enough not to jump.
const SPEED_OVER: usize = 10;

/// What a look sees.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    at_ms: u64,
    created: u64,
    requests: u64,
    throttled: u64,
    held_ms: u64,
}

/// Looks at the counts of a run now and then.
pub(super) struct Sampler {
    started: Instant,
    last: Seen,
    series: Series,
    speed: VecDeque<(f64, u64)>,
}

impl Sampler {
    pub(super) fn new(started: Instant) -> Self {
        Self {
            started,
            last: Seen::default(),
            series: Series::default(),
            speed: VecDeque::with_capacity(SPEED_OVER + 1),
        }
    }

    pub(super) fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Looks once, and keeps what has happened since the last look.
    pub(super) fn look(&mut self, tally: &Tally, client: &Client, pacer: &Pacer) {
        let seen = Seen {
            at_ms: self.elapsed_ms(),
            created: tally.created.get(),
            requests: client.requests(),
            throttled: client.throttled(),
            held_ms: client.meter().held_ms(Instant::now()),
        };
        let last = std::mem::replace(&mut self.last, seen);
        let looked_ms = seen.at_ms.saturating_sub(last.at_ms);
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds between two looks are few"
        )]
        let seconds = looked_ms as f64 / 1000.0;
        let limit = pacer.rates().slowest().map(|rate| rate.as_per_second());
        let tick = Tick {
            looked_ms,
            created: seen.created.saturating_sub(last.created),
            requests: seen.requests.saturating_sub(last.requests),
            throttled: seen.throttled.saturating_sub(last.throttled),
            held_ms: seen.held_ms.saturating_sub(last.held_ms),
            allowed: limit.map_or(0.0, |limit| limit * seconds),
        };
        self.series.add(seen.at_ms, tick);
    }

    /// Rows a second over the last seconds, to be asked once a second.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a speed needs no more digits than a double has"
    )]
    pub(super) fn rows_per_second(&mut self, ended: u64) -> f64 {
        let now = self.started.elapsed().as_secs_f64();
        self.speed.push_back((now, ended));
        if self.speed.len() > SPEED_OVER {
            self.speed.pop_front();
        }
        let (then, before) = match self.speed.front() {
            Some(first) if self.speed.len() > 1 => *first,
            _ => (0.0, 0),
        };
        ended.saturating_sub(before) as f64 / (now - then).max(0.001)
    }

    /// What was measured so far.
    pub(super) fn measures(&self, client: &Client) -> Measures {
        let meter = client.meter();
        Measures {
            elapsed_ms: self.last.at_ms,
            requests: self.last.requests,
            throttled: self.last.throttled,
            unanswered: meter.unanswered(),
            waited_ms: meter.waited_ms(),
            held_ms: self.last.held_ms,
            series: self.series.clone(),
            answers: meter.answers(),
        }
    }
}
