//! Words of UTF-8 in a file of another encoding: two exports joined, or a cell pasted from elsewhere.
//!
//! Decoded by the table of the file they would be mojibake, and nothing would fail. So a word that is UTF-8
//! beyond doubt is not decoded at all.

use std::ops::Range;

use super::alphabet::Script;
use super::guess::{is_multi_byte, region};
use super::label::Encoding;
use super::plausible;

/// How many bytes behind the first of their characters words of a double-byte encoding have to have in
/// UTF-8 before it is no accident: two characters of the far East, or four letters. Short words of GBK can
/// be UTF-8 by chance, which for four pairs of bytes is one in five thousand.
const BEYOND_CHANCE: usize = 4;

/// The words within bytes: runs of letters, digits and all that is not ASCII.
pub(super) fn words(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    bytes
        .split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        .map(move |word| {
            let range = at..at + word.len();
            at = range.end + 1;
            range
        })
        .filter(|range| !range.is_empty())
}

/// The characters beyond ASCII of a word that is text in UTF-8 and reads as such, 0 for any other. A
/// character that is cut off at its end does not matter.
pub(super) fn letters_of_utf8(word: &[u8]) -> usize {
    let text = match std::str::from_utf8(word) {
        Ok(text) => text,
        Err(error) => {
            let (valid, rest) = word.split_at(error.valid_up_to());
            if error.error_len().is_some() && rest.len() > 1 {
                return 0;
            }
            std::str::from_utf8(valid).unwrap_or_default()
        }
    };
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    if beyond == 0 || !text.chars().all(is_known) || plausible::count(text) > 0 {
        return 0;
    }
    beyond
}

/// Characters that sheets hold: letters of living scripts, marks of punctuation, signs of Latin-1.
fn is_known(c: char) -> bool {
    c.is_ascii()
        || match Script::of(c) {
            Some(script) => script != Script::Rare,
            None => {
                matches!(c, '\u{A0}'..='\u{BF}' | '×' | '÷' | '\u{5BE}'..='\u{5F4}' | '\u{60C}'..='\u{61F}' | '\u{660}'..='\u{66D}' | '\u{2010}'..='\u{203A}' | '€' | '™' | '№' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF65}')
            }
        }
}

/// Whether a word in a file of this encoding is UTF-8 and nothing that the encoding would write.
pub(super) fn is_foreign(word: &[u8], encoding: Encoding) -> bool {
    let letters = letters_of_utf8(word);
    if letters == 0 {
        return false;
    }
    if is_multi_byte(encoding) {
        return std::str::from_utf8(word).is_ok_and(|text| {
            let behind: usize = text.chars().map(|c| c.len_utf8() - 1).sum();
            behind >= BEYOND_CHANCE
        });
    }
    plausible::faults(&encoding.read(word), region(encoding)).count > 0
}

/// Whether there is anything in the bytes that could be such a word: asked first, since there mostly is not.
pub(super) fn is_possible(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
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

    fn foreign(word: &[u8], encoding: &str) -> bool {
        is_foreign(word, Encoding::named(encoding).unwrap())
    }

    #[test]
    fn words_of_utf8_are_foreign_to_other_encodings() {
        for (word, encoding) in [
            ("שלום", "windows-1255"),
            ("כהן", "cp862"),
            ("محمد", "windows-1256"),
            ("Müller", "windows-1252"),
            ("René", "windows-1252"),
            ("Łódź", "windows-1250"),
            ("Иван", "windows-1251"),
            ("Άννα", "windows-1253"),
            ("สมชาย", "windows-874"),
            ("王小明", "gbk"),
            ("山田", "shift_jis"),
            ("김민수", "euc-kr"),
            ("שלום", "gbk"),
        ] {
            assert!(foreign(word.as_bytes(), encoding), "{word} in {encoding}");
        }
    }

    #[test]
    fn words_of_an_encoding_are_not_foreign_to_it() {
        for language in super::super::corpus::LANGUAGES {
            for label in language.encodings {
                let encoding = Encoding::named(label).unwrap();
                for row in language.rows {
                    let Some(bytes) = super::super::corpus::encoded(row, encoding) else {
                        continue;
                    };
                    for word in words(&bytes) {
                        let word = &bytes[word];
                        assert!(
                            !is_foreign(word, encoding),
                            "{} in {label}",
                            encoding.read(word)
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn capitals_that_happen_to_be_utf8_are_not_taken_for_it() {
        // "SPÓŁKA" of Poland is valid UTF-8 by accident.
        assert!(std::str::from_utf8(b"SP\xD3\xA3KA").is_ok());
        assert!(!foreign(b"SP\xD3\xA3KA", "windows-1250"));
        // A capital of Russian before a closing quote.
        assert!(!foreign(b"\xD0\xBB", "windows-1251"));
        // A Chinese name whose first half is valid.
        assert!(!foreign(b"\xD0\xA1\xCD\xF5", "gbk"));
    }
}
