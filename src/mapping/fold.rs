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

/// The form in which names of columns are held against the names that are known: [folded](fold), and without accents,
/// vowel signs, `.`, `:` and `*`, with one form for letters that are typed in two ways (`°` and `º`, the Arabic `ة`
/// and `ه`, `ى` and `ي`). It suits a closed list of words in which no two differ by that alone; templates name
/// columns by [`fold`], since a sheet may well tell `schon` from `schön`.
#[must_use]
pub(crate) fn bare(name: &str) -> String {
    let folded: String = fold(name)
        .nfkd()
        .filter(|&c| !is_mark(c) && !matches!(c, '.' | ':' | '*' | '\u{640}'))
        .map(|c| match c {
            '°' => 'o',
            '\u{629}' => '\u{647}',
            '\u{649}' | '\u{6CC}' => '\u{64A}',
            '’' | '׳' => '\'',
            c => c,
        })
        .collect();
    fold(&folded)
}

/// Accents of Latin letters, points of Hebrew ones, vowel signs and hamzas of Arabic ones.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}' | '\u{64B}'..='\u{655}' | '\u{670}')
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
    fn the_names_of_the_world_are_compared_without_their_accents() {
        for (typed, known) in [
            ("PRENOM", "prénom"),
            ("Pre\u{301}nom :", "prénom"),
            ("Tel.", "tel"),
            ("Tél.", "tel"),
            ("N° client", "no client"),
            ("Nº de cliente", "No. de cliente"),
            ("E-Mail *", "email"),
            ("الاسم الاول", "الاسم الأول"),
            ("البريد الالكتروني", "البريد الإلكتروني"),
            ("البريد الإلكترونى", "البريد الإلكتروني"),
            ("الرساله", "الرسالة"),
            ("معرّف", "معرف"),
            ("שֵׁם", "שם"),
            ("ｅｍａｉｌ", "email"),
        ] {
            assert_eq!(bare(typed), bare(known), "{typed}");
        }
        assert_ne!(fold("Prénom"), fold("Prenom"));
        assert_ne!(bare("phone #"), bare("phone"));
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
            prop_assert_eq!(bare(&fold(&text)), bare(&text));
        }

        #[test]
        fn trimming_is_idempotent(text in any::<String>()) {
            prop_assert_eq!(trimmed(trimmed(&text)), trimmed(&text));
            prop_assert_eq!(is_blank(&text), trimmed(&text).is_empty());
        }
    }
}
