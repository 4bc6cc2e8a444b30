//! Texts that are documents and no sheets: pages, letters, markup. All of them are rows of text to a reader of
//! CSV, and would become customers.

use super::{EXPORT, LOOK, SAVE_AS};

/// Exports "to Excel" are web pages more often than workbooks.
const PAGE: (&str, &str) = (
    "a web page",
    "if it is a table that opens in Excel, save it as xlsx from there; if it is a page that asks to log in, download the file again",
);

/// What a text is that is no sheet, and what to do with it.
pub(super) fn found(first: &[u8]) -> Option<(&'static str, &'static str)> {
    let start = plain(first);
    markup(&start).or_else(|| other(start.trim_start()))
}

/// Markup languages.
fn markup(start: &str) -> Option<(&'static str, &'static str)> {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        // A comment may stand before everything.
        let Some(comment) = rest.strip_prefix("<!--") else {
            break;
        };
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let is_page = |text: &str| {
        [
            "<!doctype html",
            "<html",
            "<head>",
            "<body",
            "<table",
            "<meta ",
            "<script",
            "<style",
            "<div",
            "<title",
        ]
        .iter()
        .any(|tag| text.starts_with(tag))
    };
    if is_page(rest) {
        return Some(PAGE);
    }
    if rest.starts_with("<?xml") || rest.starts_with("<!doctype") {
        let workbook = start.contains("urn:schemas-microsoft-com:office:spreadsheet")
            || start.contains("progid=\"excel.sheet\"");
        return Some(if workbook {
            ("an Excel 2003 XML workbook", SAVE_AS)
        } else if start.contains("<office:document") {
            ("a flat OpenDocument file", SAVE_AS)
        } else if start.contains("<html") || start.contains("<!doctype html") {
            PAGE
        } else {
            ("XML", EXPORT)
        });
    }
    let is_tag = rest.strip_prefix('<').is_some_and(|tag| {
        let name = tag
            .split([' ', '>', '\n', '\r', '/'])
            .next()
            .unwrap_or_default();
        let is_name = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ":_-.".contains(c));
        is_name && (start.contains(&format!("</{name}>")) || tag.contains("=\""))
    });
    is_tag.then_some(("XML", EXPORT))
}

/// Formats of text with marks of their own.
fn other(rest: &str) -> Option<(&'static str, &'static str)> {
    if rest.starts_with("{\\rtf") {
        return Some((
            "an RTF document",
            "copy the table into a spreadsheet program and save it as xlsx",
        ));
    }
    if rest.starts_with("%!ps") {
        return Some(("a PostScript document", EXPORT));
    }
    if rest.starts_with("begin:vcard") || rest.starts_with("begin:vcalendar") {
        return Some(("contacts or dates (vCard or iCalendar)", EXPORT));
    }
    if rest.starts_with("id;pwxl") || rest.starts_with("id;p\r\n") {
        return Some(("a SYLK sheet", SAVE_AS));
    }
    if is_json(rest) {
        return Some(("JSON", "export the table as CSV, or convert it first"));
    }
    if is_letter(rest) {
        return Some(("an e-mail message", "save its attachment, and import that"));
    }
    None
}

/// An object, or an array of objects or of values: a header that stands in braces or brackets has no colon
/// behind a quoted name.
fn is_json(start: &str) -> bool {
    let inner = |open: char| start.strip_prefix(open).map(str::trim_start);
    let is_member = |text: &str| {
        text.strip_prefix('"')
            .and_then(|name| name.split_once('"'))
            .is_some_and(|(name, rest)| {
                !name.contains(['\n', ',']) && rest.trim_start().starts_with(':')
            })
    };
    inner('{').is_some_and(|object| is_member(object) || object.trim_end() == "}")
        || inner('[').is_some_and(|array| {
            array
                .strip_prefix('{')
                .map(str::trim_start)
                .is_some_and(|object| is_member(object) || object.starts_with('}'))
                || array
                    .strip_prefix('[')
                    .is_some_and(|inner| inner.trim_start().starts_with('"'))
        })
}

/// Several header fields of mail, one a line.
fn is_letter(start: &str) -> bool {
    const FIELDS: [&str; 11] = [
        "from: ",
        "to: ",
        "subject: ",
        "date: ",
        "received: ",
        "return-path: ",
        "mime-version: ",
        "message-id: ",
        "content-type: ",
        "delivered-to: ",
        "x-",
    ];
    let is_field = |line: &&str| FIELDS.iter().any(|field| line.starts_with(field));
    start
        .lines()
        .next()
        .is_some_and(|line| is_field(&line) || line.starts_with("from "))
        && start.lines().take(30).filter(is_field).count() >= 3
}

/// The start in small letters, without NULs and a byte order mark, so that UTF-16 reads the same.
fn plain(first: &[u8]) -> String {
    first
        .iter()
        .take(LOOK)
        .skip_while(|byte| !byte.is_ascii())
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(*byte).to_ascii_lowercase())
        .collect()
}
