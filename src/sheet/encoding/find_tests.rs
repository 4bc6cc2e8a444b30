#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::io::Cursor;

use super::super::corpus::{LANGUAGES, encoded};
use super::super::decoded;
use super::*;

fn in_encoding(text: &str, label: &str) -> Vec<u8> {
    encoded(text, Encoding::named(label).unwrap()).unwrap()
}

fn look(bytes: &[u8]) -> Found {
    find(&mut &bytes[..], true, None).unwrap()
}

fn told(bytes: &[u8], label: &str) -> Result<Found, String> {
    find(&mut &bytes[..], true, Some(Encoding::named(label).unwrap()))
        .map_err(|error| error.to_string())
}

fn text(bytes: &[u8], found: &Found) -> String {
    let mut text = String::new();
    decoded(Box::new(Cursor::new(bytes.to_vec())), found)
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn sheet(name: &str) -> String {
    let language = LANGUAGES
        .iter()
        .find(|language| language.name == name)
        .unwrap();
    format!("{}\r\n{}\r\n", language.header, language.rows.join("\r\n"))
}

#[test]
fn utf16_is_read_with_and_without_a_mark() {
    let hebrew = sheet("Hebrew");
    for (label, mark) in [("utf-16le", b"\xFF\xFE"), ("utf-16be", b"\xFE\xFF")] {
        let bare = in_encoding(&hebrew, label);
        let found = look(&bare);
        assert_eq!(
            (
                found.encoding.name().to_lowercase().as_str(),
                found.evidence
            ),
            (label, Evidence::Valid)
        );
        assert_eq!(text(&bare, &found), hebrew);
        let marked = [mark.as_slice(), &bare].concat();
        let found = look(&marked);
        assert_eq!(
            (found.evidence, found.mark, found.damaged),
            (Evidence::Mark, 2, 0)
        );
        assert_eq!(text(&marked, &found), hebrew);
        assert_eq!(found.samples[0], "מזהה");
    }
}

#[test]
fn ascii_says_so_and_a_mark_is_passed() {
    assert_eq!(look(b"id,name\n").evidence, Evidence::Ascii);
    assert_eq!(look(b"").evidence, Evidence::Ascii);
    let marked = "\u{FEFF}id,שם\n".as_bytes();
    let found = look(marked);
    assert_eq!(
        (found.encoding, found.evidence, found.mark),
        (Encoding::Utf8, Evidence::Mark, 3)
    );
    assert_eq!(text(marked, &found), "id,שם\n");
}

#[test]
fn nuls_in_text_are_handed_on() {
    let bytes = "id,name\n1,דנ\0ה\n2,לוי\n".as_bytes();
    let found = look(bytes);
    assert_eq!(
        (found.encoding, found.evidence),
        (Encoding::Utf8, Evidence::Valid)
    );
    assert_eq!(text(bytes, &found).as_bytes(), bytes);
}

#[test]
fn a_few_damaged_lines_do_not_make_another_encoding_of_utf8() {
    let mut bytes = sheet("Hebrew").into_bytes();
    bytes.extend(b"9,\xF9\xEC\xE5\xED,050\r\n");
    bytes.extend("10,כה".as_bytes());
    bytes.extend(b"\xD7\r\n");
    let found = look(&bytes);
    assert_eq!(
        (found.encoding, found.evidence, found.damaged),
        (Encoding::Utf8, Evidence::Detected, 2)
    );
}

#[test]
fn utf8_with_a_name_cut_in_every_row_is_utf8() {
    let mut bytes = b"id,name\n".to_vec();
    for name in ["דנה כהן", "יוסי לוי", "מרים אברהם"] {
        bytes.extend(&name.as_bytes()[..name.len() - 1]);
        bytes.extend(b",x\n");
    }
    let found = look(&bytes);
    assert_eq!((found.encoding, found.damaged), (Encoding::Utf8, 3));
}

#[test]
fn of_two_exports_joined_none_becomes_mojibake() {
    let (hebrew, label) = (sheet("Hebrew"), "windows-1255");
    let utf8 = hebrew.as_bytes();
    let other = in_encoding(&hebrew, label);
    for (parts, encoding) in [([utf8, &other], "UTF-8"), ([&other, utf8], "UTF-8")] {
        let bytes = parts.concat();
        let found = look(&bytes);
        assert_eq!((found.encoding.name(), found.damaged), (encoding, 8));
    }
    let bytes = [other.as_slice(), &other, utf8].concat();
    let found = look(&bytes);
    assert_eq!((found.encoding.name(), found.damaged), (label, 8));
    let read = text(&bytes, &found);
    assert!(read.starts_with(&format!("{hebrew}{hebrew}\u{FFFD}")));
    assert_eq!(
        read.lines()
            .filter(|line| line.contains('\u{FFFD}'))
            .count(),
        8
    );
}

#[test]
fn one_cell_of_utf8_in_a_row_of_another_encoding_is_seen() {
    let mut bytes = in_encoding(&sheet("German"), "windows-1252");
    bytes.extend(b"7;M\xFCller;");
    bytes.extend("Köln".as_bytes());
    bytes.extend(b";x\r\n");
    let found = look(&bytes);
    assert_eq!(found.encoding.name(), "windows-1252");
    assert!(text(&bytes, &found).ends_with("7;Müller;K\u{FFFD}ln;x\r\n"));
}

#[test]
fn what_was_encoded_twice_is_said_and_not_mended() {
    let twice = encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(sheet("Hebrew").as_bytes())
        .0
        .into_owned();
    let found = look(twice.as_bytes());
    assert_eq!(found.encoding, Encoding::Utf8);
    assert!(found.doubled.is_some());
    assert_eq!(text(twice.as_bytes(), &found), twice);
    assert_eq!(look(sheet("German").as_bytes()).doubled, None);
}

#[test]
fn hebrew_in_visual_order_is_refused_in_every_encoding() {
    let backwards: String = sheet("Hebrew")
        .lines()
        .map(|line| {
            let cells: Vec<String> = line
                .split(',')
                .map(|cell| cell.chars().rev().collect())
                .collect();
            format!("{}\n", cells.join(","))
        })
        .collect();
    for label in ["windows-1255", "cp862", "iso-8859-8"] {
        let bytes = in_encoding(&backwards, label);
        let error = find(&mut bytes.as_slice(), true, None).unwrap_err();
        assert!(
            matches!(error, EncodingError::Backwards { .. }),
            "{label}: {error}"
        );
        assert!(
            told(&bytes, label).unwrap_err().contains("visual order"),
            "{label}"
        );
    }
}

#[test]
fn an_encoding_that_was_told_is_believed_unless_the_bytes_rule_it_out() {
    let hebrew = sheet("Hebrew");
    let bytes = in_encoding(&hebrew, "windows-1255");
    let found = told(&bytes, "hebrew").unwrap();
    assert_eq!((found.evidence, found.rival), (Evidence::Told, None));
    assert_eq!(text(&bytes, &found), hebrew);
    // A table that makes nonsense of it is obeyed, and the better one is named.
    let found = told(&bytes, "windows-1252").unwrap();
    assert_eq!(found.rival.map(Encoding::name), Some("windows-1255"));
    for (bytes, label, reason) in [
        (
            hebrew.as_bytes(),
            "windows-1255",
            "all of it is valid UTF-8",
        ),
        ("\u{FEFF}שלום".as_bytes(), "windows-1255", "byte order mark"),
        (b"\xFF\xFEi\0d\0", "utf-8", "UTF-16"),
        (b"\xFF\xFEi\0d\0", "windows-1255", "UTF-16"),
        (b"i\0d\0,\0n\0\n\0", "utf-8", "every other byte"),
        (b"id,name\n", "utf-16le", "one byte a character"),
        (
            &in_encoding(&hebrew, "utf-16be"),
            "utf-16le",
            "every other byte",
        ),
        (&bytes, "utf-16le", "one byte a character"),
    ] {
        let error = told(bytes, label).unwrap_err();
        assert!(error.contains(reason), "{label}: {error}");
    }
    // UTF-8 that was told is UTF-8, if every row is to be reported.
    let found = told(&bytes, "utf-8").unwrap();
    assert_eq!((found.encoding, found.damaged), (Encoding::Utf8, 8));
    // Capitals that are valid UTF-8 by accident do not contradict.
    assert!(told(b"1,SP\xD3\xA3KA\n", "windows-1250").is_ok());
}

#[test]
fn capitals_of_poland_that_are_valid_by_accident_are_not_taken_for_utf8() {
    let found = look(b"id,name\n1,SP\xD3\xA3KA AKCYJNA\n2,SP\xD3\xA3KA JAWNA\n");
    assert_eq!(found.encoding.name(), "windows-1250");
    assert_eq!(found.rival, Some(Encoding::Utf8));
}

#[test]
fn utf32_and_what_no_encoding_explains_are_refused() {
    let utf32: Vec<u8> = "id,name\n1,x\n"
        .chars()
        .flat_map(|c| u32::from(c).to_le_bytes())
        .collect();
    assert!(matches!(
        find(&mut utf32.as_slice(), true, None),
        Err(EncodingError::Utf32)
    ));
    let noise: Vec<u8> = (0..4000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1)
        .collect();
    assert!(matches!(
        find(&mut noise.as_slice(), true, None),
        Err(EncodingError::Unknown { .. })
    ));
}

#[test]
fn rows_of_ascii_appended_to_utf16_are_refused() {
    let mut bytes = b"\xFF\xFE".to_vec();
    bytes.extend(in_encoding("id,name\r\n1,דנה\r\n", "utf-16le"));
    bytes.extend(b"2,Levi,0521234567,Haifa,a new customer, to be called\r\n");
    assert!(matches!(
        find(&mut bytes.as_slice(), true, None),
        Err(EncodingError::Joined { place: 34, .. })
    ));
}

#[test]
fn japanese_of_mail_is_read() {
    let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode("1,山田太郎\n");
    let found = look(&bytes);
    assert_eq!(found.encoding.name(), "ISO-2022-JP");
    assert_eq!(text(&bytes, &found), "1,山田太郎\n");
}

#[test]
fn a_letter_in_the_last_row_is_found() {
    let mut bytes = b"id,name,phone\n".repeat(200_000);
    bytes.extend(b"1,M\xFCller,2\n");
    let found = look(&bytes);
    assert_eq!(
        (found.encoding.name(), found.samples),
        ("windows-1252", vec!["Müller".to_owned()])
    );
}

#[test]
fn a_part_may_end_within_a_character() {
    let hebrew = sheet("Hebrew");
    for end in 1..hebrew.len() {
        let found = find(&mut &hebrew.as_bytes()[..end], false, None).unwrap();
        assert_eq!(
            (found.encoding, found.damaged),
            (Encoding::Utf8, 0),
            "{end}"
        );
    }
}
