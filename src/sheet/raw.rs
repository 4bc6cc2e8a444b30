//! A record as its file has it, before anybody knows what it is.

use super::mark::is_invisible;
use super::passage::Passage;
use super::row::Row;

/// A record of a file of any kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    /// Its cells and its line. The record's number is given to it when it turns out to be a row.
    pub(super) row: Row,
    /// Whether a blank line stands right before it.
    pub(super) gap: bool,
    /// Whether somebody has hidden it.
    pub(super) hidden: bool,
    /// Whether one of its cells, beside others, is shown across several columns, as the name of a group is.
    pub(super) spans: bool,
    /// Why it cannot be a row whatever its shape, in words that follow "the row".
    pub(super) fault: Option<String>,
    /// The passage that ends with it, where passages are told.
    pub(super) passage: Option<Passage>,
}

impl Raw {
    /// How many cells hold something that can be seen.
    pub(super) fn filled(&self) -> usize {
        self.row.cells().filter(|cell| !is_blank(cell)).count()
    }

    /// Its only filled cell, where there is just one.
    pub(super) fn only(&self) -> Option<&str> {
        let mut filled = self.row.cells().filter(|cell| !is_blank(cell));
        match (filled.next(), filled.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

/// Whether nothing of a cell can be seen.
pub(super) fn is_blank(cell: &str) -> bool {
    // Most cells that are not empty begin with a letter or a digit.
    !cell.as_bytes().first().is_some_and(u8::is_ascii_graphic)
        && cell.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// A cell without blanks and invisible marks at its ends.
pub(super) fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}
