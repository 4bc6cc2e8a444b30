//! Files of which every row has its ticket, known again by their content, so that a folder in which they stay is
//! not read row by row every night.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::command::Command;
use super::error::LedgerError;
use super::inspection::Inspection;
use super::{Ledger, writer};

/// A file of which every row is created, already created, or a true repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// A hash of all that decides what its rows say.
    pub meaning: [u8; 8],
    /// Its size, in bytes.
    pub size: u64,
    /// Its rows.
    pub rows: u64,
    /// Of these, true repeats of earlier ones.
    pub duplicates: u64,
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Writes a file down.
pub(super) fn keep(
    connection: &Connection,
    target: i64,
    run: i64,
    file: &ImportedFile,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO imported(target, hash, meaning, size, rows, duplicates, run, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            target,
            file.hash,
            file.meaning,
            number(file.size),
            number(file.rows),
            number(file.duplicates),
            run,
            writer::now(),
        ])?;
    Ok(())
}

impl Ledger {
    /// Writes down that every row of a file has its ticket. Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn imported(&self, file: ImportedFile) -> Result<(), LedgerError> {
        self.ask(|reply| Command::Imported(file, reply)).await
    }
}

impl Inspection {
    /// Whether a file of this size was imported into the target: only then is it worth reading one for its hash.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn has_imported_size(&self, target: i64, size: u64) -> Result<bool, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM imported WHERE target = ?1 AND size = ?2)",
            )?
            .query_row([target, number(size)], |row| row.get(0))?)
    }

    /// The file of this content that was imported into the target, with the same meaning.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn imported(
        &self,
        target: i64,
        hash: [u8; 32],
        meaning: [u8; 8],
    ) -> Result<Option<ImportedFile>, LedgerError> {
        let count = |value: i64| u64::try_from(value).unwrap_or(0);
        Ok(self
            .connection
            .prepare_cached(
                "SELECT size, rows, duplicates FROM imported WHERE target = ?1 AND hash = ?2 AND meaning = ?3",
            )?
            .query_row(params![target, hash, meaning], |row| {
                Ok(ImportedFile {
                    hash,
                    meaning,
                    size: count(row.get(0)?),
                    rows: count(row.get(1)?),
                    duplicates: count(row.get(2)?),
                })
            })
            .optional()?)
    }
}
