//! How far bytes read like an encoding of the far East: its common characters stand together.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};

/// The bytes of a text that are not of the common characters of an encoding of two bytes a character, of how
/// many bytes beyond ASCII and their seconds. A rare character counts half, a wrong one twice.
///
/// The rows of such a code chart are ordered by use: what everybody learns stands first, and any other
/// encoding that is read by the chart falls all over it.
pub(super) fn faults(bytes: &[u8], encoding: &'static Encoding) -> (usize, usize) {
    let (mut count, mut of) = (0, 0);
    let mut rest = bytes.iter().copied().peekable();
    let mut before = b' ';
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            before = lead;
            continue;
        }
        if encoding == SHIFT_JIS && (0xA1..=0xDF).contains(&lead) {
            // Half-width kana: in old exports, and in everything that is not Japanese.
            of += 1;
            count += usize::from(before.is_ascii_lowercase());
            before = lead;
            continue;
        }
        of += 2;
        let second = rest.peek().copied().unwrap_or(b'\n');
        if second < 0x30 {
            count += 4;
            before = b' ';
            continue;
        }
        rest.next();
        count += match rank(lead, second, encoding) {
            Rank::Common => 0,
            Rank::Rare => 1,
            Rank::Wrong => 4,
        };
        // Small Latin letters do not run into characters.
        let after = rest.peek().copied().unwrap_or(b' ');
        count += usize::from(before.is_ascii_lowercase()) + usize::from(after.is_ascii_lowercase());
        before = lead;
    }
    (count, of)
}

enum Rank {
    Common,
    Rare,
    Wrong,
}

fn rank(lead: u8, second: u8, encoding: &'static Encoding) -> Rank {
    let (common, rare): (&[_], &[_]) = if encoding == GBK || encoding == GB18030 {
        if second < 0xA1 {
            return Rank::Wrong;
        }
        (&[0xB0..=0xD7, 0xA1..=0xA3], &[0xD8..=0xF7, 0xA4..=0xA9])
    } else if encoding == BIG5 {
        (&[0xA4..=0xC6, 0xA1..=0xA2], &[0xC9..=0xF9])
    } else if encoding == EUC_KR {
        if second < 0xA1 {
            return Rank::Wrong;
        }
        (&[0xB0..=0xC8, 0xA1..=0xA3], &[0xCA..=0xFD])
    } else if encoding == EUC_JP {
        (
            &[0xA1..=0xA5, 0xB0..=0xCF, 0x8E..=0x8E],
            &[0xD0..=0xF4, 0x8F..=0x8F],
        )
    } else if encoding == SHIFT_JIS {
        (
            &[0x81..=0x83, 0x88..=0x98],
            &[0x99..=0x9F, 0xE0..=0xEA, 0xFA..=0xFC],
        )
    } else {
        (&[], &[])
    };
    if common.iter().any(|range| range.contains(&lead)) {
        Rank::Common
    } else if rare.iter().any(|range| range.contains(&lead)) {
        Rank::Rare
    } else {
        Rank::Wrong
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
    fn names_of_the_far_east_are_of_common_characters() {
        for (text, encoding) in [
            ("王小明,北京市", GBK),
            ("陳大文,台北市", BIG5),
            ("김민수,서울특별시", EUC_KR),
            ("山田太郎,ヤマダタロウ,東京都", SHIFT_JIS),
            ("山田太郎,ヤマダタロウ,東京都", EUC_JP),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(faults(&bytes, encoding).0, 0, "{text}");
        }
    }

    #[test]
    fn accents_of_dos_are_none() {
        for (bytes, encoding) in [
            (b"Fran\x87ois".as_slice(), SHIFT_JIS),
            (b"Nu\xA4ez", BIG5),
            (b"J\x94rg", GBK),
        ] {
            assert!(faults(bytes, encoding).0 > 0);
        }
    }
}
