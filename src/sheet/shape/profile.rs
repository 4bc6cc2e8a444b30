//! What the columns of a sheet hold, learnt from its first rows: a line that is no row of this table
//! gives itself away by cells that are of another nature than those above and below them.

use super::nature::Nature;
use crate::sheet::raw::Raw;

/// The share of a column's filled cells that have to be of one nature for the column to be typed. Real
/// columns have some cells that were filled in by hand.
const SHARE: f64 = 0.8;

/// The natures of the columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Profile {
    /// The nature of each typed column, by column.
    typed: Vec<(usize, Nature)>,
    /// How many cells of a row are filled as a rule.
    usual: usize,
}

/// How the cells of a line fit the typed columns of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// Cells of the nature of their column.
    pub(super) like: usize,
    /// Filled cells of another nature.
    pub(super) unlike: usize,
    /// Of those, cells that are words, as the name of a column is.
    pub(super) words: usize,
}

impl Profile {
    /// Learns from rows, which may have a few among them that are none.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Raw>, width: usize) -> Self {
        const NATURES: usize = 7;
        let mut counts = vec![[0_u32; NATURES]; width];
        let (mut filled, mut rows_seen) = (0, 0_usize);
        let rows: Vec<(&Raw, usize)> = rows
            .filter(|raw| raw.row.len() == width)
            .map(|raw| (raw, raw.filled()))
            .collect();
        // Totals and remarks fill a few cells of a row; they are not what is learnt from.
        let most = rows.iter().map(|(_, filled)| *filled).max().unwrap_or(0);
        for (row, _) in rows.iter().filter(|(_, filled)| filled * 2 > most) {
            rows_seen += 1;
            for (cell, counts) in row.row.cells().zip(&mut counts) {
                let nature = Nature::of(cell);
                filled += usize::from(nature != Nature::Blank);
                if let Some(count) = counts.get_mut(nature as usize) {
                    *count += 1;
                }
            }
        }
        let typed = counts
            .iter()
            .enumerate()
            .filter_map(|(column, counts)| Some((column, dominant(counts)?)))
            .collect();
        Self {
            typed,
            usual: filled.div_ceil(rows_seen.max(1)),
        }
    }

    /// Takes the natures of columns that are not typed from another profile.
    pub(super) fn or(mut self, other: Self) -> Self {
        for (column, nature) in other.typed {
            if self.typed.iter().all(|(known, _)| *known != column) {
                self.typed.push((column, nature));
            }
        }
        self.typed.sort_unstable();
        self
    }

    /// How many columns are typed.
    pub(super) fn typed(&self) -> usize {
        self.typed.len()
    }

    /// How many cells of a row are filled as a rule.
    pub(super) fn usual(&self) -> usize {
        self.usual
    }

    /// How a line fits.
    pub(super) fn fit(&self, raw: &Raw) -> Fit {
        let mut fit = Fit::default();
        for (column, nature) in &self.typed {
            let found = Nature::of(raw.row.cell(*column));
            if found == Nature::Blank {
                continue;
            }
            if agree(found, *nature) {
                fit.like += 1;
            } else {
                fit.unlike += 1;
                fit.words +=
                    usize::from(matches!(found, Nature::Text | Nature::Code | Nature::Flag));
            }
        }
        fit
    }

    /// Whether the first typed column says that this is a row. One cell is cheap to look at, and the first
    /// rows of another table rarely pass it.
    pub(super) fn knows(&self, raw: &Raw) -> bool {
        self.typed
            .first()
            .is_some_and(|(column, nature)| Nature::of(raw.row.cell(*column)) == *nature)
    }
}

/// Whether a cell may stand in a column. A code may be of digits alone.
fn agree(cell: Nature, column: Nature) -> bool {
    cell == column || (column == Nature::Code && cell == Nature::Digits)
}

/// The nature that nearly all filled cells of a column have.
fn dominant(counts: &[u32]) -> Option<Nature> {
    let natures = [
        Nature::Digits,
        Nature::Code,
        Nature::Email,
        Nature::Url,
        Nature::Flag,
    ];
    let count = |nature: Nature| counts.get(nature as usize).copied().unwrap_or(0);
    let all: u32 = counts.iter().sum::<u32>() - count(Nature::Blank);
    let best = natures.into_iter().max_by_key(|nature| count(*nature))?;
    // Identifiers of letters and digits are sometimes of digits alone.
    let mut held = count(best);
    if best == Nature::Code {
        held += count(Nature::Digits);
    }
    (count(best) > 0 && f64::from(held) >= SHARE * f64::from(all)).then_some(best)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::super::tests::raws;
    use super::*;

    #[test]
    fn a_line_gives_itself_away_by_cells_of_another_nature() {
        let rows = raws("1,Dana,050-1234567\n2,Noam,054-7654321\n3,n/a,\n4,Lior,055-1111111\n");
        let profile = Profile::of(rows.iter(), 3);
        assert_eq!(profile.typed(), 2);
        let fit = |text: &str| profile.fit(&raws(text)[0]);
        assert_eq!(
            fit("id,name,phone\n"),
            Fit {
                like: 0,
                unlike: 2,
                words: 2
            }
        );
        assert_eq!(
            fit("5,Adi,unknown\n"),
            Fit {
                like: 1,
                unlike: 1,
                words: 1
            }
        );
        assert!(profile.knows(&raws("5,Adi,x\n")[0]));
        assert!(!profile.knows(&raws("Total,,5\n")[0]));
    }

    #[test]
    fn columns_of_words_say_nothing() {
        let rows = raws("Dana,Haifa\nNoam,Eilat\n");
        assert_eq!(Profile::of(rows.iter(), 2).typed(), 0);
    }
}
