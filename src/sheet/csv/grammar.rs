//! The grammar of one record: its cells, and what is unsound about its quotes.
//!
//! A quote opens a cell only at its start. In a cell that does not begin with one it is text
//! (`בע"מ`, `5" pipe`). Behind a closing quote only blanks may stand before the delimiter, and they are
//! dropped whatever the dialect says: they are outside of what the writer put in quotes. Any other text
//! there is a flaw, and the record ends with that physical line.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::super::dialect::Dialect;
use super::breaks::{Breaks, Line};
use super::parse::{Flaw, MAX_CELLS, Parse};

/// Most quoted cells over several lines that are remembered of one record. A row of a sheet has a note
/// or two; what is behind them is parsed all the same.
const MAX_SPANS: usize = 8;

/// How records of one text are parsed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar {
    /// What separates and quotes cells.
    pub(crate) dialect: Dialect,
    /// What ends lines.
    pub(crate) breaks: Breaks,
}

/// How a quoted cell ended.
enum Quoted {
    /// Its closing quote is the byte before this position.
    Closed(usize),
    /// The bytes end in it.
    Open,
}

impl Grammar {
    /// Parses the record at the start of `bytes`, which are not empty. `false`: it may go on behind
    /// them, which it cannot if they are the `last`.
    pub(crate) fn parse(&self, bytes: &[u8], last: bool, into: &mut Parse) -> bool {
        into.clear();
        if bytes.first().copied() == self.dialect.quote {
            return self.parse_slowly(bytes, last, into);
        }
        let found = match self.dialect.quote {
            Some(quote) => memchr3(quote, b'\n', b'\r', bytes),
            None => memchr2(b'\n', b'\r', bytes),
        };
        if let Some(at) = found
            && bytes.get(at) == Some(&b'\n')
        {
            self.split(bytes, at, into);
            into.length = at + 1;
            return true;
        }
        if found.is_none() && !last {
            return false;
        }
        self.parse_slowly(bytes, last, into)
    }

    /// Splits a line, the first `end` of `bytes`, in which there is neither a quote nor a line end.
    fn split(&self, bytes: &[u8], end: usize, into: &mut Parse) {
        let line = bytes.get(..end).unwrap_or(bytes);
        if self.dialect.spaced {
            return self.split_spaced(line, into);
        }
        let mut start = 0;
        for at in memchr_iter(self.dialect.delimiter, line) {
            into.copy(bytes, start, at);
            if !into.end_cell() {
                return;
            }
            start = at + 1;
        }
        into.copy(bytes, start, end);
        into.end_cell();
    }

    fn split_spaced(&self, line: &[u8], into: &mut Parse) {
        let mut start = 0;
        loop {
            start += self.blanks(line.get(start..).unwrap_or_default());
            let cell = line.get(start..).unwrap_or_default();
            let end = memchr(self.dialect.delimiter, cell);
            into.cells
                .extend_from_slice(cell.get(..end.unwrap_or(cell.len())).unwrap_or_default());
            if !into.end_cell() {
                return;
            }
            let Some(end) = end else { return };
            start += end + 1;
        }
    }

    fn parse_slowly(&self, bytes: &[u8], last: bool, into: &mut Parse) -> bool {
        let Some(mut line) = self.breaks.line(bytes, 0, last) else {
            return false;
        };
        let (mut start, mut odd) = (0, None);
        loop {
            if self.dialect.spaced {
                start += self.blanks(bytes.get(start..line.end).unwrap_or_default());
            }
            let opens = start < line.end && bytes.get(start).copied() == self.dialect.quote;
            let end = if opens {
                let open = start;
                match self.quoted(bytes, open + 1, last, into) {
                    None => return false,
                    Some(Quoted::Open) => {
                        into.flaw.get_or_insert(Flaw::Open { open });
                        into.end_cell();
                        into.length = bytes.len();
                        into.breaks = self.breaks.count(bytes);
                        return true;
                    }
                    Some(Quoted::Closed(behind)) => {
                        if behind > line.end {
                            if into.spans.len() < MAX_SPANS {
                                into.spans.push(open);
                            }
                            into.breaks += self
                                .breaks
                                .count(bytes.get(line.end..behind).unwrap_or_default());
                            let Some(next) = self.breaks.line(bytes, behind, last) else {
                                return false;
                            };
                            (line, odd) = (next, None);
                        }
                        let tail = bytes.get(behind..line.end).unwrap_or_default();
                        let at = behind + self.tail(tail);
                        if at < line.end && bytes.get(at) != Some(&self.dialect.delimiter) {
                            into.flaw.get_or_insert(Flaw::Stray { open, at });
                            into.end_cell();
                            into.length = line.next;
                            return true;
                        }
                        into.quoted += 1;
                        at
                    }
                }
            } else {
                self.plain(bytes, start, line.end, &mut odd, into)
            };
            if !into.end_cell() || end >= line.end {
                into.length = line.next;
                return true;
            }
            start = end + 1;
        }
    }

    /// Copies a cell without quotes around it that starts at `start` of a line, and gives its end. `odd` is where the
    /// first quote or carriage return was found that stood behind the cells before: most cells have none, and are
    /// not searched one by one.
    fn plain(
        &self,
        bytes: &[u8],
        start: usize,
        line_end: usize,
        odd: &mut Option<usize>,
        into: &mut Parse,
    ) -> usize {
        let line = bytes.get(start..line_end).unwrap_or_default();
        let length = memchr(self.dialect.delimiter, line).unwrap_or(line.len());
        into.copy(bytes, start, start + length);
        let at = odd.filter(|at| *at >= start).unwrap_or_else(|| {
            let found = match self.dialect.quote {
                Some(quote) => memchr2(quote, b'\r', line),
                None => memchr(b'\r', line),
            };
            start + found.unwrap_or(line.len())
        });
        *odd = Some(at);
        if at < start + length {
            self.suspect(bytes.get(at..start + length).unwrap_or_default(), into);
        }
        start + length
    }

    /// Looks at the quotes and carriage returns of a cell without quotes around it.
    fn suspect(&self, cell: &[u8], into: &mut Parse) {
        if self.breaks == Breaks::Feed && memchr(b'\r', cell).is_some() {
            into.flaw.get_or_insert(Flaw::Return);
        }
        if let Some(quote) = self.dialect.quote {
            let doubled = || cell.windows(2).any(|pair| pair == [quote, quote]);
            into.loose |= cell.last() == Some(&quote) || doubled();
        }
    }

    /// Copies a quoted cell whose content starts at `from`. `None`: it goes on behind the bytes.
    fn quoted(&self, bytes: &[u8], from: usize, last: bool, into: &mut Parse) -> Option<Quoted> {
        let quote = self.dialect.quote?;
        let (mut start, mut look) = (from, from);
        loop {
            let rest = bytes.get(look..).unwrap_or_default();
            let found = match self.dialect.escape {
                None => memchr(quote, rest),
                Some(escape) => memchr2(quote, escape, rest),
            };
            let Some(at) = found.map(|at| look + at) else {
                into.copy(bytes, start, bytes.len());
                return last.then_some(Quoted::Open);
            };
            let behind = bytes.get(at + 1).copied();
            if behind.is_none() && !last {
                return None;
            }
            if bytes.get(at).copied() == Some(quote) {
                let doubled = behind == Some(quote);
                into.copy(bytes, start, at + usize::from(doubled));
                if !doubled {
                    return Some(Quoted::Closed(at + 1));
                }
                (start, look) = (at + 2, at + 2);
            } else if behind == Some(quote) || behind == self.dialect.escape {
                into.copy(bytes, start, at);
                (start, look) = (at + 1, at + 2);
            } else {
                look = at + 1;
            }
        }
    }

    /// Blanks at the start of a cell in a spaced dialect.
    fn blanks(&self, bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| **byte == b' ').count()
    }

    /// Blanks behind a closing quote.
    fn tail(&self, bytes: &[u8]) -> usize {
        bytes
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t') && **byte != self.dialect.delimiter)
            .count()
    }

    /// The cells of a faulty row as they stand there, quotes and line breaks being text: joined by the
    /// delimiter they are the row again, so that a person can mend it.
    pub(crate) fn split_literally(&self, row: &[u8], cells: &mut Vec<u8>, ends: &mut Vec<u32>) {
        cells.clear();
        ends.clear();
        for cell in row.split(|byte| *byte == self.dialect.delimiter) {
            if ends.len() < MAX_CELLS {
                cells.extend_from_slice(cell);
                ends.push(u32::try_from(cells.len()).unwrap_or(u32::MAX));
            }
        }
    }

    /// How many cells `line` has if a quoted cell ends with the first quote that a delimiter or the end of
    /// the line follows, so that quotes in it need not be doubled. `None`: a cell is not closed.
    pub(crate) fn lenient_width(&self, line: &[u8]) -> Option<usize> {
        let quote = self.dialect.quote?;
        let (mut rest, mut width) = (line, 0);
        loop {
            if self.dialect.spaced {
                rest = rest.get(self.blanks(rest)..).unwrap_or_default();
            }
            let from = usize::from(rest.first() == Some(&quote));
            let ends = |at: &usize| {
                let text = rest.get(from..*at).unwrap_or_default();
                from == 0 || text.trim_ascii_end().last() == Some(&quote)
            };
            width += 1;
            let mut delimiters = memchr_iter(self.dialect.delimiter, rest);
            match delimiters.find(ends) {
                Some(at) => rest = rest.get(at + 1..).unwrap_or_default(),
                None => return ends(&rest.len()).then_some(width),
            }
        }
    }

    /// The line of `bytes` at `from`, taken to end where they end.
    pub(crate) fn line(&self, bytes: &[u8], from: usize) -> Line {
        self.breaks.line(bytes, from, true).unwrap_or(Line {
            end: bytes.len(),
            next: bytes.len(),
        })
    }
}

#[cfg(test)]
#[path = "grammar_tests.rs"]
mod tests;
