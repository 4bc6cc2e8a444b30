//! A row through a template: its cells are taken, filtered and put in their places.

use std::borrow::Cow;

use super::cell::{Taken, take};
use super::filter::{Filter, RowFault, Value};
use super::fold::is_blank;
use super::nothing::is_nothing;
use super::template::{Cells, Piece, Template};
use crate::ticket::{Change, Problem, bare, mending};

impl Template {
    /// Adds the text of this row to `out`; nothing where every column it mentions has nothing to say. What was
    /// done to its cells is added to `changes`.
    ///
    /// # Errors
    /// The [`Problem`] of a cell that makes the row wrong, or of a filter that could not do its work; `out` is as
    /// it was.
    pub fn render<C: Cells + ?Sized>(
        &self,
        row: &C,
        out: &mut String,
        changes: &mut Vec<Change>,
    ) -> Result<(), Problem> {
        let start = out.len();
        let mut silent = 0;
        for piece in &self.pieces {
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
                // A list stands alone, and `render_list` sees to it.
                Ok(Value::List(_)) => {}
                Err(fault) => {
                    out.truncate(start);
                    return Err(self.problem(fault));
                }
            }
        }
        let columns = self.columns.len();
        if silent > 0 && (self.whole || silent == columns) {
            out.truncate(start);
        } else if columns > 0 {
            trim_from(out, start);
        }
        Ok(())
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
            Change::note(changes, &self.place, mending::DATE, &before, after);
        }
        Ok(value)
    }

    fn change(&self, what: &'static str, from: &str, to: &str) -> Change {
        Change {
            place: self.place.to_string(),
            what,
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    /// Adds the texts of this row to `out`, each without blanks at its ends, blank ones left out: one for a
    /// template that gives a text, any number for one that gives a list.
    ///
    /// # Errors
    /// As those of [`render`](Self::render); `out` is as it was.
    pub fn render_list<C: Cells + ?Sized>(
        &self,
        row: &C,
        out: &mut Vec<String>,
        changes: &mut Vec<Change>,
    ) -> Result<(), Problem> {
        if let (Some(_), [Piece::Filtered(column, filters)]) = (self.list_at, &*self.pieces) {
            let value = self
                .value(row.cell(*column), filters, changes)
                .map_err(|fault| self.problem(fault))?;
            let Value::List(texts) = value else {
                return Ok(());
            };
            for text in texts {
                let kept = bare(&text);
                if is_nothing(kept, self.role) && !filters.iter().any(|filter| filter.names(kept)) {
                    changes.push(self.change(mending::NOTHING, kept, ""));
                } else if !kept.is_empty() {
                    out.push(kept.to_owned());
                }
            }
            return Ok(());
        }
        let mut text = String::new();
        self.render(row, &mut text, changes)?;
        if !is_blank(&text) {
            out.push(text);
        }
        Ok(())
    }

    fn problem(&self, (rule, message): RowFault) -> Problem {
        Problem::new(rule, &*self.place, message)
    }
}

/// Trims what was added to `out` since `start`.
fn trim_from(out: &mut String, start: usize) {
    let Some(added) = out.get(start..) else {
        return;
    };
    let kept = bare(added);
    if kept.len() == added.len() {
        return;
    }
    let kept = kept.to_owned();
    out.truncate(start);
    out.push_str(&kept);
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
