//! Opening a ledger, in the one order in which each step can be trusted.
//!
//! 1. The lock; then our own creation of the file, so that it is private from its first instant.
//! 2. Is it ours, and not from a later version? Then `locking_mode=EXCLUSIVE` before WAL: no shared-memory file at all, and no second `SQLite` process.
//! 3. WAL and `synchronous=EXTRA`, both read back.
//! 4. `quick_check` where the last run did not end in order, or where it costs nothing.
//! 5. Schema and version.
//! 6. A truncating checkpoint that must answer (0, n, n). It is the only truthful witness of WAL: when
//!    the disk fails during the switch, `PRAGMA journal_mode` goes on saying "wal" while the file is in
//!    rollback mode, and the checkpoint answers -1. It also rewrites and syncs whatever a failed fsync
//!    may have left in memory only.
//! 7. fsync of the folder, since `SQLite` ignores the failure of its own.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::lock::private;
use super::schema;

/// `synchronous` as a number: EXTRA. In WAL it equals FULL; should WAL have been refused it is right too.
const SYNCHRONOUS_EXTRA: i64 = 3;

/// Page cache of the connection, in KiB: the working set of a run is the tail of the table and the top of
/// the index, and memory is bounded on purpose.
const CACHE_KIB: i64 = 512;

/// Pages of write-ahead log after which `SQLite` folds it into the main file: 4 MiB. It is the default, set all
/// the same, so that memory and the time of a recovery have a bound that is ours.
const CHECKPOINT_PAGES: i64 = 1000;

/// Size up to which a ledger is checked at each opening: a few tenths of a second. A larger one is checked
/// after a run that did not end in order.
pub(super) const CHECK_BYTES: u64 = 64 * 1024 * 1024;

/// Opens or makes the ledger for its one writer. The caller holds the lock.
pub(super) fn open(path: &Path) -> Result<Connection, LedgerError> {
    let unclean = wal_of(path).metadata().is_ok_and(|meta| meta.len() > 0);
    create_private(path).map_err(|source| LedgerError::Unwritable {
        path: path.to_owned(),
        source,
    })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // A file of somebody else is left as it is: setting WAL would write to it.
    schema::recognise(&connection, path)
        .and_then(|()| configure(&connection))
        .map_err(|error| named(path, error))?;
    if unclean || path.metadata().is_ok_and(|meta| meta.len() <= CHECK_BYTES) {
        check(&connection, path)?;
    }
    schema::migrate(&connection)?;
    prove_durable(&connection, path)?;
    Ok(connection)
}

/// A ledger that is never written: for a dry run where there is none yet.
pub(super) fn in_memory() -> Result<Connection, LedgerError> {
    let connection = Connection::open_in_memory()?;
    schema::migrate(&connection)?;
    Ok(connection)
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Makes the file if it is not there. It is closed again before `SQLite` opens it, and never opened by
/// us while `SQLite` has it: closing any descriptor would drop `SQLite`'s locks.
fn create_private(path: &Path) -> io::Result<()> {
    private()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map(drop)
}

/// `SQLite`'s word for "this file is something else" or "is torn" turned into ours.
fn named(path: &Path, error: LedgerError) -> LedgerError {
    let code = match &error {
        LedgerError::Storage(inner) => inner.sqlite_error_code(),
        _ => None,
    };
    match code {
        Some(rusqlite::ErrorCode::NotADatabase) => LedgerError::NotALedger {
            path: path.to_owned(),
        },
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => LedgerError::Damaged {
            path: path.to_owned(),
            found: error.to_string(),
        },
        Some(rusqlite::ErrorCode::DatabaseBusy) => LedgerError::Held(Box::default()),
        Some(rusqlite::ErrorCode::ReadOnly) => LedgerError::Unwritable {
            path: path.to_owned(),
            source: io::Error::from(io::ErrorKind::PermissionDenied),
        },
        _ => error,
    }
}

fn configure(connection: &Connection) -> Result<(), LedgerError> {
    set(connection, "locking_mode", "EXCLUSIVE")?;
    let mode = set(connection, "journal_mode", "WAL")?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(LedgerError::NotDurable(format!(
            "the file system gives journal mode {mode:?} in place of a write-ahead log"
        )));
    }
    set(connection, "synchronous", "EXTRA")?;
    // What a schema from elsewhere says runs nothing of its own, and no statement writes past the tables.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    set(connection, "trusted_schema", "OFF")?;
    set(connection, "cell_size_check", "ON")?;
    set(connection, "mmap_size", "0")?;
    set(connection, "secure_delete", "ON")?;
    set(connection, "foreign_keys", "OFF")?;
    set(connection, "temp_store", "FILE")?;
    set(connection, "cache_size", &format!("-{CACHE_KIB}"))?;
    set(
        connection,
        "wal_autocheckpoint",
        &CHECKPOINT_PAGES.to_string(),
    )?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if synchronous != SYNCHRONOUS_EXTRA {
        return Err(LedgerError::NotDurable(format!(
            "synchronous is {synchronous} after it was set to {SYNCHRONOUS_EXTRA}"
        )));
    }
    Ok(())
}

/// Sets a pragma and steps it to its end, giving its first answer. rusqlite's own calls stop after the
/// first row and so never see an error that comes with the second step.
fn set(connection: &Connection, name: &str, value: &str) -> Result<String, LedgerError> {
    let mut statement = connection.prepare(&format!("PRAGMA {name}={value}"))?;
    let mut rows = statement.query([])?;
    let mut first = None;
    while let Some(row) = rows.next()? {
        if first.is_none() {
            first = Some(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                _ => String::new(),
            });
        }
    }
    Ok(first.unwrap_or_default())
}

pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let mut statement = connection.prepare("PRAGMA quick_check(1)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let found: String = row.get(0)?;
        if found != "ok" {
            return Err(LedgerError::Damaged {
                path: path.to_owned(),
                found,
            });
        }
    }
    Ok(())
}

fn prove_durable(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    checkpoint(connection)?;
    sync_folder(path).map_err(|error| LedgerError::NotDurable(format!("its folder: {error}")))
}

/// Folds the write-ahead log into the main file, empties it, and makes sure that it was one.
pub(super) fn checkpoint(connection: &Connection) -> Result<(), LedgerError> {
    let mut statement = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let mut rows = statement.query([])?;
    let mut answer = (1_i64, -1_i64, -1_i64);
    while let Some(row) = rows.next()? {
        answer = (row.get(0)?, row.get(1)?, row.get(2)?);
    }
    match answer {
        (0, log, moved) if log >= 0 && log == moved => Ok(()),
        other => Err(LedgerError::NotDurable(format!(
            "its write-ahead log cannot be folded in: {other:?}"
        ))),
    }
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes what was given a name there durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    // Folders cannot be opened for syncing on every platform; where they cannot, their entries are
    // durable with the file.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
