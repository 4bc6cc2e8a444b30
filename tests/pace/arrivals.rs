//! When requests arrived, and what servers that count would have said.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

/// Instants of arrival, in order.
pub(crate) struct Arrivals(Vec<Instant>);

impl Arrivals {
    pub(crate) fn new(mut times: Vec<Instant>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Requests a second from the first to the last.
    pub(crate) fn per_second(&self) -> f64 {
        let span = *self.0.last().unwrap() - self.0[0];
        (self.0.len() - 1) as f64 / span.as_secs_f64()
    }

    /// The shortest time between two of them.
    pub(crate) fn closest(&self) -> Duration {
        let gaps = self.0.windows(2).map(|two| two[1] - two[0]);
        gaps.min().unwrap_or_default()
    }

    /// How many a server would refuse that counts anew each second. Where its seconds begin is its own affair,
    /// so the worst of ten beginnings counts.
    pub(crate) fn refused_fixed(&self, limit: u32) -> usize {
        let of = |tenth: u32| {
            let (mut second, mut count, mut refused) = (0, 0, 0);
            for time in &self.0 {
                let now = (*time - self.0[0] + SECOND * tenth / 10).as_secs();
                if now != second {
                    (second, count) = (now, 0);
                }
                if count < limit {
                    count += 1;
                } else {
                    refused += 1;
                }
            }
            refused
        };
        (0..10).map(of).max().unwrap_or(0)
    }

    /// How many a server would refuse that looks at the last second before each.
    pub(crate) fn refused_sliding(&self, limit: u32) -> usize {
        let (mut passed, mut refused) = (VecDeque::new(), 0);
        for time in &self.0 {
            while passed.front().is_some_and(|first| *time - *first >= SECOND) {
                passed.pop_front();
            }
            if passed.len() < limit as usize {
                passed.push_back(*time);
            } else {
                refused += 1;
            }
        }
        refused
    }
}
