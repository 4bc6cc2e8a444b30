//! Bytes of an encoding as UTF-8, piece by piece.

use std::io::{self, Read};

use encoding_rs::Decoder;

use super::foreign::{is_foreign, is_possible, words};
use super::label::{Encoding, seen};

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// Bytes without a gap between words that are waited for. What is longer is no word.
const WORD: usize = 4 * 1024;

/// A source in another encoding, read as UTF-8. What cannot be decoded, and what is UTF-8 in it, is U+FFFD.
pub(super) struct Decoded {
    source: Box<dyn Read + Send>,
    encoding: Encoding,
    /// `None` for the encodings whose table is in this crate.
    decoder: Option<Decoder>,
    read: Box<[u8]>,
    /// Bytes that may be the first half of a word.
    kept: Vec<u8>,
    ready: String,
    given: usize,
    ended: bool,
}

impl Decoded {
    /// A source whose mark has been passed.
    pub(super) fn new(source: Box<dyn Read + Send>, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 | Encoding::Dos(_) => None,
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
            Encoding::Other(page) => Some(page),
        };
        Self {
            source,
            encoding,
            decoder: decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            read: vec![0; PIECE].into(),
            kept: Vec::new(),
            ready: String::new(),
            given: 0,
            ended: false,
        }
    }

    /// Whether words are looked at. UTF-16 has none in bytes, and the encodings that switch the set of
    /// characters write in ASCII.
    fn has_words(&self) -> bool {
        match self.encoding {
            Encoding::Other(page) => page.is_ascii_compatible(),
            Encoding::Dos(_) => true,
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let count = loop {
            match self.source.read(&mut self.read) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ready.clear();
        self.given = 0;
        self.ended = count == 0;
        let mut bytes = std::mem::take(&mut self.kept);
        bytes.extend_from_slice(self.read.get(..count).unwrap_or_default());
        if !self.has_words() {
            self.decode(&bytes);
        } else {
            let whole = if self.ended {
                bytes.len()
            } else {
                last_gap(&bytes)
            };
            self.kept = bytes.split_off(whole);
            self.decode_words(&bytes);
        }
        if self.ended {
            self.finish();
        }
        Ok(())
    }

    /// Decodes whole words, and leaves out those that are UTF-8.
    fn decode_words(&mut self, bytes: &[u8]) {
        if bytes.is_ascii() || !is_possible(bytes) {
            return self.decode(bytes);
        }
        let mut from = 0;
        for range in words(bytes) {
            let word = bytes.get(range.clone()).unwrap_or_default();
            if word.is_ascii() || !is_foreign(word, self.encoding) {
                continue;
            }
            self.decode(bytes.get(from..range.start).unwrap_or_default());
            let letters = String::from_utf8_lossy(word);
            self.ready.extend(letters.chars().map(|c| {
                if c.is_ascii() {
                    c
                } else {
                    char::REPLACEMENT_CHARACTER
                }
            }));
            from = range.end;
        }
        self.decode(bytes.get(from..).unwrap_or_default());
    }

    fn decode(&mut self, bytes: &[u8]) {
        let start = self.ready.len();
        match (&mut self.decoder, self.encoding) {
            (Some(decoder), _) => append(decoder, bytes, &mut self.ready, false),
            (None, Encoding::Dos(page)) => self
                .ready
                .extend(bytes.iter().map(|byte| page.character(*byte))),
            (None, _) => self.ready.push_str(&String::from_utf8_lossy(bytes)),
        }
        if self.encoding.is_single_byte() && self.ready.get(start..).is_some_and(has_controls) {
            let clean: String = self.ready.chars().map(seen).collect();
            self.ready = clean;
        }
    }

    fn finish(&mut self) {
        if let Some(decoder) = &mut self.decoder {
            append(decoder, &[], &mut self.ready, true);
        }
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.given == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let rest = self.ready.as_bytes().get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.given += count;
        Ok(count)
    }
}

fn append(decoder: &mut Decoder, mut bytes: &[u8], text: &mut String, last: bool) {
    loop {
        // More than is ever needed, so that the loop runs once; it is a loop so that no length is trusted.
        text.reserve(
            decoder
                .max_utf8_buffer_length(bytes.len())
                .unwrap_or(PIECE)
                .max(16),
        );
        let (result, read, _) = decoder.decode_to_string(bytes, text, last);
        bytes = bytes.get(read..).unwrap_or_default();
        if result == encoding_rs::CoderResult::InputEmpty {
            return;
        }
    }
}

/// Where the last word that may go on begins.
fn last_gap(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rposition(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        .map(|gap| gap + 1)
        .filter(|gap| bytes.len() - gap <= WORD)
        .unwrap_or(if bytes.len() > WORD { bytes.len() } else { 0 })
}

/// Whether there is a control character of the upper half.
fn has_controls(text: &str) -> bool {
    memchr::memchr_iter(0xC2, text.as_bytes())
        .any(|lead| matches!(text.as_bytes().get(lead + 1), Some(0x80..=0x9F)))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use std::io::Cursor;

    use super::*;

    fn decoded(bytes: &[u8], label: &str) -> String {
        let source = Box::new(Cursor::new(bytes.to_vec()));
        let mut text = String::new();
        Decoded::new(source, Encoding::named(label).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn half_a_unit_and_half_a_pair_of_utf16_are_no_characters() {
        assert_eq!(
            decoded(b"1\0\x3D\xD8x\0\n\0y", "utf-16le"),
            "1\u{FFFD}x\n\u{FFFD}"
        );
        assert_eq!(
            decoded(b"\xDC00\0x", "utf-16be").chars().next(),
            Some('\u{FFFD}')
        );
    }

    #[test]
    fn bytes_that_an_encoding_does_not_use_are_no_characters() {
        assert_eq!(
            decoded(b"1,\xF9\x81\xEC\xFB\n", "windows-1255"),
            "1,ש\u{FFFD}ל\u{FFFD}\n"
        );
        assert_eq!(decoded(b"1,\x8B\x84\x8F\n", "cp862"), "1,כהן\n");
        assert_eq!(decoded(b"1,\xE5", "gbk"), "1,\u{FFFD}");
    }

    #[test]
    fn a_word_of_utf8_is_left_out_and_the_rest_is_read() {
        let bytes = [b"1,\xF9\xEC\xE5\xED,".as_slice(), "שלום,x\n".as_bytes()].concat();
        assert_eq!(
            decoded(&bytes, "windows-1255"),
            "1,שלום,\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD},x\n"
        );
    }

    #[test]
    fn a_cell_without_a_gap_is_handed_on_before_it_ends() {
        let bytes = b"\xF9".repeat(3 * PIECE);
        assert_eq!(decoded(&bytes, "windows-1255"), "ש".repeat(3 * PIECE));
    }
}
