//! Delimited text of any bytes in any dialect, and text that another writer wrote.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{self, Read};

use super::super::dialect::Dialect;
use super::{Raw, ReadError, Records};
use crate::fuzzing::Choices;

/// Gives at most so many bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        let (now, rest) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = rest;
        Ok(count)
    }
}

fn all<R: Read>(mut records: Records<R>) -> (Vec<Raw>, Option<ReadError>) {
    let mut rows = Vec::new();
    loop {
        match records.next() {
            Ok(Some(raw)) => rows.push(raw),
            Ok(None) => return (rows, None),
            Err(error) => return (rows, Some(error)),
        }
    }
}

fn dialect(choices: &mut Choices<'_>) -> Dialect {
    let delimiter = choices.one_of(b",;\t|^~: /\0");
    let (spaced, quote, escape) = choices.one_of(&[
        (false, Some(b'"'), None),
        (true, Some(b'"'), None),
        (false, Some(b'\''), None),
        (false, None, None),
        (false, Some(b'"'), Some(b'\\')),
        (true, Some(b'\''), Some(b'\\')),
    ]);
    Dialect {
        delimiter,
        spaced,
        quote,
        escape,
    }
}

/// Reads in whatever pieces the bytes come, and hands on no row that nobody wrote.
pub(crate) fn records(data: &[u8]) {
    let mut choices = Choices(data);
    if choices.below(2) == 1 {
        return written(choices);
    }
    let dialect = dialect(&mut choices);
    let width = Some(choices.below(8)).filter(|width| *width > 0);
    let piece = choices.below(5) + 1;
    let text = choices.0;
    let (rows, error) = all(Records::new(text, dialect, width));
    let told = |error: Option<ReadError>| error.map(|error| error.to_string());
    let error = told(error);
    let (by_pieces, by_pieces_error) = all(Records::new(Drip(text, piece), dialect, width));
    assert_eq!((&by_pieces, told(by_pieces_error)), (&rows, error.clone()));
    let judged = all(Records::new(Drip(text, piece), dialect, width).judged_by(text));
    assert_eq!((&judged.0, told(judged.1)), (&rows, error));
    let mut line = 0;
    for row in &rows {
        assert!(row.line > line, "lines ascend");
        line = row.line + row.quoted_lines;
        assert!(row.ends.is_sorted() && row.width() > 0);
        assert_eq!(
            row.ends.last().copied(),
            u32::try_from(row.cells.len()).ok()
        );
    }
    let breaks = memchr::memchr2_iter(b'\n', b'\r', text).count();
    assert!(
        line <= breaks as u64 + 1,
        "no more lines than there are line ends"
    );
}

/// A text that the csv crate wrote gives its rows, or says of a row that it may be several.
fn written(mut choices: Choices<'_>) {
    let delimiter = choices.one_of(b",;\t|");
    let width = choices.below(4) + 2;
    let end = choices.one_of(&[csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]);
    // A byte that is in no text stands between cells.
    let cells: Vec<&[u8]> = choices
        .0
        .split(|byte| *byte == 0xFF || *byte == b'`')
        .collect();
    let rows: Vec<Vec<Vec<u8>>> = cells
        .chunks_exact(width)
        .map(|row| row.iter().map(|cell| cell.to_vec()).collect())
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(end)
        .from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    let text = writer.into_inner().unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(text.as_slice());
    let others: Vec<Vec<Vec<u8>>> = reader
        .byte_records()
        .map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect())
        .collect();
    assert_eq!(others, rows);
    let dialect = Dialect {
        delimiter,
        spaced: false,
        quote: Some(b'"'),
        escape: None,
    };
    let of = |raw: &Raw| -> Vec<Vec<u8>> {
        let cells = (0..raw.width()).map(|at| {
            let start = at.checked_sub(1).map_or(0, |before| raw.ends[before]);
            raw.cells[start as usize..raw.ends[at] as usize].to_vec()
        });
        cells.collect()
    };
    let (read, error) = all(Records::new(text.as_slice(), dialect, Some(width)));
    let several = |cell: &Vec<u8>| cell.contains(&b'\n') || cell.contains(&b'\r');
    if !rows.iter().flatten().any(several) {
        assert!(error.is_none(), "{error:?}");
        assert!(read.iter().all(|raw| raw.fault.is_none()), "{read:?}");
        assert_eq!(read.iter().map(of).collect::<Vec<_>>(), rows);
        return;
    }
    // What is handed on is what was written, in its order.
    let mut left = rows.iter();
    for raw in read
        .iter()
        .filter(|raw| raw.fault.is_none() && raw.width() == width)
    {
        let cells = of(raw);
        assert!(
            left.any(|row| *row == cells),
            "{cells:?} was written by nobody"
        );
    }
}
