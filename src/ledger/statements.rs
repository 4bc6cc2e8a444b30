//! The SQL that every row passes, made ready once for all of them: to find it, to claim it, to write down what became of
//! it, and the transaction around many. Everything runs inside the writer's transaction and says what is true after it.

use rusqlite::{Connection, OptionalExtension as _, Statement, params};

use crate::ticket::{Digest, Key};

use super::error::LedgerError;
use super::item::{Item, Place};
use super::outcome::Outcome;
use super::state::{State, Step, next};
use super::store::{item, item_columns, joined};

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// What a claim or a rejection writes of a row.
pub(super) struct Entry<'a> {
    pub(super) place: Place,
    pub(super) target: i64,
    pub(super) run: i64,
    pub(super) key: &'a Key,
    pub(super) digest: Digest,
    /// By how much its line is ahead of its record.
    pub(super) lines: u64,
    pub(super) now: i64,
    /// The service's second before the intent.
    pub(super) s_lo: Option<i64>,
    /// The seconds of `open` and `close` in the body.
    pub(super) times: &'a [i64],
}

/// Statements that are ready.
pub(super) struct Statements<'c> {
    begin: Statement<'c>,
    commit: Statement<'c>,
    by_key: Statement<'c>,
    insert: Statement<'c>,
    settle: Statement<'c>,
}

impl<'c> Statements<'c> {
    pub(super) fn of(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            by_key: connection.prepare(concat!(
                "SELECT ",
                item_columns!(),
                " FROM item WHERE target = ?1 AND key = ?2"
            ))?,
            insert: connection.prepare(
                "INSERT INTO item(n, target, key, digest, state, attempts, run, at, s, lines, times) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?,
            settle: connection.prepare(
                "UPDATE item SET state = ?2, attempts = max(0, attempts - ?3), run = ?4, at = coalesce(?5, at), s = coalesce(?6, s), ticket = ?7, code = ?8,
                        times = CASE ?2 WHEN 1 THEN NULL ELSE times END WHERE n = ?1 AND state = ?9",
            )?,
        })
    }

    pub(super) fn begin(&mut self) -> Result<()> {
        self.begin.execute([])?;
        Ok(())
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        self.commit.execute([])?;
        Ok(())
    }

    /// The row of that key.
    pub(super) fn by_key(&mut self, target: i64, key: &Key) -> Result<Option<Item>> {
        let found = self.by_key.query_row(params![target, key.as_str()], item);
        Ok(found.optional()?)
    }

    /// Writes a row that was not there. `step` is a claim or a rejection.
    pub(super) fn insert(&mut self, entry: &Entry<'_>, step: Step) -> Result<()> {
        let state = next(None, step)?;
        self.insert.execute(params![
            entry.place.0,
            entry.target,
            entry.key.as_str(),
            entry.digest.0,
            state as i64,
            i64::from(step == Step::Claim),
            entry.run,
            entry.now,
            entry.s_lo,
            i64::try_from(entry.lines).unwrap_or(i64::MAX),
            joined(entry.times),
        ])?;
        Ok(())
    }

    /// Writes down what became of an attempt, and gives the state of the row after it; `before` is the state that it is
    /// in.
    pub(super) fn settle(
        &mut self,
        before: State,
        place: Place,
        run: i64,
        outcome: &Outcome,
        now: i64,
    ) -> Result<State> {
        let state = next(Some(before), outcome.step())?;
        let (ticket, opened) = match outcome {
            Outcome::Created { ticket, opened, .. } => (Some(*ticket), *opened),
            Outcome::Conflict { ticket, .. } => (*ticket, None),
            _ => (None, None),
        };
        let unsent = i64::from(matches!(outcome, Outcome::Unsent));
        // While a ticket may exist, `s` says from when on to look for it, and `at` does where no answer had
        // named the time: both stay those of the intent. A created row keeps its `open` in `s`.
        let at = (state != State::InDoubt).then_some(now);
        let written = self.settle.execute(params![
            place.0,
            state as i64,
            unsent,
            run,
            at,
            opened,
            ticket,
            outcome.code(),
            before as i64,
        ])?;
        if written == 0 {
            return Err(rusqlite::Error::QueryReturnedNoRows.into());
        }
        Ok(state)
    }
}
