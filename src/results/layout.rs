//! Which columns an export has: those of the sheet in their order, then its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::ledger::{Entry, Origin};
use crate::sheet::{BETWEEN_MORE, MORE_COLUMN, OWN_COLUMNS};

/// The columns, and where each reading's cells go.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The names of the sheet's columns.
    names: Vec<String>,
    /// For each reading, the column of each of its cells.
    places: BTreeMap<i64, Vec<usize>>,
    /// Whether a row has more cells than columns.
    more: bool,
    /// How many rows there are.
    pub(super) rows: u64,
}

impl Layout {
    /// Takes a row into account.
    pub(super) fn learn(&mut self, entry: &Entry, origins: &HashMap<i64, Origin>) {
        self.rows += 1;
        let Some((reading, cells)) = &entry.cells else {
            return;
        };
        let header = origins.get(reading).map(|origin| origin.header.as_slice());
        let header = header.unwrap_or_default();
        self.more |= cells.len() > header.len();
        if !self.places.contains_key(reading) {
            let places = self.add(header);
            self.places.insert(*reading, places);
        }
    }

    /// Where the columns of a header go; those that are not there yet are added. Of columns with the same
    /// name the first is the first, and so on.
    fn add(&mut self, header: &[String]) -> Vec<usize> {
        let nameless = header.iter().all(|name| name.is_empty());
        let mut places = Vec::with_capacity(header.len());
        for (index, name) in header.iter().enumerate() {
            // So a mapping that means columns by their place finds them by name.
            let name = if nameless {
                format!("column {}", index + 1)
            } else {
                name.clone()
            };
            let taken = |place: &usize| !places.contains(place);
            let known = self.names.iter().enumerate();
            let mut known = known.filter(|(_, known)| **known == name);
            let place = known.find_map(|(place, _)| Some(place).filter(taken));
            places.push(place.unwrap_or_else(|| {
                self.names.push(name);
                self.names.len() - 1
            }));
        }
        places
    }

    /// The readings of which there are cells.
    pub(super) fn readings(&self) -> impl Iterator<Item = i64> + '_ {
        self.places.keys().copied()
    }

    /// The names of all columns, marked as cells are. One that is called like an export's own gets the mark
    /// too, so that it is not taken for it.
    pub(super) fn header(&self, marked: fn(&str) -> Cow<'_, str>) -> Vec<String> {
        let own = |name: &str| OWN_COLUMNS.contains(&name) || name == MORE_COLUMN;
        let names = self.names.iter().map(|name| {
            if own(name) {
                format!("'{name}")
            } else {
                marked(name).into_owned()
            }
        });
        names
            .chain(self.more.then(|| MORE_COLUMN.to_owned()))
            .chain(OWN_COLUMNS.iter().map(|name| (*name).to_owned()))
            .collect()
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.names.len() + usize::from(self.more) + OWN_COLUMNS.len()
    }

    /// The cells of a row in their columns, up to where the export's own begin.
    pub(super) fn cells(&self, entry: &Entry) -> Vec<String> {
        let mut row = vec![String::new(); self.names.len()];
        let mut more = Vec::new();
        if let Some((reading, cells)) = &entry.cells {
            let places = self.places.get(reading).map_or(&[][..], Vec::as_slice);
            for (index, cell) in cells.iter().enumerate() {
                match places.get(index).and_then(|place| row.get_mut(*place)) {
                    Some(place) => place.clone_from(cell),
                    None => more.push(cell.as_str()),
                }
            }
        }
        if self.more {
            row.push(more.join(BETWEEN_MORE));
        }
        row
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::ledger::{Place, Standing, State};
    use crate::sheet::marked;

    fn entry(reading: i64, cells: &[&str]) -> Entry {
        Entry {
            place: Place::new(reading, 1),
            key: "k".into(),
            standing: Standing::Is(State::Rejected),
            ticket: None,
            attempts: 0,
            code: None,
            run: 1,
            at: 0,
            line: 2,
            message: String::new(),
            is_unreadable: false,
            cells: Some((
                reading,
                cells.iter().map(|cell| (*cell).to_owned()).collect(),
            )),
        }
    }

    fn origins(headers: &[&[&str]]) -> HashMap<i64, Origin> {
        let origin = |header: &&[&str]| Origin {
            name: "a.csv".into(),
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            manner: crate::ledger::Manner::default(),
            run: 1,
        };
        (1..).zip(headers.iter().map(origin)).collect()
    }

    #[test]
    fn the_columns_of_one_sheet_stay_as_they_are() {
        let origins = origins(&[&["b", "a", "", "a", "_status"]]);
        let mut layout = Layout::default();
        let row = entry(1, &["1", "2", "3", "4", "5"]);
        layout.learn(&row, &origins);
        let header = layout.header(marked);
        assert_eq!(header[..5], ["b", "a", "", "a", "'_status"]);
        assert_eq!(header[5..], OWN_COLUMNS);
        assert_eq!(header.len(), layout.width());
        assert_eq!(layout.cells(&row), ["1", "2", "3", "4", "5"]);
    }

    #[test]
    fn the_columns_of_several_sheets_are_joined_by_name() {
        let origins = origins(&[&["id", "tag", "tag"], &["tag", "name", "id", "tag"]]);
        let mut layout = Layout::default();
        let (one, two) = (entry(1, &["1", "x", "y"]), entry(2, &["v", "n", "2", "w"]));
        layout.learn(&one, &origins);
        layout.learn(&two, &origins);
        assert_eq!(layout.header(marked)[..4], ["id", "tag", "tag", "name"]);
        assert_eq!(layout.cells(&one), ["1", "x", "y", ""]);
        assert_eq!(layout.cells(&two), ["2", "v", "w", "n"]);
    }

    #[test]
    fn cells_beyond_the_header_and_columns_without_names_are_not_lost() {
        let origins = origins(&[&["", ""]]);
        let mut layout = Layout::default();
        let row = entry(1, &["1", "2", "3", "4"]);
        layout.learn(&row, &origins);
        assert_eq!(
            layout.header(marked)[..4],
            ["column 1", "column 2", "_more", "_status"]
        );
        assert_eq!(layout.cells(&row), ["1", "2", "3 | 4"]);
    }
}
