//! The ledger as other processes and people meet it: one run at a time, one target at a time, private.

use std::os::unix::fs::PermissionsExt as _;

use rustix::process::Signal;

use crate::support::{Desk, Service};

#[test]
fn two_runs_at_once_are_one_and_the_other_is_told_who_holds_the_ledger() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let state = desk.path("state");
    let sample = || {
        let state = state.to_str().unwrap();
        desk.sample().to(&service).env("XDG_STATE_HOME", state)
    };
    let first = sample().start();
    service.until_creates(1);
    let second = sample().end();
    assert_eq!(second.status, Some(6), "{second}");
    assert!(
        second.stderr.contains(&format!("process {}", first.id())),
        "{second}"
    );
    assert!(second.stderr.contains("samples/leads.csv"), "{second}");
    assert_eq!(second.stdout, "");
    assert_eq!(service.requests("token"), 1);
    let other = || sample().args(&["--ledger", "other.sqlite"]);
    let refused = other().end();
    assert_eq!(refused.status, Some(6), "the same sheet: {refused}");
    assert!(refused.stderr.contains("samples/leads.csv"), "{refused}");
    assert_eq!(service.requests("token"), 1);
    other().args(&["--dry-run"]).end().summary_of(0);
}

#[test]
fn the_lock_of_a_killed_process_holds_nobody_up() {
    let (service, desk) = (Service::faulty("token:hang:max=1"), Desk::new());
    let run = desk.sample().to(&service).start();
    crate::support::until("the ledger is locked and the token asked for", || {
        (service.requests("token") == 1).then_some(())
    });
    run.signal(Signal::KILL);
    assert_eq!(run.end().status, None);
    assert!(desk.path("glassix-import.sqlite.lock").exists());
    let next = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(next.number("created"), 1000);
}

#[test]
fn what_one_target_has_counts_for_no_other() {
    let desk = Desk::new();
    let inside = desk.sample().args(&["--sandbox"]).end().summary_of(0);
    assert_eq!(inside.number("created"), 1000);
    for _ in 0..2 {
        let service = Service::start();
        let summary = desk.sample().to(&service).end().summary_of(0);
        assert_eq!(summary.numbers(["created", "already_created"]), [1000, 0]);
        let other_department = desk
            .sample()
            .to(&service)
            .env("GLASSIX_API_KEY", "99999999-1111-2222-3333-444444444444")
            .args(&["--dry-run"])
            .end()
            .summary_of(0);
        assert_eq!(other_department.number("already_created"), 0);
    }
    let again = desk.sample().args(&["--sandbox"]).end().summary_of(0);
    assert_eq!(again.number("already_created"), 1000);
}

#[test]
fn only_its_owner_may_read_what_a_run_leaves_behind() {
    let desk = Desk::new();
    desk.sample().args(&["--sandbox"]).end().summary_of(0);
    let left = std::fs::read_dir(desk.folder()).unwrap();
    let mut found = 0;
    for entry in left.map(Result::unwrap).filter(|e| e.path().is_file()) {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        found += 1;
    }
    assert!(found >= 2, "a ledger and its lock");
}

#[test]
fn some_other_file_is_not_taken_for_a_ledger() {
    let (service, desk) = (Service::start(), Desk::new());
    let before = desk.read("samples/leads.csv");
    let wrong = ["--ledger", "samples/leads.csv"];
    let end = desk.sample().args(&wrong).to(&service).end();
    assert_eq!(end.status, Some(1), "{end}");
    assert!(end.stderr.contains("is not a ledger"), "{end}");
    assert_eq!(desk.read("samples/leads.csv"), before);
    assert_eq!(service.total("requests_total"), 0);
}

#[test]
fn the_ledger_is_held_against_the_service_and_tells_the_story_of_a_row() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.sample().to(&service).end().summary_of(0);
    let ask = |arguments: &[&str]| {
        let base = service.base_url();
        let command = desk.command(arguments).args(&["--base-url", &base]);
        command
            .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
            .env("GLASSIX_API_SECRET", "not-a-real-secret")
            .env("GLASSIX_USER_NAME", "importer@example.com")
            .end()
    };
    let verified = ask(&["verify", "--rate", "none"]);
    assert_eq!(verified.status, Some(0), "{verified}");
    assert!(
        verified.stdout.contains("ledger and service agree"),
        "{verified}"
    );
    let story = desk.command(&["explain", "L-104233"]).end();
    assert_eq!(story.status, Some(0), "{story}");
    let ticket = service.keys()["L-104233"][0].to_string();
    for word in ["record 1, line 2 of samples/leads.csv", &ticket] {
        assert!(story.stdout.contains(word), "{word:?} is missing: {story}");
    }
    let unknown = desk.command(&["explain", "L-0"]).end();
    assert_eq!(unknown.status, Some(3), "{unknown}");
}

#[test]
fn a_ledger_that_was_lost_is_missed_before_anything_is_sent() {
    let (service, desk) = (Service::start(), Desk::new());
    let required = || desk.sample().to(&service).args(&["--require-ledger"]);
    let missing = required().end();
    assert_eq!(missing.status, Some(2), "{missing}");
    assert!(missing.stderr.contains("there is no ledger"), "{missing}");
    assert!(!desk.path("glassix-import.sqlite").exists());
    // A ledger of another place knows nothing of this one.
    desk.sample().args(&["--sandbox", "--limit", "1"]).end();
    let by_variable = desk.sample().to(&service);
    let fresh = by_variable.env("GLASSIX_IMPORT_REQUIRE_LEDGER", "1").end();
    assert_eq!(fresh.status, Some(2), "{fresh}");
    assert!(fresh.stderr.contains("knows no row of"), "{fresh}");
    assert_eq!(service.total("requests_total"), 0);

    desk.sample().to(&service).args(&["--limit", "1"]).end();
    let found = required().end().summary_of(0);
    assert_eq!(found.numbers(["created", "already_created"]), [999, 1]);
    desk.write("strict.toml", "[limits]\nrequire_ledger = true\n");
    let elsewhere = [
        "few.csv",
        "--config",
        "strict.toml",
        "--ledger",
        "no.sqlite",
    ];
    desk.write("few.csv", "id,phone\n1,12025550101\n");
    let by_file = desk.run(&elsewhere).to(&service).end();
    assert_eq!(by_file.status, Some(2), "{by_file}");
    let retry = ["retry", "--require-ledger", "--ledger", "no.sqlite"];
    assert_eq!(desk.command(&retry).to(&service).end().status, Some(2));
}
