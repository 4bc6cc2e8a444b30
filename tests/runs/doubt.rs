//! Rows in doubt: looked up, sent again only when they are provably absent, and honestly left where nobody can tell.

use serde_json::Value;

use crate::support::{Desk, End, Import, Service};

const FEW: &str = "id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550102\nK-3,C,12025550103\nK-4,D,12025550104\n";

fn few(service: &Service) -> (Desk, impl Fn(&Desk, &[&str]) -> End + use<>) {
    let desk = Desk::new();
    desk.write("few.csv", FEW);
    let base = service.base_url();
    let run = move |desk: &Desk, more: &[&str]| {
        let import: Import = desk.run(&["few.csv", "--rate", "none"]);
        import.against(&base).args(more).end()
    };
    (desk, run)
}

#[test]
fn an_answer_that_was_lost_is_found_and_a_row_that_was_lost_is_sent_again() {
    for fault in [
        "create:commit_then_close:at=2",
        "create:commit_then_502:at=2",
        "create:commit_then_truncated_json:at=2",
        "create:commit_then_html:at=2",
        "create:commit_then_empty_body:at=2",
        "create:close_before_reading:at=2",
        "create:500:at=2",
        "create:408:at=2",
    ] {
        let service = Service::faulty(fault);
        let (desk, run) = few(&service);
        let summary = run(&desk, &[]).summary_of(0);
        assert_eq!(summary.number("created"), 4, "{fault}");
        let found = u64::from(fault.contains("commit_then"));
        assert_eq!(
            summary.numbers(["reconciled", "retries"]),
            [found, 1 - found],
            "{fault}"
        );
        assert_eq!(service.keys().len(), 4, "{fault}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn hold_never_sends_a_row_again_and_says_so() {
    let service = Service::faulty("create:500:at=2 create:commit_then_502:at=3");
    let (desk, run) = few(&service);
    let summary = run(&desk, &["--on-doubt", "hold"]).summary_of(5);
    assert_eq!(
        summary.numbers(["created", "reconciled", "in_doubt"]),
        [3, 1, 1]
    );
    assert_eq!(service.requests("create"), 4);
    let settled = run(&desk, &[]).summary_of(0);
    assert_eq!(settled.numbers(["created", "already_created"]), [1, 3]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_row_in_doubt_for_the_next_run() {
    let service = Service::faulty("create:commit_then_close:at=2 list:500:max=40");
    let (desk, run) = few(&service);
    let patience = ["--preflight", "off", "--settle", "100ms"];
    let summary = run(&desk, &patience).summary_of(5);
    assert_eq!(summary.numbers(["created", "in_doubt"]), [3, 1]);
    let left = summary.get("rows").as_array().unwrap().clone();
    assert_eq!(left[0]["status"], "in doubt");
    let mut last = summary;
    while last.number("in_doubt") > 0 {
        last = run(&desk, &patience).summary();
    }
    assert_eq!(last.number("already_created") + last.number("created"), 4);
    assert_eq!(service.requests("create"), 4, "nothing was sent blindly");
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_list_that_lacks_tickets_proves_no_absence() {
    // Every ticket is left out of the list, so the control tickets are missing and no sweep is valid.
    let service = Service::faulty("create:commit_then_close:at=4 list:list_drop");
    let (desk, run) = few(&service);
    let summary = run(&desk, &["--settle", "100ms", "--concurrency", "1"]).summary_of(5);
    assert_eq!(summary.number("in_doubt"), 1);
    assert_eq!(service.requests("create"), 4);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_link_to_another_host_is_not_followed() {
    let service = Service::faulty(
        "create:commit_then_close:at=2 list:list_next_elsewhere:url=http://127.0.0.1:9/api/v1.2/tickets/list?page=x",
    );
    let (desk, run) = few(&service);
    let end = run(&desk, &["--settle", "100ms", "--preflight", "off"]);
    let summary = end.summary_of(5);
    assert_eq!(summary.number("in_doubt"), 1);
    assert!(end.stderr.contains("another address"), "{end}");
}

#[test]
fn a_service_whose_clock_is_wrong_is_searched_by_its_own_clock() {
    for skew in ["-5400", "5400"] {
        let service = Service::configured(&format!(
            "clock_skew_seconds = {skew}\nfaults.rules = [\"create:commit_then_close:at=2\"]"
        ));
        let (desk, run) = few(&service);
        let summary = run(&desk, &[]).summary_of(0);
        assert_eq!(summary.numbers(["created", "reconciled"]), [4, 1], "{skew}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_ticket_with_a_time_of_its_own_is_looked_for_at_that_time() {
    let service = Service::faulty("create:commit_then_close:at=1");
    let desk = Desk::new();
    desk.write(
        "few.csv",
        "id,name,whatsapp,open\nK-1,A,12025550101,2019-03-14\nK-2,B,12025550102,\n",
    );
    let end = desk.run(&["few.csv", "--rate", "none"]).to(&service).end();
    let summary = end.summary_of(0);
    assert_eq!(summary.numbers(["created", "reconciled"]), [2, 1]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_conflict_is_recorded_with_the_ticket_that_is_open() {
    let service =
        Service::configured("open_ticket_conflict = \"all\"\nopen_ticket_conflict_status = 400");
    let desk = Desk::new();
    desk.write(
        "few.csv",
        "id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550101\n",
    );
    let import = desk.run(&["few.csv", "--rate", "none", "--concurrency", "1"]);
    let summary = import.to(&service).end().summary_of(3);
    assert_eq!(summary.numbers(["created", "conflicts"]), [1, 1]);
    let open = service.keys()["K-1"][0];
    let rows = summary.get("rows").as_array().unwrap().clone();
    assert!(
        rows[0]["reason"]
            .as_str()
            .unwrap()
            .contains(&open.to_string()),
        "{rows:?}"
    );
}

#[test]
fn a_ledger_that_was_lost_is_made_up_for_by_what_the_service_has() {
    let service = Service::start();
    let (desk, run) = few(&service);
    run(&desk, &["--limit", "2"]).summary_of(4);
    std::fs::remove_file(desk.path("glassix-import.sqlite")).unwrap();
    let summary = run(&desk, &[]).summary_of(0);
    assert_eq!(
        summary.numbers(["created", "already_created", "reconciled"]),
        [2, 2, 2]
    );
    service.assert_no_key_has_two_tickets();
}

fn verify(desk: &Desk, service: &Service, status: i32) -> Value {
    let end = desk
        .command(&["verify", "--format", "json", "--rate", "none"])
        .args(&["--base-url", &service.base_url()])
        .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
        .env("GLASSIX_API_SECRET", "not-a-real-secret")
        .env("GLASSIX_USER_NAME", "importer@example.com")
        .end();
    assert_eq!(end.status, Some(status), "{end}");
    serde_json::from_str(&end.stdout).unwrap()
}

#[test]
fn verify_finds_what_is_missing_and_what_is_there_twice() {
    let service = Service::start();
    let (desk, run) = few(&service);
    run(&desk, &[]).summary_of(0);
    let found = verify(&desk, &service, 0);
    assert_eq!([&found["expected"], &found["once"]], [4, 4]);
    // Another ledger knows nothing of the tickets and is told not to look.
    run(
        &desk,
        &[
            "--ledger",
            "other.sqlite",
            "--preflight",
            "off",
            "--limit",
            "1",
        ],
    )
    .summary_of(4);
    let doubled = verify(&desk, &service, 3);
    assert_eq!(doubled["more_than_once"], 1);
    assert_eq!(doubled["doubles"][0]["key"], "K-1");
    assert_eq!(
        doubled["doubles"][0]["tickets"].as_array().unwrap().len(),
        2
    );

    let empty = Service::start();
    let elsewhere = empty.base_url().replace("http://", "");
    let host = elsewhere.split('/').next().unwrap().to_owned();
    let ledger = rusqlite::Connection::open(desk.path("glassix-import.sqlite")).unwrap();
    ledger
        .execute("UPDATE target SET host = ?1", [host])
        .unwrap();
    drop(ledger);
    let missing = verify(&desk, &empty, 3);
    assert_eq!([&missing["missing"], &missing["once"]], [4, 0]);
    assert_eq!(missing["absent"].as_array().unwrap().len(), 4);
}

#[test]
fn explain_tells_a_rows_whole_story() {
    let service = Service::faulty("create:500:at=1");
    let (desk, run) = few(&service);
    run(&desk, &["--concurrency", "1"]).summary_of(0);
    let end = desk.command(&["explain", "K-1", "--format", "json"]).end();
    let stories: Value = serde_json::from_str(&end.stdout).unwrap();
    let story = &stories[0];
    assert_eq!(story["state"], "created");
    assert_eq!(
        [&story["record"], &story["line"], &story["attempts"]],
        [1, 2, 2]
    );
    assert_eq!(story["file"], "few.csv");
    assert_eq!(story["ticket"], service.keys()["K-1"][0]);
    assert!(
        story["doubts"][0]["what"]
            .as_str()
            .unwrap()
            .starts_with("answered 500")
    );
    let human = desk.command(&["explain", "K-1"]).end();
    assert!(
        human.stdout.contains("record 1, line 2 of few.csv"),
        "{human}"
    );
    let unknown = desk.command(&["explain", "K-9"]).end();
    assert_eq!(unknown.status, Some(3), "{unknown}");
}

#[test]
fn a_row_in_doubt_that_comes_by_in_a_second_file_is_not_put_in_doubt_twice() {
    let service = Service::faulty("create:500:at=2");
    let (desk, run) = few(&service);
    desk.write("more.csv", format!("{FEW}K-5,E,12025550105\n"));
    let summary = run(&desk, &["more.csv"]).summary_of(0);
    assert_eq!(summary.number("created"), 5);
    assert_eq!(
        summary.number("already_created") + summary.number("duplicates"),
        4
    );
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_row_in_doubt_whose_sheet_is_gone_is_still_looked_up() {
    let service = Service::faulty("create:commit_then_close:at=2 create:500:at=3 list:500:max=15");
    let (desk, run) = few(&service);
    let summary = run(
        &desk,
        &[
            "--preflight",
            "off",
            "--settle",
            "100ms",
            "--concurrency",
            "1",
        ],
    )
    .summary_of(5);
    assert_eq!(summary.numbers(["created", "in_doubt"]), [2, 2]);
    desk.write("other.csv", "id,name,whatsapp\nK-9,Z,12025550109\n");
    let other = desk
        .run(&["other.csv", "--rate", "none"])
        .to(&service)
        .end();
    let summary = other.summary_of(0);
    assert_eq!(summary.numbers(["rows_read", "created"]), [1, 1]);
    let story = desk.command(&["explain", "K-2", "--format", "json"]).end();
    assert!(story.stdout.contains("\"reconciled\""), "{story}");
    // The row that was shown to be absent is sent with its own sheet, and only then.
    let summary = run(&desk, &[]).summary_of(0);
    assert_eq!(summary.numbers(["created", "already_created"]), [1, 3]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_conflict_that_comes_as_a_success_without_a_ticket_ends_as_a_conflict() {
    let service = Service::configured(
        "open_ticket_conflict = \"all\"\nopen_ticket_conflict_status = 200\n[texts]\nconflict = \"there is an open ticket\"",
    );
    let desk = Desk::new();
    desk.write(
        "few.csv",
        "id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550101\n",
    );
    let import = desk.run(&["few.csv", "--rate", "none", "--concurrency", "1"]);
    let summary = import.to(&service).end().summary_of(3);
    assert_eq!(summary.numbers(["created", "conflicts"]), [1, 1]);
    assert!(
        service.requests("create") <= 4,
        "it is not asked over and over"
    );
}

#[test]
fn refusals_for_speed_do_not_use_up_the_tries_of_a_row_in_doubt() {
    let service = Service::faulty("create:429:max=6,retry_after=0 create:500:max=1");
    let desk = Desk::new();
    desk.write("one.csv", "id,name,whatsapp\nK-1,A,12025550101\n");
    let import = desk.run(&["one.csv", "--rate", "none", "--max-attempts", "2"]);
    let summary = import.to(&service).end().summary_of(0);
    assert_eq!(summary.number("created"), 1);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn words_of_the_service_stay_out_of_the_log() {
    let service = Service::configured(
        "faults.rules = [\"create:400:at=1\"]\n[texts]\nfault = \"no Dana Levi 12025550101\"",
    );
    let (desk, run) = few(&service);
    let end = run(&desk, &[]);
    assert!(
        end.stdout.contains("Dana Levi"),
        "the summary has it: {end}"
    );
    assert!(!end.stderr.contains("Dana Levi"), "the log has not: {end}");
}
