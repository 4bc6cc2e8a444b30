//! The rows of a sheet as they are read, a line of JSON each: for programs, and for whoever wants to see what
//! a reader makes of a file before anything is made of its rows.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::sheet::{AsideKind, Entry, Record, Row, Sheet, SheetError};

/// How the reading of a sheet ended.
#[derive(Debug)]
pub enum End {
    /// At its end.
    Whole,
    /// It could be read no further, or not at all; what was read is written, and so is the error.
    Broken(SheetError),
}

/// Writes records.
#[derive(Debug)]
pub struct Records<W> {
    out: W,
}

/// Something that was seen and is not handed on.
#[derive(Serialize)]
struct Refused<'a> {
    error: &'a str,
    record: u64,
    line: Option<u64>,
    cells: Cells<'a>,
}

/// The cells of a row as a list of texts.
struct Cells<'a>(Option<&'a Row>);

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.into_iter().flat_map(Row::cells))
    }
}

impl<W: Write> Records<W> {
    /// Writes to `out`, which should be buffered.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    /// Writes what cannot be read at all: one error and nothing else.
    ///
    /// # Errors
    /// That of `out`.
    pub fn refused(&mut self, error: &SheetError) -> io::Result<()> {
        self.line(&serde_json::json!({ "error": error.to_string() }))?;
        self.out.flush()
    }

    /// Writes a sheet: its header, then each row or what is wrong with it, as they come, in constant memory.
    /// A sheet that fails before anything could be read of it is refused.
    ///
    /// # Errors
    /// That of `out`.
    pub fn sheet(&mut self, sheet: &mut Sheet) -> io::Result<End> {
        let mut next = sheet.next_entry();
        if let Err(error) = next {
            self.refused(&error)?;
            return Ok(End::Broken(error));
        }
        self.header(sheet)?;
        let mut record = 0;
        let end = loop {
            match next {
                Ok(Some(entry)) => {
                    if let Entry::Record(Record::Row(row) | Record::Unreadable { row, .. }) = &entry
                    {
                        record = row.record;
                    }
                    self.entry(&entry)?;
                }
                Ok(None) => break End::Whole,
                Err(error) => {
                    let error_text = error.to_string();
                    self.line(&Refused {
                        error: &error_text,
                        record: record + 1,
                        line: None,
                        cells: Cells(None),
                    })?;
                    break End::Broken(error);
                }
            }
            next = sheet.next_entry();
        };
        self.out.flush()?;
        Ok(end)
    }

    fn header(&mut self, sheet: &Sheet) -> io::Result<()> {
        let reading = sheet.reading();
        // A reading that does not even say what kind of file it is says nothing of the header either.
        let is_absent = reading.header_lines.is_none() && !reading.kind.is_empty();
        let names = sheet.header().names();
        self.line(&if is_absent { &[] } else { names })
    }

    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        let (error, row) = match entry {
            Entry::Record(Record::Row(row)) => return self.line(&Cells(Some(row))),
            Entry::Record(Record::Unreadable { row, message }) => (message.as_str(), row),
            Entry::Aside(aside) if aside.kind == AsideKind::Blank => return Ok(()),
            Entry::Aside(aside) => (aside.kind.as_str(), &aside.row),
        };
        self.line(&Refused {
            error,
            record: row.record,
            line: Some(row.line),
            cells: Cells(Some(row)),
        })
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let line = crate::json::on_one_line(value)?;
        self.out.write_all(line.as_bytes())?;
        self.out.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::sheet::Hints;

    fn records(text: &'static str) -> (String, End) {
        let mut out = Vec::new();
        let hints = Hints {
            delimiter: Some(b','),
            quote: Some(Some(b'"')),
            ..Hints::default()
        };
        let mut sheet = Sheet::read("a.csv", Box::new(text.as_bytes()), &hints).unwrap();
        let end = Records::new(&mut out).sheet(&mut sheet).unwrap();
        (String::from_utf8(out).unwrap(), end)
    }

    #[test]
    fn rows_are_lists_of_texts_and_what_is_no_row_says_why() {
        let (text, end) = records("id,name\n1,\"two\nlines\"\n2\n3,\u{5d0}\n");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.first(), Some(&r#"["id","name"]"#));
        assert_eq!(lines.get(1), Some(&r#"["1","two\nlines"]"#));
        assert_eq!(lines.get(3), Some(&"[\"3\",\"\u{5d0}\"]"));
        let refused: serde_json::Value = serde_json::from_str(lines.get(2).unwrap()).unwrap();
        assert_eq!(refused["record"], 2);
        assert_eq!(refused["line"], 4);
        assert_eq!(refused["cells"], serde_json::json!(["2"]));
        assert!(refused["error"].as_str().unwrap().contains("1 cells"));
        assert!(matches!(end, End::Whole));
    }

    #[test]
    fn what_was_read_before_an_error_is_written_and_then_the_error() {
        let (text, end) = records("notes\nx y\n\"z\nlast\n");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.get(..2), Some(&[r#"["notes"]"#, r#"["x y"]"#][..]));
        let broken: serde_json::Value = serde_json::from_str(lines.get(2).unwrap()).unwrap();
        assert_eq!(broken["record"], 2);
        assert_eq!(lines.len(), 3);
        assert!(matches!(end, End::Broken(_)));
    }

    #[test]
    fn a_sheet_of_which_nothing_can_be_read_prints_no_header() {
        let (text, end) = records("notes\n\"x\ny\n");
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 1, "{text}");
        assert!(lines.iter().all(serde_json::Value::is_object));
        assert!(matches!(end, End::Broken(_)));
    }
}
