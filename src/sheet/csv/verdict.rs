//! What becomes of a record: it is handed on, or some of its lines are reported.

use std::io::Read;

use super::columns::{Columns, Likeness};
use super::fault::{Fault, ReadError};
use super::grammar::Grammar;
use super::neighbours::{Behind, Swallowed};
use super::parse::{Flaw, MAX_CELLS};
use super::records::{MAX_RECORD, Records, Torn, parse_at};
use super::resync::{LOOK, Surroundings};
use super::window::Window;

/// Most lines behind a stray quote that are reported as pieces before the file is refused: if no row is
/// found among as many, nothing that follows is certain to be one.
const MAX_TORN: u64 = 64;

/// What becomes of the record at the cursor.
pub(super) enum Verdict {
    /// It is handed on.
    Sound,
    /// Its first bytes are a row that is reported.
    Faulty {
        /// How many they are.
        length: usize,
        /// Why.
        fault: Fault,
    },
}

impl<R: Read> Records<R> {
    /// Holds the record at the cursor against the table.
    pub(super) fn judge(&mut self) -> Result<Verdict, ReadError> {
        let length = self.parse.length;
        let faulty = |fault| Ok(Verdict::Faulty { length, fault });
        match self.parse.flaw {
            Some(Flaw::Return) => faulty(Fault::StrayReturn),
            Some(Flaw::Cells) => faulty(Fault::TooManyCells { limit: MAX_CELLS }),
            Some(Flaw::Open { open }) => self.judge_quote(open, true),
            Some(Flaw::Stray { open, .. }) => self.judge_quote(open, false),
            None => match self.width {
                None => Ok(Verdict::Sound),
                Some(_) if self.torn.is_some() => self.judge_behind_tear(),
                Some(width) => self.judge_quotes(width),
            },
        }
    }

    /// A record that the quote at `open` makes unsound.
    fn judge_quote(&mut self, open: usize, is_open: bool) -> Result<Verdict, ReadError> {
        let before = self.window.rest().get(..open).unwrap_or_default();
        let line = self.line + self.grammar.breaks.count(before);
        let fault = if is_open {
            Fault::OpenQuote { line }
        } else {
            Fault::StrayQuote { line }
        };
        if let Some(width) = self.width
            && let Some(length) = self.explain(width, 0)?
        {
            self.torn = None;
            return Ok(Verdict::Faulty { length, fault });
        }
        let rest = self.window.rest();
        let record = rest.get(..self.parse.length).unwrap_or_default();
        let length = self.grammar.line(record, open).next;
        if self.is_cut() && (length >= MAX_RECORD || self.width.is_none()) {
            return Err(self.too_large());
        }
        let spoils_more = is_open || length < self.parse.length;
        if spoils_more && self.width.is_none() {
            return Err(refusal(line, is_open));
        }
        let torn = self.torn.get_or_insert(Torn {
            line,
            open: is_open,
            lines: 0,
        });
        torn.lines += u64::from(spoils_more);
        if torn.lines > MAX_TORN {
            return Err(refusal(torn.line, torn.open));
        }
        Ok(Verdict::Faulty { length, fault })
    }

    /// A record without a flaw that stands behind a quote of which it is not known what it spoilt.
    fn judge_behind_tear(&mut self) -> Result<Verdict, ReadError> {
        let (Some(width), Some(mut torn)) = (self.width, self.torn) else {
            return Ok(Verdict::Sound);
        };
        self.window.fill(self.parse.length + LOOK)?;
        let here = surroundings(
            &self.window,
            self.grammar,
            self.headed.then_some(&self.columns),
            width,
            self.parse.length,
        );
        let is_row = !self.parse.loose
            && match here.likeness(&self.parse) {
                Likeness::Alike => true,
                Likeness::Possible => here.goes_on(0, &mut self.effort).is_some(),
                Likeness::Unlike => false,
            };
        if is_row {
            self.torn = None;
            return self.judge_quotes(width);
        }
        torn.lines += 1;
        self.torn = Some(torn);
        if torn.lines > MAX_TORN {
            return Err(refusal(torn.line, torn.open));
        }
        Ok(Verdict::Faulty {
            length: self.parse.length,
            fault: Fault::Torn { line: torn.line },
        })
    }

    /// A record without a flaw.
    fn judge_quotes(&mut self, width: usize) -> Result<Verdict, ReadError> {
        if self.parse.spans.is_empty() {
            self.judge_end(width)
        } else {
            self.judge_span(width)
        }
    }

    /// A record without a flaw that goes over several lines.
    fn judge_span(&mut self, width: usize) -> Result<Verdict, ReadError> {
        if self.parse.width() != width {
            let explained = self.explain(width, 0)?;
            return Ok(explained.map_or(Verdict::Sound, |length| Verdict::Faulty {
                length,
                fault: Fault::OpenQuote { line: self.line },
            }));
        }
        let swallowed = surroundings(
            &self.window,
            self.grammar,
            self.headed.then_some(&self.columns),
            width,
            self.parse.length,
        )
        .swallowed(&self.parse, &mut self.effort);
        match swallowed {
            Swallowed::Rows { length } => Ok(Verdict::Faulty {
                length,
                fault: Fault::OpenQuote { line: self.line },
            }),
            Swallowed::Perhaps => Ok(Verdict::Faulty {
                length: self.parse.length,
                fault: Fault::Ambiguous,
            }),
            Swallowed::Nothing => self.judge_end(width),
        }
    }

    /// A record without a flaw that has cells in quotes, and may be cut.
    fn judge_end(&mut self, width: usize) -> Result<Verdict, ReadError> {
        if self.next_is_row()? {
            return Ok(Verdict::Sound);
        }
        self.window.fill(self.parse.length + LOOK)?;
        let behind = surroundings(
            &self.window,
            self.grammar,
            self.headed.then_some(&self.columns),
            width,
            self.parse.length,
        )
        .behind(&self.parse, &mut self.effort);
        if behind == Behind::Rows {
            return Ok(Verdict::Sound);
        }
        let line = self.line;
        Ok(match self.explain(width, self.parse.length)? {
            Some(length) => Verdict::Faulty {
                length,
                fault: Fault::StrayQuote { line },
            },
            None if behind == Behind::Orphan => Verdict::Faulty {
                length: self.parse.length,
                fault: Fault::StrayQuote { line },
            },
            None => Verdict::Sound,
        })
    }

    /// Whether a row follows, which is the usual case.
    fn next_is_row(&mut self) -> Result<bool, ReadError> {
        Ok(self.next_is_sound()?
            && (!self.headed
                || self.ahead_at.is_none()
                || self.columns.is_quoted_alike(&self.ahead)
                || self.columns.likeness(&self.ahead) != Likeness::Unlike))
    }

    /// Whether a sound record of the table's width follows, or nothing does. Its parse is kept for when
    /// it is read.
    pub(super) fn next_is_sound(&mut self) -> Result<bool, ReadError> {
        let offset = self.parse.length;
        if !parse_at(&mut self.window, self.grammar, offset, &mut self.ahead)? {
            return Ok(true);
        }
        if self.ahead.length >= MAX_RECORD {
            return Ok(false);
        }
        self.ahead_at = Some(self.at + offset as u64);
        Ok(self.width.is_some_and(|width| self.ahead.is_sound(width)) && !self.ahead.loose)
    }

    fn explain(&mut self, width: usize, beyond: usize) -> Result<Option<usize>, ReadError> {
        self.window.fill(beyond + LOOK)?;
        Ok(surroundings(
            &self.window,
            self.grammar,
            self.headed.then_some(&self.columns),
            width,
            beyond,
        )
        .explain(&self.parse, beyond, &mut self.effort))
    }
}

fn refusal(line: u64, is_open: bool) -> ReadError {
    if is_open {
        ReadError::OpenQuote { line }
    } else {
        ReadError::TornByQuote { line }
    }
}

/// The bytes from the cursor to [`LOOK`] behind the first `length`. They are as many wherever the pieces
/// end in which the source gives them.
fn surroundings<'a, R: Read>(
    window: &'a Window<R>,
    grammar: Grammar,
    columns: Option<&'a Columns>,
    width: usize,
    length: usize,
) -> Surroundings<'a> {
    let rest = window.rest();
    let bytes = rest.get(..length + LOOK).unwrap_or(rest);
    Surroundings {
        grammar,
        columns,
        width,
        bytes,
        last: window.is_last() && bytes.len() == rest.len(),
    }
}
