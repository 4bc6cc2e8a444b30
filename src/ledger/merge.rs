//! Reading a file and the ledger side by side, so that a resumed run of millions of rows does not look
//! each of them up.
//!
//! A cursor walks the ledger in the order of places, which is the order in which files brought the rows.
//! While the next row of the file has the key under the cursor, the two walk on together. Where they
//! differ (edited, sorted, appended, renamed file: the name plays no part) the key alone decides: it is
//! looked up, and the cursor goes on from where it was found. So an inserted row costs one lookup, and
//! a wrong position can never be taken for a match.

use std::collections::VecDeque;

use rusqlite::Connection;

use crate::ticket::Key;

use super::error::LedgerError;
use super::item::{Item, Place};
use super::state::State;
use super::statements::Statements;
use super::store;

/// Rows read ahead of the file, about 40 KiB of them.
const AHEAD: usize = 256;

/// The cursor.
#[derive(Debug)]
pub(super) struct Merge {
    ahead: VecDeque<Item>,
    last: Place,
    at_end: bool,
}

impl Merge {
    /// A cursor before the first row.
    pub(super) fn new() -> Self {
        Self {
            ahead: VecDeque::new(),
            last: Place(0),
            at_end: false,
        }
    }

    /// The row of that key, if there is one.
    pub(super) fn find(
        &mut self,
        connection: &Connection,
        statements: &mut Statements<'_>,
        target: i64,
        key: &Key,
    ) -> Result<Option<Item>, LedgerError> {
        if self.ahead.is_empty() && !self.at_end {
            self.read_on(connection, target)?;
        }
        if self.ahead.front().is_some_and(|item| item.key == *key) {
            let item = self.ahead.pop_front();
            // Created is terminal, so it is still true; anything else is read anew.
            return match item {
                Some(item) if item.state == State::Created => Ok(Some(item)),
                _ => statements.by_key(target, key),
            };
        }
        let found = statements.by_key(target, key)?;
        if let Some(item) = &found {
            self.ahead.clear();
            self.last = item.place;
            self.at_end = false;
        }
        Ok(found)
    }

    /// Goes on behind a place: the rows up to there were passed.
    pub(super) fn go_behind(&mut self, place: Place) {
        self.ahead.clear();
        self.last = place;
        self.at_end = false;
    }

    fn read_on(&mut self, connection: &Connection, target: i64) -> Result<(), LedgerError> {
        self.ahead = store::behind(connection, target, self.last, AHEAD)?.into();
        match self.ahead.back() {
            Some(item) => self.last = item.place,
            None => self.at_end = true,
        }
        Ok(())
    }
}
