//! Tags that the department does not have: told before anything is sent, their rows rejected, and sent once it has them.

use crate::support::{Desk, End, Service};

/// Three rows, of which two have a tag that is not quite one of the department.
const ROWS: &str =
    "id,whatsapp,tags\nK-1,12025550101,VIP\nK-2,12025550102,vip\nK-3,12025550103,VIP;vip\n";

/// A department with one tag.
const VIP: &str = "tags = [\"VIP\"]";

/// Rows with unknown tags do not hold the others up.
const REJECT: [&str; 2] = ["--unknown-tags", "reject"];

fn run(desk: &Desk, service: &Service, arguments: &[&str]) -> End {
    let import = desk.run(&["few.csv", "--rate", "none"]);
    import.args(arguments).to(service).end()
}

fn few(rows: &str) -> Desk {
    let desk = Desk::new();
    desk.write("few.csv", rows);
    desk
}

#[test]
fn a_row_with_an_unknown_tag_is_rejected_and_the_same_command_sends_it_once_the_tag_is_there() {
    for (rows, what) in [
        (ROWS.to_owned(), "keys of the sheet"),
        (ROWS.replace("id,", "notes,"), "keys made from the content"),
    ] {
        let (service, desk) = (Service::configured(VIP), few(&rows));
        let end = run(&desk, &service, &REJECT);
        let summary = end.summary_of(3);
        assert_eq!(summary.numbers(["created", "rejected"]), [1, 2], "{what}");
        assert_eq!(service.requests("tags"), 1);
        assert_eq!(service.requests("create"), 1);
        let reason = summary.rows()[1]["reason"].as_str().unwrap();
        assert_eq!(
            reason, "tags: tag 2 is not one of the department; did you mean \"VIP\"?",
            "{what}"
        );
        assert!(
            end.stderr.contains(
                "\"vip\": 2 rows, first record 2, line 3 of few.csv, did you mean \"VIP\"?"
            ),
            "{end}"
        );
        let address = service.address().to_owned();
        drop(service);
        let service = Service::configured_at(&address, "tags = [\"VIP\", \"vip\"]");
        let summary = run(&desk, &service, &[]).summary_of(0);
        let counts = ["created", "already_created", "rejected", "changed"];
        assert_eq!(summary.numbers(counts), [2, 1, 0, 0], "{what}");
        // A row that has its ticket keeps it, whatever becomes of its tag.
        drop(service);
        let service = Service::configured_at(&address, "tags = []");
        let summary = run(&desk, &service, &[]).summary_of(0);
        assert_eq!(summary.numbers(counts), [0, 3, 0, 0], "{what}");
        let status = desk.command(&["status", "--format", "json"]).end().stdout;
        assert!(status.contains("\"rejected\": 0"), "{what}: {status}");
    }
}

#[test]
fn a_row_that_is_wrong_neither_stops_the_run_by_its_tag_nor_hides_the_tag_of_one_that_is_fit() {
    let wrong = "id,whatsapp,tags\nK-1,nobody,vip\nK-2,12025550102,VIP\n";
    let (service, desk) = (Service::configured(VIP), few(wrong));
    let summary = run(&desk, &service, &[]).summary_of(3);
    assert_eq!(summary.numbers(["created", "rejected"]), [1, 1]);
    let fit = format!("{wrong}K-3,12025550103,vip\n");
    let (service, desk) = (Service::configured(VIP), few(&fit));
    let end = run(&desk, &service, &[]);
    assert_eq!(end.summary_of(2).text("stopped_by"), "unknown_tags");
    assert!(
        end.stderr.contains("\"vip\": 1 row, first record 3"),
        "{end}"
    );
    assert_eq!(service.requests("create"), 0);
}

#[test]
fn an_unknown_tag_stops_the_run_before_the_first_ticket() {
    let (service, desk) = (Service::configured(VIP), few(ROWS));
    let end = run(&desk, &service, &[]);
    let summary = end.summary_of(2);
    assert_eq!(summary.text("stopped_by"), "unknown_tags");
    assert_eq!(
        summary.numbers(["rows_read", "not_attempted", "rejected"]),
        [3, 3, 0]
    );
    assert_eq!(service.requests("create"), 0);
    assert!(
        end.stderr.contains(
            "tags     1 tag that the department does not have (it has 1); nothing is sent"
        ),
        "{end}"
    );
    let reason = summary.text("stop_reason");
    assert!(reason.contains("2 rows (first record 2, line 3"), "{end}");
    assert!(
        summary.text("next").contains("--unknown-tags reject"),
        "{end}"
    );
    desk.write("few.csv", ROWS.replace("vip", "VIP"));
    let mended = run(&desk, &service, &[]).summary_of(0);
    assert_eq!(mended.number("created"), 3);
}

#[test]
fn an_unknown_tag_of_rows_that_have_their_tickets_stops_nothing() {
    let both = Service::configured("tags = [\"VIP\", \"vip\"]");
    let desk = few(ROWS);
    run(&desk, &both, &[]).summary_of(0);
    let address = both.address().to_owned();
    drop(both);
    let service = Service::configured_at(&address, VIP);
    desk.write("few.csv", format!("{ROWS}K-4,12025550104,VIP\n"));
    let more = run(&desk, &service, &[]).summary_of(0);
    assert_eq!(more.numbers(["created", "already_created"]), [1, 3]);
    desk.write("few.csv", format!("{ROWS}K-5,12025550105,vip\n"));
    let stopped = run(&desk, &service, &[]).summary_of(2);
    let reason = stopped.text("stop_reason");
    assert!(reason.contains("1 row (first record 4"), "{reason}");
}

#[test]
fn rows_of_a_pipe_are_held_against_the_department_as_they_come() {
    let (service, desk) = (Service::configured(VIP), Desk::new());
    let import = desk.run(&["-", "--rate", "none"]).stdin(ROWS);
    let end = import.to(&service).end();
    assert_eq!(end.summary_of(3).numbers(["created", "rejected"]), [1, 2]);
    assert_eq!(service.requests("tags"), 1);
}

#[test]
fn tags_that_cannot_be_read_are_told_and_hold_nothing_up() {
    for (fault, requests) in [("tags:403", 1), ("tags:404", 1), ("tags:500", 3)] {
        let (service, desk) = (Service::faulty(fault), few(ROWS));
        let end = run(&desk, &service, &[]);
        assert_eq!(service.requests("tags"), requests, "{fault}");
        assert_eq!(service.requests("create"), 3, "{fault}: {end}");
        assert!(end.stderr.contains("tags cannot be read"), "{fault}: {end}");
        assert_eq!(end.summary().numbers(["created", "rejected"]), [3, 0]);
    }
}

#[test]
fn nobody_asks_for_tags_where_no_row_has_one_or_nobody_wants_to_look() {
    let without = ROWS.replace("vip", "").replace("VIP", "").replace(';', "");
    for (rows, arguments) in [
        (without.as_str(), vec![]),
        (ROWS, vec!["--no-preflight"]),
        (ROWS, vec!["--offline"]),
        (ROWS, vec!["--dry-run"]),
    ] {
        let (service, desk) = (Service::configured(VIP), few(rows));
        let end = run(&desk, &service, &arguments);
        assert_eq!(end.summary().number("rejected"), 0, "{end}");
        assert_eq!(service.requests("tags"), 0, "{arguments:?}");
        let looks = u64::from(arguments.is_empty());
        assert_eq!(service.requests("list"), looks, "{arguments:?}");
    }
}

#[test]
fn the_look_alike_in_this_process_takes_any_tag() {
    let desk = few(ROWS);
    let import = desk.run(&["few.csv", "--sandbox"]);
    assert_eq!(import.end().summary_of(0).number("created"), 3);
}
