//! The shape of a sheet: where its table begins, how wide it is, and which of its lines are rows of it.
//!
//! Files that people send around have titles above the table, names in two rows, totals below, a second
//! table, or two exports in one. None of those lines is a customer. The shape is decided from the first
//! records ([`Shape::of`]) and held against each record after them ([`Body::judge`]): what does not fit is
//! reported with its line, and never padded, cut or shifted into fitting.

mod body;
mod footer;
mod header;
mod nature;
mod profile;
mod width;

pub(super) use body::{Body, Verdict};

use super::hints::HeaderHint;
use super::raw::{Raw, is_blank};
use header::Place;
use profile::Profile;
use thiserror::Error;

/// Records from which the shape of a sheet is decided: enough for titles, a header, and the natures of the
/// columns in a table of which one cell in ten is filled.
pub(super) const SAMPLE: usize = 1_000;

/// Columns of a table separated by blanks, and rows of as many words, before prose is taken for one.
const COLUMNS: usize = 3;

/// Rows above a blank line from which the natures of columns are learnt.
const STRETCH: usize = 5;

/// What a file of this kind says about the ends of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grid {
    /// Each record says how many cells it has.
    Delimited,
    /// Cells stand in a grid, and a row ends with its last filled one.
    Grid,
}

/// The shape of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The names of the columns, one each; all blank where there is no header.
    pub(super) names: Vec<String>,
    /// First and last line of the header.
    pub(super) header_lines: Option<(u64, u64)>,
    /// Whether rows end with their last filled cell.
    pub(super) ends_early: bool,
    /// The line on which the first row may begin.
    body: u64,
    profile: Profile,
}

/// Why no table can be found.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum ShapeError {
    /// There is nothing in it.
    #[error("it has no row")]
    Empty,
    /// No record has two cells or more that could be names or values.
    #[error(
        "no table is found in it: no row is filled as those of a table are; --header LINE says where the names of the columns stand"
    )]
    NoTable,
    /// The names cannot be read.
    #[error(
        "the row of names on line {line} {fault}; mend it, or say with --header LINE where the names stand"
    )]
    BrokenHeader {
        /// Its line.
        line: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// The names and the rows do not go together.
    #[error(
        "the row of names on line {line} has {found} cells and the rows below have {width}: which name belongs to which column cannot be told; mend that line"
    )]
    HeaderWidth {
        /// Its line.
        line: u64,
        /// Its cells.
        found: usize,
        /// The cells of the rows.
        width: usize,
    },
    /// One column, whose name holds a delimiter.
    #[error(
        "it is one column with {delimiter:?} in its name, so the delimiter is probably that; say --delimiter, and --header LINE if it is one column all the same"
    )]
    OneColumn {
        /// The delimiter.
        delimiter: char,
    },
    /// The line that was named holds nothing.
    #[error(
        "line {line}, on which the names of the columns should stand, is blank or is not there"
    )]
    NoSuchLine {
        /// The line.
        line: u64,
    },
}

impl Shape {
    /// Decides the shape from the first records of a sheet.
    ///
    /// # Errors
    /// [`ShapeError`] when no table is found, or its names do not go with its rows.
    pub(super) fn of(sample: &[Raw], grid: Grid, hint: HeaderHint) -> Result<Self, ShapeError> {
        let widest = || sample.iter().map(|raw| raw.row.len()).max().unwrap_or(0);
        let squared;
        let sample = match grid {
            Grid::Delimited => sample,
            Grid::Grid => {
                squared = sample
                    .iter()
                    .map(|raw| {
                        let mut raw = raw.clone();
                        raw.row.pad(widest());
                        raw
                    })
                    .collect::<Vec<Raw>>();
                &squared
            }
        };
        let place = match hint {
            HeaderHint::Found => Self::found(sample)?,
            HeaderHint::Absent => Place::Nowhere { body: 0 },
            HeaderHint::Line(line) => told(sample, line)?,
        };
        let line = |at: usize| sample.get(at).map_or(0, |raw| raw.row.line);
        let (above, body, mut names, header_lines) = match place {
            Place::At { first, last, names } => (
                last + 1,
                line(last) + 1,
                names,
                Some((line(first), line(last))),
            ),
            Place::Nowhere { body } => {
                let width = width::of(sample.get(body..).unwrap_or_default());
                (
                    body,
                    line(body),
                    vec![String::new(); width.unwrap_or(0)],
                    None,
                )
            }
        };
        let rows = sample.get(above..).unwrap_or_default();
        fit_names(&mut names, rows, header_lines)?;
        let profile = Profile::of(rows.iter(), names.len())
            .or(Profile::of(stretch(rows).iter(), names.len()));
        let ends_early = grid == Grid::Grid || width::ends_early(rows, names.len(), &profile);
        if names.is_empty() {
            return Err(ShapeError::Empty);
        }
        if let ([only], Grid::Delimited, HeaderHint::Found) = (names.as_slice(), grid, hint)
            && let Some(delimiter) = [';', '\t', '|', ',']
                .into_iter()
                .find(|c| only.contains(*c))
                .or_else(|| separated_by_blanks(only, rows).then_some(' '))
        {
            return Err(ShapeError::OneColumn { delimiter });
        }
        Ok(Self {
            names,
            header_lines,
            ends_early,
            body,
            profile,
        })
    }

    fn found(sample: &[Raw]) -> Result<Place, ShapeError> {
        let Some(width) = width::of(sample) else {
            // Nothing but rows that are broken: the first is where the names would stand.
            let broken = sample
                .iter()
                .find_map(|raw| Some((raw.row.line, raw.fault.clone()?)));
            return Err(broken.map_or(ShapeError::Empty, |(line, fault)| {
                ShapeError::BrokenHeader { line, fault }
            }));
        };
        // Where rows end with their last filled cell, only the header is sure to be as wide as the table.
        let widest = sample.iter().map(|raw| raw.row.len()).max().unwrap_or(0);
        if widest > width
            && let Some(at) = sample.iter().position(|raw| raw.row.len() == widest)
            && let Some(raw) = sample.get(at)
            && raw.filled() == widest
            && let Some(rows) = sample.get(at + 1..)
            && width::ends_early(rows, widest, &Profile::of(rows.iter(), widest))
        {
            return header::find(sample, widest);
        }
        // Delimiters at the end of all rows are no column that the header would have to name.
        let used = sample
            .iter()
            .filter(|raw| raw.row.len() == width)
            .map(last_filled)
            .max()
            .unwrap_or(width);
        if used == width || used == 0 {
            return header::find(sample, width);
        }
        let mut cut = sample.to_vec();
        for raw in cut.iter_mut().filter(|raw| raw.row.len() == width) {
            raw.row.cut(used);
        }
        header::find(&cut, used)
    }
}

/// The header on the line that the user has named.
fn told(sample: &[Raw], line: u64) -> Result<Place, ShapeError> {
    let at = sample
        .iter()
        .position(|raw| raw.row.line == line)
        .ok_or(ShapeError::NoSuchLine { line })?;
    let rows = sample.get(at..=at).unwrap_or_default();
    let width = rows.first().map_or(0, |raw| raw.row.len());
    if rows.first().is_none_or(|raw| raw.filled() == 0) {
        return Err(ShapeError::NoSuchLine { line });
    }
    Ok(Place::At {
        first: at,
        last: at,
        names: header::joined(rows, width),
    })
}

/// Makes the names as many as the cells of a row: a delimiter at the end of the header alone names no
/// column, and one at the end of all rows makes a column without a name.
fn fit_names(
    names: &mut Vec<String>,
    rows: &[Raw],
    lines: Option<(u64, u64)>,
) -> Result<(), ShapeError> {
    let Some(width) = width::of(rows) else {
        return Ok(());
    };
    let in_use = rows
        .iter()
        .filter(|raw| raw.fault.is_none())
        .map(last_filled)
        .max()
        .unwrap_or(0);
    while names.len() > width.max(in_use) && names.last().is_some_and(|name| is_blank(name)) {
        names.pop();
    }
    if names.len() < width {
        let beyond = rows
            .iter()
            .filter(|raw| raw.row.len() == width)
            .any(|raw| last_filled(raw) > names.len());
        if beyond && let Some((line, _)) = lines {
            return Err(ShapeError::HeaderWidth {
                line,
                found: names.len(),
                width,
            });
        }
        names.resize(width, String::new());
    }
    Ok(())
}

/// Whether the one name and nearly all rows have as many words, three or more, as a table has whose cells are
/// separated by blanks. Words in quotes are one.
fn separated_by_blanks(name: &str, rows: &[Raw]) -> bool {
    let words = |text: &str| {
        let mut inside = false;
        let blanks = text.bytes().filter(|byte| {
            inside ^= *byte == b'"';
            *byte == b' ' && !inside
        });
        blanks.count() + 1
    };
    let columns = words(name);
    let same = rows
        .iter()
        .filter(|raw| words(raw.row.cell(0)) == columns)
        .count();
    columns >= COLUMNS && same >= COLUMNS && same * 10 >= rows.len() * 9
}

/// The rows above the first blank line, if they are enough to tell what a column holds: another table may
/// stand below it, whose cells are of other natures.
fn stretch(rows: &[Raw]) -> &[Raw] {
    let blank = |(at, raw): (usize, &Raw)| at > 0 && (raw.gap || raw.filled() == 0);
    let end = rows.iter().enumerate().position(blank).unwrap_or(0);
    rows.get(..end)
        .filter(|rows| rows.len() >= STRETCH)
        .unwrap_or_default()
}

/// The number of cells up to the last filled one.
fn last_filled(raw: &Raw) -> usize {
    (0..raw.row.len())
        .rev()
        .find(|column| !is_blank(raw.row.cell(*column)))
        .map_or(0, |column| column + 1)
}

#[cfg(test)]
pub(super) mod tests;
