//! `status`: between runs from the ledger, during a run from what the run publishes.

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Desk, End, Service, until};

const LEDGER: &str = "glassix-import.sqlite";
const STATE: &str = "glassix-import.sqlite.state";

fn status(desk: &Desk) -> Value {
    let end = desk.command(&["status", "--format", "json"]).end();
    assert_eq!(end.status, Some(0), "{end}");
    serde_json::from_str(&end.stdout).unwrap()
}

fn text(desk: &Desk, arguments: &[&str]) -> End {
    let end = desk.command(&["status"]).args(arguments).end();
    assert_eq!(end.status, Some(0), "{end}");
    end
}

#[test]
fn a_ledger_that_is_not_there_is_told_and_not_made() {
    let desk = Desk::new();
    for arguments in [&["status"][..], &["status", "--watch"]] {
        let end = desk.command(arguments).end();
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert!(end.stderr.contains("there is no ledger"), "{end}");
    }
    let names = std::fs::read_dir(desk.folder()).unwrap().count();
    assert_eq!(names, 1, "the samples alone");
}

#[test]
fn between_runs_the_ledger_tells_and_its_sums_are_those_of_the_summary() {
    let (service, desk) = (Service::start(), Desk::new());
    let arguments = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let summary = desk.run(&arguments).to(&service).end().summary_of(3);
    let status = status(&desk);
    let totals = &status["totals"][0];
    for name in ["created", "rejected", "failed", "conflicts", "in_doubt"] {
        assert_eq!(totals[name], summary.number(name), "{name}");
    }
    let reasons = status["reasons"].as_array().unwrap().iter();
    let rows: u64 = reasons.map(|reason| reason["rows"].as_u64().unwrap()).sum();
    assert_eq!(rows, summary.number("rejected"));
    let run = &status["runs"][0];
    assert_eq!(run["run_id"], summary.text("run_id"));
    assert_eq!(
        (&run["exit_status"], &run["files"][0]),
        (&3.into(), &arguments[0].into())
    );
    assert_eq!(status["running"], Value::Null);
    let said = text(&desk, &[]).stdout;
    assert!(
        said.lines()
            .last()
            .unwrap()
            .contains("samples/mistakes.csv --config samples/leads.toml"),
        "{said}"
    );
}

#[test]
fn a_run_that_goes_on_is_told_without_its_ledger_being_touched() {
    let (service, desk) = (Service::faulty("create:hang:at=40"), Desk::new());
    let mut run = desk
        .sample()
        .to(&service)
        .args(&["--timeout", "20s"])
        .start();
    let shown = until(
        "the run tells that a row hangs and no other is left",
        || {
            desk.path(STATE)
                .exists()
                .then(|| status(&desk))
                .filter(|status| status["running"]["progress"]["rows_ended"] == 999)
        },
    );
    let now = &shown["running"];
    assert_eq!(now["by"]["pid"], run.id());
    assert_eq!(now["progress"]["under_way"], 1);
    assert_eq!(now["progress"]["counts"]["created"], 999);
    assert_eq!(now["progress"]["counts"]["in_doubt"], 0, "it is under way");
    assert_eq!(
        shown["totals"],
        serde_json::json!([]),
        "as it was when the run began"
    );
    assert_eq!(shown["runs"][0]["how"], "going on");
    assert!(text(&desk, &[]).stdout.contains("999 of 1,000 (99%)"));
    assert!(!run.has_ended());
    run.signal(Signal::KILL);
    run.end();
    assert!(
        desk.path(STATE).exists(),
        "nobody was there to take it away"
    );
    let after = status(&desk);
    assert_eq!(
        after["running"],
        Value::Null,
        "the lock is free, so it is stale"
    );
    assert_eq!(after["in_doubt"]["rows"], 1);
    assert!(after["in_doubt"]["since"].as_str().unwrap().ends_with('Z'));
    assert!(
        after["runs"][0]["how"].as_str().unwrap().contains("killed"),
        "{after}"
    );
    assert!(
        after["next"]
            .as_str()
            .unwrap()
            .contains("go on where it stopped"),
        "{after}"
    );
    let healed = desk.sample().to(&service).end().summary_of(0);
    assert_eq!(healed.numbers(["created", "already_created"]), [1, 999]);
    assert!(!desk.path(STATE).exists());
    service.assert_no_key_has_two_tickets();
}

#[test]
fn watching_ends_with_the_run_and_a_line_tells_each_change() {
    let (service, desk) = (Service::faulty("create:delay:ms=3"), Desk::new());
    let run = desk
        .sample()
        .to(&service)
        .args(&["--concurrency", "1"])
        .start();
    until("the run tells of itself", || {
        desk.path(STATE).exists().then_some(())
    });
    let watching = text(&desk, &["--watch"]);
    run.end().summary_of(0);
    let (lines, last) = watching
        .stdout
        .split_once(&format!("ledger   {LEDGER}\n"))
        .unwrap();
    assert!(
        lines
            .lines()
            .all(|line| line.contains(" of 1,000 (") && line.contains("created")),
        "{watching}"
    );
    assert!(last.contains("created              1,000"), "{watching}");
    assert!(
        last.ends_with("next: every row of this ledger has its ticket\n"),
        "{watching}"
    );
}

#[test]
fn a_signal_ends_the_watching_and_not_the_run() {
    let (service, desk) = (Service::faulty("create:hang:max=1"), Desk::new());
    let mut run = desk.sample().to(&service).start();
    until("the run tells of itself", || {
        desk.path(STATE).exists().then_some(())
    });
    let watch = desk
        .command(&["status", "--watch", "--format", "json"])
        .start();
    until("a first line is there", || {
        watch.stdout().contains('\n').then_some(())
    });
    watch.signal(Signal::INT);
    let end = watch.end();
    assert_eq!(end.status, Some(130), "{end}");
    let lines: Vec<Value> = end
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        lines[0]["running"]["progress"]["run_id"].is_string(),
        "{end}"
    );
    assert!(!run.has_ended());
}

#[test]
fn what_the_service_said_of_a_customer_is_shown_to_those_who_ask_for_it_alone() {
    let (service, desk) = (
        Service::configured("open_ticket_conflict = \"all\"\n"),
        Desk::new(),
    );
    desk.write(
        "a.csv",
        "id,email\nd@x.example,d@x.example\ne@x.example,d@x.example\n",
    );
    desk.run(&["a.csv", "--concurrency", "1"])
        .to(&service)
        .end()
        .summary_of(3);
    assert!(
        !text(&desk, &[]).stdout.contains("@x.example"),
        "{}",
        text(&desk, &[])
    );
    assert!(
        text(&desk, &["--with-values"])
            .stdout
            .contains("e@x.example")
    );
}
