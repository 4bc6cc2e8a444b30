//! The decision for one request: which rule strikes, and for how long.

use super::{fault::Fault, moment::Moment, plan::FaultPlan, route::Route};

/// What the plan does to one request.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Decision {
    /// Milliseconds to wait before anything else.
    pub(crate) delay_ms: u64,
    /// What goes wrong, with its duration drawn where it has one.
    pub(crate) fault: Option<(Fault, u64)>,
    /// A roll in `0..1` for whatever else the fault has to choose.
    pub(crate) roll: f64,
}

impl Decision {
    /// Whether all tokens die.
    pub(crate) fn revokes(&self) -> bool {
        matches!(self.fault, Some((Fault::RevokeTokens, _)))
    }
}

/// The plan together with how often each rule was asked and has struck.
#[derive(Debug)]
pub(crate) struct Faults {
    plan: FaultPlan,
    started: Moment,
    counts: Vec<Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    seen: u64,
    struck: u64,
}

impl Faults {
    pub(crate) fn new(plan: FaultPlan, started: Moment) -> Self {
        let counts = vec![Counts::default(); plan.rules.len()];
        Self {
            plan,
            started,
            counts,
        }
    }

    /// Decides for the next request to this call. Every rule of the call counts it, whether or not it strikes.
    pub(crate) fn decide(&mut self, route: Route, now: Moment) -> Decision {
        let mut decision = Decision::default();
        let mut delayed = false;
        let seconds = now.millis_since(self.started) as f64 / 1000.0;
        for (index, (rule, counts)) in self.plan.rules.iter().zip(&mut self.counts).enumerate() {
            if !rule.routes.contains(route) {
                continue;
            }
            counts.seen = counts.seen.saturating_add(1);
            let is_delay = matches!(rule.fault, Fault::Delay(_));
            if (is_delay && delayed) || (!is_delay && decision.fault.is_some()) {
                continue;
            }
            let dice = |salt: u64| roll(self.plan.seed, index as u64, counts.seen, salt);
            let when = &rule.when;
            let strikes = when.every.is_none_or(|n| counts.seen.is_multiple_of(n))
                && (when.at.is_empty() || when.at.contains(&counts.seen))
                && when.from.is_none_or(|from| seconds >= from)
                && when.to.is_none_or(|to| seconds < to)
                && when.max.is_none_or(|max| counts.struck < max)
                && when.p.is_none_or(|p| dice(0) < p);
            if !strikes {
                continue;
            }
            counts.struck = counts.struck.saturating_add(1);
            match &rule.fault {
                Fault::Delay(ms) => {
                    delayed = true;
                    decision.delay_ms = ms.draw(dice(1), dice(2));
                }
                fault => {
                    let ms = match fault {
                        Fault::CommitThenDelay(ms) | Fault::LateCommit(ms) | Fault::ListLag(ms) => {
                            ms.draw(dice(1), dice(2))
                        }
                        _ => 0,
                    };
                    decision.roll = dice(3);
                    decision.fault = Some((fault.clone(), ms));
                }
            }
        }
        decision
    }

    /// How often any rule has struck.
    pub(crate) fn struck(&self) -> u64 {
        self.counts.iter().map(|counts| counts.struck).sum()
    }
}

/// A number in `0..1` that depends on nothing but its arguments.
fn roll(seed: u64, rule: u64, request: u64, salt: u64) -> f64 {
    let word = [seed, rule, request, salt]
        .into_iter()
        .fold(0x9e37_79b9_7f4a_7c15, |state: u64, word| {
            mix(state ^ mix(word))
        });
    (word >> 11) as f64 / (1_u64 << 53) as f64
}

/// One step of splitmix64.
fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::super::millis::Millis;
    use super::*;

    const START: Moment = Moment::from_ticks(0);

    fn struck(plan: &str, requests: u64) -> Vec<u64> {
        let mut faults = Faults::new(plan.parse().unwrap(), START);
        (1..=requests)
            .filter(|_| faults.decide(Route::Create, START).fault.is_some())
            .collect()
    }

    /// The numbers of the requests that were struck, asked one by one.
    fn numbers(plan: &str, requests: u64) -> Vec<u64> {
        let mut faults = Faults::new(plan.parse().unwrap(), START);
        (1..=requests)
            .filter_map(|n| faults.decide(Route::Create, START).fault.map(|_| n))
            .collect()
    }

    #[test]
    fn rules_strike_at_the_requests_they_name() {
        assert_eq!(numbers("create:500:every=3", 10), [3, 6, 9]);
        assert_eq!(numbers("create:500:at=2/5", 10), [2, 5]);
        assert_eq!(numbers("create:500:max=2", 10), [1, 2]);
        assert_eq!(numbers("create:500:every=2,max=2", 10), [2, 4]);
        assert_eq!(numbers("list:500", 10), [] as [u64; 0]);
    }

    #[test]
    fn the_same_seed_strikes_the_same_requests_and_another_does_not() {
        let one = numbers("seed=1 create:500:p=0.3", 200);
        assert_eq!(one, numbers("seed=1 create:500:p=0.3", 200));
        assert_ne!(one, numbers("seed=2 create:500:p=0.3", 200));
        assert!((30..=90).contains(&one.len()), "{}", one.len());
        assert!(struck("create:500:p=0", 100).is_empty());
        assert_eq!(struck("create:500:p=1", 100).len(), 100);
    }

    #[test]
    fn the_first_fitting_rule_wins_and_a_delay_comes_on_top() {
        let plan = "create:delay:ms=7 create:503:at=1 create:500 create:delay:ms=9";
        let mut faults = Faults::new(plan.parse().unwrap(), START);
        let first = faults.decide(Route::Create, START);
        assert_eq!(first.delay_ms, 7);
        assert_eq!(first.fault.unwrap().0.name(), "503");
        assert_eq!(
            faults.decide(Route::Create, START).fault.unwrap().0.name(),
            "500"
        );
    }

    #[test]
    fn an_outage_has_a_beginning_and_an_end() {
        let mut faults = Faults::new("any:503:from=2,to=5".parse().unwrap(), START);
        let hit: Vec<i64> = (0..8)
            .filter(|s| {
                faults
                    .decide(Route::List, START.plus_seconds(*s))
                    .fault
                    .is_some()
            })
            .collect();
        assert_eq!(hit, [2, 3, 4]);
    }

    #[test]
    fn delays_stay_within_what_was_written() {
        let mut faults = Faults::new("create:delay:ms=5..50".parse().unwrap(), START);
        for _ in 0..1000 {
            assert!((5..=50).contains(&faults.decide(Route::Create, START).delay_ms));
        }
        assert_eq!(Millis::Uniform(5, 50).draw(0.0, 0.0), 5);
        assert_eq!(Millis::Uniform(5, 50).draw(0.999_999_999, 0.0), 50);
        assert_eq!(Millis::LogNormal(100.0, 0.0).draw(0.5, 0.5), 100);
    }
}
