#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use super::*;
use crate::prepare::prepare_with;
use crate::sheet::Hints;
use crate::ticket::Terms;

fn prospect() -> Prospect {
    Prospect {
        to: None,
        pace: "2/s (default)".into(),
        period: Some(Duration::from_millis(500)),
        run: "glassix-import run a.csv".into(),
        check: "glassix-import check a.csv".into(),
    }
}

/// A survey of these files, all with an `id`, a `phone` and `tags`.
pub(in crate::check) fn survey(files: &[&'static str]) -> Report {
    let mut surveyor = Surveyor::new(1);
    for (number, rows) in files.iter().enumerate() {
        let name = format!("{number}.csv");
        let text = format!("id,phone,tags\n{rows}");
        let bytes = std::io::Cursor::new(text.into_bytes());
        let sheet = Sheet::read(&name, Box::new(bytes), &Hints::default()).unwrap();
        let mapping = Mapping::by_name(sheet.header()).unwrap();
        let mut source = Source {
            sheet,
            mapping,
            meaning: [0; 8],
        };
        let terms = Terms::default();
        surveyor.begin(&source, Mapped::of(None, &source.mapping), terms);
        while let Some(record) = source.sheet.next_record().unwrap() {
            let prepared = prepare_with(record, &source.mapping, terms, |sound| {
                sound.outline(surveyor.hasher())
            });
            surveyor.take(&[prepared], |_| true);
        }
        surveyor.end(&source.sheet, None);
    }
    surveyor.finish(prospect())
}

pub(in crate::check) const GOOD: &str = "1,12025550101,VIP\n2,12025550102,VIP;New\n";

#[test]
fn a_sound_sheet_can_be_sent() {
    let report = survey(&[GOOD]);
    assert_eq!(report.exit_status, 0);
    assert_eq!((report.counts.to_send, report.counts.rejected), (2, 0));
    assert_eq!(report.estimated_seconds, Some(1.0));
    assert_eq!(
        report.tags[0],
        super::super::Tag {
            tag: "VIP".into(),
            rows: 2
        }
    );
    assert_eq!(report.tickets.len(), 1, "as many as were asked for");
    let body: serde_json::Value = serde_json::from_str(report.tickets[0].body.get()).unwrap();
    assert_eq!(body["uniqueArgument"], "1");
    assert_eq!(
        report.next,
        "next, to send: glassix-import run a.csv --workspace NAME (or --sandbox, to try it out)"
    );
}

#[test]
fn a_key_that_stands_again_is_a_duplicate_and_other_content_is_told() {
    let report = survey(&["1,12025550101,\n2,12025550102,\n1,12025550101,\n2,12025550102,VIP\n"]);
    let counts = &report.counts;
    assert_eq!(
        (
            counts.to_send,
            counts.duplicates,
            counts.duplicates_differing
        ),
        (2, 2, 1)
    );
    assert_eq!((counts.repeated_keys, report.exit_status), (2, 3));
    let told: Vec<_> = report
        .repeated_keys
        .iter()
        .map(|key| {
            (
                key.value.as_str(),
                key.line,
                key.again[0].line,
                key.again[0].same,
            )
        })
        .collect();
    assert_eq!(told, [("1", 2, 4, Some(true)), ("2", 3, 5, Some(false))]);
    assert_eq!(
        counts.repeated_contacts, 0,
        "a duplicate is not sent, so it collides with nothing"
    );
}

#[test]
fn rows_of_one_contact_are_pointed_out() {
    let report = survey(&["1,12025550101,\n2,+1 202 555 0101,\n3,12025550103,\n4,12025550101,\n"]);
    let counts = &report.counts;
    assert_eq!(
        (counts.repeated_contacts, counts.rows_of_repeated_contacts),
        (1, 3)
    );
    let contact = &report.repeated_contacts[0];
    let again: Vec<u64> = contact.again.iter().map(|again| again.line).collect();
    assert_eq!(
        (contact.value.as_str(), contact.line, again),
        ("12025550101", 2, vec![3, 5])
    );
    assert_eq!(
        report.exit_status, 0,
        "whether they collide is the service's to say"
    );
}

#[test]
fn a_wrong_row_takes_its_key_within_its_file_and_not_beyond() {
    let within = survey(&["1,call me,\n1,12025550101,\n"]);
    assert_eq!((within.counts.rejected, within.counts.duplicates), (1, 1));
    let beyond = survey(&["1,call me,\n", "1,12025550101,\n1,12025550101,\n"]);
    let counts = &beyond.counts;
    assert_eq!(
        (counts.rejected, counts.to_send, counts.duplicates),
        (1, 1, 1)
    );
    let key = &beyond.repeated_keys[0];
    assert_eq!(
        (key.file.as_str(), key.line, key.again[0].line),
        ("1.csv", 2, 3)
    );
    assert_eq!(beyond.mapping.len(), 1, "the same mapping is shown once");
}

#[test]
fn a_row_without_a_key_is_told_by_its_problem_and_not_by_a_name_that_was_made_for_it() {
    let report = survey(&[",12025550101,\n,12025550101,\n"]);
    assert_eq!((report.counts.rejected, report.counts.duplicates), (1, 1));
    assert!(report.repeated_keys.is_empty());
    assert_eq!(report.problems[0].rows, 2, "both have to be mended");
}

#[test]
fn a_file_that_cannot_be_used_outranks_rows_that_are_wrong() {
    let mut surveyor = Surveyor::new(0);
    surveyor.refuse("leads.pdf", "leads.pdf is a PDF".into());
    let report = surveyor.finish(prospect());
    assert_eq!((report.exit_status, report.people), (2, None));
    assert!(report.next.ends_with("glassix-import check a.csv"));
}

#[test]
fn beyond_the_bound_it_is_said_up_to_where_repeats_are_known() {
    let rows: String = (0..60)
        .map(|n| format!("{n},12025550{:03},\n", n % 40))
        .collect();
    let report = survey(&[rows.leak()]);
    assert_eq!(report.counts.repeats_known_up_to, Some(50));
    assert_eq!(report.counts.to_send, 60);
}
