//! How long and how often a token is asked for while none is to be had: seldom, ever more seldom, and not
//! for ever. Pure.

use std::time::Duration;

/// The wait before the second try; it doubles. token/get has a throttle of its own, which nobody knows.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// The longest wait.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// What is left of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// The next wait, before it is spread.
    wait: Duration,
    most: Duration,
}

impl Patience {
    /// Patience for so long.
    pub(super) fn of(most: Duration) -> Self {
        Self {
            wait: FIRST_WAIT,
            most,
        }
    }

    /// The wait before the next try, `elapsed` after the first; `None` once patience is at its end.
    /// `chance` (0 to 1) spreads it.
    pub(super) fn wait(&mut self, elapsed: Duration, chance: f64) -> Option<Duration> {
        let left = self
            .most
            .checked_sub(elapsed)
            .filter(|left| !left.is_zero())?;
        let wait = self.wait.mul_f64(0.75 + chance / 2.0);
        self.wait = self.wait.saturating_mul(2).min(MAX_WAIT);
        // The last try is at the end of patience.
        Some(wait.min(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_fewer_and_end_with_patience() {
        let most = Duration::from_secs(300);
        let (mut patience, mut elapsed, mut waits) =
            (Patience::of(most), Duration::ZERO, Vec::new());
        while let Some(wait) = patience.wait(elapsed, 0.5) {
            elapsed += wait;
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60, 58]);
        assert_eq!(elapsed, most);
    }
}
