//! What stands at the ends of a text and says nothing.
//!
//! White space, zero-width spaces and single direction marks go. An embedding or isolate (`U+202A` … `U+202E`,
//! `U+2066` … `U+2069`) goes where it wraps the whole text, or nothing; inside it stays, and so does one that
//! begins or ends a part: without its partner it would turn whatever is shown behind the text. A zero-width
//! joiner stays: at the end of an Arabic letter it is its shape.

use crate::sheet::is_invisible;

/// Most layers of embeddings around a text; what has more keeps them. Each layer reads the text once.
const LAYERS: usize = 64;

/// The text without what says nothing at its ends.
pub(crate) fn bare(text: &str) -> &str {
    // Cells that begin and end with a printable ASCII character are the common case.
    if let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last())
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return text;
    }
    let mut inner = text.trim_matches(is_silent);
    for _ in 0..LAYERS {
        let without = without_embedding(inner).trim_matches(is_silent);
        if without.len() == inner.len() {
            break;
        }
        inner = without;
    }
    // Of a text of nothing but marks nothing is left, so that it counts as blank.
    if inner.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return "";
    }
    inner
}

fn is_silent(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{2060}' | '\u{FEFF}'
        )
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}'
    )
}

fn closes(c: char) -> bool {
    matches!(c, '\u{202C}' | '\u{2069}')
}

/// The text without one embedding around all of it, or around nothing.
fn without_embedding(text: &str) -> &str {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return text;
    };
    if closes(first) {
        return text.strip_prefix(first).unwrap_or(text);
    }
    if opens(last) {
        return text.strip_suffix(last).unwrap_or(text);
    }
    if opens(first) {
        let inner = text.strip_prefix(first).unwrap_or(text);
        return match closed_at(inner) {
            None => inner,
            Some(at) if at + '\u{202C}'.len_utf8() == inner.len() => {
                inner.get(..at).unwrap_or(inner)
            }
            Some(_) => text,
        };
    }
    if closes(last) && !text.contains(opens) {
        return text.strip_suffix(last).unwrap_or(text);
    }
    text
}

/// Where an embedding that was opened just before this text is closed.
fn closed_at(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        depth = match c {
            c if opens(c) => depth + 1,
            c if closes(c) => depth - 1,
            _ => depth,
        };
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_and_lone_marks_go_from_the_ends_and_stay_inside() {
        for (text, left) in [
            ("  Dana  ", "Dana"),
            ("\u{A0}דנה\u{200F}\u{A0}", "דנה"),
            ("\u{FEFF}Dana\u{200B}", "Dana"),
            ("דנה\u{200F}! (Haifa)", "דנה\u{200F}! (Haifa)"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("هـ\u{200D}", "هـ\u{200D}"),
            ("👩\u{200D}👧", "👩\u{200D}👧"),
            ("\u{200F}\u{200E} \n", ""),
            ("\u{200D}", ""),
            ("", ""),
        ] {
            assert_eq!(bare(text), left, "{text:?}");
        }
    }

    #[test]
    fn an_embedding_goes_where_it_wraps_all_or_nothing_and_never_by_half() {
        for (text, left) in [
            ("\u{202B}שלום\u{202C}", "שלום"),
            ("\u{202B} \u{2067}שלום\u{2069}\u{202C} ", "שלום"),
            ("\u{202B}שלום", "שלום"),
            ("שלום\u{202C}", "שלום"),
            ("שלום\u{202B}\u{202C}", "שלום\u{202B}\u{202C}"),
            ("a \u{202B}שלום\u{202C}", "a \u{202B}שלום\u{202C}"),
            ("\u{202B}שלום\u{202C} a", "\u{202B}שלום\u{202C} a"),
            (
                "\u{202B}א\u{202C}\u{202B}ב\u{202C}",
                "\u{202B}א\u{202C}\u{202B}ב\u{202C}",
            ),
        ] {
            assert_eq!(bare(text), left, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_left_is_a_part_of_the_text_and_bare(
            text in "[a א\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{A0}]{0,12}",
        ) {
            let left = bare(&text);
            prop_assert!(text.contains(left));
            let graphic = text.chars().filter(|c| matches!(c, 'a' | 'א')).count();
            prop_assert_eq!(left.chars().filter(|c| matches!(c, 'a' | 'א')).count(), graphic);
            prop_assert_eq!(bare(left), left);
        }
    }
}
