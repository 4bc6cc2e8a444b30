//! Workbooks whose parts are any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs::File;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::grid::{MAX_COLUMNS, MAX_ROW, MAX_ROWS};
use super::{Choice, Workbook};
use crate::fuzzing::Choices;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An archive of parts that are not packed, so that what is found in one can be changed byte by byte.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Bytes between others.
fn around(before: &str, part: &[u8], behind: &str) -> Vec<u8> {
    [before.as_bytes(), part, behind.as_bytes()].concat()
}

/// A workbook of Excel. `0`: these bytes; `1`: its parts; `2`: what stands in its parts.
pub(in crate::sheet) fn xlsx(mut choices: Choices<'_>) -> Vec<u8> {
    let wrapped = match choices.below(3) {
        0 => return choices.0.to_vec(),
        other => other == 2,
    };
    let [sheet, strings, styles, book] = choices.parts::<4>();
    let part = |root: &str, part: &[u8]| match wrapped {
        true => around(
            &format!("<{root} xmlns=\"{MAIN}\">"),
            part,
            &format!("</{root}>"),
        ),
        false => part.to_vec(),
    };
    let book = match book {
        [] => format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#).into_bytes(),
        book if wrapped => around(
            &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">"#),
            book,
            r#"<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        book => book.to_vec(),
    };
    let sheet = match wrapped {
        true => part("worksheet", &around("<sheetData>", sheet, "</sheetData>")),
        false => sheet.to_vec(),
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let relations = |list: &str| format!("<Relationships>{list}</Relationships>").into_bytes();
    let own = [
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        relation("s", "sharedStrings", "/xl/sharedStrings.xml"),
        relation("t", "styles", "styles.xml"),
    ]
    .concat();
    let root = relation("a", "officeDocument", "xl/workbook.xml");
    archive(&[
        ("_rels/.rels", relations(&root)),
        ("xl/_rels/workbook.xml.rels", relations(&own)),
        ("xl/workbook.xml", book),
        ("xl/sharedStrings.xml", part("sst", strings)),
        ("xl/styles.xml", part("styleSheet", styles)),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// `0`: these bytes, of whatever kind; `1`: the content of an OpenDocument; `2`: the tables in it.
pub(in crate::sheet) fn ods_or_xls(mut choices: Choices<'_>) -> Vec<u8> {
    let content = match choices.below(3) {
        0 => return choices.0.to_vec(),
        1 => choices.0.to_vec(),
        _ => around(
            r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:body><office:spreadsheet>"#,
            choices.0,
            "</office:spreadsheet></office:body></office:document-content>",
        ),
    };
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let manifest = br#"<manifest:manifest xmlns:manifest="m"/>"#.to_vec();
    archive(&[
        ("mimetype", kind),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    ])
}

/// Reads the rows of a workbook, at most so many, and holds each to its bounds.
pub(in crate::sheet) fn rows(file: File, most: usize) {
    let Ok(mut book) = Workbook::open(file, Choice { sheet: None }) else {
        return;
    };
    let mut number = 0;
    for _ in 0..most {
        match book.next() {
            Ok(Some(row)) => {
                assert!(row.number > number && row.number <= MAX_ROWS);
                number = row.number;
                assert!(!row.ends.is_empty() && row.ends.len() <= MAX_COLUMNS);
                assert!(row.ends.is_sorted() && row.text.len() <= MAX_ROW);
                assert_eq!(row.ends.last().copied(), u32::try_from(row.text.len()).ok());
                assert!(
                    row.ends
                        .iter()
                        .all(|end| row.text.is_char_boundary(*end as usize))
                );
            }
            Ok(None) => return,
            Err(_) => {
                assert!(book.next().is_err(), "nothing is read behind an error");
                return;
            }
        }
    }
}
