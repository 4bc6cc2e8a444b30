//! Where to look for a ticket that may exist. Pure; everything is in seconds of the service's own clock.

/// How far a ticket's `open` may lie before the `Date` that was seen before its intent: whole seconds,
/// cached `Date` headers, and clocks of several servers that differ a little.
pub const SLACK: i64 = 120;

/// The slack of a row for which no answer had named the time: a clock in the wrong time zone is not further
/// off. (One that stands in another year is; a run asks the service for its time before the first row.)
pub const SLACK_WITHOUT_DATE: i64 = 25 * 3600;

/// Longest window that is asked for at once: the list takes a calendar month, the shortest has 28 days.
const MAX_SLICE: i64 = 28 * 86_400 - 1;

/// A span of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Its beginning.
    pub since: i64,
    /// Its end.
    pub until: i64,
}

impl Window {
    /// Where the ticket of an intent lies, if there is one. `s_lo` is the second before the intent, `at`
    /// this machine's second for a row without it, `now` the service's second.
    #[must_use]
    pub fn of_intent(s_lo: Option<i64>, at: i64, now: i64) -> Self {
        let since = match s_lo {
            Some(second) => second - SLACK,
            None => at - SLACK_WITHOUT_DATE,
        };
        // No earlier end is safe: a claimed row may wait long for its turn, behind refusals for speed or in a
        // machine that sleeps.
        Self {
            since,
            until: now.max(since) + SLACK,
        }
    }

    /// Where a ticket lies whose `open` or `close` the row itself sets.
    #[must_use]
    pub fn of_mapped(second: i64) -> Self {
        Self {
            since: second - 1,
            until: second + 1,
        }
    }

    /// Whether the window holds that second.
    #[must_use]
    pub fn holds(&self, second: i64) -> bool {
        (self.since..=self.until).contains(&second)
    }
}

/// The fewest windows that cover all of these, none longer than the list takes at once.
#[must_use]
pub fn slices(mut windows: Vec<Window>) -> Vec<Window> {
    windows.sort_unstable();
    let mut merged: Vec<Window> = Vec::new();
    for window in windows {
        match merged.last_mut() {
            Some(last) if window.since <= last.until + 1 => {
                last.until = last.until.max(window.until);
            }
            _ => merged.push(window),
        }
    }
    let mut slices = Vec::new();
    for window in merged {
        let mut since = window.since;
        loop {
            let until = window.until.min(since + MAX_SLICE);
            slices.push(Window { since, until });
            if until == window.until {
                break;
            }
            // Both have this second: a ticket opened in the middle of it would be in neither otherwise.
            since = until;
        }
    }
    slices
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_window_begins_before_the_intent_and_ends_now_however_long_that_is() {
        let soon = Window::of_intent(Some(1_000_000), 0, 1_000_060);
        assert_eq!((soon.since, soon.until), (999_880, 1_000_180));
        let weeks_later = Window::of_intent(Some(1_000_000), 0, 3_000_000);
        assert_eq!(weeks_later.until, 3_000_120);
    }

    #[test]
    fn a_service_without_a_clock_is_searched_a_day_around() {
        let window = Window::of_intent(None, 1_000_000, 1_000_000);
        assert_eq!(window.since, 1_000_000 - 25 * 3600);
    }

    proptest! {
        #[test]
        fn slices_cover_every_window_and_none_is_longer_than_the_list_takes(
            spans in prop::collection::vec((0_i64..100_000_000, 0_i64..10_000_000), 1..20),
        ) {
            let windows: Vec<Window> = spans.iter().map(|(since, length)| Window { since: *since, until: since + length }).collect();
            let slices = slices(windows.clone());
            for slice in &slices {
                prop_assert!(slice.until - slice.since <= MAX_SLICE);
            }
            for pair in slices.windows(2) {
                prop_assert!(pair[0].until <= pair[1].since, "slices share an end at the most");
            }
            for window in windows {
                for second in [window.since, window.until, i64::midpoint(window.since, window.until)] {
                    prop_assert!(slices.iter().any(|slice| slice.holds(second)));
                }
            }
        }
    }
}
