//! What is said: the summary alone on standard output, advice on standard error, and in time.

use crate::support::{Desk, FIXED_KEYS, Service};

#[test]
fn the_json_summary_is_one_object_with_every_fixed_key_and_nothing_beside_it() {
    let (service, desk) = (Service::start(), Desk::new());
    let end = desk.sample().to(&service).args(&["-vv"]).end();
    let summary = end.summary_of(0);
    for key in FIXED_KEYS {
        summary.get(key);
    }
    assert!(summary.get("stopped_by").is_null());
    assert!(summary.get("elapsed_seconds").is_f64());
    assert!(summary.text("target").starts_with("127.0.0.1:"));
}

#[test]
fn people_are_told_the_plan_before_and_the_counts_after() {
    let (service, desk) = (Service::start(), Desk::new());
    let run = desk.command(&["run"]).args(&crate::support::SAMPLE);
    let end = run.to(&service).end();
    assert_eq!(end.status, Some(0), "{end}");
    for word in [
        "to       http://127.0.0.1:",
        "rows     1,000 from samples/leads.csv",
        "uniqueArgument ← {{ lead_id }}",
        "not used: created_at",
        "customers are not greeted",
    ] {
        assert!(end.stderr.contains(word), "{word:?} is missing: {end}");
    }
    assert!(end.stdout.contains("created              1,000"), "{end}");
    assert!(!end.stdout.contains("not-a-real-secret"));
    assert!(!end.stderr.contains("not-a-real-secret"));
}

#[test]
fn quiet_says_nothing_where_there_is_nothing_to_say() {
    let (service, desk) = (Service::start(), Desk::new());
    let run = desk.command(&["run", "-q"]).args(&crate::support::SAMPLE);
    let end = run.to(&service).end();
    assert_eq!(
        (end.status, end.stdout.as_str(), end.stderr.as_str()),
        (Some(0), "", "")
    );
    let mistakes = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let end = desk.command(&["run", "-q"]).args(&mistakes);
    let end = end.to(&service).end();
    assert_eq!((end.status, end.stderr.as_str()), (Some(3), ""));
    assert!(end.stdout.contains("record 2, line 3"), "{end}");
}

#[test]
fn what_is_misspelt_is_refused_with_what_was_meant() {
    let (service, desk) = (Service::start(), Desk::new());
    let mapping = desk.read("samples/leads.toml");
    for (from, to, meant) in [
        ("concurrency", "concurency", "did you mean `concurrency`?"),
        (
            "add_introduction_message",
            "add_introduction_mesage",
            "did you mean `add_introduction_message`?",
        ),
        (
            "{{ destination }}",
            "{{ desination }}",
            "did you mean \"destination\"?",
        ),
        ("notes | trim", "notes | trmi", "did you mean \"trim\"?"),
        ("\"WhatsApp\"", "\"Whatsup\"", "did you mean \"WhatsApp\"?"),
    ] {
        assert!(mapping.contains(from), "{from}");
        desk.write("mapping.toml", mapping.replacen(from, to, 1));
        let end = desk
            .run(&["samples/leads.csv", "--config", "mapping.toml"])
            .to(&service)
            .end();
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert!(end.stderr.contains(meant), "{meant:?} is missing: {end}");
    }
    let end = desk.run(&["x.csv", "--concurency", "3"]).end();
    assert_eq!(end.status, Some(2), "{end}");
    assert!(end.stderr.contains("--concurrency"), "{end}");
    assert_eq!(service.total("requests_total"), 0);
    assert!(!desk.path("glassix-import.sqlite").exists());
}

#[test]
fn what_is_missing_is_named() {
    let desk = Desk::new();
    for (arguments, word) in [
        (&["samples/leads.csv"][..], "--workspace"),
        (
            &["samples/leads.csv", "--workspace", "acme"],
            "GLASSIX_API_KEY, GLASSIX_API_SECRET, GLASSIX_USER_NAME",
        ),
        (&["nowhere.csv", "--sandbox"], "nowhere.csv"),
        (&["samples/leads.csv", "--sandbox", "--rate", "fast"], "5/s"),
        (
            &["samples/leads.csv", "--sandbox", "--config", "no.toml"],
            "no.toml",
        ),
    ] {
        let end = desk.run(arguments).end();
        assert_eq!((end.status, end.stdout.as_str()), (Some(2), ""), "{end}");
        assert!(end.stderr.contains(word), "{word:?} is missing: {end}");
    }
}

#[test]
fn a_reader_of_the_summary_that_has_gone_is_no_failure() {
    let (service, desk) = (Service::start(), Desk::new());
    let end = desk.sample().to(&service).start_unheard().end();
    assert_eq!(end.status, Some(0), "{end}");
    assert!(!end.stderr.contains("panicked"), "{end}");
    assert_eq!(service.total("tickets"), 1000);
}

#[test]
fn credentials_may_come_from_files() {
    let (service, desk) = (Service::start(), Desk::new());
    desk.write("secret", "not-a-real-secret\n");
    let run = desk.sample().args(&["--base-url", &service.base_url()]);
    let end = run
        .env("GLASSIX_API_KEY", "00000000-1111-2222-3333-444444444444")
        .env("GLASSIX_API_SECRET_FILE", "secret")
        .env("GLASSIX_USER_NAME", "importer@example.com")
        .end();
    assert_eq!(end.summary_of(0).number("created"), 1000);
}
