//! What stands more than once: keys and contacts, remembered as hashes, so that a million rows take some
//! tens of megabytes and no more rows take much more.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use crate::hashed::AsItIs;

use super::report::{Again, Repeated};
use super::spots::{Spot, Spots};
use super::value::kept;

/// Different values that are remembered: as many as a table of 4 Mi places takes before it grows, 71 MB.
/// With 64 bits for a hash, the chance that two of so many share one is one in two million.
#[cfg(not(test))]
const MAX_KNOWN: usize = (1 << 22) / 8 * 7;

/// In tests, so few that the bound is reached.
#[cfg(test)]
const MAX_KNOWN: usize = 50;

/// Values that are named.
const MAX_NAMED: usize = 20;

/// Places that are named of each.
const MAX_AGAIN: usize = 5;

/// Values that may stand more than once, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    known: HashMap<u64, Known, BuildHasherDefault<AsItIs>>,
    named: Vec<Named>,
    repeated: u64,
    /// Rows whose value has more than one row.
    rows: u64,
    is_full: bool,
}

/// The first row of a value, and what is known of all its rows.
#[derive(Clone, Copy, Debug)]
struct Known {
    first: Spot,
    /// The note that came with the first row, and in the lowest bit whether a second was seen.
    note: u32,
}

#[derive(Debug)]
struct Named {
    hash: u64,
    value: String,
    first: Spot,
    rows: u64,
    again: Vec<(Spot, Option<bool>)>,
}

/// The first row of a value that is seen again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    /// Where it stands.
    pub(super) spot: Spot,
    /// What was noted of it; the lowest bit is lost.
    pub(super) note: u32,
}

/// The lowest bit of a note is the table's own.
const SEEN_AGAIN: u32 = 1;

impl Repeats {
    /// Makes room for so many rows more, so that the table is not copied while it grows.
    pub(super) fn expect(&mut self, rows: u64) {
        let room = MAX_KNOWN.saturating_sub(self.known.len());
        self.known
            .reserve(usize::try_from(rows).unwrap_or(room).min(room));
    }

    /// Looks for values whose turn is next. Each waits for its place in a large table to come from memory, and
    /// so they wait together and not one after the other.
    pub(super) fn fetch(&self, hashes: impl Iterator<Item = u64>) {
        let known = hashes.filter(|hash| self.known.contains_key(hash)).count();
        // Nobody needs to know it, but it has to be looked for.
        std::hint::black_box(known);
    }

    /// The first row of the value with this hash, if there was one; otherwise this one is it, with this note.
    pub(super) fn first(&mut self, hash: u64, spot: Spot, note: u32) -> Option<Before> {
        if self.known.len() >= MAX_KNOWN && !self.known.contains_key(&hash) {
            self.is_full = true;
            return None;
        }
        match self.known.entry(hash) {
            Entry::Occupied(known) => Some(Before {
                spot: known.get().first,
                note: known.get().note & !SEEN_AGAIN,
            }),
            Entry::Vacant(place) => {
                let note = note & !SEEN_AGAIN;
                place.insert(Known { first: spot, note });
                None
            }
        }
    }

    /// Has this row stand for the value from here on, in place of an earlier one.
    pub(super) fn replace(&mut self, hash: u64, spot: Spot, note: u32) {
        if let Some(known) = self.known.get_mut(&hash) {
            known.first = spot;
            known.note = (note & !SEEN_AGAIN) | (known.note & SEEN_AGAIN);
        }
    }

    /// Counts a row whose value stands earlier; `same` says whether it says the same.
    pub(super) fn again(&mut self, hash: u64, value: &str, spot: Spot, same: Option<bool>) {
        let Some(known) = self.known.get_mut(&hash) else {
            return;
        };
        self.rows += 1;
        if known.note & SEEN_AGAIN == 0 {
            known.note |= SEEN_AGAIN;
            self.repeated += 1;
            self.rows += 1;
            if self.named.len() < MAX_NAMED {
                self.named.push(Named {
                    hash,
                    value: kept(value),
                    first: known.first,
                    rows: 1,
                    again: Vec::new(),
                });
            }
        }
        if let Some(named) = self.named.iter_mut().find(|named| named.hash == hash) {
            named.rows += 1;
            if named.again.len() < MAX_AGAIN {
                named.again.push((spot, same));
            }
        }
    }

    /// How many values stand more than once.
    pub(super) fn repeated(&self) -> u64 {
        self.repeated
    }

    /// How many rows have one of these.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Whether a value came that could not be remembered.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// The first of them, the most frequent first.
    pub(super) fn into_report(mut self, spots: &Spots) -> Vec<Repeated> {
        self.named
            .sort_by_key(|named| std::cmp::Reverse(named.rows));
        let report = |named: Named| {
            let (file, line) = spots.find(named.first);
            let again = |(spot, same): (Spot, Option<bool>)| {
                let (file, line) = spots.find(spot);
                Again {
                    file: file.to_owned(),
                    line,
                    same,
                }
            };
            Repeated {
                value: named.value,
                rows: named.rows,
                file: file.to_owned(),
                line,
                again: named.again.into_iter().map(again).collect(),
            }
        };
        self.named.into_iter().map(report).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::hash::BuildHasher as _;

    use super::*;

    fn hash(value: &str) -> u64 {
        BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(value)
    }

    /// Takes values in turn, each on the next line, from line 2 on.
    fn take(values: &[&str]) -> (Repeats, Spots) {
        let (mut repeats, mut spots) = (Repeats::default(), Spots::default());
        spots.begin("a.csv");
        for (line, value) in (2..).zip(values) {
            let spot = spots.spot(line);
            if repeats.first(hash(value), spot, 0).is_some() {
                repeats.again(hash(value), value, spot, None);
            }
        }
        (repeats, spots)
    }

    #[test]
    fn a_value_that_repeats_is_named_with_its_lines_the_most_frequent_first() {
        let (repeats, spots) = take(&["a", "b", "a", "c", "b", "b"]);
        assert_eq!((repeats.repeated(), repeats.rows()), (2, 5));
        let report = repeats.into_report(&spots);
        let told = |repeated: &Repeated| {
            let again: Vec<u64> = repeated.again.iter().map(|again| again.line).collect();
            (repeated.value.clone(), repeated.rows, repeated.line, again)
        };
        assert_eq!(told(&report[0]), ("b".into(), 3, 3, vec![6, 7]));
        assert_eq!(told(&report[1]), ("a".into(), 2, 2, vec![4]));
    }

    #[test]
    fn the_note_of_the_first_row_is_kept_until_another_row_stands_for_the_value() {
        let (mut repeats, mut spots) = (Repeats::default(), Spots::default());
        spots.begin("a.csv");
        let (first, second) = (spots.spot(2), spots.spot(3));
        assert_eq!(repeats.first(9, first, 6), None);
        repeats.again(9, "a", second, Some(true));
        let before = |spot, note| Some(Before { spot, note });
        assert_eq!(repeats.first(9, second, 8), before(first, 6));
        repeats.replace(9, second, 8);
        assert_eq!(repeats.first(9, first, 0), before(second, 8));
        assert_eq!(repeats.repeated(), 1, "it is still known to repeat");
    }

    #[test]
    fn memory_is_bounded_and_what_is_known_goes_on_to_be_counted() {
        let values: Vec<String> = (0..=MAX_KNOWN).map(|number| number.to_string()).collect();
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        let (repeats, _) = take(&values[..MAX_KNOWN]);
        assert!(!repeats.is_full());
        values.push("0");
        let (repeats, _) = take(&values);
        assert!(repeats.is_full());
        assert_eq!((repeats.known.len(), repeats.repeated()), (MAX_KNOWN, 1));
    }

    #[test]
    fn an_entry_takes_the_sixteen_bytes_that_the_bound_was_chosen_for() {
        assert_eq!(size_of::<(u64, Known)>(), 16);
    }
}
