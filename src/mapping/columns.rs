//! The columns of a sheet as names that templates may use.
//!
//! A column is named as in the header. Where no column has that name, `column 3` is the third one: so columns with the
//! same name or with none, of which a sheet without a header has nothing but, can be told apart.

use std::borrow::Cow;

use super::error::MappingError;
use super::fold::{bare, fold};
use super::nearest::nearest;
use crate::sheet::Header;

/// A header, ready to be searched.
#[derive(Clone, Debug)]
pub struct Columns {
    names: Vec<String>,
    folded: Vec<String>,
    bare: Vec<String>,
}

impl Columns {
    /// The columns of this header.
    #[must_use]
    pub fn new(header: &Header) -> Self {
        Self {
            names: header.names().to_vec(),
            folded: header.names().iter().map(|name| fold(name)).collect(),
            bare: header.names().iter().map(|name| bare(name)).collect(),
        }
    }

    /// The index of the column of that name: as typed, otherwise [folded](super::fold()), otherwise by its place
    /// as in `column 3`.
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
        found
            .or_else(|| self.at_place(&wanted))
            .ok_or_else(|| MappingError::UnknownColumn {
                key: key.to_owned(),
                column: name.to_owned(),
                nearest: nearest(name, self.names.iter().map(String::as_str)).map(str::to_owned),
                columns: self.all(),
            })
    }

    /// The index that a folded `column 3` means, if there are so many columns.
    fn at_place(&self, folded: &str) -> Option<usize> {
        let digits = folded.strip_prefix(BY_PLACE)?;
        let plain = !digits.starts_with(['0', '+']);
        let place: usize = digits.parse().ok().filter(|_| plain)?;
        (place <= self.names.len()).then(|| place - 1)
    }

    /// What a template writes to mean this column: its name, or its place where the name is blank or another
    /// column's as well. `None` where even that is the name of another column.
    pub(crate) fn reference(&self, index: usize) -> Option<String> {
        let name = self.name(index);
        let place = format!("{BY_PLACE} {}", index + 1);
        let mut ways = [name.to_owned(), place];
        if fold(name).is_empty() {
            ways.reverse();
        }
        ways.into_iter()
            .find(|reference| self.find("", reference) == Ok(index))
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

    /// The columns that are named so, whatever the letter case, accents and dots; those that are named so to the
    /// letters' last mark alone, if there are such.
    pub(crate) fn named(&self, name: &str) -> Vec<usize> {
        let close = places(&self.folded, &fold(name));
        match close.is_empty() {
            true => places(&self.bare, &bare(name)),
            false => close,
        }
    }

    /// The name at an index, as typed; empty where there is none.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// A name that stays the same when the sheet is written in another case or order: folded, unless
    /// another column folds to the same; and the place of a column that its name does not tell. No name begins with
    /// a blank, so that no place looks like a name.
    pub(crate) fn canonical(&self, index: usize) -> Cow<'_, str> {
        let name = self.name(index);
        match self.folded.get(index) {
            Some(folded) if !folded.is_empty() && places(&self.folded, folded).len() == 1 => {
                Cow::Borrowed(folded)
            }
            Some(folded) if !folded.is_empty() && places(&self.names, name).len() == 1 => {
                Cow::Borrowed(name)
            }
            _ => Cow::Owned(format!(" {}", index + 1)),
        }
    }

    /// Where a column stands, as its user counts: `3 (C)`.
    pub(crate) fn position(&self, index: usize) -> String {
        format!("{} ({})", index + 1, letters(index))
    }

    /// The names of the columns that `used` leaves out, in order; one without a name by its position.
    pub(crate) fn others(&self, used: &[usize]) -> Vec<String> {
        (0..self.names.len())
            .filter(|index| !used.contains(index))
            .map(|index| self.shown(index))
            .collect()
    }

    /// All of them, likewise.
    fn all(&self) -> Vec<String> {
        self.others(&[])
    }

    /// A column as people are told of it: its name, or its place where it has none.
    pub(crate) fn shown(&self, index: usize) -> String {
        match self.folded.get(index).map(String::as_str) {
            None | Some("") => format!("{BY_PLACE} {}", self.position(index)),
            Some(_) => self.name(index).to_owned(),
        }
    }
}

/// The word before the number of a place.
const BY_PLACE: &str = "column";

/// Where this name stands among others.
fn places(names: &[String], wanted: &str) -> Vec<usize> {
    let fitting = names.iter().enumerate().filter(|(_, name)| *name == wanted);
    fitting.map(|(index, _)| index).collect()
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
            "ticket.field1: \"PHONE\" fits two columns, 2 (B) and 3 (C); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}"
        );
        let twice = self::columns(&["phone", "x", "phone"]);
        assert_eq!(
            twice
                .find("ticket.field1", "phone")
                .unwrap_err()
                .to_string(),
            "ticket.field1: \"phone\" fits two columns, 1 (A) and 3 (C); rename one of them in the sheet, or name the column by its place in a mapping file, as in {{ column 1 }}"
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
    fn a_place_is_a_name_where_no_column_has_it() {
        let twice = columns(&["phone", "", "phone", ""]);
        assert_eq!(twice.find("k", "column 3").unwrap(), 2);
        assert_eq!(twice.find("k", "Column_4").unwrap(), 3);
        let places = (0..4).map(|index| twice.reference(index).unwrap());
        assert_eq!(
            places.collect::<Vec<_>>(),
            ["column 1", "column 2", "column 3", "column 4"]
        );
        for wrong in [
            "column 0",
            "column 5",
            "column 03",
            "column",
            "column +1",
            "3",
        ] {
            assert!(twice.find("k", wrong).is_err(), "{wrong}");
        }
        assert!(twice.find("k", "column 99999999999999999999").is_err());
    }

    #[test]
    fn a_name_beats_a_place() {
        let columns = columns(&["a", "column 1", "", "Column 3", "column 3", ""]);
        assert_eq!(columns.find("k", "column 1").unwrap(), 1);
        assert_eq!(columns.reference(0).as_deref(), Some("a"));
        assert_eq!(columns.reference(1).as_deref(), Some("column 1"));
        assert_eq!(
            columns.reference(2),
            None,
            "its place is the name of another"
        );
        assert_eq!(columns.reference(3).as_deref(), Some("Column 3"));
    }

    #[test]
    fn no_two_columns_have_one_canonical_name() {
        let columns = columns(&["Phone", "phone", "", "", "x", "x", "City"]);
        let names: Vec<_> = (0..7).map(|index| columns.canonical(index)).collect();
        assert_eq!(names, ["Phone", "phone", " 3", " 4", " 5", " 6", "city"]);
    }

    #[test]
    fn a_known_name_is_found_without_its_accents_unless_one_has_them() {
        let columns = columns(&["Prenom", "Tel.", "tel", "TELEFONO", "Teléfono"]);
        assert_eq!(columns.named("prénom"), [0]);
        assert_eq!(columns.named("tel"), [2]);
        assert_eq!(columns.named("teléfono"), [4]);
        assert_eq!(columns.named("telefono"), [3]);
        assert!(columns.named("nom").is_empty());
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
