//! What follows from a sweep for one row. Pure.

use std::time::Duration;

/// Valid sweeps that must show a row to be absent before it is sent again.
const ABSENT_SWEEPS: u32 = 2;

/// Void sweeps after which a row is left in doubt for the next run. With the default settle time the
/// waits between them (2, 4, 8, 16 min) add up to half an hour.
const MAX_VOIDS: u32 = 5;

/// Longest time between the two sweeps that show absence.
const MAX_GAP: Duration = Duration::from_secs(30);

/// How doubt is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long a request that was given up on may still take effect.
    pub settle: Duration,
    /// Never send a row again that was in doubt.
    pub hold: bool,
    /// Tries of one row.
    pub max_attempts: u32,
}

impl Policy {
    /// The time between the two sweeps that show absence: a list that lags has moved on by then.
    #[must_use]
    pub fn gap(&self) -> Duration {
        (self.settle / 10).min(MAX_GAP)
    }

    /// The wait after a void sweep: 2, 4, 8, 16 minutes at the default settle time.
    fn wait(&self, voids: u32) -> Duration {
        (self.settle * 2 / 5).saturating_mul(1 << voids.min(10))
    }
}

/// What a row has been through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Valid sweeps in a row that did not show it.
    pub absent: u32,
    /// Void sweeps.
    pub voids: u32,
    /// How often it was sent.
    pub attempts: u32,
    /// How long ago it was given up.
    pub age: Duration,
}

/// What the last sweep showed of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// So many tickets with its key.
    Tickets(usize),
    /// None; whether the sweep showed tickets that surely exist.
    None {
        /// At least one such ticket lay in the windows.
        controlled: bool,
    },
    /// The sweep proves nothing.
    Void,
}

/// What to do with the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// It has its ticket.
    Created,
    /// It has more than one.
    Doubled,
    /// It has none: send it.
    Resend,
    /// It has none, and its tries have run out.
    RanOut,
    /// Not known yet: look again after this time.
    Look(Duration),
    /// It stays in doubt; the text says why.
    Leave(&'static str),
}

/// What follows for a row. `search` is updated with what the sweep showed.
pub fn conclude(search: &mut Search, finding: Finding, policy: Policy) -> Conclusion {
    match finding {
        Finding::Tickets(0) => conclude(search, Finding::None { controlled: false }, policy),
        Finding::Tickets(1) => Conclusion::Created,
        Finding::Tickets(_) => Conclusion::Doubled,
        Finding::Void => {
            search.voids += 1;
            search.absent = 0;
            if search.voids >= MAX_VOIDS {
                Conclusion::Leave(
                    "the list of tickets could not be relied on; the next run looks again",
                )
            } else {
                Conclusion::Look(policy.wait(search.voids - 1))
            }
        }
        // Without a ticket that surely exists there is no sign that the list is not late, so it is given
        // twice the time.
        Finding::None { controlled: false } if search.age < policy.settle * 2 => {
            Conclusion::Look(policy.settle * 2 - search.age)
        }
        Finding::None { .. } => {
            search.absent += 1;
            if search.absent < ABSENT_SWEEPS {
                Conclusion::Look(policy.gap())
            } else if policy.hold {
                Conclusion::Leave(
                    "its ticket was not found, and --on-doubt hold never sends a row again",
                )
            } else if search.attempts >= policy.max_attempts {
                Conclusion::RanOut
            } else {
                Conclusion::Resend
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    const POLICY: Policy = Policy {
        settle: Duration::from_secs(300),
        hold: false,
        max_attempts: 5,
    };

    fn search() -> Search {
        Search {
            attempts: 1,
            age: POLICY.settle,
            ..Search::default()
        }
    }

    const ABSENT: Finding = Finding::None { controlled: true };

    #[test]
    fn a_row_is_sent_again_only_after_two_valid_sweeps_without_it() {
        let mut row = search();
        assert_eq!(
            conclude(&mut row, ABSENT, POLICY),
            Conclusion::Look(MAX_GAP)
        );
        assert_eq!(conclude(&mut row, ABSENT, POLICY), Conclusion::Resend);
    }

    #[test]
    fn a_void_sweep_between_two_valid_ones_starts_the_count_anew() {
        let mut row = search();
        conclude(&mut row, ABSENT, POLICY);
        assert_eq!(
            conclude(&mut row, Finding::Void, POLICY),
            Conclusion::Look(Duration::from_secs(120))
        );
        assert_eq!(
            conclude(&mut row, ABSENT, POLICY),
            Conclusion::Look(MAX_GAP)
        );
    }

    #[test]
    fn a_list_without_control_is_given_twice_the_settle_time() {
        let mut row = search();
        let uncontrolled = Finding::None { controlled: false };
        assert_eq!(
            conclude(&mut row, uncontrolled, POLICY),
            Conclusion::Look(POLICY.settle)
        );
        row.age = POLICY.settle * 2;
        assert_eq!(
            conclude(&mut row, uncontrolled, POLICY),
            Conclusion::Look(MAX_GAP)
        );
        assert_eq!(conclude(&mut row, uncontrolled, POLICY), Conclusion::Resend);
    }

    #[test]
    fn patience_with_a_list_that_cannot_be_relied_on_is_bounded() {
        let mut row = search();
        let conclusions: Vec<Conclusion> = (0..MAX_VOIDS)
            .map(|_| conclude(&mut row, Finding::Void, POLICY))
            .collect();
        let minutes = |m: u64| Conclusion::Look(Duration::from_secs(60 * m));
        assert_eq!(
            conclusions[..4],
            [minutes(2), minutes(4), minutes(8), minutes(16)]
        );
        assert!(matches!(conclusions[4], Conclusion::Leave(_)));
    }

    proptest! {
        #[test]
        fn hold_never_sends_again_whatever_the_list_shows(findings in prop::collection::vec(0_u8..4, 0..30)) {
            let policy = Policy { hold: true, ..POLICY };
            let mut row = search();
            for finding in findings {
                let finding = match finding {
                    0 => Finding::Void,
                    1 => ABSENT,
                    2 => Finding::None { controlled: false },
                    _ => Finding::Tickets(0),
                };
                prop_assert_ne!(conclude(&mut row, finding, policy), Conclusion::Resend);
            }
        }
    }
}
