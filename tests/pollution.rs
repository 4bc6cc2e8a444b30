//! Polluted sheets with their truths: what `check --records` hands on is held against what each file says. A
//! record that is wrong or lost without a word is silent damage.
//!
//! Clean tables are polluted in one way per file, at a sample of the positions; `messy` are files as people
//! have them, with truths made by hand. All positions, and the table of all kinds:
//!
//! ```text
//! POLLUTION=all cargo test --release --test pollution -- --nocapture
//! ```
//!
//! `POLLUTION_KEEP=FOLDER` leaves the files in a folder that is there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "pollution/damage.rs"]
mod damage;
#[path = "pollution/dialect.rs"]
mod dialect;
#[path = "pollution/judge.rs"]
mod judge;
#[path = "pollution/judge_tests.rs"]
mod judge_tests;
#[path = "pollution/messy/mod.rs"]
mod messy;
#[path = "pollution/names.rs"]
mod names;
#[path = "pollution/outcome.rs"]
mod outcome;
#[path = "pollution/pollute.rs"]
mod pollute;
#[path = "pollution/report.rs"]
mod report;
#[path = "pollution/score.rs"]
mod score;
#[path = "pollution/surroundings.rs"]
mod surroundings;
#[path = "pollution/table.rs"]
mod table;
#[path = "pollution/truth.rs"]
mod truth;

use judge::Verdict;
use report::Report;
use truth::Case;

/// Polluted files that may be damaged in silence, of all.
const SILENT: f64 = 0.01;
/// Points that the polluted files reach on average, of 10.
const FLOOR: f64 = 9.8;
/// Files as people have them that may be damaged in silence, of all.
const MESSY_SILENT: f64 = 0.1;
/// Files as people have them that are read exactly, of all.
const MESSY_EXACT: f64 = 0.8;

/// Every table in every form.
fn polluted(exhaustive: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    for table in table::all() {
        cases.extend(pollute::all(&table));
        cases.extend(damage::all(&table, exhaustive));
    }
    cases.sort_by_key(|case| case.kind);
    cases
}

#[test]
fn polluted_sheets_are_read_right_or_refused_out_loud() {
    let all = std::env::var_os("POLLUTION").is_some_and(|wanted| wanted == "all");
    let cases = polluted(all);
    let report = Report::of(&cases);
    report.print("polluted");
    let silent = report.share(Verdict::Silent);
    assert!(
        silent <= SILENT,
        "{:.1} % are silently wrong",
        silent * 100.0
    );
    assert!(
        report.score() >= FLOOR,
        "the mean score is {:.3}",
        report.score()
    );
}

#[test]
fn sheets_as_people_have_them_are_read_right_or_refused_out_loud() {
    let cases = messy::all();
    let report = Report::of(&cases);
    report.print("messy");
    let (silent, exact) = (report.share(Verdict::Silent), report.share(Verdict::Exact));
    assert!(
        silent <= MESSY_SILENT,
        "{:.1} % are silently wrong",
        silent * 100.0
    );
    assert!(exact >= MESSY_EXACT, "{:.1} % are exact", exact * 100.0);
}
