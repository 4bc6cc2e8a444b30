//! One row's life, from its claim to its outcome, readable from top to bottom.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};

use crate::glassix::{Obstacle, TicketApi, Verdict};
use crate::ledger::{How, LedgerError, Outcome, Place};
use crate::monitor::Monitor;
use crate::sheet::Row;
use crate::ticket::{Ready, Witness, differences};

use super::Terms;
use super::books::{Books, Ended};
use super::claims::{Claim, Claims};
use super::contacts::Hold;
use super::outage::Outage;
use super::retry::{Cause, History, Next, decide};
use super::stop::{Stop, StopReason};

/// A row whose intent is durable.
pub(super) struct Job {
    pub(super) file: Arc<str>,
    pub(super) row: Row,
    pub(super) ready: Box<Ready>,
    pub(super) place: Place,
    /// How often it was claimed, this time included.
    pub(super) attempts: u32,
    /// How often it was sent again after a doubt.
    pub(super) resends: u32,
    /// The service's second before its intent.
    pub(super) s_lo: Option<i64>,
    /// Its share of the rows that may be claimed at once.
    pub(super) permit: Claim,
    /// Its contacts, which no other row may be sent to; given back when it is settled.
    pub(super) hold: Hold,
}

/// What all workers share.
pub(super) struct Shop<A, M: ?Sized> {
    pub(super) api: Arc<A>,
    pub(super) books: Arc<Books<A, M>>,
    /// Where rows go whose ends are durable.
    pub(super) ended: mpsc::Sender<Ended>,
    pub(super) claims: Arc<Claims>,
    pub(super) stop: Stop,
    pub(super) terms: Terms,
    pub(super) answers: AtomicU64,
    pub(super) outage: Arc<Outage>,
}

/// Takes jobs until there are none, one at a time.
pub(super) async fn work<A: TicketApi, M: Monitor + ?Sized>(
    shop: Arc<Shop<A, M>>,
    jobs: Arc<Mutex<mpsc::Receiver<Box<Job>>>>,
) -> Result<(), LedgerError> {
    loop {
        let job = jobs.lock().await.recv().await;
        let Some(job) = job else { return Ok(()) };
        shop.live(job).await?;
    }
}

impl<A: TicketApi, M: Monitor + ?Sized> Shop<A, M> {
    async fn live(&self, mut job: Box<Job>) -> Result<(), LedgerError> {
        if self.stop.is_stopping() {
            return self.end(job, Outcome::Unsent).await;
        }
        let answers_before = self.answers.load(Ordering::Relaxed);
        let mut history = History {
            resends: job.resends,
            ..History::default()
        };
        let mut left_over = Outcome::Unsent;
        loop {
            let Some(pass) = self.outage.pass().await else {
                return self.end(job, left_over).await;
            };
            left_over = Outcome::Released;
            let verdict = self.api.create_ticket(&job.ready).await;
            self.outage.hear(pass, &verdict);
            match &verdict {
                Verdict::NotDelivered(Obstacle::Throttled(_)) => {
                    self.answers.fetch_add(1, Ordering::Relaxed);
                }
                // An outage is no row's fault.
                Verdict::NotDelivered(_) if self.outage.is_on() => {}
                Verdict::NotDelivered(_) => history.attempts += 1,
                _ => {
                    self.answers.fetch_add(1, Ordering::Relaxed);
                }
            }
            history.service_answers = self.answers.load(Ordering::Relaxed) > answers_before;
            match decide(verdict, history, self.terms.max_attempts) {
                Next::Finish(outcome) => return self.end(job, outcome).await,
                Next::LookAt {
                    named,
                    otherwise,
                    message,
                } => {
                    let outcome = self.look_at(&job.ready, &named, message).await;
                    // After an attempt that was in doubt, a conflict may be its late ticket.
                    let otherwise = if job.resends == 1 {
                        doubtful(otherwise)
                    } else {
                        otherwise
                    };
                    return self.end(job, outcome.unwrap_or(otherwise)).await;
                }
                Next::Again { within } => {
                    if !self.pause(within).await {
                        return self.end(job, Outcome::Released).await;
                    }
                    job.s_lo = self.api.server_second();
                    job.attempts = self.books.ledger.claim_again(job.place, job.s_lo).await?;
                    self.books.tally.retries.up();
                }
                Next::Stop(outcome, cause) => {
                    self.end_run(cause);
                    return self.end(job, outcome).await;
                }
            }
        }
    }

    /// Waits any time up to `within` (full jitter: workers that failed together do not return
    /// together). False when the run is stopping.
    async fn pause(&self, within: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.stop.token().cancelled() => false,
            () = tokio::time::sleep(within.mul_f64(fastrand::f64())) => true,
        }
    }

    /// Looks at the tickets that the service named: ours by its key, or the contact's own.
    async fn look_at(&self, ready: &Ready, named: &[i64], message: String) -> Option<Outcome> {
        for id in named {
            let Some(ticket) = self.api.get_ticket(*id).await else {
                continue;
            };
            if ticket.unique_argument.as_deref() == Some(ready.key.as_str()) {
                return Some(Outcome::Created {
                    ticket: ticket.id,
                    opened: ticket.opened,
                    how: How::Conflict,
                    differences: differences(&ready.body, &ticket.shown, Witness::Lookup),
                });
            }
            if ticket
                .identifiers
                .iter()
                .any(|identifier| ready.reaches(identifier))
            {
                return Some(Outcome::Conflict {
                    ticket: Some(ticket.id),
                    message,
                });
            }
        }
        None
    }

    fn end_run(&self, cause: Cause) {
        match cause {
            Cause::Already => {}
            Cause::Service(stop) => self.stop.because(StopReason::Service(stop)),
        }
    }

    /// Has it written down how a row ended. A worker need not wait for that where nothing follows from it for the
    /// next row, and the row's claim is free for another one as soon as the ledger has its end.
    async fn end(&self, mut job: Box<Job>, outcome: Outcome) -> Result<(), LedgerError> {
        let is_plain = matches!(
            outcome,
            Outcome::Created {
                how: How::Answer,
                ..
            }
        );
        if !is_plain {
            return self.books.settle(job, outcome).await;
        }
        let Some(end) = self.claims.end().await else {
            return Err(LedgerError::Stopped);
        };
        let claim = std::mem::replace(&mut job.permit, end);
        let ended = self.ended.clone();
        let place = job.place;
        let then = move |outcome| {
            // There is room for every end; nobody hears of it any more when the run was aborted.
            let _ = ended.try_send((job, outcome));
        };
        self.books.ledger.record_then(place, outcome, then).await?;
        // Only now: whoever takes it must stand behind this row in the ledger's queue.
        drop(claim);
        Ok(())
    }
}

/// A conflict or refusal that names a ticket, after an attempt that may have had an effect.
fn doubtful(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Conflict { message, .. } | Outcome::Failed { message, .. } => Outcome::InDoubt {
            what: format!("after an attempt in doubt: {message}"),
        },
        other => other,
    }
}
