#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use proptest::prelude::*;

use super::*;

fn utf16(text: &str, low_first: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if low_first {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

#[test]
fn what_is_read_is_known_by_its_mark() {
    for (first, kind) in [
        (b"".as_slice(), Kind::Text),
        (b"id,name\n1,Dana\n", Kind::Text),
        (b"\xEF\xBB\xBFid,name\n", Kind::Text),
        (b"\xFF\xFEi\0d\0", Kind::Text),
        (b"\x1F\x8B\x08\0", Kind::Gzip),
        (b"\x28\xB5\x2F\xFD\0", Kind::Zstd),
        (b"\x50\x2A\x4D\x18\x04\0\0\0", Kind::Zstd),
        (b"PK\x03\x04\x14\0", Kind::Zip),
        (b"PK\x05\x06\0\0", Kind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::OldWorkbook),
        (b"PK,name\n1,a\n", Kind::Text),
        (b"BM,name\nMZ,x\n", Kind::Text),
        (b"id,na\0me\n1,Dana\n", Kind::Text),
        (b"<b>,name\n1,a\n", Kind::Text),
        (b"{id},{name}\n1,a\n", Kind::Text),
        (b"[id],[name]\n1,a\n", Kind::Text),
        (b"\"{\"\"a\"\":1}\",name\n", Kind::Text),
        (b"From: ,To: \na,b\n", Kind::Text),
        (b"\xF9\xEC\xE5\xED,\xEB\xE4\xEF\n", Kind::Text),
        (b"id,name\n1,\x0bx\x1b[0m\n", Kind::Text),
    ] {
        assert_eq!(recognise(first), Ok(kind), "{}", first.escape_ascii());
    }
}

#[test]
fn utf16_is_text_in_every_script() {
    for text in [
        "מזהה,שם,טלפון\r\n1,דנה כהן,050\r\n",
        "Имя;Город\r\nИван;Москва\r\n",
        "الاسم,المدينة\r\nمحمد,دبي\r\n",
        "id,name\r\n1,x\r\n",
    ] {
        for low_first in [true, false] {
            assert_eq!(recognise(&utf16(text, low_first)), Ok(Kind::Text), "{text}");
        }
    }
}

#[test]
fn what_is_no_sheet_is_refused_by_what_it_is() {
    let mut tar = vec![0; 512];
    tar[..5].copy_from_slice(b"a.csv");
    tar[257..262].copy_from_slice(b"ustar");
    for (first, word) in [
        (b"%PDF-1.7\n".as_slice(), "a PDF"),
        (b"\n <!DOCTYPE html><html>", "a web page"),
        (
            b"\xEF\xBB\xBF<!-- made by x -->\n<HTML lang=he>",
            "a web page",
        ),
        (b"<table border=1><tr><td>id", "a web page"),
        (b"<meta http-equiv=\"Content-Type\"><table>", "a web page"),
        (
            b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook>",
            "Excel 2003 XML",
        ),
        (b"<?xml version=\"1.0\"?><rows/>", "XML"),
        (b"<rows><row id=\"1\"/></rows>", "XML"),
        (
            b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC><html>",
            "a web page",
        ),
        (b"{\"id\": 1}", "JSON"),
        (b"[\n  {\"id\": 1}]", "JSON"),
        (b"{\"id\":1}\n{\"id\":2}\n", "JSON"),
        (b"{\\rtf1\\ansi", "an RTF"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xFF\xD8\xFF\xE0", "an image"),
        (b"RIFF\0\0\0\0WEBPVP8", "an image"),
        (b"\0\0\0\x18ftypmp42", "a video"),
        (b"SQLite format 3\0", "SQLite"),
        (b"PAR1\x15\x04", "a Parquet"),
        (b"7z\xBC\xAF\x27\x1C\0", "7-zip"),
        (b"Rar!\x1A\x07\x01\0", "a rar"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xFD7zXZ\0\0", "xz"),
        (&tar, "a tar archive"),
        (b"\x7FELF\x02\x01", "an executable"),
        (b"MZ\x90\0\x03\0\0\0", "an executable"),
        (
            b"From: a@b.c\r\nTo: d@e.f\r\nSubject: leads\r\n\r\n",
            "an e-mail",
        ),
        (
            b"Return-Path: <a@b.c>\nReceived: from x\n by y\nDate: now\n",
            "an e-mail",
        ),
        (b"BEGIN:VCARD\nVERSION:3.0\n", "vCard"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (b"\x01\x02\x03\x04\x05\x06abcdef\x0f\x10\x11", "binary"),
        (&[0; 100], "binary"),
    ] {
        let refused = recognise(first).expect_err(word);
        assert!(
            refused.found.contains(word),
            "{}: {}",
            first.escape_ascii(),
            refused.found
        );
        assert!(!refused.advice.is_empty());
    }
    let page = utf16("\u{FEFF}<html><table>", true);
    assert_eq!(recognise(&page).unwrap_err().found, "a web page");
}

proptest! {
    #[test]
    fn no_bytes_panic(first in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = recognise(&first);
    }

    #[test]
    fn rows_of_text_are_text(rows in prop::collection::vec("[a-zA-Z0-9א-ת@.+-]{1,12}(,[a-zא-ת0-9 ]{0,12}){1,4}", 1..20)) {
        let text = rows.join("\n");
        prop_assert_eq!(recognise(text.as_bytes()), Ok(Kind::Text));
        prop_assert_eq!(recognise(&utf16(&text, true)), Ok(Kind::Text));
    }
}
