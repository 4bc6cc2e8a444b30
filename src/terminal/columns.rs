//! The columns that a text takes on a terminal, and where it may be cut: never between a letter and its marks, nor within
//! a sign that several characters make.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Joins emoji to one (U+200D).
const JOINER: char = '\u{200D}';

/// Opens a stretch of text whose direction is its own (U+2068).
pub(super) const ISOLATE: char = '\u{2068}';

/// Ends it (U+2069).
pub(super) const END_ISOLATE: char = '\u{2069}';

/// The columns that a text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// What is seen as one: a letter with the marks upon it, a family of emoji, a flag.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, behind) = rest.split_at_checked(first_cluster(rest)?)?;
        rest = behind;
        Some(cluster)
    })
}

/// The length of the first cluster in bytes; `None` where there is nothing.
fn first_cluster(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let (mut last, mut flags) = (first, u32::from(is_flag_letter(first)));
    for (at, c) in chars {
        let completes_flag = is_flag_letter(c) && flags == 1 && is_flag_letter(last);
        let is_mark = c.width() == Some(0) || is_skin_tone(c);
        let is_joined = last == JOINER && !c.is_ascii();
        if !(is_mark || is_joined || completes_flag) {
            return Some(at);
        }
        flags += u32::from(completes_flag);
        last = c;
    }
    Some(text.len())
}

/// Two of them are a flag.
fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// They colour the emoji before them.
fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

/// The text, or as much of it as fits into so many columns with `…` behind it.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let (mut end, mut taken) = (0, 0);
    for cluster in clusters(text) {
        taken += width(cluster);
        if taken >= columns {
            break;
        }
        end += cluster.len();
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// The text, or about as many characters of it as are asked for, with `…` behind them. It bounds what is kept; what a
/// line has room for says [`cut`].
#[must_use]
pub fn beginning(text: &str, characters: usize) -> String {
    let Some((most, _)) = text.char_indices().nth(characters) else {
        return text.to_owned();
    };
    let ends = clusters(text).scan(0, |end, cluster| {
        *end += cluster.len();
        Some(*end)
    });
    let end = ends.take_while(|end| *end <= most).last();
    // A letter may have more marks than a person sees.
    let kept = text.get(..end.unwrap_or(most)).unwrap_or_default();
    format!("{kept}…")
}

/// A text that runs from right to left, set apart so that what stands beside it keeps its place; any other as it is.
#[must_use]
pub fn set_apart(text: String) -> String {
    if text.chars().any(runs_leftwards) {
        format!("{ISOLATE}{text}{END_ISOLATE}")
    } else {
        text
    }
}

/// What ends the part that is still set apart at the end of a text's last line, and what sets it apart again on the next.
pub fn isolation_at_the_end(text: &str) -> [&'static str; 2] {
    let last = text.rsplit('\n').next().unwrap_or_default();
    match last.rfind([ISOLATE, END_ISOLATE]) {
        Some(at) if last.get(at..).is_some_and(|mark| mark.starts_with(ISOLATE)) => {
            ["\u{2069}", "\u{2068}"]
        }
        _ => [""; 2],
    }
}

/// Whether a character is of a script that runs from right to left: the blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and
/// their neighbours, with the forms for presentation and the historic scripts.
pub(super) fn runs_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FAMILY: &str = "👩\u{200D}👩\u{200D}👧";

    #[test]
    fn a_letter_keeps_its_marks_an_emoji_its_parts_and_a_flag_its_halves() {
        let text = format!("aé\u{301}שָׁ{FAMILY}👋🏽🇮🇱🇯🇵❤\u{FE0F}漢");
        let seen: Vec<&str> = clusters(&text).collect();
        let parts = [
            "a",
            "é\u{301}",
            "שָׁ",
            FAMILY,
            "👋🏽",
            "🇮🇱",
            "🇯🇵",
            "❤\u{FE0F}",
            "漢",
        ];
        assert_eq!(seen, parts);
    }

    #[test]
    fn a_text_is_cut_by_the_columns_that_it_takes() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("漢字漢字", 6), "漢字…", "a wide character is not split");
        assert_eq!(cut("aשָׁלוֹם", 3), "aשָׁ…");
        assert_eq!(cut(&FAMILY.repeat(3), 5), format!("{}…", FAMILY.repeat(2)));
        assert_eq!(cut("🇮🇱🇯🇵", 3), "🇮🇱…");
    }

    #[test]
    fn what_is_kept_is_bounded_whatever_stands_upon_a_letter() {
        assert_eq!(beginning("abc", 3), "abc");
        assert_eq!(beginning("abcd", 3), "abc…");
        assert_eq!(beginning("abe\u{301}\u{302}", 4), "ab…");
        let many = format!("a{}", "\u{301}".repeat(9_999));
        assert_eq!(beginning(&many, 10).chars().count(), 11);
    }

    proptest! {
        #[test]
        fn no_text_is_wider_than_asked_and_no_part_of_it_is_lost(text in any::<String>(), columns in 1_usize..60) {
            prop_assert_eq!(clusters(&text).collect::<String>(), text.clone());
            prop_assert!(width(&cut(&text, columns)) <= columns, "{:?}", text);
        }

        #[test]
        fn no_sign_is_cut_in_two(
            signs in proptest::collection::vec(prop::sample::select(vec!["a", "é\u{301}", "שָׁ", FAMILY, "🇮🇱", "漢"]), 0..40),
            columns in 1_usize..40,
        ) {
            let shown = cut(&signs.concat(), columns);
            let shown = shown.trim_end_matches('…');
            let whole = (0..=signs.len()).any(|count| signs.iter().take(count).copied().collect::<String>() == shown);
            prop_assert!(whole, "{:?}", shown);
        }
    }
}
