//! What became of one attempt, as it is written down.

use crate::ticket::Difference;

/// The end of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The ticket exists.
    Created {
        /// Its id.
        ticket: i64,
        /// Its `open`, in seconds of the service's clock.
        opened: Option<i64>,
        /// How that is known.
        how: How,
        /// What of the row the ticket does not have as it was sent.
        differences: Vec<Difference>,
    },
    /// The contact already has an open ticket.
    Conflict {
        /// Which, where the service named one.
        ticket: Option<i64>,
        /// What the service said.
        message: String,
    },
    /// The service refused the row, or tries ran out.
    Failed {
        /// The HTTP status of the last answer; `None` if there was none.
        status: Option<u16>,
        /// Whether tries ran out, so that a later run tries again.
        ran_out: bool,
        /// What the service said.
        message: String,
    },
    /// The attempt surely had no effect, and the run ends before another.
    Released,
    /// Nothing left this machine: the claim is taken back as if it had not been.
    Unsent,
    /// Lookups have shown that it had no effect, and it is not sent again by this run.
    Absent,
    /// It may have had an effect.
    InDoubt {
        /// What happened, without personal data.
        what: String,
    },
}

/// How a ticket's existence is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The create answer said so.
    Answer = 0,
    /// A sweep of tickets/list found the key.
    Reconciled = 1,
    /// A conflict answer named a ticket that has our key.
    Conflict = 2,
}

impl Outcome {
    /// The step that this outcome is for the row.
    #[must_use]
    pub fn step(&self) -> super::Step {
        use super::Step;
        match self {
            Self::Created {
                how: How::Answer, ..
            } => Step::Created,
            Self::Created { .. } => Step::Found,
            Self::Conflict { .. } => Step::Conflict,
            Self::Failed { .. } => Step::Failed,
            Self::Released | Self::Unsent => Step::Released,
            Self::Absent => Step::Absent,
            Self::InDoubt { .. } => Step::InDoubt,
        }
    }

    /// The message to keep beside the row's cells; `None` when there is nothing to mend.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Conflict { message, .. } | Self::Failed { message, .. } => Some(message),
            Self::InDoubt { what } => Some(what),
            Self::Created { .. } | Self::Released | Self::Unsent | Self::Absent => None,
        }
    }

    /// The `code` column: how a row was created, or with which status it failed (negative where tries
    /// ran out; 1 and -1 where there was no answer to take a status from).
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Created { how, .. } => Some(*how as i64),
            Self::Failed {
                status, ran_out, ..
            } => {
                let status = i64::from(status.unwrap_or(1));
                Some(if *ran_out { -status } else { status })
            }
            _ => None,
        }
    }
}
