//! A row through a template: its cells are taken, filtered and put in their places.

use std::borrow::Cow;

use super::cell::{Taken, take};
use super::filter::{Filter, RowFault, Value};
use super::fold::is_blank;
use super::nothing::is_nothing;
use super::template::{Cells, Piece, Template};
use crate::ticket::{Change, Problem, bare, mending};

impl Template {
    /// The text of this row; nothing where every column that it mentions has nothing to say. What was done to its
    /// cells is added to `changes`. A template of one cell, or of none, borrows it.
    ///
    /// # Errors
    /// The [`Problem`] of a cell that makes the row wrong, or of a filter that could not do its work.
    pub fn text<'a, C: Cells + ?Sized>(
        &'a self,
        row: &'a C,
        changes: &mut Vec<Change>,
    ) -> Result<Cow<'a, str>, Problem> {
        let (column, filters) = match &*self.pieces {
            [] => return Ok(Cow::Borrowed("")),
            [Piece::Text(text)] => return Ok(Cow::Borrowed(text)),
            [Piece::Column(column)] => (*column, &[][..]),
            [Piece::Filtered(column, filters)] => (*column, &**filters),
            several => return self.joined(several, row, changes).map(Cow::Owned),
        };
        match self.value(row.cell(column), filters, changes) {
            Ok(Value::Text(Cow::Borrowed(text))) => Ok(Cow::Borrowed(bare(text))),
            Ok(Value::Text(Cow::Owned(text))) => Ok(Cow::Owned(match bare(&text) {
                kept if kept.len() == text.len() => text,
                kept => kept.to_owned(),
            })),
            // A list stands alone, and `texts` sees to it.
            Ok(Value::List(_)) => Ok(Cow::Borrowed("")),
            Err(fault) => Err(self.problem(fault)),
        }
    }

    /// The texts and cells of a template of several, one behind the other.
    fn joined<C: Cells + ?Sized>(
        &self,
        pieces: &[Piece],
        row: &C,
        changes: &mut Vec<Change>,
    ) -> Result<String, Problem> {
        let length = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Column(column) | Piece::Filtered(column, _) => row.cell(*column).len(),
        });
        let mut out = String::with_capacity(length.sum());
        let mut silent = 0;
        for piece in pieces {
            let (column, filters) = match piece {
                Piece::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Piece::Column(column) => (*column, &[][..]),
                Piece::Filtered(column, filters) => (*column, &**filters),
            };
            match self.value(row.cell(column), filters, changes) {
                Ok(Value::Text(text)) => {
                    silent += usize::from(is_blank(&text));
                    out.push_str(&text);
                }
                Ok(Value::List(_)) => {}
                Err(fault) => return Err(self.problem(fault)),
            }
        }
        let columns = self.columns.len();
        if silent > 0 && (self.whole || silent == columns) {
            out.clear();
        } else if columns > 0 && bare(&out).len() != out.len() {
            out = bare(&out).to_owned();
        }
        Ok(out)
    }

    /// What comes out of a cell.
    fn value<'a>(
        &self,
        cell: &'a str,
        filters: &[Filter],
        changes: &mut Vec<Change>,
    ) -> Result<Value<'a>, RowFault> {
        if cell.is_empty() && filters.is_empty() {
            return Ok(Value::Text(Cow::Borrowed("")));
        }
        let Taken { text, what } = take(cell, self.role, filters)?;
        if let Some(what) = what {
            changes.push(self.change(what, cell, &text));
        }
        if filters.is_empty() {
            return Ok(Value::Text(text));
        }
        let is_date = filters
            .iter()
            .any(|filter| matches!(filter, Filter::Date(_)));
        let before = is_date.then(|| text.clone());
        let value = filters
            .iter()
            .try_fold(Value::Text(text), |value, filter| filter.apply(value))?;
        // The other filters do what the mapping asks for; a date filter may read what it was not told.
        if let (Some(before), Value::Text(after)) = (before, &value)
            && *before != **after
            && !before.is_empty()
        {
            Change::note(
                changes,
                self.place.to_string().into(),
                mending::DATE,
                &before,
                after,
            );
        }
        Ok(value)
    }

    fn change(&self, what: &'static str, from: &str, to: &str) -> Change {
        Change {
            place: self.place.to_string().into(),
            what,
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    /// Adds the texts of this row to `out`, each without blanks at its ends, blank ones left out: one for a
    /// template that gives a text, any number for one that gives a list.
    ///
    /// # Errors
    /// As those of [`text`](Self::text); `out` is as it was.
    pub fn texts<'a, C: Cells + ?Sized>(
        &'a self,
        row: &'a C,
        out: &mut Vec<Cow<'a, str>>,
        changes: &mut Vec<Change>,
    ) -> Result<(), Problem> {
        if let (Some(_), [Piece::Filtered(column, filters)]) = (self.list_at, &*self.pieces) {
            let value = self
                .value(row.cell(*column), filters, changes)
                .map_err(|fault| self.problem(fault))?;
            let Value::List(mut texts) = value else {
                return Ok(());
            };
            texts.retain_mut(|text| {
                let kept = bare(text);
                let is_nothing = is_nothing(kept, self.role);
                if is_nothing && !filters.iter().any(|filter| filter.names(kept)) {
                    changes.push(self.change(mending::NOTHING, kept, ""));
                    return false;
                }
                let is_filled = !kept.is_empty();
                if kept.len() < text.len() {
                    *text = match text {
                        Cow::Borrowed(text) => Cow::Borrowed(bare(text)),
                        Cow::Owned(text) => Cow::Owned(bare(text).to_owned()),
                    };
                }
                is_filled
            });
            if out.is_empty() {
                *out = texts;
            } else {
                out.append(&mut texts);
            }
            return Ok(());
        }
        let text = self.text(row, changes)?;
        if !is_blank(&text) {
            out.push(text);
        }
        Ok(())
    }

    fn problem(&self, (rule, message): RowFault) -> Problem {
        Problem::new(rule, &*self.place, message)
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
