//! Results as JSON Lines: an object a row.

use std::io::Write;

use serde::Serialize;

use super::error::ResultsError;
use super::told::Told;
use crate::ledger::{Entry, Origin};

/// A row as an object. Names of columns may repeat, so they and the cells are two lists.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    told: &'a Told<'a>,
    columns: Option<&'a [String]>,
    cells: Option<&'a [String]>,
}

/// Writes a row as one line.
pub(super) fn row(
    out: &mut dyn Write,
    told: &Told<'_>,
    entry: &Entry,
    origin: Option<&Origin>,
) -> Result<(), ResultsError> {
    let cells = entry.cells.as_ref();
    let line = Line {
        told,
        columns: cells.and(origin).map(|origin| origin.header.as_slice()),
        cells: cells.map(|(_, cells)| cells.as_slice()),
    };
    let mut text = crate::json::on_one_line(&line).map_err(std::io::Error::from)?;
    text.push('\n');
    Ok(out.write_all(text.as_bytes())?)
}
