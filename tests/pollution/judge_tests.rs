//! The judge is just: it praises what is right and finds what is wrong.

use std::sync::LazyLock;

use crate::judge::{Verdict, judge};
use crate::messy;
use crate::outcome::{Outcome, Report};
use crate::polluted;
use crate::score;
use crate::truth::{Case, Duty, Refusal, essence_of};

static POLLUTED: LazyLock<Vec<Case>> = LazyLock::new(|| polluted(false));
static MESSY: LazyLock<Vec<Case>> = LazyLock::new(messy::all);

/// Of so many polluted files one is spoiled in each way.
const SPOILED: usize = 4;

/// Both sets.
fn cases() -> impl Iterator<Item = &'static Case> {
    POLLUTED.iter().chain(MESSY.iter())
}

/// What a perfect reader says.
fn perfect(case: &Case) -> Outcome {
    if case.truth.refusal == Refusal::Only {
        return refusal();
    }
    let (reported, handed): (Vec<_>, Vec<_>) = case
        .truth
        .rows
        .iter()
        .partition(|row| row.duty == Duty::Report);
    Outcome {
        header: case.truth.headers.first().cloned(),
        records: handed.iter().map(|row| row.cells.clone()).collect(),
        errors: reported.iter().map(|row| by_cells(&row.cells)).collect(),
        code: Some(0),
        malformed: None,
    }
}

fn refusal() -> Outcome {
    Outcome {
        errors: vec![by_cells(&[])],
        code: Some(2),
        ..Outcome::default()
    }
}

fn by_cells(cells: &[String]) -> Report {
    Report {
        line: None,
        essence: essence_of(cells),
    }
}

#[test]
fn a_perfect_reader_is_exact_and_has_all_points() {
    for case in cases() {
        let judgement = judge(&case.truth, &perfect(case));
        let told = (case.kind, &case.name, judgement.reasons());
        assert_eq!(judgement.verdict, Verdict::Exact, "{told:?}");
        assert!((judgement.score - score::FULL).abs() < 1e-9, "{told:?}");
    }
}

#[test]
fn a_refusal_is_never_silent() {
    for case in cases() {
        let judgement = judge(&case.truth, &refusal());
        let costly = case.truth.refusal == Refusal::Costly;
        assert_ne!(judgement.verdict, Verdict::Silent, "{}", case.name);
        assert_eq!(judgement.score < score::FULL, costly, "{}", case.name);
    }
}

#[test]
fn every_row_of_a_truth_stands_in_its_file() {
    for case in cases() {
        for row in &case.truth.rows {
            let found = row.lines.is_some() || essence_of(&row.cells).is_empty();
            assert!(found, "{}: {:?}", case.name, row.cells);
        }
    }
}

#[test]
fn a_lost_row_is_silent_unless_its_line_is_reported() {
    for case in cases() {
        let mut outcome = perfect(case);
        if outcome.records.len() < 2 {
            continue;
        }
        let at = outcome.records.len() / 2;
        outcome.records.remove(at);
        let verdict = judge(&case.truth, &outcome).verdict;
        assert_eq!(verdict, Verdict::Silent, "{}", case.name);
        let mut handed = case
            .truth
            .rows
            .iter()
            .filter(|row| row.duty != Duty::Report);
        let lines = handed.nth(at).and_then(|row| row.lines.clone());
        outcome.errors.push(Report {
            line: lines.map(|lines| *lines.start()),
            essence: String::new(),
        });
        assert_eq!(
            judge(&case.truth, &outcome).verdict,
            Verdict::Reported,
            "{}",
            case.name
        );
    }
}

#[test]
fn a_wrong_record_is_silent_whatever_is_wrong_with_it() {
    type Spoil = fn(&mut Outcome);
    let spoils: [(&str, Spoil); 6] = [
        ("shifted", |outcome| {
            outcome.records[0].insert(0, String::new())
        }),
        ("changed", |outcome| outcome.records[0][0].push('1')),
        ("merged", |outcome| {
            let cells = outcome.records[0].join(",");
            outcome.records[0] = vec![cells];
        }),
        ("twice", |outcome| {
            outcome.records.push(outcome.records[0].clone())
        }),
        ("another", |outcome| {
            outcome
                .records
                .push(vec!["Total".to_owned(), "7".to_owned()])
        }),
        ("the header", |outcome| {
            outcome.header = Some(outcome.records[0].clone())
        }),
    ];
    for case in POLLUTED.iter().step_by(SPOILED) {
        let wide = case.truth.headers.iter().any(|header| header.len() > 1);
        if !wide || perfect(case).records.is_empty() {
            continue;
        }
        for (name, spoil) in spoils {
            let mut outcome = perfect(case);
            spoil(&mut outcome);
            let judgement = judge(&case.truth, &outcome);
            assert_eq!(judgement.verdict, Verdict::Silent, "{name}: {}", case.name);
            assert!(judgement.score < score::FULL, "{name}: {}", case.name);
        }
    }
}

#[test]
fn an_outcome_that_keeps_no_form_is_silent() {
    let case = &POLLUTED[0];
    let broken = [
        Outcome::default(),
        Outcome {
            code: Some(0),
            ..Outcome::default()
        },
        Outcome {
            code: Some(0),
            ..refusal()
        },
        Outcome {
            code: Some(101),
            ..perfect(case)
        },
        Outcome {
            malformed: Some("hello".to_owned()),
            ..perfect(case)
        },
    ];
    for outcome in broken {
        assert_eq!(
            judge(&case.truth, &outcome).verdict,
            Verdict::Silent,
            "{outcome:?}"
        );
    }
}
