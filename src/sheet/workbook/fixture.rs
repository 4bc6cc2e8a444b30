//! Small workbooks for the tests: archives of XML that is written by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::fs::File;
use std::io::{Cursor, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Choice, GridRow, Workbook, WorkbookError};

/// The rows of the tests: number, whether hidden, cells, and faults as "column: text".
pub(super) type Seen = (u64, bool, Vec<String>, Vec<String>);

/// A file that is gone when it is closed.
pub(super) fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

/// An archive of these parts.
pub(super) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What opening `bytes` gives.
pub(super) fn open(bytes: &[u8], sheet: Option<&str>) -> Result<Workbook, WorkbookError> {
    Workbook::open(file(bytes), Choice { sheet })
}

/// All rows of `book`.
pub(super) fn rows(book: &mut Workbook) -> Result<Vec<GridRow>, WorkbookError> {
    let mut rows = Vec::new();
    while let Some(row) = book.next()? {
        rows.push(row);
    }
    Ok(rows)
}

/// All rows of the sheet that is read without a choice.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<GridRow>, WorkbookError> {
    rows(&mut open(bytes, None)?)
}

/// The cells of all rows.
pub(super) fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let rows = read(bytes).unwrap();
    rows.iter().map(texts).collect()
}

pub(super) fn texts(row: &GridRow) -> Vec<String> {
    row.cells().map(str::to_owned).collect()
}

pub(super) fn seen(bytes: &[u8]) -> Vec<Seen> {
    let fault = |fault: &super::grid::CellFault| format!("{}: {}", fault.column, fault.what);
    let rows = read(bytes).unwrap().into_iter();
    rows.map(|row| {
        let faults = row.faults.iter().map(fault).collect();
        (row.number, row.hidden, texts(&row), faults)
    })
    .collect()
}

/// Why `bytes` are refused, on opening or on reading.
pub(super) fn refusal(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(rows) => panic!("{} rows were read", rows.len()),
        Err(error) => error.to_string(),
    }
}

pub(super) const XMLNS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of Excel: sheets as name, attributes and XML, and the rest as it may be.
#[derive(Default)]
pub(super) struct Xlsx<'a> {
    pub(super) sheets: &'a [(&'a str, &'a str, &'a str)],
    pub(super) strings: &'a str,
    pub(super) styles: &'a str,
    /// What stands in the workbook part before the sheets.
    pub(super) properties: &'a str,
    pub(super) more: &'a [(&'a str, &'a str)],
}

impl Xlsx<'_> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (mut list, mut relations, mut parts) = (String::new(), String::new(), Vec::new());
        for (index, (name, attributes, xml)) in self.sheets.iter().enumerate() {
            list += &format!(
                r#"<sheet name="{name}" sheetId="{index}" r:id="r{index}" {attributes}/>"#
            );
            relations += &format!(
                r#"<Relationship Id="r{index}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{index}.xml"/>"#
            );
            parts.push((format!("xl/worksheets/sheet{index}.xml"), (*xml).to_owned()));
        }
        relations += &format!(
            r#"<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="{OFFICE}/styles" Target="styles.xml"/>"#
        );
        let mut add = |name: &str, xml: String| parts.push((name.to_owned(), xml));
        let properties = self.properties;
        add(
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{XMLNS}" xmlns:r="{OFFICE}">{properties}<sheets>{list}</sheets></workbook>"#
            ),
        );
        add(
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{relations}</Relationships>"),
        );
        add(
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        );
        if !self.strings.is_empty() {
            add(
                "xl/sharedStrings.xml",
                format!(r#"<sst xmlns="{XMLNS}">{}</sst>"#, self.strings),
            );
        }
        if !self.styles.is_empty() {
            add(
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{XMLNS}">{}</styleSheet>"#,
                    self.styles
                ),
            );
        }
        let own = parts
            .iter()
            .map(|(name, xml)| (name.as_str(), xml.as_str()));
        zip(&own.chain(self.more.iter().copied()).collect::<Vec<_>>())
    }
}

/// A worksheet of these rows.
pub(super) fn worksheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{XMLNS}"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A workbook of one sheet of these rows, with texts and styles.
pub(super) fn xlsx(rows: &str, strings: &str, styles: &str) -> Vec<u8> {
    let sheets = [("Sheet1", "", worksheet(rows))];
    let sheets = sheets
        .each_ref()
        .map(|(name, attributes, xml)| (*name, *attributes, xml.as_str()));
    Xlsx {
        sheets: &sheets,
        strings,
        styles,
        ..Xlsx::default()
    }
    .bytes()
}

/// A workbook of OpenDocument with these sheets.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"m\"/>",
        ),
        ("content.xml", &content),
    ])
}
