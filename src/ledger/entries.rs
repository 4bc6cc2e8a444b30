//! The rows of a ledger one after the other, with what came of them, in constant memory.

use rusqlite::{Row, params};

use super::error::LedgerError;
use super::inspection::Inspection;
use super::item::Place;
use super::state::State;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// The number that stands for a duplicate where the others have that of their state.
const DUPLICATE: i64 = 0;

/// How a row stands, as users are told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its entry is in this state.
    Is(State),
    /// Its key stands earlier in its file, with other content.
    Duplicate,
}

impl Standing {
    /// The word that users see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is(state) if state.is_open() => State::InDoubt.as_str(),
            Self::Is(state) => state.as_str(),
            Self::Duplicate => "duplicate",
        }
    }
}

/// A row and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place: the reading that brought it first, and its record there.
    pub place: Place,
    /// Its key; of a duplicate that of the earlier row.
    pub key: String,
    /// How it stands.
    pub standing: Standing,
    /// Its ticket, where one is known.
    pub ticket: Option<i64>,
    /// How often it was sent, or was about to be.
    pub attempts: u32,
    /// Of a failed row the HTTP status, negative where tries ran out.
    pub code: Option<i64>,
    /// The run that met it last.
    pub run: i64,
    /// When it was written down last, in seconds since 1970 by this machine's clock.
    pub at: i64,
    /// The line on which it started.
    pub line: u64,
    /// Why it has no ticket; blank where nothing was said.
    pub message: String,
    /// Whether it was no row of its sheet: its cells are for people to mend, and are never taken for a row.
    pub is_unreadable: bool,
    /// Its cells, as far as they are kept, and the reading whose columns they are of.
    pub cells: Option<(i64, Vec<String>)>,
}

impl Entry {
    /// Moves the numbers of its readings and its run, so that they are told from those of another ledger.
    pub(crate) fn renumber(&mut self, readings: i64, runs: i64) {
        self.place = Place::new(self.place.source() + readings, self.place.record());
        self.run += runs;
        if let Some((reading, _)) = &mut self.cells {
            *reading += readings;
        }
    }
}

/// Which rows are asked for.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Those of this target.
    pub target: i64,
    /// Only those that this run met last.
    pub run: Option<i64>,
    /// The states.
    pub states: Vec<State>,
    /// Duplicates too.
    pub duplicates: bool,
}

impl Inspection {
    /// Calls `each` with every row that is asked for, in the order in which files brought them.
    ///
    /// # Errors
    /// [`LedgerError`], or what `each` gives.
    pub fn each_entry<E: From<LedgerError>>(
        &self,
        choice: &Choice,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(LedgerError::from(error));
        let mut statement = self.connection().prepare(&select(choice)).map_err(failed)?;
        let mut rows = statement
            .query(params![choice.target, choice.run])
            .map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(entry(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// Whether another row has taken the place of this one since: the same file was read again without it,
    /// and what stood at its record then has a ticket.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn is_replaced(&self, entry: &Entry) -> Result<bool> {
        Ok(self
            .connection()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM source JOIN source AS later USING (target, name)
                    JOIN item ON item.n = (later.id << 36) | (?1 & ((1 << 36) - 1))
                   WHERE source.id = ?1 >> 36 AND later.run > ?2 AND item.state = 1)",
            )?
            .query_row([entry.place.0, entry.run], |row| row.get(0))?)
    }

    /// Whether its file has brought something since and not this row: it may have been mended there.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn is_gone(&self, entry: &Entry) -> Result<bool> {
        Ok(self
            .connection()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM source JOIN source AS later USING (target, name)
                   WHERE source.id = ?1 >> 36 AND later.run > ?2)",
            )?
            .query_row([entry.place.0, entry.run], |row| row.get(0))?)
    }
}

/// The query of a choice. States are numbers of this program's own, so they stand in it as they are.
fn select(choice: &Choice) -> String {
    let states: Vec<String> = choice
        .states
        .iter()
        .map(|state| (*state as i64).to_string())
        .collect();
    let mut query = format!(
        "SELECT item.n AS n, key, state, ticket, attempts, code, run, at, lines, message, cells, coalesce(problem.source, item.n >> 36), coalesce(unreadable, 0)
           FROM item LEFT JOIN problem ON problem.n = item.n
          WHERE +target = ?1 AND state IN ({}) AND (?2 IS NULL OR run = ?2)",
        states.join(",")
    );
    if choice.duplicates {
        query.push_str(&format!(
            " UNION ALL
             SELECT duplicate.n AS n, key, {DUPLICATE}, NULL, 0, NULL, duplicate.run, duplicate.at, duplicate.lines, '', cells, duplicate.n >> 36, 0
               FROM duplicate CROSS JOIN item ON item.n = duplicate.first
              WHERE +target = ?1 AND (?2 IS NULL OR duplicate.run = ?2)"
        ));
    }
    query.push_str(" ORDER BY n");
    query
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let place = Place(row.get(0)?);
    let state: i64 = row.get(2)?;
    let standing = match State::from_number(state) {
        Some(state) => Standing::Is(state),
        None if state == DUPLICATE => Standing::Duplicate,
        None => return Err(rusqlite::Error::IntegralValueOutOfRange(2, state)),
    };
    let lines = u64::try_from(row.get::<_, i64>(8)?).unwrap_or(0);
    let cells: Option<String> = row.get(10)?;
    let cells: Vec<String> = cells
        .and_then(|cells| serde_json::from_str(&cells).ok())
        .unwrap_or_default();
    let reading = row.get(11)?;
    Ok(Entry {
        place,
        key: row.get(1)?,
        standing,
        ticket: row.get(3)?,
        attempts: row.get(4)?,
        code: row.get(5)?,
        run: row.get(6)?,
        at: row.get(7)?,
        line: place.record() + lines,
        message: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
        is_unreadable: row.get(12)?,
        cells: (!cells.is_empty()).then_some((reading, cells)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::schema;
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn rows_are_read_in_order_and_not_sorted_first() {
        let connection = Connection::open_in_memory().unwrap();
        schema::migrate(&connection).unwrap();
        let choice = Choice {
            states: State::ALL.to_vec(),
            duplicates: true,
            ..Choice::default()
        };
        let query = format!("EXPLAIN QUERY PLAN {}", select(&choice));
        let mut statement = connection.prepare(&query).unwrap();
        let plan: Vec<String> = statement
            .query_map(params![1, None::<i64>], |row| row.get(3))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "{plan:?}"
        );
    }
}
