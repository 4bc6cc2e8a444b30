//! A sheet as its owner sees it: opened, mended and saved by other programs than ours.

use std::path::Path;

use calamine::Reader as _;

/// Header and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Opens a file, as CSV or as a workbook by its name.
    pub(crate) fn open(path: &Path) -> Self {
        let mut rows = if path.extension().is_some_and(|end| end == "xlsx") {
            let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
            let sheet = book.worksheet_range_at(0).expect("a worksheet");
            let sheet = sheet.expect("cells");
            let text = |cell: &calamine::Data| match cell {
                calamine::Data::String(text) => text.clone(),
                calamine::Data::Empty => String::new(),
                other => panic!("a cell is no text: {other:?}"),
            };
            sheet
                .rows()
                .map(|row| row.iter().map(text).collect())
                .collect()
        } else {
            Self::records(&std::fs::read(path).expect("a file"), b',')
        };
        let header = rows.remove(0);
        Self { header, rows }
    }

    /// The records of a text, without its byte order mark.
    pub(crate) fn records(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(text);
        let records = reader.records().map(|record| record.expect("a record"));
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    /// The cell of a column in a row.
    pub(crate) fn cell(&mut self, row: usize, column: &str) -> &mut String {
        let place = self.header.iter().position(|name| name == column);
        &mut self.rows[row][place.expect("a column")]
    }

    /// The row whose cell in this column begins so.
    pub(crate) fn find(&mut self, column: &str, begins: &str) -> usize {
        (0..self.rows.len())
            .find(|row| self.cell(*row, column).starts_with(begins))
            .unwrap_or_else(|| panic!("no row has {begins:?} in {column}: {self:?}"))
    }

    /// Saves it, as CSV or as a workbook by its name.
    pub(crate) fn save(&self, path: &Path) {
        let rows = std::iter::once(&self.header).chain(&self.rows);
        if path.extension().is_some_and(|end| end == "xlsx") {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (y, row) in (0..).zip(rows) {
                for (x, cell) in (0..).zip(row) {
                    sheet.write_string(y, x, cell).expect("a cell");
                }
            }
            book.save(path).expect("a workbook");
        } else {
            let mut writer = csv::Writer::from_path(path).expect("a file");
            for row in rows {
                writer.write_record(row).expect("a record");
            }
            writer.flush().expect("a file");
        }
    }
}
