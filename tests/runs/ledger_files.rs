//! A ledger as a whole: written down, taken elsewhere, copied, tidied up. Python is the other reader.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Desk, End, Service};

/// What a program in Python says, run in the desk's folder; `None` where there is no Python.
fn python(desk: &Desk, program: &str) -> Option<String> {
    let output = Command::new("python3")
        .args(["-c", program])
        .current_dir(desk.folder())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(text)
}

fn done(end: &End) -> Value {
    assert_eq!(end.status, Some(0), "{end}");
    serde_json::from_str(&end.stdout).unwrap()
}

fn mode(desk: &Desk, name: &str) -> u32 {
    let meta = desk.path(name).metadata().unwrap();
    meta.permissions().mode() & 0o777
}

#[test]
fn a_run_that_was_killed_goes_on_elsewhere_from_the_export_of_its_ledger() {
    let (service, here, there) = (
        Service::faulty("create:commit_then_hang:at=300/301/302"),
        Desk::new(),
        Desk::new(),
    );
    let run = here
        .sample()
        .to(&service)
        .args(&["--timeout", "60s"])
        .start();
    service.until_creates(400);
    run.signal(Signal::KILL);
    assert_eq!(run.end().status, None);
    let export = ["ledger", "export", "--output", "kept.jsonl"];
    let written = done(&here.command(&export).args(&["--format", "json"]).end());
    assert_eq!(mode(&here, "kept.jsonl"), 0o600);
    std::fs::copy(here.path("kept.jsonl"), there.path("kept.jsonl")).unwrap();
    let import = ["ledger", "import", "kept.jsonl", "--format", "json"];
    let taken = done(&there.command(&import).end());
    assert_eq!(taken["rows"], written["rows"]);
    assert_eq!(mode(&there, "glassix-import.sqlite"), 0o600);
    let again = there.command(&import).end();
    assert_eq!(again.status, Some(2), "{again}");
    assert!(again.stderr.contains("has rows already"), "{again}");
    let summary = there.sample().to(&service).end().summary_of(0);
    assert_eq!(summary.number("in_doubt"), 0);
    assert_eq!(
        summary.number("created") + summary.number("already_created"),
        1000
    );
    assert_eq!(service.keys().len(), 1000);
    service.assert_no_key_has_two_tickets();
}

#[test]
fn an_export_is_read_by_other_programs_and_a_cut_one_is_noticed() {
    let desk = Desk::new();
    desk.sample().args(&["--sandbox"]).end().summary_of(0);
    let to_stdout = desk.command(&["ledger", "export", "-o", "-"]).end();
    assert_eq!(to_stdout.status, Some(0), "{to_stdout}");
    desk.write("a.jsonl", &to_stdout.stdout);
    let read = "
import hashlib, json
lines = open('a.jsonl', 'rb').read().splitlines(keepends=True)
head, *rows, foot = map(json.loads, lines)
end = foot['end']
assert head['glassix_import_ledger'] == 1
assert end['lines'] == len(lines) - 1
assert end['sha256'] == hashlib.sha256(b''.join(lines[:-1])).hexdigest()
items = [row['row'] for row in rows if row['table'] == 'item']
assert end['rows']['item'] == len(items)
assert all(item['state'] == 1 and item['ticket'] > 0 for item in items)
print(len({item['key'] for item in items}))
";
    if let Some(said) = python(&desk, read) {
        assert_eq!(said, "1000\n");
    }
    let lines: Vec<&str> = to_stdout.stdout.lines().collect();
    desk.write("cut.jsonl", lines[..500].join("\n") + "\n");
    let import = ["ledger", "import", "cut.jsonl", "--ledger", "b.sqlite"];
    let cut = desk.command(&import).end();
    assert_eq!(cut.status, Some(2), "{cut}");
    assert!(cut.stderr.contains("is not complete"), "{cut}");
    assert!(!desk.path("b.sqlite").exists());
}

#[test]
fn nothing_of_it_happens_beside_a_run_or_over_what_somebody_may_miss() {
    let (service, desk) = (Service::faulty("create:hang"), Desk::new());
    let run = desk.sample().to(&service).start();
    service.until_creates(1);
    for words in [
        &["ledger", "export", "-o", "-"][..],
        &["ledger", "backup", "-o", "copy.sqlite"],
        &["ledger", "vacuum"],
        &["ledger", "vacuum", "--dry-run", "--older-than", "1d"],
        &["ledger", "import", "samples/leads.csv"],
    ] {
        let refused = desk.command(words).end();
        assert_eq!(refused.status, Some(6), "{words:?}: {refused}");
        assert!(
            refused.stderr.contains("the same command works once"),
            "{words:?}: {refused}"
        );
    }
    drop(run);
    desk.write("mine.txt", "mine");
    for output in [
        "glassix-import.sqlite",
        "glassix-import.sqlite.lock",
        "mine.txt",
        "samples",
    ] {
        for command in ["export", "backup"] {
            let force: &[&str] = if output == "mine.txt" {
                &[]
            } else {
                &["--force"]
            };
            let words = ["ledger", command, "--output", output];
            let refused = desk.command(&words).args(force).end();
            assert_eq!(refused.status, Some(2), "{output}: {refused}");
        }
    }
    assert_eq!(desk.read("mine.txt"), "mine");
    let none = ["ledger", "backup", "-o", "x", "--ledger", "none.sqlite"];
    assert_eq!(desk.command(&none).end().status, Some(2));
    assert!(!desk.path("none.sqlite").exists());
}

#[test]
fn a_backup_is_a_ledger_that_runs_go_on_from() {
    let (service, desk) = (Service::start(), Desk::new());
    let half = desk.sample().to(&service).args(&["--limit", "500"]);
    half.end().summary_of(4);
    let backup = ["ledger", "backup", "--output", "copy.sqlite"];
    let copied = done(&desk.command(&backup).args(&["--format", "json"]).end());
    assert_eq!(copied["rows"], 500);
    assert_eq!(mode(&desk, "copy.sqlite"), 0o600);
    let read = "
import sqlite3
db = sqlite3.connect('file:copy.sqlite?mode=ro', uri=True)
print(db.execute('pragma integrity_check').fetchone()[0], db.execute('select count(*) from item where state = 1').fetchone()[0])
";
    if let Some(said) = python(&desk, read) {
        assert_eq!(said, "ok 500\n");
    }
    let again = desk.command(&backup).end();
    assert_eq!(again.status, Some(2), "{again}");
    done(
        &desk
            .command(&backup)
            .args(&["--force", "--format", "json"])
            .end(),
    );
    let on = desk
        .sample()
        .to(&service)
        .args(&["--ledger", "copy.sqlite"]);
    let summary = on.end().summary_of(0);
    assert_eq!(summary.numbers(["created", "already_created"]), [500, 500]);
    service.assert_no_key_has_two_tickets();
    let used = desk.command(&backup).args(&["--force"]).end();
    assert_eq!(used.status, Some(2), "{used}");
    assert!(used.stderr.contains("that runs have used"), "{used}");
}

#[test]
fn a_vacuum_drops_cells_and_no_key() {
    let (service, desk) = (Service::start(), Desk::new());
    let sheet = ["samples/mistakes.csv", "--config", "samples/leads.toml"];
    let run = || desk.run(&sheet).to(&service).end().summary_of(3);
    let first = run();
    let vacuum = |arguments: &[&str]| {
        let words = ["ledger", "vacuum", "--format", "json"];
        done(&desk.command(&words).args(arguments).end())
    };
    let kept = vacuum(&["--older-than", "1d"]);
    assert_eq!(kept["dropped"]["problems"], 0, "{kept}");
    // Everything is older than a millisecond once a second of the clock has passed: wait for that by looking.
    let rejected = first.number("rejected");
    let would = crate::support::until("the rows are old", || {
        let would = vacuum(&["--older-than", "1ms", "--dry-run"]);
        (would["dropped"]["problems"] == rejected).then_some(would)
    });
    assert!(would["bytes_after"].is_null(), "{would}");
    let dropped = vacuum(&["--older-than", "1ms"]);
    assert_eq!(dropped["dropped"], would["dropped"]);
    assert!(dropped["bytes_after"].as_u64() <= dropped["bytes_before"].as_u64());
    let leaked = std::fs::read(desk.path("glassix-import.sqlite")).unwrap();
    assert!(!leaked.windows(8).any(|bytes| bytes == b"555-0103"));
    let again = run();
    assert_eq!(again.number("created"), 0);
    assert_eq!(again.number("already_created"), first.number("created"));
    service.assert_no_key_has_two_tickets();
}
