//! Values of a sheet in a form that is safe to show: on one line, without what would steer a terminal, and
//! no longer than a person reads.

use unicode_width::UnicodeWidthStr as _;

pub(super) use crate::terminal::on_one_line as shown;

/// Characters of a value that are kept in a report: enough to recognise it by, whatever the cell holds.
const KEPT: usize = 200;

/// Opens a stretch of text whose direction is its own (U+2068).
const ISOLATE: char = '\u{2068}';

/// Ends it (U+2069).
const END_ISOLATE: char = '\u{2069}';

/// A value to keep in a report: its beginning, with `…` behind it where it goes on.
pub(super) fn kept(text: &str) -> String {
    match text.char_indices().nth(KEPT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
    }
}

/// A value for a line of a terminal: at most `width` columns wide. One that runs from right to left is set
/// apart, so that what stands beside it keeps its place.
pub(super) fn in_line(text: &str, width: usize) -> String {
    let shown = cut(&shown(text), width);
    if shown.chars().any(runs_leftwards) {
        format!("{ISOLATE}{shown}{END_ISOLATE}")
    } else {
        shown
    }
}

/// The columns that a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text, or as much of it as `…` leaves room for.
fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        // A character may widen the one before it, so that the sum of their widths says too little.
        if width(&kept) >= most {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

/// Whether a character is of a script that runs from right to left: the blocks of Hebrew, Arabic, Syriac,
/// Thaana, N'Ko and their neighbours, with the forms for presentation and the historic scripts.
fn runs_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_value_is_cut_by_the_columns_that_it_takes() {
        assert_eq!(in_line("abcdef", 6), "abcdef");
        assert_eq!(in_line("abcdefg", 6), "abcde…");
        assert_eq!(
            in_line("漢字漢字", 6),
            "漢字…",
            "a wide character is not split"
        );
        assert_eq!(kept(&"x".repeat(300)), format!("{}…", "x".repeat(200)));
    }

    #[test]
    fn hebrew_is_set_apart_from_its_surroundings() {
        assert_eq!(in_line("שלום 12", 20), "\u{2068}שלום 12\u{2069}");
        assert_eq!(in_line("Haifa", 20), "Haifa");
    }

    proptest! {
        #[test]
        fn no_value_is_wider_than_asked_or_breaks_its_line(text in any::<String>(), most in 1_usize..60) {
            let line = in_line(&text, most);
            prop_assert!(width(&line) <= most, "{line:?}");
            prop_assert!(!line.chars().any(char::is_control));
        }
    }
}
