//! How fast requests really went: the fullest of the last seconds. Pure.

use std::time::Duration;

/// Seconds that are remembered: enough to hold one without a hiccup, few enough to be of the present.
const SECONDS: usize = 10;

/// Requests of the last seconds, counted from an instant at which the counting began anew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meter {
    from: Duration,
    /// The second that was counted last, since `from`.
    second: u64,
    counts: [u32; SECONDS],
}

impl Meter {
    /// Begins anew at `from`: a pause is no pace.
    pub(super) fn restart(&mut self, from: Duration) {
        *self = Self {
            from,
            ..Self::default()
        };
    }

    /// A request went out.
    pub(super) fn count(&mut self, now: Duration) {
        self.turn(now);
        if let Some(count) = self.counts.first_mut() {
            *count = count.saturating_add(1);
        }
    }

    /// Requests of the fullest whole second; of the current one where `partly` says that it will do. A
    /// pause in between leaves it as it is, so that it is not taken for slowness.
    pub(super) fn reached(&mut self, now: Duration, partly: bool) -> Option<f64> {
        self.turn(now);
        let skipped = usize::from(!partly);
        let most = self.counts.iter().skip(skipped).max().copied()?;
        (most > 0).then(|| f64::from(most))
    }

    /// Moves on to the second of `now`; the current one stands first.
    fn turn(&mut self, now: Duration) {
        let second = now.saturating_sub(self.from).as_secs();
        let passed = second.saturating_sub(self.second);
        let passed = usize::try_from(passed).map_or(SECONDS, |passed| passed.min(SECONDS));
        self.counts.rotate_right(passed % SECONDS);
        for count in self.counts.iter_mut().take(passed) {
            *count = 0;
        }
        self.second = self.second.max(second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn the_fullest_whole_second_is_what_was_reached() {
        let mut meter = Meter::default();
        meter.restart(ms(500));
        for millis in [500, 600, 700, 1500, 1600, 2500] {
            meter.count(ms(millis));
        }
        assert_eq!(meter.reached(ms(2600), false), Some(3.0));
        assert_eq!(
            meter.reached(ms(11_000), false),
            Some(2.0),
            "the first is too old"
        );
        assert_eq!(meter.reached(ms(60_000), false), None);
    }

    #[test]
    fn before_a_whole_second_only_the_part_of_it_is_known() {
        let mut meter = Meter::default();
        meter.count(ms(5));
        meter.count(ms(6));
        assert_eq!(meter.reached(ms(10), false), None);
        assert_eq!(meter.reached(ms(10), true), Some(2.0));
    }
}
