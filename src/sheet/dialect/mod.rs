//! How delimited text is written: what separates its cells, and how they are quoted.
//!
//! Nothing in such a file says so, and a wrong guess moves values into other columns. So every dialect
//! that the bytes allow is tried on the whole sample, and the one is taken under which the rows have the
//! same width and the cells look like numbers, dates, addresses or words. Where two are as good, or where
//! one column may be several, nothing is guessed.

mod cell;
mod quoting;
mod reading;
mod sep;
mod sniff;
mod undecided;

pub(crate) use sniff::sniff;
pub(crate) use undecided::Undecided;

/// The grammar of one delimited text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The byte between two cells.
    pub(crate) delimiter: u8,
    /// Whether blanks behind a delimiter are not part of the cell, as in `"a", "b"`.
    pub(crate) spaced: bool,
    /// The byte around cells that hold delimiters or line breaks; `None`: there is no such byte.
    pub(crate) quote: Option<u8>,
    /// The byte that makes the quote behind it text, usually a backslash; `None`: a quote in quotes is
    /// doubled.
    pub(crate) escape: Option<u8>,
}

/// What a person said of the dialect, which is taken as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The delimiter, if it was said.
    pub(crate) delimiter: Option<u8>,
    /// The quote, if it was said; `Some(None)`: there is none.
    pub(crate) quote: Option<Option<u8>>,
}

/// The dialect of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// How it is written.
    pub(crate) dialect: Dialect,
    /// How many cells most of its records have.
    pub(crate) width: usize,
    /// Whether no other reading is nearly as good.
    pub(crate) certain: bool,
    /// The other readings that are plausible, the best first.
    pub(crate) rivals: Vec<Dialect>,
    /// Bytes at the start that are no data: a line that names the delimiter, as in `sep=;`.
    pub(crate) skip: usize,
}
