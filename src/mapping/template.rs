//! A template bound to the columns of a sheet: what makes one text, or a list of texts, of a row.

use super::canonical::{describe, note};
use super::cell::Role;
use super::columns::Columns;
use super::error::MappingError;
use super::filter::{Filter, NAMES};
use super::filter_call::FilterFault;
use super::nearest::nearest;
use super::syntax::{Placeholder, SourcePiece, TemplateSource};
use crate::sheet::Row;

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
    pub(super) place: Box<str>,
    shown: Box<str>,
    pub(super) pieces: Box<[Piece]>,
    pub(super) columns: Box<[usize]>,
    pub(super) names: Box<[Box<str>]>,
    pub(super) canonical: Box<str>,
    pub(super) list_at: Option<usize>,
    pub(super) whole: bool,
    pub(super) role: Role,
}

#[derive(Clone, Debug)]
pub(super) enum Piece {
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
        let (mut used, mut names) = (Vec::new(), Vec::new());
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
                    names.push(columns.name(column).into());
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
            names: names.into(),
            canonical: canonical.into(),
            list_at,
            whole: false,
            role: Role::default(),
        })
    }

    /// The same template for what a part of the ticket is.
    #[must_use]
    pub(crate) fn taking(self, role: Role) -> Self {
        Self { role, ..self }
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
