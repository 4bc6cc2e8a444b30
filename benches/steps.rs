//! What each step on the way of a row costs, by itself and on one thread, beside reading the file with the plain csv
//! crate.
//!
//! `cargo bench --bench steps [-- ROWS]` prints a table.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that cannot be made ends with what is in the way"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use glassix_import::glassix::{Answer, Exchange, Verdict, classify};
use glassix_import::ledger::{
    Admission, How, Ledger, Manner, Mode, Outcome, Reading, RunNote, Target,
};
use glassix_import::mapping::Mapping;
use glassix_import::prepare::{Judged, Prepared, prepare};
use glassix_import::sheet::{Hints, Record, Row, Sheet};
use glassix_import::ticket::{Ready, Terms, judge};
use tokio_util::sync::CancellationToken;

#[path = "bench/plain.rs"]
mod plain;
#[path = "bench/sheet.rs"]
mod sheet;

/// Rows where no other number is given.
const ROWS: u64 = 100_000;

/// Rows that are claimed, and whose outcomes are recorded, for one commit: what the ledger has waiting at 64 requests at
/// once.
const TOGETHER: usize = 32;

/// How often a step is run; the quickest counts, since all else is the machine's.
const ROUNDS: usize = 3;

fn main() {
    let rows = std::env::args().find_map(|argument| argument.parse().ok());
    let rows: u64 = rows.unwrap_or(ROWS);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    sheet::write(&file, rows);
    let (mapping, terms) = mapped(&file);
    println!("{rows} rows, {ROUNDS} rounds of which the quickest counts\n");
    println!("| step | µs a row | times the plain csv crate |\n| --- | --- | --- |");
    let plain = quickest(|| plain::read(&file));
    let show = |step: &str, taken: Duration| {
        println!(
            "| {step} | {:.2} | {:.1} |",
            taken.as_secs_f64() * 1e6 / rows as f64,
            taken.as_secs_f64() / plain.as_secs_f64()
        );
    };
    show("read, with the plain csv crate", plain);
    show(
        "open: find out how the file is written",
        quickest(|| timed(|| opened(&file)).0),
    );
    show(
        "read: records of the sheet",
        quickest(|| timed(|| read(&file).len()).0),
    );
    let records = read(&file);
    let drafts = || records.iter().map(|row| mapping.draft(row).0);
    let mapped = quickest(|| timed(|| drafts().count()).0);
    show("map: cells to the parts of a ticket", mapped);
    let judged = quickest(|| {
        timed(|| {
            drafts()
                .filter(|draft| judge(draft.clone(), terms).is_ok())
                .count()
        })
        .0
    });
    show(
        "judge and encode: a ticket's body, its key and its digest",
        judged.saturating_sub(mapped),
    );
    let prepared: Vec<Prepared> = records
        .into_iter()
        .map(|row| prepare(Record::Row(row), &mapping, terms))
        .collect();
    let answers: Vec<(&Ready, Exchange)> = prepared.iter().map(answered).collect();
    let classified = quickest(|| {
        timed(|| {
            let created = answers.iter().filter(|(ready, answer)| {
                matches!(classify(answer, ready), Verdict::Created { .. })
            });
            assert_eq!(created.count(), answers.len());
        })
        .0
    });
    show(
        "classify: the answer, held against what was sent",
        classified,
    );
    drop(answers);
    let (claims, records) = ledger(folder.path(), prepared);
    show(
        &format!("claim: durable intents, {TOGETHER} together"),
        claims,
    );
    show(
        &format!("record: durable outcomes, {TOGETHER} together"),
        records,
    );
}

fn timed<T>(what: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let result = black_box(what());
    (started.elapsed(), result)
}

fn quickest(what: impl Fn() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| what()).min().unwrap()
}

fn opened(file: &Path) -> Sheet {
    Sheet::open(file, &Hints::default()).unwrap()
}

fn mapped(file: &Path) -> (Mapping, Terms) {
    let written = glassix_import::settings::parse(sheet::MAPPING).unwrap();
    let mapping = Mapping::from_config(&written.ticket.unwrap(), opened(file).header()).unwrap();
    let terms = Terms {
        switches: mapping.switches(),
        reach: mapping.reach(),
        region: None,
    };
    (mapping, terms)
}

fn read(file: &Path) -> Vec<Row> {
    let mut sheet = opened(file);
    let mut rows = Vec::new();
    while let Some(Record::Row(row)) = sheet.next_record().unwrap() {
        rows.push(row);
    }
    rows
}

/// What a service would answer that has made the ticket.
fn answered(prepared: &Prepared) -> (&Ready, Exchange) {
    let Judged::Ready(ready) = &prepared.judged else {
        panic!("a row of the sheet is wrong");
    };
    let rest = "\"id\":231000000,\"open\":\"2026-01-01T00:00:00.0000000Z\",\"state\":\"Open\",";
    let body = format!("{{{rest}{}", ready.body.trim_start_matches('{'));
    let answer = Answer {
        status: 200,
        retry_after: None,
        body: body.into(),
    };
    (ready, Exchange::Answered(answer))
}

/// Claims all rows and records them as created; what each of both took.
fn ledger(folder: &Path, prepared: Vec<Prepared>) -> (Duration, Duration) {
    let target = Target {
        host: "localhost".into(),
        department: String::new(),
    };
    let reading = Reading {
        name: "rows.csv".into(),
        header: Vec::new(),
        manner: Manner::default(),
        kept: None,
        mapping: [0; 8],
        key_derived: false,
    };
    let note = RunNote::of_reader("steps");
    let path = folder.join("ledger.sqlite");
    let stop = CancellationToken::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (ledger, thread) = Ledger::open(&path, &target, &note, Mode::default(), stop).unwrap();
        ledger.read(reading).await.unwrap();
        let mut places = Vec::with_capacity(prepared.len());
        let mut rows = prepared.into_iter();
        let started = Instant::now();
        loop {
            let batch: Vec<Prepared> = rows.by_ref().take(TOGETHER).collect();
            if batch.is_empty() {
                break;
            }
            let count = batch.len();
            let admitted = ledger
                .admit(batch, count, None, Box::new(|_| true))
                .await
                .unwrap();
            places.extend(
                admitted
                    .decided
                    .iter()
                    .map(|(_, admission)| match admission {
                        Admission::Claimed { place, .. } => *place,
                        other => panic!("{other:?}"),
                    }),
            );
        }
        let claims = started.elapsed();
        let started = Instant::now();
        for batch in places.chunks(TOGETHER) {
            let waiting = batch.iter().map(|place| {
                let created = Outcome::Created {
                    ticket: place.0,
                    opened: None,
                    how: How::Answer,
                    differences: Vec::new(),
                };
                let (ledger, place) = (ledger.clone(), *place);
                tokio::spawn(async move { ledger.record(place, created, None).await })
            });
            for one in waiting.collect::<Vec<_>>() {
                one.await.unwrap().unwrap();
            }
        }
        let records = started.elapsed();
        drop(ledger);
        tokio::task::spawn_blocking(|| thread.join())
            .await
            .unwrap()
            .unwrap();
        (claims, records)
    })
}
