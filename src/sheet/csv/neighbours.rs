//! Rows that a sound record may have swallowed, and rows that may be the rest of it.
//!
//! A stray quote can leave a record that parses without a flaw: it may be closed by the quote of a later
//! row, or close a quoted cell too early, so that the rest of the cell looks like another record.

use memchr::{memchr_iter, memchr3_iter};

use super::columns::Likeness;
use super::effort::Effort;
use super::parse::{Flaw, Parse};
use super::resync::{AHEAD, ENOUGH, Surroundings};

/// Most lines of a row that lacks a quote. It is looked for at both ends of each cell.
const FEW_LINES: usize = 8;

/// What a record that goes over several lines may have swallowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swallowed {
    /// Nothing: its lines are no rows.
    Nothing,
    /// Rows: without one quote its first `length` bytes are a row, and the others are rows as well.
    Rows {
        /// Bytes of the row that has the quote.
        length: usize,
    },
    /// Possibly rows, possibly a note that looks like them.
    Perhaps,
}

/// What stands behind a record that has cells in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// Rows, or the end.
    Rows,
    /// Something with unsound quotes, which may be the rest of the record.
    Unsound,
    /// A line with a lone quote and another number of cells, which nearly always is.
    Orphan,
}

impl Surroundings<'_> {
    /// What the sound `record` of the table's width has swallowed.
    pub(super) fn swallowed(&self, record: &Parse, effort: &mut Effort) -> Swallowed {
        let bytes = self.bytes.get(..record.length).unwrap_or_default();
        let mut swallowed = Swallowed::Nothing;
        let mut parse = Parse::default();
        for open in &record.spans {
            let length = self.grammar.line(bytes, *open).next;
            let (row, others) = bytes.split_at(length.min(bytes.len()));
            let delimiters = |text| memchr_iter(self.grammar.dialect.delimiter, text).count();
            if *open >= row.len()
                || delimiters(row) + 1 < self.width
                || delimiters(others) + 1 < self.width
            {
                continue;
            }
            let mut row = row.to_vec();
            row.remove(*open);
            if !effort.spend(row.len()) {
                return Swallowed::Perhaps;
            }
            if row.is_empty()
                || !self.grammar.parse(&row, true, &mut parse)
                || !parse.is_sound(self.width)
                || parse.length != row.len()
            {
                continue;
            }
            match self.are_rows(bytes, length, &mut parse, effort) {
                Swallowed::Rows { length } => return Swallowed::Rows { length },
                Swallowed::Perhaps => swallowed = Swallowed::Perhaps,
                Swallowed::Nothing => {}
            }
        }
        swallowed
    }

    /// Whether `bytes` from `at` on are rows, to their end.
    fn are_rows(
        &self,
        bytes: &[u8],
        length: usize,
        parse: &mut Parse,
        effort: &mut Effort,
    ) -> Swallowed {
        let (mut at, mut rows) = (length, 0);
        let (mut alike, mut unlike, mut loose) = (false, false, false);
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            self.grammar.parse(rest, true, parse);
            if !effort.spend(parse.length) {
                return Swallowed::Perhaps;
            }
            match self.likeness(parse) {
                Likeness::Unlike => unlike = true,
                Likeness::Alike => alike = true,
                Likeness::Possible => {}
            }
            loose |= parse.loose;
            rows += 1;
            at += self.spoilt(rest, parse);
        }
        // A quote that is left over as text takes a second quote too many to explain.
        if alike && !loose && !unlike {
            Swallowed::Rows { length }
        } else if alike || (!unlike && self.is_no_coincidence(rows)) {
            Swallowed::Perhaps
        } else {
            Swallowed::Nothing
        }
    }

    /// The bytes of a record, or of the lines up to the quote that makes it unsound.
    fn spoilt(&self, bytes: &[u8], record: &Parse) -> usize {
        match record.flaw {
            Some(Flaw::Stray { open, .. } | Flaw::Open { open }) => {
                self.grammar.line(bytes, open).next
            }
            _ => record.length,
        }
    }

    /// What stands behind the sound `record`, which has cells in quotes: the last of its quotes may have
    /// been one too many, in the middle of a cell.
    pub(super) fn behind(&self, record: &Parse, effort: &mut Effort) -> Behind {
        let (mut at, mut parse) = (record.length, Parse::default());
        for _ in 0..AHEAD {
            at += self.grammar.blank_lines(self.rest(at), self.last).bytes;
            let rest = self.rest(at);
            if rest.is_empty()
                || !self.grammar.parse(rest, self.last, &mut parse)
                || !effort.spend(parse.length)
            {
                return Behind::Rows;
            }
            let likeness = self.likeness(&parse);
            let found = if parse.flaw.is_some() {
                let line = self.grammar.line(rest, 0);
                let line = rest.get(..line.end).unwrap_or_default();
                if self.grammar.lenient_width(line) == Some(self.width) {
                    Behind::Unsound
                } else {
                    Behind::Orphan
                }
            } else if parse.loose && parse.width() != self.width {
                Behind::Orphan
            } else if parse.loose && (record.width() != self.width || likeness == Likeness::Unlike)
            {
                Behind::Unsound
            } else if likeness != Likeness::Unlike || parse.quoted > 0 {
                return Behind::Rows;
            } else {
                at += parse.length;
                continue;
            };
            // The row that is found may have the stray quote itself.
            let there = Surroundings {
                bytes: rest,
                ..*self
            };
            let itself = record.width() == self.width
                && (there.explain(&parse, 0, effort).is_some() || there.lacks_a_quote(effort));
            return if itself || found == Behind::Orphan && there.is_balanced(effort) {
                Behind::Rows
            } else {
                found
            };
        }
        Behind::Rows
    }

    /// Whether the lines up to the next row have an even number of quotes. The rest of a cell that one quote
    /// too many has torn has an odd number.
    fn is_balanced(&self, effort: &mut Effort) -> bool {
        let Some(quote) = self.grammar.dialect.quote else {
            return false;
        };
        let (mut at, mut parse) = (0, Parse::default());
        let (mut quotes, mut possible) = (0_usize, 0);
        for _ in 0..AHEAD {
            let rest = self.rest(at);
            if rest.is_empty() {
                return self.last && quotes.is_multiple_of(2);
            }
            if !self.grammar.parse(rest, self.last, &mut parse) || !effort.spend(parse.length) {
                return false;
            }
            match self.likeness(&parse) {
                Likeness::Alike => possible = ENOUGH,
                Likeness::Possible if !parse.loose => possible += 1,
                _ => possible = 0,
            }
            if possible == ENOUGH {
                return quotes.is_multiple_of(2);
            }
            let length = self.spoilt(rest, &parse);
            // The quotes of a sound record are paired.
            if possible == 0 {
                let line = rest.get(..length).unwrap_or_default();
                quotes += memchr_iter(quote, line).count();
            }
            at += length;
        }
        false
    }

    /// Whether the lines start with a row if one more quote stood before or behind one of its cells.
    fn lacks_a_quote(&self, effort: &mut Effort) -> bool {
        let Some(quote) = self.grammar.dialect.quote else {
            return false;
        };
        let (region, mut parse) = (self.region(FEW_LINES), Parse::default());
        let delimiter = self.grammar.dialect.delimiter;
        let edges = memchr3_iter(delimiter, b'\n', b'\r', region).flat_map(|at| [at, at + 1]);
        std::iter::once(0).chain(edges).any(|at| {
            let (before, behind) = region.split_at(at);
            effort.spend(region.len())
                && self
                    .grammar
                    .parse(&[before, &[quote], behind].concat(), true, &mut parse)
                && parse.is_sound(self.width)
                && !parse.loose
                && parse.length > at
        })
    }
}
