//! Results as a workbook of one worksheet, written as it goes.
//!
//! Every cell is text, by its type and by its format: nothing in it is run, numbers keep their digits, and what
//! somebody types into a column stays as it was typed. The package is the least that the standard (ECMA-376)
//! asks for, so that rows can be written one by one and every failure of the disk is an error.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::error::ResultsError;
use super::layout::Layout;
use super::told::Told;
use crate::mapping::letters;
use crate::sheet::marked_text;
use crate::ticket::units;

/// Rows of a worksheet, without the header.
const MAX_ROWS: u64 = 1_048_575;

/// Columns of a worksheet.
const MAX_COLUMNS: usize = 16_384;

/// UTF-16 units of a cell. One of just this length is what Excel leaves of a longer one, and is not read.
const MAX_UNITS: usize = 32_766;

/// Bytes of a worksheet before it is packed. More takes the 64-bit form of archives, which LibreOffice does not
/// open.
const MAX_BYTES: u64 = u32::MAX as u64;

/// Bytes that stand around the rows, at most.
const FRAME: u64 = 64 * 1024;

/// Longest name of a worksheet.
const MAX_NAME: usize = 31;

/// The name of the worksheet where the sheet was no workbook.
const NAME: &str = "results";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// Format 0 is that of all workbooks, 1 is text, 2 is bold text.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;

/// A workbook that is being written to a file without a name.
pub(super) struct Workbook {
    zip: ZipWriter<File>,
    columns: Vec<String>,
    rows: u64,
    bytes: u64,
    /// One row as XML.
    text: String,
}

impl Workbook {
    /// Begins a workbook with the header; `worksheet` is what the worksheet was called.
    pub(super) fn begin(layout: &Layout, worksheet: Option<&str>) -> Result<Self, ResultsError> {
        if layout.rows > MAX_ROWS {
            return Err(ResultsError::TooManyRows {
                rows: layout.rows,
                most: MAX_ROWS,
            });
        }
        if layout.width() > MAX_COLUMNS {
            return Err(ResultsError::TooManyColumns {
                columns: layout.width(),
                most: MAX_COLUMNS,
            });
        }
        let mut zip = ZipWriter::new(tempfile::tempfile()?);
        let book = format!(
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            escaped(&sheet_name(worksheet))
        );
        for (path, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/_rels/workbook.xml.rels", PARTS),
            ("xl/workbook.xml", &book),
            ("xl/styles.xml", STYLES),
        ] {
            zip.start_file(path, SimpleFileOptions::default())
                .map_err(io::Error::from)?;
            write!(zip, "{HEAD}{content}")?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
            .map_err(io::Error::from)?;
        write!(
            zip,
            r#"{HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{}" width="18" style="1" customWidth="1"/></cols><sheetData>"#,
            layout.width()
        )?;
        let mut workbook = Self {
            zip,
            columns: (0..layout.width()).map(letters).collect(),
            rows: 0,
            bytes: 0,
            text: String::new(),
        };
        let header = layout.header(marked_text);
        workbook.cells(header.iter().map(String::as_str), 2)?;
        Ok(workbook)
    }

    /// Adds a row: its cells, and what came of it.
    pub(super) fn row(
        &mut self,
        told: &Told<'_>,
        cells: &[String],
        is_duplicate: bool,
    ) -> Result<(), ResultsError> {
        let own = told.cells(is_duplicate);
        if cells.iter().any(|cell| units(cell) > MAX_UNITS) {
            return Err(ResultsError::CellTooLong {
                file: told.file.to_owned(),
                line: told.line,
                most: MAX_UNITS,
            });
        }
        let all: Vec<_> = cells
            .iter()
            .chain(&own)
            .map(|cell| marked_text(cell))
            .collect();
        self.cells(all.iter().map(|cell| &**cell), 1)
    }

    fn cells<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c str>,
        style: u8,
    ) -> Result<(), ResultsError> {
        self.rows += 1;
        let row = self.rows;
        self.text.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.text, r#"<row r="{row}">"#);
        for (cell, column) in cells.zip(&self.columns) {
            if !cell.is_empty() {
                let cell = escaped(cell);
                let _ = write!(
                    self.text,
                    r#"<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>"#
                );
            }
        }
        self.text.push_str("</row>");
        self.bytes += self.text.len() as u64;
        if self.bytes + FRAME > MAX_BYTES {
            return Err(ResultsError::TooManyBytes);
        }
        Ok(self.zip.write_all(self.text.as_bytes())?)
    }

    /// Ends the workbook and gives the whole of it to `out`.
    pub(super) fn finish(mut self: Box<Self>, out: &mut dyn Write) -> Result<(), ResultsError> {
        let last = self.columns.last().map_or("A", String::as_str);
        write!(
            self.zip,
            r#"</sheetData><ignoredErrors><ignoredError sqref="A1:{last}{}" numberStoredAsText="1"/></ignoredErrors></worksheet>"#,
            self.rows
        )?;
        let mut file = self.zip.finish().map_err(io::Error::from)?;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file, out)?;
        Ok(())
    }
}

/// A name that a worksheet may have.
fn sheet_name(name: Option<&str>) -> String {
    let name: String = name.unwrap_or(NAME).chars().take(MAX_NAME).collect();
    let is_fit = !name.is_empty()
        && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        && !name.starts_with('\'')
        && !name.ends_with('\'');
    if is_fit { name } else { NAME.to_owned() }
}

/// A text as it stands in XML of a workbook: what XML cannot hold is written as `_xHHHH_`, and so is the
/// beginning of what looks like that already.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(xml, "_x{:04X}_", u32::from(c));
            }
            '_' if is_escape(text.get(at..).unwrap_or_default()) => xml.push_str("_x005F_"),
            other => xml.push(other),
        }
    }
    xml
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.starts_with(b"_x")
        && bytes.get(6) == Some(&b'_')
        && bytes
            .get(2..6)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_and_what_looks_escaped_as_well() {
        assert_eq!(
            escaped("a<b>&\"\n\r\u{1}"),
            "a&lt;b&gt;&amp;&quot;\n_x000D__x0001_"
        );
        assert_eq!(escaped("_x000D_ _x00 _é"), "_x005F_x000D_ _x00 _é");
    }

    #[test]
    fn the_archive_is_in_the_form_that_every_program_opens() {
        let mut bytes = Vec::new();
        let workbook = Workbook::begin(&Layout::default(), None).unwrap();
        Box::new(workbook).finish(&mut bytes).unwrap();
        let headers = memchr::memmem::find_iter(&bytes, b"PK\x03\x04");
        let versions: Vec<u8> = headers.map(|at| bytes[at + 4]).collect();
        assert_eq!(versions, [20; 6], "45 is the 64-bit form");
    }

    #[test]
    fn a_worksheet_keeps_its_name_where_that_can_be_one() {
        assert_eq!(sheet_name(Some("לידים")), "לידים");
        assert_eq!(sheet_name(Some("a/b")), "results");
        assert_eq!(sheet_name(None), "results");
        assert_eq!(sheet_name(Some(&"x".repeat(40))).len(), 31);
    }
}
