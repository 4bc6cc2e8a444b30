//! One row of a clean file is damaged: a delimiter too few or too many, a quote too many, another delimiter.

use crate::dialect::{Dialect, PLAIN};
use crate::pollute::{lines, truth};
use crate::table::Table;
use crate::truth::{Case, Duty, Refusal};

/// Rows of a table that are damaged in an ordinary run, at each column.
const SAMPLED: usize = 9;
/// What one row may have in place of the comma.
const OTHERS: [&str; 5] = [";", "\t", " ", ", ", "|"];

/// Damaged files of a table: a sample of the positions, or all.
pub(crate) fn all(table: &Table, exhaustive: bool) -> Vec<Case> {
    let width = table.header.len();
    let mut cases = Vec::new();
    for at in 0..=width {
        for row in rows(table, at, exhaustive) {
            if at + 1 < width {
                cases.push(missing(table, row, at));
            }
            cases.push(added(table, row, at));
            if at < width {
                let places = [Place::Start, Place::Middle, Place::End];
                let one = [places[(row + at) % places.len()]];
                let places = if exhaustive { &places[..] } else { &one };
                cases.extend(places.iter().map(|place| quoted(table, row, at, *place)));
            }
        }
    }
    for (at, delimiter) in OTHERS.into_iter().enumerate() {
        let rows = rows(table, at, exhaustive);
        cases.extend(rows.into_iter().map(|row| swapped(table, row, delimiter)));
    }
    cases
}

/// The header and both ends always, else rows spread over the table, others at each column. 0 is the header.
fn rows(table: &Table, column: usize, exhaustive: bool) -> Vec<usize> {
    let last = table.rows.len();
    if exhaustive {
        return (0..=last).collect();
    }
    let between = SAMPLED - 4;
    let spread = (0..between).map(|nth| 2 + (nth * (last - 3) / between + column * 3) % (last - 3));
    let mut rows: Vec<usize> = [0, 1]
        .into_iter()
        .chain(spread)
        .chain([last - 1, last])
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The file with one of its lines replaced. Of the damaged row, what it was, the other readings and a report
/// are right. Below a damaged header no row is sure.
fn damaged(
    kind: &'static str,
    name: String,
    table: &Table,
    row: usize,
    line: String,
    also: Vec<Vec<String>>,
) -> Case {
    let mut lines = lines(table, &PLAIN);
    lines[row] = line;
    let mut truth = truth(table);
    match row.checked_sub(1) {
        Some(at) => {
            truth.rows[at].duty = Duty::Either;
            truth.rows[at].also = also;
        }
        None => {
            truth.headers.extend(also);
            truth.refusal = Refusal::Right;
            for row in &mut truth.rows {
                row.duty = Duty::Either;
            }
        }
    }
    let name = format!("{} row {row}, {name}", table.name);
    Case::new(kind, name, &PLAIN.text(&lines), truth)
}

fn cells(table: &Table, row: usize) -> &Vec<String> {
    let above = row.checked_sub(1);
    above.map_or(&table.header, |at| &table.rows[at])
}

/// The delimiter after a cell is gone.
fn missing(table: &Table, row: usize, at: usize) -> Case {
    let mut pieces = PLAIN.cells(cells(table, row));
    let next = pieces.remove(at + 1);
    pieces[at] += &next;
    let name = format!("none after cell {}", at + 1);
    let line = pieces.join(PLAIN.delimiter);
    damaged("row: delimiter missing", name, table, row, line, Vec::new())
}

/// One more delimiter before a cell or at the end.
fn added(table: &Table, row: usize, at: usize) -> Case {
    let mut pieces = PLAIN.cells(cells(table, row));
    pieces.insert(at, String::new());
    let name = format!("two before cell {}", at + 1);
    let line = pieces.join(PLAIN.delimiter);
    damaged("row: delimiter added", name, table, row, line, Vec::new())
}

/// Where in a cell a quote is added.
#[derive(Clone, Copy, Debug)]
enum Place {
    Start,
    Middle,
    End,
}

/// One more quote in a cell. That it belongs to the cell's text is as right as that it does not.
fn quoted(table: &Table, row: usize, at: usize, place: Place) -> Case {
    let cells = cells(table, row);
    let mut pieces = PLAIN.cells(cells);
    let count = pieces[at].chars().count();
    let offset = match place {
        Place::Start => 0,
        Place::Middle => count / 2,
        Place::End => count,
    };
    pieces[at] = with_quote(&pieces[at], offset);
    let places = 0..=cells[at].chars().count();
    let also = places.map(|offset| {
        let mut reading = cells.clone();
        reading[at] = with_quote(&cells[at], offset);
        reading
    });
    let name = format!("cell {}, {place:?}", at + 1);
    let line = pieces.join(PLAIN.delimiter);
    damaged("row: quote added", name, table, row, line, also.collect())
}

/// The text with a quote after so many characters.
fn with_quote(text: &str, offset: usize) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    chars.insert(offset, PLAIN.quote);
    chars.into_iter().collect()
}

/// One row with another delimiter. With comma and blank the blanks may be taken for text.
fn swapped(table: &Table, row: usize, delimiter: &'static str) -> Case {
    let other = Dialect { delimiter, ..PLAIN };
    let cells = cells(table, row);
    let pieces: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains(',') {
                PLAIN.cell(cell)
            } else {
                other.cell(cell)
            }
        })
        .collect();
    let blanked = cells.iter().enumerate().map(|(at, cell)| match at {
        0 => cell.clone(),
        _ => format!(" {cell}"),
    });
    let also = if delimiter == ", " {
        vec![blanked.collect()]
    } else {
        Vec::new()
    };
    let name = format!("by {delimiter:?}");
    damaged(
        "row: another delimiter",
        name,
        table,
        row,
        pieces.join(delimiter),
        also,
    )
}
