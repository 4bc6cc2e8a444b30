//! What happened when: a fixed number of intervals, of which each is twice as long as soon as there are
//! too few of them.

use serde::{Deserialize, Serialize};

/// Most intervals: as many as a chart has room for. A full series has at least half of them.
const MOST: usize = 120;

/// Length of an interval at the beginning, in milliseconds: a run of ten seconds still has a shape.
const SHORTEST_MS: u64 = 500;

/// Intervals of one length, from the beginning of the run on, as columns: so they take the least room.
/// Each column is a sum over its interval, so that two of them make one by addition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Series {
    width_ms: u64,
    /// Milliseconds that the looks at an interval were about: now and then one more look falls into it
    /// than into its neighbours.
    looked_ms: Vec<u64>,
    created: Vec<u64>,
    requests: Vec<u64>,
    throttled: Vec<u64>,
    held_ms: Vec<u64>,
    /// Thousandths of requests that the limits in force allowed.
    allowed: Vec<u64>,
}

/// What happened since the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tick {
    /// Milliseconds since then.
    pub looked_ms: u64,
    /// Rows that got their ticket.
    pub created: u64,
    /// Requests that were sent.
    pub requests: u64,
    /// Requests that were refused for speed.
    pub throttled: u64,
    /// Milliseconds in which nobody was to send.
    pub held_ms: u64,
    /// Requests that the limits in force allowed; nought without a limit.
    pub allowed: f64,
}

/// One interval, as rates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Its beginning, in seconds.
    pub from: f64,
    /// Its end, in seconds.
    pub to: f64,
    /// Seconds that its counts are about.
    pub looked: f64,
    /// Rows that got their ticket.
    pub created: u64,
    /// Requests that were sent.
    pub requests: u64,
    /// Requests that were refused for speed.
    pub throttled: u64,
    /// Seconds in which nobody was to send.
    pub held: f64,
    /// Requests a second that the limits allowed; `None` without a limit.
    pub limit: Option<f64>,
}

impl Interval {
    /// So many of something as so many a second.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate needs no more digits than a double has"
    )]
    pub fn rate(&self, count: u64) -> f64 {
        count as f64 / self.looked.max(0.001)
    }
}

impl Default for Series {
    fn default() -> Self {
        Self {
            width_ms: SHORTEST_MS,
            looked_ms: Vec::new(),
            created: Vec::new(),
            requests: Vec::new(),
            throttled: Vec::new(),
            held_ms: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

impl Series {
    /// Adds what happened up to an instant, in milliseconds from the beginning of the run.
    pub fn add(&mut self, at_ms: u64, tick: Tick) {
        let before = at_ms.saturating_sub(1);
        while before / self.width_ms >= MOST as u64 {
            self.width_ms *= 2;
            for column in self.columns() {
                *column = column.chunks(2).map(|pair| pair.iter().sum()).collect();
            }
        }
        let index = usize::try_from(before / self.width_ms).unwrap_or(MOST - 1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a limit is above nought, and at most a hundred thousand a second"
        )]
        let allowed = (tick.allowed * 1000.0).round() as u64;
        let values = [
            tick.looked_ms,
            tick.created,
            tick.requests,
            tick.throttled,
            tick.held_ms,
            allowed,
        ];
        for (column, value) in self.columns().into_iter().zip(values) {
            if column.len() <= index {
                column.resize(index + 1, 0);
            }
            if let Some(sum) = column.get_mut(index) {
                *sum = sum.saturating_add(value);
            }
        }
    }

    fn columns(&mut self) -> [&mut Vec<u64>; 6] {
        [
            &mut self.looked_ms,
            &mut self.created,
            &mut self.requests,
            &mut self.throttled,
            &mut self.held_ms,
            &mut self.allowed,
        ]
    }

    /// The intervals up to the end of the run, in milliseconds. A last one that has hardly begun is part
    /// of the one before it, since its rate would say nothing.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a time in a chart needs no more digits than a double has"
    )]
    pub fn intervals(&self, end_ms: u64) -> Vec<Interval> {
        let width = self.width_ms.max(1);
        let at = |column: &[u64], index: usize| column.get(index).copied().unwrap_or(0);
        let mut intervals: Vec<Interval> = Vec::new();
        for index in 0..self.created.len().min(MOST) {
            let from = index as u64 * width;
            let to = (from + width).min(end_ms.max(from + 1));
            let looked = at(&self.looked_ms, index) as f64 / 1000.0;
            let allowed = at(&self.allowed, index) as f64 / 1000.0;
            let interval = Interval {
                from: from as f64 / 1000.0,
                to: to as f64 / 1000.0,
                looked,
                created: at(&self.created, index),
                requests: at(&self.requests, index),
                throttled: at(&self.throttled, index),
                held: at(&self.held_ms, index) as f64 / 1000.0,
                limit: (allowed > 0.0).then(|| allowed / looked.max(0.001)),
            };
            match intervals.last_mut() {
                Some(last) if (to - from) * 2 < width => join(last, &interval),
                _ => intervals.push(interval),
            }
        }
        intervals
    }
}

fn join(last: &mut Interval, next: &Interval) {
    last.to = next.to;
    last.looked += next.looked;
    last.created += next.created;
    last.requests += next.requests;
    last.throttled += next.throttled;
    last.held += next.held;
    last.limit = last.limit.or(next.limit);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn created(count: u64) -> Tick {
        Tick {
            looked_ms: 100,
            created: count,
            allowed: 0.5,
            ..Tick::default()
        }
    }

    #[test]
    fn a_run_of_a_week_takes_as_much_room_as_one_of_an_hour() {
        let mut series = Series::default();
        for minute in 1..=7 * 24 * 60 {
            series.add(minute * 60_000, created(1));
        }
        let intervals = series.intervals(7 * 24 * 3_600_000);
        assert!((MOST / 2..=MOST).contains(&intervals.len()));
        assert_eq!(
            intervals.iter().map(|of| of.created).sum::<u64>(),
            7 * 24 * 60
        );
        assert!(serde_json::to_string(&series).unwrap().len() < 4096);
    }

    #[test]
    fn an_interval_that_has_hardly_begun_is_no_interval() {
        let mut series = Series::default();
        series.add(500, created(5));
        series.add(510, created(1));
        let intervals = series.intervals(510);
        assert_eq!(intervals.len(), 1);
        assert_eq!((intervals[0].created, intervals[0].to), (6, 0.51));
        assert!(Series::default().intervals(0).is_empty());
    }

    #[test]
    fn a_column_that_is_missing_or_short_is_nought() {
        let series: Series = serde_json::from_str(r#"{"width_ms":0,"created":[1,2]}"#).unwrap();
        assert_eq!(series.intervals(5).len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_counted_twice(ticks in prop::collection::vec((1_u64..100_000, 0_u64..50), 1..300)) {
            let (mut series, mut at, mut sum) = (Series::default(), 0, 0);
            for (step, count) in ticks {
                at += step;
                sum += count;
                series.add(at, created(count));
            }
            let intervals = series.intervals(at);
            prop_assert_eq!(intervals.iter().map(|of| of.created).sum::<u64>(), sum);
            prop_assert!(intervals.len() <= MOST);
        }
    }
}
