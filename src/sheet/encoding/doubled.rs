//! UTF-8 that a program took for another encoding and saved as UTF-8 once more: `MÃ¼ller`, `×©×œ×•×`.
//!
//! Every byte of such a file is valid, and so nothing else finds it. It is not mended: what the program
//! could not show is lost.

use encoding_rs::{WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1255, WINDOWS_1256};

use super::dos::Dos;
use super::foreign::letters_of_utf8;
use super::label::Encoding;
use super::plausible;

/// The encodings that programs take for granted.
const TAKEN_FOR: [Encoding; 6] = [
    Encoding::Other(WINDOWS_1252),
    Encoding::Other(WINDOWS_1255),
    Encoding::Other(WINDOWS_1256),
    Encoding::Other(WINDOWS_1251),
    Encoding::Other(WINDOWS_1250),
    Encoding::Dos(Dos::Western),
];

/// Characters of a word that is looked at.
const LONGEST: usize = 64;

/// The first word that was encoded twice, as it stands.
pub(super) fn word(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_ascii() && word.chars().nth(LONGEST).is_none())
        .find(|word| is_doubled(word))
}

fn is_doubled(word: &str) -> bool {
    plausible::count(word) > 0
        && TAKEN_FOR.iter().any(|encoding| {
            bytes(word, *encoding).is_some_and(|bytes| {
                // A letter cut off at the end has lost the half that could not be shown.
                letters_of_utf8(&bytes) > 0
            })
        })
}

/// The bytes of a word in an encoding, the bytes that it does not use as the controls they are read as.
fn bytes(word: &str, encoding: Encoding) -> Option<Vec<u8>> {
    word.chars()
        .map(|c| match encoding {
            _ if c.is_ascii() => Some(c as u8),
            Encoding::Other(_) if matches!(c, '\u{80}'..='\u{9F}') => {
                u8::try_from(u32::from(c)).ok()
            }
            Encoding::Other(page) => {
                let mut letter = [0; 4];
                let (bytes, _, missing) = page.encode(c.encode_utf8(&mut letter));
                match *bytes {
                    [byte] if !missing => Some(byte),
                    _ => None,
                }
            }
            Encoding::Dos(page) => (0x80..=u8::MAX).find(|byte| page.character(*byte) == c),
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::super::corpus::LANGUAGES;
    use super::*;

    fn saved_again(text: &str, encoding: Encoding) -> String {
        match encoding {
            Encoding::Other(page) => page
                .decode_without_bom_handling(text.as_bytes())
                .0
                .into_owned(),
            other => other.read(text.as_bytes()),
        }
    }

    #[test]
    fn what_was_saved_twice_is_seen() {
        for text in [
            "Müller",
            "René",
            "François",
            "שלום",
            "דנה כהן",
            "محمد علي",
            "Łódź",
            "Иван Петров",
            "山田太郎",
        ] {
            let twice = saved_again(text, Encoding::Other(WINDOWS_1252));
            assert!(word(&twice).is_some(), "{text} as {twice}");
        }
        for (text, page) in [
            ("שלום", WINDOWS_1255),
            ("Иван Петров", WINDOWS_1251),
            ("محمد", WINDOWS_1256),
        ] {
            let twice = saved_again(text, Encoding::Other(page));
            assert!(word(&twice).is_some(), "{text} as {twice}");
        }
    }

    #[test]
    fn what_people_write_is_not_taken_for_it() {
        for language in LANGUAGES {
            for row in language.rows.iter().chain([&language.header]) {
                assert_eq!(word(row), None);
            }
        }
        for text in [
            "MAÇÃ",
            "SÃO JOÃO",
            "Ä",
            "ÂNGELA",
            "5 m²",
            "20 °C",
            "100 €",
            "„Übung“",
            "А…Я",
            "×",
            "×2",
            "½",
        ] {
            assert_eq!(word(text), None);
        }
    }
}
