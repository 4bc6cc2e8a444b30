//! Why a whole sheet is refused. What is wrong with one row is not an error but a record.

use std::fmt::Display;
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
    /// It is something else.
    #[error("{name} is {found} and no sheet; {advice}")]
    Foreign {
        /// The path as given.
        name: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Its bytes cannot be taken for text with certainty.
    #[error("the text of {name} cannot be read: {fault}")]
    Encoding {
        /// The path as given.
        name: String,
        /// What is wrong, and what to do.
        fault: String,
    },
    /// It cannot be told where its cells begin and end.
    #[error("the cells of {name} cannot be told apart: {fault}")]
    Dialect {
        /// The path as given.
        name: String,
        /// What is uncertain, and what to do.
        fault: String,
    },
    /// The workbook cannot be read.
    #[error("the workbook {name} {fault}")]
    Workbook {
        /// The path as given.
        name: String,
        /// What is wrong, and what to do.
        fault: String,
    },
    /// No table with names of columns is found in it.
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
    /// It is another file, or another content, than the one that was looked at.
    #[error(
        "{name} has become another file since the beginning of the run, so nothing of it was read; run the same command again"
    )]
    Replaced {
        /// The path as given.
        name: String,
    },
    /// From some line on it is not certain where rows begin and end.
    #[error("{name} can be read no further: {fault}, then run the same command again")]
    Torn {
        /// The path as given.
        name: String,
        /// Where and why, and what to do.
        fault: String,
    },
}

impl SheetError {
    pub(super) fn io(name: &str, source: io::Error) -> Self {
        Self::Io {
            name: name.to_owned(),
            source,
        }
    }

    pub(super) fn foreign(name: &str, found: &'static str, advice: &'static str) -> Self {
        Self::Foreign {
            name: name.to_owned(),
            found,
            advice,
        }
    }

    pub(super) fn encoding(name: &str, fault: impl Display) -> Self {
        Self::Encoding {
            name: name.to_owned(),
            fault: fault.to_string(),
        }
    }

    pub(super) fn dialect(name: &str, fault: impl Display) -> Self {
        Self::Dialect {
            name: name.to_owned(),
            fault: fault.to_string(),
        }
    }

    pub(super) fn header(name: &str, fault: impl Display) -> Self {
        Self::Header {
            name: name.to_owned(),
            fault: fault.to_string(),
        }
    }
}
