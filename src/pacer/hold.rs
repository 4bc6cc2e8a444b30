//! The instant before which nobody sends. Pure: times are counted from the gate's start, and chance is an
//! argument.

use std::time::Duration;

/// The first wait after a refusal that names no time, as the careful client of the fact sheet waits.
const FIRST_HOLD: Duration = Duration::from_secs(30);

/// The first wait after a refusal that names a time, should that time be shorter: a service that says
/// "at once" and refuses again is asked more slowly each time.
const LEAST_HOLD: Duration = Duration::from_millis(100);

/// How often a wait doubles while nothing but refusals comes.
const MAX_DOUBLINGS: u32 = 5;

/// Longest wait after a refusal, whatever the service or our own backoff says. Longer pauses are an
/// outage, which somebody should hear of.
pub(super) const MAX_HOLD: Duration = Duration::from_secs(15 * 60);

/// What a refusal belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wave {
    /// It was under way when the first of its wave was refused, and says nothing that was not known.
    Same,
    /// The first since a request went through: the pace was too fast.
    First,
    /// Another one, with nothing but refusals in between: the wait was too short. Of the pace it says
    /// nothing, since next to nothing was sent.
    Further,
}

/// The pause of everybody.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hold {
    until: Duration,
    /// When the first refusal of the last wave came.
    refused: Option<Duration>,
    /// Waves since the last request that went through.
    waves: u32,
}

impl Hold {
    /// Nobody sends before this.
    pub(super) fn until(&self) -> Duration {
        self.until
    }

    /// A request that went out at `sent` was refused at `now`. Nobody sends for as long as the service
    /// says, or for 30 s growing with each further wave; `chance` (0 to 1) spreads the end.
    pub(super) fn refuse(
        &mut self,
        sent: Duration,
        now: Duration,
        retry_after: Option<Duration>,
        chance: f64,
    ) -> Wave {
        let is_same = self.refused.is_some_and(|refused| sent <= refused);
        let wave = match self.waves {
            _ if is_same => Wave::Same,
            0 => Wave::First,
            _ => Wave::Further,
        };
        if !is_same {
            let first = if retry_after.is_some() {
                LEAST_HOLD
            } else {
                FIRST_HOLD
            };
            let grown = first.saturating_mul(1 << self.waves.min(MAX_DOUBLINGS));
            let own = grown.mul_f64(1.0 + chance / 4.0);
            self.waves = self.waves.saturating_add(1);
            self.refused = Some(now);
            self.wait(now + own.min(MAX_HOLD));
        }
        self.wait(now + retry_after.unwrap_or_default().min(MAX_HOLD));
        wave
    }

    /// Nobody sends before `until`; what holds longer stays.
    pub(super) fn wait(&mut self, until: Duration) {
        self.until = self.until.max(until);
    }

    /// A request that went out at `sent` was not refused. One that was under way during a refusal says
    /// nothing of the time after it.
    pub(super) fn went_through(&mut self, sent: Duration) {
        if self.refused.is_none_or(|refused| sent > refused) {
            self.waves = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn requests_that_were_under_way_together_are_one_wave() {
        let mut hold = Hold::default();
        let at_once = Some(Duration::ZERO);
        assert_eq!(hold.refuse(s(0), s(1), at_once, 0.0), Wave::First);
        let until = hold.until();
        // Its answer comes long after the short pause is over.
        assert_eq!(hold.refuse(s(1), s(9), None, 0.0), Wave::Same);
        assert_eq!(hold.until(), s(9), "it names no time of its own");
        assert!(until < s(2), "{until:?}");
        assert_eq!(hold.refuse(s(2), s(10), at_once, 0.0), Wave::Further);
    }

    #[test]
    fn waits_grow_until_a_request_goes_through_and_are_bounded() {
        let mut hold = Hold::default();
        let mut now = s(0);
        let mut waits = Vec::new();
        for _ in 0..8 {
            now = hold.until() + s(1);
            hold.refuse(now, now, None, 0.0);
            waits.push((hold.until() - now).as_secs());
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
        hold.went_through(now - s(1));
        let before = now;
        now = hold.until() + s(1);
        hold.went_through(now);
        assert_eq!(hold.refuse(now, now, None, 1.0), Wave::First);
        assert_eq!((hold.until() - now).as_millis(), 37_500);
        assert!(now > before);
    }

    #[test]
    fn an_answer_of_before_the_refusal_does_not_make_the_next_wait_short() {
        let mut hold = Hold::default();
        hold.refuse(s(5), s(6), None, 0.0);
        hold.went_through(s(4));
        let now = hold.until() + s(1);
        assert_eq!(hold.refuse(now, now, None, 0.0), Wave::Further);
    }

    #[test]
    fn what_the_service_asks_for_is_kept_up_to_a_bound() {
        let mut hold = Hold::default();
        hold.refuse(s(0), s(0), Some(s(7)), 0.5);
        assert_eq!(hold.until(), s(7));
        hold.refuse(s(0), s(0), Some(Duration::MAX), 0.5);
        assert_eq!(hold.until(), MAX_HOLD);
    }
}
