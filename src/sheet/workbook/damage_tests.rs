//! What becomes of files that are damaged, made to do harm, or of another kind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::GridRow;
use super::fixture::{Xlsx, ods, open, read, refusal, rows, worksheet, xlsx, zip};

fn sample_xlsx() -> Vec<u8> {
    let row = |number: u32| {
        format!(
            r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c><c r="B{number}"><v>{number}.5</v></c></row>"#
        )
    };
    let rows: String = (1..=40).map(row).collect();
    xlsx(
        &rows,
        "<si><t>name</t></si>",
        r#"<cellXfs><xf numFmtId="14"/></cellXfs>"#,
    )
}

fn sample_ods() -> Vec<u8> {
    let row = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>"#;
    ods(&format!(
        r#"<table:table table:name="a">{}</table:table>"#,
        row.repeat(40)
    ))
}

/// A workbook that a program wrote, from the samples of the project.
fn sample(name: &str) -> Vec<u8> {
    std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("samples")
            .join("messy")
            .join(name),
    )
    .unwrap()
}

#[test]
fn xml_that_is_made_to_exhaust_its_readers_is_refused() {
    let refusal = |sheet: &str| {
        let sheets = [("a", "", sheet)];
        let book = Xlsx {
            sheets: &sheets,
            ..Xlsx::default()
        };
        refusal(&book.bytes())
    };
    let value = format!("<row><c><v>{}</v></c></row>", "1".repeat(5 * 1024 * 1024));
    assert!(refusal(&worksheet(&value)).contains("longer than 4 MiB"));
    let deep = worksheet(&"<a>".repeat(1_000));
    assert!(refusal(&deep).contains("nested deeper than 256"));
    let laughs =
        r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>"#;
    assert!(refusal(laughs).contains("it has a document type"));
}

#[test]
fn a_row_of_texts_that_are_repeated_is_bounded() {
    let strings = format!("<si><t>{}</t></si>", "a".repeat(1024 * 1024));
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(5));
    assert!(refusal(&xlsx(&row, &strings, "")).contains("its row 1 is larger than 4 MiB"));
}

#[test]
fn other_archives_are_refused_as_what_they_are() {
    for (parts, found) in [
        (
            &[("[Content_Types].xml", ""), ("word/document.xml", "")][..],
            "is a Word document, and no workbook",
        ),
        (
            &[("ppt/presentation.xml", "")],
            "is a PowerPoint presentation",
        ),
        (
            &[("xl/workbook.bin", "")],
            "is a binary Excel workbook (.xlsb)",
        ),
        (
            &[
                ("mimetype", "application/epub+zip"),
                ("META-INF/container.xml", ""),
            ],
            "is an e-book",
        ),
        (
            &[
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("content.xml", ""),
            ],
            "is an OpenDocument text",
        ),
        (
            &[("Index/Document.iwa", "")],
            "is a document of Apple's Numbers",
        ),
        (
            &[("leads.csv", "a,b")],
            "is a zip archive, and no workbook; unpack it",
        ),
    ] {
        let refusal = refusal(&zip(parts));
        assert!(refusal.starts_with(found), "{refusal}");
    }
    assert!(refusal(b"").starts_with("is empty"));
    assert!(refusal(b"a,b\n1,2\n").starts_with("is a file of another kind"));
}

/// A compound document with one stream of this name, in two sectors: the table and the directory.
fn compound(name: &str) -> Vec<u8> {
    let mut bytes = vec![0; 512 * 3];
    let put = |bytes: &mut Vec<u8>, at: usize, what: &[u8]| {
        bytes[at..at + what.len()].copy_from_slice(what)
    };
    put(
        &mut bytes,
        0,
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
    );
    put(&mut bytes, 30, &[9]);
    put(&mut bytes, 48, &[1]);
    put(&mut bytes, 60, &[0xFF; 16]);
    put(&mut bytes, 76, &[0; 4]);
    put(&mut bytes, 80, &[0xFF; 432]);
    put(&mut bytes, 512, &[0xFD, 0xFF, 0xFF, 0xFF, 0xFE]);
    put(&mut bytes, 517, &[0xFF; 507]);
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(&mut bytes, 1024, &units);
    put(
        &mut bytes,
        1024 + 64,
        &[u8::try_from(units.len() + 2).unwrap()],
    );
    bytes
}

#[test]
fn compound_documents_are_refused_as_what_they_are() {
    let protected = "is protected by a password; save it without one";
    assert_eq!(refusal(&compound("EncryptedPackage")), protected);
    for (name, found) in [
        ("WordDocument", "is an old Word document"),
        ("__substg1.0_0037001F", "is an Outlook message"),
        ("Contents", "is a document of another program"),
        ("Workbook", "is damaged"),
    ] {
        let refusal = refusal(&compound(name));
        assert!(refusal.starts_with(found), "{refusal}");
    }
}

#[test]
fn a_file_that_is_cut_off_is_never_a_shorter_sheet() {
    for bytes in [
        sample_xlsx(),
        sample_ods(),
        sample("leads.xlsx"),
        sample("leads.ods"),
        sample("leads.xls"),
    ] {
        assert!(read(&bytes).is_ok());
        for length in (0..bytes.len()).step_by(97) {
            assert!(
                read(&bytes[..length]).is_err(),
                "{length} of {}",
                bytes.len()
            );
        }
    }
}

#[test]
fn a_workbook_can_be_read_on_another_thread() {
    fn moves<T: Send>(_: &T) {}
    moves(&open(&sample_xlsx(), None).unwrap());
}

#[test]
fn nothing_is_read_behind_an_error() {
    let bytes = xlsx(r#"<row r="1"><c><v>1</v></c></row><row r="1"/>"#, "", "");
    let mut book = open(&bytes, None).unwrap();
    assert!(rows(&mut book).is_err() && rows(&mut book).is_err());
}

#[test]
fn a_checksum_that_is_wrong_is_an_error_before_any_row() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let whole = xlsx("<row><c><v>1</v></c></row>", "", "");
    let mut archive = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        zip.start_file(part.name().unwrap().into_owned(), stored)
            .unwrap();
        std::io::copy(&mut part, &mut zip).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    assert_eq!(read(&bytes).unwrap().len(), 1);
    let at = memchr::memmem::find(&bytes, b"<v>1</v>").unwrap();
    bytes[at + 3] = b'2';
    assert!(refusal(&bytes).contains("its checksum is wrong"));
    assert!(open(&bytes, None).is_err());
}

#[test]
fn the_samples_hold_the_same_customers() {
    let customers = |name: &str| -> Vec<Vec<String>> {
        let cells = |row: &GridRow| row.cells().map(str::to_owned).collect();
        read(&sample(name)).unwrap().iter().map(cells).collect()
    };
    let xlsx = customers("leads.xlsx");
    assert_eq!(xlsx.len(), 14);
    assert_eq!(xlsx, customers("leads.ods"));
    assert_eq!(xlsx, customers("leads.xls"));
    for name in ["leads.xlsx", "leads.ods", "leads.xls"] {
        let rows = read(&sample(name)).unwrap();
        let hidden = rows.iter().filter(|row| row.hidden);
        assert_eq!(hidden.map(|row| row.number).collect::<Vec<_>>(), [9]);
    }
}

/// Flips bytes, or cuts, at places of the file.
fn harmed(
    mut bytes: Vec<u8>,
    flips: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    for (at, with) in flips {
        let at = at.index(bytes.len());
        bytes[at] ^= with;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn harmed_files_are_read_right_or_refused(
        which in 0..4_usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..4),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let whole = match which {
            0 => sample_xlsx(),
            1 => sample_ods(),
            2 => sample("leads.xlsx"),
            _ => sample("leads.ods"),
        };
        let expected = read(&whole).unwrap();
        // Checksums guard what is packed; a name of the directory may still be another one.
        if let Ok(rows) = read(&harmed(whole, &flips, cut)) {
            let same = |(a, b): (&GridRow, &GridRow)| a.number == b.number;
            prop_assert!(rows.len() == expected.len() && rows.iter().zip(&expected).all(same));
        }
    }

    #[test]
    fn harmed_xml_does_not_make_it_panic(
        open_document in any::<bool>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0x20_u8..0x7f), 1..6),
    ) {
        let row = r#"<row r="1" hidden="1" ht="0"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"><f>1</f><v>46095.5</v></c><c t="inlineStr"><is><r><t>_x000D_&amp;&#10;</t></r></is></c></row>"#;
        let table = r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" table:number-columns-spanned="2" office:value-type="date" office:date-value="2026-03-14T09:30:00"><text:p>a<text:s text:c="2"/>&lt;</text:p></table:table-cell></table:table-row>"#;
        let mut xml = if open_document { table } else { row }.as_bytes().to_vec();
        for (at, with) in &flips {
            let at = at.index(xml.len());
            xml[at] = *with;
        }
        let xml = String::from_utf8(xml).unwrap();
        let _ = if open_document {
            read(&ods(&format!(r#"<table:table table:name="a">{xml}</table:table>"#)))
        } else {
            read(&xlsx(&xml, "<si><t>a</t></si>", r#"<cellXfs><xf/><xf numFmtId="22"/></cellXfs>"#))
        };
    }
}

#[test]
fn an_old_workbook_that_asks_for_more_memory_than_there_is_is_refused() {
    let mut bytes = sample("leads.xls");
    let at = memchr::memmem::find(&bytes, b"\0\x02\x0E\0").unwrap();
    assert!(read(&bytes).is_ok());
    // The row behind the last one, as the sheet says.
    bytes[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(refusal(&bytes).contains("larger than sheets are"));
}
