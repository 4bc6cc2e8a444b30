//! What systemd reads of the units.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use proptest::prelude::*;

use super::super::Kind;
use super::super::tests::{NASTY, job, order, word};
use super::*;

/// The words of a value as systemd reads them (systemd.syntax(7), systemd.service(5)): quotes and escapes first,
/// then specifiers. Written after its documentation, not after this module.
fn words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = value.chars();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (_, '\\') => {
                let escaped = chars.next().unwrap();
                assert!(
                    "\\\"".contains(escaped),
                    "an escape that is not used: {escaped}"
                );
                word.get_or_insert_default().push(escaped);
            }
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t' | '\n' | '\r') => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(quote, None);
    words.extend(word);
    words.iter().map(|word| specifiers(word)).collect()
}

fn specifiers(text: &str) -> String {
    let mut written = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => match chars.next().unwrap() {
                '%' => written.push('%'),
                'S' => written.push_str("/state"),
                other => panic!("a specifier that is not used: {other}"),
            },
            c => written.push(c),
        }
    }
    written
}

fn value<'a>(unit: &'a str, key: &str) -> Vec<&'a str> {
    let lines = unit.lines();
    lines
        .filter_map(|line| line.strip_prefix(key)?.strip_prefix('='))
        .collect()
}

fn exec(unit: &str) -> Vec<String> {
    let joined = unit.replace(" \\\n", " ");
    let command = value(&joined, "ExecStart")[0].to_owned();
    words(command.strip_prefix(':').unwrap())
}

#[test]
fn the_command_is_the_job_word_for_word() {
    let job = job(&[
        NASTY,
        "in boxes/*.csv",
        "--workspace",
        "acme",
        "--quote",
        "",
        "--delimiter",
        ";",
    ]);
    let unit = service(&job, &order(Kind::Systemd));
    let mut expected = vec![job.program.clone()];
    expected.extend(job.arguments(job.mapping_path(), "/state/nightly/glassix-import.sqlite"));
    assert_eq!(exec(&unit), expected);
    assert_eq!(
        words(value(&unit, "RequiresMountsFor")[0]),
        ["/srv/leads", "/srv/leads/in boxes"]
    );
}

#[test]
fn credentials_are_files_that_the_manager_hands_on() {
    let unit = service(
        &job(&["a.csv", "--workspace", "acme"]),
        &order(Kind::Systemd),
    );
    assert_eq!(
        value(&unit, "LoadCredential"),
        [
            "api-key:%E/nightly-credentials/api-key",
            "api-secret:%E/nightly-credentials/api-secret",
            "user-name:%E/nightly-credentials/user-name"
        ]
    );
    assert_eq!(
        value(&unit, "Environment")[0],
        "GLASSIX_API_KEY_FILE=%d/api-key"
    );
    let sandbox = service(&job(&["a.csv", "--sandbox"]), &order(Kind::Systemd));
    assert!(value(&sandbox, "LoadCredential").is_empty());
}

#[test]
fn a_ledger_elsewhere_may_be_written_and_state_is_kept_otherwise() {
    let elsewhere = job(&["a.csv", "--sandbox", "--ledger", "my ledgers/l.sqlite"]);
    let unit = service(&elsewhere, &order(Kind::Systemd));
    assert_eq!(
        value(&unit, "ReadWritePaths")[1],
        "\"/srv/leads/my ledgers\""
    );
    assert_eq!(value(&unit, "PrivateTmp"), ["yes"]);
    let temporary = job(&["/tmp/in/*.csv", "--sandbox"]);
    let unit = service(&temporary, &order(Kind::Systemd));
    assert!(
        value(&unit, "PrivateTmp").is_empty(),
        "it would hide the sheets"
    );
}

#[test]
fn the_timer_says_days_and_zone() {
    let unit = timer(
        &job(&["a.csv"]),
        &order(Kind::Systemd).at,
        &order(Kind::Systemd).zone,
    );
    assert_eq!(
        value(&unit, "OnCalendar"),
        ["Sun,Mon,Tue,Wed,Thu *-*-* 02:30:00 Asia/Jerusalem"]
    );
    let unit = timer(
        &job(&["a.csv"]),
        &"4:05".parse().unwrap(),
        &Zone {
            name: None,
            is_local: true,
        },
    );
    assert_eq!(value(&unit, "OnCalendar"), ["*-*-* 04:05:00"]);
}

#[test]
fn a_users_manager_is_asked_for_nothing_that_it_has_no_privilege_for() {
    let job = job(&["a.csv"]);
    let mut order = order(Kind::Systemd);
    assert!(!service(&job, &order).contains("CapabilityBoundingSet"));
    order.owner = Owner::System("me".into());
    let unit = service(&job, &order);
    assert!(unit.contains("\nCapabilityBoundingSet=\n"));
    assert_eq!(value(&unit, "User"), ["me"]);
}

proptest! {
    #[test]
    fn any_word_is_read_as_it_was(list in prop::collection::vec(word().prop_map(|word| word.replace('e', "\\")), 1..4)) {
        prop_assert_eq!(words(&quoted_list(&list)), list);
    }
}
