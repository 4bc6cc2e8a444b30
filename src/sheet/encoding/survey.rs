//! One pass over bytes: whether all of them are UTF-8, and which lines are not.

use encoding_rs::Encoding;
use memchr::{memchr, memchr2_iter, memrchr2};

use super::foreign::{is_possible, letters_of_utf8, words};
use super::plausible;
use super::sample::Sample;

/// Bytes of a line that are looked at together. A longer one is taken as several.
const LINE: usize = 64 * 1024;

/// How much more valid a damaged line of UTF-8 is than damaged: its letters against the pieces that are no
/// UTF-8. Lines of another encoding are mostly such pieces.
const SOUND: usize = 2;

/// What there is in the bytes that were seen. Lines of ASCII alone say nothing and are not counted.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Lines that are UTF-8.
    pub(super) valid: u64,
    /// Lines that are UTF-8 but for a few bytes.
    pub(super) torn: u64,
    /// Lines that are something else.
    pub(super) other: u64,
    /// Some of the lines that are UTF-8, torn ones included.
    pub(super) utf8: Sample,
    /// Some of the lines that are something else.
    pub(super) bytes: Sample,
    /// Sequences that switch the set of characters, as ISO-2022 does.
    pub(super) escapes: bool,
    line: Vec<u8>,
}

impl Survey {
    /// Takes the next bytes. It does not matter where they are cut.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        if !self.line.is_empty() {
            let end = memchr2_iter(b'\n', b'\r', bytes).next();
            let (head, tail) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
            self.line.extend_from_slice(head);
            bytes = tail;
            if end.is_some() {
                let line = std::mem::take(&mut self.line);
                self.see(&line);
            }
        }
        let end = memrchr2(b'\n', b'\r', bytes).map_or(0, |end| end + 1);
        let (lines, rest) = bytes.split_at(end);
        self.see(lines);
        self.line.extend_from_slice(rest);
        while self.line.len() > LINE {
            let whole = LINE - cut(self.line.get(..LINE).unwrap_or_default());
            let rest = self.line.split_off(whole);
            let line = std::mem::replace(&mut self.line, rest);
            self.see(&line);
        }
    }

    /// Takes the end. If there is more behind it that is not seen, the last character may be cut.
    pub(super) fn finish(&mut self, whole: bool) {
        let mut line = std::mem::take(&mut self.line);
        if !whole {
            let sound = line.len() - cut(&line);
            line.truncate(sound);
            // A character of another encoding may be cut as well; no later than at the last word.
            if std::str::from_utf8(&line).is_err()
                && let Some(word) = line.iter().rposition(u8::is_ascii)
            {
                line.truncate(word + 1);
            }
        }
        self.see(&line);
    }

    /// Whether nothing was seen but ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.valid + self.torn + self.other == 0
    }

    /// Lines that are UTF-8, less those that are it by accident, of which the sample tells the share.
    pub(super) fn readable(&self) -> u64 {
        let (mut read, mut all) = (0, 0);
        for line in self.utf8.lines() {
            all += 1;
            read += u64::from(plausible::count(&String::from_utf8_lossy(line)) == 0);
        }
        let lines = self.valid + self.torn;
        // At least half of text that is decoded right reads well, whatever it is about.
        if all == 0 || read * 2 >= all {
            lines
        } else {
            lines * read / all
        }
    }

    fn see(&mut self, lines: &[u8]) {
        if lines.is_ascii() {
            self.escapes |= !self.escapes && has_escapes(lines);
            return;
        }
        let sound = Encoding::utf8_valid_up_to(lines) == lines.len();
        let mut from = 0;
        for end in memchr2_iter(b'\n', b'\r', lines).chain([lines.len()]) {
            let line = lines.get(from..end).unwrap_or_default();
            from = end + 1;
            if line.is_ascii() {
                continue;
            }
            if sound || std::str::from_utf8(line).is_ok() {
                self.valid += 1;
                self.utf8.see(line);
            } else if is_torn(line) {
                self.torn += 1;
                self.utf8.see(line);
            } else {
                self.other += 1;
                self.bytes.see(line);
            }
        }
    }
}

/// Whether a line that is not all UTF-8 is mostly that.
fn is_torn(line: &[u8]) -> bool {
    if !is_possible(line) {
        return false;
    }
    let letters: usize = words(line)
        .filter_map(|word| line.get(word))
        .map(letters_of_utf8)
        .sum();
    let pieces = line
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    letters > 0 && letters >= pieces * SOUND
}

/// Bytes at the end that begin a character of UTF-8 and do not finish it.
fn cut(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        Err(_) => {
            let end = bytes.len().saturating_sub(3);
            let last = bytes.get(end..).unwrap_or_default();
            let lead = last
                .iter()
                .rposition(|byte| *byte >= 0xC2)
                .unwrap_or(last.len());
            let tail = last.get(lead..).unwrap_or_default();
            match std::str::from_utf8(tail) {
                Err(error) if error.error_len().is_none() => tail.len(),
                _ => 0,
            }
        }
        Ok(_) => 0,
    }
}

/// Whether there is a sequence of ISO-2022 that names a set of Japanese characters.
fn has_escapes(bytes: &[u8]) -> bool {
    memchr(0x1B, bytes).is_some()
        && bytes
            .windows(3)
            .any(|three| matches!(three, [0x1B, b'$', b'B' | b'@']))
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

    fn counts(bytes: &[u8], whole: bool) -> (u64, u64, u64) {
        let mut survey = Survey::default();
        survey.feed(bytes);
        survey.finish(whole);
        (survey.valid, survey.torn, survey.other)
    }

    #[test]
    fn lines_are_told_apart() {
        let text = [
            "id,name\n1,דנה כהן\r\n".as_bytes(),
            b"2,Cohen\n",
            "3,שלום עולם".as_bytes(),
            b"\xD7\n4,\xF9\xEC\xE5\xED\n",
        ]
        .concat();
        assert_eq!(counts(&text, true), (1, 1, 1));
    }

    #[test]
    fn a_character_cut_at_the_end_of_a_part_is_no_damage() {
        let text = "1,דנה כהן".as_bytes();
        assert_eq!(counts(&text[..text.len() - 1], false), (1, 0, 0));
        assert_eq!(counts(&text[..text.len() - 1], true), (0, 1, 0));
    }

    #[test]
    fn a_line_without_an_end_is_seen_in_bounded_pieces() {
        let text = "א".repeat(200_000);
        let mut survey = Survey::default();
        for piece in text.as_bytes().chunks(1000) {
            survey.feed(piece);
            assert!(survey.line.len() <= LINE);
        }
        survey.finish(true);
        assert_eq!((survey.torn, survey.other), (0, 0));
    }

    #[test]
    fn japanese_of_mail_is_seen_by_its_escapes() {
        let mut survey = Survey::default();
        survey.feed(b"1,\x1b$B;3ED\x1b(B\n");
        assert!(survey.escapes && survey.is_ascii());
    }
}
