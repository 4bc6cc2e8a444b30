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
    assert_eq!(end.status, Some(3), "{end}");
    let [only] = end.stderr.lines().collect::<Vec<_>>()[..] else {
        panic!("{end}")
    };
    assert!(only.starts_with("error: ended with status 3: of "), "{end}");
    assert!(end.stdout.contains("record 2, line 3"), "{end}");
}

#[test]
fn the_last_line_of_a_log_says_why_a_run_did_not_end_well() {
    let (service, desk) = (Service::faulty("create:403"), Desk::new());
    let closed = desk.sample().to(&service).end();
    let nowhere = desk.run(&["absent.csv"]).to(&service).end();
    let limited = Service::start();
    let limited = desk.sample().args(&["--limit", "1"]).to(&limited).end();
    for (end, status, why) in [
        (closed, 7, "the workspace is closed to us"),
        (nowhere, 2, "absent.csv"),
        (limited, 4, "--limit"),
    ] {
        assert_eq!(end.status, Some(status), "{end}");
        let last = end.stderr.lines().next_back().unwrap();
        assert!(last.starts_with("error: ") && last.contains(why), "{end}");
    }
}

#[test]
fn every_line_of_a_log_in_json_is_an_object_that_names_the_run_once_it_has_a_name() {
    let (service, desk) = (Service::start(), Desk::new());
    let json = ["--log-format", "json", "-vv", "--limit", "3"];
    let end = desk.sample().args(&json).to(&service).end();
    let run = end.summary_of(4).text("run_id").to_owned();
    let lines = end.stderr.lines().filter(|line| line.starts_with('{'));
    let lines: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let named = |line: &&serde_json::Value| line["run_id"] == run.as_str();
    assert!(lines.iter().filter(named).count() > 3, "{end}");
    let last = lines.last().unwrap();
    assert!(named(&last) && last["level"] == "ERROR", "{end}");
    let end = desk
        .sample()
        .args(&["--log-format", "json", "-q", "--limit", "1"]);
    let end = end.to(&service).end();
    let line: serde_json::Value = serde_json::from_str(end.stderr.trim()).expect("one object");
    assert_eq!(line["level"], "ERROR", "{end}");
}

#[test]
#[cfg(target_os = "linux")]
fn lines_to_the_journal_begin_with_their_priority() {
    use std::os::unix::fs::MetadataExt as _;
    let desk = Desk::new();
    desk.write("journal.log", "");
    let path = desk.path("journal.log");
    let (log, is) = (
        std::fs::File::create(&path).unwrap(),
        std::fs::metadata(&path).unwrap(),
    );
    for (told, begins) in [
        (format!("{}:{}", is.dev(), is.ino()), "<3>error: "),
        ("1:2".to_owned(), "error: "),
    ] {
        log.set_len(0).unwrap();
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_glassix-import"))
            .args(["check", "absent.csv"])
            .env("JOURNAL_STREAM", told)
            .stderr(
                std::fs::OpenOptions::new()
                    .append(true)
                    .open(&path)
                    .unwrap(),
            )
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(2));
        let text = desk.read("journal.log");
        assert!(text.starts_with(begins), "{text}");
    }
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
fn the_version_names_the_commit_where_the_build_could_know_it() {
    let end = Desk::new().command(&["--version"]).end();
    let version = concat!("glassix-import ", env!("CARGO_PKG_VERSION"));
    let commit = end
        .stdout
        .trim_end()
        .strip_prefix(version)
        .expect(&end.stdout);
    let is_commit = |text: &str| {
        text.strip_prefix(" (")
            .and_then(|text| text.strip_suffix(')'))
            .is_some_and(|text| text.len() == 9 && text.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    assert!(commit.is_empty() || is_commit(commit), "{end}");
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
