//! How many cells a row of the table has, and whether rows that end early are rows at all.

use super::profile::Profile;
use crate::sheet::raw::{Raw, is_blank};

/// Records of one width in a row that make a table of themselves when a larger one stands below them.
/// Fewer are the metadata that programs write above a table.
const TABLE: usize = 3;

/// Fewest cells of such a table. Two cells a line are a list of metadata more often than a table.
const TABLE_CELLS: usize = 3;

/// Rows that end early before that is taken for the way in which the file was written. One or two are
/// rows in which two cells have run together.
const EARLY: usize = 3;

/// The same as a share of all rows, one in so many.
const EARLY_SHARE: usize = 20;

/// Rows that end early and fit their columns, for each one that does not, where the writer trims: a file in
/// which two cells have run together here and there is still one whose rows end early. The misfits are
/// reported one by one.
const FEW: usize = 5;

/// The number of cells of the first table in the sample: of the longest unbroken stretch of records of
/// one width, unless a table stands above it. `None` where nothing is in it.
pub(super) fn of(sample: &[Raw]) -> Option<usize> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    // A broken row in between does not end a stretch.
    let mut before_last: Option<(usize, usize)> = None;
    for width in sample
        .iter()
        .filter(|raw| raw.fault.is_none() && raw.filled() > 0)
        .map(|raw| raw.row.len())
    {
        match (stretches.last_mut(), before_last) {
            (Some((last, count)), _) if *last == width => *count += 1,
            (Some((_, 1)), Some((known, _))) if known == width => {
                stretches.pop();
                if let Some((_, count)) = stretches.last_mut() {
                    *count += 1;
                }
                before_last = stretches
                    .len()
                    .checked_sub(2)
                    .and_then(|at| stretches.get(at))
                    .copied();
                continue;
            }
            (last, _) => {
                before_last = last.copied();
                stretches.push((width, 1));
            }
        }
    }
    let (_, longest) = *stretches
        .iter()
        .max_by_key(|(width, count)| (if *width > 1 { *count } else { count / 4 }, *width))?;
    let table = stretches
        .iter()
        .find(|(width, count)| *count >= TABLE.min(longest) && *width >= TABLE_CELLS);
    let largest = stretches
        .iter()
        .max_by_key(|(width, count)| (if *width > 1 { *count } else { count / 4 }, *width));
    table.or(largest).map(|(width, _)| *width)
}

/// Whether rows that end early are whole: their writer leaves blank cells at the end of a row away.
///
/// There have to be several, and next to none of them may have a cell that does not fit its column, as a row
/// has in which two cells have run together.
pub(super) fn ends_early(rows: &[Raw], width: usize, profile: &Profile) -> bool {
    let whole = |raw: &&Raw| raw.fault.is_none() && raw.filled() > 1;
    let short: Vec<&Raw> = rows
        .iter()
        .filter(whole)
        .filter(|raw| raw.row.len() < width)
        .collect();
    let all = rows.iter().filter(whole).count();
    // Without one row that is as wide as the names, the names may be too many.
    if !rows.iter().any(|raw| raw.row.len() == width) {
        return false;
    }
    if short.len() < EARLY || short.len() * EARLY_SHARE < all {
        return false;
    }
    // A writer that trims leaves no blank cell at the end of any row.
    let trims = rows
        .iter()
        .filter(whole)
        .all(|raw| !ends_blank(raw) || raw.row.len() > width);
    let (mut like, mut unlike, mut misfits) = (0, 0, 0);
    for raw in &short {
        let fit = profile.fit(raw);
        like += fit.like;
        unlike += fit.unlike;
        misfits += usize::from(fit.unlike > 0);
    }
    let fitting = short.len() - misfits;
    trims && fitting >= EARLY && misfits * FEW <= fitting
        || like > 0 && unlike * EARLY_SHARE <= like
}

fn ends_blank(raw: &Raw) -> bool {
    raw.row
        .len()
        .checked_sub(1)
        .is_none_or(|last| is_blank(raw.row.cell(last)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::super::tests::raws;
    use super::*;

    #[test]
    fn the_width_is_that_of_the_first_table() {
        for (text, width) in [
            ("a,b,c\n1,2,3\n4,5,6\n", Some(3)),
            ("Report\n\na,b,c\n1,2,3\n", Some(3)),
            ("Made by,Dana\nOn,Monday\na,b,c\n1,2,3\n4,5,6\n", Some(3)),
            ("a,b,c\n1,2,3\n4,56\n7,8,9\n1,2\n3,4\n5,6\n7,8\n", Some(3)),
            ("phone\n1\n2\n", Some(1)),
            ("a,b,c\n1,2\n", Some(3)),
            ("", None),
        ] {
            assert_eq!(of(&raws(text)), width, "{text:?}");
        }
    }

    #[test]
    fn rows_that_end_early_are_whole_if_that_is_how_the_file_was_written() {
        let ends = |text: &str, width| {
            let rows = raws(text);
            ends_early(&rows, width, &Profile::of(rows.iter(), width))
        };
        assert!(ends("1,a,b\n2,a\n3,b\n4,c\n5,d,e\n", 3));
        assert!(!ends("1,a,b\n2,a\n3,b,c\n4,c,d\n5,d,e\n", 3), "one alone");
        assert!(
            !ends("1,a,b\na,2\na,3\na,4\n5,d,e\n", 3),
            "of another nature"
        );
    }
}
