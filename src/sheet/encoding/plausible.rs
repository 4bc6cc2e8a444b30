//! How far a text reads like text: what no person writes is counted.
//!
//! A file that is decoded by a wrong table has symbols within its words, capitals behind small letters,
//! letters of several scripts or languages in one word. None of this needs a dictionary, and it tells apart
//! what the frequencies of a long text tell apart, in a few names.

use super::alphabet::{CYRILLIC, GREEK, Region, Script};

/// What speaks against a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// Characters that do not fit where they stand.
    pub(super) count: usize,
    /// Characters beyond ASCII.
    pub(super) of: usize,
    /// Hebrew words whose final letter stands first, less those where it stands last: above zero, the
    /// letters stand in the order of the eye, from left to right.
    pub(super) backwards: isize,
}

/// Weighs a text whose Latin letters are of one region.
pub(super) fn faults(text: &str, region: Region) -> Faults {
    let mut found = Faults::default();
    let mut latin = Alphabets::new(region.languages());
    let mut cyrillic = Alphabets::new(CYRILLIC);
    let mut greek = Alphabets::new(GREEK);
    for word in text.split(is_gap) {
        if word.is_ascii() {
            continue;
        }
        let mut before = None;
        let mut letters = word.chars().peekable();
        let (mut beyond, mut length) = (0, 0);
        while let Some(c) = letters.next() {
            let after = letters.peek().copied();
            length += usize::from(c.is_alphabetic());
            if !c.is_ascii() {
                found.of += 1;
                found.count += misplaced(before, c, after);
                match Script::of(c) {
                    Some(Script::Latin) => {
                        beyond += 1;
                        latin.see(c);
                    }
                    Some(Script::Cyrillic) => cyrillic.see(c),
                    Some(Script::Greek) => greek.see(c),
                    _ => {}
                }
            }
            before = Some(c);
        }
        // No Latin language has longer words without a plain letter.
        if beyond > 2 && beyond == length {
            found.count += beyond;
        }
        found.backwards += backwards(word);
    }
    found.count += latin.strangers() + cyrillic.strangers() + greek.strangers();
    found
}

/// The faults of a text of any language.
pub(super) fn count(text: &str) -> usize {
    faults(text, Region::Elsewhere).count
}

/// What separates words for sure. Symbols do not: a symbol within a word is what is looked for.
pub(super) fn is_gap(c: char) -> bool {
    c == '\u{A0}' || (c.is_ascii() && !c.is_ascii_alphanumeric() && c != '.')
}

/// How badly a character beyond ASCII stands between its neighbours.
fn misplaced(before: Option<char>, c: char, after: Option<char>) -> usize {
    if c == char::REPLACEMENT_CHARACTER || c.is_control() || matches!(c, '\u{E000}'..='\u{F8FF}') {
        return 3;
    }
    if matches!(c, '\u{2500}'..='\u{259F}') {
        return 1;
    }
    let beside = |c: Option<char>| c.and_then(Script::of);
    let (left, right) = (beside(before), beside(after));
    if matches!(c, 'ª' | 'º') {
        return usize::from(right.is_some());
    }
    match Script::of(c) {
        Some(Script::Rare) => 1,
        Some(script) => {
            usize::from(left.is_some_and(|left| left != script || is_torn(before, c)))
                + usize::from(right.is_some_and(|right| {
                    right != script && after.is_some_and(|after| after.is_ascii())
                }))
                + usize::from(
                    c.is_lowercase() && after.is_some_and(|after| after.is_ascii_uppercase()),
                )
                + usize::from(matches!(c, 'ñ' | 'Ñ') && after.is_some_and(|after| !is_vowel(after)))
                + usize::from(
                    is_final(c) && left == Some(Script::Hebrew) && right == Some(Script::Hebrew),
                )
        }
        None => usize::from(match (left, right) {
            (Some(left), Some(_)) => !joins(before, c, after, left == Script::Latin),
            (Some(_), None) => matches!(
                c,
                '‚' | '„'
                    | '¤'
                    | '†'
                    | '‡'
                    | '‰'
                    | '˜'
                    | '¡'
                    | '¿'
                    | '¢'
                    | '£'
                    | '¥'
                    | '¨'
                    | '¸'
                    | '¼'
                    | '½'
                    | '¾'
                    | '¦'
                    | '¬'
                    | '¯'
                    | '±'
                    | '×'
                    | '÷'
                    | '‹'
                    | '¶'
                    | '§'
            ),
            (None, Some(_)) => matches!(
                c,
                '€' | '…'
                    | '†'
                    | '‡'
                    | '™'
                    | '°'
                    | '²'
                    | '³'
                    | '¹'
                    | '¼'
                    | '½'
                    | '¾'
                    | '”'
                    | '‰'
                    | '˜'
                    | '¸'
                    | '¨'
                    | '¬'
                    | '±'
                    | '×'
                    | '÷'
                    | '¦'
                    | '¯'
                    | '¢'
                    | '¤'
                    | '›'
                    | '¶'
                    | '¥'
                    | '£'
            ),
            (None, None) => false,
        }),
    }
}

/// A capital behind a small letter.
fn is_torn(before: Option<char>, c: char) -> bool {
    c.is_uppercase() && before.is_some_and(char::is_lowercase)
}

/// Marks that people write between two letters.
fn joins(before: Option<char>, c: char, after: Option<char>, latin: bool) -> bool {
    match c {
        '’' | '·' | '\u{AD}' | '\u{200B}'..='\u{200F}' => true,
        '–' | '—' => {
            !(before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_lowercase))
        }
        '“' | '”' | '‘' | '´' | '״' | '׳' | '־' => !latin,
        // Marks of the far East, which stand between characters without a space.
        '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' => !latin,
        _ => false,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c.to_lowercase().next(),
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'í' | 'ó' | 'ú')
    )
}

/// The Hebrew letters that have this form at the end of a word alone.
fn is_final(c: char) -> bool {
    matches!(c, 'ך' | 'ם' | 'ן' | 'ף' | 'ץ')
}

/// 1 if the Hebrew word begins with a final letter, -1 if it ends with one, 0 if it tells nothing.
fn backwards(word: &str) -> isize {
    let mut letters = word
        .chars()
        .filter(|c| Script::of(*c) == Some(Script::Hebrew));
    let (first, last) = (letters.next(), letters.next_back());
    isize::from(last.is_some() && first.is_some_and(is_final))
        - isize::from(last.is_some_and(is_final))
}

/// Letters seen, held against the alphabets of several languages at once.
struct Alphabets {
    languages: &'static [&'static str],
    strangers: Vec<usize>,
}

impl Alphabets {
    fn new(languages: &'static [&'static str]) -> Self {
        Self {
            languages,
            strangers: vec![0; languages.len()],
        }
    }

    fn see(&mut self, c: char) {
        let small = c.to_lowercase().next().unwrap_or(c);
        for (language, strangers) in self.languages.iter().zip(&mut self.strangers) {
            *strangers += usize::from(!language.contains(small));
        }
    }

    /// The letters that the likeliest of the languages does not have.
    fn strangers(&self) -> usize {
        self.strangers.iter().copied().min().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    #[test]
    fn what_people_write_has_no_faults() {
        for (text, region) in [
            (
                "Jürgen Müller;Straße;Österreichische Bäckerei GmbH",
                Region::West,
            ),
            ("Zoé;L’Hôpital;N° 5;“Ça et là”", Region::West),
            ("José Muñoz;2º;Mª", Region::West),
            ("Łukasz Wiśniewski;SPÓŁKA", Region::Centre),
            ("Işıl Şahin;Muğla", Region::Turkey),
            ("אחים כץ בע\"מ, בע”מ, רח׳ הרצל", Region::Elsewhere),
            ("Иван Петров;ООО «Ромашка»", Region::Elsewhere),
            ("Δημήτρης Ιωάννου", Region::Elsewhere),
            ("株式会社さくら、東京", Region::Elsewhere),
        ] {
            assert_eq!(faults(text, region).count, 0, "{text}");
        }
    }

    #[test]
    fn mojibake_has() {
        for (text, region) in [
            ("Jos‚ Mu¤oz", Region::West),
            ("ChloŽ", Region::West),
            ("K”ln", Region::West),
            ("MŸller", Region::West),
            ("C˝ur", Region::Centre),
            ("Gülţah Dođan", Region::Centre),
            ("Kamiñski", Region::West),
            ("Ќомер;€ван", Region::Elsewhere),
            ("×©×œ×•×\u{9d}", Region::West),
            ("ùìåí", Region::West),
        ] {
            assert!(faults(text, region).count > 0, "{text}");
        }
    }

    #[test]
    fn hebrew_in_the_order_of_the_eye_is_seen_by_its_final_letters() {
        assert!(faults("םולש ןהכ", Region::Elsewhere).backwards > 0);
        assert!(faults("שלום כהן", Region::Elsewhere).backwards < 0);
        assert_eq!(faults("דנה לוי", Region::Elsewhere).backwards, 0);
    }
}
