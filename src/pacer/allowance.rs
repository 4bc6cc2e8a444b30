//! What the service says is left of its limit, in headers that it may send. It is used to go slower, never
//! faster, and is never needed. Pure.

use std::time::Duration;

use super::rate::Rate;

/// The longest time to a reset that is believed. Limits are counted by the hour at most.
const MAX_RESET: Duration = Duration::from_secs(3600);

/// The longest pause that a header alone can cause. If nothing is left after it either, a refusal says so,
/// and says it better; a header that is wrong for ever costs no more than this for each request.
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// Resets are told in whole seconds. What is left is spread over the time to a reset only where a second
/// more or less makes no difference.
const LEAST_SPREAD: Duration = Duration::from_secs(5);

/// What is left of one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests that may still be sent.
    pub remaining: u64,
    /// Until this time from now has passed.
    pub reset: Duration,
}

/// What follows from an allowance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Advice {
    /// Nothing.
    Nothing,
    /// Nobody sends for so long.
    Pause(Duration),
    /// No faster than this, for so long.
    Spread(Rate, Duration),
}

impl Allowance {
    /// What follows from it.
    pub(super) fn advice(self) -> Advice {
        let Self { remaining, reset } = self;
        if reset.is_zero() || reset > MAX_RESET {
            return Advice::Nothing;
        }
        if remaining == 0 {
            return Advice::Pause(reset.min(MAX_PAUSE));
        }
        if reset < LEAST_SPREAD {
            return Advice::Nothing;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "so many requests need no more digits than a double has"
        )]
        let pace = remaining as f64 / reset.as_secs_f64();
        let least = 1.0 / MAX_PAUSE.as_secs_f64();
        Rate::per_second(pace.max(least))
            .map_or(Advice::Nothing, |rate| Advice::Spread(rate, reset))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn advice(remaining: u64, reset: u64) -> Advice {
        let reset = Duration::from_secs(reset);
        Allowance { remaining, reset }.advice()
    }

    #[test]
    fn what_is_left_is_spread_and_nothing_left_is_waited_out() {
        let minute = Duration::from_secs(60);
        let rate = Rate::per_second(2.0).unwrap();
        assert_eq!(advice(120, 60), Advice::Spread(rate, minute));
        assert_eq!(advice(0, 60), Advice::Pause(minute));
        assert_eq!(advice(0, 3600), Advice::Pause(MAX_PAUSE));
        assert_eq!(
            advice(3, 1),
            Advice::Nothing,
            "a second is too coarse to be spread"
        );
    }

    #[test]
    fn absurd_values_are_ignored_within_bounds() {
        assert_eq!(advice(0, 0), Advice::Nothing);
        assert_eq!(advice(0, 3601), Advice::Nothing);
        assert_eq!(advice(0, u64::MAX), Advice::Nothing);
        assert_eq!(advice(u64::MAX, 60), Advice::Nothing, "no limit at all");
        let slow = Advice::Spread(
            Rate::per_second(1.0 / 60.0).unwrap(),
            Duration::from_secs(3600),
        );
        assert_eq!(advice(1, 3600), slow);
    }
}
