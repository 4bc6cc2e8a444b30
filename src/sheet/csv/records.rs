//! The records of a text, one after the other, each held against the table before it is handed on.

use std::io::Read;

use super::super::dialect::Dialect;
use super::super::passage::{Cutter, Passage, START, quick_hash, start};
use super::breaks::Breaks;
use super::columns::Columns;
use super::effort::Effort;
use super::fault::ReadError;
use super::grammar::Grammar;
use super::parse::{Flaw, Parse};
use super::raw::Raw;
use super::resync::LOOK;
use super::verdict::Verdict;
use super::window::Window;

/// Largest record, in bytes. A row of a spreadsheet with every cell at Excel's limit is rarer than a
/// quote that is never closed, which would otherwise read the rest of the file into memory.
pub(crate) const MAX_RECORD: usize = 4 * 1024 * 1024;

/// Bytes of the file by which its line ends and the look of its columns are decided.
const HEAD: usize = LOOK;

/// The records of a delimited text.
pub(crate) struct Records<R> {
    pub(super) window: Window<R>,
    pub(super) grammar: Grammar,
    pub(super) width: Option<usize>,
    pub(super) columns: Columns,
    pub(super) effort: Effort,
    /// The record at the cursor.
    pub(super) parse: Parse,
    /// A record behind it, and where it starts, in bytes of the file.
    pub(super) ahead: Parse,
    pub(super) ahead_at: Option<u64>,
    pub(super) at: u64,
    pub(super) line: u64,
    started: bool,
    /// Whether a record of the table's width was handed on.
    pub(super) headed: bool,
    pub(super) torn: Option<Torn>,
    /// Cuts the text into passages, where they are told.
    cutter: Option<Box<Cutter>>,
}

/// A place behind a stray quote where no row was found yet.
#[derive(Clone, Copy)]
pub(super) struct Torn {
    /// The line of the quote.
    pub(super) line: u64,
    /// Whether it is not closed at all.
    pub(super) open: bool,
    /// Lines that were reported as pieces.
    pub(super) lines: u64,
}

impl<R: Read> Records<R> {
    /// Reads `source`, without its byte order mark and its `sep=` line. `width` is how many cells the
    /// rows of the table have; without it, or with one of 1, a quote that spoils more than its own line
    /// ends the reading, because nothing tells a row from a piece of one.
    pub(crate) fn new(source: R, dialect: Dialect, width: Option<usize>) -> Self {
        Self {
            window: Window::new(source),
            grammar: Grammar {
                dialect,
                breaks: Breaks::Feed,
            },
            width: width.filter(|width| *width > 1),
            columns: Columns::default(),
            effort: Effort::new(),
            parse: Parse::default(),
            ahead: Parse::default(),
            ahead_at: None,
            at: 0,
            line: 1,
            started: false,
            headed: false,
            torn: None,
            cutter: None,
        }
    }

    /// Takes the line ends and the look of the columns from `head`, the beginning of the text, which a caller has
    /// read already. Otherwise the reader waits until it holds as much itself, for which a pipe may take long.
    pub(crate) fn judged_by(mut self, head: &[u8]) -> Self {
        self.learn(Self::head(head));
        self
    }

    /// The part of the beginning of a text by which it is judged.
    pub(crate) fn head(beginning: &[u8]) -> &[u8] {
        beginning.get(..HEAD).unwrap_or(beginning)
    }

    /// The next record, in memory of its own.
    ///
    /// # Errors
    /// See [`ReadError`]; nothing can be read behind one.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn next(&mut self) -> Result<Option<Raw>, ReadError> {
        let mut raw = Raw::default();
        Ok(self.next_into(&mut raw)?.then_some(raw))
    }

    /// Reads the next record into `raw`, whose memory is used again; `false` at the end.
    ///
    /// # Errors
    /// See [`ReadError`]; nothing can be read behind one.
    pub(crate) fn next_into(&mut self, raw: &mut Raw) -> Result<bool, ReadError> {
        if !self.started {
            self.start()?;
        }
        let blank_lines = self.pass_blank_lines()?;
        if !self.take()? {
            return Ok(false);
        }
        let plain = self.parse.quoted == 0 && self.parse.flaw.is_none() && self.torn.is_none();
        let verdict = if plain && (self.width.is_none() || self.next_is_sound()?) {
            Verdict::Sound
        } else {
            self.judge()?
        };
        raw.line = self.line;
        raw.blank_lines = blank_lines;
        let length = match verdict {
            Verdict::Sound => {
                std::mem::swap(&mut raw.cells, &mut self.parse.cells);
                std::mem::swap(&mut raw.ends, &mut self.parse.ends);
                raw.quoted_lines = self.parse.breaks;
                raw.fault = None;
                self.headed |= Some(raw.width()) == self.width;
                self.parse.length
            }
            Verdict::Faulty { length, fault } => {
                let row = self.window.rest().get(..length).unwrap_or_default();
                let breaks = self.grammar.breaks;
                let row = breaks.without_end(row);
                self.grammar
                    .split_literally(row, &mut raw.cells, &mut raw.ends);
                raw.quoted_lines = breaks.count(row);
                raw.fault = Some(fault);
                length
            }
        };
        self.line += raw.quoted_lines + 1;
        self.effort.earn(length);
        let own = match &self.cutter {
            Some(_) => quick_hash(self.window.rest().get(..length).unwrap_or_default()),
            None => 0,
        };
        self.pass(length);
        let cutter = self.cutter.as_mut();
        raw.passage = cutter.and_then(|cutter| cutter.end_record(own, self.line));
        Ok(true)
    }

    /// Has passages told from here on. `meaning` is what decides, with this text's grammar, what its bytes say.
    ///
    /// # Errors
    /// What the source says.
    pub(crate) fn tell_passages(&mut self, meaning: &[u8]) -> Result<(), ReadError> {
        if !self.started {
            self.start()?;
        }
        let meaning = [meaning, format!("{:?}", self.grammar).as_bytes()].concat();
        self.cutter = Some(Box::new(Cutter::new(&meaning, self.line)));
        Ok(())
    }

    /// Has no passage begin before the next record.
    pub(crate) fn break_passage(&mut self) {
        if let Some(cutter) = self.cutter.as_mut() {
            cutter.begin(self.line);
        }
    }

    /// By what a passage that begins here would be looked for. `None` where none can begin.
    ///
    /// # Errors
    /// What the source says.
    pub(crate) fn passage_start(&mut self) -> Result<Option<i64>, ReadError> {
        let begins = self
            .cutter
            .as_ref()
            .is_some_and(|cutter| cutter.is_at_start());
        if !begins || self.torn.is_some() || !self.headed {
            return Ok(None);
        }
        if start(self.window.rest()).is_none() {
            self.window.fill(START)?;
        }
        Ok(start(self.window.rest()))
    }

    /// Passes a passage that begins here, if it is this one.
    ///
    /// # Errors
    /// What the source says.
    pub(crate) fn pass_passage(&mut self, passage: &Passage) -> Result<bool, ReadError> {
        let length = passage.bytes as usize;
        self.window.fill(length)?;
        let bytes = self.window.rest().get(..length);
        let is_it = match (&self.cutter, bytes) {
            (Some(cutter), Some(bytes)) => cutter.is(bytes, passage),
            _ => false,
        };
        if is_it {
            self.window.pass(length);
            self.at += u64::from(passage.bytes);
            self.line += u64::from(passage.lines);
            self.effort.earn(length);
            self.break_passage();
        }
        Ok(is_it)
    }

    fn start(&mut self) -> Result<(), ReadError> {
        self.window.fill(HEAD)?;
        let rest = self.window.rest();
        let head = rest.get(..HEAD).unwrap_or(rest).to_vec();
        self.learn(&head);
        Ok(())
    }

    fn learn(&mut self, head: &[u8]) {
        self.grammar.breaks = Breaks::of(head, self.grammar.dialect.quote);
        if let Some(width) = self.width {
            self.columns = Columns::of(head, self.grammar, width);
        }
        self.started = true;
    }

    fn pass(&mut self, bytes: usize) {
        if let Some(cutter) = self.cutter.as_mut() {
            cutter.take(self.window.rest().get(..bytes).unwrap_or_default());
        }
        self.window.pass(bytes);
        self.at += bytes as u64;
    }

    fn pass_blank_lines(&mut self) -> Result<u64, ReadError> {
        let mut lines = 0;
        loop {
            let rest = self.window.rest();
            let blank = self.grammar.blank_lines(rest, self.window.is_last());
            self.pass(blank.bytes);
            self.line += blank.lines;
            lines += blank.lines;
            if !blank.undecided || self.window.rest().len() >= LOOK {
                return Ok(lines);
            }
            self.window.fill(self.window.rest().len() + 1)?;
        }
    }

    /// Parses the record at the cursor, unless that was done; `false` at the end of the file.
    fn take(&mut self) -> Result<bool, ReadError> {
        if self.ahead_at.take() == Some(self.at) {
            std::mem::swap(&mut self.parse, &mut self.ahead);
            return Ok(true);
        }
        let found = parse_at(&mut self.window, self.grammar, 0, &mut self.parse)?;
        if found && self.is_cut() && !matches!(self.parse.flaw, Some(Flaw::Open { .. })) {
            return Err(self.too_large());
        }
        Ok(found)
    }

    /// Whether the record at the cursor fills all that a record may have, and more bytes follow.
    pub(super) fn is_cut(&self) -> bool {
        self.parse.length >= MAX_RECORD
            && !(self.window.is_last() && self.window.rest().len() <= MAX_RECORD)
    }

    /// The error that says so.
    pub(super) fn too_large(&self) -> ReadError {
        ReadError::RecordTooLarge {
            line: self.line,
            limit: MAX_RECORD,
        }
    }
}

/// Parses the record that starts `offset` bytes behind the cursor; `false` if nothing is there.
pub(super) fn parse_at<R: Read>(
    window: &mut Window<R>,
    grammar: Grammar,
    offset: usize,
    into: &mut Parse,
) -> Result<bool, ReadError> {
    loop {
        let rest = window.rest().get(offset..).unwrap_or_default();
        let bytes = rest.get(..MAX_RECORD).unwrap_or(rest);
        let last = bytes.len() == MAX_RECORD || window.is_last();
        if bytes.is_empty() && last {
            return Ok(false);
        }
        if !bytes.is_empty() && grammar.parse(bytes, last, into) {
            return Ok(true);
        }
        // A short record comes as soon as a pipe gives it; a long one is not parsed again for every piece.
        let held = window.rest().len();
        window.fill(if held < LOOK { held + 1 } else { held * 2 })?;
    }
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "pollution_tests.rs"]
mod pollution_tests;
