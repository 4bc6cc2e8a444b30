//! A record as it was parsed, and what is wrong with it.

/// Most cells of a record; Excel has 16,384 columns.
pub(crate) const MAX_CELLS: usize = 16_384;

/// Bytes of a cell that is copied in one step.
const SHORT: usize = 32;

/// What makes a record unsound. Positions are bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Text stands `at` behind the closing quote of the cell whose quote is at `open`.
    Stray {
        /// The opening quote.
        open: usize,
        /// The text behind the closing one.
        at: usize,
    },
    /// The quote at `open` is not closed before the end of the bytes.
    Open {
        /// The opening quote.
        open: usize,
    },
    /// A carriage return stands in an unquoted cell of a text whose lines end with line feeds.
    Return,
    /// There are more than [`MAX_CELLS`].
    Cells,
}

/// A record as it was parsed. It is reused, so that cells cost no allocation.
#[derive(Debug, Default)]
pub(crate) struct Parse {
    /// The cells' contents, back to back.
    pub(crate) cells: Vec<u8>,
    /// Where each cell ends in them.
    pub(crate) ends: Vec<u32>,
    /// Bytes of the record, with its line end.
    pub(crate) length: usize,
    /// Line breaks inside the record.
    pub(crate) breaks: u64,
    /// How many cells are in quotes.
    pub(crate) quoted: usize,
    /// Whether a cell without quotes around it ends with a quote or has a doubled one in it, as the pieces
    /// of a quoted cell do that is torn. A quote in the middle of a word is text and nothing else.
    pub(crate) loose: bool,
    /// The opening quotes of the cells that go over several lines.
    pub(crate) spans: Vec<usize>,
    /// What is wrong with it.
    pub(crate) flaw: Option<Flaw>,
}

impl Parse {
    /// Forgets the record before.
    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.ends.clear();
        self.length = 0;
        self.breaks = 0;
        self.quoted = 0;
        self.loose = false;
        self.spans.clear();
        self.flaw = None;
    }

    /// How many cells there are.
    pub(crate) fn width(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing is wrong with it and it has `width` cells.
    pub(crate) fn is_sound(&self, width: usize) -> bool {
        self.flaw.is_none() && self.width() == width
    }

    /// The cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.cells.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            cell
        })
    }

    /// Copies a piece of a cell. Most are short, and copying a fixed number of bytes and cutting them off
    /// is several times as fast as copying a few.
    pub(crate) fn copy(&mut self, bytes: &[u8], start: usize, end: usize) {
        let rest = bytes.get(start..).unwrap_or_default();
        let length = end.saturating_sub(start);
        match rest.first_chunk::<SHORT>() {
            Some(chunk) if length <= SHORT => {
                let whole = self.cells.len() + length;
                self.cells.extend_from_slice(chunk);
                self.cells.truncate(whole);
            }
            _ => self
                .cells
                .extend_from_slice(rest.get(..length).unwrap_or(rest)),
        }
    }

    /// Ends a cell; `false` if there are too many.
    pub(crate) fn end_cell(&mut self) -> bool {
        if self.ends.len() == MAX_CELLS {
            self.flaw.get_or_insert(Flaw::Cells);
            return false;
        }
        self.ends
            .push(u32::try_from(self.cells.len()).unwrap_or(u32::MAX));
        true
    }
}
