//! Passing over what is known: the passages of a sheet are told while it is read, and one that is known by its
//! bytes is passed as a whole.
//!
//! What rows of the same bytes say depends on the encoding and the grammar of the text, the names of its columns
//! and on what is made of them; all of it is a part of a passage's hash. Whether a record is a row at all depends
//! on what stands around it as well, which is no part of it: where every row of a passage has its ticket, they were
//! rows.

use super::passage::Passage;
use super::source::Source;
use super::{Sheet, SheetError};

impl Sheet {
    /// Has the passages of a file of text told, if it is one: [`ended_passage`](Self::ended_passage) gives them.
    /// `meaning` is all that decides what its rows say, apart from the sheet itself. Blocks.
    ///
    /// # Errors
    /// [`SheetError`] when the file cannot be read.
    pub fn tell_passages(&mut self, meaning: &[u8]) -> Result<(), SheetError> {
        self.take_up()?;
        // The rows of an export carry more than their cells, and a pipe comes once.
        if self.export.is_some() || self.stillness.is_none() {
            return Ok(());
        }
        let Source::Text(text) = &mut self.source else {
            return Ok(());
        };
        let names = format!("{:?}", self.header.names());
        text.tell_passages(&[names.as_bytes(), meaning].concat())
    }

    /// The passage that ended with the record that was read last.
    pub fn ended_passage(&mut self) -> Option<Passage> {
        self.ended.take()
    }

    /// By what a passage that begins with the next record would be looked for. `None` where none can begin.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn passage_start(&mut self) -> Result<Option<i64>, SheetError> {
        let is_between_rows = self.body.as_ref().is_some_and(|body| body.is_among_rows());
        match &mut self.source {
            Source::Text(text) if is_between_rows => text.passage_start(),
            _ => Ok(None),
        }
    }

    /// Passes a passage that begins with the next record, if it is this one; its rows count as read.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn pass_passage(&mut self, passage: &Passage) -> Result<bool, SheetError> {
        let Source::Text(text) = &mut self.source else {
            return Ok(false);
        };
        let is_passed = text.pass_passage(passage)?;
        if is_passed {
            self.records += u64::from(passage.rows);
        }
        Ok(is_passed)
    }

    /// The record that was read is no row, so that no passage holds it.
    pub(super) fn break_passage(&mut self) {
        if let Source::Text(text) = &mut self.source {
            text.break_passage();
        }
    }
}

#[cfg(test)]
#[path = "passing_tests.rs"]
mod tests;
