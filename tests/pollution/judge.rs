//! Holds what was said about a file against what the file says.

use crate::names;
use crate::outcome::Outcome;
use crate::score;
use crate::truth::{Duty, Refusal, Row, Truth, essence_of};

/// Faults of one file that are told.
const TOLD: usize = 2;
/// Characters of a fault that are told.
const TOLD_CHARS: usize = 160;

/// How a file came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// All that can be handed on is handed on, and what cannot be is reported.
    Exact,
    /// Nothing is wrong, and something is reported that might have been handed on.
    Reported,
    /// A wrong or a lost record, and not a word.
    Silent,
}

/// A verdict with its reasons.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Of 10.
    pub(crate) score: f64,
    /// Rows were reported, or the file was refused, that had to be handed on.
    pub(crate) costly: bool,
    /// What is silently wrong.
    pub(crate) faults: Vec<String>,
}

impl Judgement {
    fn refused(refusal: Refusal) -> Self {
        Self {
            verdict: match refusal {
                Refusal::Only => Verdict::Exact,
                Refusal::Costly | Refusal::Right => Verdict::Reported,
            },
            score: match refusal {
                Refusal::Costly => 0.0,
                Refusal::Right | Refusal::Only => score::FULL,
            },
            costly: refusal == Refusal::Costly,
            faults: Vec::new(),
        }
    }

    /// The first few faults.
    pub(crate) fn reasons(&self) -> String {
        let told = self.faults.iter().take(TOLD);
        let cut = told.map(|fault| fault.chars().take(TOLD_CHARS).collect::<String>());
        let text = cut.collect::<Vec<_>>().join("; ");
        match self.faults.len().saturating_sub(TOLD) {
            0 => text,
            more => format!("{text}; and {more} more"),
        }
    }
}

/// Judges one file.
pub(crate) fn judge(truth: &Truth, outcome: &Outcome) -> Judgement {
    if let Some(breach) = outcome.breach() {
        return silent(0.0, vec![breach]);
    }
    if outcome.is_refusal() {
        return Judgement::refused(truth.refusal);
    }
    if truth.refusal == Refusal::Only {
        return not_refused(outcome);
    }
    let (handed, mut faults) = align(&truth.rows, &outcome.records);
    let mut costly = false;
    let mut reported = false;
    let mut expected = Vec::new();
    for (row, handed) in truth.rows.iter().zip(handed) {
        let seen = handed.is_none() && is_seen(row, outcome);
        if handed.is_none() && !seen {
            faults.push(format!("lost: {:?}", row.cells));
        }
        reported |= seen && row.duty != Duty::Report;
        costly |= seen && row.duty == Duty::HandOn;
        if !seen || row.duty == Duty::HandOn {
            expected.push(handed.unwrap_or(&row.cells));
        }
    }
    let header = outcome.header.as_deref().unwrap_or_default();
    if !outcome.records.is_empty() && !truth.headers.iter().any(|right| names::fit(right, header)) {
        faults.push(format!("the header is {header:?}"));
    }
    let records: Vec<_> = outcome.records.iter().collect();
    let score = score::of(&truth.headers, header, &expected, &records);
    if !faults.is_empty() {
        return silent(score, faults);
    }
    Judgement {
        verdict: if reported {
            Verdict::Reported
        } else {
            Verdict::Exact
        },
        score,
        costly,
        faults,
    }
}

fn silent(score: f64, faults: Vec<String>) -> Judgement {
    Judgement {
        verdict: Verdict::Silent,
        score,
        costly: false,
        faults,
    }
}

/// A file without customers that was taken for a sheet. Nothing is wrong as long as nothing is handed on and
/// something is said.
fn not_refused(outcome: &Outcome) -> Judgement {
    if outcome.records.is_empty() && !outcome.errors.is_empty() {
        return Judgement {
            verdict: Verdict::Reported,
            score: score::FULL,
            costly: false,
            faults: Vec::new(),
        };
    }
    let fault = format!("not refused: {} records handed on", outcome.records.len());
    silent(0.0, vec![fault])
}

/// For each row the record that was handed on for it, and a fault for each record that is no row or is out of
/// order.
fn align<'a>(
    rows: &[Row],
    records: &'a [Vec<String>],
) -> (Vec<Option<&'a Vec<String>>>, Vec<String>) {
    let mut handed = vec![None; rows.len()];
    let mut faults = Vec::new();
    let mut next = 0;
    for record in records {
        match (next..rows.len()).find(|&at| is_reading(&rows[at], record)) {
            Some(at) => {
                handed[at] = Some(record);
                next = at + 1;
            }
            None if rows.iter().any(|row| is_reading(row, record)) => {
                faults.push(format!("twice or out of order: {record:?}"));
            }
            None => faults.push(format!("no such record: {record:?}")),
        }
    }
    (handed, faults)
}

fn is_reading(row: &Row, record: &[String]) -> bool {
    let mut readings = std::iter::once(&row.cells).chain(&row.also);
    row.duty != Duty::Report && readings.any(|reading| score::same(reading, record))
}

/// An error names one of the row's lines, or carries its cells.
fn is_seen(row: &Row, outcome: &Outcome) -> bool {
    let wanted = essence_of(&row.cells);
    outcome.errors.iter().any(|report| {
        let by_line = row.lines.as_ref().zip(report.line);
        by_line.is_some_and(|(lines, line)| lines.contains(&line))
            || (!wanted.is_empty() && report.essence.contains(&wanted))
    })
}
