//! A sheet of many rows of which 99 % have their tickets: how large its ledger is, how long a run takes to its first
//! new request beside reading the file once with the plain csv crate, and how much memory it has.
//!
//! `cargo bench --bench scale [-- ROWS]`. The ledger is filled by the run itself, over a service within this process
//! that answers at once; the run that is measured is the program's own, against a bare server.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that cannot be made ends with what is in the way"
)]

use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Parser as _;
use glassix_import::cli::{Cli, Command};
use glassix_import::glassix::{ListPage, LookupFault, PageRef, Ticket, TicketApi, Verdict};
use glassix_import::ledger::{Ledger, Mode, RunNote, Target};
use glassix_import::mapping::Mapping;
use glassix_import::monitor::{Monitor, RowEnd};
use glassix_import::run::{Concurrency, Crew, Look, Source, Stop, Tally, Terms};
use glassix_import::settings::{Environment, Settings};
use glassix_import::settle::Policy;
use glassix_import::sheet::{Hints, Sheet};
use glassix_import::ticket::Ready;
use tokio_util::sync::CancellationToken;

#[path = "bench/plain.rs"]
mod plain;
#[path = "bench/process.rs"]
mod process;
#[path = "bench/server.rs"]
mod server;
#[path = "bench/sheet.rs"]
mod sheet;

/// Rows where no other number is given.
const ROWS: u64 = 1_000_000;

/// Of these, one in so many has no ticket yet; they stand at the end.
const UNDONE: u64 = 100;

fn main() {
    let rows = std::env::args().find_map(|argument| argument.parse().ok());
    let rows: u64 = rows.unwrap_or(ROWS);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    sheet::write(&file, rows);
    std::fs::write(folder.path().join("mapping.toml"), sheet::MAPPING).unwrap();
    let bytes = std::fs::metadata(&file).unwrap().len();
    println!("{rows} rows, {} MB", bytes / 1_000_000);

    let (listener, address) = server::listen();
    let first = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&first);
    std::thread::spawn(move || {
        server::serve(listener, move |path| {
            if path.ends_with("tickets/create") {
                seen.lock().unwrap().get_or_insert_with(Instant::now);
            }
        });
    });

    let done = rows - rows / UNDONE;
    let ledger = folder.path().join("ledger.sqlite");
    let filling = Instant::now();
    fill(&file, &ledger, &address.to_string(), done);
    let filling = filling.elapsed();
    let size = std::fs::metadata(&ledger).unwrap().len();
    println!(
        "ledger   {:.1} bytes a row; filled in {:.1} s, {:.1} µs a row",
        size as f64 / done as f64,
        filling.as_secs_f64(),
        filling.as_secs_f64() * 1e6 / done as f64
    );

    let plain = (0..3).map(|_| plain::read(&file)).min().unwrap();
    println!(
        "csv      {:.2} s to read the file once",
        plain.as_secs_f64()
    );

    let taken = process::run(
        std::process::Command::new(env!("CARGO_BIN_EXE_glassix-import"))
            .current_dir(folder.path())
            .args(["check", "rows.csv", "--config", "mapping.toml"]),
        || false,
    );
    println!(
        "check    {:.2} s, {:.1} times the reading; {:.1} s of the processor, {:.1} MiB at the most",
        taken.wall.as_secs_f64(),
        taken.wall.as_secs_f64() / plain.as_secs_f64(),
        taken.processor.as_secs_f64(),
        taken.peak_kib as f64 / 1024.0
    );

    let started = Instant::now();
    let taken = process::run(
        std::process::Command::new(env!("CARGO_BIN_EXE_glassix-import"))
            .current_dir(folder.path())
            .args(["run", "rows.csv", "--config", "mapping.toml", "--quiet"])
            .args([
                "--ledger",
                "ledger.sqlite",
                "--rate",
                "none",
                "--limit",
                "100",
            ])
            .args(["--base-url", &format!("http://{address}/api/v1.2")])
            .env("GLASSIX_ACCESS_TOKEN", "a-token"),
        || false,
    );
    let first = first.lock().unwrap().expect("a row was sent") - started;
    println!(
        "resume   {:.2} s to the first new request, {:.1} times the reading; {:.1} s of the processor, {:.1} MiB at the most",
        first.as_secs_f64(),
        first.as_secs_f64() / plain.as_secs_f64(),
        taken.processor.as_secs_f64(),
        taken.peak_kib as f64 / 1024.0
    );
    for arguments in [
        &[
            "results",
            "--ledger",
            "ledger.sqlite",
            "--only",
            "all",
            "-o",
            "all.csv",
        ][..],
        &["report", "--ledger", "ledger.sqlite", "-o", "report.html"][..],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_glassix-import"));
        let taken = process::run(command.current_dir(folder.path()).args(arguments), || false);
        println!(
            "{:<8} {:.1} s, {:.1} MiB at the most",
            arguments[0],
            taken.wall.as_secs_f64(),
            taken.peak_kib as f64 / 1024.0
        );
    }
}

/// A service that creates every ticket at once.
#[derive(Default)]
struct AtOnce {
    ids: AtomicI64,
}

impl TicketApi for AtOnce {
    async fn create_ticket(&self, _: &Ready) -> Verdict {
        Verdict::Created {
            ticket: 231_000_000 + self.ids.fetch_add(1, Ordering::Relaxed),
            opened: self.server_second(),
            differences: Vec::new(),
        }
    }

    async fn get_ticket(&self, _: i64) -> Option<Ticket> {
        None
    }

    async fn list(&self, _: &PageRef) -> Result<ListPage, LookupFault> {
        Ok(ListPage::default())
    }

    fn server_second(&self) -> Option<i64> {
        Some(jiff::Timestamp::now().as_second())
    }

    fn server_now(&self) -> Option<i64> {
        self.server_second()
    }
}

/// Counts.
#[derive(Default)]
struct Counter(AtomicU64);

impl Monitor for Counter {
    fn row(&self, _: RowEnd) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// An environment with a token.
struct WithToken;

impl Environment for WithToken {
    fn get(&self, name: &str) -> Option<String> {
        (name == "GLASSIX_ACCESS_TOKEN").then(|| "a-token".into())
    }
}

/// What decides, for the program's own run, what the rows of the file say.
fn meaning(folder: &Path) -> [u8; 8] {
    let mapping = folder.join("mapping.toml");
    let typed = ["glassix-import", "run", "rows.csv", "--config"].map(OsString::from);
    let typed = typed.into_iter().chain([mapping.into_os_string()]);
    let cli = Cli::parse_from(typed.chain(["--sandbox".into()]));
    let Command::Run(args) = cli.command else {
        panic!("another command");
    };
    Settings::new(&args, &WithToken).unwrap().intake.meaning()
}

/// Has the ledger know so many rows of the file as created.
fn fill(file: &Path, path: &Path, host: &str, rows: u64) {
    let written = glassix_import::settings::parse(sheet::MAPPING).unwrap();
    let sheet = Sheet::open(file, &Hints::default()).unwrap();
    let mut mapping = Mapping::from_config(&written.ticket.unwrap(), sheet.header()).unwrap();
    if mapping.wants_sample() {
        mapping.learn(sheet.sample());
    }
    let judging = glassix_import::ticket::Terms {
        switches: mapping.switches(),
        reach: mapping.reach(),
        region: None,
    };
    let target = Target {
        host: host.to_owned(),
        department: String::new(),
    };
    let stop = Stop::default();
    let note = RunNote::of_reader("fill");
    let counter = Arc::new(Counter::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (ledger, thread) =
            Ledger::open(path, &target, &note, Mode::default(), stop.token().clone()).unwrap();
        let crew = Crew {
            api: Arc::new(AtOnce::default()),
            ledger: ledger.clone(),
            monitor: Arc::clone(&counter),
            tally: Arc::new(Tally::default()),
            stop: stop.clone(),
            tags: None,
            abort: CancellationToken::new(),
        };
        let terms = Terms {
            concurrency: Concurrency::Exactly(256),
            max_attempts: 1,
            max_failures: None,
            max_equal_errors: None,
            patience: Duration::from_secs(1),
            limit: Some(rows),
            canary: 0,
            dry: false,
            settling: Policy {
                settle: Duration::from_secs(1),
                hold: false,
                max_attempts: 1,
            },
            skip_conflicts: false,
            preflight: Look::Never,
            shard: None,
            passes_broken_sheets: false,
            judging,
        };
        let source = Source {
            sheet,
            mapping,
            meaning: meaning(file.parent().unwrap()),
        };
        glassix_import::run::run(vec![source], crew, terms)
            .await
            .unwrap();
        ledger.end(4, "{}".into()).await.unwrap();
        drop(ledger);
        tokio::task::spawn_blocking(|| thread.join())
            .await
            .unwrap()
            .unwrap();
    });
    assert_eq!(counter.0.load(Ordering::Relaxed), rows);
}
