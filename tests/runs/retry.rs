//! `retry`: what failed is sent again out of the ledger, when its sheet is gone, and nothing twice.

use rustix::process::Signal;

use crate::support::{Desk, End, Service, until};

const FEW: &str = "id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550102\nK-3,C,12025550103\nK-4,D,12025550104\n";

fn few() -> Desk {
    let desk = Desk::new();
    desk.write("few.csv", FEW);
    desk
}

fn run(desk: &Desk, service: &Service, arguments: &[&str]) -> End {
    let run = desk.run(arguments).args(&["--rate", "none"]);
    run.args(&["--concurrency", "1"]).to(service).end()
}

fn retry(desk: &Desk, service: &Service, arguments: &[&str]) -> End {
    desk.command(&["retry", "--format", "json", "--rate", "none"])
        .args(arguments)
        .to(service)
        .end()
}

#[test]
fn refused_rows_are_explained_exported_and_sent_again_when_their_sheet_is_gone() {
    let (service, desk) = (Service::faulty("create:400:at=2/3/4"), few());
    let first = run(&desk, &service, &["few.csv"]).summary_of(3);
    assert_eq!(first.numbers(["created", "failed"]), [1, 3]);
    let again = run(&desk, &service, &["few.csv"]).summary_of(3);
    assert_eq!(again.numbers(["already_created", "failed"]), [1, 3]);
    assert_eq!(
        service.requests("create"),
        4,
        "a refusal is not repeated by itself"
    );
    std::fs::remove_file(desk.path("few.csv")).unwrap();

    let story = desk.command(&["explain", "K-2"]).end();
    assert!(story.stdout.contains("failed"), "{story}");
    let export = desk.command(&["results", "--only", "400"]).end();
    assert!(
        export.stdout.contains("\r\nK-2,B,12025550102,failed,"),
        "{export}"
    );

    let dry = retry(&desk, &service, &["--dry-run"]).summary_of(0);
    assert_eq!(dry.numbers(["rows_read", "not_attempted"]), [3, 3]);
    let one = retry(&desk, &service, &["--key", "K-3"]).summary_of(0);
    assert_eq!(one.numbers(["rows_read", "created"]), [1, 1]);
    let limited = retry(&desk, &service, &["--limit", "1"]).summary_of(4);
    assert_eq!(limited.number("created"), 1);
    let rest = retry(&desk, &service, &[]).summary_of(0);
    assert_eq!(rest.numbers(["rows_read", "created"]), [1, 1]);
    let nothing = retry(&desk, &service, &[]).summary_of(0);
    assert_eq!(nothing.number("rows_read"), 0);
    assert_eq!(service.keys().len(), 4);
    service.assert_no_key_has_two_tickets();
    desk.write("few.csv", FEW);
    let sheet = run(&desk, &service, &["few.csv"]).summary_of(0);
    assert_eq!(sheet.numbers(["already_created", "changed"]), [4, 0]);
}

#[test]
fn rejected_rows_are_judged_anew_by_the_mapping_of_today() {
    let (service, desk) = (Service::start(), Desk::new());
    let config = ["--config", "samples/leads.toml"];
    run(
        &desk,
        &service,
        &["samples/mistakes.csv", config[0], config[1]],
    )
    .summary_of(3);
    std::fs::remove_file(desk.path("samples/mistakes.csv")).unwrap();
    let same = retry(&desk, &service, &config).summary_of(3);
    assert_eq!(
        same.numbers(["rows_read", "created", "rejected"]),
        [18, 0, 18]
    );

    // Phones without a country code are of Israel, any culture will do, and rows need no key of their own.
    let mapping = desk.read("samples/leads.toml");
    let mended = mapping
        .replace("unique_argument", "# unique_argument")
        .replace("# default_region", "default_region")
        .replace("default: \\\"en-US\\\"", "map: 'fr-FR=en-US', '*=he-IL'");
    desk.write("today.toml", mended);
    let end = retry(&desk, &service, &["--config", "today.toml"]);
    let today = end.summary_of(3);
    assert_eq!(
        today.numbers(["rows_read", "created", "rejected"]),
        [18, 5, 13],
        "{end}"
    );
    let keys = service.keys();
    assert!(!keys.keys().any(|key| key.starts_with("no-")), "{keys:?}");
    assert_eq!(keys.len(), 10);
    service.assert_no_key_has_two_tickets();
    let export = desk.command(&["results", "--only", "rejected"]).end();
    assert!(export.stderr.contains("13 rows"), "{export}");
    let once_more = retry(&desk, &service, &["--config", "today.toml"]).summary_of(3);
    assert_eq!(once_more.numbers(["created", "rejected"]), [0, 13]);
}

#[test]
fn a_row_in_doubt_is_looked_up_before_it_is_sent_again() {
    for (fault, requests) in [("create:commit_then_close:at=2", 4), ("create:500:at=2", 5)] {
        let (service, desk) = (Service::faulty(fault), few());
        let import = desk.run(&["few.csv", "--rate", "none", "--concurrency", "1"]);
        let first = import.to(&service).args(&["--settle", "1h"]).start();
        until("the others are created", || {
            (service.requests("create") == 4).then_some(())
        });
        until("a row is in doubt", || {
            first.stderr().contains("in doubt").then_some(())
        });
        until("the last is created", || {
            (service.total("tickets") >= 3).then_some(())
        });
        first.signal(Signal::TERM);
        let first = first.end().summary_of(143);
        assert_eq!(first.number("in_doubt"), 1);
        std::fs::remove_file(desk.path("few.csv")).unwrap();
        let second = retry(&desk, &service, &["--only", "in-doubt"]).summary_of(0);
        assert_eq!(second.numbers(["rows_read", "created"]), [1, 1], "{fault}");
        assert_eq!(service.requests("create"), requests, "{fault}");
        assert_eq!(service.keys().len(), 4);
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn rows_that_may_have_been_mended_in_their_sheet_are_not_sent_as_they_were() {
    let (service, desk) = (Service::faulty("create:400:at=1"), Desk::new());
    desk.write("keyless.csv", "name,phone\nA,+1 808-555-0101\nB,555\n");
    let first = run(&desk, &service, &["keyless.csv"]).summary_of(3);
    assert_eq!(first.numbers(["failed", "rejected"]), [1, 1]);
    let mended = "name,phone\nC,+1 808-555-0103\nA B,+1 808-555-0101\nB,+1 808-555-0102\n";
    desk.write("keyless.csv", mended);
    let second = run(&desk, &service, &["keyless.csv"]).summary_of(0);
    assert_eq!(second.number("created"), 3);
    let end = retry(&desk, &service, &["--default-region", "US"]);
    assert_eq!(end.summary_of(0).number("rows_read"), 0);
    assert!(end.stderr.contains("2 rows left out"), "{end}");
    assert_eq!(service.keys().len(), 3);
}

#[test]
fn a_retry_says_what_it_cannot_do() {
    let (service, desk) = (Service::faulty("create:400:at=2"), few());
    let without = retry(&desk, &service, &[]);
    assert_eq!(without.status, Some(2), "{without}");
    run(&desk, &service, &["few.csv"]).summary_of(3);
    for key in ["K-1", "K-9"] {
        let end = retry(&desk, &service, &["--key", key]);
        assert_eq!(end.status, Some(2), "{end}");
        assert!(end.stderr.contains(key), "{end}");
    }
    let other = desk.command(&["retry", "--sandbox"]).end();
    assert_eq!(other.status, Some(2), "{other}");
}

#[test]
fn a_row_of_a_run_that_was_killed_is_looked_up_and_named_if_it_has_no_cells() {
    let (service, desk) = (Service::faulty("create:hang:at=2"), few());
    let import = desk.run(&["few.csv", "--rate", "none", "--concurrency", "1"]);
    let first = import.to(&service).start();
    service.until_creates(2);
    first.signal(Signal::KILL);
    first.end();
    std::fs::remove_file(desk.path("few.csv")).unwrap();
    let end = retry(&desk, &service, &[]);
    let summary = end.summary_of(0);
    assert_eq!(summary.number("created"), 0);
    assert!(end.stderr.contains("the ledger has no cells"), "{end}");
    assert!(end.stderr.contains("few.csv"), "{end}");
    desk.write("few.csv", FEW);
    let sheet = run(&desk, &service, &["few.csv"]).summary_of(0);
    assert_eq!(sheet.numbers(["already_created", "created"]), [1, 3]);
    service.assert_no_key_has_two_tickets();
}
