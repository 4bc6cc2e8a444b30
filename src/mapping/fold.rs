//! How names are compared, and what counts as blank.

use unicode_normalization::UnicodeNormalization;

use crate::ticket::is_invisible;

/// The form in which names are compared: letter case, white space, `_`, `-` and invisible marks do not
/// count, and letters written as one or as two code points (NFC) are the same. Folding twice changes
/// nothing more.
#[must_use]
pub fn fold(name: &str) -> String {
    name.nfc()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c) && c != '_' && c != '-')
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// The text without white space and invisible marks at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    // Cells that begin and end with a printable ASCII character are the common case.
    if let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last())
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Whether nothing of the text can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writing_that_says_nothing_does_not_count() {
        for same in [
            "First Name",
            "first_name",
            "FIRST-NAME",
            " first\u{00A0}name ",
            "\u{FEFF}First\nName",
        ] {
            assert_eq!(fold(same), "firstname", "{same:?}");
        }
        assert_eq!(fold("\u{200F}שם פרטי\u{200F}"), "שםפרטי");
        assert_eq!(
            fold("Stra\u{DF}e e\u{301}"),
            "stra\u{DF}e\u{E9}",
            "composed"
        );
    }

    #[test]
    fn only_the_ends_are_trimmed() {
        assert_eq!(trimmed("\u{200F} 050 1 \u{200E}\t"), "050 1");
        assert_eq!(trimmed("as it is"), "as it is");
        assert_eq!(trimmed("\u{FEFF}"), "");
        assert!(is_blank(" \u{200F}\n") && !is_blank("\u{200F}."));
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn trimming_is_idempotent(text in any::<String>()) {
            prop_assert_eq!(trimmed(trimmed(&text)), trimmed(&text));
            prop_assert_eq!(is_blank(&text), trimmed(&text).is_empty());
        }
    }
}
