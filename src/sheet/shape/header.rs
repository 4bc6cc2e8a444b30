//! Finding the names of the columns: below titles, in one row or in several, or nowhere.

use std::collections::HashSet;

use super::nature::Nature;
use super::profile::{Fit, Profile};
use super::{ShapeError, last_filled};
use crate::sheet::raw::{Raw, is_blank, trimmed};

/// Records above the header, at most. A table with more of them is one that nobody would find either.
const MAX_ABOVE: usize = 40;

/// Rows below a candidate from which the natures of the columns are learnt.
const LEARN: usize = 200;

/// Most rows of a header.
const MAX_ROWS: usize = 3;

/// Typed columns in which a row has to have words before it is taken for a further row of the header. With
/// one, a customer whose phone is "unknown" would be lost in it.
const FURTHER: usize = 2;

/// Where the header stands in the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In these records, both included, with these names.
    At {
        /// The first record of it.
        first: usize,
        /// The last record of it.
        last: usize,
        /// The names, one a column.
        names: Vec<String>,
    },
    /// Nowhere: rows begin with this record.
    Nowhere {
        /// The first row.
        body: usize,
    },
}

/// Finds the header of a table of `width` columns.
pub(super) fn find(sample: &[Raw], width: usize) -> Result<Place, ShapeError> {
    let candidate = sample
        .iter()
        .take(MAX_ABOVE)
        .position(|raw| is_as_wide(raw, width) && is_full(raw, width));
    let Some(at) = candidate else {
        return Err(ShapeError::NoTable);
    };
    if let Some(raw) = sample
        .get(..=at)
        .into_iter()
        .flatten()
        .rev()
        .take(2)
        .find(|raw| raw.fault.is_some())
    {
        return Err(ShapeError::BrokenHeader {
            line: raw.row.line,
            fault: raw.fault.clone().unwrap_or_default(),
        });
    }
    let group = group_above(sample, at, width);
    if group.is_none() && !is_names(sample, at, width) {
        let gap = sample.get(at).is_some_and(|raw| raw.gap);
        // A row of another width right above the first row is the header if it is one of words.
        return match at.checked_sub(1).and_then(|above| sample.get(above)) {
            Some(above) if !gap && looks_like_names(above, width) => Err(ShapeError::HeaderWidth {
                line: above.row.line,
                found: above.row.len(),
                width,
            }),
            _ => Ok(Place::Nowhere { body: at }),
        };
    }
    let first = group.unwrap_or(at);
    let mut last = at;
    while last + 1 - first < MAX_ROWS && is_further(sample, last + 1, width) {
        last += 1;
    }
    let rows = sample.get(first..=last).unwrap_or_default();
    Ok(Place::At {
        first,
        last,
        names: joined(rows, width),
    })
}

/// The names in the records `first..=last`, each joined from the cells of its column.
pub(super) fn joined(rows: &[Raw], width: usize) -> Vec<String> {
    let mut names = vec![String::new(); width];
    let several = rows.len() > 1;
    for (index, raw) in rows.iter().enumerate() {
        let is_last = index + 1 == rows.len();
        let mut group = String::new();
        for (column, name) in names.iter_mut().enumerate() {
            let cell = trimmed(raw.row.cell(column));
            // The name of a group stands over its first column and belongs to all of them.
            if several && !is_last && is_grouping(raw, width) {
                if !cell.is_empty() {
                    cell.clone_into(&mut group);
                }
            } else {
                cell.clone_into(&mut group);
            }
            if group.is_empty() || *name == group {
                continue;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&group);
        }
    }
    names
}

/// Whether a record is as wide as the table, delimiters at its end aside.
fn is_as_wide(raw: &Raw, width: usize) -> bool {
    raw.row.len() == width || raw.row.len() > width && last_filled(raw) == width
}

/// Whether at least half of the columns have a cell.
fn is_full(raw: &Raw, width: usize) -> bool {
    raw.filled() >= width.div_ceil(2).max(2.min(width))
}

/// Whether the row at `at` holds names rather than values, by what stands below it.
fn is_names(sample: &[Raw], at: usize, width: usize) -> bool {
    let Some(raw) = sample.get(at) else {
        return false;
    };
    let below = below(sample, at);
    let profile = Profile::of(below.iter(), width);
    let fit = fit(&profile, raw, below);
    if profile.typed() == 0 {
        return !recurs(raw, below, width);
    }
    match (fit.like, fit.words) {
        (0, _) => true,
        (like, words) => words > like,
    }
}

fn is_year(cell: &str) -> bool {
    matches!(trimmed(cell).parse(), Ok(1900..=2100_u32))
}

/// As [`Profile::fit`], but a year is a fine name for a column of numbers.
fn fit(profile: &Profile, raw: &Raw, below: &[Raw]) -> Fit {
    let mut fit = profile.fit(raw);
    let years = (0..raw.row.len())
        .filter(|column| {
            is_year(raw.row.cell(*column))
                && below
                    .first()
                    .is_none_or(|next| !is_year(next.row.cell(*column)))
        })
        .count();
    let words = raw
        .row
        .cells()
        .any(|cell| matches!(Nature::of(cell), Nature::Text));
    if words {
        fit.like = fit.like.saturating_sub(years);
    }
    fit
}

fn below(sample: &[Raw], at: usize) -> &[Raw] {
    let rest = sample.get(at + 1..).unwrap_or_default();
    rest.get(..LEARN).unwrap_or(rest)
}

/// Whether a cell of the row stands again in its column below, as values do and names do not.
fn recurs(raw: &Raw, below: &[Raw], width: usize) -> bool {
    let same = |other: &&Raw| other.row.len() == width && !other.row.cells().eq(raw.row.cells());
    (0..width).any(|column| {
        let cell = trimmed(raw.row.cell(column));
        !cell.is_empty()
            && below
                .iter()
                .filter(same)
                .any(|other| trimmed(other.row.cell(column)) == cell)
    })
}

/// Whether the row at `at` is a further row of the header above it.
fn is_further(sample: &[Raw], at: usize, width: usize) -> bool {
    let Some(raw) = sample.get(at) else {
        return false;
    };
    if raw.gap || raw.fault.is_some() || raw.row.len() != width {
        return false;
    }
    let above = at.checked_sub(1).and_then(|above| sample.get(above));
    if above.is_some_and(|above| above.row.cells().eq(raw.row.cells())) {
        return false;
    }
    let below = below(sample, at);
    let profile = Profile::of(below.iter(), width);
    let fit = fit(&profile, raw, below);
    let under_groups = above.is_some_and(|above| is_grouping(above, width));
    let names_all = raw.filled() == width && distinct(raw) && !recurs(raw, below, width);
    fit.like == 0
        && (fit.words >= FURTHER
            || under_groups && (fit.words > 0 || profile.typed() == 0 && names_all))
}

/// The row above the header that names groups of columns, if there is one.
fn group_above(sample: &[Raw], at: usize, width: usize) -> Option<usize> {
    let above = at.checked_sub(1)?;
    let (group, header) = (sample.get(above)?, sample.get(at)?);
    (!header.gap
        && group.row.len() == width
        && is_grouping(group, width)
        && header.filled() > group.filled())
    .then_some(above)
}

/// Whether a row names groups: two of its cells or more are followed by blank ones, and all are words.
fn is_grouping(raw: &Raw, width: usize) -> bool {
    let cells: Vec<&str> = (0..width).map(|column| raw.row.cell(column)).collect();
    let groups = cells
        .iter()
        .enumerate()
        .filter(|(column, cell)| {
            !is_blank(cell)
                && cells
                    .get(column + 1)
                    .is_some_and(|next| is_blank(next) || next == *cell)
        })
        .count();
    let groups = groups + usize::from(raw.spans && raw.filled() > 1);
    groups >= 2
        && cells.iter().all(|cell| {
            matches!(
                Nature::of(cell),
                Nature::Text | Nature::Blank | Nature::Code
            )
        })
}

/// Whether no two filled cells are equal.
fn distinct(raw: &Raw) -> bool {
    let mut seen = HashSet::new();
    raw.row
        .cells()
        .map(trimmed)
        .filter(|cell| !cell.is_empty())
        .all(|cell| seen.insert(cell))
}

/// Whether a row of another width could be the names of the columns.
fn looks_like_names(raw: &Raw, width: usize) -> bool {
    // With another delimiter than the rows have, it is one cell.
    if let Some(only) = raw.only()
        && width > 1
        && [';', '\t', '|', ',', ' ', ':', '^', '~']
            .iter()
            .any(|delimiter| only.split(*delimiter).count() >= width)
    {
        return true;
    }
    let names: HashSet<&str> = raw
        .row
        .cells()
        .map(trimmed)
        .filter(|c| !c.is_empty())
        .collect();
    names.len() >= 2
        && names.len() * 2 >= width
        && names.len() == raw.filled()
        && raw.row.cells().all(|cell| {
            matches!(
                Nature::of(cell),
                Nature::Text | Nature::Blank | Nature::Code
            )
        })
}
