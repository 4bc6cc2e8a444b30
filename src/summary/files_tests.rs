//! What became of files, as it is gathered and told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::super::file_table::table;
use super::*;
use crate::ledger::{How, Outcome};
use crate::monitor::Fate;
use crate::run::Counts;

fn row(file: &str, fate: Fate) -> RowEnd {
    RowEnd {
        file: file.into(),
        record: 1,
        line: 2,
        key: "k".into(),
        changes: Vec::new(),
        fate,
    }
}

fn created() -> Fate {
    Fate::Outcome(Outcome::Created {
        ticket: 1,
        opened: None,
        how: How::Answer,
        differences: Vec::new(),
    })
}

fn ended(rows_read: u64) -> SheetNews {
    SheetNews::Ended {
        rows_read,
        is_whole: true,
        fault: None,
    }
}

fn run_end(counts: Counts) -> RunEnd {
    RunEnd {
        counts,
        ..RunEnd::default()
    }
}

#[test]
fn each_file_has_its_own_rows_wherever_they_end() {
    let mut files = FileAccounts::default();
    for file in ["a", "b", "d"] {
        files.expect(file, None);
    }
    files.close(
        "c",
        FileStatus::Unusable,
        "cannot read c\nthe cells are these",
    );
    files.sheet("a", SheetNews::Begun);
    files.sheet("a", ended(2));
    files.sheet("b", SheetNews::Begun);
    files.row(&row("b", created()));
    // A row in doubt of the first file ends while the second is read.
    files.row(&row("a", created()));
    files.row(&row("a", Fate::AlreadyCreated(None)));
    files.row(&row("b", Fate::Duplicate(true)));
    files.row(&row("an earlier sheet", Fate::StillFailed));
    files.sheet("b", ended(2));
    let counts = Counts {
        rows_read: 4,
        ..Counts::default()
    };
    let lines = files.lines(&run_end(counts));
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.file.as_str(), line.status))
        .collect();
    assert_eq!(
        told,
        [
            ("a", FileStatus::Imported),
            ("b", FileStatus::NeedsAttention),
            ("d", FileStatus::NotReached),
            ("c", FileStatus::Unusable),
        ]
    );
    assert_eq!(
        (lines[0].rows.created, lines[0].rows.already_created),
        (1, 1)
    );
    assert_eq!(lines[3].why.as_deref(), Some("cannot read c"));
    let text = table(&lines);
    assert!(text.contains("imported                 2  a\n"), "{text}");
    assert!(text.contains("b (1 with other content)\n"), "{text}");
    assert!(
        text.contains("cannot be used              c: cannot read c\n"),
        "{text}"
    );
    assert_eq!(table(&lines[..1]), "");
}

#[test]
fn a_file_that_was_left_in_the_middle_has_the_rows_that_no_other_file_has() {
    let mut files = FileAccounts::default();
    for file in ["a", "b"] {
        files.expect(file, Some(10));
        files.sheet(file, SheetNews::Begun);
        files.row(&row(file, created()));
        if file == "a" {
            files.sheet(file, ended(1));
        }
    }
    let counts = Counts {
        rows_read: 5,
        in_doubt: 2,
        ..Counts::default()
    };
    let lines = files.lines(&run_end(counts));
    let rows = lines[1].rows;
    assert_eq!(lines[1].status, FileStatus::Stopped);
    assert_eq!(
        (rows.rows_read, rows.in_doubt, rows.not_attempted),
        (4, 2, 1)
    );
}

#[test]
fn rows_that_were_counted_and_never_begun_stand_with_their_files() {
    let mut files = FileAccounts::default();
    files.expect("a", Some(3));
    files.expect("b", Some(4));
    let counts = Counts {
        rows_read: 7,
        ..Counts::default()
    };
    let lines = files.lines(&run_end(counts));
    let rows = lines.iter().map(|line| line.rows.not_attempted);
    assert_eq!(rows.collect::<Vec<_>>(), [3, 4]);
    let quiet = files.lines(&run_end(Counts::default()));
    assert_eq!(quiet[1].rows, FileRows::default());
}

#[test]
fn a_dry_run_and_a_stop_leave_rows_behind_for_different_reasons() {
    let mut files = FileAccounts::default();
    files.expect("a", None);
    files.sheet("a", SheetNews::Begun);
    files.sheet("a", ended(3));
    let counts = Counts {
        rows_read: 3,
        ..Counts::default()
    };
    let status = |is_dry, is_stopped| {
        let end = RunEnd {
            counts,
            is_dry,
            is_stopped,
        };
        files.lines(&end)[0].status
    };
    assert_eq!(status(true, false), FileStatus::NotSent);
    assert_eq!(status(false, true), FileStatus::Stopped);
    assert_eq!(status(false, false), FileStatus::NeedsAttention);
}
