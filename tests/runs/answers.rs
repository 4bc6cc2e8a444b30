//! Answers are read: what the service cut, dropped or changed is recorded with its row and told.

use rustix::process::Signal;
use serde_json::json;

use crate::support::{Desk, Service};

/// Two rows that lose something where the service does as it likes, and one that does not.
const SHEET: &str = "id,phone,name,tags,field1,message\n\
    R-1,+972501234501,Dana Levi,VIP,123456789012345,hello\n\
    R-2,+972501234502,Noa Bar,VIP;New,short,\n\
    R-3,+972501234503,Gil Ron,New,short,\n";

const RUN: [&str; 6] = [
    "rows.csv",
    "--rate",
    "none",
    "--no-preflight",
    "--canary",
    "0",
];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("rows.csv", SHEET);
    desk
}

/// A service that keeps ten characters of a field, drops tags that it does not know, and takes no messages.
fn careless(more: &str) -> Service {
    Service::configured(&format!(
        "long_fields = \"truncate\"\nmax_field = 10\nunknown_tags = \"drop\"\ntags = [\"New\"]\ntransactions = \"ignore\"\n{more}"
    ))
}

#[test]
fn what_the_service_loses_is_counted_told_and_kept_with_its_row() {
    for more in [
        "",
        "shuffle_case = true\nextra_fields = true\nsuccess_status = 201\n",
    ] {
        let (service, desk) = (careless(more), desk());
        let end = desk.run(&RUN).to(&service).end();
        let summary = end.summary_of(0);
        assert_eq!(summary.numbers(["created", "created_differing"]), [3, 2]);
        let counts = json!({"field1 cut": 1, "message dropped": 1, "tags dropped": 2});
        assert_eq!(*summary.get("differences"), counts, "{end}");
        let explained = desk.command(&["explain", "R-1"]).end().stdout;
        for part in [
            "field1 was cut after 10 of 15 characters",
            "tag \"VIP\" was dropped",
            "message was dropped",
        ] {
            assert!(explained.contains(part), "{part}: {explained}");
        }
        let whole = desk.command(&["explain", "R-3"]).end().stdout;
        assert!(!whole.contains("differences"), "{whole}");
    }
}

#[test]
fn the_first_row_catches_a_service_that_cuts_field1() {
    let service = Service::configured("long_fields = \"truncate\"\nmax_field = 10\n");
    let desk = desk();
    let alone = ["rows.csv", "--rate", "none"];
    let end = desk.run(&alone).to(&service).end();
    let summary = end.summary_of(4);
    assert_eq!(summary.text("stopped_by"), "canary");
    let reason = summary.text("stop_reason");
    assert!(
        reason.contains("field1 was cut after 10 of 15 characters"),
        "{end}"
    );
    assert_eq!(summary.numbers(["created", "not_attempted"]), [1, 2]);
    assert_eq!(service.total("tickets"), 1);
}

#[test]
fn a_ticket_that_is_found_by_a_lookup_is_compared_with_what_the_list_tells() {
    let service = careless("[faults]\nrules = [\"create:commit_then_close:at=1/2/3\"]\n");
    let desk = desk();
    let summary = desk.run(&RUN).to(&service).end().summary_of(0);
    assert_eq!(
        summary.numbers(["created", "reconciled", "created_differing"]),
        [3, 3, 2]
    );
    // R-1 had one tag, and R-2 two of which one is shown.
    let counts = json!({"field1 cut": 1, "tags dropped": 1});
    assert_eq!(
        *summary.get("differences"),
        counts,
        "a list need not tell messages and tags, so it cannot show that all of them were lost"
    );
}

#[test]
fn a_row_that_was_edited_since_a_run_died_is_not_held_against_its_ticket() {
    let service = Service::configured("[faults]\nrules = [\"create:commit_then_hang:at=1\"]\n");
    let desk = desk();
    let one_by_one = ["--concurrency", "1"];
    let killed = desk.run(&RUN).args(&one_by_one).to(&service).start();
    service.until_creates(1);
    killed.signal(Signal::KILL);
    killed.end();
    desk.write("rows.csv", SHEET.replace("Dana Levi", "Dana Cohen"));
    let summary = desk.run(&RUN).to(&service).end().summary_of(0);
    assert_eq!(
        summary.numbers(["created", "reconciled", "created_differing"]),
        [3, 1, 0]
    );
}

#[test]
fn a_service_that_keeps_what_it_is_sent_is_never_accused() {
    let (service, desk) = (Service::start(), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(summary.numbers(["created", "created_differing"]), [1000, 0]);
}
