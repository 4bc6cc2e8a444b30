//! A workbook as a source of records.

use super::error::SheetError;
use super::raw::Raw;
use super::row::Row;
use super::workbook::{GridRow, Workbook, WorkbookError};

/// A worksheet, read from its first row on.
pub(super) struct GridSource {
    name: String,
    workbook: Workbook,
    /// The number of the row that was read last.
    last: u64,
}

impl GridSource {
    /// Reads the worksheet of `workbook`, which messages call `name`.
    pub(super) fn new(name: &str, workbook: Workbook) -> Self {
        Self {
            name: name.to_owned(),
            workbook,
            last: 0,
        }
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Result<Option<Raw>, SheetError> {
        let row = self.workbook.next().map_err(|error| self.error(error))?;
        Ok(row.map(|row| self.raw(row)))
    }

    fn error(&self, error: WorkbookError) -> SheetError {
        SheetError::Workbook {
            name: self.name.clone(),
            fault: error.to_string(),
        }
    }

    fn raw(&mut self, row: GridRow) -> Raw {
        let gap = row.number > self.last + 1;
        self.last = row.number;
        let fault = (!row.faults.is_empty()).then(|| {
            let faults: Vec<String> = row
                .faults
                .iter()
                .map(|fault| format!("column {} {}", fault.column + 1, fault.what))
                .collect();
            faults.join("; ")
        });
        let spans = self.workbook.merges().iter().any(|merge| {
            merge.first_row == row.number
                && merge.first_row == merge.last_row
                && merge.first_column < merge.last_column
        });
        Raw {
            spans: spans && row.ends.len() > 1,
            row: Row::new(0, row.number, row.text, row.ends),
            gap,
            hidden: row.hidden,
            fault,
            passage: None,
        }
    }
}
