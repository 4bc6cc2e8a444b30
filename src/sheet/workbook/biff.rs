//! What the records of an old workbook say beyond the values of its cells: formats and hidden rows.
//!
//! The crate that reads the values keeps these to itself. Walking the records also shows that the sheet is
//! whole, which old workbooks have no checksum for.

use std::collections::{HashMap, HashSet};

use super::compound::{long, short};
use super::error::WorkbookError;
use super::format::Format;

/// What the records are called in messages.
const RECORDS: &str = "the records of the workbook";

/// The version of Excel 97 to 2003. Older ones write texts in ways that are not read here.
const BIFF8: u16 = 0x0600;

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const BOUNDSHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const ROW: u16 = 0x0208;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MULRK: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;

/// What is known of the rows and cells of one sheet. Rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct Facts {
    hidden: HashSet<u16>,
    formats: Vec<Format>,
    /// The place and the style of each number, in the order of the places.
    styles: Vec<(u16, u16, u16)>,
}

impl Facts {
    /// Whether the row is not shown.
    pub(super) fn is_hidden(&self, row: usize) -> bool {
        u16::try_from(row).is_ok_and(|row| self.hidden.contains(&row))
    }

    /// The format of the number at this place.
    pub(super) fn format(&self, row: usize, column: usize) -> Option<&Format> {
        let place = (u16::try_from(row).ok()?, u16::try_from(column).ok()?);
        let styles = &self.styles;
        let found = styles.binary_search_by_key(&place, |(row, column, _)| (*row, *column));
        let (_, _, style) = styles.get(found.ok()?)?;
        self.formats.get(usize::from(*style))
    }

    /// Walks the records of `stream` for the worksheet at `index` among all worksheets.
    pub(super) fn read(stream: &[u8], index: usize) -> Result<Self, WorkbookError> {
        let mut facts = Self::default();
        let (mut codes, mut starts): (HashMap<u16, Format>, Vec<u32>) = Default::default();
        for record in Records(stream) {
            let (kind, data) = record?;
            match kind {
                BOF if short(data, 0) != BIFF8 => return Ok(facts),
                EOF => break,
                FORMAT => {
                    let code = text(data.get(4..), usize::from(short(data, 2)));
                    codes.insert(short(data, 0), Format::of(&code));
                }
                XF => {
                    let id = short(data, 2);
                    let own = codes.get(&id).cloned();
                    let format = own.unwrap_or_else(|| Format::built_in(u32::from(id)));
                    facts.formats.push(format);
                }
                // The others are charts and macros.
                BOUNDSHEET if data.get(5) == Some(&0) => starts.push(long(data, 0)),
                _ => {}
            }
        }
        let start = starts.get(index);
        let sheet = start.and_then(|start| stream.get(*start as usize..));
        facts.sheet(sheet.unwrap_or_default())?;
        Ok(facts)
    }

    fn sheet(&mut self, stream: &[u8]) -> Result<(), WorkbookError> {
        let mut depth = 0;
        for record in Records(stream) {
            let (kind, data) = record?;
            match kind {
                BOF => depth += 1,
                // Charts inside of the sheet end as well.
                EOF if depth > 1 => depth -= 1,
                EOF => {
                    self.styles.sort_unstable();
                    return Ok(());
                }
                _ if depth > 1 => {}
                ROW => {
                    let (height, flags) = (short(data, 6) & 0x7FFF, short(data, 12));
                    if height == 0 || flags & 0x20 != 0 {
                        self.hidden.insert(short(data, 0));
                    }
                }
                NUMBER | RK | FORMULA => {
                    self.note(short(data, 0), short(data, 2), short(data, 4));
                }
                MULRK => {
                    let cells = data
                        .get(4..data.len().saturating_sub(2))
                        .unwrap_or_default();
                    for (column, cell) in (short(data, 2)..).zip(cells.chunks_exact(6)) {
                        self.note(short(data, 0), column, short(cell, 0));
                    }
                }
                _ => {}
            }
        }
        Err(WorkbookError::damaged(RECORDS, "the sheet does not end"))
    }

    fn note(&mut self, row: u16, column: u16, style: u16) {
        let format = self.formats.get(usize::from(style));
        if format.is_some_and(|format| *format != Format::Plain) {
            self.styles.push((row, column, style));
        }
    }
}

/// The records of a stream: each with its kind and its data.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, &'a [u8]), WorkbookError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let length = usize::from(short(self.0, 2));
        let data = self
            .0
            .get(4..)
            .and_then(|rest| rest.split_at_checked(length));
        let Some((data, rest)) = data else {
            self.0 = &[];
            return Some(Err(WorkbookError::damaged(RECORDS, "a record is cut off")));
        };
        let kind = short(self.0, 0);
        self.0 = rest;
        Some(Ok((kind, data)))
    }
}

/// A text of `length` characters, of one byte each or of two, as its first byte says.
fn text(bytes: Option<&[u8]>, length: usize) -> String {
    let Some((flags, bytes)) = bytes.and_then(<[u8]>::split_first) else {
        return String::new();
    };
    if flags & 1 == 0 {
        return bytes
            .iter()
            .take(length)
            .map(|byte| char::from(*byte))
            .collect();
    }
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .take(length)
        .map(|unit| short(unit, 0))
        .collect();
    String::from_utf16_lossy(&units)
}
