//! The first rows go alone, and the others follow once they came back created.

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Desk, Service};

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

/// Rows that the ledger has in doubt after a run that was killed.
fn in_doubt(desk: &Desk) -> Value {
    let status = desk.command(&["status", "--format", "json"]).end().stdout;
    let status: Value = serde_json::from_str(&status).unwrap();
    status["totals"][0]["in_doubt"].clone()
}

#[test]
fn a_kill_while_the_first_row_is_alone_leaves_that_one_in_doubt() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let run = desk.sample().to(&service).start();
    service.until_creates(1);
    run.signal(Signal::KILL);
    run.end();
    assert_eq!(in_doubt(&desk), 1);
    assert_eq!(service.requests("create"), 1);
}

#[test]
fn the_others_follow_once_the_first_came_back_created_or_at_once_where_nobody_wants_a_canary() {
    let alone: [(&str, &[&str]); 3] = [
        ("create:hang:at=2/3/4", &[]),
        ("create:hang:at=4/5/6", &["--canary", "3"]),
        ("create:hang:at=1/2/3", &["--canary", "0"]),
    ];
    for (fault, arguments) in alone {
        let (service, desk) = (Service::faulty(fault), Desk::new());
        let run = desk.sample().args(arguments).to(&service).start();
        // Three requests that nobody answers are under way beside each other, and more follow.
        service.until_creates(8);
        run.signal(Signal::KILL);
        run.end();
    }
}

#[test]
fn rows_that_go_alone_and_are_all_refused_end_the_run() {
    let (service, desk) = (Service::faulty("create:400"), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(4);
    assert_eq!(summary.text("stopped_by"), "equal_errors");
    assert!(summary.text("stop_reason").contains("--canary 0"));
    assert_eq!(summary.numbers(["failed", "not_attempted"]), [5, ROWS - 5]);
    assert_eq!(service.requests("create"), 5);
    // The same command goes on with other rows, five at a time.
    let summary = desk.sample().to(&service).end().summary_of(4);
    assert_eq!(
        summary.numbers(["failed", "not_attempted"]),
        [10, ROWS - 10]
    );
}

#[test]
fn a_first_ticket_that_is_not_what_was_sent_ends_the_run_unless_nobody_wants_a_canary() {
    let service = Service::configured("tags = []\nunknown_tags = \"drop\"");
    let desk = Desk::new();
    desk.write(
        "few.csv",
        "id,whatsapp,tags\nK-1,12025550101,VIP\nK-2,12025550102,VIP\n",
    );
    let run = |arguments: &[&str]| {
        let import = desk.run(&["few.csv", "--rate", "none", "--no-preflight"]);
        import.args(arguments).to(&service).end()
    };
    let summary = run(&[]).summary_of(4);
    assert_eq!(summary.text("stopped_by"), "canary");
    assert!(summary.text("stop_reason").contains("dropped"));
    assert_eq!(summary.numbers(["created", "not_attempted"]), [1, 1]);
    let rest = run(&["--canary", "0"]).summary();
    assert_eq!(rest.numbers(["created", "already_created"]), [1, 1]);
}

#[test]
fn a_refused_row_lets_the_next_one_go_alone() {
    let (service, desk) = (Service::faulty("create:400:max=4"), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(3);
    assert_eq!(summary.numbers(["created", "failed"]), [ROWS - 4, 4]);
}

#[test]
fn a_first_row_in_doubt_holds_nothing_up_and_is_found_in_the_end() {
    for fault in ["create:commit_then_close:max=2", "create:500:max=2"] {
        let (service, desk) = (Service::faulty(fault), Desk::new());
        let summary = desk.sample().to(&service).end().summary_of(0);
        assert_eq!(summary.number("created"), ROWS, "{fault}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_signal_while_the_first_row_is_alone_ends_the_run_in_order() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let run = desk
        .sample()
        .args(&["--timeout", "1s"])
        .to(&service)
        .start();
    service.until_creates(1);
    run.signal(Signal::TERM);
    let summary = run.end().summary_of(143);
    let doubt = summary.number("in_doubt");
    assert_eq!(summary.number("not_attempted"), ROWS - doubt);
    assert_eq!(service.requests("create"), doubt);
}

#[test]
fn a_limit_counts_rows_that_go_alone() {
    let (service, desk) = (Service::start(), Desk::new());
    let limited = ["--canary", "5", "--limit", "3"];
    let end = desk.sample().args(&limited).to(&service).end();
    assert_eq!(end.summary_of(4).number("created"), 3);
    let rest = desk.sample().args(&["--canary", "5"]).to(&service).end();
    let counts = ["created", "already_created"];
    assert_eq!(rest.summary_of(0).numbers(counts), [ROWS - 3, 3]);
}
