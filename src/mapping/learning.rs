//! What a mapping learns from the first rows of a sheet, and what its plan says of dates.

use super::canonical::note;
use super::cell::take;
use super::date::DateReader;
use super::date_order::{DateOrder, Witnesses};
use super::filter::{Filter, Value};
use super::template::{Cells, Piece, Template};
use super::{Mapping, fingerprint};

impl Mapping {
    /// How many rows of a sheet are worth looking at before the first is judged: in a column of common dates
    /// one in so many rows that shows no day above the 12th happens in one sheet of 10^200.
    pub const SAMPLE: usize = 1000;

    /// Whether rows are to be looked at before the first is judged.
    #[must_use]
    pub fn wants_sample(&self) -> bool {
        let mut times = self.parts.templates().flat_map(|template| template.times());
        times.any(|(_, reader)| reader.is_some_and(DateReader::learns))
    }

    /// Looks at the first rows of the sheet, and decides for the whole of it in which order day and month stand
    /// in a column whose `date` filter names no form. What was learnt is part of the
    /// [fingerprint](Self::fingerprint).
    pub fn learn<'a, C: Cells + ?Sized + 'a>(&mut self, sample: impl IntoIterator<Item = &'a C>) {
        let sample: Vec<&C> = sample.into_iter().collect();
        for template in self.parts.templates_mut() {
            template.learn(&sample);
        }
        self.fingerprint = fingerprint::of(&self.parts, self.switches, self.reach);
    }

    /// How dates are read, a line for each column: the order that was learnt, and the zone of times that name
    /// none. For the plan.
    #[must_use]
    pub fn dates(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for template in self.parts.templates() {
            let is_time = matches!(template.place(), "open" | "close");
            for (column, reader) in template.times() {
                let (order, zone) = match reader {
                    Some(reader) => (reader.learnt(), reader.zone_name()),
                    None if is_time => (None, "UTC"),
                    None => continue,
                };
                let zone = format!("times without a zone are {zone}");
                let line = match order {
                    Some(order) => format!("dates in {column:?}: {order}; {zone}"),
                    None => format!("dates in {column:?}: {zone}"),
                };
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }

    /// The order of day and month that was learnt for a column, if one had to be.
    #[must_use]
    pub fn date_order(&self, column: &str) -> Option<DateOrder> {
        let mut times = self.parts.templates().flat_map(|template| template.times());
        times.find_map(|(name, reader)| {
            let witnesses = reader.filter(|_| name == column)?.learnt()?;
            Some(witnesses.order())
        })
    }
}

impl Template {
    /// The columns by which times come in: (name, reader) for each `date` filter, (name, none) for a column
    /// without one.
    pub(super) fn times(&self) -> impl Iterator<Item = (&str, Option<&DateReader>)> {
        let columns = self
            .pieces
            .iter()
            .filter(|piece| !matches!(piece, Piece::Text(_)));
        self.names.iter().zip(columns).map(|(name, piece)| {
            let filters = match piece {
                Piece::Filtered(_, filters) => &**filters,
                _ => &[],
            };
            let reader = filters.iter().find_map(|filter| match filter {
                Filter::Date(reader) => Some(reader),
                _ => None,
            });
            (&**name, reader)
        })
    }

    /// Lets its `date` filters learn from rows in which order day and month stand.
    pub(super) fn learn<C: Cells + ?Sized>(&mut self, sample: &[&C]) {
        let role = self.role;
        for piece in &mut self.pieces {
            let Piece::Filtered(column, filters) = piece else {
                continue;
            };
            let date = filters
                .iter()
                .position(|filter| matches!(filter, Filter::Date(_)));
            let Some((before, [Filter::Date(reader), ..])) =
                date.and_then(|at| filters.split_at_mut_checked(at))
            else {
                continue;
            };
            if !reader.learns() {
                continue;
            }
            let mut witnesses = Witnesses::default();
            for row in sample {
                let Ok(taken) = take(row.cell(*column), role, before) else {
                    continue;
                };
                let value = before
                    .iter()
                    .try_fold(Value::Text(taken.text), |value, filter| filter.apply(value));
                match value {
                    Ok(Value::Text(text)) => witnesses.hear(&text),
                    Ok(Value::List(texts)) => texts.iter().for_each(|text| witnesses.hear(text)),
                    Err(_) => {}
                }
            }
            reader.learn(witnesses);
            let mut canonical = String::from(&*self.canonical);
            if let Some(order) = witnesses.order().decided() {
                note(&mut canonical, 'o', order);
            }
            self.canonical = canonical.into();
        }
    }
}

#[cfg(test)]
#[path = "learning_tests.rs"]
mod tests;
