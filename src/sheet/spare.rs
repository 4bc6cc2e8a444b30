//! Memory of rows that are done with, for rows to come: a reader that gets its rows back asks for none.

use super::Sheet;
use super::row::Row;
use super::source::Source;

/// Most rows whose memory is kept: as many as are under way at once where rows are handed on in batches.
const MOST: usize = 8 * 1024;

/// Largest piece of memory that is kept, in bytes. Most rows are smaller, and the kept ones come to some
/// megabytes at the most.
const LARGEST: usize = 512;

/// Pieces of memory, empty.
#[derive(Default)]
pub(super) struct Spare(Vec<(String, Vec<u32>)>);

impl Spare {
    /// A text and the ends of its cells, in memory that was kept or in memory of just their size.
    pub(super) fn copy(&mut self, text: &str, ends: &[u32]) -> (String, Vec<u32>) {
        let Some((mut kept_text, mut kept_ends)) = self.0.pop() else {
            return (text.to_owned(), ends.to_vec());
        };
        kept_text.push_str(text);
        kept_ends.extend_from_slice(ends);
        (kept_text, kept_ends)
    }

    /// Keeps the memory of a row.
    pub(super) fn keep(&mut self, row: Row) {
        let (mut text, mut ends) = row.into_memory();
        let is_small = text.capacity().max(ends.capacity() * size_of::<u32>()) <= LARGEST;
        if is_small && text.capacity() > 0 && self.0.len() < MOST {
            text.clear();
            ends.clear();
            self.0.push((text, ends));
        }
    }
}

impl Sheet {
    /// Takes back a row that is done with: its memory serves for one to come.
    pub fn take_back(&mut self, row: Row) {
        if let Source::Text(text) = &mut self.source {
            text.take_back(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_memory_of_another_says_nothing_of_it() {
        let mut spare = Spare::default();
        spare.keep(Row::of(1, 2, ["somebody", "else", "x"]));
        for _ in 0..2 {
            let (text, ends) = spare.copy("ab", &[1, 2]);
            assert_eq!((text.as_str(), &ends[..]), ("ab", &[1, 2][..]));
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut spare = Spare::default();
        spare.keep(Row::of(1, 2, ["x".repeat(LARGEST + 1).as_str()]));
        assert_eq!(spare.0.len(), 0);
        for _ in 0..=MOST {
            spare.keep(Row::of(1, 2, ["x"]));
        }
        assert_eq!(spare.0.len(), MOST);
    }
}
