#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::super::{Series, Tick};
use super::*;

/// A run that made so many tickets in each of its seconds.
fn run(began: i64, seconds: u64, created: u64) -> Measured {
    let mut series = Series::default();
    for second in 1..=seconds {
        let tick = Tick {
            looked_ms: 1000,
            created,
            requests: created + 1,
            throttled: 1,
            held_ms: 500,
            allowed: 10.0,
        };
        series.add(second * 1000, tick);
    }
    let measures = Measures {
        elapsed_ms: seconds * 1000,
        requests: seconds * (created + 1),
        series,
        ..Measures::default()
    };
    Measured { began, measures }
}

#[test]
fn runs_at_the_same_time_are_added_second_by_second() {
    let joined = Joined::last(vec![run(100, 60, 4), run(100, 60, 4), run(130, 30, 4)]).unwrap();
    assert_eq!((joined.runs, joined.sums.elapsed_ms), (3, 60_000));
    let at = |second: f64| {
        let found = joined
            .intervals
            .iter()
            .find(|of| of.from <= second && second < of.to);
        *found.unwrap()
    };
    for (second, tickets, limit) in [(10.0, 8.0, 20.0), (45.0, 12.0, 30.0)] {
        let of = at(second);
        let rate = of.rate(of.created);
        assert!((rate - tickets).abs() < 2.0, "{second}: {rate}");
        assert!((of.limit.unwrap() - limit).abs() < 1.0, "{of:?}");
        assert!((of.held / of.looked - 0.5).abs() < 0.01, "{of:?}");
    }
}

#[test]
fn a_run_of_another_day_is_not_in_the_chart_of_the_last() {
    let joined = Joined::last(vec![
        run(90_000, 60, 1),
        run(100, 60, 4),
        run(90_060, 10, 1),
    ]);
    let joined = joined.unwrap();
    assert_eq!((joined.runs, joined.sums.elapsed_ms), (2, 70_000));
    let alone = Joined::last(vec![run(100, 60, 4), run(90_000, 5, 2)]).unwrap();
    let own = run(90_000, 5, 2).measures;
    assert_eq!(alone.intervals, own.series.intervals(5000));
    assert_eq!((alone.runs, alone.sums), (1, own));
    assert_eq!(Joined::last(Vec::new()), None);
}

#[test]
fn a_run_without_a_limit_leaves_all_without_one() {
    let mut free = run(100, 10, 4);
    free.measures.series = Series::default();
    let tick = Tick {
        looked_ms: 1000,
        ..Tick::default()
    };
    (1..=10).for_each(|second| free.measures.series.add(second * 1000, tick));
    let joined = Joined::last(vec![run(100, 10, 4), free]).unwrap();
    assert!(joined.intervals.iter().all(|of| of.limit.is_none()));
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_counted_twice(
        runs in prop::collection::vec((0_i64..5, 5_u64..400, 0_u64..30), 1..6)
    ) {
        let runs: Vec<Measured> = runs.into_iter().map(|(began, seconds, created)| run(began, seconds, created)).collect();
        let sum = |count: fn(&Interval) -> u64, intervals: &[Interval]| intervals.iter().map(count).sum::<u64>();
        let own = |count: fn(&Interval) -> u64| runs.iter().map(|run| sum(count, &run.measures.series.intervals(run.measures.elapsed_ms))).sum::<u64>();
        let joined = Joined::last(runs.clone()).unwrap();
        prop_assert_eq!(joined.runs, runs.len());
        prop_assert_eq!(sum(|of| of.created, &joined.intervals), own(|of| of.created));
        prop_assert_eq!(sum(|of| of.requests, &joined.intervals), own(|of| of.requests));
        prop_assert_eq!(sum(|of| of.throttled, &joined.intervals), own(|of| of.throttled));
        prop_assert!(joined.intervals.len() <= 120);
    }
}
