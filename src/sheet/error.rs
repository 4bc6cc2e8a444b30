//! Why a whole sheet is refused. What is wrong with one row is not an error but a record.

use std::io;

use thiserror::Error;

/// A sheet that cannot be read as such.
#[derive(Debug, Error)]
pub enum SheetError {
    /// The file cannot be opened or read.
    #[error("cannot read {name}: {source}")]
    Io {
        /// The path as given.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("{name} is empty: it has no header row")]
    Empty {
        /// The path as given.
        name: String,
    },
    /// Its bytes are not text in UTF-8.
    #[error("{name} is {found}, and only CSV in UTF-8 is read; {advice}")]
    NotCsv {
        /// The path as given.
        name: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Its first row is no header.
    #[error("the header of {name} cannot be used: {fault}")]
    Header {
        /// The path as given.
        name: String,
        /// What is wrong with it, and what to do.
        fault: String,
    },
    /// Somebody wrote to it while it was read.
    #[error(
        "{name} was changed while it was read, so rows may be torn between its old and its new content; run the same command again once it is whole"
    )]
    Changed {
        /// The path as given.
        name: String,
    },
    /// A record is larger than any customer.
    #[error(
        "the record of {name} that starts on line {line} is larger than {limit} bytes; a quote that is opened there is probably never closed"
    )]
    RecordTooLarge {
        /// The path as given.
        name: String,
        /// Where it starts.
        line: u64,
        /// The bound, in bytes.
        limit: usize,
    },
}
