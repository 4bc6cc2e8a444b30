//! The books: what is written down of rows whose attempts have ended, and what follows from it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};

use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::glassix::TicketApi;
use crate::ledger::{Doubt, How, Ledger, LedgerError, Outcome};
use crate::monitor::{Fate, Monitor, RowEnd};
use crate::settle::{Search, Window};

use super::Terms;
use super::canary::Canary;
use super::equal_errors::EqualErrors;
use super::returns::{Done, Returns};
use super::shelf::{Content, Full, Held, Shelf};
use super::stop::{Stop, StopReason};
use super::tally::Tally;
use super::worker::Job;

/// A row of which it is durable how it ended.
pub(super) type Ended = (Box<Job>, Outcome);

/// Rows that are closed in one go: as many as a commit may carry.
const BATCH: usize = 256;

/// Rows in doubt that are told of one by one; an outage makes many, and the counts tell of those.
const MAX_TOLD: u64 = 10;

/// What all who end rows share.
pub(super) struct Books<A, M: ?Sized> {
    pub(super) api: Arc<A>,
    pub(super) ledger: Ledger,
    pub(super) tally: Arc<Tally>,
    pub(super) monitor: Arc<M>,
    pub(super) stop: Stop,
    pub(super) terms: Terms,
    pub(super) canary: Arc<Canary>,
    pub(super) shelf: Arc<Shelf>,
    /// Where rows go that are done with.
    pub(super) returns: Arc<Returns>,
    /// Rows that came to be in doubt.
    pub(super) doubts: AtomicU64,
    pub(super) equal: std::sync::Mutex<EqualErrors>,
    /// Whether tickets are opened at other times than the service's clock says.
    pub(super) times_unreliable: Arc<AtomicBool>,
}

impl<A: TicketApi, M: Monitor + ?Sized> Books<A, M> {
    /// Closes rows whose ends are durable until nobody ends any more.
    pub(super) async fn keep(
        self: Arc<Self>,
        mut ended: mpsc::Receiver<Ended>,
    ) -> Result<(), LedgerError> {
        let (mut batch, mut done) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
        while ended.recv_many(&mut batch, BATCH).await > 0 {
            for (job, outcome) in batch.drain(..) {
                done.extend(self.close(*job, outcome));
            }
            self.returns.give(&mut done);
        }
        Ok(())
    }

    /// Writes down how a row ended; only then is it counted and told.
    pub(super) async fn settle(&self, job: Box<Job>, outcome: Outcome) -> Result<(), LedgerError> {
        let cells = outcome.message().map(|_| job.row.to_json());
        self.ledger
            .record(job.place, outcome.clone(), cells)
            .await?;
        self.close(*job, outcome);
        Ok(())
    }

    /// Counts and tells how a row ended, lets go of what it held, and gives it back where it is done with.
    fn close(&self, mut job: Job, outcome: Outcome) -> Option<Done> {
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
            return None;
        }
        self.monitor.row(RowEnd::of_ready(
            &job.file,
            &job.row,
            &mut job.ready,
            Fate::Outcome(outcome),
        ));
        if self.terms.is_too_many_failures(&self.tally) {
            self.stop.because(StopReason::MaxFailures);
        }
        if let Some((rows, reason)) = equal {
            self.stop.because(StopReason::EqualErrors { rows, reason });
        }
        drop((job.permit, job.hold));
        Some((job.row, job.ready))
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
