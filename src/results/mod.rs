//! The rows of a ledger with what came of them, as a file that people mend and programs read.
//!
//! ```text
//! ledger ──entries──▶ Layout (which columns, one pass) ─┐
//!        └─entries──▶ Told (what came of it) ───────────┴─▶ Delimited | Lines | Workbook ──▶ Output
//! ```
//!
//! Both passes stream: a ledger of ten million rows takes no more memory than one of ten. Cells are those that
//! the ledger keeps, of rows that have no ticket. A row that has one is given by its key and its ticket.
//!
//! A file in delimited text or as a workbook is itself a sheet: mended and given to `run`, the columns that were
//! added are passed, marks are taken off, and each row is known by its key. See
//! [`OWN_COLUMNS`](crate::sheet::OWN_COLUMNS) and [`marked`](crate::sheet::marked).

mod delimited;
mod error;
mod layout;
mod lines;
mod output;
mod selection;
mod told;
mod workbook;
mod writing;

pub use error::ResultsError;
pub use output::Output;
pub use selection::{Class, Selection};
pub use writing::{Ink, Kind, Part, Written, write};

#[cfg(test)]
mod round_trip_tests;
