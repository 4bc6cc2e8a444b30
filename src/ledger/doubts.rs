//! The SQL of rows that may have a ticket, and of those that were sent again. Every function runs inside the writer's
//! transaction.

use rusqlite::{Connection, Row, params};

use crate::ticket::{Digest, Key};

use super::error::LedgerError;
use super::item::{Canary, Doubt, Place, Watched};
use super::state::{Step, next};
use super::store::{joined, state_of};

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// Keeps an attempt that may have had an effect.
pub(super) fn keep_attempt(
    connection: &Connection,
    place: Place,
    run: i64,
    what: &str,
    now: i64,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO attempt(n, number, run, at, what)
             SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4 FROM attempt WHERE n = ?1",
        )?
        .execute(params![place.0, run, now, what])?;
    Ok(())
}

/// Every row of the target that may have a ticket.
pub(super) fn doubts(connection: &Connection, target: i64) -> Result<Vec<Doubt>> {
    let mut statement = connection.prepare_cached(
        "SELECT n, key, attempts, s, at, times, digest FROM item WHERE state IN (2, 4) AND +target = ?1 ORDER BY n",
    )?;
    let rows = statement.query_map([target], doubt)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Rows that were sent again after a doubt and have not been found alone since.
pub(super) fn watched(connection: &Connection, target: i64) -> Result<Vec<Watched>> {
    let mut statement = connection.prepare_cached(
        "SELECT item.n, key, attempts, watch.since, watch.at, times, digest, ticket, watch.resent
           FROM watch CROSS JOIN item ON item.n = watch.n
          WHERE +target = ?1 AND state NOT IN (2, 4) ORDER BY watch.n",
    )?;
    let rows = statement.query_map([target], |row| {
        Ok(Watched {
            doubt: doubt(row)?,
            ticket: row.get(7)?,
            resent: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The row at a place, as one that may have a ticket.
pub(super) fn doubt_at(connection: &Connection, place: Place) -> Result<Doubt> {
    Ok(connection
        .prepare_cached("SELECT n, key, attempts, s, at, times, digest FROM item WHERE n = ?1")?
        .query_row([place.0], doubt)?)
}

fn doubt(row: &Row<'_>) -> rusqlite::Result<Doubt> {
    Ok(Doubt {
        place: Place(row.get(0)?),
        key: Key::from_ledger(row.get_ref(1)?.as_str()?),
        attempts: row.get(2)?,
        s_lo: row.get(3)?,
        at: row.get(4)?,
        times: row
            .get_ref(5)?
            .as_str_or_null()?
            .map_or_else(Vec::new, |times| {
                times
                    .split(',')
                    .filter_map(|time| time.parse().ok())
                    .collect()
            }),
        digest: Digest(row.get(6)?),
    })
}

/// Rows that are surely on the service: created by an answer of its own, with an `open` in the window.
/// Only the newest rows of the ledger are looked through, since those are what a doubt is near to.
pub(super) fn canaries(
    connection: &Connection,
    target: i64,
    window: (i64, i64),
    most: usize,
) -> Result<Vec<Canary>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, ticket, s FROM (SELECT * FROM item ORDER BY n DESC LIMIT 100000)
          WHERE +target = ?1 AND state = 1 AND code = 0 AND s BETWEEN ?2 AND ?3 ORDER BY n DESC LIMIT ?4",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![target, window.0, window.1, most], |row| {
        Ok(Canary {
            key: Key::from_ledger(row.get_ref(0)?.as_str()?),
            ticket: row.get(1)?,
            opened: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes the intent to send a row again of which lookups have shown that it has no ticket, and has it
/// watched: should the first attempt take effect after all, a later lookup finds two.
pub(super) fn resend(
    connection: &Connection,
    place: Place,
    sent: (Digest, &[i64]),
    run: i64,
    now: i64,
    s_lo: Option<i64>,
) -> Result<u32> {
    let absent = next(Some(state_of(connection, place)?), Step::Absent)?;
    let state = next(Some(absent), Step::Claim)?;
    connection
        .prepare_cached(
            "INSERT INTO watch(n, since, at, resent) SELECT n, s, at, ?2 FROM item WHERE n = ?1
             ON CONFLICT DO UPDATE SET resent = excluded.resent",
        )?
        .execute([place.0, now])?;
    Ok(connection
        .prepare_cached(
            "UPDATE item SET state = ?2, attempts = attempts + 1, run = ?3, at = ?4, s = ?5, digest = ?6, times = ?7
              WHERE n = ?1 RETURNING attempts",
        )?
        .query_row(
            params![place.0, state as i64, run, now, s_lo, sent.0.0, joined(sent.1)],
            |row| row.get(0),
        )?)
}

/// A watched row was found once, late enough.
pub(super) fn unwatch(connection: &Connection, place: Place) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM watch WHERE n = ?1")?
        .execute([place.0])?;
    Ok(())
}
