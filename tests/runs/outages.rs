//! A service that is down: everybody waits, one request looks now and then, and no row pays for it.

use std::net::TcpListener;

use crate::support::{Desk, Service, until};

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

/// The first failures, which are no outage yet, those of the sixteen at once that are under way or have
/// their slot by then, and those that look whether it is over within the few seconds that it takes here.
const IN_VAIN: u64 = 4 + 16 + 4;

#[test]
fn a_service_that_comes_up_after_the_run_has_begun_gets_every_row_once() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap().to_string();
    drop(nobody);
    for token in [None, Some("GLASSIX_ACCESS_TOKEN")] {
        let desk = Desk::new();
        let mut run = desk.sample().against(&format!("http://{address}/api/v1.2"));
        if let Some(name) = token {
            run = run.env(name, "of-no-service");
        }
        let run = run.start();
        until("the run says that it waits", || {
            run.stderr().contains("no access token yet").then_some(())
        });
        let service = Service::at(&address);
        let end = run.end();
        if token.is_some() {
            // The look-alike knows no token that it has not given.
            end.summary_of(7);
            continue;
        }
        assert_eq!(end.summary_of(0).number("created"), ROWS);
        assert_eq!(service.total("tickets"), ROWS);
        service.assert_no_key_has_two_tickets();
    }
}

/// So few requests in vain are no outage that a run would wait for.
const UNNOTICED: u64 = 12;

#[test]
fn an_outage_in_the_middle_costs_some_probes_and_no_row() {
    for fault in [
        "create:503:from=1,to=3",
        "create:commit_then_close:from=1,to=3",
        "any:502:from=1,to=3",
    ] {
        let (service, desk) = (Service::faulty(fault), Desk::new());
        let end = desk.sample_at("200/s").to(&service).end();
        let summary = end.summary_of(0);
        assert_eq!(
            summary.numbers(["created", "failed", "in_doubt"]),
            [ROWS, 0, 0],
            "{fault}"
        );
        // On a busy machine the outage may have begun before there was a token, or before the first row.
        let waited = ["the service works again", "no access token yet"];
        let has_waited = waited.iter().any(|said| end.stderr.contains(said));
        let creates = service.requests("create");
        assert!(has_waited || creates < ROWS + UNNOTICED, "{fault}: {end}");
        assert!(
            (ROWS..=ROWS + IN_VAIN).contains(&creates),
            "{fault}: {creates}"
        );
        assert_eq!(service.total("tickets"), ROWS, "{fault}");
        service.assert_no_key_has_two_tickets();
    }
}

#[test]
fn an_outage_past_all_patience_ends_the_run_and_the_same_command_goes_on_later() {
    let (service, desk) = (Service::faulty("create:503"), Desk::new());
    let impatient = ["--patience", "1s", "--canary", "0"];
    let end = desk.sample().args(&impatient).to(&service).end();
    let summary = end.summary_of(1);
    assert_eq!(summary.text("stopped_by"), "fatal");
    let reason = summary.text("stop_reason");
    assert!(
        reason.contains("answered 503") && reason.contains("--patience"),
        "{reason}"
    );
    assert!(
        summary.text("next").contains("to go on where it stopped"),
        "{end}"
    );
    assert_eq!(summary.number("failed"), 0);
    assert!(summary.number("in_doubt") <= IN_VAIN, "{end}");
    // Later it works again. It has no ticket: every row was refused before anything came of it.
    let address = service.address().to_owned();
    drop(service);
    let service = Service::at(&address);
    let rest = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(rest.number("rows_read"), ROWS);
    assert_eq!(service.total("tickets"), ROWS);
    service.assert_no_key_has_two_tickets();
}
