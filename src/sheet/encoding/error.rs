//! Why the text of a file is refused as a whole. A row that is not text is no error but a reported row.

use std::io;

use thiserror::Error;

/// A file whose bytes cannot be read as text without guessing.
#[derive(Debug, Error)]
pub(crate) enum EncodingError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Nothing writes sheets in it.
    #[error("it is text in UTF-32; open it in a text editor and save it as UTF-8")]
    Utf32,
    /// The bytes are something else than what was said.
    #[error(
        "it is said to be {told}, but {evidence}; leave out --encoding, or say --encoding {found}"
    )]
    Contradicted {
        /// What was said.
        told: &'static str,
        /// What the bytes show.
        evidence: &'static str,
        /// What they are.
        found: &'static str,
    },
    /// The letters of each word stand from left to right, as screens of old showed them.
    #[error(
        "its Hebrew is in {encoding} with the letters of each line turned round (visual order), so that every name would be read backwards; export it in logical order, or as UTF-8"
    )]
    Backwards {
        /// The encoding.
        encoding: &'static str,
    },
    /// Two exports joined, of which one has two bytes a character.
    #[error(
        "it is {encoding} up to byte {place} and text of one byte a character from there on, as if another export was appended; import the two apart, or export it again as UTF-8"
    )]
    Joined {
        /// The encoding it begins in.
        encoding: &'static str,
        /// Bytes before the other part, the mark included.
        place: u64,
    },
    /// No encoding makes words of it.
    #[error(
        "its bytes are not UTF-8, and no encoding that is known here makes words of them (the likeliest, {likeliest}, does not); export it again as UTF-8, or say which encoding it is with --encoding"
    )]
    Unknown {
        /// The encoding that fits best.
        likeliest: &'static str,
    },
}
