#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::ledger::{State, Trouble};

/// What a cell may hold that is up to no good.
const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=\"x\">' \" & \u{202e}\u{1b}[2J\u{0}";

pub(super) fn trouble() -> Trouble {
    Trouble {
        key: "K-1".into(),
        state: State::Rejected,
        file: "a.csv".into(),
        record: 1,
        line: 2,
        attempts: 0,
        at: 60,
        ticket: None,
        message: "tags: too long".into(),
        cells: None,
    }
}

/// A report with this text wherever a text may stand that is not ours.
fn hostile() -> Report {
    let evil = || HOSTILE.to_owned();
    let (mut reasons, mut rows) = (Reasons::new(true), Rows::default());
    for state in [State::Failed, State::Rejected, State::Conflict] {
        let row = Trouble {
            state,
            key: evil(),
            file: evil(),
            message: evil(),
            ticket: Some(7),
            cells: Some((
                serde_json::to_string(&[HOSTILE]).unwrap(),
                serde_json::to_string(&[HOSTILE]).unwrap(),
            )),
            ..trouble()
        };
        let group = reasons.take(&row);
        rows.take(row, group, true);
    }
    let run = RunEntry {
        number: 1,
        run_id: evil(),
        target: evil(),
        files: vec![evil()],
        started: "2026-01-01T00:00:00Z".into(),
        ended: None,
        host: evil(),
        pid: 1,
        version: evil(),
        exit_status: None,
        counts: None,
        about: None,
        measures: None,
    };
    let mapped = crate::terminal::Mapped {
        by: evil(),
        dates: vec![evil()],
        unused: vec![evil()],
        ..crate::terminal::Mapped::default()
    };
    Report {
        parts: vec![Part {
            ledger: evil(),
            ..Part::default()
        }],
        about: Some(About {
            command: evil(),
            place: evil(),
            user: evil(),
            files: vec![evil()],
            settings: vec![(evil(), evil())],
            people: evil(),
            mapping: vec![mapped],
        }),
        course: Some(Joined::default()),
        runs: vec![Ran {
            ledger: evil(),
            run: run.clone(),
        }],
        run: Some(run),
        totals: vec![Totals {
            target: evil(),
            rows: 3,
            failed: 3,
            ..Totals::default()
        }],
        reasons: reasons.groups(),
        rows,
        results: evil(),
        values: true,
        ..Report::default()
    }
}

#[test]
fn nothing_that_stands_in_a_sheet_becomes_part_of_the_page() {
    let page = hostile().to_page();
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    for evil in ["<img", "onerror=\"", "\u{202e}", "\u{1b}", "\u{0}"] {
        assert!(!page.contains(evil), "{evil:?}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_eq!(
        page.matches("<span class=\"value\"").count(),
        page.matches("dir=\"auto\"").count()
    );
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = Report::default().to_page();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    assert!(page.contains("; script-src 'sha256-"));
    for outside in [
        "http:", "https:", "src=", "@import", "url(", "<link", "style=\"", "onclick",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn tables_have_captions_and_headings_with_a_scope() {
    let page = hostile().to_page();
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption>").count()
    );
    assert_eq!(
        page.matches("<th").count() - page.matches("<thead").count(),
        page.matches(" scope=\"").count()
    );
    for landmark in [
        "<main>",
        "<header>",
        "<nav aria-label",
        "<footer",
        "<html lang=\"en\">",
    ] {
        assert!(page.contains(landmark), "{landmark}");
    }
}

#[test]
fn the_shares_of_a_run_add_up_to_the_rows_that_it_read() {
    let counts = Counts {
        rows_read: 36,
        created: 1,
        already_created: 2,
        duplicates: 3,
        rejected: 4,
        failed: 5,
        conflicts: 6,
        in_doubt: 7,
        not_attempted: 8,
        ..Counts::default()
    };
    assert!(counts.add_up());
    let report = Report {
        counts: Some(counts),
        ..Report::default()
    };
    assert_eq!(
        report.shares().iter().map(|share| share.rows).sum::<u64>(),
        36
    );
    assert!(
        report
            .to_page()
            .contains("36 rows read = 1 created + 2 already created")
    );
}

#[test]
fn a_ledger_with_nothing_in_it_has_a_page_too() {
    let page = Report::default().to_page();
    assert!(page.contains("No row was read."));
}
