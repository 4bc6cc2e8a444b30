//! How the sheets of workbooks of Excel are found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use super::Merge;
use super::fixture::{Xlsx, open, rows, texts, worksheet, zip};

#[test]
fn prefixes_other_namespaces_and_extensions_do_no_harm() {
    let sheet = r#"<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:dimension ref="A1"/><!-- <c> --><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is><x:extLst><x:v>9</x:v></x:extLst></x:c><x:extLst><x:c/></x:extLst></x:row></x:sheetData><x:mergeCells count="1"><x:mergeCell ref="A1:C2"/><x:mergeCell ref="A65:B65"/></x:mergeCells></x:worksheet>"#;
    let bytes = Xlsx {
        sheets: &[("a", "", sheet)],
        ..Xlsx::default()
    }
    .bytes();
    let mut book = open(&bytes, None).unwrap();
    let merge = Merge {
        first_row: 1,
        last_row: 2,
        first_column: 0,
        last_column: 2,
    };
    assert_eq!(book.merges(), [merge]);
    assert_eq!(texts(&rows(&mut book).unwrap()[0]), ["a"]);
}

#[test]
fn names_of_parts_may_have_any_case_and_place() {
    let bytes = zip(&[
        (
            "_RELS/.rels",
            r#"<Relationships><Relationship Id="1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="\Data\Book.xml"/></Relationships>"#,
        ),
        (
            "data\\book.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="a &amp; b" r:id="q"/><sheet name="chart" r:id="c"/></sheets></workbook>"#,
        ),
        (
            "Data/_rels/Book.xml.rels",
            r#"<Relationships><Relationship Id="q" Type="x/worksheet" Target="../s/One.XML"/><Relationship Id="c" Type="x/chartsheet" Target="c.xml"/></Relationships>"#,
        ),
        (
            "S/one.xml",
            r#"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"#,
        ),
    ]);
    let mut book = open(&bytes, None).unwrap();
    assert_eq!(
        (book.kind(), book.sheet(), book.others().len()),
        ("xlsx", "a & b", 0)
    );
    assert_eq!(rows(&mut book).unwrap().len(), 1);
}

#[test]
fn the_first_visible_sheet_that_holds_something_is_read() {
    let (full, empty) = (
        worksheet("<row><c><v>1</v></c></row>"),
        worksheet(r#"<row r="1"><c s="1"/></row>"#),
    );
    let sheets = [
        ("secret", "state=\"veryHidden\"", full.as_str()),
        ("cover", "", empty.as_str()),
        ("leads", "", full.as_str()),
        ("more", "", full.as_str()),
    ];
    let bytes = Xlsx {
        sheets: &sheets,
        ..Xlsx::default()
    }
    .bytes();
    let book = open(&bytes, None).unwrap();
    assert_eq!(book.sheet(), "leads");
    let others: Vec<_> = book
        .others()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.hidden))
        .collect();
    assert_eq!(
        others,
        [("secret", true), ("cover", false), ("more", false)]
    );
    assert_eq!(open(&bytes, Some("Secret ")).unwrap().sheet(), "secret");
    assert_eq!(open(&bytes, Some("3")).unwrap().sheet(), "more");
    let mut empty = open(&bytes, Some("cover")).unwrap();
    assert_eq!(rows(&mut empty).unwrap(), []);
    let error = open(&bytes, Some("nope")).err().unwrap().to_string();
    assert!(error.contains(r#""secret" (hidden), "cover""#), "{error}");
}
