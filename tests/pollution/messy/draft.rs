//! A hand-made file with its truth, written down cell by cell.

use crate::truth::{Case, Duty, Refusal, Row, Truth};

/// Between the cells of a truth: no file has it.
const BETWEEN: char = '¦';
/// A line break within a cell of a truth.
const BREAK: char = '⏎';

/// A case in the making. Rows of a truth are lines whose cells are divided by `¦`; `⏎` is a line break.
pub(crate) struct Draft {
    kind: &'static str,
    name: &'static str,
    text: String,
    bytes: Option<Vec<u8>>,
    truth: Truth,
}

/// A file of this text, in UTF-8 unless it is said otherwise.
pub(crate) fn file(kind: &'static str, name: &'static str, text: impl Into<String>) -> Draft {
    Draft {
        kind,
        name,
        text: text.into(),
        bytes: None,
        truth: Truth {
            headers: Vec::new(),
            rows: Vec::new(),
            refusal: Refusal::Costly,
        },
    }
}

impl Draft {
    /// A right header. A second call adds another one.
    pub(crate) fn header(mut self, names: &str) -> Self {
        self.truth.headers.push(cells(names));
        self
    }

    /// Rows that have to be handed on.
    pub(crate) fn rows(self, rows: &str) -> Self {
        self.with(rows, Duty::HandOn)
    }

    /// Rows that may be handed on or reported.
    pub(crate) fn either(self, rows: &str) -> Self {
        self.with(rows, Duty::Either)
    }

    /// Rows that may only be reported.
    pub(crate) fn report(self, rows: &str) -> Self {
        self.with(rows, Duty::Report)
    }

    /// Another right reading of the last row.
    pub(crate) fn or(mut self, row: &str) -> Self {
        if let Some(last) = self.truth.rows.last_mut() {
            last.also.push(cells(row));
        }
        self
    }

    /// To refuse the file is as right as to read it.
    pub(crate) fn or_refused(mut self) -> Self {
        self.truth.refusal = Refusal::Right;
        self
    }

    /// The file is no sheet of customers.
    pub(crate) fn refused(mut self) -> Self {
        self.truth.refusal = Refusal::Only;
        self
    }

    /// Lines end so, within cells as well.
    pub(crate) fn end(mut self, end: &str) -> Self {
        self.text = self.text.replace('\n', end);
        self
    }

    /// The text is written so.
    pub(crate) fn encoded(mut self, encoding: impl Fn(&str) -> Vec<u8>) -> Self {
        self.bytes = Some(encoding(&self.text));
        self
    }

    /// The finished case.
    pub(crate) fn case(self) -> Case {
        let mut case = Case::new(self.kind, self.name.to_owned(), &self.text, self.truth);
        if let Some(bytes) = self.bytes {
            case.bytes = bytes;
        }
        case
    }

    fn with(mut self, rows: &str, duty: Duty) -> Self {
        let rows = rows.lines().map(|line| Row {
            duty,
            ..Row::new(cells(line))
        });
        self.truth.rows.extend(rows);
        self
    }
}

fn cells(line: &str) -> Vec<String> {
    let cells = line.split(BETWEEN);
    cells.map(|cell| cell.replace(BREAK, "\n")).collect()
}
