//! Passages of files whose rows all have their tickets: a file that comes by again is known by them piece by piece,
//! at the speed at which it can be hashed.
//!
//! A passage is written down when its rows come by, whatever becomes of them. It is only ever believed after a look
//! at each of its rows: that it is created, and says what it said when the passage was written down. So nothing
//! has to be taken back when a row fails or is mended, and a passage that is missing or stale costs time alone.

use rusqlite::{Connection, params};

use super::Ledger;
use super::command::Command;
use super::error::LedgerError;
use super::item::Place;
use super::span::Digests;
use super::state::State;
use super::writer::Writer;
use crate::prepare::Prepared;
use crate::sheet::Passage;

/// Passages that are looked through for one answer: some sixteen thousand rows, a few milliseconds of the ledger's
/// time.
const AT_ONCE: usize = 256;

/// A passage of which every row has its ticket, and says what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPassage {
    /// The place of its first row; those of the others follow.
    pub first: Place,
    /// What it is in a file.
    pub passage: Passage,
}

/// Where passages are wanted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// From the first one on that begins so.
    Start(i64),
    /// From a place on.
    From(Place),
}

/// Passages that are known, in the order of places.
#[derive(Debug, Default)]
pub struct Recalled {
    /// They; none of those that were looked through may be.
    pub known: Vec<KnownPassage>,
    /// Where the next ones are to be looked for; `None` behind the last one.
    pub next: Option<Place>,
}

impl Ledger {
    /// Whether any passage of the target was written down.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn has_passages(&self) -> Result<bool, LedgerError> {
        self.ask(Command::HasPassages).await
    }

    /// Passages of the target of which every row has its ticket.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn recall(&self, from: Recall) -> Result<Recalled, LedgerError> {
        self.ask(|reply| Command::Recall { from, reply }).await
    }

    /// Takes note that the file at hand has these passages, each by the place of its first row and how many it has.
    /// Gives how many of the rows it has shown before.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn pass(&self, spans: Vec<(Place, u32)>) -> Result<u64, LedgerError> {
        self.ask(|reply| Command::Pass { spans, reply }).await
    }
}

impl Writer<'_> {
    /// Looks for passages that are known.
    pub(super) fn recall(&self, from: Recall) -> Result<Recalled, LedgerError> {
        let from = match from {
            Recall::From(place) => Some(place),
            Recall::Start(start) => beginning(self.connection, self.target, start)?,
        };
        let Some(from) = from else {
            return Ok(Recalled::default());
        };
        let written = written(self.connection, self.target, from)?;
        let next = match written.last() {
            Some((last, _)) if written.len() == AT_ONCE => Some(Place(last.first.0 + 1)),
            _ => None,
        };
        let mut known = Vec::new();
        for (passage, digests) in written {
            if is_known(self.connection, self.target, &passage, digests)? {
                known.push(passage);
            }
        }
        Ok(Recalled { known, next })
    }

    /// Takes note of rows that were passed.
    pub(super) fn pass(&mut self, spans: &[(Place, u32)]) -> u64 {
        let Some(open) = self.reading.as_mut() else {
            return 0;
        };
        spans
            .iter()
            .map(|(first, count)| open.pass(*first, *count))
            .sum()
    }

    /// Follows a row that the ledger has at a place, and writes the passage down that ends with it.
    pub(super) fn follow(&mut self, row: &Prepared, place: Place) -> Result<(), LedgerError> {
        let Some(open) = self.reading.as_mut() else {
            return Ok(());
        };
        open.span.follow(row.row.record, place, row.digest());
        let Some(passage) = &row.passage else {
            return Ok(());
        };
        match open.span.end(row.row.record, passage) {
            Some((first, digests)) => keep(self.connection, self.target, (first, passage), digests),
            None => Ok(()),
        }
    }
}

/// Whether any passage of the target was written down.
pub(super) fn has_any(connection: &Connection, target: i64) -> Result<bool, LedgerError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM passage WHERE target = ?1)")?
        .query_row([target], |row| row.get(0))?)
}

fn keep(
    connection: &Connection,
    target: i64,
    (first, passage): (Place, &Passage),
    digests: [u8; 8],
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO passage(n, target, rows, bytes, lines, start, hash, digests) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            first.0,
            target,
            passage.rows,
            passage.bytes,
            passage.lines,
            passage.start,
            passage.hash,
            digests,
        ])?;
    Ok(())
}

/// The place of the first passage that begins so.
fn beginning(
    connection: &Connection,
    target: i64,
    start: i64,
) -> Result<Option<Place>, LedgerError> {
    let place: Option<i64> = connection
        .prepare_cached("SELECT min(n) FROM passage WHERE start = ?1 AND +target = ?2")?
        .query_row([start, target], |row| row.get(0))?;
    Ok(place.map(Place))
}

/// The passages from a place on, and what their rows said.
fn written(
    connection: &Connection,
    target: i64,
    from: Place,
) -> Result<Vec<(KnownPassage, [u8; 8])>, LedgerError> {
    let mut statement = connection.prepare_cached(
        "SELECT n, rows, bytes, lines, start, hash, digests FROM passage WHERE n >= ?1 AND +target = ?2 ORDER BY n LIMIT ?3",
    )?;
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let passages = statement.query_map(params![from.0, target, most], |row| {
        let passage = KnownPassage {
            first: Place(row.get(0)?),
            passage: Passage {
                rows: row.get(1)?,
                bytes: row.get(2)?,
                lines: row.get(3)?,
                start: row.get(4)?,
                hash: row.get(5)?,
            },
        };
        Ok((passage, row.get(6)?))
    })?;
    Ok(passages.collect::<rusqlite::Result<_>>()?)
}

/// Whether every row of a passage is created, and says what it said.
fn is_known(
    connection: &Connection,
    target: i64,
    known: &KnownPassage,
    digests: [u8; 8],
) -> Result<bool, LedgerError> {
    let behind = known.first.0 + i64::from(known.passage.rows);
    let mut statement = connection.prepare_cached(
        "SELECT digest FROM item WHERE n >= ?1 AND n < ?2 AND +target = ?3 AND +state = ?4 ORDER BY n",
    )?;
    let mut rows = statement.query(params![
        known.first.0,
        behind,
        target,
        State::Created as i64
    ])?;
    let (mut found, mut count) = (Digests::default(), 0);
    while let Some(row) = rows.next()? {
        found.take(row.get(0)?);
        count += 1;
    }
    Ok(count == known.passage.rows && found.all() == digests)
}

#[cfg(test)]
#[path = "passages_tests.rs"]
mod tests;
