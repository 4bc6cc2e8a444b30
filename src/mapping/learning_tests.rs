//! What is learnt from the first rows, and what follows for the others.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::mapping::Mapping;
use crate::mapping::tests::{configured, header};

const TABLE: &str = r#"
[ticket]
open = "{{ created | date }}"
field1 = "{{ created | trim | date: 'Asia/Jerusalem' }}"
field2 = "{{ other | date: '%d/%m/%Y' }}"
[[ticket.participants]]
identifier = "{{ phone }}"
"#;

fn mapping(sample: &[&str]) -> Mapping {
    let mut mapping = configured(TABLE, &["phone", "created", "other"]);
    assert!(mapping.wants_sample());
    let rows: Vec<[&str; 2]> = sample.iter().map(|date| ["1", *date]).collect();
    mapping.learn(rows.iter().map(|row| &row[..]));
    assert!(!mapping.wants_sample());
    mapping
}

fn open(mapping: &Mapping, date: &str) -> Result<String, String> {
    let row = ["1", date];
    let (draft, problems) = mapping.draft(&row[..]);
    match problems.into_iter().find(|problem| problem.place == "open") {
        Some(problem) => Err(problem.message),
        None => Ok(draft.open.into_owned()),
    }
}

#[test]
fn the_whole_column_is_read_as_its_certain_rows_are() {
    let day = mapping(&["03/04/2026", "14/03/2026", "2026-03-14", ""]);
    assert_eq!(open(&day, "03/04/2026").unwrap(), "2026-04-03T00:00:00Z");
    assert_eq!(open(&day, "2026-03-14").unwrap(), "2026-03-14T00:00:00Z");
    assert!(
        open(&day, "03/14/2026")
            .unwrap_err()
            .contains("is not day first, as the other dates")
    );
    let month = mapping(&["03/14/2026"]);
    assert_eq!(open(&month, "03/04/2026").unwrap(), "2026-03-04T00:00:00Z");
    assert_eq!(
        open(&month, "3/4/2026 9:30 PM").unwrap(),
        "2026-03-04T21:30:00Z"
    );
    assert_eq!(month.date_order("created"), Some(DateOrder::MonthFirst));
}

#[test]
fn where_no_row_tells_the_ambiguous_ones_are_rejected_with_the_form_to_write() {
    let none = mapping(&["03/04/2026", "05.06.2026"]);
    assert_eq!(
        open(&none, "03.04.2026").unwrap_err(),
        "could be read day first or month first, and no row tells which; name the form in the date filter, e.g. date: \"%d.%m.%Y\""
    );
    assert_eq!(open(&none, "05/05/2026").unwrap(), "2026-05-05T00:00:00Z");
    assert_eq!(open(&none, "14/03/2026").unwrap(), "2026-03-14T00:00:00Z");
    let mixed = mapping(&["14/03/2026", "03/14/2026"]);
    for date in ["14/03/2026", "03/04/2026"] {
        assert!(
            open(&mixed, date)
                .unwrap_err()
                .contains("some dates are day first and others")
        );
    }
    for date in ["14/03/26", "31/02/2026", "soon"] {
        assert!(
            open(&none, date).unwrap_err().contains("name its form"),
            "{date}"
        );
    }
    assert!(
        open(&none, "45000")
            .unwrap_err()
            .contains("date: \"serial\"")
    );
}

#[test]
fn the_plan_says_the_order_its_witnesses_and_the_zone() {
    assert_eq!(
        mapping(&["03/04/2026", "14/03/2026"]).dates(),
        [
            "dates in \"created\": day first, by 1 of 2 rows; times without a zone are Asia/Jerusalem",
            "dates in \"other\": times without a zone are UTC",
            "dates in \"created\": day first, by 1 of 2 rows; times without a zone are UTC",
        ]
    );
    assert!(
        mapping(&["03/04/2026"])
            .dates()
            .first()
            .unwrap()
            .contains("none of 1 rows tells")
    );
    assert!(
        mapping(&["2026-03-14"])
            .dates()
            .iter()
            .all(|line| !line.contains("first"))
    );
    let plain = configured("[ticket]\nopen = '{{ opened }}'", &["phone", "opened"]);
    assert_eq!(
        plain.dates(),
        ["dates in \"opened\": times without a zone are UTC"]
    );
}

#[test]
fn a_fingerprint_follows_the_decision() {
    let of = |sample: &[&str]| mapping(sample).fingerprint();
    let unlearnt = configured(TABLE, &["phone", "created", "other"]).fingerprint();
    assert_ne!(of(&["14/03/2026"]), of(&["03/14/2026"]));
    assert_ne!(of(&["14/03/2026"]), unlearnt);
    assert_eq!(of(&["14/03/2026"]), of(&["15/03/2026", "03/04/2026"]));
    assert_eq!(of(&["03/04/2026"]), unlearnt, "nothing was decided");
    let mut twice = mapping(&["14/03/2026"]);
    twice.learn([&["1", "03/14/2026"][..]]);
    assert_eq!(
        twice.fingerprint(),
        of(&["14/03/2026"]),
        "what was decided holds"
    );
}

#[test]
fn a_mapping_without_such_dates_needs_no_sample() {
    let mapping = Mapping::by_name(&header(&["phone"])).unwrap();
    assert!(!mapping.wants_sample() && mapping.dates().is_empty());
}
