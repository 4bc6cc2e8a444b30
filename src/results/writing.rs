//! Two passes over a ledger: which columns there are, then the rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;

use super::delimited::Delimited;
use super::error::ResultsError;
use super::layout::Layout;
use super::lines;
use super::selection::Selection;
use super::told::Told;
use super::workbook::Workbook;
use crate::ledger::{Entry, Inspection, Origin, Standing, State};
use crate::sheet::Script;

/// The delimiter where the sheet was a workbook.
const COMMA: char = ',';

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Delimited text.
    Csv,
    /// An object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
}

/// How delimited text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// UTF-8 with a mark, by which Excel knows it.
    ForExcel,
    /// As the sheet was.
    Original,
    /// So.
    Named(Script),
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The rows by how they stand.
    pub rows: BTreeMap<&'static str, u64>,
    /// Rows that were left out, since another row has taken their place in their file and has a ticket.
    pub replaced: u64,
    /// Rows without a ticket whose cells the ledger does not have.
    pub without_cells: u64,
    /// The files that the rows came from.
    pub files: BTreeSet<String>,
}

/// The rows that are chosen, of all ledgers, with by how much the numbers of each are moved.
struct Chosen<'a> {
    selection: &'a Selection,
    parts: Vec<(Part<'a>, (i64, i64))>,
}

impl Chosen<'_> {
    /// Calls `each` with every row that is told of, and gives the number of those that are left out.
    fn each(
        &self,
        mut each: impl FnMut(Entry) -> Result<(), ResultsError>,
    ) -> Result<u64, ResultsError> {
        let mut replaced = 0;
        for (part, (readings, runs)) in &self.parts {
            let choice = self.selection.choice(part.target, part.run);
            part.ledger.each_entry(&choice, |mut entry| {
                if !self.selection.takes(&entry) {
                    return Ok(());
                }
                if has_no_ticket(&entry) && part.ledger.is_replaced(&entry)? {
                    replaced += 1;
                    return Ok(());
                }
                entry.renumber(*readings, *runs);
                each(entry)
            })?;
        }
        Ok(replaced)
    }
}

/// Whether the entry surely has no ticket.
fn has_no_ticket(entry: &Entry) -> bool {
    matches!(
        entry.standing,
        Standing::Is(State::Released | State::Failed | State::Conflict | State::Rejected)
    )
}

/// Rows of one ledger: those of a target, of one run or of all.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The ledger.
    pub ledger: &'a Inspection,
    /// The number of the target in it.
    pub target: i64,
    /// The number of the run in it.
    pub run: Option<i64>,
}

/// What readings and runs are called, of all ledgers: each ledger counts its own from 1, so the numbers of a
/// further one are moved behind those of the ledgers before it.
#[derive(Default)]
struct Names {
    origins: HashMap<i64, Origin>,
    runs: HashMap<i64, String>,
}

impl Names {
    /// Adds those of a ledger, and gives by how much its readings and its runs are moved.
    fn add(&mut self, part: &Part<'_>) -> Result<(i64, i64), ResultsError> {
        let moved = (
            self.origins.keys().copied().max().unwrap_or(0),
            self.runs.keys().copied().max().unwrap_or(0),
        );
        let origins = part.ledger.origins(part.target)?.into_iter();
        self.origins
            .extend(origins.map(|(id, origin)| (id + moved.0, origin)));
        let runs = part.ledger.run_names()?.into_iter();
        self.runs
            .extend(runs.map(|(id, name)| (id + moved.1, name)));
        Ok(moved)
    }
}

/// Writes the rows that are selected, ledger after ledger.
///
/// # Errors
/// [`ResultsError`]; what was written before is of no use then.
pub fn write(
    (selection, parts): (&Selection, &[Part<'_>]),
    (kind, ink): (Kind, Ink),
    out: &mut dyn Write,
) -> Result<Written, ResultsError> {
    let mut names = Names::default();
    let mut chosen = Chosen {
        selection,
        parts: Vec::with_capacity(parts.len()),
    };
    for part in parts {
        chosen.parts.push((*part, names.add(part)?));
    }
    let Names { origins, runs } = names;
    let mut layout = Layout::default();
    if kind != Kind::Jsonl {
        chosen.each(|entry| {
            layout.learn(&entry, &origins);
            Ok(())
        })?;
    }
    let first = layout.readings().next().and_then(|id| origins.get(&id));
    let mut form = match kind {
        Kind::Jsonl => Form::Lines(out),
        Kind::Csv => {
            let delimiter = first.and_then(|origin| origin.manner.delimiter);
            let (script, for_excel) = script(ink, &layout, &origins)?;
            let manner = (delimiter.unwrap_or(COMMA), script, for_excel);
            Form::Text(Delimited::begin(out, &layout, manner)?)
        }
        Kind::Xlsx => {
            let name = first.and_then(|origin| origin.manner.worksheet.as_deref());
            Form::Book(Box::new(Workbook::begin(&layout, name)?), out)
        }
    };
    let mut written = Written::default();
    written.replaced = chosen.each(|entry| {
        let told = Told::of(&entry, &origins, &runs);
        *written.rows.entry(told.status).or_default() += 1;
        written.without_cells += u64::from(has_no_ticket(&entry) && entry.cells.is_none());
        if !written.files.contains(told.file) {
            written.files.insert(told.file.to_owned());
        }
        let is_duplicate = entry.standing == Standing::Duplicate;
        match &mut form {
            Form::Lines(out) => {
                let reading = entry.cells.as_ref().map(|(reading, _)| reading);
                let origin = reading.and_then(|reading| origins.get(reading));
                lines::row(*out, &told, &entry, origin)
            }
            Form::Text(text) => text.row(&told, &layout.cells(&entry), is_duplicate),
            Form::Book(book, _) => book.row(&told, &layout.cells(&entry), is_duplicate),
        }
    })?;
    if let Form::Book(book, out) = form {
        book.finish(out)?;
    }
    Ok(written)
}

enum Form<'a> {
    Lines(&'a mut dyn Write),
    Text(Delimited<'a>),
    Book(Box<Workbook>, &'a mut dyn Write),
}

/// The encoding of delimited text, and whether it gets a mark for Excel.
fn script(
    ink: Ink,
    layout: &Layout,
    origins: &HashMap<i64, Origin>,
) -> Result<(Script, bool), ResultsError> {
    match ink {
        Ink::ForExcel => Ok((Script::UTF_8, true)),
        Ink::Named(script) => Ok((script, false)),
        Ink::Original => {
            let origins = layout.readings().filter_map(|id| origins.get(&id));
            let names: BTreeSet<&str> = origins
                .filter_map(|origin| origin.manner.encoding.as_deref())
                .collect();
            let mut names = names.into_iter();
            match (names.next(), names.next()) {
                (None, _) => Ok((Script::UTF_8, false)),
                (Some(only), None) => Script::named(only)
                    .map(|script| (script, false))
                    .map_err(ResultsError::UnknownEncoding),
                (Some(one), Some(other)) => {
                    let all: Vec<&str> = [one, other].into_iter().chain(names).collect();
                    Err(ResultsError::SeveralEncodings(all.join(", ")))
                }
            }
        }
    }
}
