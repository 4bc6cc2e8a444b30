//! Every step that a row may take stands here, and nowhere else.
//!
//! ```text
//!  absent ──claim──▶ Sending ──▶ Created | Conflict | Failed      what the service said
//!                       │  └───▶ Released ──claim──▶ Sending      it surely did nothing
//!                       └──────▶ InDoubt                          it may have done something
//!  InDoubt ──found──▶ Created        InDoubt ──provably absent──▶ Released, and watched
//!  absent ──reject──▶ Rejected       Failed | Conflict | Rejected ──claim──▶ Sending
//! ```
//!
//! A row that is `Sending` when a run opens the ledger was sent by a run that died: it is in doubt by
//! definition, and there is no step from doubt to a claim but through a lookup.

use thiserror::Error;

/// Where a row stands. The numbers are the ledger's own and never change their meaning; 1 is the state
/// of nearly all rows and costs `SQLite` no byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// The ticket exists and its id is recorded. Terminal.
    Created = 1,
    /// The intent is durable; bytes may have left.
    Sending = 2,
    /// It was tried, and surely without effect: as good as never sent.
    Released = 3,
    /// It was sent, or may have been, and the answer is not known.
    InDoubt = 4,
    /// The service refused it, or tries ran out.
    Failed = 5,
    /// The contact already has an open ticket.
    Conflict = 6,
    /// The row itself is wrong; it was never sent.
    Rejected = 7,
}

impl State {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Created,
        Self::Sending,
        Self::Released,
        Self::InDoubt,
        Self::Failed,
        Self::Conflict,
        Self::Rejected,
    ];

    /// The state of that number in a ledger.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as i64 == number)
    }

    /// The word that users see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Sending => "sending",
            Self::Released => "not attempted",
            Self::InDoubt => "in doubt",
            Self::Failed => "failed",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
        }
    }

    /// Whether a ticket may exist of which nothing is known.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Sending | Self::InDoubt)
    }
}

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The intent to send is written.
    Claim,
    /// The service answered with the ticket.
    Created,
    /// The service refused, or tries ran out.
    Failed,
    /// The service named an open ticket of the contact.
    Conflict,
    /// The attempt surely had no effect.
    Released,
    /// The attempt may have had an effect.
    InDoubt,
    /// The row was judged wrong.
    Reject,
    /// A lookup found the key.
    Found,
    /// Valid lookups showed that the key does not exist.
    Absent,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 9] = [
        Self::Claim,
        Self::Created,
        Self::Failed,
        Self::Conflict,
        Self::Released,
        Self::InDoubt,
        Self::Reject,
        Self::Found,
        Self::Absent,
    ];
}

/// A step that no row may take: a fault of this program, which ends the run before it sends more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a row that is {} cannot take the step {step:?}", .from.map_or("absent", State::as_str))]
pub struct IllegalStep {
    /// Where the row stood.
    pub from: Option<State>,
    /// What was asked of it.
    pub step: Step,
}

/// Where a row stands after a step.
///
/// # Errors
/// [`IllegalStep`] when the step is not one that the row may take.
pub fn next(from: Option<State>, step: Step) -> Result<State, IllegalStep> {
    use State as S;
    match (from, step) {
        (None | Some(S::Released | S::Failed | S::Conflict | S::Rejected), Step::Claim) => {
            Ok(S::Sending)
        }
        (Some(S::Sending), Step::Created) => Ok(S::Created),
        (Some(S::Sending), Step::Failed) => Ok(S::Failed),
        (Some(S::Sending), Step::Conflict) => Ok(S::Conflict),
        (Some(S::Sending), Step::Released) => Ok(S::Released),
        (Some(S::Sending | S::InDoubt), Step::InDoubt) => Ok(S::InDoubt),
        (None | Some(S::Released | S::Failed | S::Conflict | S::Rejected), Step::Reject) => {
            Ok(S::Rejected)
        }
        (Some(S::Sending | S::InDoubt), Step::Found) => Ok(S::Created),
        (Some(S::Sending | S::InDoubt), Step::Absent) => Ok(S::Released),
        (from, step) => Err(IllegalStep { from, step }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn created_is_terminal() {
        for step in Step::ALL {
            assert!(next(Some(State::Created), step).is_err(), "{step:?}");
        }
    }

    #[test]
    fn no_row_goes_from_doubt_to_a_claim() {
        for state in State::ALL.into_iter().filter(|state| state.is_open()) {
            assert!(next(Some(state), Step::Claim).is_err(), "{state:?}");
            assert!(next(Some(state), Step::Reject).is_err(), "{state:?}");
        }
    }

    #[test]
    fn numbers_of_states_are_fixed() {
        let numbers: Vec<i64> = State::ALL.iter().map(|state| *state as i64).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
        for state in State::ALL {
            assert_eq!(State::from_number(state as i64), Some(state));
        }
        assert_eq!(State::from_number(0), None);
    }

    proptest! {
        /// The heart of the promise: whatever happens in whatever order, between two sends there is
        /// either an answer that says "nothing happened" or a lookup that says so.
        #[test]
        fn two_sends_have_proof_of_absence_between_them(steps in prop::collection::vec(0..Step::ALL.len(), 0..60)) {
            let mut state = None;
            let mut may_exist = false;
            for step in steps.into_iter().map(|i| Step::ALL[i]) {
                let Ok(after) = next(state, step) else { continue };
                match step {
                    Step::Claim => {
                        prop_assert!(!may_exist, "sent while a ticket may exist");
                        may_exist = true;
                    }
                    Step::Released | Step::Absent | Step::Failed | Step::Conflict => may_exist = false,
                    _ => {}
                }
                state = Some(after);
            }
        }
    }
}
