//! How far the cells of an old workbook reach, found out before they are read.
//!
//! The crate that reads the values makes room for what a sheet says of its own size, and for every place between
//! its first cell and its last. Ten kilobytes can ask it for more memory than there is, which ends the program.

use super::biff::{BOF, BOUNDSHEET, EOF, Records};
use super::compound::{long, short};
use super::error::WorkbookError;

/// Rows and columns of a sheet, the format's own bounds.
const MAX_ROWS: u64 = 65_536;
const MAX_COLUMNS: u64 = 256;

/// Places for which there is room whatever stands there: 32 bytes each, so 128 MiB.
const ROOM: u64 = 4 * 1024 * 1024;

/// Places to a filled one in a larger sheet. A table in which one cell in ten is filled is read.
const PLACES: u64 = 16;

const DIMENSIONS: u16 = 0x0200;
const MULRK: u16 = 0x00BD;

/// The records of one cell: number, label, two kinds of text, truth or error, a packed number, a formula.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x00FD, 0x0205, 0x027E, 0x0006];

/// Refuses a workbook with a sheet that is larger than what stands in it.
///
/// # Errors
/// [`WorkbookError`] that says so.
pub(super) fn check(stream: &[u8]) -> Result<(), WorkbookError> {
    let mut starts = Vec::new();
    for (kind, data) in Records(stream).map_while(Result::ok) {
        match kind {
            EOF => break,
            BOUNDSHEET => starts.push(long(data, 0) as usize),
            _ => {}
        }
    }
    let mut walked = 0;
    for start in starts {
        let sheet = stream.get(start..).unwrap_or_default();
        walked += Extent::default().walk(sheet)?;
        if walked > stream.len() {
            return Err(refused("its sheets lie over each other"));
        }
    }
    Ok(())
}

fn refused(fault: &str) -> WorkbookError {
    WorkbookError::damaged("the records of the workbook", fault)
}

/// The places of the cells that were seen.
#[derive(Default)]
struct Extent {
    cells: u64,
    /// First row and column, and last ones.
    corners: Option<((u16, u16), (u16, u16))>,
}

impl Extent {
    /// Walks the records of a sheet to its end, and gives their length in bytes.
    fn walk(mut self, sheet: &[u8]) -> Result<usize, WorkbookError> {
        let (mut records, mut depth) = (Records(sheet), 0_usize);
        while let Some(Ok((kind, data))) = records.next() {
            match kind {
                BOF => depth += 1,
                // Charts inside of the sheet end as well.
                EOF if depth > 1 => depth -= 1,
                EOF => break,
                _ if depth > 1 => {}
                DIMENSIONS => check_said(data)?,
                MULRK => {
                    let last = short(data, data.len().saturating_sub(2));
                    self.see(short(data, 0), short(data, 2));
                    self.see(short(data, 0), last);
                }
                _ if CELLS.contains(&kind) => self.see(short(data, 0), short(data, 2)),
                _ => {}
            }
        }
        self.check()?;
        Ok(sheet.len() - records.0.len())
    }

    fn see(&mut self, row: u16, column: u16) {
        self.cells += 1;
        let place = (row, column);
        let (first, last) = self.corners.unwrap_or((place, place));
        self.corners = Some((
            (first.0.min(row), first.1.min(column)),
            (last.0.max(row), last.1.max(column)),
        ));
    }

    fn check(&self) -> Result<(), WorkbookError> {
        let Some((first, last)) = self.corners else {
            return Ok(());
        };
        if u64::from(last.1) >= MAX_COLUMNS {
            return Err(refused("a cell is in a column that no sheet has"));
        }
        let count = |first: u16, last: u16| u64::from(last - first) + 1;
        let places = count(first.0, last.0) * count(first.1, last.1);
        if places > ROOM && places / PLACES > self.cells {
            return Err(refused(
                "its cells are strewn over a sheet that is larger than what stands in it",
            ));
        }
        Ok(())
    }
}

/// Refuses what no sheet can say of its size.
fn check_said(data: &[u8]) -> Result<(), WorkbookError> {
    let said = match data.len() {
        10 => [0, 2, 4, 6].map(|at| u32::from(short(data, at))),
        14 | 16 => [
            long(data, 0),
            long(data, 4),
            u32::from(short(data, 8)),
            u32::from(short(data, 10)),
        ],
        // The crate that reads the values refuses it.
        _ => return Ok(()),
    };
    let [first_row, behind_row, _, behind_column] = said;
    let is_empty = behind_row == 0 || behind_column == 0;
    // Where the first column is nonsense, room is made from column A on.
    let places = u64::from(behind_row.saturating_sub(first_row)) * u64::from(behind_column);
    if !is_empty && (places == 0 || places > MAX_ROWS * MAX_COLUMNS) {
        return Err(refused("a sheet says that it is larger than sheets are"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A workbook of sheets that begin here, counted in bytes behind the list of sheets.
    fn book(starts: &[u32], sheets: &[u8]) -> Vec<u8> {
        let list = starts.len() * 12 + 4;
        let mut book = Vec::new();
        for start in starts {
            let start = start + u32::try_from(list).unwrap_or(u32::MAX);
            book.extend(record(
                BOUNDSHEET,
                &[&start.to_le_bytes()[..], &[0; 4]].concat(),
            ));
        }
        book.extend(record(EOF, &[]));
        [book, sheets.to_vec()].concat()
    }

    fn sheet(records: &[Vec<u8>]) -> Vec<u8> {
        [record(BOF, &[0; 4]), records.concat(), record(EOF, &[])].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
        record(0x0203, &[place, vec![0; 10]].concat())
    }

    fn size(first: u32, behind: u32, columns: u16) -> Vec<u8> {
        let rows = [first.to_le_bytes(), behind.to_le_bytes()].concat();
        record(
            DIMENSIONS,
            &[rows, vec![0, 0], columns.to_le_bytes().to_vec(), vec![0, 0]].concat(),
        )
    }

    fn refusal(records: &[Vec<u8>]) -> String {
        check(&book(&[0], &sheet(records)))
            .map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn a_sheet_that_says_that_it_is_larger_than_sheets_are_is_refused_before_room_is_made_for_it() {
        for (said, fits) in [
            (size(0, 65_536, 256), true),
            (size(0, 0, 0), true),
            (size(7, 7, 0), true),
            (size(0, u32::MAX, 256), false),
            (size(0, 65_536, u16::MAX), false),
            (size(9, 3, 1), false),
        ] {
            assert_eq!(
                refusal(std::slice::from_ref(&said)).is_empty(),
                fits,
                "{said:?}"
            );
        }
    }

    #[test]
    fn two_cells_at_the_ends_of_a_sheet_are_refused_and_a_table_is_not() {
        assert!(refusal(&[cell(0, 0), cell(u16::MAX, 255)]).contains("strewn"));
        assert!(refusal(&[cell(0, 0), cell(0, 256)]).contains("column"));
        assert_eq!(refusal(&[cell(0, 0), cell(u16::MAX, 63)]), "");
        let table: Vec<Vec<u8>> = (0..u16::MAX)
            .flat_map(|row| [0, 10, 20, 30, 40, 50, 60, 70, 80, 90].map(|column| cell(row, column)))
            .collect();
        assert_eq!(refusal(&table), "");
    }

    #[test]
    fn sheets_that_lie_over_each_other_are_refused() {
        let sheets = sheet(&[cell(0, 0)]);
        assert!(check(&book(&[0], &sheets)).is_ok());
        assert!(check(&book(&[0; 9], &sheets)).is_err());
    }
}
