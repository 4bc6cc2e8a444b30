//! The rows of a ledger that have no ticket. Reads and never writes.

use rusqlite::{OptionalExtension as _, params};

use super::error::LedgerError;
use super::inspection::Inspection;
use super::item::Place;
use super::state::State;

type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// A row without a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub state: State,
    /// The file that brought it first.
    pub file: String,
    /// Its record there.
    pub record: u64,
    /// Its line there.
    pub line: u64,
    /// How often it was claimed.
    pub attempts: u32,
    /// The second of its last change, by this machine's clock.
    pub at: i64,
    /// The ticket that stands in its way, where the service named one.
    pub ticket: Option<i64>,
    /// Why it has no ticket; blank where nothing was kept.
    pub message: String,
    /// The names of its columns and its cells, each as a JSON list.
    pub cells: Option<(String, String)>,
}

impl Inspection {
    /// Calls `each` with every row without a ticket, or with those that a run touched last, in the order
    /// of the ledger and in constant memory. `values` asks for their cells.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn each_trouble(
        &self,
        run: Option<i64>,
        values: bool,
        mut each: impl FnMut(Trouble),
    ) -> Result<()> {
        let mut statement = self.connection().prepare(
            "SELECT item.n, key, state, attempts, at, ticket, lines, message, CASE WHEN ?2 THEN cells END
               FROM item LEFT JOIN problem ON problem.n = item.n
              WHERE state <> 1 AND (?1 IS NULL OR run = ?1) ORDER BY item.n",
        )?;
        let mut rows = statement.query(params![run, values])?;
        let mut source = (0, String::new(), String::new());
        while let Some(row) = rows.next()? {
            let place = Place(row.get(0)?);
            if source.0 != place.source() {
                let (name, header) = self.reading(place)?;
                source = (place.source(), name, header);
            }
            let cells: Option<String> = row.get(8)?;
            each(Trouble {
                key: row.get(1)?,
                state: State::from_number(row.get(2)?).unwrap_or(State::InDoubt),
                file: source.1.clone(),
                record: place.record(),
                line: place.record() + u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0),
                attempts: row.get(3)?,
                at: row.get(4)?,
                ticket: row.get(5)?,
                message: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
                cells: cells.map(|cells| (source.2.clone(), cells)),
            });
        }
        Ok(())
    }

    fn reading(&self, place: Place) -> Result<(String, String)> {
        Ok(self
            .connection()
            .prepare_cached("SELECT name, header FROM source WHERE id = ?1")?
            .query_row([place.source()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .unwrap_or_default())
    }
}
