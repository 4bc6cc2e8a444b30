#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::super::report::{Again, Change, ChangeExample, Counts, Message, Problem, Repeated, Tag};
use super::super::survey::tests::{GOOD, survey};
use super::*;
use crate::terminal::width;

/// A report with something of everything, of two files with values that would break lines apart.
fn full() -> Report {
    let mut report = survey(&[GOOD, "3,call me,\n"]);
    report.repeated_keys = vec![Repeated {
        value: "\u{5d0}\u{5d1}\u{202e}".into(),
        rows: 9,
        file: "0.csv".into(),
        line: 2,
        again: vec![Again {
            file: "1.csv".into(),
            line: 5,
            same: Some(false),
        }],
    }];
    report.repeated_contacts = report.repeated_keys.clone();
    report.counts = Counts {
        repeated_keys: 7,
        repeats_known_up_to: Some(1000),
        ..report.counts
    };
    report.tags = (0..25)
        .map(|number| Tag {
            tag: format!("tag {number}"),
            rows: 25 - number,
        })
        .collect();
    report.changes = vec![Change {
        what: "number written in full",
        count: 1,
        examples: vec![ChangeExample {
            file: "0.csv".into(),
            record: 1,
            line: 2,
            place: "participant 1 identifier".into(),
            from: "050-1234567\n".into(),
            to: "972501234567".into(),
        }],
    }];
    report
}

#[test]
fn everything_that_was_found_is_told_in_its_order() {
    let text = full().to_text();
    let places: Vec<usize> = [
        "file     0.csv",
        "mapping  by the names",
        "rows     3",
        "people   customers are not greeted",
        "pace     2/s",
        "the first ticket, as it would be sent",
        "problems",
        "7 keys stand more than once",
        "contacts stand more than once",
        "which the department has to have",
        "values that do not travel",
        "next: ",
    ]
    .iter()
    .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
    .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(
        text.contains("1.csv line 2 (record 1): B phone: call me"),
        "{text}"
    );
    assert!(text.contains("and 5 more"), "the tags are cut: {text}");
    assert!(text.contains("up to row 1,000"), "{text}");
    assert!(text.contains("050-1234567⏎ → 972501234567"), "{text}");
}

#[test]
fn every_line_fits_a_terminal_of_eighty_columns_but_the_command() {
    let mut report = full();
    report.problems.push(Problem {
        rule: "phone",
        title: "phone numbers that cannot be called".into(),
        rows: 1,
        messages: vec![Message {
            place: "participant 1 identifier".into(),
            message: "is not what it should be, and here is why at some length. ".repeat(4),
            rows: 12_345_678,
            examples: report.problems[0].messages[0].examples.clone(),
        }],
    });
    report.problems[0].messages[0].examples[0].cells[0].value = "ש".repeat(200);
    let text = report.to_text();
    let (body, next) = text.rsplit_once('\n').unwrap();
    assert!(next.starts_with("next: "));
    for line in body.lines() {
        assert!(width(line) <= 80, "{line:?}");
    }
}

#[test]
fn hebrew_keeps_to_its_place_and_marks_are_seen() {
    let text = full().to_text();
    assert!(
        text.contains("\u{2068}\u{5d0}\u{5d1}\\u{202e}\u{2069}: 0.csv line 2"),
        "{text}"
    );
    assert!(!text.contains('\u{202e}'));
}
