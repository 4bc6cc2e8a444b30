//! How long a check takes, beside reading the same file with the plain csv crate.
//!
//! `SPEED=1000000 cargo test --release --test speed -- --nocapture` measures with so many rows. Without it a
//! short form looks only that all rows are counted: no test depends on the speed of a machine.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use support::Desk;

/// Rows of the short form.
const FEW: u64 = 2000;

/// Rows of a customer like those of the sample, each with a key and a contact of its own.
fn sheet(rows: u64) -> String {
    let names = ["Alex", "נועה", "Käthe", "Ömer", "Luke"];
    let tags = ["VIP", "New", "VIP;Family", "Returning", "משפחות"];
    let mut sheet = "lead_id,first_name,last_name,mobile,email,culture,tags,destination,street,city,segment,notes,created_at\n".to_owned();
    for row in 0..rows {
        let (name, tag) = (names[row as usize % 5], tags[row as usize % 5]);
        let (area, number) = (200 + row / 10_000 % 700, row % 10_000);
        writeln!(
            sheet,
            "L-{row:07},{name},Sample,+1 808-{area:03}-{number:04},lead{row}@example.com,en-US,{tag},Crete,\"{row} Hill Road, flat {}\",Leeds,Newsletter,some words about what was said on the phone {row},2026-03-14",
            row % 9
        )
        .unwrap();
    }
    sheet
}

/// How long the plain csv crate takes to read all records of a file.
fn plain(desk: &Desk) -> (u64, Duration) {
    let start = Instant::now();
    let mut reader = csv::Reader::from_path(desk.path("many.csv")).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        rows += 1;
    }
    (rows, start.elapsed())
}

/// How long the program takes, with its result on a file, and the most memory it was seen to hold, in MB.
fn program(desk: &Desk, arguments: &[&str]) -> (String, Duration, u64) {
    let start = Instant::now();
    let out = std::fs::File::create(desk.path("out")).unwrap();
    let mut command = support::binary();
    command.args(["check", "many.csv"]).args(arguments);
    command.current_dir(desk.folder()).stdout(out);
    let mut child = command.spawn().unwrap();
    let (mut most, status) = (0, format!("/proc/{}/status", child.id()));
    let end = loop {
        if let Some(end) = child.try_wait().unwrap() {
            break end;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kilobytes.unwrap_or(0) / 1024);
        std::thread::sleep(Duration::from_millis(2));
    };
    let elapsed = start.elapsed();
    assert_eq!(end.code(), Some(0));
    (desk.read("out"), elapsed, most)
}

#[test]
fn a_check_counts_every_row_and_says_how_long_it_took() {
    let wanted = std::env::var("SPEED")
        .ok()
        .and_then(|rows| rows.parse().ok());
    let rows = wanted.unwrap_or(FEW);
    let desk = Desk::new();
    desk.write("many.csv", sheet(rows));
    let (read, plain) = plain(&desk);
    assert_eq!(read, rows);
    let ratio = |elapsed: Duration| elapsed.as_secs_f64() / plain.as_secs_f64();
    println!("{rows} rows; the csv crate reads them in {plain:.2?}");
    for arguments in [
        &["--format", "json"][..],
        &["--format", "json", "--config", "samples/leads.toml"],
        &["--records"],
    ] {
        let (said, elapsed, memory) = program(&desk, arguments);
        let counted = if arguments == ["--records"] {
            said.lines().count() as u64 - 1
        } else {
            let report: serde_json::Value = serde_json::from_str(&said).unwrap();
            report["counts"]["to_send"].as_u64().unwrap()
        };
        assert_eq!(counted, rows, "{arguments:?}");
        println!(
            "check {}: {elapsed:.2?}, {:.1} times as long, {memory} MB at most",
            arguments.join(" "),
            ratio(elapsed)
        );
    }
}
