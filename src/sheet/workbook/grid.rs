//! A row of the grid while its cells come in, in whatever order they come.

use super::error::WorkbookError;

/// Most columns of a sheet, Excel's and LibreOffice's bound.
pub(super) const MAX_COLUMNS: usize = 16_384;

/// Most rows of a sheet, Excel's and LibreOffice's bound.
pub(super) const MAX_ROWS: u64 = 1_048_576;

/// Largest text of a row, in bytes: it is held in memory as a whole. Customers take a few hundred bytes, a
/// cell at Excel's limit up to 128 KiB.
pub(super) const MAX_ROW: usize = 4 * 1024 * 1024;

/// A row that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GridRow {
    /// Its number in the sheet, from 1, as the spreadsheet program shows it.
    pub(crate) number: u64,
    /// Whether the program does not show it: hidden by hand, by a filter, or of no height.
    pub(crate) hidden: bool,
    /// The texts of the cells, one behind the other, from column A on.
    pub(crate) text: String,
    /// Where each cell ends in `text`. Blank cells behind the last one that is not are left off.
    pub(crate) ends: Vec<u32>,
    /// What cannot be told of single cells. Their texts are what the file holds, or blank.
    pub(crate) faults: Vec<CellFault>,
}

impl GridRow {
    /// The cells' texts, column A first.
    #[cfg(test)]
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = *end as usize;
            let cell = self.text.get(start..end).unwrap_or_default();
            start = end;
            cell
        })
    }
}

/// A cell whose text is not what its author meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellFault {
    /// The column, from 0.
    pub(crate) column: usize,
    /// What is the matter, as it goes on from "the cell": "holds the error #REF!".
    pub(crate) what: &'static str,
}

/// Where a cell's text stands in the row's.
#[derive(Debug, Clone, Copy)]
struct Span {
    column: usize,
    start: usize,
    end: usize,
}

/// The row that comes in. Its memory is used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The texts in the order in which they came. A cell's text is appended, then [`Grid::close`]d.
    pub(super) text: String,
    spans: Vec<Span>,
    faults: Vec<CellFault>,
    open: usize,
}

impl Grid {
    /// Begins a row.
    pub(super) fn begin(&mut self) {
        self.text.clear();
        self.spans.clear();
        self.faults.clear();
        self.open = 0;
    }

    /// What was appended since the last cell is the text of the cell in `column`.
    pub(super) fn close(&mut self, column: usize, fault: Option<&'static str>) {
        let (start, end) = (self.open, self.text.len());
        self.open = end;
        if start == end && fault.is_none() {
            return;
        }
        self.spans.push(Span { column, start, end });
        if let Some(what) = fault {
            self.faults.push(CellFault { column, what });
        }
    }

    /// Puts the cell that was closed last into `column` as well.
    pub(super) fn repeat(&mut self, column: usize) {
        let Some(last) = self.spans.last().copied() else {
            return;
        };
        let fault = self
            .faults
            .last()
            .filter(|fault| fault.column == last.column);
        let what = fault.map(|fault| fault.what);
        self.text.extend_from_within(last.start..last.end);
        self.close(column, what);
    }

    /// Whether the row is larger than memory should hold.
    pub(super) fn is_too_large(&self) -> bool {
        self.text.len() > MAX_ROW
    }

    /// The row, if a cell of it is not blank. Cells of nothing but white space are blank only where
    /// nothing else stands behind them. `Err` is a column that is there twice.
    pub(super) fn row(&mut self, number: u64, hidden: bool) -> Result<Option<GridRow>, usize> {
        if !self.spans.is_sorted_by(|a, b| a.column < b.column) {
            self.sort()?;
        }
        let text = &self.text;
        let is_blank = |span: &Span| {
            let cell = text.get(span.start..span.end).unwrap_or_default();
            cell.trim().is_empty() && !self.faults.iter().any(|fault| fault.column == span.column)
        };
        let Some(last) = self.spans.iter().rposition(|span| !is_blank(span)) else {
            return Ok(None);
        };
        let spans = self.spans.get(..=last).unwrap_or_default();
        let (width, bytes) = spans
            .last()
            .map_or((0, 0), |span| (span.column + 1, span.end));
        let mut ends = Vec::with_capacity(width);
        let mut end = 0;
        for span in spans {
            ends.resize(span.column, end);
            // Rows are bounded far below what 32 bits hold.
            end = u32::try_from(span.end).unwrap_or(u32::MAX);
            ends.push(end);
        }
        Ok(Some(GridRow {
            number,
            hidden,
            text: text.get(..bytes).unwrap_or_default().to_owned(),
            ends,
            faults: self.faults.clone(),
        }))
    }

    fn sort(&mut self) -> Result<(), usize> {
        self.spans.sort_by_key(|span| span.column);
        self.faults.sort_by_key(|fault| fault.column);
        let (mut text, mut previous) = (String::with_capacity(self.text.len()), None);
        for span in &mut self.spans {
            if previous == Some(span.column) {
                return Err(span.column);
            }
            previous = Some(span.column);
            let start = text.len();
            text.push_str(self.text.get(span.start..span.end).unwrap_or_default());
            (span.start, span.end) = (start, text.len());
        }
        self.text = text;
        Ok(())
    }
}

/// Refuses a row number that no sheet has.
pub(super) fn check_row(part: &str, number: u64) -> Result<(), WorkbookError> {
    if number > MAX_ROWS {
        let what = format!("it has a row {number}, and sheets end at row {MAX_ROWS}");
        return Err(WorkbookError::too_large(part, what));
    }
    Ok(())
}

/// The letters of a column, for messages: 0 is A.
pub(super) fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        // The remainder is below 26.
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    fn grid(cells: &[(usize, &str, Option<&'static str>)]) -> Grid {
        let mut grid = Grid::default();
        grid.begin();
        for (column, text, fault) in cells {
            grid.text.push_str(text);
            grid.close(*column, *fault);
        }
        grid
    }

    fn cells(row: Option<GridRow>) -> Vec<String> {
        row.unwrap().cells().map(str::to_owned).collect()
    }

    #[test]
    fn gaps_are_blank_and_trailing_blanks_are_left_off() {
        let mut grid = grid(&[
            (1, "b", None),
            (3, " ", None),
            (4, "e", None),
            (9, " ", None),
        ]);
        assert_eq!(cells(grid.row(7, false).unwrap()), ["", "b", "", " ", "e"]);
    }

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut grid = grid(&[(2, "c", Some("x")), (0, "a", None)]);
        let row = grid.row(1, true).unwrap();
        assert_eq!(row.as_ref().unwrap().faults[0].column, 2);
        assert_eq!(cells(row), ["a", "", "c"]);
    }

    #[test]
    fn a_cell_that_is_there_twice_is_an_error() {
        assert_eq!(
            grid(&[(2, "c", None), (0, "a", None), (2, "d", None)]).row(1, false),
            Err(2)
        );
    }

    #[test]
    fn a_row_of_blanks_is_no_row_but_a_blank_with_a_fault_is() {
        assert_eq!(
            grid(&[(0, " ", None), (5, "\u{a0}", None)]).row(1, false),
            Ok(None)
        );
        let row = grid(&[(1, "", Some("x"))]).row(1, false).unwrap();
        assert_eq!(cells(row), ["", ""]);
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            ["A", "Z", "AA", "XFD"],
            [0, 25, 26, 16_383]
                .map(letters)
                .each_ref()
                .map(String::as_str)
        );
    }
}
