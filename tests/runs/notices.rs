//! A run that nobody watches tells how it went, and is none the worse for whoever does not listen.

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Desk, Listener, Service};

/// What no log and no summary may show.
const TOKEN: &str = "T0K3N";

fn told(body: &str) -> serde_json::Map<String, Value> {
    serde_json::from_str(body).unwrap()
}

#[test]
fn start_and_success_are_pinged_and_the_summary_is_sent() {
    let (desk, service) = (Desk::new(), Service::start());
    let (ping, notify) = (Listener::answering(&[]), Listener::answering(&[]));
    let end = desk
        .sample()
        .to(&service)
        .args(&[
            "--ping-url",
            &ping.url(),
            "--notify-url",
            &notify.url(),
            "-vv",
        ])
        .end();
    let summary = end.summary_of(0);
    assert_eq!(ping.whats(), ["GET /T0K3N/start", "GET /T0K3N"]);
    let calls = notify.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].what, "POST /T0K3N");
    let told = told(&calls[0].body);
    for key in [
        "run_id",
        "target",
        "created",
        "requests",
        "exit_status",
        "next",
    ] {
        assert_eq!(&told[key], summary.get(key), "{key}");
    }
    assert!(!format!("{end}").contains(TOKEN), "{end}");
    assert!(
        !calls[0].body.contains(TOKEN),
        "the command that was typed holds it"
    );
}

#[test]
fn a_failure_is_told_without_its_rows() {
    let desk = Desk::new();
    let (ping, notify) = (Listener::answering(&[]), Listener::answering(&[]));
    let end = desk
        .run(&[
            "samples/mistakes.csv",
            "--config",
            "samples/leads.toml",
            "--sandbox",
        ])
        .env("GLASSIX_IMPORT_PING_URL", &ping.url())
        .env("GLASSIX_IMPORT_NOTIFY_URL", &notify.url())
        .end();
    let summary = end.summary_of(3);
    let key = summary.rows()[0]["key"].as_str().unwrap();
    assert_eq!(ping.whats(), ["GET /T0K3N/start", "GET /T0K3N/fail"]);
    let body = &notify.calls()[0].body;
    assert!(!body.contains(key) && !body.contains("rows\":["), "{body}");
    assert_eq!(told(body)["rejected"], 18);
}

#[test]
fn what_goes_wrong_before_the_first_row_is_told_as_well() {
    let service = Service::start();
    let desk = Desk::new();
    let failures: [(&[&str], u64, &str); 3] = [
        (
            &["samples/leads.csv", "--sandbox", "--rate", "fast"],
            2,
            "rate: ",
        ),
        (&["nowhere.csv", "--sandbox"], 2, "cannot read nowhere.csv"),
        (
            &["samples/leads.csv", "--base-url", &service.base_url()],
            2,
            "no credentials",
        ),
    ];
    for (arguments, status, reason) in failures {
        let (ping, notify) = (Listener::answering(&[]), Listener::answering(&[]));
        let end = desk
            .run(arguments)
            .args(&["--ping-url", &ping.url(), "--notify-url", &notify.url()])
            .end();
        assert_eq!(end.status, Some(status as i32), "{end}");
        assert_eq!(ping.whats(), ["GET /T0K3N/start", "GET /T0K3N/fail"]);
        let told = told(&notify.calls()[0].body);
        assert_eq!(told["exit_status"], status);
        assert!(
            told["stop_reason"].as_str().unwrap().starts_with(reason),
            "{told:?}"
        );
        assert_eq!(told.len(), 2);
    }
}

#[test]
fn a_ledger_in_use_and_refused_credentials_are_told() {
    let service = Service::with(&["--fault", "create:hang"]);
    let desk = Desk::new();
    let first = desk.sample().to(&service).start();
    service.until_creates(1);
    let notify = Listener::answering(&[]);
    let second = desk
        .sample()
        .to(&service)
        .args(&["--notify-url", &notify.url()])
        .end();
    assert_eq!(second.status, Some(6), "{second}");
    assert_eq!(told(&notify.calls()[0].body)["exit_status"], 6);
    drop(first);
    let refused = desk
        .sample()
        .args(&["--ledger", "other.sqlite", "--notify-url", &notify.url()])
        .to(&service)
        .env("GLASSIX_API_SECRET", "wrong")
        .end();
    assert_eq!(refused.status, Some(7), "{refused}");
    let told = told(&notify.calls()[1].body);
    assert_eq!(
        (&told["exit_status"], &told["stopped_by"]),
        (&7.into(), &"fatal".into())
    );
}

#[test]
fn a_signal_is_told_as_a_failure() {
    let service = Service::with(&["--fault", "create:delay:ms=30"]);
    let desk = Desk::new();
    let ping = Listener::answering(&[]);
    let run = desk
        .sample()
        .to(&service)
        .args(&["--ping-url", &ping.url()])
        .start();
    service.until_creates(3);
    run.signal(Signal::TERM);
    assert_eq!(run.end().status, Some(143));
    assert_eq!(ping.whats(), ["GET /T0K3N/start", "GET /T0K3N/fail"]);
}

#[test]
fn whoever_does_not_listen_fails_no_run() {
    let desk = Desk::new();
    // A no is final, a fault is tried again, and nobody is followed elsewhere.
    for (statuses, calls) in [
        ([503, 200].as_slice(), 2),
        (&[404], 1),
        (&[302], 1),
        (&[500, 500, 500], 3),
    ] {
        let notify = Listener::answering(statuses);
        let ledger = format!("{calls}-{}.sqlite", statuses[0]);
        let end = desk
            .sample()
            .args(&[
                "--sandbox",
                "--ledger",
                &ledger,
                "--limit",
                "1",
                "--notify-url",
                &notify.url(),
            ])
            .end();
        end.summary_of(4);
        assert_eq!(notify.calls().len(), calls, "{statuses:?}");
        let failed = *statuses.last().unwrap() != 200;
        assert_eq!(
            end.stderr.contains("nobody was told at http://127.0.0.1"),
            failed,
            "{end}"
        );
        assert!(!format!("{end}").contains(TOKEN), "{end}");
    }
    let nobody = Listener::answering(&[]).url();
    let end = desk
        .sample()
        .args(&["--sandbox", "--ping-url", &nobody, "--notify-url", &nobody])
        .end();
    end.summary_of(0);
    assert!(!end.stderr.contains(TOKEN), "{end}");
}

#[test]
fn an_address_that_would_tell_it_in_the_clear_is_refused_before_anything_is_sent() {
    let desk = Desk::new();
    for flag in ["--notify-url", "--ping-url"] {
        let end = desk
            .sample()
            .args(&["--sandbox", flag, "http://hooks.example/T0K3N"])
            .end();
        assert_eq!(end.status, Some(2), "{end}");
        assert!(
            end.stderr
                .contains(&format!("{flag}: would tell it in the clear")),
            "{end}"
        );
        assert!(!end.stderr.contains(TOKEN), "{end}");
    }
    assert!(!desk.path("glassix-import.sqlite").exists());
}

#[test]
fn a_dry_run_is_told_to_nobody() {
    let desk = Desk::new();
    let listener = Listener::answering(&[]);
    let end = desk
        .sample()
        .args(&["--sandbox", "--dry-run", "--metrics-file", "a.prom"])
        .args(&[
            "--ping-url",
            &listener.url(),
            "--notify-url",
            &listener.url(),
        ])
        .end();
    end.summary_of(0);
    assert!(listener.calls().is_empty());
    assert!(!desk.path("a.prom").exists());
}

#[test]
fn metrics_hold_the_last_run_and_the_last_success() {
    let desk = Desk::new();
    let night = |more: &[&str]| {
        let end = desk
            .sample()
            .args(&["--sandbox", "--metrics-file", "leads.prom"])
            .args(more)
            .end();
        let text = desk.read("leads.prom");
        let value = |metric: &str| {
            let lines = text.lines();
            let mut values =
                lines.filter_map(|line| line.strip_prefix(&format!("glassix_import_{metric} ")));
            values.next().map(str::to_owned)
        };
        let names = [
            "exit_status{name=\"leads\"}",
            "rows{name=\"leads\",result=\"created\"}",
            "rows{name=\"leads\",result=\"already_created\"}",
            "last_success_timestamp_seconds{name=\"leads\"}",
        ];
        (end.status, names.map(value))
    };
    let some = |text: &str| Some(text.to_owned());
    let (status, [exit, created, _, first]) = night(&[]);
    assert_eq!((status, exit, created), (Some(0), some("0"), some("1000")));
    let (status, [exit, created, already, kept]) = night(&["--rate", "fast"]);
    assert_eq!(
        (status, exit, created, already),
        (Some(2), some("2"), None, None)
    );
    assert_eq!(kept, first, "a failure keeps the last success");
    let (status, [_, created, already, _]) = night(&[]);
    assert_eq!(
        (status, created, already),
        (Some(0), some("0"), some("1000"))
    );
    let end = desk
        .sample()
        .args(&["--sandbox", "--metrics-file", "no/where.prom"])
        .end();
    end.summary_of(0);
    assert!(
        end.stderr
            .contains("cannot write the metrics file no/where.prom"),
        "{end}"
    );
}

#[test]
fn an_address_that_was_typed_becomes_a_secret_of_the_job() {
    let desk = Desk::new();
    for kind in ["systemd", "cron", "kubernetes", "launchd", "windows"] {
        let end = desk
            .command(&[
                "schedule",
                "--for",
                kind,
                "--",
                "samples/leads.csv",
                "--sandbox",
            ])
            .args(&[
                "--ping-url",
                "https://hooks.example/T0K3N",
                "--metrics-file",
                "m.prom",
            ])
            .env("GLASSIX_IMPORT_NOTIFY_URL", "https://hooks.example/T0K3N")
            .end();
        assert_eq!(end.status, Some(0), "{end}");
        let said = format!("{end}");
        assert!(!said.contains(TOKEN), "{end}");
        for variable in [
            "GLASSIX_IMPORT_PING_URL_FILE",
            "GLASSIX_IMPORT_NOTIFY_URL_FILE",
        ] {
            assert!(said.contains(variable), "{end}");
        }
    }
}
