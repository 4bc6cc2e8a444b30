//! The breaker, state by state.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use super::*;
use proptest::prelude::*;

const PATIENCE: Duration = Duration::from_secs(900);

const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A breaker that has just opened, at second 0.
fn open() -> Breaker {
    let mut breaker = Breaker::new(PATIENCE);
    for _ in 1..MAX_FAILURES {
        assert_eq!(
            breaker.hear(Pass::Usual, Sign::Fails, s(0), 0.5),
            Change::None
        );
    }
    let change = breaker.hear(Pass::Usual, Sign::Fails, s(0), 0.5);
    assert_eq!(change, Change::Opened(FIRST_WAIT));
    breaker
}

#[test]
fn failures_in_a_row_open_it_and_one_that_works_in_between_does_not() {
    let mut breaker = Breaker::new(PATIENCE);
    for _ in 0..100 {
        for _ in 1..MAX_FAILURES {
            breaker.hear(Pass::Usual, Sign::Fails, s(0), 0.5);
        }
        breaker.hear(Pass::Usual, Sign::Works, s(0), 0.5);
    }
    assert!(!breaker.is_open());
    assert!(open().is_open());
}

#[test]
fn one_probe_goes_out_and_everybody_waits_for_its_answer() {
    let mut breaker = open();
    assert_eq!(breaker.pass(s(0)), Err(Some(s(1))));
    assert_eq!(breaker.pass(s(1)), Ok(Pass::Probe));
    assert_eq!(breaker.pass(s(1)), Err(None));
    assert_eq!(
        breaker.hear(Pass::Probe, Sign::Works, s(3), 0.5),
        Change::Closed(s(3))
    );
    assert_eq!(breaker.pass(s(3)), Ok(Pass::Usual));
}

#[test]
fn a_probe_that_was_not_made_leaves_its_place_to_another() {
    let mut breaker = open();
    breaker.pass(s(1)).unwrap();
    breaker.hear(Pass::Probe, Sign::Nothing, s(1), 0.5);
    assert_eq!(breaker.pass(s(1)), Ok(Pass::Probe));
}

#[test]
fn what_was_under_way_when_it_opened_makes_no_wait_longer_and_can_end_it() {
    let mut breaker = open();
    for _ in 0..20 {
        assert_eq!(
            breaker.hear(Pass::Usual, Sign::Fails, s(0), 0.5),
            Change::None
        );
    }
    assert_eq!(breaker.pass(s(0)), Err(Some(s(1))));
    assert_eq!(
        breaker.hear(Pass::Usual, Sign::Works, s(1), 0.5),
        Change::Closed(s(1))
    );
}

#[test]
fn waits_grow_are_spread_and_bounded_until_patience_is_at_its_end() {
    let mut breaker = open();
    let (mut now, mut waits) = (s(0), Vec::new());
    let lasted = loop {
        let Err(Some(probe_at)) = breaker.pass(now) else {
            panic!("there is no wait");
        };
        waits.push((probe_at - now).as_secs());
        now = probe_at;
        breaker.pass(now).unwrap();
        if let Change::GivenUp(lasted) = breaker.hear(Pass::Probe, Sign::Fails, now, 0.5) {
            break lasted;
        }
    };
    assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(lasted, PATIENCE, "the last probe is at the end of patience");
    assert!(waits.len() < 30, "{waits:?}");
}

#[test]
fn refusals_for_speed_are_no_outage_and_try_patience_all_the_same() {
    let mut breaker = Breaker::new(PATIENCE);
    for second in 0..900 {
        let change = breaker.hear(Pass::Usual, Sign::Throttles, s(second), 0.5);
        assert_eq!((change, breaker.is_open()), (Change::None, false));
    }
    let change = breaker.hear(Pass::Usual, Sign::Throttles, s(900), 0.5);
    assert_eq!(change, Change::GivenUp(PATIENCE));
}

proptest! {
    #[test]
    fn never_more_than_one_probe_is_under_way(steps in prop::collection::vec((0_u8..4, 0_u64..90), 0..200)) {
        let mut breaker = open();
        let (mut now, mut under_way) = (s(0), None);
        for (step, wait) in steps {
            now += s(wait);
            match (breaker.pass(now), under_way) {
                (Ok(Pass::Probe), known) => {
                    prop_assert_eq!(known, None);
                    under_way = Some(Pass::Probe);
                }
                (Ok(Pass::Usual), _) => prop_assert!(!breaker.is_open()),
                (Err(until), _) => prop_assert!(until.is_none_or(|until| until <= now + MAX_WAIT * 5 / 4)),
            }
            let sign = [Sign::Works, Sign::Fails, Sign::Throttles, Sign::Nothing][usize::from(step)];
            if let Some(pass) = under_way.take() {
                breaker.hear(pass, sign, now, 0.5);
            }
        }
    }
}
