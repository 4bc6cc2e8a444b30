//! Reading a ledger while no run uses it: one row's story, and what a verification compares.
//!
//! It takes the same lock as a run, since a second connection on a live ledger would disturb its writer.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::LedgerError;
use super::item::Place;
use super::lock::Lock;
use super::state::State;
use super::visited::Visited;
use super::{Holder, RunNote, Target, opening};
use crate::ticket::Key;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// An opened ledger that is only read.
#[derive(Debug)]
pub struct Inspection {
    pub(super) connection: Connection,
    _lock: Lock,
}

/// A row's whole story.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Story {
    /// Its key.
    pub key: String,
    /// Host and department.
    pub target: String,
    /// Where it stands.
    pub state: &'static str,
    /// Its ticket, where one is known.
    pub ticket: Option<i64>,
    /// How the ticket is known: `answer`, `reconciled` or `conflict`.
    pub known_by: Option<&'static str>,
    /// The file that brought it first.
    pub file: String,
    /// Its record there.
    pub record: u64,
    /// Its line there.
    pub line: u64,
    /// A hash of what it said when it was last claimed or rejected, in hex.
    pub digest: String,
    /// How often it was claimed.
    pub attempts: u32,
    /// The run that touched it last.
    pub run: String,
    /// When it was written down last, ISO-8601, by this machine's clock.
    pub at: String,
    /// The service's time before the last intent, or the ticket's `open`.
    pub service_time: Option<String>,
    /// In what its ticket is not what was sent, where it is not.
    pub differences: Option<String>,
    /// Why it is not created, where it is not.
    pub problem: Option<String>,
    /// Attempts that may have had an effect.
    pub doubts: Vec<DoubtNote>,
    /// Whether it was sent again after a doubt and a late second ticket is still looked for.
    pub watched: bool,
}

/// An attempt that may have had an effect.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DoubtNote {
    /// The run.
    pub run: String,
    /// When, ISO-8601, by this machine's clock.
    pub at: String,
    /// What happened.
    pub what: String,
}

/// A row that a verification looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Its place.
    pub place: Place,
    /// Its key.
    pub key: Key,
    /// Where it stands.
    pub state: State,
    /// Its ticket.
    pub ticket: Option<i64>,
}

/// Places that a verification has seen.
#[derive(Debug, Default)]
pub struct Seen(Visited);

impl Seen {
    /// Marks a place; false if it was marked.
    pub fn mark(&mut self, place: Place) -> bool {
        self.0.insert(place)
    }
}

pub(super) fn iso(second: i64) -> String {
    jiff::Timestamp::from_second(second)
        .map_or_else(|_| second.to_string(), |time| time.to_string())
}

impl Inspection {
    /// Opens a ledger that is there. Blocks.
    ///
    /// # Errors
    /// [`LedgerError`]: there is none, a run holds it, or it cannot be read.
    pub fn open(path: &Path, note: &RunNote) -> Result<Self> {
        if !path.exists() {
            return Err(LedgerError::Absent {
                path: path.to_owned(),
            });
        }
        let lock = Lock::take(path, &Holder::from(note))?;
        Ok(Self {
            connection: opening::open(path)?,
            _lock: lock,
        })
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The stories of a key, one for each target that has it.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn stories(&self, key: &str) -> Result<Vec<Story>> {
        let mut statement = self.connection.prepare(
            "SELECT item.n, item.key, target.host, target.department, item.state, item.ticket, item.code, source.name,
                    item.lines, item.digest, item.attempts, run.name, item.at, item.s, problem.message,
                    watch.n IS NOT NULL, difference.what
               FROM item JOIN target ON target.id = item.target JOIN run ON run.id = item.run
               JOIN source ON source.id = item.n >> 36
               LEFT JOIN problem ON problem.n = item.n LEFT JOIN watch ON watch.n = item.n
               LEFT JOIN difference ON difference.n = item.n
              WHERE item.key = ?1 AND item.target IN (SELECT id FROM target) ORDER BY item.n",
        )?;
        let rows = statement.query_map([key], |row| {
            let place = Place(row.get(0)?);
            let state: i64 = row.get(4)?;
            let digest: [u8; 8] = row.get(9)?;
            let lines = u64::try_from(row.get::<_, i64>(8)?).unwrap_or(0);
            let target = Target {
                host: row.get(2)?,
                department: row.get(3)?,
            };
            let code: Option<i64> = row.get(6)?;
            let state = State::from_number(state)
                .ok_or(rusqlite::Error::IntegralValueOutOfRange(4, state))?;
            Ok((
                place,
                Story {
                    key: row.get(1)?,
                    target: target.to_string(),
                    state: state.as_str(),
                    ticket: row.get(5)?,
                    known_by: match (state, code) {
                        (State::Created, Some(0)) => Some("answer"),
                        (State::Created, Some(1)) => Some("reconciled"),
                        (State::Created, Some(2)) => Some("conflict"),
                        _ => None,
                    },
                    file: row.get(7)?,
                    record: place.record(),
                    line: place.record() + lines,
                    digest: data_encoding::HEXLOWER.encode(&digest),
                    attempts: row.get(10)?,
                    run: row.get(11)?,
                    at: iso(row.get(12)?),
                    service_time: row.get::<_, Option<i64>>(13)?.map(iso),
                    differences: row.get(16)?,
                    problem: row.get(14)?,
                    doubts: Vec::new(),
                    watched: row.get(15)?,
                },
            ))
        })?;
        let mut stories = Vec::new();
        for row in rows {
            let (place, mut story) = row?;
            story.doubts = self.doubt_notes(place)?;
            stories.push(story);
        }
        Ok(stories)
    }

    fn doubt_notes(&self, place: Place) -> Result<Vec<DoubtNote>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT run.name, attempt.at, what FROM attempt JOIN run ON run.id = attempt.run WHERE n = ?1 ORDER BY number",
        )?;
        let notes = statement.query_map([place.0], |row| {
            Ok(DoubtNote {
                run: row.get(0)?,
                at: iso(row.get(1)?),
                what: row.get(2)?,
            })
        })?;
        Ok(notes.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of a target, if the ledger has rows of it.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn target(&self, target: &Target) -> Result<Option<i64>> {
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM target WHERE host = ?1 AND department = ?2")?
            .query_row([&target.host, &target.department], |row| row.get(0))
            .optional()?)
    }

    /// The first and last second of the service's clock at which a ticket of the target may lie.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn span(&self, target: i64) -> Result<Option<(i64, i64)>> {
        let span: (Option<i64>, Option<i64>) = self
            .connection
            .prepare_cached(
                "SELECT min(s), max(s) FROM item WHERE +target = ?1 AND state IN (1, 2, 4)",
            )?
            .query_row([target], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(span.0.zip(span.1))
    }

    /// The row of a key.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn expected(&self, target: i64, key: &str) -> Result<Option<Expected>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT n, key, state, ticket FROM item WHERE target = ?1 AND key = ?2",
            )?
            .query_row(params![target, key], expected)
            .optional()?)
    }

    /// Calls `each` with every row of the target that should have a ticket, in constant memory.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn each_created(&self, target: i64, mut each: impl FnMut(Expected)) -> Result<u64> {
        let mut statement = self.connection.prepare_cached(
            "SELECT n, key, state, ticket FROM item WHERE +target = ?1 AND state = 1 ORDER BY n",
        )?;
        let mut rows = statement.query([target])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            each(expected(row)?);
            count += 1;
        }
        Ok(count)
    }

    /// How many rows of the target may have a ticket.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn in_doubt(&self, target: i64) -> Result<u64> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM item WHERE +target = ?1 AND state IN (2, 4)")?
            .query_row([target], |row| row.get::<_, i64>(0))
            .map(|count| u64::try_from(count).unwrap_or(0))?)
    }
}

fn expected(row: &rusqlite::Row<'_>) -> rusqlite::Result<Expected> {
    let state: i64 = row.get(2)?;
    Ok(Expected {
        place: Place(row.get(0)?),
        key: Key::from_ledger(row.get_ref(1)?.as_str()?),
        state: State::from_number(state)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(2, state))?,
        ticket: row.get(3)?,
    })
}
