//! Sheets that a stranger has made, read to their ends.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs::File;
use std::io::{Seek as _, Write as _};

use super::dialect::{self, Told};
use super::hints::{HeaderHint, HiddenRows, Hints};
use super::origin::Origin;
use super::row::{Entry, Record, Row};
use super::stillness::Stillness;
use super::{Sheet, SheetError, workbook};
use crate::fuzzing::Choices;

/// Records after which a sheet that says one row a million times is read no further.
const MOST: usize = 20_000;

/// Delimited text in any dialect.
pub(crate) fn csv(data: &[u8]) {
    super::csv::fuzz::records(data);
}

/// Bytes of any encoding and dialect. `0`: what they are is found out; `1`: they are read as a sheet.
pub(crate) fn text(data: &[u8]) {
    let mut choices = Choices(data);
    let hints = hints(&mut choices);
    if choices.below(2) == 0 {
        return find_out(choices, &hints);
    }
    let origin = || Origin::Stream {
        head: choices.0.to_vec(),
        rest: None,
    };
    let one = read(origin(), &hints);
    // Reading is the same whenever it is done; of long texts one reading is enough.
    if choices.0.len() < 256 {
        assert_eq!(one, read(origin(), &hints));
    }
}

/// The encoding and the dialect of a text.
fn find_out(mut choices: Choices<'_>, hints: &Hints) {
    let whole = choices.below(2) == 0;
    let Some(text) = super::encoding::fuzz::decode(&mut choices) else {
        return;
    };
    let told = Told {
        delimiter: hints.delimiter,
        quote: hints.quote,
    };
    if let Ok(sniffed) = dialect::sniff(&text, whole, &told) {
        assert!(sniffed.skip <= text.len());
        let delimiter = sniffed.dialect.delimiter;
        assert!(told.delimiter.is_none_or(|told| told == delimiter));
    }
}

/// Workbooks of Excel: any bytes, or any parts of an archive that is sound.
pub(crate) fn xlsx(data: &[u8]) {
    let mut choices = Choices(data);
    let hints = hints(&mut choices);
    let bytes = workbook::fuzz::xlsx(choices);
    book(&bytes, &hints);
}

/// Workbooks of OpenDocument by their parts, and old ones of Excel by their bytes.
pub(crate) fn ods_xls(data: &[u8]) {
    let mut choices = Choices(data);
    let hints = hints(&mut choices);
    let bytes = workbook::fuzz::ods_or_xls(choices);
    book(&bytes, &hints);
}

fn hints(choices: &mut Choices<'_>) -> Hints {
    let byte = choices.below(36);
    Hints {
        delimiter: [None, None, None, Some(b',')][byte % 4],
        quote: [None, None, Some(Some(b'"')), Some(None)][byte / 4 % 4],
        header: [
            HeaderHint::Found,
            HeaderHint::Found,
            HeaderHint::Absent,
            HeaderHint::Line(2),
        ][byte / 2 % 4],
        hidden: [HiddenRows::Report, HiddenRows::Read, HiddenRows::Skip][byte % 3],
        ..Hints::default()
    }
}

fn book(bytes: &[u8], hints: &Hints) {
    let file = || -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.rewind().unwrap();
        file
    };
    workbook::fuzz::rows(file(), MOST);
    let file = file();
    let stillness = Stillness::of(&file).unwrap();
    let _ = read(Origin::File { file, stillness }, hints);
}

/// All that a sheet hands on, and why it cannot be read (further).
fn read(origin: Origin, hints: &Hints) -> (Vec<Row>, Option<String>) {
    let mut rows = Vec::new();
    let mut sheet = match Sheet::begin("fuzz".into(), origin, hints) {
        Ok(sheet) => sheet,
        Err(error) => return (rows, Some(told(&error))),
    };
    let (mut line, mut records) = (0, 0);
    while rows.len() < MOST {
        let (row, is_record) = match sheet.next_entry() {
            Ok(Some(Entry::Record(Record::Row(row)))) => {
                assert_eq!(row.len(), sheet.header().names().len(), "{row:?}");
                (row, true)
            }
            Ok(Some(Entry::Record(Record::Unreadable { row, message }))) => {
                assert!(!message.is_empty());
                (row, true)
            }
            Ok(Some(Entry::Aside(aside))) => (aside.row, false),
            Ok(None) => return (rows, None),
            Err(error) => return (rows, Some(told(&error))),
        };
        if is_record {
            records += 1;
            assert_eq!(row.record, records);
        }
        assert!(row.line > line, "lines ascend");
        line = row.line;
        rows.push(row);
    }
    (rows, None)
}

fn told(error: &SheetError) -> String {
    let told = error.to_string();
    assert!(told.len() < 100_000, "a message is no file");
    told
}
