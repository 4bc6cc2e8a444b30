//! Damaged bytes, and files without any customer.

use super::draft::{Draft, file};
use super::encoding::{utf_16_le, windows_1255};

/// A preallocated file's tail.
const TAIL: usize = 4_096;

/// All of them.
pub(crate) fn all() -> Vec<Draft> {
    let mut drafts = bytes();
    drafts.extend(empty());
    drafts
}

const TEXT: &str = "id,name,city\n1,דנה,חיפה\n2,עמרי,לוד\n3,נועה,עכו\n4,איתי,אילת\n";
const NAMES: &str = "id¦name¦city";

fn named(name: &'static str, text: impl Into<String>) -> Draft {
    file("bytes", name, text).header(NAMES)
}

fn bytes() -> Vec<Draft> {
    vec![
        named("NUL in a cell", TEXT.replace("לוד", "לו\0ד"))
            .rows("1¦דנה¦חיפה")
            .report("2¦עמרי¦לו\0ד")
            .rows("3¦נועה¦עכו\n4¦איתי¦אילת"),
        named("a tail of NULs", TEXT.to_owned() + &"\0".repeat(TAIL))
            .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד\n3¦נועה¦עכו\n4¦איתי¦אילת"),
        named(
            "a replacement character",
            TEXT.replace("עמרי", "עמ\u{fffd}י"),
        )
        .rows("1¦דנה¦חיפה")
        .report("2¦עמ\u{fffd}י¦לוד")
        .rows("3¦נועה¦עכו\n4¦איתי¦אילת"),
        named("cut in a letter", TEXT)
            .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד\n3¦נועה¦עכו")
            .report("4¦איתי¦אילת")
            .encoded(|text| text.as_bytes()[..text.len() - 2].to_vec()),
        named("one row of windows-1255 in UTF-8", TEXT)
            .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד")
            .report("3¦נועה¦עכו")
            .rows("4¦איתי¦אילת")
            .encoded(|text| {
                let encoded = |line: &str| match line.starts_with('3') {
                    true => windows_1255(line),
                    false => line.as_bytes().to_vec(),
                };
                text.split_inclusive('\n').flat_map(encoded).collect()
            }),
        named("one bad byte in a cell", TEXT)
            .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד\n3¦נועה¦עכו")
            .report("4¦איתי¦אילת")
            .encoded(|text| {
                let mut bytes = text.as_bytes().to_vec();
                bytes.insert(text.find("אילת").unwrap_or_default(), 0xFF);
                bytes
            }),
        named("UTF-16 cut in a letter", format!("\u{feff}{TEXT}"))
            .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד\n3¦נועה¦עכו")
            .either("4¦איתי¦אילת")
            .encoded(|text| {
                let mut bytes = utf_16_le(text);
                bytes.pop();
                bytes
            }),
        named(
            "a second mark after the first",
            format!("\u{feff}\u{feff}{TEXT}"),
        )
        .rows("1¦דנה¦חיפה\n2¦עמרי¦לוד\n3¦נועה¦עכו\n4¦איתי¦אילת"),
    ]
}

fn empty() -> Vec<Draft> {
    let texts = [
        ("nothing", ""),
        ("a mark alone", "\u{feff}"),
        ("blank lines", "\n\n\r\n\n"),
        ("blanks", "   \n \t \n"),
        ("delimiters", ",,,\n,,,\n,,,\n"),
        ("quoted blanks", "\"\",\"\",\"\"\n\"\",\"\",\"\"\n"),
        ("a sep line alone", "sep=;\n"),
        ("NULs", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ];
    texts
        .into_iter()
        .map(|(name, text)| file("empty", name, text).refused())
        .collect()
}
