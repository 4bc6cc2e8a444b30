//! Which runs a ledger has, which targets, and which readings of files its rows came from.

use std::collections::HashMap;

use rusqlite::OptionalExtension as _;

use super::error::LedgerError;
use super::inspection::Inspection;
use super::{Manner, Target};

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// A reading of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The path as it was given.
    pub name: String,
    /// The names of its columns.
    pub header: Vec<String>,
    /// How it is written.
    pub manner: Manner,
    /// The run that read it.
    pub run: i64,
}

/// A run, as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunName {
    /// Its number in the ledger.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The number of its target.
    pub target: i64,
}

impl Inspection {
    /// The run of that name, or the last one where none is named.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn run_name(&self, name: Option<&str>) -> Result<Option<RunName>> {
        Ok(self
            .connection()
            .prepare_cached(
                "SELECT id, name, target FROM run WHERE ?1 IS NULL OR name = ?1 ORDER BY id DESC LIMIT 1",
            )?
            .query_row([name], |row| {
                Ok(RunName {
                    number: row.get(0)?,
                    name: row.get(1)?,
                    target: row.get(2)?,
                })
            })
            .optional()?)
    }

    /// The names of all runs, by their numbers. There is one for each time that the program was started.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn run_names(&self) -> Result<HashMap<i64, String>> {
        let mut statement = self.connection().prepare("SELECT id, name FROM run")?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// Every target of which the ledger has rows, with its number.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn targets(&self) -> Result<Vec<(i64, Target)>> {
        let mut statement = self.connection().prepare(
            "SELECT id, host, department FROM target WHERE EXISTS (SELECT 1 FROM item WHERE item.target = target.id)",
        )?;
        let targets = statement.query_map([], |row| {
            let target = Target {
                host: row.get(1)?,
                department: row.get(2)?,
            };
            Ok((row.get(0)?, target))
        })?;
        Ok(targets.collect::<rusqlite::Result<_>>()?)
    }

    /// Every reading of a target, by its number. There is one for each time that a file brought something.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn origins(&self, target: i64) -> Result<HashMap<i64, Origin>> {
        let mut statement = self.connection().prepare(
            "SELECT id, name, header, kind, encoding, delimiter, worksheet, run FROM source WHERE target = ?1",
        )?;
        let origins = statement.query_map([target], |row| {
            let header = row.get_ref(2)?.as_str()?;
            let delimiter: Option<String> = row.get(5)?;
            let origin = Origin {
                name: row.get(1)?,
                header: serde_json::from_str(header).unwrap_or_default(),
                manner: Manner {
                    kind: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    encoding: row.get(4)?,
                    delimiter: delimiter.and_then(|text| text.chars().next()),
                    worksheet: row.get(6)?,
                },
                run: row.get(7)?,
            };
            Ok((row.get(0)?, origin))
        })?;
        Ok(origins.collect::<rusqlite::Result<_>>()?)
    }
}
