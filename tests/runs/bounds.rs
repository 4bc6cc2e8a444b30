//! Runs that end before the sheet does because they were told to.

use crate::support::{Desk, Service};

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

#[test]
fn a_limit_sends_so_many_rows_and_the_same_command_sends_as_many_again() {
    let (service, desk) = (Service::start(), Desk::new());
    for (limit, made) in [(1, 1), (1, 2), (10, 12), (100, 112)] {
        let limited = ["--limit", &limit.to_string()];
        let summary = desk
            .sample()
            .args(&limited)
            .to(&service)
            .end()
            .summary_of(4);
        assert_eq!(summary.text("stopped_by"), "limit");
        assert_eq!(
            summary.numbers(["created", "already_created", "not_attempted"]),
            [limit, made - limit, ROWS - made]
        );
        assert_eq!(service.total("tickets"), made);
    }
    let rest = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(rest.numbers(["created", "already_created"]), [888, 112]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_limit_that_the_sheet_does_not_reach_changes_nothing() {
    let (service, desk) = (Service::start(), Desk::new());
    let limited = ["--limit", "1000"];
    let summary = desk
        .sample()
        .args(&limited)
        .to(&service)
        .end()
        .summary_of(0);
    assert_eq!(summary.number("created"), ROWS);
}

#[test]
fn too_many_failures_stop_the_run() {
    let (service, desk) = (Service::faulty("create:400"), Desk::new());
    let bounded = ["--max-failures", "5", "--concurrency", "2", "--canary", "0"];
    let summary = desk
        .sample()
        .args(&bounded)
        .to(&service)
        .end()
        .summary_of(4);
    assert_eq!(summary.text("stopped_by"), "max_failures");
    let failed = summary.number("failed");
    // The one that was under way beside the fifth may fail as well.
    assert!((5..=6).contains(&failed), "{summary:?}");
    assert_eq!(summary.number("not_attempted"), ROWS - failed);
    assert_eq!(service.requests("create"), failed);
}

#[test]
fn too_large_a_share_of_failures_stops_the_run() {
    let (service, desk) = (Service::faulty("create:400:every=2"), Desk::new());
    let bounded = ["--max-failures", "10%"];
    let summary = desk
        .sample()
        .args(&bounded)
        .to(&service)
        .end()
        .summary_of(4);
    assert_eq!(summary.text("stopped_by"), "max_failures");
    assert!(summary.number("not_attempted") > 0);
}

#[test]
fn failures_of_an_earlier_run_do_not_stop_the_next_one() {
    let (service, desk) = (Service::faulty("create:400:max=5"), Desk::new());
    let bounded = ["--max-failures", "5", "--concurrency", "1", "--canary", "0"];
    let first = desk
        .sample()
        .args(&bounded)
        .to(&service)
        .end()
        .summary_of(4);
    assert_eq!(first.number("failed"), 5);
    let second = desk
        .sample()
        .args(&bounded)
        .to(&service)
        .end()
        .summary_of(3);
    assert_eq!(second.numbers(["created", "failed"]), [ROWS - 5, 5]);
}

#[test]
fn a_dry_run_sends_nothing_and_leaves_nothing_behind() {
    let (service, desk) = (Service::start(), Desk::new());
    let before = names(&desk);
    let end = desk.sample().args(&["--dry-run"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(summary.numbers(["not_attempted", "requests"]), [ROWS, 0]);
    assert_eq!(summary.get("dry_run"), true);
    assert_eq!(service.total("requests_total"), 0);
    assert_eq!(names(&desk), before);

    let mistakes = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let end = desk.run(&mistakes).args(&["--dry-run", "--sandbox"]).end();
    let summary = end.summary_of(3);
    assert_eq!(summary.numbers(["rejected", "duplicates"]), [18, 2]);
    assert_eq!(names(&desk), before);
}

#[test]
fn a_dry_run_in_between_changes_no_ledger() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.sample()
        .args(&["--limit", "1000"])
        .to(&service)
        .end()
        .summary_of(0);
    let ledger = std::fs::read(desk.path("glassix-import.sqlite")).unwrap();
    let dry = desk.sample().args(&["--dry-run"]).to(&service).end();
    assert_eq!(dry.summary_of(0).number("already_created"), ROWS);
    assert_eq!(
        std::fs::read(desk.path("glassix-import.sqlite")).unwrap(),
        ledger
    );
}

fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.folder()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
