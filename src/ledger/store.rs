//! The SQL of rows: claims, outcomes, and what is kept of each. Every function runs inside the writer's transaction and says what is true after it.

use rusqlite::{Connection, Row, params};

use crate::ticket::{Digest, Key};

use super::error::LedgerError;
use super::item::{Item, Place};
use super::state::{State, Step, next};
use super::statements::Entry;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// The columns of an [`Item`], in the order in which [`item`] reads them.
macro_rules! item_columns {
    () => {
        "n, key, digest, state, attempts, ticket, code, run"
    };
}
pub(super) use item_columns;

/// A row, read by its [columns](item_columns).
pub(super) fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let state: i64 = row.get(3)?;
    let digest: [u8; 8] = row.get(2)?;
    let key = row.get_ref(1)?.as_str()?;
    Ok(Item {
        place: Place(row.get(0)?),
        key: Key::from_ledger(key),
        digest: Digest(digest),
        state: State::from_number(state)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(3, state))?,
        attempts: row.get(4)?,
        ticket: row.get(5)?,
        code: row.get(6)?,
        run: row.get(7)?,
    })
}

/// Up to `most` rows of the target behind a place, in the order of places. (The `+` keeps `SQLite` to the
/// rowid: by the index on keys it would sort the whole target for each call.)
pub(super) fn behind(
    connection: &Connection,
    target: i64,
    place: Place,
    most: usize,
) -> Result<Vec<Item>> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT ",
        item_columns!(),
        " FROM item WHERE n > ?1 AND +target = ?2 ORDER BY n LIMIT ?3"
    ))?;
    let rows = statement.query_map(
        params![place.0, target, i64::try_from(most).unwrap_or(i64::MAX)],
        item,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Seconds as they are kept; nearly always there are none.
pub(super) fn joined(times: &[i64]) -> Option<String> {
    let texts: Vec<String> = times.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

/// Claims or rejects a row that was there, with what it says today. A row that is claimed takes the key that
/// it is sent with: an entry without a usable key gets one when its row has been mended.
pub(super) fn renew(
    connection: &Connection,
    known: &Item,
    entry: &Entry<'_>,
    step: Step,
) -> Result<()> {
    let state = next(Some(known.state), step)?;
    connection
        .prepare_cached(
            "UPDATE item SET digest = ?2, state = ?3, attempts = attempts + ?4, run = ?5, at = ?6, s = ?7, ticket = NULL, code = NULL, times = ?8,
                    key = CASE ?4 WHEN 1 THEN ?9 ELSE key END WHERE n = ?1",
        )?
        .execute(params![
            known.place.0,
            entry.digest.0,
            state as i64,
            i64::from(step == Step::Claim),
            entry.run,
            entry.now,
            entry.s_lo,
            joined(entry.times),
            entry.key.as_str(),
        ])?;
    Ok(())
}

/// The run has met the row and left it as it is.
pub(super) fn touch(connection: &Connection, place: Place, run: i64) -> Result<()> {
    connection
        .prepare_cached("UPDATE item SET run = ?2 WHERE n = ?1")?
        .execute([place.0, run])?;
    Ok(())
}

/// Writes a further intent of a row whose last attempt surely had no effect, and gives its number.
pub(super) fn claim_again(
    connection: &Connection,
    place: Place,
    now: i64,
    s_lo: Option<i64>,
) -> Result<u32> {
    let released = next(Some(state_of(connection, place)?), Step::Released)?;
    let state = next(Some(released), Step::Claim)?;
    Ok(connection
        .prepare_cached(
            "UPDATE item SET state = ?2, attempts = attempts + 1, at = ?3, s = ?4 WHERE n = ?1 RETURNING attempts",
        )?
        .query_row(params![place.0, state as i64, now, s_lo], |row| row.get(0))?)
}

/// Keeps why a row is not created, and its cells if they are given, so that it can be mended and sent without
/// its file. Which reading the cells are of was kept when the row came by.
pub(super) fn keep_problem(
    connection: &Connection,
    place: Place,
    message: &str,
    cells: Option<&str>,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO problem(n, message, cells) VALUES (?1, ?2, coalesce(?3, '[]'))
             ON CONFLICT DO UPDATE SET message = ?2, cells = coalesce(?3, cells)",
        )?
        .execute(params![place.0, message, cells])?;
    Ok(())
}

/// Keeps why a row is rejected, and whether it was a row of its sheet at all.
pub(super) fn keep_rejection(
    connection: &Connection,
    place: Place,
    (message, is_unreadable): (&str, bool),
    cells: &str,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO problem(n, message, cells, unreadable) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET message = ?2, cells = ?3, unreadable = ?4",
        )?
        .execute(params![place.0, message, cells, is_unreadable])?;
    Ok(())
}

/// Keeps the cells with which a known row comes by, and the reading that they are of.
pub(super) fn keep_cells(
    connection: &Connection,
    place: Place,
    cells: &str,
    source: i64,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO problem(n, message, cells, source) VALUES (?1, '', ?2, ?3)
             ON CONFLICT DO UPDATE SET cells = ?2, source = ?3, unreadable = NULL",
        )?
        .execute(params![place.0, cells, source])?;
    Ok(())
}

/// Keeps a row whose key stands earlier in its file.
pub(super) fn keep_duplicate(
    connection: &Connection,
    entry: &Entry<'_>,
    first: Place,
    cells: &str,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO duplicate(n, first, run, at, lines, cells) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            entry.place.0,
            first.0,
            entry.run,
            entry.now,
            i64::try_from(entry.lines).unwrap_or(i64::MAX),
            cells
        ])?;
    Ok(())
}

/// Forgets the duplicates of a file that is read anew: they are found again if they are still there.
pub(super) fn forget_duplicates(connection: &Connection, target: i64, name: &str) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM duplicate WHERE n >> 36 IN (SELECT id FROM source WHERE target = ?1 AND name = ?2)",
        )?
        .execute(params![target, name])?;
    Ok(())
}

/// A row that has its ticket has no problem any more.
pub(super) fn forget_problem(connection: &Connection, place: Place) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM problem WHERE n = ?1")?
        .execute([place.0])?;
    Ok(())
}

/// Keeps in what the ticket of a created row is not what was sent.
pub(super) fn keep_difference(connection: &Connection, place: Place, what: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO difference(n, what) VALUES (?1, ?2)")?
        .execute(params![place.0, what])?;
    Ok(())
}

/// Whether the target has no row at all.
pub(super) fn is_new(connection: &Connection, target: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM item WHERE target = ?1)")?
        .query_row([target], |row| row.get(0))?)
}

/// Whether a row of the target has its ticket.
pub(super) fn has_created(connection: &Connection, target: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM item WHERE +target = ?1 AND state = ?2)")?
        .query_row(params![target, State::Created as i64], |row| row.get(0))?)
}

/// Which of the keys have no ticket in the target, in their order.
pub(super) fn without_ticket(
    connection: &Connection,
    target: i64,
    keys: &[Key],
) -> Result<Vec<bool>> {
    let mut statement = connection.prepare_cached(
        "SELECT NOT EXISTS (SELECT 1 FROM item WHERE target = ?1 AND key = ?2 AND state = ?3)",
    )?;
    let has_none = keys.iter().map(|key| {
        statement.query_row(
            params![target, key.as_str(), State::Created as i64],
            |row| row.get(0),
        )
    });
    Ok(has_none.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn state_of(connection: &Connection, place: Place) -> Result<State> {
    let number: i64 = connection
        .prepare_cached("SELECT state FROM item WHERE n = ?1")?
        .query_row([place.0], |row| row.get(0))?;
    State::from_number(number)
        .ok_or_else(|| rusqlite::Error::IntegralValueOutOfRange(0, number).into())
}
