//! Where the rows go on behind a quote that one of them should not have.
//!
//! One quote too many makes the grammar take text for quotes and quotes for text up to the next quote,
//! which may stand rows further on. What the writer meant is found by leaving out one quote after the
//! other: the row ends where, without it, a sound record of the table's width ends, provided that the
//! rows go on behind that place. Everything here is a function of the bytes from the record on.

use memchr::memchr_iter;

use super::columns::{Columns, Likeness};
use super::effort::Effort;
use super::grammar::Grammar;
use super::parse::{Flaw, Parse};

/// Bytes behind a record that are looked at.
pub(super) const LOOK: usize = 64 * 1024;

/// Most lines of a row whose stray quote is looked for; a longer note is reported line by line.
const LINES: usize = 64;

/// Most bytes of such a row.
pub(super) const REGION: usize = LOOK / 2;

/// Records behind a place that are read to see whether the rows go on there. Footers and pieces of a
/// note may stand before the next row.
pub(super) const AHEAD: usize = 16;

/// As many records of the right width in a row, none of which looks like a row or unlike one, are no
/// coincidence, nor are as many delimiters in fewer of them.
pub(super) const ENOUGH: usize = 3;

/// As many delimiters are none at the end of a file, if no other record stands there.
const FEW: usize = 2;

/// The bytes from a record on, and what is known of the table.
pub(super) struct Surroundings<'a> {
    /// How they are parsed.
    pub(super) grammar: Grammar,
    /// What rows look like; `None` before the header, which does not look like a row.
    pub(super) columns: Option<&'a Columns>,
    /// How many cells rows have, at least two.
    pub(super) width: usize,
    /// The bytes, from the start of the record.
    pub(super) bytes: &'a [u8],
    /// Whether the file ends with them.
    pub(super) last: bool,
}

impl Surroundings<'_> {
    /// The bytes from `at` on.
    pub(super) fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// How much a sound record of the table's width looks like a row.
    pub(super) fn likeness(&self, record: &Parse) -> Likeness {
        match self.columns {
            _ if !record.is_sound(self.width) => Likeness::Unlike,
            None => Likeness::Possible,
            Some(columns) => columns.likeness(record),
        }
    }

    /// The bytes of the row that `record`, which is not sound, should have been, if one quote too many
    /// explains it: more than `beyond`, and followed by rows.
    pub(super) fn explain(
        &self,
        record: &Parse,
        beyond: usize,
        effort: &mut Effort,
    ) -> Option<usize> {
        let quote = self.grammar.dialect.quote?;
        if beyond == 0
            && let Some(length) = self.undoubled(record)
            && self.goes_on(length, effort) == Some(0)
        {
            return Some(length);
        }
        let region = self.region(LINES);
        let suspects = match record.flaw {
            Some(Flaw::Stray { at, .. }) => at,
            Some(Flaw::Open { .. }) => region.len(),
            _ => record.length,
        };
        let suspects = region.get(..suspects).unwrap_or(region);
        let is_last = self.last && region.len() == self.bytes.len();
        let (mut without, mut parse) = (Vec::new(), Parse::default());
        let mut found: Vec<(bool, usize)> = Vec::new();
        for at in memchr_iter(quote, suspects) {
            if !effort.spend(region.len()) {
                break;
            }
            without.clear();
            without.extend_from_slice(region.get(..at).unwrap_or_default());
            without.extend_from_slice(region.get(at + 1..).unwrap_or_default());
            if without.is_empty() || !self.grammar.parse(&without, is_last, &mut parse) {
                continue;
            }
            let length = parse.length + 1;
            if parse.is_sound(self.width) && length > at.max(beyond) {
                found.push((parse.loose, length));
            }
        }
        found.sort_unstable();
        found.dedup();
        // The better explanation leaves nothing between the row and the rows behind it, and no other
        // quote as text.
        found
            .into_iter()
            .filter_map(|(loose, length)| Some((self.goes_on(length, effort)?, loose, length)))
            .min()
            .map(|(_, _, length)| length)
    }

    /// The bytes of a row on one line whose quoted cells hold quotes that are not doubled.
    fn undoubled(&self, record: &Parse) -> Option<usize> {
        let Some(Flaw::Stray { .. }) = record.flaw else {
            return None;
        };
        let row = self.bytes.get(..self.grammar.line(self.bytes, 0).end)?;
        let is_row = record.breaks == 0 && self.grammar.lenient_width(row) == Some(self.width);
        is_row.then_some(record.length)
    }

    /// How many records stand between `at` and the place where the rows go on; `None`: they do not.
    pub(super) fn goes_on(&self, mut at: usize, effort: &mut Effort) -> Option<usize> {
        let (mut parse, mut possible, mut unlike) = (Parse::default(), 0, 0);
        for _ in 0..AHEAD {
            at += self.grammar.blank_lines(self.rest(at), self.last).bytes;
            let rest = self.rest(at);
            if rest.is_empty() {
                let delimiters = (self.width - 1) * possible;
                let enough =
                    possible == 0 || delimiters >= ENOUGH || (delimiters >= FEW && unlike == 0);
                return (self.last && enough).then_some(unlike);
            }
            if !self.grammar.parse(rest, self.last, &mut parse)
                || !effort.spend(parse.length)
                || parse.flaw.is_some()
            {
                return None;
            }
            match self.likeness(&parse) {
                Likeness::Alike => return Some(unlike),
                _ if parse.loose => return None,
                Likeness::Possible => possible += 1,
                Likeness::Unlike => unlike += 1,
            }
            if possible == ENOUGH {
                return Some(unlike);
            }
            at += parse.length;
        }
        Some(unlike)
    }

    /// Whether `lines` of a note would hardly have by chance as many delimiters as rows have.
    pub(super) fn is_no_coincidence(&self, lines: usize) -> bool {
        (self.width - 1) * lines >= ENOUGH
    }

    /// The lines, at most so many, among which the end of a row with a stray quote is looked for.
    pub(super) fn region(&self, most: usize) -> &[u8] {
        let (mut end, mut lines) = (0, 0);
        while lines < most && end < self.bytes.len() {
            let next = self.grammar.line(self.bytes, end).next;
            if next > REGION && end > 0 {
                break;
            }
            end = next;
            lines += 1;
        }
        self.bytes.get(..end).unwrap_or_default()
    }
}
