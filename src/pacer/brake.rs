//! How the pace answers refusals: it is halved, and climbs back slowly. Pure.
//!
//! Halving finds a pace that holds within a few waves whatever the limit is; small steps upwards find it
//! again without being a nuisance. Just below the pace that was refused last, a step is tried once a minute.
//! Where that pace is passed without a refusal, it was no limit, and the steps go on as before.

use std::time::Duration;

/// How long a pace must hold before the next step up.
const STEP_AFTER: Duration = Duration::from_secs(5);

/// How long it must hold close to the pace that was refused: a refusal or two in several minutes is what
/// finding the limit anew may cost.
const PROBE_AFTER: Duration = Duration::from_secs(60);

/// One step up, as a share of the pace that was refused: from half of it back to it in five.
const STEP: f64 = 0.1;

/// One step close to it.
const SMALL_STEP: f64 = 0.05;

/// What is close to it, as shares of it.
const CLOSE: std::ops::RangeInclusive<f64> = 0.85..=1.1;

/// No refusal slows the pace further than to one request a second: the waits between refusals grow beyond
/// that by themselves, and a service that refuses whatever the pace is must not bring a run to a halt.
const LEAST_PACE: f64 = 1.0;

/// Where a limit was set, the pace may fall to this share of it if that is slower: four halvings.
const LEAST_SHARE: f64 = 1.0 / 16.0;

/// The pace under refusals, in requests a second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brake {
    /// The slowest limit that was set; `None` where none was.
    allowed: Option<f64>,
    /// The pace in force where it is slower than that.
    pace: Option<f64>,
    /// The pace that was refused last.
    refused: Option<f64>,
    /// The fastest pace that has held for a whole step since.
    held: Option<f64>,
    /// When this step began.
    since: Duration,
}

impl Brake {
    pub(super) fn new(allowed: Option<f64>) -> Self {
        Self {
            allowed,
            pace: None,
            refused: None,
            held: None,
            since: Duration::ZERO,
        }
    }

    /// The pace in force, where a refusal has made it slower than what is allowed.
    pub(super) fn pace(&self) -> Option<f64> {
        self.pace
    }

    /// The pace that the service took without a refusal, once it has refused one.
    pub(super) fn held(&self) -> Option<f64> {
        self.refused?;
        match self.pace {
            None => self.allowed,
            pace => self.held.or(pace),
        }
    }

    /// The pace was too fast: half of it from `now` on. `reached` is what really went out, which counts
    /// where it is slower than what was allowed.
    pub(super) fn halve(&mut self, now: Duration, reached: Option<f64>) {
        let set = self.pace.or(self.allowed);
        let slower = match (set, reached) {
            (Some(set), Some(reached)) => Some(set.min(reached)),
            _ => set.or(reached),
        };
        let Some(refused) = slower else {
            return;
        };
        let least = self
            .allowed
            .map_or(LEAST_PACE, |most| (most * LEAST_SHARE).min(LEAST_PACE));
        self.refused = Some(refused);
        self.pace = Some((refused / 2.0).max(least));
        self.held = None;
        self.since = now;
    }

    /// Nobody sends before `until`: a pause proves no pace.
    pub(super) fn pause(&mut self, until: Duration) {
        self.since = self.since.max(until);
    }

    /// A request went through at this pace, which proves more than time that has passed. True where the
    /// pace has changed.
    pub(super) fn went_through(&mut self, now: Duration) -> bool {
        let (Some(pace), Some(refused)) = (self.pace, self.refused) else {
            return false;
        };
        let (after, step) = if pace < refused * CLOSE.start() {
            (STEP_AFTER, refused * STEP)
        } else if pace <= refused * CLOSE.end() {
            (PROBE_AFTER, refused * SMALL_STEP)
        } else {
            // What was refused was not the limit.
            (STEP_AFTER, pace * STEP)
        };
        if now < self.since + after {
            return false;
        }
        self.held = Some(pace);
        self.since = now;
        let next = pace + step;
        self.pace = Some(next).filter(|next| self.allowed.is_none_or(|allowed| *next < allowed));
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// The pace of each second while everything goes through, `None` written as 0.
    fn climb(brake: &mut Brake, from: u64, seconds: u64) -> Vec<f64> {
        let second = |now| {
            brake.went_through(s(now));
            (brake.pace().unwrap_or_default() * 100.0).round() / 100.0
        };
        (from..from + seconds).map(second).collect()
    }

    #[test]
    fn a_refused_pace_is_halved_and_climbs_back_to_what_is_allowed_and_no_further() {
        let mut brake = Brake::new(Some(10.0));
        assert_eq!((brake.pace(), brake.held()), (None, None));
        brake.halve(s(0), None);
        assert_eq!(brake.pace(), Some(5.0));
        let mut paces = climb(&mut brake, 0, 300);
        paces.dedup();
        assert_eq!(paces, [5.0, 6.0, 7.0, 8.0, 9.0, 9.5, 0.0]);
        assert_eq!(brake.held(), Some(10.0));
    }

    #[test]
    fn close_to_the_pace_that_was_refused_a_step_takes_a_minute() {
        let mut brake = Brake::new(Some(100.0));
        brake.halve(s(0), Some(10.0));
        let paces = climb(&mut brake, 0, 200);
        let at = |pace: f64| paces.iter().position(|p| *p == pace).unwrap();
        assert_eq!((at(9.0), at(9.5), at(10.0)), (20, 80, 140));
    }

    #[test]
    fn where_no_limit_was_set_what_was_reached_is_halved() {
        let mut brake = Brake::new(None);
        brake.halve(s(0), Some(400.0));
        assert_eq!((brake.pace(), brake.held()), (Some(200.0), Some(200.0)));
        let paces = climb(&mut brake, 0, 600);
        assert!(
            paces.last().unwrap() > &800.0,
            "what was refused was not the limit"
        );
    }

    #[test]
    fn what_was_reached_counts_where_it_is_slower_than_what_was_allowed() {
        let mut brake = Brake::new(Some(100.0));
        brake.halve(s(0), Some(6.0));
        assert_eq!(brake.pace(), Some(3.0));
    }

    #[test]
    fn time_alone_lets_no_pace_climb() {
        let mut brake = Brake::new(Some(10.0));
        brake.halve(s(0), None);
        assert!(brake.went_through(s(3600)));
        assert_eq!(brake.pace(), Some(6.0), "one step, not seven hundred");
    }

    proptest! {
        #[test]
        fn no_pace_is_ever_faster_than_allowed_or_slower_than_the_least(
            allowed in 0.01_f64..1000.0,
            events in prop::collection::vec((any::<bool>(), 0_u64..100, 0.5_f64..2000.0), 1..200)
        ) {
            let (mut brake, mut now) = (Brake::new(Some(allowed)), 0);
            for (is_refusal, wait, reached) in events {
                now += wait;
                if is_refusal {
                    let before = brake.pace().unwrap_or(allowed);
                    brake.halve(s(now), Some(reached));
                    prop_assert!(brake.pace().unwrap() <= before);
                } else {
                    brake.went_through(s(now));
                }
                let pace = brake.pace().unwrap_or(allowed);
                prop_assert!(pace <= allowed && pace >= (allowed * LEAST_SHARE).min(LEAST_PACE));
                prop_assert!(brake.held().is_none_or(|held| held <= pace));
            }
        }
    }
}
