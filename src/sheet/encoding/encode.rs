//! Text as bytes of an encoding, so that an export can be written as the sheet was.

use encoding_rs::EncoderResult;

use super::dos::Dos;
use super::label::Encoding;

/// Bytes by which the output grows at least while a text is encoded.
const ROOM: usize = 64;

/// An encoding to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script(Encoding);

impl Script {
    /// UTF-8.
    pub const UTF_8: Self = Self(Encoding::Utf8);

    /// The encoding that a person, or an earlier reading, means by a name.
    ///
    /// # Errors
    /// A message that lists the usual names.
    pub fn named(label: &str) -> Result<Self, String> {
        Encoding::named(label).map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The byte order mark, without which a file in it is hard to tell; blank where it has none or needs
    /// none.
    #[must_use]
    pub fn mark(self) -> &'static [u8] {
        match self.0 {
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            _ => b"",
        }
    }

    /// Adds a text.
    ///
    /// # Errors
    /// The first character that the encoding does not have. What stands before it is added.
    pub fn write(self, text: &str, out: &mut Vec<u8>) -> Result<(), char> {
        match self.0 {
            Encoding::Utf8 => out.extend_from_slice(text.as_bytes()),
            Encoding::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            Encoding::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            Encoding::Dos(page) => {
                for c in text.chars() {
                    out.push(byte_of(page, c).ok_or(c)?);
                }
            }
            Encoding::Other(page) => return standard(page, text, out),
        }
        Ok(())
    }
}

fn byte_of(page: Dos, c: char) -> Option<u8> {
    (0..=u8::MAX).find(|byte| page.character(*byte) == c)
}

fn standard(
    page: &'static encoding_rs::Encoding,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), char> {
    let mut encoder = page.new_encoder();
    let mut rest = text;
    loop {
        out.reserve(rest.len() + ROOM);
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, out, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            EncoderResult::InputEmpty => return Ok(()),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(c) => return Err(c),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{decoded, find};
    use super::*;
    use std::io::{Cursor, Read as _};

    #[test]
    fn what_is_written_is_read_back() {
        let text = "name;city\r\nשלום;תל אביב\r\n".repeat(20);
        for name in ["utf-8", "utf-16le", "utf-16be", "windows-1255", "cp862"] {
            let script = Script::named(name).unwrap();
            let mut bytes = script.mark().to_vec();
            script.write(&text, &mut bytes).unwrap();
            let told = Encoding::named(name).unwrap();
            let found = find(&mut Cursor::new(bytes.clone()), true, Some(told)).unwrap();
            let mut read = String::new();
            decoded(Box::new(Cursor::new(bytes)), &found)
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text, "{name}");
        }
    }

    #[test]
    fn a_character_that_an_encoding_lacks_is_named() {
        for (name, c) in [
            ("windows-1252", 'א'),
            ("cp850", 'א'),
            ("windows-1255", '\u{FFFD}'),
        ] {
            let script = Script::named(name).unwrap();
            assert_eq!(script.write(&format!("a{c}b"), &mut Vec::new()), Err(c));
        }
    }
}
