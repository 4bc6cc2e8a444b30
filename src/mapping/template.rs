//! A template bound to the columns of a sheet: what makes one text, or a list of texts, of a row.

use std::borrow::Cow;

use super::canonical::{describe, note};
use super::columns::Columns;
use super::error::MappingError;
use super::filter::{Filter, NAMES, RowFault, Value};
use super::filter_call::FilterFault;
use super::fold::{is_blank, trimmed};
use super::nearest::nearest;
use super::syntax::{Placeholder, SourcePiece, TemplateSource};
use crate::sheet::Row;
use crate::ticket::Problem;

/// The cells of a row by the index of their column. A row that ends early has `""` there.
pub trait Cells {
    /// The cell in that column, as it is in the sheet.
    fn cell(&self, column: usize) -> &str;
}

impl<S: AsRef<str>> Cells for [S] {
    fn cell(&self, column: usize) -> &str {
        self.get(column).map_or("", AsRef::as_ref)
    }
}

impl Cells for Row {
    fn cell(&self, column: usize) -> &str {
        self.cell(column)
    }
}

/// A template that is ready for rows.
#[derive(Clone, Debug)]
pub struct Template {
    place: Box<str>,
    shown: Box<str>,
    pieces: Box<[Piece]>,
    columns: Box<[usize]>,
    canonical: Box<str>,
    list_at: Option<usize>,
    whole: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(Box<str>),
    Column(usize),
    Filtered(usize, Box<[Filter]>),
}

impl Template {
    /// Reads a template and binds it to the columns of a sheet. `key` is where it stands in the mapping
    /// file, for errors; `place` is the part of the ticket that it fills, for problems of rows.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn bind(
        text: &str,
        key: &str,
        place: &str,
        columns: &Columns,
    ) -> Result<Self, Vec<MappingError>> {
        let source = TemplateSource::parse(text).map_err(|error| {
            let key = key.to_owned();
            vec![MappingError::Template { key, error }]
        })?;
        let mut errors = Vec::new();
        let mut pieces = Vec::with_capacity(source.pieces.len());
        let mut used = Vec::new();
        let mut canonical = String::new();
        let mut list_at = None;
        for piece in &source.pieces {
            match piece {
                SourcePiece::Text(text) => {
                    note(&mut canonical, 't', text);
                    pieces.push(Piece::Text(text.as_str().into()));
                }
                SourcePiece::Placeholder(placeholder) => {
                    let column = columns
                        .find(key, &placeholder.column)
                        .map_err(|error| errors.push(error))
                        .ok();
                    let (filters, list) = filters(placeholder, key, &mut errors);
                    if list {
                        list_at.get_or_insert(placeholder.at);
                    }
                    let Some(column) = column else { continue };
                    used.push(column);
                    note(&mut canonical, 'c', &columns.canonical(column));
                    placeholder
                        .filters
                        .iter()
                        .for_each(|call| describe(call, &mut canonical));
                    pieces.push(match filters.is_empty() {
                        true => Piece::Column(column),
                        false => Piece::Filtered(column, filters.into()),
                    });
                }
            }
        }
        // A list cannot stand next to other text: which of the two would be repeated?
        if let (Some(at), 2..) = (list_at, source.pieces.len()) {
            let key = key.to_owned();
            errors.push(MappingError::List { key, at });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            place: place.into(),
            shown: text.into(),
            pieces: pieces.into(),
            columns: used.into(),
            canonical: canonical.into(),
            list_at,
            whole: false,
        })
    }

    /// The same template, which gives nothing as soon as one of its columns has nothing to say. That is what
    /// a key needs: of rows without an id, `crm-{{ id }}` would make one and the same key.
    #[must_use]
    pub(crate) fn whole(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }

    /// Adds the text of this row to `out`; nothing where every column it mentions has nothing to say.
    ///
    /// # Errors
    /// The [`Problem`] of a filter that could not do its work; `out` is as it was.
    pub fn render<C: Cells + ?Sized>(&self, row: &C, out: &mut String) -> Result<(), Problem> {
        let start = out.len();
        let mut silent = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Column(column) => {
                    let cell = trimmed(row.cell(*column));
                    silent += usize::from(cell.is_empty());
                    out.push_str(cell);
                }
                Piece::Filtered(column, filters) => match filtered(filters, row.cell(*column)) {
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
                },
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

    /// Adds the texts of this row to `out`, each trimmed, blank ones left out: one for a template that
    /// gives a text, any number for one that gives a list.
    ///
    /// # Errors
    /// The [`Problem`] of a filter that could not do its work; `out` is as it was.
    pub fn render_list<C: Cells + ?Sized>(
        &self,
        row: &C,
        out: &mut Vec<String>,
    ) -> Result<(), Problem> {
        if let (Some(_), [Piece::Filtered(column, filters)]) = (self.list_at, &*self.pieces) {
            let value =
                filtered(filters, row.cell(*column)).map_err(|fault| self.problem(fault))?;
            if let Value::List(texts) = value {
                let texts = texts.iter().map(|text| trimmed(text));
                out.extend(texts.filter(|text| !text.is_empty()).map(str::to_owned));
            }
            return Ok(());
        }
        let mut text = String::new();
        self.render(row, &mut text)?;
        if !is_blank(&text) {
            out.push(text);
        }
        Ok(())
    }

    fn problem(&self, (rule, message): RowFault) -> Problem {
        Problem::new(rule, &*self.place, message)
    }

    /// Where in the template a list of texts stands, in characters from 1, if it gives one: only tags take it.
    #[must_use]
    pub fn list_at(&self) -> Option<usize> {
        self.list_at
    }

    /// Its text, if it is the same in every row.
    #[must_use]
    pub fn fixed(&self) -> Option<&str> {
        match (&*self.columns, &*self.pieces) {
            ([], [Piece::Text(text)]) => Some(text),
            ([], []) => Some(""),
            _ => None,
        }
    }

    /// The columns that it mentions.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// The part of the ticket that it fills.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// The template as it was written.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// What it means, whatever the order of the columns and the way it is written.
    pub(crate) fn canonical(&self) -> &str {
        &self.canonical
    }
}

fn filtered<'a>(filters: &[Filter], cell: &'a str) -> Result<Value<'a>, RowFault> {
    let cell = Value::Text(Cow::Borrowed(trimmed(cell)));
    filters
        .iter()
        .try_fold(cell, |value, filter| filter.apply(value))
}

/// The filters of a placeholder, and whether a list comes out of them.
fn filters(
    placeholder: &Placeholder,
    key: &str,
    errors: &mut Vec<MappingError>,
) -> (Vec<Filter>, bool) {
    let mut filters = Vec::with_capacity(placeholder.filters.len());
    let mut list = false;
    for call in &placeholder.filters {
        let made = Filter::new(call).and_then(|(filter, name)| {
            list = filter
                .shape(list)
                .map_err(|message| FilterFault::Use(name, message.to_owned()))?;
            Ok(filter)
        });
        match made {
            Ok(filter) => filters.push(filter),
            Err(FilterFault::Unknown) => errors.push(MappingError::UnknownFilter {
                key: key.to_owned(),
                at: call.at,
                filter: call.name.clone(),
                nearest: nearest(&call.name, NAMES),
            }),
            Err(FilterFault::Use(filter, message)) => errors.push(MappingError::FilterUse {
                key: key.to_owned(),
                at: call.at,
                filter,
                message,
            }),
        }
    }
    (filters, list)
}

/// Trims what was added to `out` since `start`.
fn trim_from(out: &mut String, start: usize) {
    let Some(added) = out.get(start..) else {
        return;
    };
    let kept = trimmed(added);
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
