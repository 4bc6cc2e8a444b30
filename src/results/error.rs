//! Why results cannot be written. Nothing is left behind then.

use std::io;

use thiserror::Error;

use crate::ledger::LedgerError;

/// Why results cannot be written.
#[derive(Debug, Error)]
pub enum ResultsError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The file, or a temporary one.
    #[error("cannot write the results: {0}")]
    Io(#[from] io::Error),
    /// A cell holds a character that the encoding does not have.
    #[error(
        "line {line} of {file} has the character U+{:04X}, which {encoding} does not have; leave --encoding out, so that UTF-8 is written",
        u32::from(*.character)
    )]
    Unencodable {
        /// The file of the row.
        file: String,
        /// Its line there.
        line: u64,
        /// The character.
        character: char,
        /// The encoding.
        encoding: &'static str,
    },
    /// The rows come from files in several encodings.
    #[error(
        "the rows come from files in several encodings ({0}); leave --encoding out, or name the rows of one run with --run"
    )]
    SeveralEncodings(String),
    /// An encoding that is not known.
    #[error("--encoding: {0}")]
    UnknownEncoding(String),
    /// A worksheet holds no more rows.
    #[error("{rows} rows are more than the {most} that a worksheet holds; write CSV")]
    TooManyRows {
        /// The rows.
        rows: u64,
        /// The most.
        most: u64,
    },
    /// A worksheet holds no more text.
    #[error("the rows are more than the 4 GiB that a worksheet holds; write CSV")]
    TooManyBytes,
    /// A worksheet holds no more columns.
    #[error("{columns} columns are more than the {most} that a worksheet holds; write CSV")]
    TooManyColumns {
        /// The columns.
        columns: usize,
        /// The most.
        most: usize,
    },
    /// A cell of a worksheet holds no longer text.
    #[error(
        "line {line} of {file} has a cell of more than {most} characters, which is the most that a worksheet holds; write CSV"
    )]
    CellTooLong {
        /// The file of the row.
        file: String,
        /// Its line there.
        line: u64,
        /// The most.
        most: usize,
    },
}
