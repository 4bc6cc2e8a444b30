//! A record as it stands in the file.

use super::super::passage::Passage;
use super::fault::Fault;

/// The cells of a record as bytes, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Raw {
    /// The physical line on which it starts, counted from 1.
    pub(crate) line: u64,
    /// Blank lines right before it.
    pub(crate) blank_lines: u64,
    /// The contents of the cells, back to back.
    pub(crate) cells: Vec<u8>,
    /// Where each cell ends in them, ascending.
    pub(crate) ends: Vec<u32>,
    /// Line breaks inside it.
    pub(crate) quoted_lines: u64,
    /// Why it is reported and not handed on. The cells of such a record are split at every delimiter,
    /// with quotes and line breaks as text, so that joined by the delimiter they are what the file says.
    pub(crate) fault: Option<Fault>,
    /// The passage that ends with it, where passages are told.
    pub(crate) passage: Option<Passage>,
}

impl Raw {
    /// How many cells it has.
    pub(crate) fn width(&self) -> usize {
        self.ends.len()
    }

    /// The cells, in order.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.cells.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            cell
        })
    }
}
