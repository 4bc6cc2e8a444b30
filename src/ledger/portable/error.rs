//! Why a ledger cannot be written as text, or taken back from it. Nothing is left behind then.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::ledger::LedgerError;

/// Why a ledger cannot be written as text, or taken back from it.
#[derive(Debug, Error)]
pub enum PortableError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The text.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The text is something else, or was changed.
    #[error("line {line} is not what an export of a ledger has there: {fault}")]
    Foreign {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        fault: String,
    },
    /// The last line is missing, or does not tell of those before it.
    #[error("the export is not complete ({fault}); copy it once more from where it was written")]
    Cut {
        /// What is wrong.
        fault: String,
    },
    /// The ledger that is to be filled has rows.
    #[error(
        "the ledger {path} has rows already, and two ledgers are not mixed; name one that is not there yet with --ledger"
    )]
    NotEmpty {
        /// The file.
        path: PathBuf,
    },
    /// A write-ahead log without its ledger would be taken for that of the new one.
    #[error("{path} was left behind by another ledger; move it away, or name another ledger")]
    Leftover {
        /// The file.
        path: PathBuf,
    },
}

impl From<rusqlite::Error> for PortableError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Ledger(error.into())
    }
}
