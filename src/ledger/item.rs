//! A row as the ledger knows it, and what the ledger answers when the row comes by again.

use crate::ticket::{Digest, Key};

use super::state::State;

/// Bits of a place that hold the record number: files of up to 2^36 records, 2^27 readings of files.
const RECORD_BITS: u32 = 36;

/// A row's place in the ledger: which reading of which file brought it, and its record there. Rows are
/// stored in this order, so that a file and the ledger can be read side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub i64);

impl Place {
    /// The place of a record in a reading.
    #[must_use]
    pub fn new(source: i64, record: u64) -> Self {
        let record = i64::try_from(record).unwrap_or(i64::MAX) & ((1 << RECORD_BITS) - 1);
        Self((source << RECORD_BITS) | record)
    }

    /// The reading of a file that brought the row.
    #[must_use]
    pub fn source(self) -> i64 {
        self.0 >> RECORD_BITS
    }

    /// The record in that reading, counted from 1 after the header.
    #[must_use]
    pub fn record(self) -> u64 {
        u64::try_from(self.0 & ((1 << RECORD_BITS) - 1)).unwrap_or(0)
    }
}

/// A row in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it stands in the ledger.
    pub place: Place,
    /// Its `uniqueArgument`.
    pub key: Key,
    /// What it said when it was last claimed or rejected.
    pub digest: Digest,
    /// Where it stands.
    pub state: State,
    /// How often it was claimed.
    pub attempts: u32,
    /// The run that touched it last.
    pub run: i64,
    /// The ticket, where one is known.
    pub ticket: Option<i64>,
    /// For a failed row the HTTP status: positive for a definite refusal, negative where tries ran out.
    pub code: Option<i64>,
}

/// A row that may have a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Its place.
    pub place: Place,
    /// Its key.
    pub key: Key,
    /// How often it was claimed.
    pub attempts: u32,
    /// The service's second before the last intent; `None` where no answer had named one.
    pub s_lo: Option<i64>,
    /// This machine's second at the intent: only for a row without `s_lo`.
    pub at: i64,
    /// The seconds of `open` and `close` that were sent.
    pub times: Vec<i64>,
    /// What was sent.
    pub digest: Digest,
}

/// A row that is surely on the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    /// Its key.
    pub key: Key,
    /// Its ticket.
    pub ticket: i64,
    /// The ticket's `open`, in seconds of the service's clock.
    pub opened: i64,
}

/// A row that was sent again after a doubt, until a later lookup has found its ticket alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The row, with the second before its first intent.
    pub doubt: Doubt,
    /// The ticket that the ledger has for it.
    pub ticket: Option<i64>,
    /// This machine's second when it was sent again.
    pub resent: i64,
}

/// What the ledger says to a row that wants to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may be sent: the intent is durable. `attempt` counts this one.
    Claimed {
        /// Its place.
        place: Place,
        /// The number of this attempt over all runs, from 1.
        attempt: u32,
    },
    /// An earlier run made the ticket.
    AlreadyCreated {
        /// The ticket.
        ticket: Option<i64>,
        /// Whether the row says something else than when the ticket was made.
        changed: bool,
        /// Whether the mapping was another one then, which alone may be the difference.
        remapped: bool,
    },
    /// The ledger did not know it, and the service has its ticket.
    TakenOver {
        /// The ticket.
        ticket: i64,
    },
    /// The same key stands earlier in this file.
    Duplicate {
        /// Whether this row says something else than the earlier one.
        differs: bool,
        /// The place of the earlier one.
        first: Place,
    },
    /// It is not known whether its ticket exists.
    InDoubt(Doubt),
    /// The service refused it earlier and it says the same as then.
    StillFailed {
        /// Its place.
        place: Place,
    },
    /// Its contact had an open ticket earlier and it says the same as then.
    StillInConflict {
        /// Its place.
        place: Place,
    },
    /// It is wrong, and recorded as such.
    Rejected,
}

/// What becomes of a row that stands in the ledger (or does not) and comes by in a file. Pure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// Write an intent and send.
    Claim,
    /// Record what is wrong with it.
    Reject,
    /// The ticket exists.
    Leave {
        /// The row says something else than its ticket.
        changed: bool,
    },
    /// A ticket may exist.
    Doubt,
    /// It failed and nothing about it has changed.
    StillFailed,
    /// It met an open ticket and nothing about it has changed.
    StillInConflict,
}

/// What to do with a row, given what the ledger knows of its key. `fit` tells whether the row was judged
/// fit to be sent, `again` whether the user asks for refused rows to be sent once more.
#[must_use]
pub(super) fn course(known: Option<&Item>, digest: Digest, fit: bool, again: bool) -> Course {
    let send = if fit { Course::Claim } else { Course::Reject };
    let Some(item) = known else { return send };
    let same = item.digest == digest;
    match item.state {
        State::Created => Course::Leave { changed: !same },
        State::Sending | State::InDoubt => Course::Doubt,
        State::Released | State::Rejected => send,
        // A refusal by the service is not repeated for the same content; running out of tries is.
        State::Failed if fit && same && !again && item.code.is_some_and(|code| code > 0) => {
            Course::StillFailed
        }
        State::Conflict if fit && same && !again => Course::StillInConflict,
        State::Failed | State::Conflict => send,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn item(state: State, code: Option<i64>) -> Item {
        Item {
            place: Place::new(1, 1),
            key: Key::given("k").unwrap(),
            digest: Digest::of(b"same"),
            state,
            attempts: 1,
            run: 1,
            ticket: None,
            code,
        }
    }

    #[test]
    fn a_place_holds_its_reading_and_its_record() {
        let place = Place::new(7, 10_000_000);
        assert_eq!((place.source(), place.record()), (7, 10_000_000));
        assert!(Place::new(7, 2) < Place::new(8, 1));
    }

    #[test]
    fn only_rows_without_a_possible_ticket_are_sent() {
        for state in State::ALL {
            let course = course(
                Some(&item(state, Some(-503))),
                Digest::of(b"other"),
                true,
                true,
            );
            assert_eq!(
                course == Course::Claim,
                !matches!(state, State::Created | State::Sending | State::InDoubt),
                "{state:?}"
            );
        }
    }

    #[test]
    fn a_refusal_is_not_repeated_until_the_row_or_the_user_asks() {
        let (same, other) = (Digest::of(b"same"), Digest::of(b"other"));
        let refused = item(State::Failed, Some(400));
        assert_eq!(
            course(Some(&refused), same, true, false),
            Course::StillFailed
        );
        assert_eq!(course(Some(&refused), other, true, false), Course::Claim);
        assert_eq!(course(Some(&refused), same, true, true), Course::Claim);
        let ran_out = item(State::Failed, Some(-503));
        assert_eq!(course(Some(&ran_out), same, true, false), Course::Claim);
        assert_eq!(course(Some(&refused), same, false, false), Course::Reject);
    }

    #[test]
    fn a_created_row_that_was_edited_is_pointed_out_and_not_sent() {
        let created = item(State::Created, None);
        assert_eq!(
            course(Some(&created), Digest::of(b"edited"), true, true),
            Course::Leave { changed: true }
        );
        assert_eq!(
            course(Some(&created), Digest::of(b"edited"), false, true),
            Course::Leave { changed: true }
        );
    }
}
