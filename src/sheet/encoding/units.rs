//! One pass over UTF-16: whether it is that to its end.

use super::mark::is_plain;
use super::sample::Sample;

/// Units in a row whose bytes are both of ASCII that make it certain that this is text of one byte a
/// character: of Chinese it is one unit in four, and so many together are never.
const EIGHT_BIT: usize = 24;

/// Units of a line that are kept for the sample.
const LINE: usize = 1024;

/// What there is in the units that were seen.
#[derive(Debug)]
pub(super) struct Units {
    low_first: bool,
    odd: Option<u8>,
    open: bool,
    run: usize,
    place: u64,
    line: Vec<u16>,
    line_is_damaged: bool,
    /// Lines with a half of a pair of surrogates, or with half a unit at the end.
    pub(super) damaged: u64,
    /// The byte at which text of one byte a character begins.
    pub(super) eight_bit: Option<u64>,
    /// Some of the lines, in UTF-8.
    pub(super) sample: Sample,
}

impl Units {
    /// Nothing seen.
    pub(super) fn new(low_first: bool) -> Self {
        Self {
            low_first,
            odd: None,
            open: false,
            run: 0,
            place: 0,
            line: Vec::new(),
            line_is_damaged: false,
            damaged: 0,
            eight_bit: None,
            sample: Sample::default(),
        }
    }

    /// Takes the next bytes. It does not matter where they are cut.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match self.odd.take() {
                None => self.odd = Some(*byte),
                Some(first) => self.see(first, *byte),
            }
        }
    }

    /// Takes the end. If there is more behind it that is not seen, the last character may be cut.
    pub(super) fn finish(&mut self, whole: bool) {
        self.line_is_damaged |= whole && (self.odd.is_some() || self.open);
        self.end_line();
    }

    fn see(&mut self, first: u8, second: u8) {
        let pair = [first, second];
        let unit = if self.low_first {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        };
        self.place += 2;
        self.run = if is_plain(first) && is_plain(second) {
            self.run + 1
        } else {
            0
        };
        if self.run == EIGHT_BIT && self.eight_bit.is_none() {
            self.eight_bit = Some(self.place - 2 * EIGHT_BIT as u64);
        }
        let trails = (0xDC00..=0xDFFF).contains(&unit);
        self.line_is_damaged |= self.open != trails;
        self.open = (0xD800..=0xDBFF).contains(&unit);
        if unit == u16::from(b'\n') || unit == u16::from(b'\r') {
            self.end_line();
        } else if self.line.len() < LINE {
            self.line.push(unit);
        }
    }

    fn end_line(&mut self) {
        self.damaged += u64::from(std::mem::take(&mut self.line_is_damaged));
        if self.line.iter().any(|unit| *unit > 0x7F) {
            self.sample
                .see(String::from_utf16_lossy(&self.line).as_bytes());
        }
        self.line.clear();
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

    fn seen(bytes: &[u8]) -> Units {
        let mut units = Units::new(true);
        units.feed(bytes);
        units.finish(true);
        units
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn halves_of_pairs_are_damage() {
        assert_eq!(seen(&utf16("1,😀\n2,דנה\n")).damaged, 0);
        assert_eq!(seen(b"a\0\x3D\xD8\n\0b\0\n\0").damaged, 1);
        assert_eq!(seen(b"a\0\n\0b\0\n").damaged, 1);
    }

    #[test]
    fn rows_that_another_program_appended_are_seen() {
        let mut bytes = utf16("id,name\r\n1,דנה\r\n");
        let end = bytes.len() as u64;
        bytes.extend_from_slice(b"2,Levi,0521234567,Haifa,a new customer, to be called\r\n");
        assert_eq!(seen(&bytes).eight_bit, Some(end));
        assert_eq!(
            seen(&utf16(&"中文名字天地玄黃宇宙洪荒".repeat(50))).eight_bit,
            None
        );
    }
}
