//! What launchd reads of the property list.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::super::tests::{NASTY, job, order};
use super::super::xml::tests::texts;
use super::super::{Kind, Zone};
use super::*;

#[test]
fn the_program_gets_the_job_word_for_word() {
    let job = job(&[
        NASTY,
        "in boxes/*.csv",
        "--workspace",
        "acme",
        "--quote",
        "",
    ]);
    let text = paper(&job, &order(Kind::Launchd)).unwrap().text;
    let mut expected = vec!["nightly".to_owned(), job.program.clone()];
    expected.extend(job.arguments(job.mapping_path(), "/srv/leads/glassix-import.sqlite"));
    let strings = texts(&text, "string");
    assert_eq!(strings[..expected.len()], expected);
    assert_eq!(
        strings[expected.len()],
        "/home/me/.config/nightly-credentials/api-key"
    );
    let keys = texts(&text, "key");
    assert_eq!(keys.iter().filter(|key| *key == "Weekday").count(), 5);
    assert!(texts(&text, "integer").starts_with(&["0".into(), "2".into(), "30".into()]));
}

#[test]
fn another_zone_than_the_macs_is_refused() {
    let mut order = order(Kind::Launchd);
    order.zone = Zone {
        name: Some("UTC".into()),
        is_local: false,
    };
    let error = paper(&job(&["a.csv"]), &order).unwrap_err();
    assert!(
        error.to_string().contains("the machine's own time"),
        "{error}"
    );
}
