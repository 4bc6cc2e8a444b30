//! What cron and the shell that it starts read of the lines.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::super::tests::{NASTY, job, order, word};
use super::super::{Kind, Zone};
use super::*;

/// The command as cron hands it to the shell: a `%` with a backslash before it loses that, one without ends it.
fn by_cron(field: &str) -> String {
    let mut command = String::new();
    let mut chars = field.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'%') => command.extend(chars.next()),
            '%' => break,
            c => command.push(c),
        }
    }
    command
}

/// The words of a command as a shell reads them: between single quotes everything is itself, and so is the single
/// quote between double ones; outside of quotes stands nothing that a shell gives a meaning to. It is held against a
/// real shell in the tests of whole runs: a process that is started here would hold on to the locks of other tests.
fn by_shell(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"'), c) => {
                assert_eq!(c, '\'', "nothing else is put between double quotes");
                word.get_or_insert_default().push(c);
            }
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, c) => {
                assert!(
                    c.is_ascii_alphanumeric() || "-_./:=,+@".contains(c),
                    "{c:?}"
                );
                word.get_or_insert_default().push(c);
            }
        }
    }
    assert_eq!(quote, None);
    words.extend(word);
    words
}

#[test]
fn the_shell_gets_the_job_word_for_word() {
    let job = job(&[
        NASTY,
        "in boxes/*.csv",
        "--workspace",
        "acme",
        "--quote",
        "",
    ]);
    let text = paper(&job, &order(Kind::Cron)).unwrap().text;
    let line = text.lines().last().unwrap();
    let field = line.strip_prefix("30 2 * * 0,1,2,3,4 umask 077; ").unwrap();
    let (command, log) = field.split_once(" >>").unwrap();
    assert_eq!(
        log,
        "/srv/leads/nightly.log 2>&1 || tail -n 40 /srv/leads/nightly.log"
    );
    let mut expected = vec![job.program.clone()];
    expected.extend(job.arguments(job.mapping_path(), &job.ledger_here()));
    assert_eq!(by_shell(&by_cron(command)), expected);
}

#[test]
fn another_zone_than_the_machines_is_said_with_its_limits() {
    let job = job(&["a.csv"]);
    let mut order = order(Kind::Cron);
    assert!(!paper(&job, &order).unwrap().text.contains("CRON_TZ"));
    order.zone = Zone {
        name: Some("Europe/Berlin".into()),
        is_local: false,
    };
    let text = paper(&job, &order).unwrap().text;
    assert!(text.contains("\nCRON_TZ=Europe/Berlin\n"), "{text}");
    assert!(text.contains("Debian's cron knows none"));
}

#[test]
fn what_cron_would_cut_or_misread_is_refused() {
    let long = "x".repeat(MAX_LINE);
    let error = paper(&job(&[&long]), &order(Kind::Cron)).unwrap_err();
    assert!(matches!(error, ScheduleError::Long(_)), "{error}");
    let error = paper(&job(&["a\\%b.csv"]), &order(Kind::Cron)).unwrap_err();
    assert!(matches!(error, ScheduleError::Unfit { .. }), "{error}");
}

proptest! {
    #[test]
    fn any_words_are_read_as_they_were(list in prop::collection::vec(word(), 1..6)) {
        let line: Vec<String> = list.iter().map(|word| quoted(word).unwrap()).collect();
        prop_assert_eq!(by_shell(&by_cron(&line.join(" "))), list);
    }
}
