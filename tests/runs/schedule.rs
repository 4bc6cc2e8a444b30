//! What `schedule` writes is what a scheduler takes, and starts the run that was meant.

use std::io::Write as _;
use std::process::{Command, Output};

use super::nights::Start;
use crate::support::{Desk, Service};

/// A sheet's name with everything in it that some scheduler gives a meaning to.
const NASTY: &str = "it's 100% \"$HOME\" שלום;.csv";

/// The credentials, as files hold them.
pub(super) const CREDENTIALS: [(&str, &str); 3] = [
    ("api-key", "00000000-1111-2222-3333-444444444444\n"),
    ("api-secret", "not-a-real-secret\n"),
    ("user-name", "importer@example.com\n"),
];

/// A checker of a platform, if this machine has it.
pub(crate) fn checker(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            let said = format!("skipped: {program} cannot be started: {error}\n");
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            None
        }
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The value of a key of a unit, with lines that go on joined.
pub(super) fn value(unit: &str, key: &str) -> Vec<String> {
    let joined = unit.replace(" \\\n", " ");
    let lines = joined.lines();
    lines
        .filter_map(|line| line.strip_prefix(key)?.strip_prefix('='))
        .map(str::to_owned)
        .collect()
}

#[test]
fn systemd_takes_the_units_and_the_time() {
    let desk = Desk::new();
    for (folder, more) in [("user", [].as_slice()), ("system", &["--system"])] {
        let end = desk
            .command(&[
                "schedule",
                "--for",
                "systemd",
                "--at",
                "Sun-Thu 02:00",
                "--time-zone",
                "Asia/Jerusalem",
            ])
            .args(more)
            .args(&[
                "--install",
                folder,
                "--",
                NASTY,
                "in boxes/*.csv",
                "--config",
                "samples/leads.toml",
            ])
            .args(&["--workspace", "acme", "--ledger", "my ledgers/a.sqlite"])
            .env("USER", "root")
            .end();
        assert_eq!(end.status, Some(0), "{end}");
        let unit = |name: &str| {
            desk.path(&format!("{folder}/glassix-import{name}"))
                .display()
                .to_string()
        };
        let units = [unit(".timer"), unit(".service"), unit("-failure.service")];
        let [timer, service, failure] = units.each_ref().map(String::as_str);
        let Some(output) = checker("systemd-analyze", &["verify", timer, service, failure]) else {
            return;
        };
        let said = text(&output.stderr);
        let ours: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("glassix-import"))
            .collect();
        assert!(output.status.success() && ours.is_empty(), "{said}");
        let when = value(
            &desk.read(&format!("{folder}/glassix-import.timer")),
            "OnCalendar",
        )
        .remove(0);
        let output = checker("systemd-analyze", &["calendar", &when]).unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
}

#[test]
fn the_service_started_as_systemd_starts_it_imports_and_the_next_night_sends_nothing() {
    let service = Service::start();
    let desk = Desk::new();
    let base = service.base_url();
    let end = desk
        .command(&["schedule", "--for", "systemd", "--", "samples/leads.csv"])
        .args(&[
            "--config",
            "samples/leads.toml",
            "--rate",
            "none",
            "--base-url",
            &base,
            "--format",
            "json",
        ])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    for (name, content) in CREDENTIALS {
        desk.write(name, content);
    }
    let start = Start::of_service(&end.stdout, &desk);
    let night = || {
        let (status, summary) = start.night();
        assert_eq!(status, Some(0), "{summary}");
        ["created", "already_created"].map(|count| summary[count].clone())
    };
    assert_eq!(night(), [1000, 0]);
    assert_eq!(night(), [0, 1000]);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn the_line_of_the_crontab_imports_into_a_log_and_shows_its_end_after_a_failure() {
    let desk = Desk::new();
    std::fs::rename(desk.path("samples/leads.csv"), desk.path(NASTY)).unwrap();
    let end = desk
        .command(&[
            "schedule",
            "--for",
            "cron",
            "--",
            NASTY,
            "--sandbox",
            "--rate",
            "none",
        ])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    let line = end.stdout.lines().last().unwrap();
    let command = line.strip_prefix("0 2 * * * ").unwrap().replace("\\%", "%");
    let night = || {
        let output = Command::new("sh")
            .args(["-c", &command])
            .current_dir("/")
            .output()
            .unwrap();
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    assert_eq!(night(), (Some(0), String::new(), String::new()));
    let log = desk.read("glassix-import.log");
    assert!(log.contains("created              1,000"), "{log}");
    std::fs::remove_file(desk.path(NASTY)).unwrap();
    let (_, said, _) = night();
    assert!(said.contains("error: "), "cron mails what is said: {said}");
}

#[test]
fn a_validator_of_kubernetes_takes_the_manifest() {
    let desk = Desk::new();
    let end = desk
        .command(&[
            "schedule",
            "--for",
            "kubernetes",
            "--time-zone",
            "Asia/Jerusalem",
            "--install",
            ".",
        ])
        .args(&[
            "--",
            NASTY,
            "in boxes/*.csv",
            "--config",
            "samples/leads.toml",
            "--workspace",
            "acme",
        ])
        .end();
    assert_eq!(end.status, Some(0), "{end}");
    let manifest = desk.path("glassix-import.yaml").display().to_string();
    if let Some(output) = checker("kubernetes-validate", &["--strict", &manifest]) {
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
}

#[test]
fn nothing_is_written_over_another_text_unless_told() {
    let desk = Desk::new();
    let schedule = |more: &[&str]| {
        let end = desk
            .command(&["schedule", "--for", "kubernetes", "--install", "out"])
            .args(more)
            .args(&["--", "samples/leads.csv", "--workspace", "acme"])
            .end();
        (end.status, end.stderr)
    };
    assert_eq!(schedule(&[]).0, Some(0));
    assert_eq!(schedule(&[]).0, Some(0), "the same text is no other");
    let (status, said) = schedule(&["--at", "03:00"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("says something else; give --force"), "{said}");
    assert!(
        desk.read("out/glassix-import.yaml")
            .contains("\"0 2 * * *\"")
    );
    assert_eq!(schedule(&["--at", "03:00", "--force"]).0, Some(0));
    assert!(
        desk.read("out/glassix-import.yaml")
            .contains("\"0 3 * * *\"")
    );
}

#[test]
fn the_arguments_are_checked_as_run_checks_them_but_for_credentials() {
    let desk = Desk::new();
    for (words, expected) in [
        (
            ["a.csv", "--rate", "fast"].as_slice(),
            "rate: \"fast\" is not a rate",
        ),
        (
            &["a.csv", "--nonsense"],
            "run would not take these arguments: unexpected argument",
        ),
        (
            &["a.csv", "--config", "nowhere.toml", "--sandbox"],
            "cannot read the mapping file nowhere.toml",
        ),
        (&["a.csv"], "where do the tickets go?"),
        (&["-", "--sandbox"], "- reads standard input"),
        (&["a.csv", "--workspace", "a.b"], "is not a workspace"),
    ] {
        let end = desk
            .command(&["schedule", "--for", "cron", "--"])
            .args(words)
            .end();
        assert_eq!(end.status, Some(2), "{end}");
        assert!(end.stderr.contains(expected), "{end}");
        assert_eq!(end.stdout, "");
    }
    for options in [
        ["--at", "25:00"],
        ["--time-zone", "Mars"],
        ["--name", "A b"],
    ] {
        let end = desk.command(&["schedule", "--for", "cron"]).args(&options);
        let end = end.args(&["--", "a.csv", "--sandbox"]).end();
        assert_eq!(end.status, Some(2), "{end}");
        assert!(end.stderr.contains(options[0]), "{end}");
    }
}

#[test]
fn no_secret_of_the_environment_is_written_down() {
    let desk = Desk::new();
    for kind in ["systemd", "cron", "kubernetes", "launchd", "windows"] {
        let end = desk
            .command(&["schedule", "--for", kind, "--", "samples/leads.csv"])
            .env("GLASSIX_WORKSPACE", "acme")
            .env("GLASSIX_API_KEY", "KEY-7391")
            .env("GLASSIX_API_SECRET", "SECRET-7391")
            .env("GLASSIX_USER_NAME", "USER-7391")
            .env("GLASSIX_ACCESS_TOKEN", "TOKEN-7391")
            .end();
        assert_eq!(end.status, Some(0), "{end}");
        assert!(!format!("{end}").contains("7391"), "{end}");
        assert!(end.stdout.contains("acme"), "{end}");
        assert!(
            end.stdout.contains("GLASSIX_API_SECRET_FILE") || kind == "windows",
            "{end}"
        );
    }
}
