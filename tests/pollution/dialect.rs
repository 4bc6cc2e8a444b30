//! How a table is written into a text.

/// Delimiter, quote and line ends of a file.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) delimiter: &'static str,
    pub(crate) quote: char,
    /// What stands before a quote within quotes.
    pub(crate) escape: char,
    /// Every cell is quoted, not only those that need it.
    pub(crate) all: bool,
    pub(crate) end: &'static str,
}

/// As most programs write.
pub(crate) const PLAIN: Dialect = Dialect {
    delimiter: ",",
    quote: '"',
    escape: '"',
    all: false,
    end: "\n",
};

impl Dialect {
    /// A cell as it stands in the file.
    pub(crate) fn cell(&self, cell: &str) -> String {
        if !self.all && !self.needs_quotes(cell) {
            return cell.to_owned();
        }
        let mut quoted = String::from(self.quote);
        for char in cell.chars() {
            if char == self.quote || (char == self.escape && self.escape != self.quote) {
                quoted.push(self.escape);
            }
            quoted.push(char);
        }
        quoted.push(self.quote);
        quoted
    }

    /// The cells of a row as they stand in the file.
    pub(crate) fn cells<S: AsRef<str>>(&self, row: &[S]) -> Vec<String> {
        row.iter().map(|cell| self.cell(cell.as_ref())).collect()
    }

    /// A row without its line end.
    pub(crate) fn row<S: AsRef<str>>(&self, row: &[S]) -> String {
        self.cells(row).join(self.delimiter)
    }

    /// Rows as lines.
    pub(crate) fn rows(&self, rows: &[Vec<String>]) -> Vec<String> {
        rows.iter().map(|row| self.row(row)).collect()
    }

    /// Lines with their ends.
    pub(crate) fn text(&self, lines: &[String]) -> String {
        lines
            .iter()
            .map(|line| format!("{line}{}", self.end))
            .collect()
    }

    fn needs_quotes(&self, cell: &str) -> bool {
        let parts = self.delimiter.chars().next();
        cell.contains([self.quote, '\n', '\r'])
            || parts.is_some_and(|delimiter| cell.contains(delimiter))
            || (self.escape != self.quote && cell.contains(self.escape))
    }
}
