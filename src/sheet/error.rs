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
    /// The file ends inside a quoted cell, which may hold the rows behind it.
    #[error(
        "the quote that is opened on line {line} of {name} is never closed, so it is not certain where the rows from there on begin and end; close it (quotes inside a quoted cell are doubled), or export the sheet again if the file is cut off, then run the same command again"
    )]
    OpenQuote {
        /// The path as given.
        name: String,
        /// The line of the quote, counted from 1.
        line: u64,
    },
    /// Text stands behind a closing quote in a record of more than one line, which may be several rows.
    #[error(
        "the quote that is opened on line {line} of {name} is probably never closed: the next quote has text behind it, so it is not certain where the rows from there on begin and end; close it (quotes inside a quoted cell are doubled), then run the same command again"
    )]
    TornByQuote {
        /// The path as given.
        name: String,
        /// The line of the quote, counted from 1.
        line: u64,
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
