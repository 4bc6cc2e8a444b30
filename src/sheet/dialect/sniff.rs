//! The dialects that a sample allows, and which of them it is.

use memchr::{memchr, memchr_iter};

use super::super::csv::breaks::Breaks;
use super::cell::Look;
use super::quoting::best_reading;
use super::reading::Reading;
use super::sep::separator_line;
use super::{Sniffed, Told, Undecided};

/// Most bytes of a sample that are read under every dialect, of which there may be thirty.
const MOST_BYTES: usize = 128 * 1024;

/// Most lines; more of them say nothing else.
const MOST_LINES: usize = 1000;

/// What separates cells, and how likely it does if all else is equal. Blanks, colons and slashes stand
/// inside of names, times and dates.
const DELIMITERS: [(u8, f64); 9] = [
    (b',', 1.0),
    (b';', 1.0),
    (b'\t', 1.05),
    (b'|', 1.0),
    (b'^', 0.95),
    (b'~', 0.95),
    (b':', 0.55),
    (b' ', 0.5),
    (b'/', 0.4),
];

/// How much of the best score another reading has that is called a rival.
const RIVAL: f64 = 0.75;

/// How much of it one has that is as plausible.
const EQUAL: f64 = 0.92;

/// Below this look of its cells a reading has other delimiters in the middle of many of them.
const TORN: f64 = 0.75;

/// Finds the dialect of `sample`, up to 256 KiB of the start of a text without byte order mark; `whole`
/// says that it is all there is, else its last line may be cut.
///
/// # Errors
/// [`Undecided`] where a person has to say what separates the cells.
pub(crate) fn sniff(sample: &[u8], whole: bool, told: &Told) -> Result<Sniffed, Undecided> {
    let separator = separator_line(sample);
    let skip = separator.map_or(0, |(_, bytes)| bytes);
    let text = bounded(sample.get(skip..).unwrap_or_default(), whole);
    let delimiter = told.delimiter.or(separator.map(|(delimiter, _)| delimiter));
    let breaks = Breaks::of(text, Some(b'"'));
    let found = |reading: &Reading, certain, rivals| Sniffed {
        dialect: reading.dialect,
        width: reading.width,
        certain,
        rivals,
        skip,
    };
    if let Some(delimiter) = delimiter {
        let reading = best_reading(text, delimiter, told.quote, breaks);
        return Ok(found(&reading, true, Vec::new()));
    }
    let mut tables: Vec<(f64, Reading)> = DELIMITERS
        .iter()
        .filter(|(delimiter, _)| memchr(*delimiter, text).is_some())
        .map(|(delimiter, prior)| (*prior, best_reading(text, *delimiter, told.quote, breaks)))
        .filter(|(_, reading)| reading.is_table() && is_plausible(reading))
        .map(|(prior, reading)| (reading.score * prior, reading))
        .collect();
    tables.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let column = best_reading(text, 0, told.quote, breaks);
    if is_one_column(text, &column, tables.first().map(|(_, table)| table)) {
        let reading = best_column(text, told.quote, breaks);
        let rivals = tables.iter().map(|(_, table)| table.dialect).collect();
        return Ok(found(&reading, true, rivals));
    }
    let Some((score, best)) = tables.first() else {
        return one_column(text, told.quote, breaks, skip);
    };
    let rivals: Vec<&(f64, Reading)> = tables
        .iter()
        .skip(1)
        .filter(|(other, _)| *other >= score * RIVAL)
        .collect();
    let equal = |(other, rival): &&(f64, Reading)| {
        let as_regular = best.looks < TORN && rival.headed && rival.rows == rival.records;
        *other >= score * EQUAL || (as_regular && rival.dialect.delimiter.is_ascii_punctuation())
    };
    if let Some((_, second)) = tables.iter().skip(1).find(equal) {
        return Err(Undecided::Equal {
            first: best.dialect.delimiter,
            second: second.dialect.delimiter,
        });
    }
    if may_be_one_column(text, best) {
        return Err(undecided(text, best.dialect.delimiter));
    }
    let certain = rivals.is_empty() && best.rows * 5 >= best.body * 4;
    let rivals = rivals.iter().map(|(_, reading)| reading.dialect).collect();
    Ok(found(best, certain, rivals))
}

/// The whole lines of the sample that are read.
fn bounded(text: &[u8], whole: bool) -> &[u8] {
    let cut = text.get(..MOST_BYTES).unwrap_or(text);
    let whole = whole && cut.len() == text.len();
    let nth = memchr::memchr2_iter(b'\n', b'\r', cut).nth(MOST_LINES * 2);
    let lines = memchr_iter(b'\n', cut).nth(MOST_LINES - 1).or(nth);
    let end = match lines {
        Some(at) => at + 1,
        None if whole => cut.len(),
        None => memchr::memrchr2(b'\n', b'\r', cut).map_or(cut.len(), |at| at + 1),
    };
    cut.get(..end).unwrap_or(cut)
}

/// Whether delimiters that stand inside of names, times and dates make columns of numbers or dates.
fn is_plausible(reading: &Reading) -> bool {
    match reading.dialect.delimiter {
        b',' | b';' | b'\t' | b'|' | b'^' | b'~' => true,
        _ => {
            reading.rows * 10 >= reading.records * 8
                && reading.headed
                && (reading.typed > 0 || reading.width > 3)
        }
    }
}

/// The lines that are not blank, but for the first, which may be a header.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
}

/// Whether each line is a number, a date, a phone or an address as a whole, or one word.
fn is_one_column(text: &[u8], column: &Reading, best: Option<&Reading>) -> bool {
    let first = lines(text).next().unwrap_or_default();
    let header_is_split = best.is_some_and(|best| {
        best.headed
            && memchr(best.dialect.delimiter, first).is_some()
            && !Look::of(first).is_whole()
    });
    let (mut all, mut whole) = (0_usize, 0_usize);
    for line in lines(text).skip(1) {
        all += 1;
        whole += usize::from(Look::of(line).is_whole());
    }
    column.width == 1 && !header_is_split && all > 0 && whole * 10 >= all * 9
}

fn best_column(text: &[u8], quote: Option<Option<u8>>, breaks: Breaks) -> Reading {
    let mut reading = best_reading(text, 0, quote, breaks);
    reading.dialect.delimiter = [b',', b';', b'\t', b'|']
        .into_iter()
        .find(|delimiter| memchr(*delimiter, text).is_none())
        .unwrap_or(0x1f);
    reading.width = 1;
    reading
}

/// One column, unless a delimiter stands on half of its lines.
fn one_column(
    text: &[u8],
    quote: Option<Option<u8>>,
    breaks: Breaks,
    skip: usize,
) -> Result<Sniffed, Undecided> {
    let quoted = best_reading(text, b',', quote, breaks);
    let is_quoted = quoted.width == 1 && quoted.rows == quoted.records && quoted.quoted > 0;
    let mut rivals = Vec::new();
    if !is_quoted {
        for delimiter in [b',', b';', b'\t', b'|'] {
            let with = lines(text)
                .filter(|line| memchr(delimiter, line).is_some())
                .count();
            if with * 2 > lines(text).count() {
                return Err(undecided(text, delimiter));
            }
            if with > 0 {
                rivals.push(best_reading(text, delimiter, quote, breaks).dialect);
            }
        }
    }
    let reading = if is_quoted {
        quoted
    } else {
        best_column(text, quote, breaks)
    };
    Ok(Sniffed {
        dialect: reading.dialect,
        width: 1,
        certain: rivals.is_empty(),
        rivals,
        skip,
    })
}

/// Whether the table may be one column of texts with a delimiter in each, as in `Levi, Dana`: the first
/// line has none, and neither does the next one look like names above columns of numbers.
fn may_be_one_column(text: &[u8], best: &Reading) -> bool {
    let delimiter = best.dialect.delimiter;
    let mut lines = lines(text);
    let headed = lines
        .next()
        .is_none_or(|line| memchr(delimiter, line).is_some());
    let named = lines.next().is_none_or(|line| {
        let mut cells = line.split(|byte| *byte == delimiter);
        best.typed > 0 && !cells.any(|cell| Look::of(cell).is_whole())
    });
    if headed || named || best.quoted > 0 {
        return false;
    }
    let alone = best.width == 2 && best.rows + 1 >= best.records;
    let irregular = best.typed == 0 && best.rows * 10 < best.body * 7;
    alone || irregular
}

fn undecided(text: &[u8], delimiter: u8) -> Undecided {
    Undecided::OneColumn {
        delimiter,
        lines: lines(text)
            .filter(|line| memchr(delimiter, line).is_some())
            .count(),
        of: lines(text).count(),
    }
}

#[cfg(test)]
#[path = "sniff_tests.rs"]
mod tests;
