//! Runs that are stopped in the middle, politely and not, and the same command after that.

use rustix::process::Signal;

use crate::support::{Desk, Process, Service, Summary, until};

/// Slow enough to be stopped in the middle, quick enough for a test: a thousand rows take some two seconds.
const SLOWLY: &str = "create:delay:ms=20..40";

/// Rows of samples/leads.csv.
const ROWS: u64 = 1000;

#[test]
fn sigterm_finishes_what_is_under_way_and_the_same_command_goes_on() {
    stopped_by(Signal::TERM, 143);
}

#[test]
fn sigint_finishes_what_is_under_way_and_the_same_command_goes_on() {
    stopped_by(Signal::INT, 130);
}

fn stopped_by(signal: Signal, status: i32) {
    let (service, desk) = (Service::faulty(SLOWLY), Desk::new());
    let run = desk.sample().to(&service).start();
    service.until_creates(200);
    run.signal(signal);
    let stopped = run.end().summary_of(status);
    assert_eq!(stopped.text("stopped_by"), "signal");
    assert_eq!(stopped.number("rows_read"), ROWS, "the rest is counted");
    assert_eq!(
        stopped.number("in_doubt"),
        0,
        "what was under way was finished"
    );
    assert!(stopped.number("not_attempted") > 0, "{stopped:?}");
    let made = stopped.number("created");
    assert_eq!(service.total("tickets"), made);

    let rest = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(
        rest.numbers(["created", "already_created"]),
        [ROWS - made, made]
    );
    assert_eq!(service.total("tickets"), ROWS);
    assert_eq!(service.keys().len(), 1000);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn a_deadline_finishes_what_is_under_way_and_the_same_command_goes_on() {
    let (service, desk) = (Service::start(), Desk::new());
    // At fifty a second a thousand rows take twenty seconds.
    let run = desk.sample_at("50/s").args(&["--deadline", "1s"]);
    let stopped = run.to(&service).end().summary_of(4);
    assert_eq!(stopped.text("stopped_by"), "deadline");
    assert_eq!(
        stopped.numbers(["rows_read", "failed", "in_doubt"]),
        [ROWS, 0, 0]
    );
    assert!(stopped.number("not_attempted") > 0, "{stopped:?}");
    assert_eq!(service.total("tickets"), stopped.number("created"));
    finish(&desk, &service);
}

#[test]
fn of_a_deadline_and_a_longest_duration_the_earlier_ends_the_run() {
    let (service, desk) = (Service::start(), Desk::new());
    let ends = ["--deadline", "2h", "--max-duration", "1s"];
    let run = desk.sample_at("50/s").args(&ends);
    let stopped = run.to(&service).end().summary_of(4);
    assert_eq!(stopped.text("stopped_by"), "deadline");
    assert!(stopped.number("not_attempted") > 0, "{stopped:?}");
    finish(&desk, &service);
}

#[test]
fn a_second_sigint_stops_at_once_and_leaves_what_was_under_way_in_doubt() {
    const AT_ONCE: u64 = 4;
    let (service, desk) = (
        Service::faulty("create:commit_then_hang:max=4"),
        Desk::new(),
    );
    let arguments = ["--concurrency", "4", "--timeout", "10m", "--canary", "0"];
    let run = desk.sample().args(&arguments).to(&service).start();
    service.until_creates(AT_ONCE);
    run.signal(Signal::INT);
    until("the first signal is heard", || {
        run.stderr().contains("second signal").then_some(())
    });
    run.signal(Signal::INT);
    // The requests would hang for ten minutes, which is far beyond what this waits for.
    let stopped = run.end().summary_of(130);
    let in_doubt = stopped.number("in_doubt");
    assert!(
        (AT_ONCE..=2 * AT_ONCE).contains(&in_doubt),
        "what was claimed is in doubt: {stopped:?}"
    );
    assert_eq!(stopped.number("created"), 0);
    finish(&desk, &service);
}

#[test]
fn a_second_signal_at_any_moment_keeps_the_counts_true() {
    for creates in [1, 60, 130, 250] {
        let (service, desk) = (Service::faulty(SLOWLY), Desk::new());
        let run = desk.sample().to(&service).start();
        service.until_creates(creates);
        run.signal(Signal::INT);
        until("the first signal is heard", || {
            run.stderr().contains("second signal").then_some(())
        });
        run.signal(Signal::INT);
        run.end().summary_of(130);
        finish(&desk, &service);
    }
}

#[test]
fn killed_again_and_again_no_key_gets_a_second_ticket() {
    let (service, desk) = (Service::faulty(SLOWLY), Desk::new());
    for creates in [1, 150, 400, 700] {
        let run = desk.sample().to(&service).start();
        service.until_creates(creates);
        kill(run);
        service.assert_no_key_has_two_tickets();
    }
    finish(&desk, &service);
}

#[test]
fn a_row_in_doubt_is_found_and_not_sent_again() {
    let (service, desk) = (
        Service::faulty("create:commit_then_close:at=7/70/700"),
        Desk::new(),
    );
    let summary = finish(&desk, &service);
    assert_eq!(summary.numbers(["created", "reconciled"]), [ROWS, 3]);
    assert_eq!(service.requests("create"), ROWS);
}

#[test]
fn a_row_in_doubt_that_has_no_ticket_is_sent_again() {
    let (service, desk) = (Service::faulty("create:500:at=7/70/700"), Desk::new());
    let summary = finish(&desk, &service);
    assert_eq!(summary.numbers(["created", "reconciled"]), [ROWS, 0]);
    assert_eq!(service.requests("create"), ROWS + 3);
}

#[test]
fn held_doubt_is_never_sent_again() {
    let (service, desk) = (Service::faulty("create:500:at=7/70/700"), Desk::new());
    for _ in 0..2 {
        let held = desk
            .sample()
            .args(&["--on-doubt", "hold"])
            .to(&service)
            .end();
        let summary = held.summary_of(5);
        assert_eq!(summary.number("in_doubt"), 3);
        assert_eq!(summary.rows().len(), 3, "each is named");
        assert_eq!(service.requests("create"), ROWS);
    }
    let summary = finish(&desk, &service);
    assert_eq!(
        summary.number("created"),
        3,
        "until somebody says otherwise"
    );
}

#[test]
fn killed_before_the_first_request_nothing_is_lost() {
    let (service, desk) = (Service::faulty("token:hang:max=1"), Desk::new());
    let run = desk.sample().to(&service).start();
    until("the token is asked for", || {
        (service.requests("token") == 1).then_some(())
    });
    kill(run);
    let rest = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(rest.number("created"), ROWS);
    service.assert_no_key_has_two_tickets();
}

fn kill(run: Process) {
    run.signal(Signal::KILL);
    let end = run.end();
    assert_eq!(end.status, None, "it had ended before it was killed: {end}");
}

/// Runs the sample to its end: whatever came before, every row has its one ticket then.
fn finish(desk: &Desk, service: &Service) -> Summary {
    let summary = desk.sample().to(service).end().summary_of(0);
    service.assert_no_key_has_two_tickets();
    let known = summary.number("created") + summary.number("already_created");
    assert_eq!([summary.number("rows_read"), known], [ROWS, ROWS]);
    assert_eq!(service.total("tickets"), ROWS);
    summary
}

#[test]
fn a_pipe_that_stays_open_does_not_hold_up_the_end_of_a_run() {
    let (service, desk) = (Service::start(), Desk::new());
    let mut command = crate::support::binary();
    command
        .current_dir(desk.folder())
        .args(["run", "-", "--limit", "1", "--rate", "none", "--base-url"])
        .arg(service.base_url())
        .env("GLASSIX_API_KEY", "k")
        .env("GLASSIX_API_SECRET", "s")
        .env("GLASSIX_USER_NAME", "u@example.com")
        .stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // A row is handed on once the one behind it is there: a quote may have torn it.
    let rows = b"id,name,whatsapp\nK-1,A,12025550101\nK-2,B,12025550102\nK-3,C,12025550103\n";
    std::io::Write::write_all(&mut pipe, rows).unwrap();
    let mut status = None;
    crate::support::until("the run ends though its input does not", || {
        status = child.try_wait().unwrap();
        status.map(drop)
    });
    drop(pipe);
    assert_eq!(status.unwrap().code(), Some(4));
    assert_eq!(service.total("tickets"), 1);
}
