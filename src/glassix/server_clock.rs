//! The service's own clock, from the `Date` of its answers. No window is drawn by this machine's clock,
//! which may be wrong, be set, or stand in another year.
//!
//! Several servers may stand behind one name, and their clocks differ. So the slowest and the fastest that
//! were seen are both kept, as offsets from a clock that nobody sets: what was surely not yet is told by
//! the slowest, what may already be by the fastest. One `Date` that is far ahead then widens windows and
//! shifts none.

use tokio::time::Instant;

/// What is known of the service's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerClock {
    base: Instant,
    /// The smallest and the largest offset from the seconds since `base`.
    offsets: Option<(i64, i64)>,
}

impl Default for ServerClock {
    fn default() -> Self {
        Self {
            base: Instant::now(),
            offsets: None,
        }
    }
}

impl ServerClock {
    fn elapsed(&self, now: Instant) -> i64 {
        let elapsed = now.saturating_duration_since(self.base).as_secs();
        i64::try_from(elapsed).unwrap_or(i64::MAX)
    }

    /// Takes the `Date` of an answer that came at `now`.
    pub(super) fn see(&mut self, second: i64, now: Instant) {
        let offset = second.saturating_sub(self.elapsed(now));
        let (least, most) = self.offsets.unwrap_or((offset, offset));
        self.offsets = Some((least.min(offset), most.max(offset)));
    }

    /// What its slowest clock says at `now`.
    pub(super) fn earliest(&self, now: Instant) -> Option<i64> {
        let (least, _) = self.offsets?;
        Some(least.saturating_add(self.elapsed(now)))
    }

    /// What its fastest clock says at `now`.
    pub(super) fn latest(&self, now: Instant) -> Option<i64> {
        let (_, most) = self.offsets?;
        Some(most.saturating_add(self.elapsed(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn one_date_that_is_far_ahead_shifts_no_beginning_of_a_window() {
        let mut clock = ServerClock::default();
        let base = clock.base;
        let at = |seconds| base + Duration::from_secs(seconds);
        let (start, later) = (at(0), at(7));
        assert_eq!(clock.latest(start), None);
        clock.see(1600, start);
        clock.see(1001, at(1));
        assert_eq!(clock.earliest(later), Some(1007));
        assert_eq!(clock.latest(later), Some(1607));
    }
}
