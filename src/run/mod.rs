//! A run: sheets on one end, tickets on the other, the ledger in between.
//!
//! ```text
//! sheet thread ──batches──▶ admission ──jobs──▶ workers ──▶ service
//!       ▲                      │  ▲              ▲  │ │
//!       │                admit ▼  │ claimed      │  │ │ record
//!       │                    ledger thread ◀─────┼──┼─┘
//!       │                         │ durable      │  ▼ in doubt
//!       └───────returns─────── books          settler ◀── shelf
//! ```
//!
//! A worker hands over the end of a row that was created and takes the next one. The books hear of it when it is durable:
//! they count it, tell it, and give its claim back, so that rows in the balance stay bounded by the claims. Every other
//! end is waited for, since something may follow from it for the next row.
//!
//! The sheet's thread recalls what the ledger knows of a file: rows that stand there as they stood when their
//! tickets were made are passed unread, and admission only counts them.
//!
//! Rows of one contact are sent one after the other: those that come too early are parked with admission,
//! before they are claimed, and `contacts` says when their turn has come.
//!
//! Every queue is bounded. The ledger only answers, so it can never wait for one who waits for it. The
//! one ring, from the workers over the settler back to the workers, goes over a shelf on which nobody
//! waits. A run ends from left to right: the source stops or runs dry, admission
//! hands on no more, the job queue closes, workers finish what they hold, the ledger is told the sum.

mod admission;
mod books;
mod breaker;
mod canary;
mod claims;
mod contacts;
mod differing;
mod elsewhere;
mod equal_errors;
mod feed;
mod mended;
mod mine;
mod outage;
mod pool;
mod recall;
mod retry;
mod returns;
mod settler;
mod shelf;
mod source;
mod stop;
mod tally;
mod waiting;
mod watch;
mod worker;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

pub use differing::{Differing, DifferingRows};
pub use mended::{Mended, MendedRows};
pub use pool::{Concurrency, LEAST_AT_ONCE, MOST_AT_ONCE};
pub use recall::{Known, Memory};
pub use source::Source;
pub use stop::{Stop, StopReason, StoppedBy};
pub use tally::{Count, Counts, Tally};

use crate::glassix::TicketApi;
use crate::ledger::{Ledger, LedgerError};
use crate::monitor::Monitor;
use crate::settle::{Policy, Preflight};
use crate::shard::Shard;
use crate::tags::KnownTags;
use admission::Gatekeeper;
use books::Books;
use canary::Canary;
use claims::Claims;
use contacts::Contacts;
use feed::Feed;
use outage::Outage;
use pool::Pool;
use returns::Returns;
use settler::Settler;
use shelf::Shelf;
use worker::{Job, Shop};

/// How many failed rows end a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxFailures {
    /// So many.
    Count(u64),
    /// So large a share of the rows that were settled, once [`MIN_SAMPLE`] of them are.
    Share(f64),
}

/// Rows that must be settled before a share of them says anything.
pub const MIN_SAMPLE: u64 = 20;

/// What a run may do.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Requests under way at once.
    pub concurrency: Concurrency,
    /// Tries of one row.
    pub max_attempts: u32,
    /// How many failed rows end the run.
    pub max_failures: Option<MaxFailures>,
    /// How many rows in a row that are refused with the same words end the run.
    pub max_equal_errors: Option<u32>,
    /// How long the service may be down before the run ends.
    pub patience: Duration,
    /// Rows that may be sent.
    pub limit: Option<u64>,
    /// Rows that are sent alone before the others.
    pub canary: u32,
    /// All but the sending.
    pub dry: bool,
    /// How rows in doubt are settled.
    pub settling: Policy,
    /// Conflicts are counted and listed, and call for nobody's attention.
    pub skip_conflicts: bool,
    /// A look at what the service has, before the first row.
    pub preflight: Look,
    /// The part of the rows that is this run's; `None` for all of them.
    pub shard: Option<Shard>,
    /// A sheet that can be read no further does not end the run: the sheets behind it are read.
    pub passes_broken_sheets: bool,
    /// What holds when rows are judged.
    pub judging: crate::ticket::Terms,
}

impl Terms {
    fn is_too_many_failures(&self, tally: &Tally) -> bool {
        let failed = tally.failed_now.get();
        match self.max_failures {
            None => false,
            Some(MaxFailures::Count(most)) => failed > 0 && failed >= most,
            Some(MaxFailures::Share(share)) => {
                let settled = tally.settled.get();
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a share of so many rows needs no more digits than a double has"
                )]
                let reached = failed as f64 >= share * settled as f64;
                failed > 0 && settled >= MIN_SAMPLE && reached
            }
        }
    }
}

/// Whether the service is looked at before the first row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// No.
    Never,
    /// If the ledger knows no row of the target yet; a list that cannot be read is only told.
    IfNew(Preflight),
    /// Yes; a list that cannot be read ends the run.
    Always(Preflight),
}

/// Everybody whom a run works with.
pub struct Crew<A, M: ?Sized> {
    /// The service.
    pub api: Arc<A>,
    /// The ledger.
    pub ledger: Ledger,
    /// Who listens.
    pub monitor: Arc<M>,
    /// The counts.
    pub tally: Arc<Tally>,
    /// Ends the run in order.
    pub stop: Stop,
    /// The tags of the department, where they are known: a row with another one is rejected.
    pub tags: Option<Arc<KnownTags>>,
    /// Ends it at once: what was under way is in doubt, which is what the next run finds in the ledger.
    pub abort: CancellationToken,
}

/// Runs sheets one after the other until they end or the crew's `stop` says so.
///
/// # Errors
/// [`LedgerError`] when the ledger cannot be written any more. The counts are true in any case.
pub async fn run<A: TicketApi, M: Monitor + ?Sized>(
    sources: Vec<Source>,
    crew: Crew<A, M>,
    terms: Terms,
) -> Result<(), LedgerError> {
    let Crew {
        api,
        ledger,
        monitor,
        tally,
        stop,
        tags,
        abort,
    } = crew;
    let most_claims = Concurrency::claims(terms.concurrency.at_most());
    let (jobs, queue) = mpsc::channel::<Box<Job>>(most_claims);
    let claims = Arc::new(Claims::new(Concurrency::claims(
        terms.concurrency.at_first(),
    )));
    let started = Instant::now();
    let times_unreliable = Arc::new(AtomicBool::new(false));
    let shelf = Arc::new(Shelf::default());
    let outage = Arc::new(Outage::new(
        terms.patience,
        stop.clone(),
        Arc::clone(&tally),
    ));
    let canary = Arc::new(Canary::new(terms.canary));
    let returns = Arc::new(Returns::default());
    let books = Arc::new(Books {
        api: Arc::clone(&api),
        ledger: ledger.clone(),
        tally: Arc::clone(&tally),
        monitor: Arc::clone(&monitor),
        stop: stop.clone(),
        terms,
        canary: Arc::clone(&canary),
        shelf: Arc::clone(&shelf),
        returns: Arc::clone(&returns),
        doubts: AtomicU64::new(0),
        equal: std::sync::Mutex::default(),
        times_unreliable: Arc::clone(&times_unreliable),
    });
    let (ended, closing) = mpsc::channel(most_claims);
    let shop = Arc::new(Shop {
        api: Arc::clone(&api),
        books: Arc::clone(&books),
        ended,
        claims: Arc::clone(&claims),
        stop: stop.clone(),
        terms,
        answers: AtomicU64::new(0),
        outage: Arc::clone(&outage),
    });
    let pool = Pool::start(
        shop,
        queue,
        Arc::clone(&claims),
        stop.clone(),
        terms.concurrency,
    );
    let told = Arc::clone(&monitor);
    let settler = Settler {
        api: Arc::clone(&api),
        ledger: ledger.clone(),
        tally: Arc::clone(&tally),
        monitor: Arc::clone(&monitor),
        stop: stop.clone(),
        shelf: Arc::clone(&shelf),
        jobs: jobs.clone(),
        claims: Arc::clone(&claims),
        policy: terms.settling,
        started,
        times_unreliable,
        resent: HashSet::new(),
        doubled: HashSet::new(),
        outage,
    };
    let gatekeeper = Gatekeeper {
        api,
        ledger: ledger.clone(),
        tally: Arc::clone(&tally),
        monitor,
        stop: stop.clone(),
        jobs,
        claims,
        canary,
        left: terms.limit,
        skip_conflicts: terms.skip_conflicts,
        dry: terms.dry,
        shelf: Arc::clone(&shelf),
        started,
        settle: terms.settling.settle,
        contacts: Arc::new(Contacts::default()),
        parked: HashMap::new(),
        sheet: 0,
    };
    let fed = CancellationToken::new();
    let feed = Feed {
        gatekeeper,
        ledger,
        tally,
        monitor: Arc::clone(&told),
        stop: stop.clone(),
        terms,
        tags,
        returns,
    };
    let is_fed = fed.clone();
    let feeding = beside(&stop, async move {
        let _fed = is_fed.drop_guard();
        feed.all(sources).await
    });
    let keeping = beside(&stop, books.keep(closing));
    let work = async {
        let (admitted, settled, worked, kept) = tokio::join!(
            feeding,
            settle(settler, &fed, &stop, terms.dry),
            pool.finish(),
            keeping
        );
        admitted.and(settled).and(worked).and(kept)
    };
    let result = tokio::select! {
        biased;
        () = abort.cancelled() => Ok(()),
        result = work => result,
    };
    // Rows that came to be in doubt while the run was ending are there too.
    for held in shelf.clear() {
        told.row(held.told());
    }
    result
}

/// Does something on the thread of the workers, so that no row has to wake another thread on its way to them. It ends
/// when nobody waits for it any more. If it panics, the run is stopped.
fn beside(
    stop: &Stop,
    task: impl Future<Output = Result<(), LedgerError>> + Send + 'static,
) -> impl Future<Output = Result<(), LedgerError>> {
    let task = AbortOnDropHandle::new(tokio::spawn(task));
    let stop = stop.clone();
    async move {
        task.await.unwrap_or_else(|error| {
            stop.because(StopReason::Fatal(format!(
                "this is a fault of glassix-import, and rows that were under way are in doubt: {error}"
            )));
            Ok(())
        })
    }
}

/// Settles rows in doubt until there is nothing left to settle. A dry run only counts them.
async fn settle<A: TicketApi, M: Monitor + ?Sized>(
    mut settler: Settler<A, M>,
    fed: &CancellationToken,
    stop: &Stop,
    dry: bool,
) -> Result<(), LedgerError> {
    let result = if dry {
        Ok(())
    } else {
        settler.settle_all(fed).await
    };
    if let Err(error) = &result {
        stop.because(StopReason::Fatal(error_sentence(error)));
    }
    result
}

fn error_sentence(error: &LedgerError) -> String {
    match error {
        LedgerError::Stopped => "the ledger cannot be written any more".into(),
        other => other.to_string(),
    }
}
