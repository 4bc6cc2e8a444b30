//! How a run went, as it is told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::findings::MAX_REASONS;
use super::*;
use crate::monitor::Fate;

fn facts(exit_status: u8) -> Facts {
    Facts {
        run_id: "r1".into(),
        target: "sandbox".into(),
        requests: 1001,
        throttled: 0,
        pace_held: None,
        elapsed_seconds: 10.04,
        exit_status,
        dry_run: false,
        mended: MendedRows::default(),
        differing: DifferingRows::default(),
        aborted: false,
        files: Vec::new(),
        from_ledger: false,
        results_fault: None,
        command: "glassix-import run leads.csv --sandbox".into(),
    }
}

fn rejected(record: u64) -> RowEnd {
    RowEnd {
        file: "leads.csv".into(),
        record,
        line: record + 1,
        key: format!("L-{record}"),
        changes: Vec::new(),
        fate: Fate::Rejected(vec![
            ("phone", "participant 1 identifier: starts with 0".into()),
            ("culture", "culture: must be one of en-US".into()),
        ]),
    }
}

#[test]
fn people_read_counts_reasons_rows_and_what_to_type_next() {
    let mut findings = Findings::default();
    for record in (2..33).rev() {
        findings.take(rejected(record));
    }
    findings.rows.truncate(31);
    let counts = Counts {
        rows_read: 12_000,
        created: 11_969,
        rejected: 31,
        ..Counts::default()
    };
    let text = Summary::new(facts(3), counts, &findings, None).to_text();
    let lines: Vec<&str> = text.lines().collect();
    let ends = [&lines[..10], &lines[lines.len() - 3..]].concat();
    insta::assert_snapshot!(ends.join("\n"), @r"
    12,000 rows, 1,001 requests, 10.0 s, into sandbox
      created             11,969
      rejected                31

    reasons:
          31 × rejected: culture: must be one of en-US (record 32, 31, 30, …)
          31 × rejected: participant 1 identifier: starts with 0 (record 32, 31, 30, …)

    rows that need attention:
      record 2, line 3, key L-2: rejected: participant 1 identifier: starts with 0; culture: must be one of en-US
      record 32, line 33, key L-32: rejected: participant 1 identifier: starts with 0; culture: must be one of en-US

    next: mend these rows in the sheet, then: glassix-import run leads.csv --sandbox
    ");
}

#[test]
fn the_last_line_says_why_and_nothing_of_a_customer() {
    let line = |status, counts, reason: Option<&StopReason>| {
        Summary::new(facts(status), counts, &Findings::default(), reason).last_line()
    };
    assert_eq!(line(0, Counts::default(), None), None);
    let counts = Counts {
        rows_read: 1_200,
        rejected: 2,
        in_doubt: 1,
        ..Counts::default()
    };
    assert_eq!(
        line(5, counts, None).unwrap(),
        "ended with status 5: of 1,200 rows, 2 rejected, 1 in doubt; to see them: glassix-import results"
    );
    let refused = StopReason::EqualErrors {
        rows: 20,
        reason: "no such contact \"Dana Levi\"\n+972501234567".into(),
    };
    let line = line(4, Counts::default(), Some(&refused)).unwrap();
    assert!(line.starts_with("ended with status 4: stopped because 20 rows in a row"));
    assert!(
        !line.contains("Dana") && !line.contains("972") && !line.contains('\n'),
        "{line}"
    );
}

#[test]
fn rows_of_mended_values_are_counted_by_what_was_done() {
    let mut facts = facts(0);
    facts.mended = MendedRows {
        rows: 1_037,
        by_change: BTreeMap::from([
            ("invisible marks removed", 7),
            ("number written in full", 1_030),
        ]),
    };
    let summary = Summary::new(facts, Counts::default(), &Findings::default(), None);
    let text = summary.to_text();
    assert!(text.contains("\n  values mended        1,037  number written in full 1,030, invisible marks removed 7\n"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&summary.to_json().unwrap()).unwrap();
    assert_eq!(json["changes"]["number written in full"], 1030);
}

#[test]
fn a_pace_that_held_is_told_as_it_can_be_typed() {
    let mut facts = facts(0);
    facts.pace_held = Rate::per_second(4.96);
    let summary = Summary::new(facts, Counts::default(), &Findings::default(), None);
    let text = summary.to_text();
    assert!(
        text.contains("\npace held: 4.9/s; to pin it: --rate 4.9/s\n"),
        "{text}"
    );
}

#[test]
fn programs_find_every_key_that_they_rely_on() {
    let summary = Summary::new(
        facts(4),
        Counts::default(),
        &Findings::default(),
        Some(&StopReason::Limit),
    );
    let json: serde_json::Value = serde_json::from_str(&summary.to_json().unwrap()).unwrap();
    for key in [
        "run_id",
        "target",
        "rows_read",
        "created",
        "already_created",
        "duplicates",
        "rejected",
        "failed",
        "conflicts",
        "in_doubt",
        "not_attempted",
        "requests",
        "retries",
        "throttled",
        "reconciled",
        "elapsed_seconds",
        "exit_status",
        "stopped_by",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["stopped_by"], "limit");
}

#[test]
fn a_million_bad_rows_do_not_fill_the_memory() {
    let mut findings = Findings::default();
    for record in 0..1000 {
        let mut end = rejected(record);
        end.fate = Fate::Rejected(vec![("phone", format!("reason {record}"))]);
        findings.take(end);
    }
    assert_eq!(findings.rows.len(), MAX_ROWS);
    assert!(findings.reasons.len() <= MAX_REASONS + 1);
    assert_eq!(
        findings
            .reasons
            .values()
            .map(|reason| reason.rows)
            .sum::<u64>(),
        1000
    );
}
