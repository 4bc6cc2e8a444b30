//! What a run takes where nothing is to be waited for but itself: from its start to its first request, with a fresh
//! ledger, and of the processor while it waits for a slow pace.
//!
//! `cargo bench --bench start`

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that cannot be made ends with what is in the way"
)]

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[path = "bench/process.rs"]
mod process;
#[path = "bench/server.rs"]
mod server;
#[path = "bench/sheet.rs"]
mod sheet;

/// Runs that are started; the median counts.
const STARTS: usize = 21;

/// Rows of a sheet as people send them.
const ROWS: u64 = 1000;

/// Seconds that the slow run takes, with a row in each of them.
const SECONDS: u64 = 20;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    sheet::write(&folder.path().join("rows.csv"), ROWS);
    std::fs::write(folder.path().join("mapping.toml"), sheet::MAPPING).unwrap();
    let (listener, address) = server::listen();
    let asked = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        server::serve(listener, move |_| {
            seen.lock().unwrap().get_or_insert_with(Instant::now);
        });
    });
    let base = format!("http://{address}/api/v1.2");
    let mut starts = Vec::new();
    for start in 0..STARTS {
        *asked.lock().unwrap() = None;
        let started = Instant::now();
        let ledger = format!("start-{start}.sqlite");
        process::run(&mut run(folder.path(), &base, &ledger, "none", 1), || false);
        starts.push(asked.lock().unwrap().expect("a request") - started);
    }
    starts.sort();
    println!(
        "start    {:.0} ms to the first request of a run with a fresh ledger (median of {STARTS}; {:.0} to {:.0})",
        starts[STARTS / 2].as_secs_f64() * 1e3,
        starts[0].as_secs_f64() * 1e3,
        starts[STARTS - 1].as_secs_f64() * 1e3
    );
    let quick = process::run(
        &mut run(folder.path(), &base, "quick.sqlite", "none", SECONDS),
        || false,
    );
    let slow = process::run(
        &mut run(folder.path(), &base, "slow.sqlite", "1/s", SECONDS),
        || false,
    );
    let waited = slow.wall.saturating_sub(quick.wall);
    let spent = slow.processor.saturating_sub(quick.processor);
    println!(
        "waiting  {:.1} ms of the processor for each second of waiting for the pace, over {:.0} s; {:.1} MiB at the most",
        spent.as_secs_f64() * 1e3 / waited.as_secs_f64(),
        waited.as_secs_f64(),
        slow.peak_kib as f64 / 1024.0
    );
    assert!(waited > Duration::from_secs(SECONDS / 2), "it did not wait");
}

fn run(folder: &Path, base: &str, ledger: &str, rate: &str, limit: u64) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassix-import"));
    command
        .current_dir(folder)
        .args(["run", "rows.csv", "--config", "mapping.toml", "--quiet"])
        .args(["--base-url", base, "--ledger", ledger])
        .args(["--rate", rate, "--limit", &limit.to_string()])
        .env("GLASSIX_ACCESS_TOKEN", "a-token");
    command
}
