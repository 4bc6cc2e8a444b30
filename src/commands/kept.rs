//! From rows that the ledger keeps to sheets whose columns are mapped, as if their files were there.
//!
//! A run holds the ledger by one connection, so its rows are taken out before: into temporary files without a
//! name, one for each sheet and header, that go with the process.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, Write as _};

use serde::{Deserialize, Serialize};

use super::Failure;
use super::connection::ledger_failure;
use super::sources::{SourceError, bind};
use crate::exit;
use crate::ledger::{Entry, Inspection, LedgerError, Standing, State};
use crate::mapping::Mapping;
use crate::results::Selection;
use crate::run::Source;
use crate::settings::Intake;
use crate::sheet::{Earlier, Header, KeptRows, Record, Row, Sheet};
use crate::terminal::visible;

/// Sheets of which rows are sent again at once, each by an open file.
const MAX_SHEETS: usize = 200;

/// A row as it lies in a temporary file.
#[derive(Serialize, Deserialize)]
struct Line {
    record: u64,
    line: u64,
    key: String,
    error: String,
    is_unreadable: bool,
    cells: Vec<String>,
}

impl Line {
    fn record(self) -> Record {
        if !self.is_unreadable {
            return Record::Row(self.row());
        }
        let said = self.error.strip_prefix("row: ").unwrap_or(&self.error);
        let message = said.to_owned();
        Record::Unreadable {
            row: self.row(),
            message,
        }
    }

    fn row(self) -> Row {
        let mut row = Row::of(
            self.record,
            self.line,
            self.cells.iter().map(String::as_str),
        );
        row.earlier = Some(Box::new(Earlier {
            key: self.key,
            error: self.error,
        }));
        row
    }
}

/// Rows of one sheet.
struct Shelf {
    /// A reading with these columns.
    reading: i64,
    file: BufWriter<File>,
    count: u64,
    sample: Vec<Row>,
}

/// What is sent again, and what is not.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) sources: Vec<Source>,
    /// The rows of all of them.
    pub(super) count: u64,
    /// Rows whose file was read again without them.
    pub(super) gone: u64,
    /// Rows of which the ledger has no cells, and the files that they came from.
    pub(super) without_cells: u64,
    pub(super) files: BTreeSet<String>,
}

/// Takes the rows of a target out of the ledger that are selected, or those of these keys among them.
pub(super) fn take(
    ledger: &Inspection,
    target: i64,
    (selection, keys): (&Selection, &[String]),
    intake: &Intake,
) -> Result<Kept, Failure> {
    let failed = |error: LedgerError| ledger_failure(&error);
    let origins = ledger.origins(target).map_err(failed)?;
    let mut kept = Kept::default();
    let mut shelves: BTreeMap<(&str, &[String]), Shelf> = BTreeMap::new();
    let mut missing: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let choice = selection.choice(target, None);
    ledger.each_entry(&choice, |entry| {
        let is_named = keys.is_empty() || keys.contains(&entry.key);
        if !is_named || !selection.takes(&entry) || !may_be_sent(entry.standing) {
            return Ok(());
        }
        missing.remove(entry.key.as_str());
        let name = origins
            .get(&entry.place.source())
            .map_or("", |origin| origin.name.as_str());
        if ledger.is_gone(&entry).map_err(failed)? {
            kept.gone += 1;
            return Ok(());
        }
        let Some((reading, cells)) = entry.cells.clone() else {
            kept.without_cells += 1;
            kept.files.insert(name.to_owned());
            return Ok(());
        };
        let header = origins.get(&reading).map(|origin| origin.header.as_slice());
        let sheet = (name, header.unwrap_or_default());
        if !shelves.contains_key(&sheet) && shelves.len() >= MAX_SHEETS {
            return Err(Failure::usage(format!(
                "the rows come from more than {MAX_SHEETS} sheets; name some of them with --only or --key"
            )));
        }
        let shelf = match shelves.entry(sheet) {
            std::collections::btree_map::Entry::Occupied(shelf) => shelf.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(Shelf::new(reading).map_err(unwritable)?)
            }
        };
        kept.count += 1;
        shelf.add(entry, cells).map_err(unwritable)
    })?;
    if let Some(key) = missing.first() {
        return Err(Failure::usage(format!(
            "no row with the key {} is to be sent again; see glassix-import explain KEY",
            visible(key)
        )));
    }
    for ((name, header), shelf) in shelves {
        kept.sources.push(shelf.source(name, header, intake)?);
    }
    Ok(kept)
}

/// Whether a row may come to be sent, once it is known that it has no ticket.
fn may_be_sent(standing: Standing) -> bool {
    !matches!(standing, Standing::Is(State::Created) | Standing::Duplicate)
}

fn unwritable(error: io::Error) -> Failure {
    Failure {
        status: exit::FATAL,
        message: format!("cannot write a temporary file: {error}"),
    }
}

impl Shelf {
    fn new(reading: i64) -> io::Result<Self> {
        Ok(Self {
            reading,
            file: BufWriter::new(tempfile::tempfile()?),
            count: 0,
            sample: Vec::new(),
        })
    }

    fn add(&mut self, entry: Entry, cells: Vec<String>) -> io::Result<()> {
        let line = Line {
            record: entry.place.record(),
            line: entry.line,
            key: entry.key,
            error: entry.message,
            is_unreadable: entry.is_unreadable,
            cells,
        };
        serde_json::to_writer(&mut self.file, &line)?;
        self.file.write_all(b"\n")?;
        self.count += 1;
        if self.sample.len() < Mapping::SAMPLE && !line.is_unreadable {
            self.sample.push(line.row());
        }
        Ok(())
    }

    /// The rows as a sheet, with the mapping bound to its columns.
    fn source(self, name: &str, header: &[String], intake: &Intake) -> Result<Source, Failure> {
        let mut file = self
            .file
            .into_inner()
            .map_err(|error| unwritable(error.into_error()))?;
        file.rewind().map_err(unwritable)?;
        let records = BufReader::new(file).lines().map(|line| {
            let line: Line = serde_json::from_str(&line?)?;
            Ok(line.record())
        });
        let rows = KeptRows {
            name: name.to_owned(),
            count: self.count,
            records: Box::new(records),
        };
        let header = Header::new(header.to_vec());
        let sheet = Sheet::kept(self.reading, header, self.sample, rows);
        bind(sheet, intake).map_err(|error: SourceError| Failure::usage(error))
    }
}
