//! What an export of this program adds to a sheet, and how it is taken away when the sheet comes back mended.
//!
//! An export has columns of its own beside those of the sheet, and its cells are marked where a spreadsheet
//! program would run them or change them. A file is known as an export by three of its columns; then its own
//! columns are no columns of the sheet, and the marks are taken off. No other file is touched.

use std::borrow::Cow;

use super::mark::is_invisible;
use super::raw::is_blank;
use super::row::{Earlier, Row};

/// The columns that an export adds, in their order.
pub const OWN_COLUMNS: [&str; 8] = [
    "_status",
    "_error",
    "_ticket_id",
    "_attempts",
    "_line",
    "_file",
    "_time",
    "_key",
];

/// The column of cells that stand beyond those that the header names; there only where a row has such.
pub const MORE_COLUMN: &str = "_more";

/// What stands between the cells in it.
pub const BETWEEN_MORE: &str = " | ";

/// The columns by which an export is known.
const SIGNS: [&str; 3] = ["_status", "_error", "_key"];

/// What stands before a cell that a spreadsheet program would not leave as it is. Such programs show it.
const MARK: char = '\'';

/// Longest run of digits that a spreadsheet program keeps as it is; a longer number is rounded or written
/// with an exponent when the file is saved.
const SAFE_DIGITS: usize = 11;

/// Bytes at the beginning of a file in which its own columns are looked for.
pub(super) const LOOK: usize = 64 * 1024;

/// A cell as it may stand in delimited text: with a mark where a spreadsheet program would take it for a
/// formula, for a number of which it drops a part, or for a date that it writes in its own order. What begins
/// with the mark gets another, so that `unmarked` gives every cell back.
#[must_use]
pub fn marked(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(MARK) || is_formula(cell) || is_fragile_number(cell) || is_date(cell) {
        Cow::Owned(format!("{MARK}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it may stand in a workbook, where text is text whatever it begins with: the mark's own double
/// alone, so that one rule reads both kinds back.
#[must_use]
pub fn marked_text(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(MARK) {
        Cow::Owned(format!("{MARK}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell of an export without its mark.
fn unmarked(cell: &str) -> &str {
    cell.strip_prefix(MARK).unwrap_or(cell)
}

/// Whether a cell begins as a formula does, in full width too, also behind blanks. A plain negative number
/// and a lone dash run nothing and stay what they are.
fn is_formula(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let text = cell.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let harmless = text.strip_prefix('-').is_some_and(|number| {
        number.is_empty()
            || number.len() <= SAFE_DIGITS
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && (number == "0" || !number.starts_with('0'))
    });
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !harmless
}

/// Whether a cell is a number of which a spreadsheet program drops leading zeros or last digits.
fn is_fragile_number(cell: &str) -> bool {
    let digits = cell.trim();
    digits.len() > 1
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits.starts_with('0') || digits.len() > SAFE_DIGITS)
}

/// Whether a cell is a day, with or without a time: a spreadsheet program reads it in the order of its own
/// country, and saves it in another form.
fn is_date(cell: &str) -> bool {
    let cell = cell.trim();
    if !cell
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"/-.: TZ+".contains(&byte))
    {
        return false;
    }
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let mut groups = day.split(['/', '-', '.']);
    let digits = |group: &str| {
        let is_number = group.bytes().all(|byte| byte.is_ascii_digit());
        Some(group.len()).filter(|length| is_number && (1..=4).contains(length))
    };
    let lengths = [groups.next(), groups.next(), groups.next()].map(|group| group.map(digits));
    match (lengths, groups.next()) {
        ([Some(Some(_)), Some(Some(_)), Some(Some(_))], None) => true,
        // A dot between two may be that of a decimal.
        ([Some(Some(1 | 2)), Some(Some(1 | 2 | 4)), None], None) => !day.contains('.'),
        _ => false,
    }
}

/// Whether the beginning of a file names the columns of an export, whatever its encoding and delimiter.
pub(super) fn announced(first: &[u8]) -> bool {
    // Every second byte of UTF-16 is NUL in these names.
    let text: Vec<u8> = first.iter().copied().filter(|byte| *byte != 0).collect();
    SIGNS.iter().all(|name| {
        memchr::memmem::find_iter(&text, name.as_bytes()).any(|at| {
            let part = |byte: Option<&u8>| {
                byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            };
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            !part(before) && !part(text.get(at + name.len()))
        })
    })
}

/// Whether these cells are the header of an export.
pub(super) fn is_header<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    SIGNS
        .iter()
        .all(|sign| cells.clone().filter(|cell| cell.trim() == *sign).count() == 1)
}

/// The columns of an export: which are its own, and which are the sheet's.
#[derive(Clone, Debug)]
pub(super) struct Export {
    width: usize,
    sheet: Vec<usize>,
    key: Option<usize>,
    error: Option<usize>,
    more: Option<usize>,
}

/// What is left of a row of an export.
pub(super) enum Left {
    /// The sheet's own cells.
    Row(Row),
    /// Nothing: the export told of a row whose cells it did not have.
    Nothing(Row),
    /// They, and behind them cells that belong into no column.
    More(Row),
}

impl Export {
    /// The columns, if these are the names of an export.
    pub(super) fn of(names: &[String]) -> Option<Self> {
        if !is_header(names.iter().map(String::as_str)) {
            return None;
        }
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let is_own = |name: &str| OWN_COLUMNS.contains(&name) || name == MORE_COLUMN;
        let sheet = names.iter().enumerate().filter(|(_, name)| !is_own(name));
        Some(Self {
            width: names.len(),
            sheet: sheet.map(|(column, _)| column).collect(),
            key: place("_key"),
            error: place("_error"),
            more: place(MORE_COLUMN),
        })
    }

    /// The names of the sheet's columns.
    pub(super) fn names(&self, names: &[String]) -> Vec<String> {
        let names = self.sheet.iter().filter_map(|column| names.get(*column));
        names.map(|name| unmarked(name).to_owned()).collect()
    }

    /// Whether the cells of a row stand in these columns.
    pub(super) fn fits(&self, row: &Row) -> bool {
        row.len() == self.width
    }

    /// A row without what the export has added.
    pub(super) fn left(&self, row: &Row) -> Left {
        let own = |column: Option<usize>| column.map_or("", |column| unmarked(row.cell(column)));
        let more = Some(own(self.more)).filter(|more| !is_blank(more));
        let cells = self.sheet.iter().map(|column| unmarked(row.cell(*column)));
        let beyond = more.iter().flat_map(|more| more.split(BETWEEN_MORE));
        let mut left = Row::of(row.record, row.line, cells.chain(beyond));
        left.earlier = Some(Box::new(Earlier {
            key: own(self.key).trim().to_owned(),
            error: own(self.error).to_owned(),
        }));
        if more.is_some() {
            return Left::More(left);
        }
        if left.cells().all(is_blank) {
            return Left::Nothing(left);
        }
        Left::Row(left)
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
