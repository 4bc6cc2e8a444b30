//! A schedule of slots, handed out ahead of their time. Pure: takes `now`, never sleeps.
//!
//! Asking a limiter "may I?" and sleeping until it says yes loses the credit of every late wake-up: the
//! timer is up to a millisecond late, and with a burst of one nothing makes up for it. So a slot is
//! reserved when a request begins to wait. The next one is counted from the slot and not from the
//! instant at which the sleeper woke, and lateness does not add up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::{Clock, Reference as _};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use super::rate::Rate;

/// A clock that stands at the slot that is being asked for.
#[derive(Clone, Debug, Default)]
struct SlotClock(Arc<AtomicU64>);

impl Clock for SlotClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.load(Ordering::Relaxed))
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, SlotClock, NoOpMiddleware<Nanos>>;

/// The schedule of all limits together.
#[derive(Debug)]
pub(super) struct Slots {
    clock: SlotClock,
    /// Slowest first: it binds, and the others then pass at the slot that it gives.
    limiters: Vec<Limiter>,
    /// The last slot that was given.
    last: Option<Duration>,
}

impl Slots {
    pub(super) fn new(rates: impl IntoIterator<Item = Rate>) -> Self {
        let clock = SlotClock::default();
        let mut sorted: Vec<Rate> = rates.into_iter().collect();
        sorted.sort_by(|a, b| a.as_per_second().total_cmp(&b.as_per_second()));
        let limiters = sorted
            .iter()
            .filter_map(|rate: &Rate| Quota::with_period(rate.period()))
            .map(|quota| RateLimiter::direct_with_clock(quota, clock.clone()))
            .collect();
        Self {
            clock,
            limiters,
            last: None,
        }
    }

    /// A schedule that goes on behind the slot `last`, by other limits.
    pub(super) fn after(last: Option<Duration>, rates: impl IntoIterator<Item = Rate>) -> Self {
        let mut slots = Self::new(rates);
        if let Some(last) = last {
            slots.reserve(last);
        }
        slots
    }

    /// The last slot that was given.
    pub(super) fn last(&self) -> Option<Duration> {
        self.last
    }

    /// Reserves the first free slot at or after `now`; both are times since one common instant.
    pub(super) fn reserve(&mut self, now: Duration) -> Duration {
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        self.clock.0.fetch_max(now, Ordering::Relaxed);
        for limiter in &self.limiters {
            // The clock is moved to the instant that the limiter names, so the second question is the
            // last one.
            while let Err(refused) = limiter.check() {
                let earliest = refused.earliest_possible().duration_since(Nanos::from(0));
                self.clock.0.fetch_max(earliest.into(), Ordering::Relaxed);
            }
        }
        let slot = Duration::from_nanos(self.clock.0.load(Ordering::Relaxed));
        self.last = Some(slot);
        slot
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::rate::Rates;
    use super::*;
    use proptest::prelude::*;

    fn slots(rates: &[&str]) -> Slots {
        Slots::new(Rates::parse(rates).unwrap().0)
    }

    #[test]
    fn slots_are_one_period_apart_from_the_very_first() {
        let mut slots = slots(&["10/s"]);
        let given: Vec<_> = (0..4).map(|_| slots.reserve(Duration::ZERO)).collect();
        assert_eq!(given, [0, 100, 200, 300].map(Duration::from_millis));
    }

    #[test]
    fn a_late_wake_up_costs_nothing_and_idling_saves_nothing_up() {
        let mut slots = slots(&["10/s"]);
        assert_eq!(slots.reserve(Duration::ZERO), Duration::ZERO);
        let late = Duration::from_millis(103);
        assert_eq!(
            slots.reserve(Duration::from_millis(50)),
            Duration::from_millis(100)
        );
        assert_eq!(slots.reserve(late), Duration::from_millis(200));
        let idle = Duration::from_secs(60);
        assert_eq!(slots.reserve(idle), idle);
        assert_eq!(slots.reserve(idle), idle + Duration::from_millis(100));
    }

    #[test]
    fn of_several_limits_the_slowest_binds() {
        let mut slots = slots(&["5/s", "200/min"]);
        let given: Vec<_> = (0..3).map(|_| slots.reserve(Duration::ZERO)).collect();
        assert_eq!(given, [0, 300, 600].map(Duration::from_millis));
    }

    #[test]
    fn a_schedule_goes_on_by_other_limits_without_coming_closer_to_the_last_slot() {
        let ms = Duration::from_millis;
        let rates = |text| Rates::parse(&[text]).unwrap().0;
        let mut slots = slots(&["10/s"]);
        slots.reserve(ms(50));
        let mut slots = Slots::after(slots.last(), rates("2/s"));
        assert_eq!(slots.reserve(ms(60)), ms(550));
        let mut slots = Slots::after(slots.last(), rates("none"));
        assert_eq!(slots.reserve(ms(560)), ms(560));
    }

    proptest! {
        #[test]
        fn no_two_slots_are_closer_than_the_pace(rate in 1_u32..5000, waits in prop::collection::vec(0_u64..20_000, 1..200)) {
            let text = format!("{rate}/s");
            let mut slots = slots(&[&text]);
            let period = text.parse::<Rate>().unwrap().period();
            let (mut now, mut last) = (Duration::ZERO, None);
            for wait in waits {
                now += Duration::from_micros(wait);
                let slot = slots.reserve(now);
                prop_assert!(slot >= now || last.is_some_and(|last| slot > last));
                if let Some(last) = last {
                    prop_assert!(slot >= last + period - Duration::from_nanos(1));
                }
                last = Some(slot);
            }
        }
    }
}
