//! What a file says: the header, the records in order, and what may be said of them instead.

use std::ops::RangeInclusive;

/// Lines that one record spans at most when its place in the file is looked for.
const RECORD_LINES: usize = 12;

/// A file and what it says.
pub(crate) struct Case {
    /// The group that it is counted in.
    pub(crate) kind: &'static str,
    /// Unique within the group.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) truth: Truth,
}

impl Case {
    /// A file of UTF-8. The rows of the truth are looked up in its lines.
    pub(crate) fn new(kind: &'static str, name: String, text: &str, mut truth: Truth) -> Self {
        locate(text, &mut truth.rows);
        let bytes = text.as_bytes().to_vec();
        Self {
            kind,
            name,
            bytes,
            truth,
        }
    }
}

/// What may be handed on of a file.
#[derive(Clone)]
pub(crate) struct Truth {
    /// Right headers, the best one first. A blank name is also right when it is called by its position.
    pub(crate) headers: Vec<Vec<String>>,
    /// The records in the order of the file. All other lines are titles, footers and the like: they are never
    /// records, and nothing needs to be said about them.
    pub(crate) rows: Vec<Row>,
    pub(crate) refusal: Refusal,
}

/// A record as it was meant, and where it stands.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    /// Other right readings.
    pub(crate) also: Vec<Vec<String>>,
    pub(crate) duty: Duty,
    /// Lines of the file, from 1.
    pub(crate) lines: Option<RangeInclusive<usize>>,
}

impl Row {
    /// One that has to be handed on.
    pub(crate) fn new(cells: Vec<String>) -> Self {
        Self {
            cells,
            also: Vec::new(),
            duty: Duty::HandOn,
            lines: None,
        }
    }
}

/// What is right to do with a record. Handing on anything but one of its readings is silent damage, and so is
/// to say nothing about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Duty {
    /// Hand it on. Reporting it costs points.
    HandOn,
    /// Hand it on or report it.
    Either,
    /// Report it: it cannot be known what it was.
    Report,
}

/// How right it is to refuse the whole file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// It is a good file: no silent damage, and no points.
    Costly,
    /// As right as reading it.
    Right,
    /// The only right answer.
    Only,
}

/// The letters and digits of a text: what neither quotes nor delimiters, added or lost, change.
pub(crate) fn essence(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// The same of a record.
pub(crate) fn essence_of(cells: &[String]) -> String {
    cells.iter().map(|cell| essence(cell)).collect()
}

/// Finds the lines that each row spans.
fn locate(text: &str, rows: &mut [Row]) {
    let lines: Vec<String> = lines(text).into_iter().map(essence).collect();
    let mut next = 0;
    for row in rows {
        let wanted = essence_of(&row.cells);
        if wanted.is_empty() {
            continue;
        }
        let spans = |first: usize, last: usize| lines[first..=last].concat().contains(&wanted);
        let earliest = |last: usize| next.max((last + 1).saturating_sub(RECORD_LINES));
        let Some(last) = (next..lines.len()).find(|&last| spans(earliest(last), last)) else {
            continue;
        };
        let first = (earliest(last)..=last)
            .rev()
            .find(|&first| spans(first, last));
        row.lines = first.map(|first| first + 1..=last + 1);
        next = last + 1;
    }
}

/// The lines of a text that may end in LF, CR or both.
fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
        .collect()
}
