#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::super::report::{Again, Cell, Repeated};
use super::super::survey::tests::{GOOD, survey};
use super::*;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

/// What a cell may hold that is up to no good.
const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=\"x\">' \" & \u{202e}\u{1b}[2J\u{0}";

/// A report with this text wherever a text of the sheet may stand.
fn report() -> Report {
    let mut report = survey(&[GOOD, "3,call me,\n"]);
    report.files[0].name = HOSTILE.into();
    report.files[0].header = vec![HOSTILE.into()];
    report.files[1].error = Some(format!("first line\n{HOSTILE}"));
    let reading = report.files[0].reading.as_mut().unwrap();
    reading.samples = vec![HOSTILE.into()];
    reading.notices = vec![HOSTILE.into()];
    reading.worksheet = Some(HOSTILE.into());
    report.mapping[0].by = HOSTILE.into();
    report.mapping[0].unused = vec![HOSTILE.into()];
    report.mapping[0].parts[0].template = HOSTILE.into();
    let message = &mut report.problems[0].messages[0];
    message.message = HOSTILE.into();
    message.place = HOSTILE.into();
    message.examples[0].cells = vec![Cell {
        column: "A".into(),
        name: Some(HOSTILE.into()),
        value: HOSTILE.into(),
    }];
    report.repeated_keys = vec![Repeated {
        value: HOSTILE.into(),
        rows: 2,
        file: HOSTILE.into(),
        line: 2,
        again: vec![Again {
            file: HOSTILE.into(),
            line: 3,
            same: Some(true),
        }],
    }];
    report.tags[0].tag = HOSTILE.into();
    let body = serde_json::json!({ "uniqueArgument": HOSTILE, "field1": HOSTILE });
    report.tickets[0].body = serde_json::value::RawValue::from_string(body.to_string()).unwrap();
    report.next = HOSTILE.into();
    report
}

#[test]
fn nothing_that_stands_in_a_sheet_becomes_part_of_the_page() {
    let page = report().to_page();
    for evil in [
        "<script",
        "<img",
        "onerror=\"",
        "\u{202e}",
        "\u{1b}",
        "\u{0}",
    ] {
        assert!(!page.contains(evil), "{evil:?}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("\\u{202e}\\u{1b}[2J\\u{0}"));
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = survey(&[GOOD]).to_page();
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    for outside in [
        "http://", "https://", "src=", "@import", "url(", "<link", "style=\"",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn the_style_is_the_one_that_the_policy_allows() {
    let page = survey(&[GOOD]).to_page();
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = BASE64.encode(&Sha256::digest(style.as_bytes()));
    assert!(page.contains(&format!("'sha256-{hash}'")));
}

#[test]
fn tables_have_captions_and_headings_with_a_scope_and_values_a_direction() {
    let page = report().to_page();
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption>").count()
    );
    assert_eq!(
        page.matches("<th").count() - page.matches("<thead>").count(),
        page.matches(" scope=\"").count()
    );
    assert_eq!(
        page.matches("<span class=\"value\"").count(),
        page.matches("dir=\"auto\"").count()
    );
    assert!(page.contains("<html lang=\"en\">"));
}
