//! The README's tables agree with the program.

use std::collections::BTreeSet;

use glassix_import::mapping::{Mapping, filter};
use glassix_import::sandbox::{FaultRule, SandboxOptions};
use glassix_import::sheet::Header;
use glassix_import::{exit, settings, sheet};

use crate::readme::{README, blocks, code, table};
use crate::support::{Desk, FIXED_KEYS};

#[test]
fn exit_statuses() {
    let stated: Vec<String> = table("## Exit statuses")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let statuses = [
        exit::OK,
        exit::FATAL,
        exit::USAGE,
        exit::ROWS,
        exit::STOPPED,
        exit::IN_DOUBT,
        exit::HELD,
        exit::REFUSED,
    ];
    let mut expected: Vec<String> = statuses.iter().map(ToString::to_string).collect();
    expected.push(format!("{}, {}", exit::SIGNAL + 2, exit::SIGNAL + 15));
    assert_eq!(stated, expected);
}

#[test]
fn keys_of_the_summary() {
    let stated: BTreeSet<String> = table("## The summary")
        .iter()
        .flat_map(|row| code(&row[0]))
        .collect();
    let desk = Desk::new();
    let end = desk.sample().args(&["--sandbox", "--dry-run"]).end();
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&end.stdout).unwrap();
    assert_eq!(stated, given.keys().cloned().collect());
    assert!(FIXED_KEYS.iter().all(|key| stated.contains(*key)));
}

#[test]
fn keys_of_a_check() {
    let stated: BTreeSet<String> = table("### What `check` prints for programs")
        .iter()
        .flat_map(|row| code(&row[0]))
        .collect();
    let desk = Desk::new();
    let end = desk.command(&["check", "samples/leads.csv", "--format", "json"]);
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&end.end().stdout).unwrap();
    assert_eq!(stated, given.keys().cloned().collect());
}

#[test]
fn keys_of_a_status() {
    let stated: BTreeSet<String> = table("### What `status` prints for programs")
        .iter()
        .flat_map(|row| code(&row[0]))
        .collect();
    let desk = Desk::new();
    desk.sample().args(&["--sandbox", "--limit", "1"]).end();
    let end = desk.command(&["status", "--format", "json"]).end();
    let given: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&end.stdout).unwrap();
    assert_eq!(stated, given.keys().cloned().collect());
}

#[test]
fn options_of_schedule() {
    let stated: BTreeSet<String> = table("## Every night")
        .iter()
        .flat_map(|row| code(&row[0]))
        .collect();
    let help = Desk::new().command(&["schedule", "--help"]).end().stdout;
    let given = help.split_whitespace().filter_map(|word| {
        let flag = word.trim_end_matches(',');
        (flag.starts_with("--") && flag.len() > 2 && flag != "--help").then(|| flag.to_owned())
    });
    assert_eq!(stated, given.collect());
}

#[test]
fn columns_of_results() {
    let stated: BTreeSet<String> = table("### `results`: rows to mend, or for programs")
        .iter()
        .flat_map(|row| code(&row[0]))
        .collect();
    let own = sheet::OWN_COLUMNS.iter().chain([&sheet::MORE_COLUMN]);
    assert_eq!(stated, own.map(|name| (*name).to_owned()).collect());
}

#[test]
fn keys_of_a_record() {
    let stated: BTreeSet<String> =
        table("### `run --results`: a record for each row, while it runs")
            .iter()
            .flat_map(|row| code(&row[0]))
            .collect();
    let desk = Desk::new();
    let run = desk
        .sample()
        .args(&["--sandbox", "--results", "told.jsonl"]);
    run.end().summary_of(0);
    let told = desk.read("told.jsonl");
    let record: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(stated, record.keys().cloned().collect());
}

#[test]
fn metrics() {
    let (_, section) = README.split_once("\n### Being told\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let stated: BTreeSet<String> = code(section)
        .into_iter()
        .filter(|code| code.starts_with("glassix_import_"))
        .collect();
    let desk = Desk::new();
    desk.sample()
        .args(&["--sandbox", "--limit", "1", "--metrics-file", "a.prom"])
        .end();
    let text = desk.read("a.prom");
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let given = types.filter_map(|line| line.split(' ').next());
    assert_eq!(stated, given.map(str::to_owned).collect());
}

#[test]
fn filters() {
    let stated: Vec<String> = table("### Filters")
        .iter()
        .map(|row| {
            let written = code(&row[0]).remove(0);
            written.split(':').next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(stated, filter::NAMES);
}

#[test]
fn names_of_columns() {
    let rows = table("## Columns matched by name");
    let mut stated = BTreeSet::new();
    for name in rows.iter().flat_map(|row| code(&row[1])) {
        // Some names say nothing without a way to reach anybody, or without an address beside them.
        let used = [None, Some("email"), Some("identifier")]
            .iter()
            .any(|other| {
                let mut names = vec![name.clone()];
                names.extend(other.map(str::to_owned));
                Mapping::by_name(&Header::new(names))
                    .is_ok_and(|mapping| !mapping.unused().contains(&name))
            });
        assert!(used, "a column {name:?} is not used");
        stated.insert(name);
    }
    for name in known_names() {
        assert!(stated.contains(&name), "{name:?} is missing in the README");
    }
}

/// Every name in the lists of the program, read from its text: the lists themselves are its own affair.
fn known_names() -> Vec<String> {
    let source = include_str!("../../src/mapping/synonyms.rs");
    let code = source.lines().filter(|line| !line.trim().starts_with("//"));
    let mut names = Vec::new();
    for line in code {
        let line = line.replace("\\\"", "\u{0}");
        let quoted = line.split('"').skip(1).step_by(2);
        let listed = quoted.flat_map(|names| names.split(", ").filter(|name| !name.is_empty()));
        names.extend(listed.map(|name| name.replace('\u{0}', "\"")));
    }
    assert!(names.len() > 100, "{names:?}");
    names
}

#[test]
fn faults() {
    for row in table("### Faults") {
        for rule in code(&row[0]) {
            let read: Result<FaultRule, _> = rule.parse();
            assert!(read.is_ok(), "{rule}: {read:?}");
        }
    }
}

#[test]
fn options_of_the_sandbox() {
    let block = blocks().into_iter();
    let mut named = block.filter(|block| block.file.as_deref() == Some("sandbox.toml"));
    let text = named.next().unwrap().text;
    let options: SandboxOptions = toml::from_str(&text).unwrap();
    assert_eq!(options.faults.rules.len(), 2);
}

#[test]
fn defaults() {
    let help = Desk::new().command(&["run", "--help"]).end().stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for stated in [
        format!("[default: ./{}]", settings::DEFAULT_LEDGER),
        format!(
            "[default: {}, with --sandbox {}]",
            settings::DEFAULT_RATE,
            settings::SANDBOX_RATE
        ),
        format!(
            "at once [default: as many as the pace needs, from {} to {}]",
            glassix_import::run::LEAST_AT_ONCE,
            glassix_import::run::MOST_AT_ONCE
        ),
        format!("e.g. 30s [default: {}]", settings::DEFAULT_TIMEOUT),
        format!(
            "[default: {}, against a sandbox {}s]",
            settings::DEFAULT_SETTLE,
            settings::SANDBOX_SETTLE.as_secs()
        ),
        format!("Tries per row [default: {}]", settings::DEFAULT_ATTEMPTS),
        format!("never does [default: {}]", settings::DEFAULT_EQUAL_ERRORS),
        format!("works again [default: {}]", settings::DEFAULT_PATIENCE),
    ] {
        assert!(help.contains(&stated), "{stated:?} is missing: {help}");
    }
}
