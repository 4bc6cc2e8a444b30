//! What the first bytes say of the encoding: a byte order mark, or where the NULs stand.

use super::label::Encoding;

/// What the first bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A byte order mark of so many bytes.
    Mark(Encoding, usize),
    /// UTF-16 by its NULs.
    Pattern(Encoding),
    /// UTF-32, marked or by its NULs.
    Utf32,
    /// Nothing that can be told from them.
    Plain,
}

/// Of how many units in UTF-16 one at least is ASCII: commas, digits and line ends see to that, even in a
/// sheet of Chinese.
const SPARSEST: usize = 10;

/// Units of UTF-16 that are looked at before the pattern is believed.
const FEWEST: usize = 3;

/// Looks at the first bytes.
pub(super) fn start(first: &[u8]) -> Start {
    match first {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Start::Utf32,
        [0xEF, 0xBB, 0xBF, ..] => Start::Mark(Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => Start::Mark(Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => Start::Mark(Encoding::Utf16Be, 2),
        _ if !first.contains(&0) => Start::Plain,
        _ if is_utf32(first) => Start::Utf32,
        _ => match (has_units(first, true), has_units(first, false)) {
            (true, false) => Start::Pattern(Encoding::Utf16Le),
            (false, true) => Start::Pattern(Encoding::Utf16Be),
            _ => Start::Plain,
        },
    }
}

/// Whether the first bytes say of themselves that this is text in Unicode, by a mark or by where the NULs
/// stand.
pub(crate) fn is_marked(first: &[u8]) -> bool {
    start(first) != Start::Plain
}

/// Whether the bytes are UTF-16 without a mark. A text of ASCII or UTF-8 that holds a few NULs is not: its
/// other pairs of bytes are pairs of ASCII, which in UTF-16 are one Chinese character in four.
fn has_units(first: &[u8], low_first: bool) -> bool {
    let pairs = first.chunks_exact(2).map(|pair| match pair {
        [low, high] if low_first => (*high, *low),
        [high, low] => (*high, *low),
        _ => (0, 0),
    });
    let (mut all, mut plain, mut turned, mut eight) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut open = false;
    for (high, low) in pairs {
        all += 1;
        match (high, low) {
            (0, 0) => return false,
            (0, low) if is_plain(low) => plain += 1,
            (high, 0) if is_plain(high) => turned += 1,
            (high, low) if is_plain(high) && is_plain(low) => eight += 1,
            _ => {}
        }
        let trails = (0xDC..=0xDF).contains(&high);
        if open != trails {
            return false;
        }
        open = (0xD8..=0xDB).contains(&high);
    }
    // Bytes of UTF-16 are no UTF-8 without controls, but for a text that is all ASCII: then nearly all units are.
    let is_utf8 = !first
        .iter()
        .any(|byte| (1..b' ').contains(byte) && !is_plain(*byte))
        && std::str::from_utf8(first).map_or_else(|error| error.error_len().is_none(), |_| true);
    let least = if is_utf8 {
        all - all / 4
    } else {
        all.div_ceil(SPARSEST)
    };
    all >= FEWEST && plain >= least && turned * 4 <= plain && eight <= plain * 3
}

fn is_utf32(first: &[u8]) -> bool {
    let fours = first.chunks_exact(4);
    if fours.len() < FEWEST {
        return false;
    }
    let low = fours
        .clone()
        .all(|four| matches!(four, [_, _, 0..=0x10, 0]));
    let high = fours
        .clone()
        .all(|four| matches!(four, [0, 0..=0x10, _, _]));
    let plain = |four: &[u8]| matches!(four, [1..=0x7F, 0, 0, 0] | [0, 0, 0, 1..=0x7F]);
    (low || high) && fours.clone().any(plain) && !fours.clone().any(|four| four == [0, 0, 0, 0])
}

/// Bytes that text in ASCII is made of.
pub(super) fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::super::corpus::{LANGUAGES, encoded};
    use super::*;

    #[test]
    fn marks_are_seen() {
        assert_eq!(start(b"\xEF\xBB\xBFid"), Start::Mark(Encoding::Utf8, 3));
        assert_eq!(start(b"\xFF\xFEi\0"), Start::Mark(Encoding::Utf16Le, 2));
        assert_eq!(start(b"\xFE\xFF\0i"), Start::Mark(Encoding::Utf16Be, 2));
        assert_eq!(start(b"\xFF\xFE\0\0i\0\0\0"), Start::Utf32);
        assert_eq!(start(b"\0\0\xFE\xFF"), Start::Utf32);
        assert_eq!(start(b"i\0\0\0d\0\0\0,\0\0\0"), Start::Utf32);
        assert_eq!(start(b""), Start::Plain);
    }

    #[test]
    fn utf16_without_a_mark_is_seen_in_every_language() {
        for language in LANGUAGES {
            let text = format!("{}\r\n{}\r\n", language.header, language.rows.join("\r\n"));
            for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
                let bytes = encoded(&text, encoding).unwrap();
                assert_eq!(start(&bytes), Start::Pattern(encoding), "{}", language.name);
            }
        }
    }

    #[test]
    fn text_with_a_few_nuls_is_no_utf16() {
        for text in [
            "id,name\n1,Co\0hen\n2,Levi\n",
            "id,name\n1,\0\n2,Levi\0\0\0\n",
            "id,name\n1,דנ\0ה כהן\n2,לוי\n",
            "\0",
            "a\0",
            "id,name\n1,a\0b\0c\0d\0\n2,Levi Cohen\n3,Peretz\n4,Abraham\n",
        ] {
            assert_eq!(start(text.as_bytes()), Start::Plain, "{text:?}");
        }
    }
}
