//! Reading CSV as a stream: one record at a time, in constant memory, with exact line numbers.
//!
//! The grammar is csv-core's (RFC 4180, and what programs make of it); this adds the I/O, so that blank
//! lines and every kind of line end are counted, and so that a record has a largest size. A record whose
//! cells are not as many as the header's is handed on as unreadable: padding it or cutting it would put
//! values into other columns without anybody noticing. Quotes are held to RFC 4180, because what csv-core
//! makes of others puts one row into the cell of another.

use std::io::{self, Read};

use super::error::SheetError;
use super::header::Header;
use super::mark::is_invisible;
use super::quotes::{Fault, Quotes};
use super::row::{Record, Row};

/// Bytes read from the file at once.
const BUFFER: usize = 64 * 1024;

/// Largest record, in bytes. A row of a spreadsheet with every cell at Excel's limit is rarer than a
/// quote that is never closed, which would otherwise read the rest of the file into memory.
pub(super) const MAX_RECORD: usize = 4 * 1024 * 1024;

/// Most columns; Excel has 16,384.
const MAX_COLUMNS: usize = 16_384;

/// What is said of a record with text behind a closing quote.
const STRAY: &str = "has text behind a closing quote: probably a quote that is never closed, or one inside a quoted cell that is not doubled";

/// A CSV file, read from its first record on.
pub(super) struct CsvReader<R> {
    name: String,
    source: R,
    parser: csv_core::Reader,
    quotes: Quotes,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    at_end: bool,
    line: u64,
    after_cr: bool,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// A record before it is text: its bytes stand in the reader.
struct Raw {
    line: u64,
    bytes: usize,
    cells: usize,
    /// Whether text stands behind a closing quote. Such a record is on one line.
    stray: bool,
}

impl<R: Read> CsvReader<R> {
    /// Reads `source`, called `name` in messages, with cells separated by `delimiter`.
    pub(super) fn new(name: &str, source: R, delimiter: u8) -> Self {
        Self {
            name: name.to_owned(),
            source,
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            quotes: Quotes::new(delimiter),
            buffer: vec![0; BUFFER].into_boxed_slice(),
            start: 0,
            end: 0,
            at_end: false,
            line: 1,
            after_cr: false,
            cells: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// The header: the first record that is not blank.
    pub(super) fn header(&mut self) -> Result<Header, SheetError> {
        let Some(raw) = self.next_raw()? else {
            return Err(SheetError::Empty {
                name: self.name.clone(),
            });
        };
        let fault = |fault: String| SheetError::Header {
            name: self.name.clone(),
            fault,
        };
        if raw.stray {
            return Err(fault(format!("it {STRAY} (line {})", raw.line)));
        }
        let (text, ends) = self.text(&raw).ok_or_else(|| {
            fault("it is not text in UTF-8; save the sheet as \"CSV UTF-8\"".into())
        })?;
        let row = Row::new(0, raw.line, text, ends);
        let names: Vec<String> = row
            .cells()
            .map(|name| {
                name.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
                    .to_owned()
            })
            .collect();
        if let [only] = names.as_slice()
            && let Some(other) = [';', '\t', '|', ',']
                .into_iter()
                .find(|c| only.contains(*c))
        {
            return Err(fault(format!(
                "it is one column with {other:?} in it, so the delimiter is probably that; set it under [input] in the mapping file"
            )));
        }
        if names.iter().all(String::is_empty) {
            return Err(fault("all its names are blank".into()));
        }
        Ok(Header::new(names))
    }

    /// The next record behind the header. `record` is its number, `width` the number of columns.
    pub(super) fn next(&mut self, record: u64, width: usize) -> Result<Option<Record>, SheetError> {
        let Some(raw) = self.next_raw()? else {
            return Ok(None);
        };
        let line = raw.line;
        let Some((text, ends)) = self.text(&raw) else {
            let (text, ends) = self.lossy(&raw);
            return Ok(Some(Record::Unreadable {
                row: Row::new(record, line, text, ends),
                message: "is not text in UTF-8; save the sheet as \"CSV UTF-8\"".into(),
            }));
        };
        let found = ends.len();
        let row = Row::new(record, line, text, ends);
        Ok(Some(if raw.stray {
            Record::Unreadable {
                row,
                message: format!("{STRAY} (line {line})"),
            }
        } else if found == width {
            Record::Row(row)
        } else {
            let likely = if found < width {
                "two cells may have run together"
            } else {
                "a cell may hold the delimiter without quotes around it"
            };
            Record::Unreadable {
                row,
                message: format!("has {found} cells and the header has {width}; {likely}"),
            }
        }))
    }

    fn io(&self, source: io::Error) -> SheetError {
        SheetError::Io {
            name: self.name.clone(),
            source,
        }
    }

    fn fill(&mut self) -> Result<(), SheetError> {
        while self.start == self.end && !self.at_end {
            self.start = 0;
            match self.source.read(&mut self.buffer) {
                Ok(0) => {
                    self.end = 0;
                    self.at_end = true;
                }
                Ok(n) => self.end = n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => self.end = 0,
                Err(error) => {
                    self.end = 0;
                    return Err(self.io(error));
                }
            }
        }
        Ok(())
    }

    fn pending(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Counts the line ends of bytes that are passed: LF, CR LF and a lone CR are one each.
    fn pass(&mut self, count: usize) {
        let passed = self
            .buffer
            .get(self.start..self.start + count)
            .unwrap_or_default();
        let mut last = None;
        for at in memchr::memchr2_iter(b'\n', b'\r', passed) {
            let is_lf = passed.get(at) == Some(&b'\n');
            let follows_cr = match at.checked_sub(1) {
                None => self.after_cr,
                Some(before) => last == Some(before) && passed.get(before) == Some(&b'\r'),
            };
            if !(is_lf && follows_cr) {
                self.line += 1;
            }
            last = Some(at);
        }
        if let Some(byte) = passed.last() {
            self.after_cr = *byte == b'\r';
        }
        self.start += count;
    }

    /// Passes line ends before a record, so that the record's line is its own.
    fn skip_blank_lines(&mut self) -> Result<(), SheetError> {
        loop {
            self.fill()?;
            let blank = self
                .pending()
                .iter()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .count();
            if blank == 0 {
                return Ok(());
            }
            self.pass(blank);
        }
    }

    fn next_raw(&mut self) -> Result<Option<Raw>, SheetError> {
        use csv_core::ReadRecordResult as R;
        self.skip_blank_lines()?;
        let line = self.line;
        self.quotes.begin();
        let (mut bytes, mut cells) = (0, 0);
        loop {
            self.fill()?;
            let input = self.buffer.get(self.start..self.end).unwrap_or_default();
            let output = self.cells.get_mut(bytes..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, written, ended) = self.parser.read_record(input, output, ends);
            self.quotes.walk(input.get(..read).unwrap_or_default());
            self.pass(read);
            bytes += written;
            cells += ended;
            match result {
                R::Record => {
                    let stray = self.stray(line)?;
                    return Ok(Some(Raw {
                        line,
                        bytes,
                        cells,
                        stray,
                    }));
                }
                R::End => return Ok(None),
                R::InputEmpty => {}
                R::OutputFull if self.cells.len() < MAX_RECORD => {
                    self.cells.resize(self.cells.len() * 2, 0);
                }
                R::OutputEndsFull if self.ends.len() < MAX_COLUMNS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                R::OutputFull | R::OutputEndsFull => {
                    return Err(SheetError::RecordTooLarge {
                        name: self.name.clone(),
                        line,
                        limit: MAX_RECORD,
                    });
                }
            }
        }
    }

    /// Whether text stands behind a closing quote in the record that starts on `line`. Where it is not
    /// certain that a record is one row of the sheet, nothing behind that place is certain either.
    fn stray(&self, line: u64) -> Result<bool, SheetError> {
        let name = || self.name.clone();
        match self.quotes.fault() {
            None => Ok(false),
            Some(Fault::Stray {
                spans_lines: false, ..
            }) => Ok(true),
            Some(Fault::Stray { line: behind, .. }) => Err(SheetError::TornByQuote {
                name: name(),
                line: line + behind,
            }),
            Some(Fault::Open { line: behind }) => Err(SheetError::OpenQuote {
                name: name(),
                line: line + behind,
            }),
        }
    }

    fn bytes(&self, raw: &Raw) -> &[u8] {
        self.cells.get(..raw.bytes).unwrap_or_default()
    }

    fn raw_ends(&self, raw: &Raw) -> &[usize] {
        self.ends.get(..raw.cells).unwrap_or_default()
    }

    /// The record as text, if every cell of it is.
    fn text(&self, raw: &Raw) -> Option<(String, Vec<u32>)> {
        let text = std::str::from_utf8(self.bytes(raw)).ok()?;
        let ends = self.raw_ends(raw);
        // Two broken cells side by side can make one whole character between them.
        if ends.iter().any(|end| !text.is_char_boundary(*end)) {
            return None;
        }
        let ends = ends.iter().filter_map(|end| u32::try_from(*end).ok());
        Some((text.to_owned(), ends.collect()))
    }

    fn lossy(&self, raw: &Raw) -> (String, Vec<u32>) {
        let (mut text, mut ends, mut start) = (String::new(), Vec::new(), 0);
        for end in self.raw_ends(raw) {
            let cell = self.bytes(raw).get(start..*end).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(cell));
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            start = *end;
        }
        (text, ends)
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
