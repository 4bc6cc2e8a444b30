//! The columns of a sheet as names that templates may use.

use super::error::MappingError;
use super::fold::fold;
use super::nearest::nearest;
use crate::sheet::Header;

/// A header, ready to be searched.
#[derive(Clone, Debug)]
pub struct Columns {
    names: Vec<String>,
    folded: Vec<String>,
}

impl Columns {
    /// The columns of this header.
    #[must_use]
    pub fn new(header: &Header) -> Self {
        Self {
            names: header.names().to_vec(),
            folded: header.names().iter().map(|name| fold(name)).collect(),
        }
    }

    /// The index of the column of that name: as typed, otherwise [folded](super::fold()).
    ///
    /// # Errors
    /// [`MappingError::UnknownColumn`] or [`MappingError::TwoColumns`], at `key`.
    pub fn find(&self, key: &str, name: &str) -> Result<usize, MappingError> {
        let exact = self.only(key, name, &self.names, name)?;
        let wanted = fold(name);
        let found = match exact {
            Some(index) => Some(index),
            // A name of nothing but blanks would fit every column without a name.
            None if wanted.is_empty() => None,
            None => self.only(key, name, &self.folded, &wanted)?,
        };
        found.ok_or_else(|| MappingError::UnknownColumn {
            key: key.to_owned(),
            column: name.to_owned(),
            nearest: nearest(name, self.names.iter().map(String::as_str)).map(str::to_owned),
            columns: self.names.clone(),
        })
    }

    fn only(
        &self,
        key: &str,
        name: &str,
        among: &[String],
        wanted: &str,
    ) -> Result<Option<usize>, MappingError> {
        let mut fitting = among
            .iter()
            .enumerate()
            .filter(|(_, known)| *known == wanted)
            .map(|(index, _)| index);
        match (fitting.next(), fitting.next()) {
            (Some(first), Some(second)) => Err(MappingError::TwoColumns {
                key: key.to_owned(),
                column: name.to_owned(),
                first: self.position(first),
                second: self.position(second),
            }),
            (first, _) => Ok(first),
        }
    }

    /// The columns whose folded name is `folded`.
    pub(crate) fn folded(&self, folded: &str) -> impl Iterator<Item = usize> {
        self.folded
            .iter()
            .enumerate()
            .filter(move |(_, known)| *known == folded)
            .map(|(index, _)| index)
    }

    /// The name at an index, as typed; empty where there is none.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// A name that stays the same when the sheet is written in another case or order: folded, unless
    /// another column folds to the same.
    pub(crate) fn canonical(&self, index: usize) -> &str {
        match self.folded.get(index) {
            Some(folded) if self.folded(folded).count() == 1 => folded,
            _ => self.name(index),
        }
    }

    /// Where a column stands, as its user counts: `3 (C)`.
    pub(crate) fn position(&self, index: usize) -> String {
        format!("{} ({})", index + 1, letters(index))
    }

    /// The names of the columns that `used` leaves out, in order; one without a name by its position.
    pub(crate) fn others(&self, used: &[usize]) -> Vec<String> {
        let name = |(index, name): (usize, &String)| match fold(name).as_str() {
            "" => format!("column {}", self.position(index)),
            _ => name.clone(),
        };
        self.names
            .iter()
            .enumerate()
            .filter(|(index, _)| !used.contains(index))
            .map(name)
            .collect()
    }
}

/// A column's letters in a spreadsheet: `A` … `Z`, `AA` ….
fn letters(index: usize) -> String {
    let mut reversed = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        reversed.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    reversed.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn columns(names: &[&str]) -> Columns {
        Columns::new(&Header::new(
            names.iter().map(ToString::to_string).collect(),
        ))
    }

    #[test]
    fn a_column_is_found_exactly_and_then_folded() {
        let columns = columns(&["Phone", "phone", "Lead ID", "\u{200F}שם פרטי"]);
        assert_eq!(columns.find("k", "phone").unwrap(), 1);
        assert_eq!(columns.find("k", "Phone").unwrap(), 0);
        assert_eq!(columns.find("k", "lead_id").unwrap(), 2);
        assert_eq!(columns.find("k", "שם_פרטי").unwrap(), 3);
    }

    #[test]
    fn a_name_that_fits_two_columns_names_both_places() {
        let columns = columns(&["a", "Phone", "phone"]);
        assert_eq!(
            columns
                .find("ticket.field1", "PHONE")
                .unwrap_err()
                .to_string(),
            "ticket.field1: \"PHONE\" fits two columns, 2 (B) and 3 (C); rename one of them in the sheet"
        );
        let twice = self::columns(&["phone", "x", "phone"]);
        assert_eq!(
            twice
                .find("ticket.field1", "phone")
                .unwrap_err()
                .to_string(),
            "ticket.field1: \"phone\" fits two columns, 1 (A) and 3 (C); rename one of them in the sheet"
        );
    }

    #[test]
    fn an_unknown_name_tells_the_nearest_and_all() {
        let columns = columns(&["destination", "city"]);
        assert_eq!(
            columns
                .find("ticket.field1", "destinaton")
                .unwrap_err()
                .to_string(),
            "ticket.field1: there is no column \"destinaton\"; did you mean \"destination\"? the columns are: destination, city"
        );
        assert_eq!(
            columns.find("ticket.field1", "x").unwrap_err().to_string(),
            "ticket.field1: there is no column \"x\"; the columns are: destination, city"
        );
        assert_eq!(
            self::columns(&[])
                .find("ticket.field1", "x")
                .unwrap_err()
                .to_string(),
            "ticket.field1: there is no column \"x\"; the sheet has no columns at all"
        );
    }

    #[test]
    fn positions_are_those_of_a_spreadsheet() {
        for (index, letter) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(index), letter);
        }
    }

    #[test]
    fn columns_without_a_name_are_told_by_their_place() {
        assert_eq!(columns(&["a", "", "c"]).others(&[0]), ["column 2 (B)", "c"]);
    }
}
