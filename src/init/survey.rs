//! What the cells of each column look like, from the first rows of a sheet.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::cell::{Look, digits, look};
use crate::sheet::Row;
use crate::ticket::{is_invisible, units};

/// Rows that are looked at: enough to see what a column holds, and read in a moment.
const MAX_ROWS: u64 = 1_000;

/// Cells that are looked at, of all columns together: it bounds memory and time for sheets as wide as Excel makes them.
const MAX_CELLS: u64 = 200_000;

/// Numbers without a country code that are kept of a column, to tell their country.
const MAX_NUMBERS: usize = 200;

/// Different short values that are kept of a column: one with more is not a choice of a few words.
const MAX_VALUES: usize = 24;

/// Longest value, in bytes, that is kept: words of a choice are short.
const MAX_VALUE: usize = 48;

/// A column of text has cells as long as this, in UTF-16 units, on average.
const LONG: u64 = 40;

/// What a column holds, of so many in a hundred cells that are filled: sheets are never clean.
const MOST: u64 = 80;

/// What was seen of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Rows that were looked at.
    pub rows: u64,
    /// The columns, in the order of the header.
    pub columns: Vec<Facts>,
    /// Cells with a letter of the Hebrew script.
    pub hebrew: u64,
    /// How often each country was pointed at, by the country code of a number or the end of an e-mail address.
    pub countries: BTreeMap<String, u64>,
}

/// What was seen of a column. Counts are of cells.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Cells that are not blank.
    pub filled: u64,
    /// E-mail addresses.
    pub emails: u64,
    /// Phone numbers, with a country code or without.
    pub phones: u64,
    /// Days.
    pub dates: u64,
    /// Digits, and codes of letters and digits.
    pub codes: u64,
    /// Words of letters alone.
    pub words: u64,
    /// Two to four such words.
    pub full_names: u64,
    /// Length of the longest, in UTF-16 units.
    pub longest: usize,
    /// Numbers that may be phone numbers without a country code; some of them.
    pub national: Vec<String>,
    /// Different values with their counts, as long as they are few and short.
    pub values: Option<BTreeMap<String, u64>>,
    hashes: HashSet<u64>,
    length: u64,
    next: Option<u64>,
    counted: u64,
}

impl Survey {
    /// A survey of a sheet of so many columns.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        let facts = Facts {
            values: Some(BTreeMap::new()),
            ..Facts::default()
        };
        Self {
            columns: vec![facts; columns],
            ..Self::default()
        }
    }

    /// Whether enough was seen.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let width = u64::try_from(self.columns.len()).unwrap_or(u64::MAX);
        self.rows >= MAX_ROWS || self.rows.saturating_mul(width) >= MAX_CELLS
    }

    /// Looks at a row.
    pub fn add(&mut self, row: &Row) {
        self.add_cells(row.cells());
    }

    /// Looks at the cells of a row, in order.
    pub(super) fn add_cells<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        self.rows += 1;
        for (facts, cell) in self.columns.iter_mut().zip(cells) {
            let cell = cell.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
            if cell.is_empty() {
                continue;
            }
            let look = look(cell);
            facts.add(cell, look);
            self.hebrew += u64::from(is_hebrew(cell));
            if let Some(country) = country(cell, look) {
                *self.countries.entry(country).or_default() += 1;
            }
        }
    }
}

impl Facts {
    fn add(&mut self, cell: &str, look: Look) {
        self.filled += 1;
        let units = units(cell);
        self.longest = self.longest.max(units);
        self.length += u64::try_from(units).unwrap_or(u64::MAX);
        let mut hasher = DefaultHasher::new();
        cell.hash(&mut hasher);
        self.hashes.insert(hasher.finish());
        let count = match look {
            Look::Email => Some(&mut self.emails),
            Look::Phone | Look::NationalPhone => Some(&mut self.phones),
            Look::Date => Some(&mut self.dates),
            Look::Digits | Look::Code => Some(&mut self.codes),
            Look::Words(_) => Some(&mut self.words),
            Look::Number | Look::Text => None,
        };
        count.into_iter().for_each(|count| *count += 1);
        self.full_names += u64::from(matches!(look, Look::Words(2..=4)));
        if matches!(look, Look::NationalPhone | Look::Digits) && self.national.len() < MAX_NUMBERS {
            self.national.push(digits(cell));
        }
        let number = (look == Look::Digits).then(|| cell.parse::<u64>().ok());
        let number = number.flatten();
        self.counted += u64::from(number.is_some() && (self.filled == 1 || number == self.next));
        self.next = number.and_then(|number| number.checked_add(1));
        if let Some(values) = &mut self.values {
            let known = values.contains_key(cell);
            if cell.len() > MAX_VALUE || (!known && values.len() == MAX_VALUES) {
                self.values = None;
            } else {
                *values.entry(cell.to_owned()).or_default() += 1;
            }
        }
    }

    /// Different values.
    #[must_use]
    pub fn distinct(&self) -> u64 {
        u64::try_from(self.hashes.len()).unwrap_or(u64::MAX)
    }

    /// Whether every cell is filled and no two are the same.
    #[must_use]
    pub fn is_unique(&self, rows: u64) -> bool {
        rows > 0 && self.filled == rows && self.distinct() == rows
    }

    /// Whether it numbers the rows: 1, 2, 3 and so on. In the next sheet the same numbers mean others.
    #[must_use]
    pub fn counts_rows(&self) -> bool {
        self.filled > 1 && self.counted == self.filled && self.values_begin_low()
    }

    /// Counters begin at 0 or 1; ids that happen to follow each other do not.
    fn values_begin_low(&self) -> bool {
        self.next
            .is_some_and(|next| next <= self.filled.saturating_add(1))
    }

    /// Whether most of the filled cells are so many.
    #[must_use]
    pub fn mostly(&self, count: u64) -> bool {
        self.filled > 0 && count * 100 >= self.filled * MOST
    }

    /// Whether the values are mostly different, as those of customers are, and those of agents or products are not.
    #[must_use]
    pub fn is_varied(&self) -> bool {
        self.distinct() * 10 >= self.filled * 6
    }

    /// Whether it holds ids: unique, filled, codes or digits, and not the number of the row.
    #[must_use]
    pub fn holds_ids(&self, rows: u64) -> bool {
        self.is_unique(rows) && self.codes * 100 >= self.filled * 95 && !self.counts_rows()
    }

    /// Whether it holds text of some length.
    #[must_use]
    pub fn holds_long_text(&self) -> bool {
        self.filled > 0 && self.length / self.filled >= LONG
    }

    /// Its few values that repeat, if it holds such.
    #[must_use]
    pub fn choice(&self) -> Option<&BTreeMap<String, u64>> {
        let values = self.values.as_ref()?;
        let repeats = self.distinct() * 5 <= self.filled;
        (repeats && self.mostly(self.words)).then_some(values)
    }
}

fn is_hebrew(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{5D0}'..='\u{5EA}'))
}

/// The country that a cell points at, by its two letters.
fn country(cell: &str, look: Look) -> Option<String> {
    match look {
        Look::Phone => {
            let number = PHONE_NUMBER_UTIL
                .parse(format!("+{}", digits(cell).trim_start_matches("00")), None)
                .ok()?;
            number.get_region_code().map(|region| format!("{region:?}"))
        }
        Look::Email => {
            let (_, end) = cell.rsplit_once('.')?;
            let end = end.to_ascii_uppercase();
            let end = if end == "UK" { "GB".to_owned() } else { end };
            // `.co` and `.me` and the like are sold to everybody.
            let sold = ["CO", "ME", "IO", "AI", "TV", "CC"].contains(&end.as_str());
            (end.len() == 2 && !sold).then_some(end)
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "survey_tests.rs"]
mod tests;
