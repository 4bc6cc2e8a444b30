//! What can go wrong with a ledger, sorted by who has to act.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::lock::Holder;
use super::state::IllegalStep;

/// Why a ledger cannot be used, or can no longer be used. After any of these nothing more is sent.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Another run holds it.
    #[error("another run holds this ledger: {0}")]
    Held(Box<Holder>),
    /// Another run imports the same sheet into the same target, under another ledger.
    #[error(
        "another run imports {sheet} into the same place under another ledger, which would create every ticket twice: {holder}"
    )]
    SheetHeld {
        /// The sheet.
        sheet: PathBuf,
        /// Who.
        holder: Box<Holder>,
    },
    /// Its file or folder cannot be written.
    #[error("cannot open the ledger {path} for writing: {source}")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is none.
    #[error("there is no ledger {path}; name it with --ledger, or run an import first")]
    Absent {
        /// The file.
        path: PathBuf,
    },
    /// It is some other file.
    #[error(
        "{path} is not a ledger of glassix-import, or is damaged beyond recognition; nothing was sent. name another file with --ledger, or restore it from a copy"
    )]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// It was written by a later version of this program.
    #[error(
        "the ledger {path} has format {found}, and this version knows up to {known}; use the newer glassix-import that wrote it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that is known here.
        known: i64,
    },
    /// Its content is damaged.
    #[error(
        "the ledger {path} is damaged ({found}); nothing was sent. restore it from a copy: starting afresh would create every ticket a second time"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found first.
        found: String,
    },
    /// The disk does not keep its word.
    #[error("the ledger cannot be made durable: {0}; nothing was sent")]
    NotDurable(String),
    /// The disk is full.
    #[error(
        "the disk of the ledger is full; free some space and start the same command again: it goes on without a duplicate"
    )]
    DiskFull,
    /// The file is no longer where it was.
    #[error(
        "the ledger {path} was deleted or replaced while this run used it; nothing more is sent. put it back, or look with --preflight what the service already has"
    )]
    Vanished {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("the ledger cannot be written: {0}")]
    Storage(#[source] rusqlite::Error),
    /// A row was asked to take a step that no row may take.
    #[error("this is a fault of glassix-import, and nothing more is sent: {0}")]
    Illegal(#[from] IllegalStep),
    /// Keys of this file's rows would not be recognised.
    #[error(
        "rows of {name} were created under another mapping, and without a key column in both the same customer would have another key: every row would be created a second time. use the mapping of that time, or name a key column (unique_argument) and another --ledger for a file that has not been imported"
    )]
    OtherMapping {
        /// The file.
        name: String,
    },
    /// It cannot be told whether entries belong to the department at hand.
    #[error(
        "the ledger has entries for {host} and it cannot be told whether they are of the same department; give GLASSIX_API_KEY (the department's id) beside the token"
    )]
    UnclearDepartment {
        /// The host.
        host: String,
    },
    /// Its rows are of another part of an import.
    #[error(
        "the ledger is that of {marked}, and this run brings {asked}: rows that have their tickets in another ledger would be created a second time. give each shard its own --ledger and keep the N of --shard I/N until the import is done; nothing was sent"
    )]
    OtherShard {
        /// Whose rows it has.
        marked: String,
        /// Whose rows the run brings.
        asked: String,
    },
    /// One that has rows was asked for.
    #[error(
        "{found}, and a ledger with rows of this place is required (--require-ledger, limits.require_ledger, GLASSIX_IMPORT_REQUIRE_LEDGER); mount the volume that holds it, or restore a copy; leave the switch out for the very first run alone. nothing was sent"
    )]
    Required {
        /// What is there instead.
        found: String,
    },
    /// The ledger ended earlier, for a reason that was reported then.
    #[error("the ledger has stopped")]
    Stopped,
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Storage(error),
        }
    }
}
