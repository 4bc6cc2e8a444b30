//! Workbooks of Excel up to 2003, loaded whole.
//!
//! The values are read by a crate; formats and hidden rows, which it does not tell, by [`Facts`] from the same
//! records. Of workbooks before Excel 97 those are not known. A formula that was never calculated is an empty
//! text or 0 in this format, as others are, and cannot be told.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use calamine::{Data, DataType, ExcelDateTime, Range, Reader, SheetType, SheetVisible, XlsError};

use super::biff::Facts;
use super::compound::Compound;
use super::error::WorkbookError;
use super::extent;
use super::format::Format;
use super::grid::{Grid, GridRow, MAX_ROW};
use super::merge::{MAX_MERGES, Merge, WATCHED_ROWS};
use super::moment::{self, Epoch, Shown};
use super::number;
use super::quiet::quietly;
use super::sheets::{Choice, OtherSheet, Tab, others, pick};
use super::xlsx::error_fault;

/// Largest file, in bytes. 65,536 rows of 20 texts, the format's bound, are about 40 MiB; in memory it is
/// a few times that.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// What the file as a whole is called in messages.
const WHOLE: &str = "the workbook";

/// A workbook whose sheet is chosen.
pub(super) struct Xls {
    range: Range<Data>,
    epoch: Epoch,
    facts: Facts,
    /// The sheet's place among all worksheets.
    index: usize,
    next: usize,
    grid: Grid,
    pub(super) sheet: String,
    pub(super) others: Vec<OtherSheet>,
    pub(super) merges: Vec<Merge>,
}

impl Xls {
    /// Loads the workbook that `file` is, in the container `compound`.
    pub(super) fn open(
        file: &File,
        compound: &Compound<'_>,
        choice: &Choice<'_>,
    ) -> Result<Self, WorkbookError> {
        let bytes = load(file)?;
        let limit = usize::try_from(MAX_FILE).unwrap_or(usize::MAX);
        let streams = [
            compound.stream("Workbook", limit)?,
            compound.stream("Book", limit)?,
        ];
        for stream in streams.iter().flatten() {
            extent::check(stream)?;
        }
        // The parser indexes into what it is given; a damaged file is no reason to end the program.
        let opened = quietly(|| Self::parse(bytes, choice));
        let broken = || Err(WorkbookError::damaged(WHOLE, "its records are broken"));
        let mut opened = opened.unwrap_or_else(broken)?;
        if let [Some(stream), _] = &streams {
            opened.facts = Facts::read(stream, opened.index)?;
        }
        Ok(opened)
    }

    fn parse(bytes: Vec<u8>, choice: &Choice<'_>) -> Result<Self, WorkbookError> {
        let mut book = calamine::Xls::new(Cursor::new(bytes)).map_err(refused)?;
        let sheets = book.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let tab = |sheet: &calamine::Sheet| Tab {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        };
        let tabs: Vec<Tab> = sheets.map(tab).collect();
        let epoch = if book.has_1904_epoch() {
            Epoch::Year1904
        } else {
            Epoch::Year1900
        };
        let (mut opened, mut empty) = (None, None);
        for index in pick(&tabs, choice)? {
            let Some(tab) = tabs.get(index) else {
                continue;
            };
            let range = book.worksheet_range(&tab.name).map_err(refused)?;
            if range.used_cells().next().is_some() {
                opened = Some((index, range));
                break;
            }
            empty = empty.or(Some((index, range)));
        }
        let Some((index, range)) = opened.or(empty) else {
            return Err(WorkbookError::NoSheet);
        };
        let (sheet, others) = others(tabs, index);
        let merges = book.merge_cells_by_sheet_name(&sheet).map_err(refused)?;
        let merges = merges.into_iter().map(|merge| Merge {
            first_row: u64::from(merge.start.0) + 1,
            last_row: u64::from(merge.end.0) + 1,
            first_column: merge.start.1 as usize,
            last_column: merge.end.1 as usize,
        });
        let merges = merges.filter(|merge| merge.first_row <= WATCHED_ROWS);
        let opened = Self {
            range,
            epoch,
            facts: Facts::default(),
            index,
            next: 0,
            grid: Grid::default(),
            sheet,
            others,
            merges: merges.take(MAX_MERGES).collect(),
        };
        opened.check()?;
        Ok(opened)
    }

    /// Refuses rows that are larger than other readers hand on.
    fn check(&self) -> Result<(), WorkbookError> {
        let large = |row: &[Data]| {
            let text = |cell: &Data| cell.get_string().map_or(0, str::len);
            row.iter().map(text).sum::<usize>() > MAX_ROW
        };
        if self.range.rows().any(large) {
            let what = format!("it has a row larger than {} MiB", MAX_ROW / 1024 / 1024);
            return Err(WorkbookError::too_large(&self.sheet, what));
        }
        Ok(())
    }

    /// The next row that holds something.
    pub(super) fn next(&mut self) -> Option<GridRow> {
        let (first_row, first_column) = self.range.start().unwrap_or_default();
        while self.next < self.range.height() {
            let row = first_row as usize + self.next;
            self.grid.begin();
            for at in 0..self.range.width() {
                if let Some(cell) = self.range.get((self.next, at)) {
                    let column = first_column as usize + at;
                    let format = self.facts.format(row, column);
                    let fault = write(cell, format, self.epoch, &mut self.grid.text);
                    self.grid.close(column, fault);
                }
            }
            self.next += 1;
            // Columns come in order, so that none is there twice.
            let number = row as u64 + 1;
            if let Ok(Some(row)) = self.grid.row(number, self.facts.is_hidden(row)) {
                return Some(row);
            }
        }
        None
    }
}

fn load(mut file: &File) -> Result<Vec<u8>, WorkbookError> {
    let size = file.seek(SeekFrom::End(0)).map_err(WorkbookError::Io)?;
    if size > MAX_FILE {
        let what = format!(
            "an old workbook of more than {} MiB",
            MAX_FILE / 1024 / 1024
        );
        return Err(WorkbookError::too_large(WHOLE, what));
    }
    file.seek(SeekFrom::Start(0)).map_err(WorkbookError::Io)?;
    let mut bytes = Vec::new();
    let read = file.take(MAX_FILE).read_to_end(&mut bytes);
    read.map_err(WorkbookError::Io)?;
    Ok(bytes)
}

fn refused(error: XlsError) -> WorkbookError {
    match error {
        XlsError::Password => WorkbookError::Protected,
        XlsError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            WorkbookError::Io(error)
        }
        error => WorkbookError::damaged(WHOLE, error.to_string()),
    }
}

/// Appends the text of a cell of this format.
fn write(
    cell: &Data,
    format: Option<&Format>,
    epoch: Epoch,
    out: &mut String,
) -> Option<&'static str> {
    match cell {
        Data::Empty => None,
        Data::String(text) => {
            out.push_str(text);
            None
        }
        // Excel keeps whole numbers as fractions as well; beyond 53 bits there are none.
        Data::Int(number) => write_number(&number.to_string(), format, out),
        Data::Float(number) => write_number(&number.to_string(), format, out),
        Data::Bool(truth) => {
            out.push_str(if *truth { "TRUE" } else { "FALSE" });
            None
        }
        Data::DateTime(moment) => write_moment(moment, format, epoch, out),
        // Texts of this kind are of other formats.
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            out.push_str(text);
            None
        }
        Data::Error(error) => {
            let name = error.to_string();
            out.push_str(&name);
            Some(error_fault(&name))
        }
    }
}

fn write_number(raw: &str, format: Option<&Format>, out: &mut String) -> Option<&'static str> {
    let start = out.len();
    let fault = number::write(raw, out)?;
    if let Some(format) = format {
        format.apply(start, out);
    }
    fault
}

/// Where the format is not known, the number decides what is shown of a moment.
fn write_moment(
    moment: &ExcelDateTime,
    format: Option<&Format>,
    epoch: Epoch,
    out: &mut String,
) -> Option<&'static str> {
    let serial = moment.as_f64();
    let shown = match format {
        Some(Format::Moment(shown)) => *shown,
        _ if moment.is_duration() => Shown::Elapsed,
        _ if (0.0..1.0).contains(&serial) => Shown::Time,
        _ => Shown::Date,
    };
    moment::write(serial, shown, epoch, out)
}
