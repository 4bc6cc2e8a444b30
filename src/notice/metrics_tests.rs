//! What the collector reads.
#![allow(clippy::unwrap_used, clippy::panic)]
use std::time::Duration;

use super::*;
use crate::monitor::{Fate, RowEnd};
use crate::run::{Counts, DifferingRows, MendedRows};
use crate::summary::{Facts, Findings, Summary};

/// A summary with one row of a customer in it.
pub(in crate::notice) fn summary(exit_status: u8) -> Summary {
    let mut findings = Findings::default();
    findings.take(RowEnd {
        file: "leads.csv".into(),
        record: 1,
        line: 2,
        key: "Secret Customer 1".into(),
        changes: Vec::new(),
        fate: Fate::Rejected(vec![("phone", "Secret Customer 2".into())]),
    });
    let counts = Counts {
        rows_read: 3,
        created: 2,
        rejected: 1,
        ..Counts::default()
    };
    let facts = Facts {
        run_id: "r1".into(),
        target: "sandbox".into(),
        requests: 4,
        throttled: 0,
        pace_held: None,
        elapsed_seconds: 1.5,
        exit_status,
        dry_run: false,
        mended: MendedRows::default(),
        differing: DifferingRows::default(),
        aborted: false,
        results_fault: None,
        files: Vec::new(),
        from_ledger: false,
        command: "glassix-import run leads.csv".into(),
    };
    Summary::new(facts, counts, &findings, None)
}

pub(in crate::notice) fn ending(status: u8, summary: Option<&Summary>) -> Ending<'_> {
    Ending {
        status,
        error: None,
        summary,
        elapsed: Duration::from_millis(1500),
        ended: 1_772_000_000,
    }
}

/// The samples, each held against the format: every metric has its HELP and TYPE before it, once.
fn samples(text: &str) -> Vec<(String, f64)> {
    let mut known: Vec<&str> = Vec::new();
    let mut samples = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let name = rest.split(' ').next().unwrap();
            assert!(!known.contains(&name), "{name} twice");
            known.push(name);
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            assert_eq!(rest, format!("{} gauge", known.last().unwrap()));
        } else {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            assert_eq!(sample.split('{').next(), known.last().copied());
            samples.push((sample.to_owned(), value.parse().unwrap()));
        }
    }
    assert!(
        text.ends_with('\n'),
        "the collector wants the last line ended"
    );
    samples
}

#[test]
fn every_count_is_a_sample_and_labels_are_escaped() {
    let summary = summary(3);
    let text = metrics(&ending(3, Some(&summary)), "a\"b\\c\nd", 1_771_000_000);
    assert!(text.starts_with(FIRST_LINE));
    let samples = samples(&text);
    let value = |name: &str| {
        let sample = samples.iter().find(|(sample, _)| sample == name);
        sample.unwrap_or_else(|| panic!("{name}: {text}")).1
    };
    assert_eq!(
        value(r#"glassix_import_rows{name="a\"b\\c\nd",result="created"}"#),
        2.0
    );
    assert_eq!(
        value(r#"glassix_import_exit_status{name="a\"b\\c\nd"}"#),
        3.0
    );
    assert_eq!(
        value(r#"glassix_import_duration_seconds{name="a\"b\\c\nd"}"#),
        1.5
    );
    assert_eq!(
        value(r#"glassix_import_last_success_timestamp_seconds{name="a\"b\\c\nd"}"#),
        1_771_000_000.0,
        "a failure keeps what was"
    );
    assert!(!text.contains("Secret Customer"));
}

#[test]
fn a_success_is_remembered_through_failures() {
    let first = metrics(&ending(0, None), "n", 0);
    assert_eq!(last_success(&first), 1_772_000_000);
    let second = metrics(&ending(2, None), "n", last_success(&first));
    assert_eq!(last_success(&second), 1_772_000_000);
    assert_eq!(
        samples(&second).len(),
        4,
        "without a summary there are no counts"
    );
    for other in [
        "",
        "nonsense",
        "glassix_import_last_success_timestamp_seconds x",
    ] {
        assert_eq!(last_success(other), 0);
    }
}
