//! A panic ends the run in order: the row of a worker that panics is in doubt, every other one has ended, and the ledger
//! is whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use glassix_import::glassix::{ListPage, LookupFault, PageRef, Ticket, TicketApi, Verdict};
use glassix_import::ledger::{Inspection, Ledger, Mode, Part, RunNote, Target};
use glassix_import::mapping::Mapping;
use glassix_import::monitor::{Monitor, Recorder, RowEnd};
use glassix_import::run::{
    Concurrency, Counts, Crew, Look, Source, Stop, StopReason, Tally, Terms, run,
};
use glassix_import::settle::Policy;
use glassix_import::sheet::{Hints, Sheet};
use glassix_import::ticket::{Ready, Terms as Judging};
use tokio_util::sync::CancellationToken;

/// Rows of the sheet.
const ROWS: u64 = 60;

/// The row whose worker panics.
const FATAL: &str = "20";

/// A service that creates every ticket, and a client that has a fault.
struct Faulty {
    fatal: &'static str,
    next: AtomicI64,
}

impl TicketApi for Faulty {
    async fn create_ticket(&self, ready: &Ready) -> Verdict {
        assert_ne!(ready.key.as_str(), self.fatal, "a fault of the client");
        tokio::task::yield_now().await;
        Verdict::Created {
            ticket: self.next.fetch_add(1, Ordering::Relaxed),
            opened: None,
            differences: Vec::new(),
        }
    }

    async fn get_ticket(&self, _: i64) -> Option<Ticket> {
        None
    }

    async fn list(&self, _: &PageRef) -> Result<ListPage, LookupFault> {
        Err(LookupFault::Unavailable("not needed".into()))
    }

    fn server_second(&self) -> Option<i64> {
        None
    }

    fn server_now(&self) -> Option<i64> {
        None
    }
}

/// A listener that has a fault.
struct Deaf(AtomicI64);

impl Monitor for Deaf {
    fn row(&self, _: RowEnd) {
        let heard = self.0.fetch_add(1, Ordering::Relaxed);
        assert_ne!(heard, 20, "a fault of the listener");
    }
}

/// What a run leaves that was stopped by a fault: why it was, its counts, and what the next run finds in doubt.
struct Left {
    reason: String,
    counts: Counts,
    doubts: Vec<String>,
}

async fn run_until_the_fault<M: Monitor>(api: Faulty, monitor: M) -> Left {
    let folder = tempfile::tempdir().unwrap();
    let (path, csv) = (folder.path().join("ledger"), folder.path().join("a.csv"));
    let rows = (0..ROWS).map(|n| format!("{n},+1 808-555-{:04}\n", 100 + n));
    std::fs::write(&csv, format!("id,phone\n{}", rows.collect::<String>())).unwrap();
    let sheet = Sheet::open(&csv, &Hints::default()).unwrap();
    let mapping = Mapping::by_name(sheet.header()).unwrap();
    let judging = Judging {
        switches: mapping.switches(),
        reach: mapping.reach(),
        region: None,
    };
    let (stop, tally) = (Stop::default(), Arc::new(Tally::default()));
    let target = Target {
        host: "sandbox".into(),
        department: String::new(),
    };
    let mode = Mode {
        again: false,
        dry: false,
        part: Part::Whole,
        required: false,
    };
    let note = RunNote::of_reader("a run");
    let (ledger, thread) = Ledger::open(&path, &target, &note, mode, stop.token().clone()).unwrap();
    let crew = Crew {
        api: Arc::new(api),
        ledger: ledger.clone(),
        monitor: Arc::new(monitor),
        tally: Arc::clone(&tally),
        stop: stop.clone(),
        tags: None,
        abort: CancellationToken::new(),
    };
    let terms = Terms {
        concurrency: Concurrency::Exactly(4),
        max_attempts: 2,
        max_failures: None,
        max_equal_errors: None,
        patience: Duration::from_secs(1),
        limit: None,
        canary: 0,
        dry: false,
        settling: Policy {
            settle: Duration::from_secs(1),
            hold: false,
            max_attempts: 2,
        },
        skip_conflicts: false,
        preflight: Look::Never,
        shard: None,
        passes_broken_sheets: false,
        judging,
    };
    run(
        vec![Source {
            sheet,
            mapping,
            meaning: [0; 8],
        }],
        crew,
        terms,
    )
    .await
    .unwrap();
    let reason = stop.reason().map(|reason: StopReason| reason.sentence());
    let reason = reason.unwrap();
    let counts = tally.counts();
    drop(ledger);
    thread.join().unwrap();

    let inspection = Inspection::open(&path, &note).unwrap();
    let number = inspection.target(&target).unwrap().unwrap();
    assert!(number > 0);
    drop(inspection);
    let note = RunNote::of_reader("the next run");
    let (ledger, thread) =
        Ledger::open(&path, &target, &note, mode, CancellationToken::new()).unwrap();
    let doubts = ledger.doubts().await.unwrap();
    let doubts = doubts.iter().map(|doubt| doubt.key.to_string()).collect();
    drop(ledger);
    thread.join().unwrap();
    assert!(counts.add_up(), "{counts:?}");
    Left {
        reason,
        counts,
        doubts,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_in_one_worker_ends_the_run_in_order_with_a_ledger_that_is_whole() {
    let api = Faulty {
        fatal: FATAL,
        next: AtomicI64::new(1),
    };
    let left = run_until_the_fault(api, Recorder::default()).await;
    let Left { reason, counts, .. } = &left;
    assert!(reason.contains("its row is in doubt"), "{reason}");
    // The next run finds what this one left: one row in doubt, and the tickets that it made.
    assert_eq!(left.doubts, [FATAL], "{counts:?}");
    assert!(counts.created > 0 && counts.created < ROWS, "{counts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_of_whoever_is_told_ends_the_run_and_leaves_nothing_unwritten_that_was_answered() {
    let api = Faulty {
        fatal: "",
        next: AtomicI64::new(1),
    };
    let left = run_until_the_fault(api, Deaf(AtomicI64::new(0))).await;
    let Left { reason, counts, .. } = &left;
    assert!(reason.contains("a fault of the listener"), "{reason}");
    assert!(counts.in_doubt > 0, "{counts:?}");
    // Those that nobody was told of are counted in doubt here, and the ledger has their tickets.
    assert_eq!(left.doubts, [""; 0], "{counts:?}");
}
