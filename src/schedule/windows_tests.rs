//! What the Task Scheduler and the program read of the task.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::super::Kind;
use super::super::tests::{NASTY, job, order, word};
use super::super::xml::tests::texts;
use super::*;

/// A command line as the C runtime takes it apart: backslashes are themselves but before a quote, where two are one
/// and an odd one makes the quote a character.
fn apart(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut backslashes = 0;
    for c in line.chars() {
        if c == '\\' {
            backslashes += 1;
            continue;
        }
        let half = if c == '"' {
            backslashes / 2
        } else {
            backslashes
        };
        let is_odd = backslashes % 2 == 1;
        if backslashes > 0 {
            word.get_or_insert_default().push_str(&"\\".repeat(half));
        }
        backslashes = 0;
        match c {
            '"' if is_odd => word.get_or_insert_default().push('"'),
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if backslashes > 0 {
        word.get_or_insert_default()
            .push_str(&"\\".repeat(backslashes));
    }
    words.extend(word);
    words
}

#[test]
fn the_program_gets_the_job_word_for_word() {
    let job = job(&[NASTY, "in boxes\\", "--workspace", "acme", "--quote", ""]);
    let paper = paper(&job, &order(Kind::Windows)).unwrap();
    assert_eq!(
        apart(&texts(&paper.text, "Arguments")[0]),
        job.arguments(job.mapping_path(), &job.ledger_here())
    );
    assert_eq!(texts(&paper.text, "StartBoundary"), ["2026-01-01T02:30:00"]);
    assert!(
        paper
            .text
            .contains("<Sunday /><Monday /><Tuesday /><Wednesday /><Thursday />")
    );
}

#[test]
fn the_file_is_utf_16_as_it_says() {
    let bytes = paper(&job(&["שלום.csv"]), &order(Kind::Windows))
        .unwrap()
        .bytes();
    assert_eq!(bytes[..4], [0xFF, 0xFE, b'<', 0]);
    let units: Vec<u16> = bytes[2..]
        .chunks(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    assert!(String::from_utf16(&units).unwrap().contains("שלום.csv"));
}

#[test]
fn what_would_be_taken_for_a_variable_is_refused() {
    for file in ["%TEMP%/a.csv", "$(Arg0).csv"] {
        let error = paper(&job(&[file]), &order(Kind::Windows)).unwrap_err();
        assert!(matches!(error, ScheduleError::Unfit { .. }), "{error}");
    }
}

proptest! {
    #[test]
    fn any_words_are_read_as_they_were(
        list in prop::collection::vec(word().prop_map(|word| word.replace(['e', '%'], "\\")), 1..5)
    ) {
        let line: Vec<String> = list.iter().map(|word| quoted(word)).collect();
        prop_assert_eq!(apart(&line.join(" ")), list);
    }
}
