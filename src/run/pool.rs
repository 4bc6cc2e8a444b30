//! The workers: as many as requests may be under way at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio::task::{JoinError, JoinSet};

use super::claims::Claims;
use super::error_sentence;
use super::stop::{Stop, StopReason};
use super::worker::{Job, Shop, work};
use crate::glassix::TicketApi;
use crate::ledger::LedgerError;
use crate::monitor::Monitor;

/// Claimed rows for each request that may be under way: one being sent, and one whose claim is being written, so that
/// workers seldom wait for a commit, and a kill leaves no more rows in doubt than twice the concurrency.
const CLAIMS_PER_WORKER: usize = 2;

/// How often it is asked whether more workers are needed: answers take longer than that.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Requests that may be under way at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// So many.
    Exactly(usize),
    /// As many as fill the pace with answers that take as long as they do, from [`LEAST_AT_ONCE`] to
    /// [`MOST_AT_ONCE`].
    AsNeeded,
}

/// Requests under way at first, where nobody said how many: at 1.4 s an answer, which was observed, they fill the
/// default pace.
pub const LEAST_AT_ONCE: usize = 8;

/// Most requests under way where nobody said how many: 200 a second at 1.2 s an answer, within the open files that
/// every system allows.
pub const MOST_AT_ONCE: usize = 256;

impl Concurrency {
    /// At first.
    #[must_use]
    pub fn at_first(self) -> usize {
        match self {
            Self::Exactly(count) => count.max(1),
            Self::AsNeeded => LEAST_AT_ONCE,
        }
    }

    /// At the most.
    #[must_use]
    pub fn at_most(self) -> usize {
        match self {
            Self::Exactly(count) => count.max(1),
            Self::AsNeeded => MOST_AT_ONCE,
        }
    }

    /// Rows that may be claimed and not yet settled while so many workers work.
    pub(super) fn claims(workers: usize) -> usize {
        workers * CLAIMS_PER_WORKER
    }
}

impl fmt::Display for Concurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(count) => write!(f, "{count} at once"),
            Self::AsNeeded => f.write_str("as many at once as it needs"),
        }
    }
}

/// The workers and what they work with.
pub(super) struct Pool<A, M: ?Sized> {
    shop: Arc<Shop<A, M>>,
    queue: Arc<Mutex<mpsc::Receiver<Box<Job>>>>,
    claims: Arc<Claims>,
    stop: Stop,
    concurrency: Concurrency,
    workers: JoinSet<Result<(), LedgerError>>,
    /// How many were started.
    count: usize,
}

impl<A: TicketApi, M: Monitor + ?Sized> Pool<A, M> {
    /// The first workers, at work.
    pub(super) fn start(
        shop: Arc<Shop<A, M>>,
        queue: mpsc::Receiver<Box<Job>>,
        claims: Arc<Claims>,
        stop: Stop,
        concurrency: Concurrency,
    ) -> Self {
        let mut pool = Self {
            shop,
            queue: Arc::new(Mutex::new(queue)),
            claims,
            stop,
            concurrency,
            workers: JoinSet::new(),
            count: 0,
        };
        pool.grow(concurrency.at_first());
        pool
    }

    /// Waits for the workers, and has more of them where the pace needs more. One that panicked or lost the ledger
    /// ends the run; its row is in doubt.
    pub(super) async fn finish(mut self) -> Result<(), LedgerError> {
        let mut result = Ok(());
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let mut may_grow = self.concurrency == Concurrency::AsNeeded;
        loop {
            tokio::select! {
                biased;
                ended = self.workers.join_next() => match ended {
                    Some(ended) => {
                        // There are no more jobs.
                        may_grow = false;
                        if let Err(error) = self.hear(ended) {
                            result = Err(error);
                        }
                    }
                    None => return result,
                },
                _ = looks.tick(), if may_grow => {
                    self.grow(self.shop.api.wanted_at_once());
                    may_grow = self.count < self.concurrency.at_most();
                }
            }
        }
    }

    /// Has so many workers, within bounds.
    fn grow(&mut self, wanted: usize) {
        let wanted = wanted.min(self.concurrency.at_most());
        if wanted <= self.count {
            return;
        }
        for _ in self.count..wanted {
            self.workers
                .spawn(work(Arc::clone(&self.shop), Arc::clone(&self.queue)));
        }
        self.count = wanted;
        self.claims.grow(Concurrency::claims(wanted));
        tracing::debug!(workers = wanted, "requests may be under way at once");
    }

    fn hear(&self, ended: Result<Result<(), LedgerError>, JoinError>) -> Result<(), LedgerError> {
        match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                self.stop.because(StopReason::Fatal(error_sentence(&error)));
                Err(error)
            }
            Err(error) => {
                self.stop.because(StopReason::Fatal(format!(
                    "this is a fault of glassix-import, and its row is in doubt: {error}"
                )));
                Ok(())
            }
        }
    }
}
