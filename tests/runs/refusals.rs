//! A service that refuses, is closed, is not there, or asks for patience: no row pays for it.

use std::net::TcpListener;

use rustix::process::Signal;

use crate::support::{Desk, Service, until};

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

#[test]
fn wrong_credentials_end_the_run_before_a_row_is_touched() {
    let (service, desk) = (Service::start(), Desk::new());
    let end = desk
        .sample()
        .to(&service)
        .env("GLASSIX_API_SECRET", "the wrong one")
        .end();
    let summary = end.summary_of(7);
    assert_eq!(summary.text("stopped_by"), "fatal");
    assert_eq!(summary.number("created"), 0);
    assert!(
        summary.text("stop_reason").contains("GLASSIX_API_SECRET"),
        "{end}"
    );
    assert_eq!(service.requests("create"), 0);
    assert!(!end.stderr.contains("the wrong one"), "a secret is shown");
    let mended = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(mended.number("created"), ROWS, "no row was touched");
}

#[test]
fn another_workspace_than_the_expected_one_gets_nothing_not_even_a_login() {
    let (service, desk) = (Service::start(), Desk::new());
    let expected = ["--expect-workspace", "acme"];
    let end = desk.sample().args(&expected).to(&service).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("\"acme\" is expected"), "{end}");
    assert_eq!(service.requests("token"), 0);
    let expected = ["--expect-workspace", service.address(), "--limit", "1"];
    let end = desk.sample().args(&expected).to(&service).end();
    assert_eq!(end.summary_of(4).number("created"), 1);
}

#[test]
fn a_ready_token_is_tried_before_the_first_row_unless_nobody_wants_to_look() {
    let desk = Desk::new();
    let run = |service: &Service, arguments: &[&str]| {
        let import = desk.sample().args(arguments).to(service);
        import.env("GLASSIX_ACCESS_TOKEN", "not-a-token").end()
    };
    let service = Service::start();
    run(&service, &[]).summary_of(7);
    assert_eq!(
        [service.requests("tags"), service.requests("create")],
        [1, 0]
    );
    let blind = run(&service, &["--no-preflight"]).summary_of(7);
    assert_eq!(blind.numbers(["failed", "not_attempted"]), [0, ROWS]);
    assert_eq!(
        [service.requests("tags"), service.requests("create")],
        [1, 1]
    );
}

#[test]
fn a_closed_workspace_ends_the_run() {
    let desk = Desk::new();
    let closed = Service::configured("forbid_everything = true");
    let summary = desk.sample().to(&closed).end().summary_of(7);
    assert_eq!(summary.number("created"), 0);
    assert_eq!(closed.requests("create"), 0);
}

#[test]
fn a_create_that_is_forbidden_ends_the_run_and_fails_no_row() {
    let (service, desk) = (Service::faulty("create:403:max=1"), Desk::new());
    let one_by_one = ["--concurrency", "1"];
    let end = desk.sample().args(&one_by_one).to(&service).end();
    let summary = end.summary_of(7);
    assert_eq!(
        summary.numbers(["failed", "in_doubt", "not_attempted"]),
        [0, 0, ROWS]
    );
    assert_eq!(service.requests("create"), 1);
    let opened = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(opened.number("created"), ROWS);
}

#[test]
fn a_service_that_cannot_be_reached_leaves_every_row_untouched() {
    let desk = Desk::new();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    let end = desk
        .sample()
        .args(&["--patience", "1s"])
        .against(&format!("http://{address}/api/v1.2"))
        .env("GLASSIX_ACCESS_TOKEN", "a-token")
        .end();
    let summary = end.summary_of(1);
    assert_eq!(summary.text("stopped_by"), "fatal");
    assert_eq!(
        summary.numbers(["rows_read", "not_attempted", "failed", "in_doubt"]),
        [ROWS, ROWS, 0, 0]
    );
    let service = Service::at(&address.to_string());
    let later = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(later.numbers(["created", "already_created"]), [ROWS, 0]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn refusals_for_speed_lose_no_row_and_cost_none_its_tries() {
    for fault in [
        "create:429:at=2/9,retry_after=0",
        "create:429:max=4,retry_after=1",
        "create:429:max=4,retry_after=date:1,body=plain",
    ] {
        let (service, desk) = (Service::faulty(fault), Desk::new());
        let end = desk
            .sample_at("500/s")
            .args(&["--max-attempts", "1", "--canary", "0", "--limit", "30"])
            .to(&service)
            .end();
        let summary = end.summary_of(4);
        assert_eq!(summary.number("created"), 30, "{fault}");
        let throttled = service.total("throttled");
        assert!(throttled > 0, "{fault}");
        assert_eq!(
            summary.numbers(["throttled", "retries", "requests"]),
            [throttled, throttled, 30 + throttled + 3],
            "{fault}"
        );
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_limit_that_is_kept_by_the_service_loses_no_row_whatever_it_says_of_waiting() {
    for says in ["1", "0"] {
        let service = Service::configured(&format!(
            "limits = [{{ count = 60, per_seconds = 1 }}]\nthrottle = {{ retry_after = \"{says}\" }}"
        ));
        let desk = Desk::new();
        let few = ["--limit", "200"];
        let summary = desk.sample().args(&few).to(&service).end().summary_of(4);
        assert_eq!(
            summary.numbers(["created", "failed", "in_doubt"]),
            [200, 0, 0]
        );
        assert!(summary.number("throttled") > 0, "{says}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_refusal_without_a_time_holds_everybody_and_can_be_stopped() {
    let (service, desk) = (Service::faulty("create:429:max=3"), Desk::new());
    let few = ["--concurrency", "3"];
    let run = desk.sample().args(&few).to(&service).start();
    until("the service has refused", || {
        (service.total("throttled") > 0).then_some(())
    });
    until("the run says that it waits", || {
        run.stderr().contains("asks us to wait").then_some(())
    });
    run.signal(Signal::TERM);
    let stopped = run.end().summary_of(143);
    assert_eq!(stopped.numbers(["failed", "in_doubt"]), [0, 0]);
    // Three were under way at most: nobody sends while the service wants to be left alone.
    assert!(service.requests("create") <= 3);
    assert_eq!(service.total("tickets"), stopped.number("created"));
    if service.total("throttled") == 3 {
        let rest = desk.sample().to(&service).end().summary_of(0);
        assert_eq!(rest.number("created"), ROWS - stopped.number("created"));
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn a_token_that_dies_in_the_middle_is_renewed_once_for_all() {
    let (service, desk) = (Service::faulty("create:revoke_tokens:at=300"), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(summary.number("created"), ROWS);
    assert_eq!(service.requests("token"), 2);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_token_that_is_refused_after_it_was_renewed_ends_the_run_and_fails_no_row() {
    let (service, desk) = (Service::faulty("create:401"), Desk::new());
    let one_by_one = ["--concurrency", "1"];
    let end = desk.sample().args(&one_by_one).to(&service).end();
    let summary = end.summary_of(7);
    assert_eq!(
        summary.numbers(["failed", "in_doubt", "not_attempted"]),
        [0, 0, ROWS]
    );
    assert_eq!(
        [service.requests("token"), service.requests("create")],
        [2, 2]
    );
}

#[test]
fn a_token_that_is_refused_is_not_asked_for_again() {
    for (fault, status) in [("token:400", 7), ("token:401", 7), ("token:403", 7)] {
        let (service, desk) = (Service::faulty(fault), Desk::new());
        let summary = desk.sample().to(&service).end().summary_of(status);
        assert_eq!(summary.number("not_attempted"), ROWS, "{fault}");
        assert_eq!(service.requests("token"), 1, "{fault}");
    }
}

#[test]
fn a_token_that_is_not_to_be_had_in_the_middle_is_asked_for_by_one_and_seldom() {
    let fault = "create:revoke_tokens:at=300 token:503:at=2 token:429:at=3,retry_after=1";
    let (service, desk) = (Service::faulty(fault), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(summary.number("created"), ROWS);
    assert_eq!(service.requests("token"), 4);
    assert_eq!(summary.number("requests"), service.total("requests_total"));
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_wave_of_equal_refusals_stops_the_run_with_their_reason() {
    let (service, desk) = (Service::faulty("create:400:max=20"), Desk::new());
    let one_by_one = ["--concurrency", "1", "--canary", "0"];
    let end = desk.sample().args(&one_by_one).to(&service).end();
    let summary = end.summary_of(4);
    assert_eq!(summary.text("stopped_by"), "equal_errors");
    let reason = summary.text("stop_reason");
    assert!(reason.contains("An error has occurred"), "{reason}");
    assert_eq!(
        summary.numbers(["failed", "not_attempted"]),
        [20, ROWS - 20]
    );
    assert_eq!(service.requests("create"), 20);
    let rest = desk.sample().to(&service).end().summary_of(3);
    assert_eq!(rest.numbers(["created", "failed"]), [ROWS - 20, 20]);
}

#[test]
fn equal_refusals_with_good_rows_among_them_are_no_wave_and_the_wave_can_be_passed() {
    let one_by_one = ["--concurrency", "1", "--canary", "0"];
    let (service, desk) = (Service::faulty("create:400:every=2,max=60"), Desk::new());
    let mixed = desk
        .sample()
        .args(&one_by_one)
        .to(&service)
        .end()
        .summary_of(3);
    assert_eq!(mixed.numbers(["created", "failed"]), [ROWS - 60, 60]);
    let (service, desk) = (Service::faulty("create:400:max=60"), Desk::new());
    let passed = ["--max-equal-errors", "off"];
    let run = desk.sample().args(&one_by_one).args(&passed).to(&service);
    assert_eq!(run.end().summary_of(3).number("failed"), 60);
}

#[test]
fn a_definite_refusal_fails_its_row_alone_and_is_not_repeated() {
    let (service, desk) = (Service::faulty("create:400:at=5/50/500"), Desk::new());
    let summary = desk.sample().to(&service).end().summary_of(3);
    assert_eq!(summary.numbers(["created", "failed"]), [ROWS - 3, 3]);
    assert_eq!(summary.rows().len(), 3);
    let again = desk.sample().to(&service).end().summary_of(3);
    assert_eq!(again.numbers(["already_created", "failed"]), [ROWS - 3, 3]);
    assert_eq!(service.requests("create"), ROWS, "nothing was sent again");
}
