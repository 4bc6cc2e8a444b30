//! Results as delimited text.

use std::io::Write;

use super::error::ResultsError;
use super::layout::Layout;
use super::told::Told;
use crate::sheet::{Script, marked};

/// What stands before UTF-8 so that Excel takes it for that.
const MARK: &str = "\u{FEFF}";

/// What stands for a character of our own words that the encoding does not have.
const UNKNOWN: &str = "?";

/// A text that is being written, record by record.
pub(super) struct Delimited<'a> {
    out: &'a mut dyn Write,
    delimiter: char,
    script: Script,
    /// One record as bytes.
    record: Vec<u8>,
}

impl<'a> Delimited<'a> {
    /// Begins a text with its header. `for_excel` puts a mark before UTF-8.
    pub(super) fn begin(
        out: &'a mut dyn Write,
        layout: &Layout,
        (delimiter, script, for_excel): (char, Script, bool),
    ) -> Result<Self, ResultsError> {
        let mut text = Self {
            out,
            delimiter,
            script,
            record: script.mark().to_vec(),
        };
        if for_excel {
            text.record.extend_from_slice(MARK.as_bytes());
        }
        let names = layout.header(marked);
        text.cells(names.iter().map(|name| (name.as_str(), true)))
            .map_err(|character| text.unencodable(character, "the header", 1))?;
        text.end_record()?;
        Ok(text)
    }

    /// Adds a row: its cells, and what came of it.
    pub(super) fn row(
        &mut self,
        told: &Told<'_>,
        cells: &[String],
        is_duplicate: bool,
    ) -> Result<(), ResultsError> {
        let own = told.cells(is_duplicate);
        let sheet = cells.iter().map(|cell| (marked(cell), true));
        let own = own.iter().map(|cell| (marked(cell), false));
        let all: Vec<_> = sheet.chain(own).collect();
        self.cells(all.iter().map(|(cell, is_sheet)| (&**cell, *is_sheet)))
            .map_err(|character| self.unencodable(character, told.file, told.line))?;
        self.end_record()
    }

    /// Encodes cells into the record; a character that is missing matters in those of the sheet.
    fn cells<'c>(&mut self, cells: impl Iterator<Item = (&'c str, bool)>) -> Result<(), char> {
        let mut delimiter = [0; 4];
        let delimiter: &str = self.delimiter.encode_utf8(&mut delimiter);
        for (index, (cell, is_sheet)) in cells.enumerate() {
            if index > 0 {
                self.script.write(delimiter, &mut self.record)?;
            }
            let quoted = self.needs_quotes(cell);
            let text = match quoted {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.to_owned(),
            };
            if is_sheet {
                self.script.write(&text, &mut self.record)?;
            } else {
                self.forgive(&text)?;
            }
        }
        Ok(())
    }

    /// Blanks at the ends are quoted too: a reader may take them for no part of the cell.
    fn needs_quotes(&self, cell: &str) -> bool {
        cell.contains([self.delimiter, '"', '\r', '\n'])
            || cell.starts_with(char::is_whitespace)
            || cell.ends_with(char::is_whitespace)
    }

    /// Adds our own words, with a sign for characters that the encoding does not have.
    fn forgive(&mut self, text: &str) -> Result<(), char> {
        let mut bytes = Vec::with_capacity(text.len());
        if self.script.write(text, &mut bytes).is_ok() {
            self.record.append(&mut bytes);
            return Ok(());
        }
        for c in text.chars() {
            let mut one = [0; 4];
            let known = self.script.write(c.encode_utf8(&mut one), &mut self.record);
            known.or_else(|_| self.script.write(UNKNOWN, &mut self.record))?;
        }
        Ok(())
    }

    fn end_record(&mut self) -> Result<(), ResultsError> {
        self.script
            .write("\r\n", &mut self.record)
            .map_err(|character| self.unencodable(character, "the header", 1))?;
        self.out.write_all(&self.record)?;
        self.record.clear();
        Ok(())
    }

    fn unencodable(&self, character: char, file: &str, line: u64) -> ResultsError {
        ResultsError::Unencodable {
            file: file.to_owned(),
            line,
            character,
            encoding: self.script.name(),
        }
    }
}
