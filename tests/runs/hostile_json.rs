//! JSON that is made of sheets, names and answers which are made to steer what shows them.

use crate::hostile::{NAME, STEERING, assert_harmless, service, sheet};
use crate::support::Desk;

#[test]
fn json_that_any_command_prints_steers_no_terminal_and_says_what_the_cells_say() {
    let (service, desk) = (service(400), Desk::new());
    desk.write(NAME, sheet());
    let json = |arguments: &[&str], is_lines: bool| {
        let command = desk.command(arguments);
        let end = match arguments[0] {
            "run" | "retry" | "verify" => command
                .args(&["--base-url", &service.base_url()])
                .env("GLASSIX_API_KEY", "key")
                .env("GLASSIX_API_SECRET", "not-a-real-secret")
                .env("GLASSIX_USER_NAME", STEERING)
                .end(),
            _ => command.end(),
        };
        let what = arguments.join(" ");
        assert_harmless(&end.stdout, &what);
        assert_harmless(&end.stderr, &what);
        let read = |text: &str| -> serde_json::Value {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}: {end}"))
        };
        let told: Vec<serde_json::Value> = if is_lines {
            end.stdout.lines().map(read).collect()
        } else {
            vec![read(&end.stdout)]
        };
        assert!(!told.is_empty(), "{what}: {end}");
        told
    };
    json(&["check", NAME, "--format", "json"], false);
    // What a cell says is there once the escapes are read.
    let says = |told: &[serde_json::Value]| told.iter().any(|told| is_said(told, STEERING));
    assert!(says(&json(&["check", NAME, "--records"], true)));
    let run = [
        "run",
        NAME,
        "--format",
        "json",
        "--log-format",
        "json",
        "--results",
        "run.jsonl",
        "--unknown-tags",
        "reject",
    ];
    json(&run, false);
    let records = desk.read("run.jsonl");
    assert_harmless(&records, "--results");
    assert!(records.lines().count() > 1);
    json(
        &["retry", "--format", "json", "--log-format", "json"],
        false,
    );
    json(&["verify", "--format", "json"], false);
    json(&["status", "--format", "json", "--with-values"], false);
    json(&["explain", "s0", "--format", "json"], false);
    assert!(says(&json(
        &["results", "--only", "all", "--format", "jsonl"],
        true
    )));
    json(&["ledger", "export", "-o", "-"], true);
    json(
        &["ledger", "backup", "-o", "copy.sqlite", "--format", "json"],
        false,
    );
    json(&["ledger", "vacuum", "--format", "json"], false);
    let export = desk.command(&["ledger", "export", "-o", "e.jsonl"]).end();
    assert_eq!(export.status, Some(0), "{export}");
    json(
        &[
            "ledger",
            "import",
            "e.jsonl",
            "--ledger",
            "other.sqlite",
            "--format",
            "json",
        ],
        false,
    );
}

/// Whether a text stands somewhere in a value.
fn is_said(value: &serde_json::Value, text: &str) -> bool {
    match value {
        serde_json::Value::String(said) => said.contains(text),
        serde_json::Value::Array(all) => all.iter().any(|one| is_said(one, text)),
        serde_json::Value::Object(all) => all.values().any(|one| is_said(one, text)),
        _ => false,
    }
}
