//! Which encoding a file is in, and its bytes as UTF-8.
//!
//! [`find()`] reads a file once from its first byte to its last in constant memory, since a file of a million
//! rows in ASCII may have its first name with an accent in the last of them, and one row in another encoding
//! is one customer with a broken name. [`decoded`] then reads it again.

mod alphabet;
mod decode;
mod dos;
mod double_byte;
mod doubled;
mod encode;
mod error;
mod find;
mod foreign;
#[cfg(any(test, fuzzing))]
pub(super) mod fuzz;
mod guess;
mod label;
mod mark;
mod plausible;
mod sample;
mod survey;
mod units;
mod verdict;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod hits;
#[cfg(test)]
mod properties;

use std::io::{self, Read};

pub use encode::Script;
pub(crate) use error::EncodingError;
pub(crate) use find::find;
pub(crate) use label::Encoding;
pub(crate) use mark::is_marked;

/// Why an encoding is believed to be that of a file, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// The user said so, and the bytes do not contradict.
    Told,
    /// A byte order mark.
    Mark,
    /// All of it is valid in it: UTF-8 with letters beyond ASCII, or UTF-16 by its pattern.
    Valid,
    /// It is all ASCII, which is UTF-8 as well.
    Ascii,
    /// It is what makes most sense: people should look at the samples.
    Detected,
}

/// What was found out about the text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The encoding.
    pub(crate) encoding: Encoding,
    /// Why.
    pub(crate) evidence: Evidence,
    /// Bytes of the byte order mark, which are no text.
    pub(crate) mark: usize,
    /// Up to five short words with letters beyond ASCII as they are decoded, without control characters.
    pub(crate) samples: Vec<String>,
    /// Lines that are not text in this encoding: in UTF-8 and UTF-16 those that are invalid; in any other
    /// those that are UTF-8, as when two exports are joined.
    pub(crate) damaged: u64,
    /// Another encoding that reads as well and gives other letters: the user should say which it is.
    pub(crate) rival: Option<Encoding>,
    /// A word that another program encoded twice, as it stands ("MÃ¼ller"): the file was broken before.
    pub(crate) doubled: Option<String>,
}

/// Reads a file as UTF-8 from its first byte on, its mark passed.
///
/// UTF-8 is handed on as it is, so that the rows that are not valid can be told from the others. In any other
/// encoding, what is no character in it is U+FFFD: half a character, a byte that the encoding does not use,
/// and a word that is UTF-8 beyond doubt (see [`foreign`]). A row with one is not to be handed on.
pub(crate) fn decoded(source: Box<dyn Read + Send>, found: &Found) -> Box<dyn Read + Send> {
    let source = Passed {
        source,
        left: found.mark,
    };
    match found.encoding {
        Encoding::Utf8 => Box::new(source),
        other => Box::new(decode::Decoded::new(Box::new(source), other)),
    }
}

/// A source whose first bytes are left out.
struct Passed {
    source: Box<dyn Read + Send>,
    left: usize,
}

impl Read for Passed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left > 0 {
            let mut mark = [0; 4];
            let wanted = self.left.min(mark.len());
            match self
                .source
                .read(mark.get_mut(..wanted).unwrap_or_default())?
            {
                0 => return Ok(0),
                count => self.left -= count,
            }
        }
        self.source.read(buffer)
    }
}
