//! What a row costs from the sheet to its ticket, durable intents and results included, beside what a bare load
//! generator (oha, where it is installed) takes for as many requests to the same server.
//!
//! `cargo bench --bench end_to_end [-- ROWS]` prints a table; the server is a process of its own.

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
use std::process::{Child, Command, Stdio};

#[path = "bench/process.rs"]
mod process;
#[path = "bench/server.rs"]
mod server;
#[path = "bench/sheet.rs"]
mod sheet;

use process::Taken;

/// Rows where no other number is given.
const ROWS: u64 = 100_000;

/// Requests under way at once.
const AT_ONCE: &str = "64";

/// How often each is run; they take turns, and the median counts.
const ROUNDS: usize = 5;

/// The address at which a process of this program serves, handed down to it.
const SERVE: &str = "GLASSIX_BENCH_SERVE";

fn main() {
    if let Ok(address) = std::env::var(SERVE) {
        return server::serve(std::net::TcpListener::bind(address).unwrap(), |_| ());
    }
    let rows = std::env::args().find_map(|argument| argument.parse().ok());
    let rows = rows.unwrap_or(ROWS);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sheet::write(&folder.join("rows.csv"), rows);
    std::fs::write(folder.join("mapping.toml"), sheet::MAPPING).unwrap();
    let body = first_body(folder);
    std::fs::write(folder.join("body.json"), &body).unwrap();
    let has_oha = Command::new("oha")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    println!(
        "{rows} rows, {AT_ONCE} at once, a body of {} bytes, {ROUNDS} rounds",
        body.len()
    );
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if has_oha {
            theirs.push(with_server(|base| oha(folder, base, rows)));
        }
        let ledger = format!("ledger-{round}.sqlite");
        ours.push(with_server(|base| import(folder, base, &ledger)));
    }
    println!("\n| | CPU per row | rows/s | peak memory |\n| --- | --- | --- | --- |");
    let ours = show("glassix-import", &ours, rows);
    if has_oha {
        let theirs = show("oha", &theirs, rows);
        println!(
            "\nCPU per row {:.2} times that of oha, rows/s {:.2} times",
            ours.0 / theirs.0,
            ours.1 / theirs.1
        );
    } else {
        println!("\noha is not installed, so there is nothing to hold this against");
    }
}

/// Prints the medians, and gives the microseconds of the processor for a row and the rows of a second.
fn show(name: &str, rounds: &[Taken], rows: u64) -> (f64, f64) {
    let median = |value: &dyn Fn(&Taken) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let cost = median(&|taken| taken.processor.as_secs_f64() * 1e6 / rows as f64);
    let speed = median(&|taken| rows as f64 / taken.wall.as_secs_f64());
    let peak = median(&|taken| taken.peak_kib as f64 / 1024.0);
    println!("| {name} | {cost:.1} µs | {speed:.0} | {peak:.1} MiB |");
    (cost, speed)
}

/// A server in a process of its own, for as long as `what` takes.
fn with_server(what: impl FnOnce(&str) -> Taken) -> Taken {
    let (listener, address) = server::listen();
    drop(listener);
    let mut server: Child = Command::new(std::env::current_exe().unwrap())
        .env(SERVE, address.to_string())
        .spawn()
        .unwrap();
    while std::net::TcpStream::connect(address).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let taken = what(&format!("http://{address}/api/v1.2"));
    server.kill().unwrap();
    server.wait().unwrap();
    taken
}

fn import(folder: &Path, base: &str, ledger: &str) -> Taken {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassix-import"));
    command
        .current_dir(folder)
        .args(["run", "rows.csv", "--config", "mapping.toml", "--quiet"])
        .args(["--base-url", base, "--ledger", ledger])
        .args(["--rate", "none", "--concurrency", AT_ONCE])
        .env("GLASSIX_ACCESS_TOKEN", "a-token");
    process::run(&mut command, || false)
}

fn oha(folder: &Path, base: &str, rows: u64) -> Taken {
    let mut command = Command::new("oha");
    command
        .current_dir(folder)
        .args([
            "-n",
            &rows.to_string(),
            "-c",
            AT_ONCE,
            "--no-tui",
            "-m",
            "POST",
        ])
        .args(["-H", "Authorization: Bearer a-token"])
        .args(["-H", "content-type: application/json", "-D", "body.json"])
        .arg(format!("{base}/tickets/create"));
    process::run(&mut command, || false)
}

/// The body of the first row, as `check` shows it: what oha sends again and again.
fn first_body(folder: &Path) -> String {
    let check = Command::new(env!("CARGO_BIN_EXE_glassix-import"))
        .current_dir(folder)
        .args([
            "check",
            "rows.csv",
            "--config",
            "mapping.toml",
            "--show",
            "1",
        ])
        .args(["--format", "json"])
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    told["tickets"][0]["body"].to_string()
}
