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
#[must_use]
pub fn letters(index: usize) -> String {
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
#[path = "columns_tests.rs"]
mod tests;
