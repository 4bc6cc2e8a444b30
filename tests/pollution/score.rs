//! Points for what was handed on: one for reading the file at all, and precision, recall and F1 of the names in
//! the header, of the records and of the cells.

use std::collections::HashMap;
use std::hash::Hash;

use crate::names;

/// All points.
pub(crate) const FULL: f64 = 10.0;

/// The points of a file that was read. Of the right headers the one that is nearest counts.
pub(crate) fn of(
    headers: &[Vec<String>],
    header: &[String],
    expected: &[&Vec<String>],
    records: &[&Vec<String>],
) -> f64 {
    let names = headers
        .iter()
        .map(|right| named(right, header))
        .fold(0.0, f64::max);
    let expected: Vec<_> = expected.iter().map(|record| plain(record)).collect();
    let records: Vec<_> = records.iter().map(|record| plain(record)).collect();
    let whole = measures(shared(&expected, &records), expected.len(), records.len());
    let (expected, records) = (expected.concat(), records.concat());
    let cells = measures(shared(&expected, &records), expected.len(), records.len());
    1.0 + names + whole + cells
}

/// The same record: line breaks within cells are folded, and blank cells at its end are as good as none.
pub(crate) fn same(one: &[String], other: &[String]) -> bool {
    let (one, other) = (&one[..width(one)], &other[..width(other)]);
    let equal = |(one, other): (&String, &String)| one == other || folded(one) == folded(other);
    one.len() == other.len() && one.iter().zip(other).all(equal)
}

fn plain(record: &[String]) -> Vec<String> {
    record[..width(record)].iter().map(folded).collect()
}

fn folded(cell: impl AsRef<str>) -> String {
    cell.as_ref().replace("\r\n", "\n")
}

/// Cells up to the last filled one.
fn width(cells: &[String]) -> usize {
    let last = cells.iter().rposition(|cell| !cell.is_empty());
    last.map_or(0, |last| last + 1)
}

/// The points of the names. Only columns that are named count.
fn named(right: &[String], seen: &[String]) -> f64 {
    let fitting = names::fitting(right, seen);
    if fitting.iter().all(|fits| *fits) {
        return 3.0;
    }
    let (right, seen) = (width(right), width(seen));
    let shared = fitting.iter().take(right.min(seen)).filter(|fits| **fits);
    measures(shared.count(), right, seen)
}

/// Precision, recall and F1 in one sum. Nothing expected and nothing seen is perfect.
fn measures(shared: usize, expected: usize, seen: usize) -> f64 {
    if expected == 0 && seen == 0 {
        return 3.0;
    }
    let ratio = |of: usize| {
        if of == 0 {
            0.0
        } else {
            shared as f64 / of as f64
        }
    };
    let (precision, recall) = (ratio(seen), ratio(expected));
    let sum = precision + recall;
    let f1 = if sum == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / sum
    };
    sum + f1
}

/// How many values both have, each as often as both have it.
fn shared<T: Eq + Hash>(one: &[T], other: &[T]) -> usize {
    let mut left: HashMap<&T, usize> = HashMap::new();
    for value in one {
        *left.entry(value).or_default() += 1;
    }
    let taken = other.iter().filter(|value| match left.get_mut(value) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    taken.count()
}
