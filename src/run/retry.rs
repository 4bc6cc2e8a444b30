//! What follows from a verdict. Pure: all policy of a row's life is here, the worker only carries it out.

use std::time::Duration;

use crate::glassix::{Obstacle, StopCause, Verdict};
use crate::ledger::{How, Outcome};

/// The longest backoff before the second try; it doubles with each try. One second is enough for a
/// server that restarts behind a balancer to be taken out of it.
const FIRST_BACKOFF: Duration = Duration::from_secs(1);

/// The longest backoff at all: an outage is noticed by then, and a row should not hold a worker longer.
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// What a row has been through in this run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    /// Attempts that count, the last one included: refusals for speed and attempts during an outage do
    /// not.
    pub attempts: u32,
    /// How often the row was sent again after lookups had shown that it has no ticket.
    pub resends: u32,
    /// Whether the service has answered anything to anybody since the row's first attempt.
    pub service_answers: bool,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Write this down; the row is done.
    Finish(Outcome),
    /// Look whether one of these tickets is the row's own or its contact's, then finish.
    LookAt {
        /// Tickets that the service may have named.
        named: Vec<i64>,
        /// What it is if none of them is.
        otherwise: Outcome,
        /// What the service said.
        message: String,
    },
    /// Wait so long, write a new intent, and try again.
    Again {
        /// The longest wait; the actual one is anything up to it (full jitter).
        within: Duration,
    },
    /// Write this down and end the run.
    Stop(Outcome, Cause),
}

/// Why a row ends the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The run is ending anyway.
    Already,
    /// It would hit every row.
    Service(StopCause),
}

/// Decides what follows from a verdict, given what the row has been through and how many tries it has.
#[must_use]
pub(super) fn decide(verdict: Verdict, history: History, max_attempts: u32) -> Next {
    match verdict {
        Verdict::Created {
            ticket,
            opened,
            differences,
        } => Next::Finish(Outcome::Created {
            ticket,
            opened,
            how: How::Answer,
            differences,
        }),
        // A success that brings words and no ticket may be a conflict or a ticket that is yet to come. Once
        // lookups have shown that it was no ticket, the same answer is a conflict.
        Verdict::Conflict {
            named,
            message,
            status: 200..=299,
        } if named.is_empty() && history.resends == 0 => Next::Finish(Outcome::InDoubt {
            what: format!("answered without a ticket: {message}"),
        }),
        Verdict::Conflict { named, message, .. } => Next::LookAt {
            named,
            otherwise: Outcome::Conflict {
                ticket: None,
                message: message.clone(),
            },
            message,
        },
        Verdict::Refused {
            status,
            message,
            named,
        } => {
            let failed = Outcome::Failed {
                status: Some(status),
                ran_out: false,
                message: format!("refused with {status}: {message}"),
            };
            if named.is_empty() {
                Next::Finish(failed)
            } else {
                Next::LookAt {
                    named,
                    otherwise: failed,
                    message,
                }
            }
        }
        Verdict::InDoubt { what } => Next::Finish(Outcome::InDoubt { what }),
        Verdict::Fatal { stop, in_doubt } => {
            let outcome = if in_doubt {
                Outcome::InDoubt {
                    what: "an answer that proves nothing".into(),
                }
            } else {
                Outcome::Released
            };
            Next::Stop(outcome, Cause::Service(stop))
        }
        Verdict::NotDelivered(obstacle) => not_delivered(obstacle, history, max_attempts),
    }
}

fn not_delivered(obstacle: Obstacle, history: History, max_attempts: u32) -> Next {
    match obstacle {
        Obstacle::Stopping => Next::Stop(Outcome::Unsent, Cause::Already),
        // The gate holds everybody until the service wants us back; the row adds no wait of its own.
        Obstacle::Throttled(_) => Next::Again {
            within: Duration::ZERO,
        },
        // Tries that ran out while others were answered are the row's bad luck; while nobody was, they
        // are an outage, which no row should pay for and whose end the breaker decides on.
        Obstacle::Unreachable(why)
            if history.attempts >= max_attempts && history.service_answers =>
        {
            Next::Finish(Outcome::Failed {
                status: None,
                ran_out: true,
                message: format!("not sent in {} tries: {why}", history.attempts),
            })
        }
        Obstacle::Unreachable(_) => Next::Again {
            within: backoff(history.attempts),
        },
    }
}

/// The longest wait after that many attempts.
fn backoff(attempts: u32) -> Duration {
    let doubled = FIRST_BACKOFF.saturating_mul(1 << attempts.saturating_sub(1).min(10));
    doubled.min(MAX_BACKOFF)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FIVE: u32 = 5;

    fn history(attempts: u32) -> History {
        History {
            attempts,
            ..History::default()
        }
    }

    fn unreachable() -> Verdict {
        Verdict::NotDelivered(Obstacle::Unreachable("refused".into()))
    }

    #[test]
    fn a_row_in_doubt_is_never_tried_again_by_itself() {
        let verdict = Verdict::InDoubt {
            what: "timed out".into(),
        };
        for attempts in 1..10 {
            assert!(matches!(
                decide(verdict.clone(), history(attempts), FIVE),
                Next::Finish(Outcome::InDoubt { .. })
            ));
        }
    }

    #[test]
    fn backoff_doubles_up_to_its_cap() {
        let seconds: Vec<u64> = (1..8)
            .map(
                |attempts| match decide(unreachable(), history(attempts), 99) {
                    Next::Again { within } => within.as_secs(),
                    other => u64::from(matches!(other, Next::Finish(_))),
                },
            )
            .collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30]);
    }

    #[test]
    fn tries_that_run_out_fail_the_row_only_if_the_service_is_there() {
        for attempts in [5, 6, 100] {
            let alone = decide(unreachable(), history(attempts), FIVE);
            assert!(matches!(alone, Next::Again { .. }), "{attempts}");
        }
        let others = History {
            service_answers: true,
            ..history(5)
        };
        assert!(matches!(
            decide(unreachable(), others, FIVE),
            Next::Finish(Outcome::Failed { ran_out: true, .. })
        ));
    }

    #[test]
    fn a_refusal_for_speed_costs_no_attempt() {
        let throttled = Verdict::NotDelivered(Obstacle::Throttled(None));
        assert_eq!(
            decide(throttled, history(FIVE), FIVE),
            Next::Again {
                within: Duration::ZERO
            }
        );
    }

    #[test]
    fn what_would_hit_every_row_stops_the_run_and_fails_none() {
        let fatal = Verdict::Fatal {
            stop: StopCause::Forbidden("ip".into()),
            in_doubt: false,
        };
        assert!(matches!(
            decide(fatal, history(1), FIVE),
            Next::Stop(Outcome::Released, Cause::Service(_))
        ));
    }
}
