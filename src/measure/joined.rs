//! What several runs measured that went on at the same time, as one: those of the shards of an import. Pure.

use super::{AnswerTimes, Interval, Measures};

/// Most intervals: as many as a chart has room for.
const MOST: f64 = 120.0;

/// Shortest interval of several runs, in seconds: it is known to a second when each of them began.
const SHORTEST: f64 = 1.0;

/// What a run measured, and when it began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Its beginning, in seconds since 1970 by the clock of its machine.
    pub began: i64,
    /// What it measured.
    pub measures: Measures,
}

/// What one run measured, or several together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// How many runs these are.
    pub runs: usize,
    /// Sums; what took time is from the first beginning to the last end.
    pub sums: Measures,
    /// What happened when, in seconds from the first beginning. Of several runs, a limit is what all of them were
    /// allowed together, and a hold is the share of it in which each was held, on average.
    pub intervals: Vec<Interval>,
}

impl Measured {
    /// Its end, to a second.
    fn end(&self) -> i64 {
        let seconds = self.measures.elapsed_ms.div_ceil(1000);
        self.began
            .saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

impl Joined {
    /// The last of these runs, with all that went on at the same time, or at the same time as one of those. What
    /// happened on another day has no place in the same chart. `None` of none.
    #[must_use]
    pub fn last(mut runs: Vec<Measured>) -> Option<Self> {
        runs.sort_by_key(|run| run.began);
        let (mut first, mut end) = (0, i64::MIN);
        for (index, run) in runs.iter().enumerate() {
            if run.began > end {
                first = index;
            }
            end = end.max(run.end());
        }
        match runs.get(first..)? {
            [] => None,
            [run] => Some(Self {
                runs: 1,
                intervals: run.measures.series.intervals(run.measures.elapsed_ms),
                sums: run.measures.clone(),
            }),
            together => Some(Self::of(together)),
        }
    }

    fn of(runs: &[Measured]) -> Self {
        let began = runs.iter().map(|run| run.began).min().unwrap_or(0);
        let mut sums = Measures::default();
        let mut placed: Vec<(u64, Vec<Interval>)> = Vec::with_capacity(runs.len());
        for Measured {
            began: own,
            measures,
        } in runs
        {
            let late = own.saturating_sub(began).saturating_mul(1000);
            let late = u64::try_from(late).unwrap_or(0);
            sums.elapsed_ms = sums.elapsed_ms.max(late + measures.elapsed_ms);
            sums.requests += measures.requests;
            sums.throttled += measures.throttled;
            sums.unanswered += measures.unanswered;
            sums.waited_ms += measures.waited_ms;
            sums.held_ms += measures.held_ms;
            placed.push((late, measures.series.intervals(measures.elapsed_ms)));
        }
        sums.answers = AnswerTimes::sum(runs.iter().map(|run| &run.measures.answers));
        let mut intervals = blank(&placed, sums.elapsed_ms);
        for (late, series) in &placed {
            for of in series {
                spread(seconds(*late), of, &mut intervals);
            }
        }
        intervals.iter_mut().for_each(settle);
        Self {
            runs: runs.len(),
            sums,
            intervals,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a time in a chart needs no more digits than a double has"
)]
fn seconds(millis: u64) -> f64 {
    millis as f64 / 1000.0
}

/// Intervals of one length for all of the time, none shorter than those that are put into them.
fn blank(placed: &[(u64, Vec<Interval>)], elapsed_ms: u64) -> Vec<Interval> {
    let widths = placed
        .iter()
        .flat_map(|(_, series)| series)
        .map(|of| of.to - of.from);
    let widest = widths.fold(SHORTEST, f64::max);
    let elapsed = seconds(elapsed_ms.max(1));
    let count = (elapsed / widest).floor().clamp(1.0, MOST);
    let width = elapsed / count;
    let mut intervals = Vec::new();
    let mut number = 0.0;
    while number < count {
        intervals.push(Interval {
            from: number * width,
            to: (number + 1.0) * width,
            limit: Some(0.0),
            ..Interval::default()
        });
        number += 1.0;
    }
    intervals
}

/// Puts what a run did in an interval into those of all, by how much of it lies in each; nothing is lost. Until
/// [`settle`], `looked` is the time of all runs and `limit` a number of requests.
fn spread(late: f64, of: &Interval, all: &mut [Interval]) {
    let (from, length) = (late + of.from, (of.to - of.from).max(0.001));
    let last = all.len().saturating_sub(1);
    for (index, into) in all.iter_mut().enumerate() {
        // Whatever lies beyond an end by a rounding is in the interval at that end.
        let share = |at: f64| ((at - from) / length).clamp(0.0, 1.0);
        let begin = if index == 0 { 0.0 } else { share(into.from) };
        let end = if index == last { 1.0 } else { share(into.to) };
        if end <= begin {
            continue;
        }
        let part = |count: u64| up_to(count, end) - up_to(count, begin);
        into.created += part(of.created);
        into.requests += part(of.requests);
        into.throttled += part(of.throttled);
        let share = end - begin;
        into.looked += of.looked * share;
        into.held += of.held * share;
        // Where nobody looked, nothing is known of a limit.
        if of.looked > 0.0 {
            into.limit = into
                .limit
                .zip(of.limit)
                .map(|(sum, limit)| sum + limit * of.looked * share);
        }
    }
}

/// So much of a count lies before this share of its time. Rounded, so that the parts of a count add up to it.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count of requests lies between nought and that count"
)]
fn up_to(count: u64, share: f64) -> u64 {
    (count as f64 * share).round() as u64
}

/// Makes rates of what was gathered.
fn settle(of: &mut Interval) {
    let length = of.to - of.from;
    of.held = (of.held / of.looked.max(0.001)).min(1.0) * length;
    of.limit = of
        .limit
        .filter(|allowed| *allowed > 0.0)
        .map(|allowed| allowed / length);
    of.looked = length;
}

#[cfg(test)]
#[path = "joined_tests.rs"]
mod tests;
