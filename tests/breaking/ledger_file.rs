//! A ledger as it lies on disk. Looked at only through a copy: opening it would recover its log, and the
//! next run would not meet what the last one left.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

/// States by their numbers in the file, which never change.
pub(crate) const CREATED: i64 = 1;
pub(crate) const SENDING: i64 = 2;
pub(crate) const RELEASED: i64 = 3;
pub(crate) const IN_DOUBT: i64 = 4;

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) state: i64,
    pub(crate) ticket: Option<i64>,
}

/// The files of a ledger: the database, its write-ahead log, its rollback journal.
pub(crate) fn files(ledger: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-journal"].map(|suffix| {
        let mut name = ledger.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}

/// The rows of a ledger whose process is gone, by key; an error where the file is not sound.
pub(crate) fn read(ledger: &Path) -> Result<BTreeMap<String, Item>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let copy = folder.path().join("copy");
    for (from, to) in files(ledger).iter().zip(files(&copy)) {
        if from.exists() {
            std::fs::copy(from, to).map_err(|error| error.to_string())?;
        }
    }
    if !copy.exists() {
        return Ok(BTreeMap::new());
    }
    items(&copy).map_err(|error| error.to_string())?
}

/// The rows of a file that may be changed by looking at it.
pub(crate) fn items(path: &Path) -> rusqlite::Result<Result<BTreeMap<String, Item>, String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Without it the log's index would be a file of its own.
    connection.query_row("PRAGMA locking_mode=EXCLUSIVE", [], |_| Ok(()))?;
    // What is looked at is a copy, and nobody needs it after a crash.
    connection.pragma_update(None, "synchronous", "OFF")?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Ok(Err(verdict));
    }
    let tables: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'item'",
        [],
        |row| row.get(0),
    )?;
    if tables == 0 {
        return Ok(Ok(BTreeMap::new()));
    }
    let mut statement = connection.prepare("SELECT key, state, ticket FROM item")?;
    let rows = statement.query_map([], |row| {
        let item = Item {
            state: row.get(1)?,
            ticket: row.get(2)?,
        };
        Ok((row.get(0)?, item))
    })?;
    Ok(Ok(rows.collect::<rusqlite::Result<_>>()?))
}
