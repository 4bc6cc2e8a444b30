//! Quotes that the grammar takes for text and that stand where a delimiter went missing.

use super::row::Row;

/// The quote that is looked for, whatever quote encloses the cells of the text.
const QUOTE: char = '"';

/// What is odd about quotes that are text by the grammar: they stand where they would enclose something if a
/// delimiter before them were not missing, or not of another kind.
pub(super) fn stray_quotes(row: &Row, quoted: bool) -> Option<&'static str> {
    if !row.text().contains(QUOTE) {
        return None;
    }
    let odd = |cell: &str| cell.matches(QUOTE).count() % 2 == 1;
    let (mut opened, mut glued) = (false, false);
    for cell in row.cells() {
        let behind_blank = cell.starts_with(' ');
        if quoted && behind_blank && cell.trim_start().starts_with(QUOTE) {
            return Some(
                "has a quote behind a blank, so its cells may be separated in another way than those of other rows",
            );
        }
        if (opened && behind_blank || glued) && cell.ends_with(QUOTE) && odd(cell) {
            return Some(
                "has a quote that is opened in one cell and closed in another; a delimiter is probably missing before it",
            );
        }
        opened |= !cell.starts_with(QUOTE) && !cell.ends_with(QUOTE) && odd(cell);
        glued = quoted && is_glued(cell);
        if !quoted && cell.starts_with(QUOTE) {
            return Some(
                "has a cell that begins with a quote, in a file whose quotes enclose no cells; double the quotes inside cells, or say --quote none",
            );
        }
    }
    None
}

/// Whether a cell holds one quote right between two characters, as `35"4` does where the delimiter before `"4`
/// is missing; behind it the rest of what the quotes enclosed follows as a cell of its own.
fn is_glued(cell: &str) -> bool {
    let mut parts = cell.split(QUOTE);
    let (Some(before), Some(behind), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    before.ends_with(|c: char| !c.is_whitespace())
        && behind.starts_with(|c: char| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let mut ends = Vec::new();
        let mut text = String::new();
        for cell in cells {
            text.push_str(cell);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Row::new(1, 2, text, ends)
    }

    #[test]
    fn a_quoted_cell_that_a_missing_delimiter_tore_is_seen() {
        for cells in [
            &["257", "115.35\"4", "115\"", "2003"][..],
            &["10", "2024-10-08\"call", " please\""],
            &["7", " \"a", " b\""],
        ] {
            assert!(stray_quotes(&row(cells), true).is_some(), "{cells:?}");
        }
    }

    #[test]
    fn quotes_that_people_write_are_text() {
        for cells in [
            &["חברת אור בע\"מ", "צה\"ל"][..],
            &["5\" pipe", "6\""],
            &["say \"hello\" to", "x"],
            &["12'5\"", "x"],
        ] {
            assert_eq!(stray_quotes(&row(cells), true), None, "{cells:?}");
        }
    }

    #[test]
    fn a_cell_that_begins_with_a_quote_is_odd_where_quotes_enclose_nothing() {
        assert!(stray_quotes(&row(&["1", "\"x"]), false).is_some());
        assert_eq!(stray_quotes(&row(&["1", "\"x"]), true), None);
    }
}
