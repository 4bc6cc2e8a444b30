//! Why a whole workbook is refused. What is wrong with one cell is a fault of that cell, not an error.

use std::io;

use thiserror::Error;

/// A workbook that cannot be read. Each message goes on from the file's name: "leads.xlsx is damaged: …".
#[derive(Debug, Error)]
pub(crate) enum WorkbookError {
    /// The system could not read the file.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// It is a file of another kind.
    #[error("is {found}, and no workbook; {advice}")]
    NotWorkbook {
        /// What it is, with its article.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Its content is encrypted.
    #[error("is protected by a password; save it without one")]
    Protected,
    /// It is cut off, or its content contradicts itself.
    #[error(
        "is damaged: {fault} ({part}); fetch it again, or open it in the program that wrote it and save it once more"
    )]
    Damaged {
        /// The part of the workbook, as its file is called inside.
        part: String,
        /// What is wrong there.
        fault: String,
    },
    /// A bound is passed that no sheet of customers comes near.
    #[error(
        "is too large to be read: {what} ({part}); save the sheet as CSV, or split it, if that is truly its size"
    )]
    TooLarge {
        /// The part of the workbook.
        part: String,
        /// Which bound, with its value.
        what: String,
    },
    /// The sheet that was asked for is not there.
    #[error("has no sheet {wanted:?}; its sheets are {names}")]
    NoSuchSheet {
        /// What was asked for.
        wanted: String,
        /// The sheets that are there, quoted, hidden ones marked.
        names: String,
    },
    /// There is no sheet to be read without naming one.
    #[error("has no visible sheet; name a hidden one if it is to be read (its sheets are {names})")]
    NothingVisible {
        /// The sheets that are there, quoted, hidden ones marked.
        names: String,
    },
    /// There is no worksheet at all.
    #[error("has no worksheet")]
    NoSheet,
}

impl WorkbookError {
    /// A contradiction in `part`.
    pub(super) fn damaged(part: &str, fault: impl Into<String>) -> Self {
        Self::Damaged {
            part: part.to_owned(),
            fault: fault.into(),
        }
    }

    /// A bound that `part` passes.
    pub(super) fn too_large(part: &str, what: impl Into<String>) -> Self {
        Self::TooLarge {
            part: part.to_owned(),
            what: what.into(),
        }
    }
}
