//! From a path to a sheet whose columns are mapped.

use std::path::Path;

use thiserror::Error;

use crate::mapping::{Mapping, MappingError};
use crate::run::Source;
use crate::settings::Intake;
use crate::sheet::{HeaderHint, Sheet, SheetError};
use crate::terminal::visible;
use crate::ticket::Terms;

/// Why a file cannot be used. Nothing of it was handed on.
#[derive(Debug, Error)]
pub(super) enum SourceError {
    /// It is no sheet that can be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// Its first row is a customer and nobody said that it has no names.
    #[error(
        "{} has no row with the names of its columns: its first row looks like a customer; write the names above it, or say --header LINE where they stand; or say --header none and name columns by their place in a mapping file, as in {{{{ column 3 }}}}", visible(.name)
    )]
    NoHeader {
        /// The path as given.
        name: String,
    },
    /// Its columns are not those that the mapping needs.
    #[error("the columns of {} do not fit:\n{}", visible(.name), lines(.errors))]
    Columns {
        /// The path as given.
        name: String,
        /// Everything that is wrong.
        errors: Vec<MappingError>,
    },
}

fn lines(errors: &[MappingError]) -> String {
    let lines: Vec<String> = errors
        .iter()
        .map(|error| format!("  {}", visible(&error.to_string())))
        .collect();
    lines.join("\n")
}

/// Opens a sheet and binds the mapping to its columns. Blocks.
pub(super) fn open(path: &Path, intake: &Intake) -> Result<Source, SourceError> {
    let sheet = Sheet::open(path, &intake.hints)?;
    if sheet.reading().header_lines.is_none() && intake.hints.header == HeaderHint::Found {
        let name = sheet.name().to_owned();
        return Err(SourceError::NoHeader { name });
    }
    bind(sheet, intake)
}

/// Binds the mapping to the columns of a sheet.
pub(super) fn bind(sheet: Sheet, intake: &Intake) -> Result<Source, SourceError> {
    let mapping = match &intake.ticket {
        Some(ticket) => Mapping::from_config(ticket, sheet.header()),
        None => Mapping::by_name(sheet.header()),
    };
    match mapping {
        Ok(mut mapping) => {
            if mapping.wants_sample() {
                mapping.learn(sheet.sample());
            }
            Ok(Source {
                sheet,
                mapping,
                meaning: intake.meaning(),
            })
        }
        Err(errors) => Err(SourceError::Columns {
            name: sheet.name().to_owned(),
            errors,
        }),
    }
}

/// What holds for all rows when they are judged, by the mapping of the first sheet.
pub(super) fn judging(first: Option<&Mapping>, intake: &Intake) -> Terms {
    Terms {
        switches: first.map_or_else(Default::default, Mapping::switches),
        reach: first.map_or_else(Default::default, Mapping::reach),
        region: intake.region,
    }
}
