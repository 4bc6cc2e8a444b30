//! Rows without a ticket, one by one, as many as a page has room for.

use crate::ledger::{State, Trouble};
use crate::status::{key_of, problems_of, reason_of, status_of};
use crate::summary::discreet;
use crate::terminal::beginning;

/// Rows of one status that stand in the page: as many as somebody mends by hand, and as a phone shows
/// without effort. All of them are had by the command that the page names.
pub(super) const MOST_OF_A_STATUS: u64 = 1000;

/// Cells of a row that are shown, if they are asked for.
const MOST_CELLS: usize = 30;

/// Characters of a cell that are shown.
const MOST_OF_A_CELL: usize = 200;

/// Rows in the page, and how many more there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// In the order of the ledger.
    pub(super) shown: Vec<RowShown>,
    /// Status, how many of it are shown, and how many there are.
    pub(super) statuses: Vec<(&'static str, u64, u64)>,
}

/// A row as the page shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct RowShown {
    pub(super) file: String,
    pub(super) record: u64,
    pub(super) line: u64,
    /// Blank where it has none.
    pub(super) key: String,
    pub(super) status: &'static str,
    /// The group that it is in.
    pub(super) group: String,
    /// All that is wrong with it.
    pub(super) problems: Vec<String>,
    pub(super) attempts: u32,
    /// The last change, ISO-8601.
    pub(super) at: String,
    /// The ticket that stands in its way.
    pub(super) ticket: Option<i64>,
    /// Column and cell, if they were asked for.
    pub(super) cells: Vec<(String, String)>,
}

impl Rows {
    /// Takes a row and the reason of its group, if there is room for it; counts it in any case.
    pub(super) fn take(&mut self, row: Trouble, group: String, values: bool) {
        let status = status_of(row.state);
        let known = self
            .statuses
            .iter()
            .position(|(known, ..)| *known == status);
        let index = known.unwrap_or_else(|| {
            self.statuses.push((status, 0, 0));
            self.statuses.len() - 1
        });
        let Some((_, shown, all)) = self.statuses.get_mut(index) else {
            return;
        };
        *all += 1;
        if *shown < MOST_OF_A_STATUS {
            *shown += 1;
            self.shown.push(RowShown::of(row, status, group, values));
        }
    }

    /// How many rows there are that the page does not show.
    pub(super) fn more(&self) -> u64 {
        let more = |(_, shown, all): &(&str, u64, u64)| all - shown;
        self.statuses.iter().map(more).sum()
    }
}

impl RowShown {
    fn of(row: Trouble, status: &'static str, group: String, values: bool) -> Self {
        let reason = reason_of(&row, values);
        let problems = match row.state {
            State::Rejected => problems_of(&row.message),
            _ if row.message.is_empty() || values => vec![reason],
            _ => vec![discreet(&row.message)],
        };
        Self {
            key: key_of(&row.key, values),
            cells: row.cells.as_ref().map_or_else(Vec::new, cells),
            file: row.file,
            record: row.record,
            line: row.line,
            status,
            group,
            problems,
            attempts: row.attempts,
            at: jiff::Timestamp::from_second(row.at)
                .map_or_else(|_| row.at.to_string(), |time| time.to_string()),
            ticket: row.ticket,
        }
    }
}

/// Cells with the names of their columns; blank ones are left out.
fn cells((header, cells): &(String, String)) -> Vec<(String, String)> {
    let names: Vec<String> = serde_json::from_str(header).unwrap_or_default();
    let cells: Vec<String> = serde_json::from_str(cells).unwrap_or_default();
    let name = |index: usize| match names.get(index) {
        Some(name) if !name.is_empty() => name.clone(),
        _ => format!("column {}", index + 1),
    };
    let cells = cells.into_iter().enumerate();
    cells
        .filter(|(_, cell)| !cell.is_empty())
        .take(MOST_CELLS)
        .map(|(index, cell)| (name(index), beginning(&cell, MOST_OF_A_CELL)))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn rows_beyond_the_bound_are_counted_and_leave_room_for_others() {
        let mut rows = Rows::default();
        for record in 0..2500 {
            let state = if record == 2499 {
                State::InDoubt
            } else {
                State::Rejected
            };
            let row = Trouble {
                state,
                record,
                ..crate::report::tests::trouble()
            };
            rows.take(row, String::new(), false);
        }
        assert_eq!(rows.shown.len(), 1001);
        assert_eq!(rows.more(), 1499);
        assert_eq!(rows.shown.last().unwrap().status, "in doubt");
    }

    #[test]
    fn cells_stand_beside_the_names_of_their_columns() {
        let told = cells(&(r#"["a",""]"#.into(), r#"["1","2","","4"]"#.into()));
        let told: Vec<(&str, &str)> = told.iter().map(|(n, c)| (n.as_str(), c.as_str())).collect();
        assert_eq!(told, [("a", "1"), ("column 2", "2"), ("column 4", "4")]);
        assert!(cells(&("nonsense".into(), "{}".into())).is_empty());
    }
}
