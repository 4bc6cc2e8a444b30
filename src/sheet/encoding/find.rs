//! The one pass that finds the encoding out.

use std::io::{self, Read};

use super::mark::{Start, start};
use super::survey::Survey;
use super::units::Units;
use super::verdict::{Seen, contradicted, of_bytes, of_units};
use super::{Encoding, EncodingError, Evidence, Found};

/// Bytes by which UTF-16 without a mark is told.
const LOOK: usize = 4096;

/// Bytes that are read at once.
const PIECE: usize = 256 * 1024;

/// Finds the encoding of a source, read to its end in constant memory. Blocks.
///
/// `whole` is false if the source is only the first part of a file, so that a character may be cut at its
/// end. `told` is what the user says; it is believed unless the bytes rule it out, since text decoded against
/// the evidence is wrong in every row and fails in none.
///
/// # Errors
/// [`EncodingError`] when it cannot be read, or cannot be read as text without guessing.
pub(crate) fn find(
    source: &mut dyn Read,
    whole: bool,
    told: Option<Encoding>,
) -> Result<Found, EncodingError> {
    let mut piece = vec![0; PIECE];
    let length = fill(source, piece.get_mut(..LOOK).unwrap_or_default())?;
    let first = piece.get(..length).unwrap_or_default().to_vec();
    let (marked, evidence, mark) = match start(&first) {
        Start::Utf32 => return Err(EncodingError::Utf32),
        Start::Mark(encoding, mark) => (Some(encoding), Evidence::Mark, mark),
        Start::Pattern(encoding) => (Some(encoding), Evidence::Valid, 0),
        // Too short or too odd to be told by its NULs, but it has some.
        Start::Plain if first.contains(&0) => {
            (told.filter(|told| told.is_utf16()), Evidence::Detected, 0)
        }
        Start::Plain => (None, Evidence::Detected, 0),
    };
    let text = first.get(mark..).unwrap_or_default();
    let seen = Seen {
        told,
        evidence,
        mark,
    };
    match marked {
        Some(encoding @ (Encoding::Utf16Le | Encoding::Utf16Be)) => {
            if let Some(told) = told
                && told != encoding
            {
                let evidence = match evidence {
                    Evidence::Mark => "it begins with the byte order mark of UTF-16",
                    _ => "every other byte of it is zero where UTF-16 has them",
                };
                return Err(contradicted(told, evidence, encoding));
            }
            let mut units = Units::new(encoding == Encoding::Utf16Le);
            units.feed(text);
            each_piece(source, &mut piece, |bytes| units.feed(bytes))?;
            units.finish(whole);
            of_units(&units, encoding, &seen)
        }
        _ => {
            let mut survey = Survey::default();
            survey.feed(text);
            each_piece(source, &mut piece, |bytes| survey.feed(bytes))?;
            survey.finish(whole);
            of_bytes(&survey, &seen)
        }
    }
}

/// Reads to the end, and shows every piece.
fn each_piece(
    source: &mut dyn Read,
    piece: &mut [u8],
    mut see: impl FnMut(&[u8]),
) -> io::Result<()> {
    loop {
        match source.read(piece) {
            Ok(0) => return Ok(()),
            Ok(count) => see(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads until the buffer is full or the source ends.
fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(buffer.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
