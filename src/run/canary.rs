//! The first rows go alone: what is wrong with all of them should meet one.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::ledger::Outcome;

use super::stop::StopReason;
use crate::ticket::{Difference, told};

/// First rows that may be refused one after the other before the run gives up. One may be wrong in itself; of five
/// different ones it is the mapping, or the service.
const MAX_REFUSALS: u32 = 5;

/// What the fate of a row that went alone says about those behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    /// They may follow.
    Good,
    /// The ticket is there and is not what was sent, in these words.
    Altered(String),
    /// The service says no; perhaps to all of them.
    Bad(String),
    /// Nothing: no answer, an open ticket of the contact, tries that ran out. The next row goes alone.
    None,
}

/// Whether a row came back as it was sent.
fn passes(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Created { differences, .. } if !differences.iter().any(Difference::does_harm))
}

fn sign(outcome: &Outcome) -> Sign {
    match outcome {
        outcome if passes(outcome) => Sign::Good,
        Outcome::Created { differences, .. } => Sign::Altered(told(differences)),
        Outcome::Failed {
            ran_out: false,
            message,
            ..
        } => Sign::Bad(message.clone()),
        _ => Sign::None,
    }
}

/// Lets rows through one at a time until so many have passed. Admission claims no row beside one that goes alone, so
/// a kill leaves that one in doubt and no other.
#[derive(Debug)]
pub(super) struct Canary {
    left: AtomicU32,
    refusals: AtomicU32,
}

impl Canary {
    pub(super) fn new(rows: u32) -> Self {
        Self {
            left: AtomicU32::new(rows),
            refusals: AtomicU32::new(0),
        }
    }

    /// Whether rows may be under way beside each other.
    pub(super) fn is_over(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    /// Takes notice of how a row ended; says so if the run should end of it. Rows end one at a time until it is over.
    pub(super) fn see(&self, outcome: &Outcome) -> Option<StopReason> {
        if self.is_over() {
            return None;
        }
        match sign(outcome) {
            Sign::Good => {
                self.refusals.store(0, Ordering::Relaxed);
                self.left.fetch_sub(1, Ordering::Relaxed);
                None
            }
            Sign::Altered(what) => Some(StopReason::FirstRowDiffers(what)),
            Sign::Bad(last) => {
                let rows = self.refusals.fetch_add(1, Ordering::Relaxed) + 1;
                (rows >= MAX_REFUSALS).then_some(StopReason::FirstRowsRefused { rows, last })
            }
            Sign::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::How;

    fn created() -> Outcome {
        Outcome::Created {
            ticket: 1,
            opened: None,
            how: How::Answer,
            differences: Vec::new(),
        }
    }

    fn failed(ran_out: bool) -> Outcome {
        Outcome::Failed {
            status: Some(400),
            ran_out,
            message: "no".into(),
        }
    }

    #[test]
    fn the_pool_opens_when_as_many_rows_as_were_asked_for_came_back_created() {
        let canary = Canary::new(2);
        assert_eq!(canary.see(&created()), None);
        assert!(!canary.is_over());
        assert_eq!(canary.see(&created()), None);
        assert!(canary.is_over());
        assert!(Canary::new(0).is_over());
    }

    #[test]
    fn rows_that_are_refused_one_after_the_other_end_the_run_and_others_do_not_count() {
        let canary = Canary::new(2);
        let others = [failed(true), Outcome::Released];
        for _ in 1..MAX_REFUSALS {
            assert_eq!(canary.see(&failed(false)), None);
            for other in &others {
                assert_eq!(canary.see(other), None);
            }
        }
        assert_eq!(canary.see(&created()), None, "the refusals begin anew");
        for _ in 1..MAX_REFUSALS {
            assert_eq!(canary.see(&failed(false)), None);
        }
        let end = canary.see(&failed(false));
        let last = "no".to_owned();
        assert_eq!(end, Some(StopReason::FirstRowsRefused { rows: 5, last }));
    }

    #[test]
    fn nothing_counts_once_the_pool_is_open() {
        let canary = Canary::new(0);
        for _ in 0..2 * MAX_REFUSALS {
            assert_eq!(canary.see(&failed(false)), None);
        }
    }
}
