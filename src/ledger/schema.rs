//! The tables of a ledger, its mark, and how an older one is brought up to date.

use std::path::Path;

use rusqlite::Connection;

use super::error::LedgerError;

/// `application_id`: marks the file as a ledger of this program ("Gxli").
const APPLICATION_ID: i64 = 0x4778_6c69;

/// The newest format, kept in `user_version`.
pub(super) const VERSION: i64 = 4;

/// What brings a ledger from version n to n + 1, in order.
const MIGRATIONS: [&str; 4] = [V1, V2, V3, V4];

/// - `item`: a row a record; its rowid is its place, so file order is key order. Created rows keep key,
///   digest, ticket id and times, and nothing of the customer.
///   `target` 1 and `state` 1 cost no byte. `s` is the service's own second: before the last intent, or
///   the ticket's `open` once it is created. `code` says how a row failed or was created. `lines` is by
///   how much its line is ahead of its record. `times` holds the seconds of `open` and `close` that were sent, while
///   the row may have a ticket: it is listed under those.
/// - `problem`: why a row is not created and the cells to mend; goes when it is created.
/// - `attempt`: only attempts that may have had an effect.
/// - `watch`: rows that were sent again after a doubt, until a later lookup has found them once.
/// - `source`: one reading of one file by one run.
const V1: &str = "
CREATE TABLE meta(k TEXT NOT NULL PRIMARY KEY, v TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE target(id INTEGER NOT NULL PRIMARY KEY, host TEXT NOT NULL, department TEXT NOT NULL, UNIQUE(host, department)) STRICT;
CREATE TABLE run(
  id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, target INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER,
  host TEXT NOT NULL, pid INTEGER NOT NULL, version TEXT NOT NULL, exit INTEGER, counts TEXT) STRICT;
CREATE TABLE source(
  id INTEGER NOT NULL PRIMARY KEY, run INTEGER NOT NULL, target INTEGER NOT NULL, name TEXT NOT NULL, header TEXT NOT NULL,
  mapping BLOB NOT NULL, key_derived INTEGER NOT NULL) STRICT;
CREATE TABLE item(
  n INTEGER NOT NULL PRIMARY KEY, target INTEGER NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, state INTEGER NOT NULL,
  attempts INTEGER NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL, s INTEGER, ticket INTEGER, code INTEGER, lines INTEGER NOT NULL,
  times TEXT) STRICT;
CREATE UNIQUE INDEX item_key ON item(target, key);
CREATE INDEX item_open ON item(state) WHERE state IN (2, 4);
CREATE TABLE problem(n INTEGER NOT NULL PRIMARY KEY, message TEXT NOT NULL, cells TEXT NOT NULL) STRICT;
CREATE TABLE attempt(
  n INTEGER NOT NULL, number INTEGER NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY(n, number)) STRICT, WITHOUT ROWID;
CREATE TABLE watch(n INTEGER NOT NULL PRIMARY KEY, since INTEGER, at INTEGER NOT NULL, resent INTEGER NOT NULL) STRICT;
";

/// - `run`: what it was told and what it has measured, both as JSON of a few kilobytes; null where the run was
///   of a version that kept neither.
/// - `source` says how its file was written, so that its rows can be written like it.
/// - `problem.source`: the reading whose columns the cells are of, where that is not the one that brought the
///   row first: a mended file may have its columns in another order. `unreadable`: 1 for a record that was no
///   row of its sheet, so that its cells are never taken for one.
/// - `duplicate`: rows whose key stands earlier in their file, where they say something else. A row has the
///   place at which it was read, and `first` is the place of the earlier one.
/// - `difference`: created rows whose ticket is not what was sent, and what differs: parts of a ticket and tags,
///   nothing of the customer.
const V2: &str = "
CREATE TABLE difference(n INTEGER NOT NULL PRIMARY KEY, what TEXT NOT NULL) STRICT;
ALTER TABLE run ADD COLUMN about TEXT;
ALTER TABLE run ADD COLUMN measures TEXT;
ALTER TABLE source ADD COLUMN kind TEXT;
ALTER TABLE source ADD COLUMN encoding TEXT;
ALTER TABLE source ADD COLUMN delimiter TEXT;
ALTER TABLE source ADD COLUMN worksheet TEXT;
ALTER TABLE problem ADD COLUMN source INTEGER;
ALTER TABLE problem ADD COLUMN unreadable INTEGER;
CREATE TABLE duplicate(
  n INTEGER NOT NULL PRIMARY KEY, first INTEGER NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL, lines INTEGER NOT NULL,
  cells TEXT NOT NULL) STRICT;
";

/// - `imported`: files of which every row has its ticket, by what is in them (`hash`) and by what decides what their
///   rows say (`meaning`); `duplicates` of their `rows` are true repeats.
const V3: &str = "
CREATE TABLE imported(
  target INTEGER NOT NULL, hash BLOB NOT NULL, meaning BLOB NOT NULL, size INTEGER NOT NULL, rows INTEGER NOT NULL,
  duplicates INTEGER NOT NULL, run INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(target, hash, meaning)) STRICT, WITHOUT ROWID;
";

/// - `passage`: rows that stood one behind the other in a file and have the places from `n` on, by the bytes that they
///   were (`hash`) and by what those begin with (`start`). `digests` is a hash of what they said, to be held against what
///   the ledger knows of them. Any of it may be missing: the rows are read then.
const V4: &str = "
CREATE TABLE passage(
  n INTEGER NOT NULL PRIMARY KEY, target INTEGER NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL, lines INTEGER NOT NULL,
  start INTEGER NOT NULL, hash BLOB NOT NULL, digests BLOB NOT NULL) STRICT;
CREATE INDEX passage_start ON passage(start);
";

fn pragma(connection: &Connection, name: &str) -> Result<i64, rusqlite::Error> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}

/// Makes sure that the file is ours (or empty) and not from the future, before anything is written.
pub(super) fn recognise(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let id = pragma(connection, "application_id")?;
    let found = pragma(connection, "user_version")?;
    if id != APPLICATION_ID && (tables > 0 || id != 0) {
        return Err(LedgerError::NotALedger {
            path: path.to_owned(),
        });
    }
    if found > VERSION {
        return Err(LedgerError::Newer {
            path: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    Ok(())
}

/// The format of a ledger.
pub(super) fn version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    pragma(connection, "user_version")
}

/// Makes the tables as they were in a format, inside the caller's transaction.
pub(super) fn create(connection: &Connection, format: i64) -> Result<(), LedgerError> {
    let steps = usize::try_from(format).unwrap_or(0);
    for step in MIGRATIONS.iter().take(steps) {
        connection.execute_batch(step)?;
    }
    connection.execute_batch(&format!(
        "PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={format};"
    ))?;
    Ok(())
}

/// Brings the tables to the newest format, each step in a transaction of its own.
pub(super) fn migrate(connection: &Connection) -> Result<(), LedgerError> {
    let mut version = pragma(connection, "user_version")?;
    let done = usize::try_from(version).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        version += 1;
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {step} PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={version}; COMMIT;"
        ))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_ledger_of_the_first_format_is_brought_up_to_date_and_keeps_its_rows() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(&format!(
                "{V1} PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version=1;
                 INSERT INTO run(name, target, started, host, pid, version) VALUES ('r', 1, 7, 'h', 1, '0');"
            ))
            .unwrap();
        recognise(&connection, Path::new("ledger")).unwrap();
        migrate(&connection).unwrap();
        migrate(&connection).unwrap();
        let kept: (String, Option<String>) = connection
            .query_row("SELECT name, measures FROM run", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(kept, ("r".into(), None));
        assert_eq!(pragma(&connection, "user_version").unwrap(), VERSION);
    }
}
