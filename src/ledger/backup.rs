//! A copy of a ledger, made by the database itself and checked before it has its name.
//!
//! A run keeps its ledger to itself (`locking_mode=EXCLUSIVE`), and a copy of files that are being written is none.
//! So a backup takes the lock that a run takes, and is refused while one has it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use super::error::LedgerError;
use super::inspection::Inspection;
use super::{opening, schema};

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// Rows of sheets.
    pub rows: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Inspection {
    /// Copies the ledger to a file, whole or not at all; one that is there is replaced. Blocks, and takes as much
    /// room as the ledger.
    ///
    /// # Errors
    /// [`LedgerError`]; what was there is as it was then.
    pub fn back_up(&self, to: &Path) -> Result<BackedUp, LedgerError> {
        let unwritable = |source| LedgerError::Unwritable {
            path: to.to_owned(),
            source,
        };
        // Only its owner may read it: a temporary file is made so, and the database fills an empty file.
        let file = tempfile::Builder::new()
            .prefix(".ledger-")
            .tempfile_in(opening::folder_of(to))
            .map_err(unwritable)?;
        let (file, temporary) = file.into_parts();
        let name = temporary
            .to_str()
            .ok_or_else(|| unwritable(std::io::Error::other("its path is no text in UTF-8")))?;
        self.connection().execute("VACUUM INTO ?1", [name])?;
        let rows = checked(&temporary)?;
        if rows != count(self.connection())? {
            return Err(LedgerError::Damaged {
                path: to.to_owned(),
                found: "the copy has other rows than the ledger".into(),
            });
        }
        file.sync_all().map_err(unwritable)?;
        let bytes = file.metadata().map_err(unwritable)?.len();
        temporary
            .persist(to)
            .map_err(|error| unwritable(error.error))?;
        opening::sync_folder(to).map_err(unwritable)?;
        Ok(BackedUp { rows, bytes })
    }
}

/// The rows of a copy that is sound.
fn checked(copy: &Path) -> Result<u64, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(copy, flags)?;
    schema::recognise(&connection, copy)?;
    opening::check(&connection, copy)?;
    count(&connection)
}

fn count(connection: &Connection) -> Result<u64, LedgerError> {
    let rows: i64 = connection.query_row("SELECT count(*) FROM item", [], |row| row.get(0))?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

/// The files that lie beside a ledger: its lock, its logs, and what a run and a look-alike keep there.
#[must_use]
pub fn files_of(ledger: &Path) -> Vec<PathBuf> {
    const SUFFIXES: [&str; 6] = ["", "-wal", "-journal", ".lock", ".state", ".sandbox"];
    let file = |suffix: &&str| {
        let mut name = ledger.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    SUFFIXES.iter().map(file).collect()
}
