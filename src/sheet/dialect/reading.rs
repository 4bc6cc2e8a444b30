//! A sample as it reads under one dialect.

use super::super::csv::breaks::Breaks;
use super::super::csv::grammar::Grammar;
use super::super::csv::parse::{Flaw, Parse};
use super::Dialect;
use super::cell::Look;

/// Widest row for which columns are counted apart; the cells of wider ones still weigh.
const MOST_WIDTHS: usize = 4096;

/// What reading the sample under a dialect gives.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) dialect: Dialect,
    /// The width that most records have.
    pub(super) width: usize,
    /// Records that are not blank.
    pub(super) records: usize,
    /// Those of that width.
    pub(super) rows: usize,
    /// Those between the first and the last row.
    pub(super) body: usize,
    /// Records with unsound quotes.
    pub(super) flaws: usize,
    /// Cells in quotes.
    pub(super) quoted: usize,
    /// Whether the first record has that width.
    pub(super) headed: bool,
    /// Columns whose cells nearly all are numbers, dates, phones or addresses.
    pub(super) typed: usize,
    /// How much the cells look like cells, from 0 to 1.
    pub(super) looks: f64,
    /// How good it is, from 0 to 1.
    pub(super) score: f64,
}

/// A record of the reading.
struct Seen {
    width: usize,
    sound: bool,
    weight: f64,
}

impl Reading {
    /// Reads `sample`.
    pub(super) fn of(sample: &[u8], dialect: Dialect, breaks: Breaks) -> Self {
        let grammar = Grammar { dialect, breaks };
        let (mut parse, mut rest) = (Parse::default(), sample);
        let mut seen: Vec<Seen> = Vec::new();
        let (mut flaws, mut quoted) = (0, 0);
        let mut widths = vec![0_usize; 2];
        let mut columns: Vec<(u32, u32)> = Vec::new();
        loop {
            rest = rest
                .get(grammar.blank_lines(rest, true).bytes..)
                .unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            grammar.parse(rest, true, &mut parse);
            let length = match parse.flaw {
                Some(Flaw::Stray { open, .. } | Flaw::Open { open }) => {
                    grammar.line(rest, open).next
                }
                _ => parse.length,
            };
            flaws += usize::from(parse.flaw.is_some());
            quoted += parse.quoted;
            let sound = parse.flaw.is_none();
            let width = parse.width().min(MOST_WIDTHS);
            if sound && !(width == 1 && parse.cells.trim_ascii().is_empty()) {
                if widths.len() <= width {
                    widths.resize(width + 1, 0);
                }
                if let Some(count) = widths.get_mut(width) {
                    *count += 1;
                }
            }
            let blank = parse.cells.iter().all(u8::is_ascii_whitespace);
            let mut weight = 0;
            for (column, cell) in parse.cells().enumerate() {
                let look = Look::of(cell);
                // What a program put in quotes is one cell, whatever is in it.
                weight += if parse.quoted > 0 {
                    look.weight().max(90)
                } else {
                    look.weight()
                };
                if columns.len() <= column {
                    columns.push((0, 0));
                }
                if let Some((cells, whole)) = columns.get_mut(column)
                    && look != Look::Blank
                {
                    *cells += 1;
                    *whole += u32::from(look.is_whole());
                }
            }
            if !blank || !sound {
                seen.push(Seen {
                    width,
                    sound,
                    weight: f64::from(weight) / (100.0 * width.max(1) as f64),
                });
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        let typed = columns
            .iter()
            .filter(|(cells, whole)| {
                // The header is none of them, and neither is a title above it.
                let names = if *whole > 1 { 2 } else { 1 };
                *cells > 1 && *whole > 0 && (whole + names) * 10 >= cells * 9
            })
            .count();
        Self::summed(dialect, &seen, &widths, flaws, quoted, typed)
    }

    fn summed(
        dialect: Dialect,
        seen: &[Seen],
        widths: &[usize],
        flaws: usize,
        quoted: usize,
        typed: usize,
    ) -> Self {
        // Of two widths the wider one wins unless it is much rarer: titles and footers are narrow.
        let width = (1..widths.len())
            .max_by_key(|width| {
                widths.get(*width).copied().unwrap_or(0) * if *width > 1 { 2 } else { 1 }
            })
            .unwrap_or(1);
        let is_row = |record: &Seen| record.sound && record.width == width;
        let rows = seen.iter().filter(|record| is_row(record)).count();
        let first = seen.iter().position(is_row).unwrap_or(0);
        let last = seen.iter().rposition(is_row).map_or(0, |last| last + 1);
        let body = last.saturating_sub(first);
        let weight: f64 = seen
            .iter()
            .filter(|record| is_row(record))
            .map(|record| record.weight)
            .sum();
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let looks = weight / rows.max(1) as f64;
        let regular = share(rows, body);
        let covered = share(rows, seen.len());
        let wide = 1.0 - 0.5 / width as f64;
        Self {
            dialect,
            width,
            records: seen.len(),
            rows,
            body,
            flaws,
            quoted,
            headed: seen.first().is_some_and(is_row),
            typed,
            looks,
            score: regular * regular * covered.sqrt() * looks * looks * wide,
        }
    }

    /// Whether it is a table: several columns, and most records between the first and the last row are
    /// rows.
    pub(super) fn is_table(&self) -> bool {
        self.width > 1
            && self.rows * 2 >= self.body
            && self.rows * 5 >= self.records
            && self.rows > 0
    }
}
