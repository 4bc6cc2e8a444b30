//! `run --results`: a record for each row as it is settled.

use std::collections::BTreeMap;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Desk, Service, until};

fn records(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn by_status(records: &[Value]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        *counts
            .entry(record["status"].as_str().unwrap())
            .or_default() += 1;
    }
    counts
}

#[test]
fn every_row_is_told_of_once_in_every_run() {
    let (service, desk) = (
        Service::faulty("create:commit_then_close:at=2"),
        Desk::new(),
    );
    let config = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let run = || {
        let run = desk.run(&config).args(&["--results", "told.jsonl"]);
        run.to(&service).end().summary_of(3)
    };
    run();
    let first = records(&desk.read("told.jsonl"));
    assert_eq!(
        by_status(&first),
        BTreeMap::from([("created", 5), ("duplicate", 2), ("rejected", 18)])
    );
    let keys = service.keys();
    for record in first.iter().filter(|record| record["status"] == "created") {
        let key = record["key"].as_str().unwrap();
        assert_eq!(record["ticket_id"], keys[key][0]);
    }
    run();
    let second = records(&desk.read("told.jsonl"));
    assert_eq!(by_status(&second)["already created"], 5);
    assert_eq!(second.len(), 25);
    let mut lines: Vec<u64> = second
        .iter()
        .map(|record| record["record"].as_u64().unwrap())
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, (1..=25).collect::<Vec<_>>());
}

#[test]
fn records_are_there_while_the_run_goes_on() {
    let (service, desk) = (Service::faulty("create:hang:at=5"), Desk::new());
    let run = desk
        .sample()
        .args(&["--concurrency", "1", "--results", "told.jsonl"]);
    let run = run.to(&service).start();
    until("four rows are told of", || {
        let text = std::fs::read_to_string(desk.path("told.jsonl")).ok()?;
        (records(&text).len() == 4).then_some(())
    });
    let refused = desk
        .sample()
        .args(&["--results", "told.jsonl"])
        .to(&service);
    let refused = refused.env("XDG_STATE_HOME", "/nowhere").end();
    assert_eq!(refused.status, Some(6), "{refused}");
    assert_eq!(
        records(&desk.read("told.jsonl")).len(),
        4,
        "it is left as it is"
    );
    run.signal(Signal::KILL);
    run.end();
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_does_not_end_the_import() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let (service, desk) = (Service::start(), Desk::new());
    let run = desk.sample().args(&["--results", "/dev/full"]);
    let end = run.to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(summary.number("created"), 1000);
    assert!(summary.text("results_fault").contains("/dev/full"), "{end}");
    assert!(end.stderr.contains("the import goes on"), "{end}");
}

#[test]
fn records_are_written_over_nothing_else() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("mine.txt", "mine");
    for taken in [
        "mine.txt",
        "samples/leads.csv",
        "samples",
        "-",
        "nowhere/told.jsonl",
    ] {
        let end = desk.sample().args(&["--results", taken]).to(&service).end();
        assert_eq!(end.status, Some(2), "{end}");
        assert_eq!(end.stdout, "");
    }
    assert_eq!(desk.read("mine.txt"), "mine");
    assert_eq!(service.total("requests_total"), 0);
}

#[test]
fn every_value_that_was_mended_is_told_with_its_row_as_it_stood_and_as_it_was_sent() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write(
        "leads.csv",
        "id,name,whatsapp\nK-1, Dana ,+1 808-555-0101\nK-2,Noa,18085550102\n",
    );
    let run = desk.run(&["leads.csv", "--rate", "none", "--results", "told.jsonl"]);
    run.to(&service).end().summary_of(0);
    let told = records(&desk.read("told.jsonl"));
    let changes = |key: &str| {
        let record = told.iter().find(|record| record["key"] == key).unwrap();
        record["changes"].as_array().unwrap().clone()
    };
    let phone = changes("K-1")
        .into_iter()
        .find(|change| change["place"] == "participant 1 identifier")
        .unwrap();
    assert_eq!(
        (&phone["from"], &phone["to"]),
        (&"+1 808-555-0101".into(), &"18085550101".into())
    );
    assert_eq!(changes("K-1").len(), 2, "the name had blanks around it");
    assert!(changes("K-2").is_empty());
}
