//! `report` and `run --report`: what became of a run, as a page that is written whole or not at all.

use rustix::process::Signal;

use crate::support::{Desk, End, Service, until};

const SHEET: &str =
    "id,email,phone\nr-1,dana@x.example,\nr-2,noa(at)x.example,\nr-3,lea@x.example,\n";

fn report(desk: &Desk, arguments: &[&str]) -> End {
    desk.command(&["report"]).args(arguments).end()
}

fn is_whole(page: &str) -> bool {
    page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>")
}

#[test]
fn a_run_writes_its_page_however_it_ends() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", SHEET);
    let run = |arguments: &[&str]| {
        let import = desk.run(&["a.csv", "--report", "page.html"]);
        import.args(arguments).to(&service).end()
    };
    run(&["--limit", "1"]).summary_of(4);
    let page = desk.read("page.html");
    assert!(is_whole(&page) && page.contains("Not finished."), "{page}");
    let summary = run(&[]).summary_of(3);
    let page = desk.read("page.html");
    assert!(
        page.contains("3 rows read = 1 created + 1 already created + 1 rejected"),
        "{page}"
    );
    assert!(page.contains(summary.text("run_id")));
    assert!(page.contains("how it ended") && page.contains("exit status 3"));
    assert!(
        page.contains("participant 1 identifier"),
        "what was mapped to what is told"
    );
    let refused = desk
        .run(&["a.csv", "--report", "refused.html"])
        .to(&service)
        .env("GLASSIX_API_SECRET", "wrong")
        .end();
    assert_eq!(refused.status, Some(7), "{refused}");
    assert!(
        desk.read("refused.html")
            .contains("the service refused the credentials")
    );
}

#[test]
fn no_page_is_written_over_what_is_read_and_nothing_is_sent_then() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", SHEET);
    for taken in ["a.csv", "samples/leads.csv"] {
        let before = desk.read(taken);
        let end = desk.run(&["a.csv", "--report", taken]).to(&service).end();
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert_eq!(desk.read(taken), before);
    }
    assert_eq!(service.requests("token"), 0);
    desk.run(&["a.csv"]).to(&service).end().summary_of(3);
    let end = report(&desk, &["--output", "glassix-import.sqlite"]);
    assert_eq!(end.status, Some(2), "{end}");
}

#[test]
fn a_page_that_cannot_be_written_is_told_and_takes_nothing_from_the_run() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", "id,email\nr-1,dana@x.example\n");
    let run = || desk.run(&["a.csv", "--report", "nowhere/page.html"]);
    let end = run().to(&service).end();
    assert_eq!(end.status, Some(1), "{end}");
    assert_eq!(end.summary().number("created"), 1);
    assert!(
        end.stderr.contains("the page of the run was not written"),
        "{end}"
    );
}

#[test]
fn what_tells_of_customers_is_shown_to_those_who_ask_for_it_alone() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("a.csv", SHEET);
    desk.run(&["a.csv"]).to(&service).end().summary_of(3);
    for (arguments, shows) in [(&["--run", "last"][..], false), (&["--with-values"], true)] {
        let end = report(&desk, arguments);
        assert_eq!(
            (end.status, end.stdout.as_str()),
            (Some(0), "wrote report.html\n"),
            "{end}"
        );
        let page = desk.read("report.html");
        assert!(is_whole(&page));
        assert_eq!(page.contains("noa(at)x.example"), shows);
        assert!(
            !page.contains("dana@x.example"),
            "a created row leaves nothing behind"
        );
    }
}

#[test]
fn a_ledger_or_a_run_that_is_not_there_is_told_and_nothing_is_made() {
    let desk = Desk::new();
    let end = report(&desk, &[]);
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("there is no ledger"), "{end}");
    assert_eq!(std::fs::read_dir(desk.folder()).unwrap().count(), 1);
    desk.sample()
        .args(&["--sandbox", "--limit", "1"])
        .end()
        .summary_of(4);
    let end = report(&desk, &["--run", "nobody"]);
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("does not know a run nobody"), "{end}");
    assert!(!desk.path("report.html").exists());
}

#[test]
fn a_killed_run_has_left_its_measures_and_one_that_goes_on_is_left_alone() {
    let (service, desk) = (Service::faulty("create:hang:at=40"), Desk::new());
    let run = desk
        .sample()
        .to(&service)
        .args(&["--timeout", "30s"])
        .start();
    until("the run has been going on for three seconds", || {
        let end = desk.command(&["status", "--format", "json"]).end();
        let status: serde_json::Value = serde_json::from_str(&end.stdout).ok()?;
        let elapsed = status["running"]["progress"]["elapsed_seconds"].as_f64()?;
        (elapsed > 3.0).then_some(())
    });
    let end = report(&desk, &[]);
    assert_eq!(end.status, Some(6), "{end}");
    assert!(end.stderr.contains("status tells how far it is"), "{end}");
    run.signal(Signal::KILL);
    run.end();
    assert_eq!(report(&desk, &["--run", "last"]).status, Some(0));
    let page = desk.read("report.html");
    assert!(
        page.contains("Killed.") && page.contains("Tickets a second"),
        "{page}"
    );
    assert!(page.contains(" a second on average"), "{page}");
    assert!(page.contains("Settings in force") && page.contains("30s (from the command line)"));
}
