//! Dropping what nobody needs of rows that were settled long ago, and giving the room back.
//!
//! A key is never dropped, nor where its row stands, nor its ticket: the promise hangs on them. Nor is anything of
//! a row that may have a ticket, or that is watched for a late second one.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::error::LedgerError;
use super::inspection::Inspection;
use super::opening;
use super::state::State;

/// Notes that can be dropped, and in the end the file's size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Notes of attempts that may have had an effect, of rows whose fate is settled.
    pub attempts: u64,
    /// Reasons and cells of rows that were rejected, refused or in conflict.
    pub problems: u64,
    /// Cells of rows whose key stood earlier in their file.
    pub duplicates: u64,
    /// Runs of which settings and measures are kept.
    pub run_notes: u64,
}

/// What of a row is settled: it has its ticket, or the service or the program has said no. `?1` is the second before
/// which it was written down.
fn settled(table: &str) -> String {
    let states = [
        State::Created,
        State::Failed,
        State::Conflict,
        State::Rejected,
    ];
    let states: Vec<String> = states.map(|state| (state as i64).to_string()).to_vec();
    format!(
        "EXISTS (SELECT 1 FROM item WHERE item.n = {table}.n AND item.at < ?1 AND item.state IN ({}))
           AND NOT EXISTS (SELECT 1 FROM watch WHERE watch.n = {table}.n)",
        states.join(",")
    )
}

impl Inspection {
    /// Drops notes of rows that were settled, and of runs that ended, before a second since 1970; then gives the
    /// room back, also where no second is named. A rehearsal only counts. Blocks; takes as much room again as the
    /// ledger while it works.
    ///
    /// # Errors
    /// [`LedgerError`]; the ledger is as it was then, or without these notes.
    pub fn vacuum(&self, before: Option<i64>, rehearsal: bool) -> Result<Dropped, LedgerError> {
        let connection = self.connection();
        let mut dropped = Dropped::default();
        if let Some(before) = before {
            let transaction = connection.unchecked_transaction()?;
            dropped = drop_notes(&transaction, before)?;
            if !rehearsal {
                transaction.commit()?;
            }
        }
        if !rehearsal {
            connection.execute_batch("VACUUM")?;
            opening::checkpoint(connection)?;
        }
        Ok(dropped)
    }
}

fn drop_notes(connection: &Connection, before: i64) -> Result<Dropped, LedgerError> {
    let run = |statement: &str| -> Result<u64, LedgerError> {
        let rows = connection.execute(statement, params![before])?;
        Ok(u64::try_from(rows).unwrap_or(u64::MAX))
    };
    Ok(Dropped {
        attempts: run(&format!("DELETE FROM attempt WHERE {}", settled("attempt")))?,
        problems: run(&format!("DELETE FROM problem WHERE {}", settled("problem")))?,
        duplicates: run("DELETE FROM duplicate WHERE at < ?1")?,
        run_notes: run(
            "UPDATE run SET about = NULL, measures = NULL WHERE ended < ?1 AND (about IS NOT NULL OR measures IS NOT NULL)",
        )?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::RunNote;
    use super::*;

    /// Rows 1 to 7 in each state, old and with every note; row 8 created and watched; row 9 failed, and young.
    fn ledger(path: &std::path::Path) {
        let connection = opening::open(path).unwrap();
        for row in 1..=9_i64 {
            let state = match row {
                8 => 1,
                9 => 5,
                state => state,
            };
            let at = if row == 9 { 1000 } else { 10 };
            connection
                .execute("INSERT INTO item(n, target, key, digest, state, attempts, run, at, lines) VALUES (?1, 1, ?1, x'00', ?2, 1, 1, ?3, 1)", params![row, state, at])
                .unwrap();
            connection
                .execute("INSERT INTO attempt VALUES (?1, 1, 1, 10, 'w')", [row])
                .unwrap();
            connection
                .execute(
                    "INSERT INTO problem(n, message, cells) VALUES (?1, 'm', '[]')",
                    [row],
                )
                .unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO watch VALUES (8, 1, 2, 3);
                 INSERT INTO duplicate VALUES (20, 1, 1, 10, 0, '[]'), (21, 1, 1, 1000, 0, '[]');
                 INSERT INTO run(id, name, target, started, ended, host, pid, version, about) VALUES (1, 'a', 1, 5, 10, 'h', 1, '0', '{}'), (2, 'b', 1, 5, NULL, 'h', 1, '0', '{}');",
            )
            .unwrap();
    }

    fn left(ledger: &Inspection, query: &str) -> Vec<i64> {
        let mut statement = ledger.connection().prepare(query).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn notes_of_what_was_settled_long_ago_go_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        ledger(&path);
        let ledger = Inspection::open(&path, &RunNote::of_reader("vacuum")).unwrap();
        let expected = Dropped {
            attempts: 4,
            problems: 4,
            duplicates: 1,
            run_notes: 1,
        };
        assert_eq!(ledger.vacuum(Some(100), true).unwrap(), expected);
        assert_eq!(
            left(&ledger, "SELECT n FROM attempt").len(),
            9,
            "a rehearsal"
        );
        assert_eq!(ledger.vacuum(None, false).unwrap(), Dropped::default());
        assert_eq!(ledger.vacuum(Some(100), false).unwrap(), expected);
        // Sending, not attempted, in doubt, watched, and young.
        for table in ["attempt", "problem"] {
            let rows = left(&ledger, &format!("SELECT n FROM {table} ORDER BY n"));
            assert_eq!(rows, [2, 3, 4, 8, 9], "{table}");
        }
        assert_eq!(left(&ledger, "SELECT n FROM item").len(), 9);
        assert_eq!(left(&ledger, "SELECT n FROM watch"), [8]);
        assert_eq!(left(&ledger, "SELECT n FROM duplicate"), [21]);
        assert_eq!(
            left(&ledger, "SELECT id FROM run WHERE about IS NOT NULL"),
            [2]
        );
        assert_eq!(ledger.vacuum(Some(100), false).unwrap(), Dropped::default());
    }
}
