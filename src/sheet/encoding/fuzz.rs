//! Text of any bytes: one encoding, whatever pieces they come in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{Cursor, Read};

use super::{Encoding, decoded, find};
use crate::fuzzing::Choices;

/// The encodings that a person may name.
const NAMES: [&str; 16] = [
    "",
    "utf-8",
    "utf-16le",
    "utf-16be",
    "1255",
    "1256",
    "1252",
    "1251",
    "gbk",
    "sjis",
    "big5",
    "euc-kr",
    "cp862",
    "iso-2022-jp",
    "macintosh",
    "874",
];

/// Most of the text that is looked at, as reading does.
const HEAD: u64 = 256 * 1024;

/// Decodes bytes, and gives the text if an encoding was found.
pub(in crate::sheet) fn decode(choices: &mut Choices<'_>) -> Option<Vec<u8>> {
    let told = Encoding::named(choices.one_of(&NAMES)).ok();
    let whole = choices.below(2) == 0;
    let piece = choices.below(7) + 1;
    let bytes = choices.0.to_vec();
    let found = find(&mut bytes.as_slice(), whole, told);
    let found_again = find(&mut Drip(Cursor::new(bytes.clone()), piece), whole, told);
    assert_eq!(
        found.as_ref().ok(),
        found_again.as_ref().ok(),
        "in pieces of {piece}"
    );
    let found = found.ok()?;
    assert!(told.is_none_or(|told| told == found.encoding));
    let mut text = Vec::new();
    let source = decoded(Box::new(Cursor::new(bytes.clone())), &found);
    source.take(HEAD).read_to_end(&mut text).unwrap();
    let mut again = Vec::new();
    let source = decoded(Box::new(Drip(Cursor::new(bytes), piece)), &found);
    source.take(HEAD).read_to_end(&mut again).unwrap();
    assert!(text == again, "in pieces of {piece}");
    if found.encoding != Encoding::Utf8 {
        assert!(std::str::from_utf8(&text).is_ok());
    }
    for sample in &found.samples {
        assert!(!sample.chars().any(char::is_control), "{sample:?}");
    }
    Some(text)
}

/// Gives at most so many bytes at a time.
struct Drip(Cursor<Vec<u8>>, usize);

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(buffer.len());
        self.0.read(&mut buffer[..count])
    }
}
