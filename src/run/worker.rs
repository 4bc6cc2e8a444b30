//! One row's life, from its claim to its outcome, readable from top to bottom.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio::time::Instant;

use crate::glassix::{Obstacle, TicketApi, Verdict};
use crate::ledger::{Doubt, How, Ledger, LedgerError, Outcome, Place};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::settle::{Search, Window};
use crate::sheet::Row;
use crate::ticket::{Ready, Witness, differences};

use super::Terms;
use super::canary::Canary;
use super::claims::Claim;
use super::contacts::Hold;
use super::equal_errors::EqualErrors;
use super::outage::Outage;
use super::retry::{Cause, History, Next, decide};
use super::shelf::{Content, Full, Held, Shelf};
use super::stop::{Stop, StopReason};
use super::tally::Tally;

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
    /// Its share of the rows that may be claimed at once; given back when it is settled.
    pub(super) permit: Claim,
    /// Its contacts, which no other row may be sent to; given back when it is settled.
    pub(super) hold: Hold,
}

/// What all workers share.
pub(super) struct Shop<A, M: ?Sized> {
    pub(super) api: Arc<A>,
    pub(super) ledger: Ledger,
    pub(super) tally: Arc<Tally>,
    pub(super) monitor: Arc<M>,
    pub(super) stop: Stop,
    pub(super) terms: Terms,
    pub(super) canary: Arc<Canary>,
    pub(super) shelf: Arc<Shelf>,
    pub(super) answers: AtomicU64,
    /// Rows that came to be in doubt.
    pub(super) doubts: AtomicU64,
    pub(super) outage: Arc<Outage>,
    pub(super) equal: std::sync::Mutex<EqualErrors>,
    /// Whether tickets are opened at other times than the service's clock says.
    pub(super) times_unreliable: Arc<AtomicBool>,
}

/// Rows in doubt that are told of one by one; an outage makes many, and the counts tell of those.
const MAX_TOLD: u64 = 10;

/// Takes jobs until there are none, one at a time.
pub(super) async fn work<A: TicketApi, M: Monitor + ?Sized>(
    shop: Arc<Shop<A, M>>,
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
) -> Result<(), LedgerError> {
    loop {
        let job = jobs.lock().await.recv().await;
        let Some(job) = job else { return Ok(()) };
        shop.live(job).await?;
    }
}

impl<A: TicketApi, M: Monitor + ?Sized> Shop<A, M> {
    async fn live(&self, mut job: Job) -> Result<(), LedgerError> {
        if self.stop.is_stopping() {
            return self.settle(job, Outcome::Unsent).await;
        }
        let answers_before = self.answers.load(Ordering::Relaxed);
        let mut history = History {
            resends: job.resends,
            ..History::default()
        };
        let mut left_over = Outcome::Unsent;
        loop {
            let Some(pass) = self.outage.pass().await else {
                return self.settle(job, left_over).await;
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
                Next::Finish(outcome) => return self.settle(job, outcome).await,
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
                    return self.settle(job, outcome.unwrap_or(otherwise)).await;
                }
                Next::Again { within } => {
                    if !self.pause(within).await {
                        return self.settle(job, Outcome::Released).await;
                    }
                    job.s_lo = self.api.server_second();
                    job.attempts = self.ledger.claim_again(job.place, job.s_lo).await?;
                    self.tally.retries.up();
                }
                Next::Stop(outcome, cause) => {
                    self.end_run(cause);
                    return self.settle(job, outcome).await;
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

    /// A ticket that was opened outside of the window in which it would have been looked for shows that
    /// this service's times cannot be relied on: nothing is sent again on the strength of them.
    fn hold_against_the_window(&self, job: &Job, opened: Option<i64>) {
        let (Some(opened), Some(s_lo), Some(now)) = (opened, job.s_lo, self.api.server_now())
        else {
            return;
        };
        let window = Window::of_intent(Some(s_lo), 0, now);
        if job.ready.mapped_times.is_empty()
            && !window.holds(opened)
            && !self.times_unreliable.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                "tickets are opened at other times than the service's clock says, so rows in doubt cannot be shown to be absent and are not sent again"
            );
        }
    }

    fn end_run(&self, cause: Cause) {
        match cause {
            Cause::Already => {}
            Cause::Service(stop) => self.stop.because(StopReason::Service(stop)),
        }
    }

    /// Writes down how a row ended; only then is it counted and told.
    async fn settle(&self, job: Job, outcome: Outcome) -> Result<(), LedgerError> {
        let cells = outcome.message().map(|_| job.row.to_json());
        self.ledger
            .record(job.place, outcome.clone(), cells)
            .await?;
        self.tally.settled.up();
        if let Some(reason) = self.canary.see(&outcome) {
            self.stop.because(reason);
        }
        match &outcome {
            Outcome::Created {
                how,
                opened,
                differences,
                ..
            } => {
                self.tally.differing.take(differences);
                self.hold_against_the_window(&job, *opened);
                self.tally.created.up();
                if *how != How::Answer {
                    self.tally.reconciled.up();
                }
            }
            Outcome::Conflict { .. } => self.tally.conflict(self.terms.skip_conflicts),
            Outcome::Failed { .. } => {
                self.tally.failed.up();
                self.tally.failed_now.up();
            }
            Outcome::InDoubt { .. } => self.tally.in_doubt.up(),
            Outcome::Released | Outcome::Unsent | Outcome::Absent => {
                self.tally.not_attempted.up();
            }
        }
        let equal = self.equal_errors(&outcome);
        if let Outcome::InDoubt { what } = outcome {
            self.shelve(job, what);
            return Ok(());
        }
        self.monitor.row(RowEnd::of_ready(
            &job.file,
            &job.row,
            *job.ready,
            Fate::Outcome(outcome),
        ));
        if self.terms.is_too_many_failures(&self.tally) {
            self.stop.because(StopReason::MaxFailures);
        }
        if let Some((rows, reason)) = equal {
            self.stop.because(StopReason::EqualErrors { rows, reason });
        }
        drop(job.permit);
        Ok(())
    }

    /// Whether this row is the last of a wave of equal refusals: how many, and their words.
    fn equal_errors(&self, outcome: &Outcome) -> Option<(u32, String)> {
        let most = self.terms.max_equal_errors?;
        let mut equal = self.equal.lock().unwrap_or_else(PoisonError::into_inner);
        equal.take(outcome, most).map(|reason| (most, reason))
    }

    /// Puts a row in doubt aside, until the settler has looked it up.
    fn shelve(&self, job: Job, what: String) {
        let (record, line, key) = (job.row.record, job.row.line, job.ready.key.as_str());
        if self.doubts.fetch_add(1, Ordering::Relaxed) < MAX_TOLD {
            tracing::info!(record, line, key, "in doubt, to be looked up");
        }
        // What the service said may name a customer.
        tracing::debug!(record, line, key, what, "in doubt");
        let now = Instant::now();
        let held = Held {
            doubt: Doubt {
                place: job.place,
                key: job.ready.key.clone(),
                attempts: job.attempts,
                s_lo: job.s_lo,
                at: jiff::Timestamp::now().as_second(),
                times: job.ready.mapped_times.clone(),
                digest: job.ready.digest,
            },
            resends: job.resends,
            since: now,
            look_at: now + self.terms.settling.settle,
            search: Search {
                attempts: job.resends + 1,
                ..Search::default()
            },
            what,
            content: Content::Fit(job.file, job.row, job.ready),
            hold: job.hold,
        };
        if let Err(Full(held)) = self.shelf.put(held) {
            self.stop.because(StopReason::TooMuchDoubt);
            self.monitor.row(held.told());
        }
        drop(job.permit);
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
