//! What is wrong with a row, and what makes everything behind it uncertain.

use std::io;

use thiserror::Error;

/// Why a record is reported and not handed on. Lines are physical lines of the file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Fault {
    /// Text stands behind a closing quote.
    #[error(
        "has text behind the closing quote of the cell that starts on line {line}: probably a quote inside it that is not doubled, or one too many"
    )]
    StrayQuote {
        /// The line of the opening quote.
        line: u64,
    },
    /// A quote is not closed in its own row.
    #[error(
        "has a quote on line {line} that is not closed before the next row; close it or take it away"
    )]
    OpenQuote {
        /// The line of the quote.
        line: u64,
    },
    /// It stands behind such a quote, and is no sound row.
    #[error(
        "stands behind the stray quote on line {line} and may be a piece of the row there; mend that quote"
    )]
    Torn {
        /// The line of the quote.
        line: u64,
    },
    /// A quoted cell holds lines that look like rows.
    #[error(
        "has a quoted cell over several lines that look like rows; it may be one row or several: mend its quotes, or take the line breaks out of the cell"
    )]
    Ambiguous,
    /// A carriage return stands in a cell.
    #[error(
        "has a carriage return in a cell without quotes, so it may be one row or two; quote the cell or mend the line end"
    )]
    StrayReturn,
    /// It has more cells than any program writes.
    #[error("has more than {limit} cells")]
    TooManyCells {
        /// The bound.
        limit: usize,
    },
}

/// Why reading ends before the file does. Nothing behind that line was handed on.
#[derive(Debug, Error)]
pub(crate) enum ReadError {
    /// The source cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file ends inside a quoted cell.
    #[error(
        "the quote that is opened on line {line} is never closed, so it is not certain where the rows from there on begin and end; close it (quotes inside a quoted cell are doubled), or export the sheet again if the file is cut off"
    )]
    OpenQuote {
        /// The line of the quote, counted from 1.
        line: u64,
    },
    /// Rows and pieces of rows behind a stray quote cannot be told apart.
    #[error(
        "a quote on line {line} is probably never closed, or one too many, so it is not certain where the rows from there on begin and end; mend it (quotes inside a quoted cell are doubled)"
    )]
    TornByQuote {
        /// The line of the quote, counted from 1.
        line: u64,
    },
    /// A record is larger than any customer.
    #[error(
        "the record that starts on line {line} is larger than {limit} bytes; a quote that is opened there is probably never closed"
    )]
    RecordTooLarge {
        /// Where it starts, counted from 1.
        line: u64,
        /// The bound, in bytes.
        limit: usize,
    },
}
