//! A row of a sheet, and where it stands there.

/// A record as it was read: the cells as text, and the two numbers by which people and programs find it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The record, counted from 1 after the header.
    pub record: u64,
    /// The physical line on which it starts, counted from 1. With line breaks inside quotes it is not
    /// the record number plus one.
    pub line: u64,
    /// Where an export of this program says that it has been before.
    pub earlier: Option<Box<Earlier>>,
    text: String,
    ends: Vec<u32>,
}

/// What an export tells of a row beside its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The key under which the ledger knows it.
    pub key: String,
    /// What was wrong with it.
    pub error: String,
}

impl Row {
    /// A row of these cells. `ends` are the ends of the cells in `text`, ascending.
    pub(super) fn new(record: u64, line: u64, text: String, ends: Vec<u32>) -> Self {
        Self {
            record,
            line,
            earlier: None,
            text,
            ends,
        }
    }

    /// The memory of a row that is done with, for a row like it.
    pub(super) fn into_memory(self) -> (String, Vec<u32>) {
        (self.text, self.ends)
    }

    /// A row of these cells.
    pub(crate) fn of<'a>(record: u64, line: u64, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in cells {
            text.push_str(cell);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self::new(record, line, text, ends)
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end as usize).unwrap_or("");
            start = *end as usize;
            cell
        })
    }

    /// The cells, one behind the other.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The cell in a column, counted from 0; blank where there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        let end = |column: usize| self.ends.get(column).map(|end| *end as usize);
        let start = match column.checked_sub(1) {
            None => Some(0),
            Some(before) => end(before),
        };
        match (start, end(column)) {
            (Some(start), Some(end)) => self.text.get(start..end).unwrap_or(""),
            _ => "",
        }
    }

    /// Adds blank cells at the end until there are `width`.
    pub(super) fn pad(&mut self, width: usize) {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.ends.len() < width {
            self.ends.resize(width, end);
        }
    }

    /// Takes cells away at the end until there are `width`. They have to be blank.
    pub(super) fn cut(&mut self, width: usize) {
        self.ends.truncate(width);
        let end = self.ends.last().map_or(0, |end| *end as usize);
        self.text.truncate(end);
    }

    /// The cells as a JSON array of strings.
    #[must_use]
    pub fn to_json(&self) -> Box<str> {
        let cells: Vec<&str> = self.cells().collect();
        serde_json::to_string(&cells)
            .unwrap_or_else(|_| "[]".into())
            .into()
    }
}

/// What reading hands on, one for each record of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A row.
    Row(Row),
    /// A record that was seen and is not a row of this sheet. Its cells are kept to be mended.
    Unreadable {
        /// What could be read of it.
        row: Row,
        /// Why it is no row, and what to do.
        message: String,
    },
}

/// What reading hands on, asides included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A record of the sheet.
    Record(Record),
    /// What stands in the sheet and is no customer.
    Aside(super::Aside),
}
