//! Of which part of an import a ledger is. Under another part it would not know most of the keys that it is asked
//! for, and their rows would be sent a second time.

use rusqlite::{Connection, OptionalExtension as _};

use super::error::LedgerError;
use super::inspection::Inspection;
use crate::shard::Shard;

/// The name under which the mark is kept.
const NAME: &str = "shard";

/// Which rows a run brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All rows of its sheets.
    #[default]
    Whole,
    /// Those of a shard.
    Shard(Shard),
    /// Rows out of the ledger itself, of whichever part that is.
    Kept,
}

/// Holds a ledger to the part that its rows are of, and marks one that has no rows.
pub(super) fn hold_to(connection: &Connection, part: Part) -> Result<(), LedgerError> {
    let asked = match part {
        Part::Kept => return Ok(()),
        Part::Whole => None,
        Part::Shard(shard) => Some(shard.to_string()),
    };
    let marked = mark(connection)?;
    if marked == asked {
        return Ok(());
    }
    let has_rows: bool =
        connection.query_row("SELECT EXISTS (SELECT 1 FROM item)", [], |row| row.get(0))?;
    if has_rows {
        return Err(LedgerError::OtherShard {
            marked: marked.map_or_else(|| "all rows of its sheets".into(), said),
            asked: asked.map_or_else(|| "all rows".into(), said),
        });
    }
    match asked {
        Some(asked) => connection.execute(
            "INSERT OR REPLACE INTO meta(k, v) VALUES (?1, ?2)",
            [NAME, &asked],
        )?,
        None => connection.execute("DELETE FROM meta WHERE k = ?1", [NAME])?,
    };
    Ok(())
}

fn mark(connection: &Connection) -> Result<Option<String>, LedgerError> {
    Ok(connection
        .query_row("SELECT v FROM meta WHERE k = ?1", [NAME], |row| row.get(0))
        .optional()?)
}

impl Inspection {
    /// The shard whose rows these are; `None` for all rows of its sheets.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn shard(&self) -> Result<Option<Shard>, LedgerError> {
        let mark = mark(self.connection())?;
        Ok(mark.and_then(|mark| mark.parse().ok()))
    }
}

fn said(shard: String) -> String {
    format!("shard {shard}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::schema;
    use super::*;

    fn shard(text: &str) -> Part {
        Part::Shard(text.parse().unwrap())
    }

    #[test]
    fn a_ledger_with_rows_is_that_of_one_part_for_ever() {
        let connection = Connection::open_in_memory().unwrap();
        schema::migrate(&connection).unwrap();
        let hold = |part| hold_to(&connection, part);
        // Without rows it may become that of another part.
        for part in [shard("1/2"), Part::Whole, shard("2/3")] {
            hold(part).unwrap();
        }
        connection
            .execute("INSERT INTO item(n, target, key, digest, state, attempts, run, at, lines) VALUES (1, 1, 'k', x'00', 1, 1, 1, 1, 1)", [])
            .unwrap();
        hold(shard("2/3")).unwrap();
        hold(Part::Kept).unwrap();
        for other in [shard("1/3"), shard("2/4"), Part::Whole] {
            assert!(matches!(hold(other), Err(LedgerError::OtherShard { .. })));
        }
    }

    #[test]
    fn a_ledger_of_all_rows_is_none_of_a_shard() {
        let connection = Connection::open_in_memory().unwrap();
        schema::migrate(&connection).unwrap();
        connection
            .execute("INSERT INTO item(n, target, key, digest, state, attempts, run, at, lines) VALUES (1, 1, 'k', x'00', 1, 1, 1, 1, 1)", [])
            .unwrap();
        hold_to(&connection, Part::Whole).unwrap();
        let refused = hold_to(&connection, shard("1/2"));
        assert!(matches!(refused, Err(LedgerError::OtherShard { .. })));
    }
}
