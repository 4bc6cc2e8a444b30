//! How long answers took: counts in classes of which each is a fifth wider than the one before it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Classes for each doubling of the time: a value is known to a fifth of itself.
const PER_DOUBLING: u32 = 4;

/// Number of classes: from a millisecond to 17 minutes, which is longer than any request may take.
pub(super) const CLASSES: usize = 81;

/// How many answers took how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerTimes {
    /// Number of a class and its count, in the order of classes; classes without an answer are left out.
    counts: Vec<(u16, u64)>,
}

/// The answers that took longer than `from` and at most `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Milliseconds, not included.
    pub from: f64,
    /// Milliseconds, included.
    pub to: f64,
    /// How many answers.
    pub count: u64,
}

/// The class of a time.
pub(super) fn class_of(took: Duration) -> usize {
    let millis = took.as_secs_f64() * 1000.0;
    if millis <= 1.0 {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the logarithm of a number above one is above nought, and that of any duration below a hundred"
    )]
    let class = (millis.log2() * f64::from(PER_DOUBLING)).ceil() as usize;
    class.min(CLASSES - 1)
}

/// The longest time of a class, in milliseconds.
fn end_of(class: u16) -> f64 {
    (f64::from(class) / f64::from(PER_DOUBLING)).exp2()
}

impl AnswerTimes {
    /// Counts by class, from the first class on.
    pub(super) fn of(counts: impl IntoIterator<Item = u64>) -> Self {
        let counts = (0_u16..).zip(counts).filter(|(_, count)| *count > 0);
        Self {
            counts: counts.collect(),
        }
    }

    /// Those of several runs, class by class.
    pub(super) fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut counts: BTreeMap<u16, u64> = BTreeMap::new();
        for (class, count) in all.into_iter().flat_map(|times| &times.counts) {
            *counts.entry(*class).or_default() += count;
        }
        Self {
            counts: counts.into_iter().collect(),
        }
    }

    /// How many answers there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The classes from the shortest time to the longest, those between them without an answer included.
    #[must_use]
    pub fn classes(&self) -> Vec<Class> {
        let first = self.counts.first().map_or(0, |(class, _)| *class);
        let last = self.counts.last().map_or(0, |(class, _)| *class);
        let last = last.min(u16::try_from(CLASSES).unwrap_or(u16::MAX));
        let class = |class: u16| Class {
            from: if class == 0 { 0.0 } else { end_of(class - 1) },
            to: end_of(class),
            count: self
                .counts
                .iter()
                .find(|(number, _)| *number == class)
                .map_or(0, |(_, count)| *count),
        };
        if self.counts.is_empty() {
            return Vec::new();
        }
        (first..=last).map(class).collect()
    }

    /// The time, in milliseconds, within which this share of the answers came, to the end of its class;
    /// `None` without an answer.
    #[must_use]
    pub fn within(&self, share: f64) -> Option<f64> {
        let total = self.total();
        let mut counted = 0;
        for (class, count) in &self.counts {
            counted += count;
            #[expect(
                clippy::cast_precision_loss,
                reason = "a share of so many answers needs no more digits than a double has"
            )]
            if counted as f64 >= share * total as f64 {
                return Some(end_of(*class));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn times(millis: &[u64]) -> AnswerTimes {
        let mut counts = [0; CLASSES];
        for millis in millis {
            counts[class_of(Duration::from_millis(*millis))] += 1;
        }
        AnswerTimes::of(counts)
    }

    #[test]
    fn shares_are_told_to_a_fifth_of_themselves() {
        let times = times(&[10, 20, 30, 40, 1000]);
        let median = times.within(0.5).unwrap();
        assert!((30.0..36.0).contains(&median), "{median}");
        let longest = times.within(1.0).unwrap();
        assert!((1000.0..1200.0).contains(&longest), "{longest}");
        assert_eq!(AnswerTimes::default().within(0.5), None);
    }

    #[test]
    fn those_of_several_runs_are_as_if_of_one() {
        let parts = [times(&[1, 7]), times(&[]), times(&[7, 300])];
        assert_eq!(AnswerTimes::sum(&parts), times(&[1, 7, 7, 300]));
    }

    #[test]
    fn classes_join_without_a_gap_and_add_up() {
        let times = times(&[1, 1, 7, 300]);
        let classes = times.classes();
        assert!(
            classes
                .windows(2)
                .all(|pair| (pair[0].to - pair[1].from).abs() < 1e-9)
        );
        assert_eq!(classes.iter().map(|class| class.count).sum::<u64>(), 4);
        assert!(AnswerTimes::default().classes().is_empty());
    }

    proptest! {
        #[test]
        fn every_time_lies_in_its_class(micros in 1_u64..1_000_000_000) {
            let millis = Duration::from_micros(micros).as_secs_f64() * 1000.0;
            let class = class_of(Duration::from_micros(micros));
            let end = end_of(u16::try_from(class).unwrap());
            prop_assert!(millis <= end * 1.000_001);
            prop_assert!(class == 0 || millis > end_of(u16::try_from(class - 1).unwrap()) * 0.999_999);
        }
    }
}
