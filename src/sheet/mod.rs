//! Reading a sheet: a stream of rows, each of which knows where it stands.
//!
//! A file goes through five questions, each answered by looking at it and never by its name:
//!
//! 1. What is it? (`kind`, `unpack`; `workbook` for those of Excel and OpenDocument)
//! 2. In which encoding is its text? (`encoding`, over the whole file)
//! 3. What stands between its cells and around them? (`dialect`)
//! 4. Where does its table begin, and what are its columns? (`shape`)
//! 5. Is this record a row of it? (`csv` for the grammar, `shape` for the rest)
//!
//! [`Sheet::open`] answers the first four and tells people ([`Reading`]); [`Sheet::next_entry`] answers the
//! fifth for one record at a time, in constant memory. Between the two a file may be closed (`shelf`), and what is
//! known by its bytes is passed unread (`passing`). Everything behind this module works on rows and does
//! not know what kind of file they came from.

mod aside;
mod csv;
mod dialect;
mod encoding;
mod error;
mod export;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod grid;
mod header;
mod hints;
mod kind;
mod mark;
mod origin;
mod passage;
mod passing;
mod raw;
mod reading;
mod row;
mod shape;
mod shelf;
mod size;
mod source;
mod spare;
mod stillness;
mod stray_quote;
mod stream;
mod text;
mod unpack;
mod workbook;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub use aside::{Aside, AsideKind, Asides};
pub use encoding::Script;
pub use error::SheetError;
pub use export::{BETWEEN_MORE, MORE_COLUMN, OWN_COLUMNS, marked, marked_text};
pub use header::Header;
pub use hints::{HeaderHint, HiddenRows, Hints};
pub use mark::is_invisible;
pub use passage::Passage;
pub use reading::Reading;
pub use row::{Earlier, Entry, Record, Row};
pub use size::Size;
pub use source::KeptRows;

use export::{Export, Left};
use origin::Origin;
use shape::{Body, Verdict};
use source::Source;
use stillness::Stillness;
use text::Manner;

/// What is wrong with a row of an export that still has cells beyond its columns.
const MORE: &str = "has cells that belong into no column, which stand in _more; put each into its column and empty _more";

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// A sheet that is being read.
pub struct Sheet {
    name: String,
    header: Header,
    reading: Reading,
    size: Size,
    sample: Vec<Row>,
    source: Source,
    /// What its records are held against; `None` for rows that were read before, and of a file that is closed.
    body: Option<Body>,
    kept: Option<i64>,
    /// The columns of a file that this program wrote.
    export: Option<Export>,
    asides: Asides,
    records: u64,
    stillness: Option<Stillness>,
    /// The passage that ended with the last record.
    ended: Option<Passage>,
    /// How it is read once more, if it is a text.
    manner: Option<Arc<Manner>>,
}

impl Sheet {
    /// Opens a file, or standard input for `-`, and finds out how it is to be read. Blocks.
    ///
    /// # Errors
    /// [`SheetError`] when it is no sheet that can be read with certainty.
    pub fn open(path: &Path, hints: &Hints) -> Result<Self, SheetError> {
        let name = path.display().to_string();
        let origin = Origin::open(path).map_err(|error| SheetError::io(&name, error))?;
        Self::begin(name, origin, hints)
    }

    /// Reads a sheet from any source; `name` is what messages call it.
    ///
    /// # Errors
    /// [`SheetError`] when it is no sheet that can be read with certainty.
    pub fn read(
        name: &str,
        source: Box<dyn Read + Send>,
        hints: &Hints,
    ) -> Result<Self, SheetError> {
        let origin = Origin::stream(source).map_err(|error| SheetError::io(name, error))?;
        Self::begin(name.to_owned(), origin, hints)
    }

    /// Rows that were read before and were kept by the ledger, under the number of their reading there. They
    /// are handed on as they come; `sample` are the first of them.
    #[must_use]
    pub fn kept(number: i64, header: Header, sample: Vec<Row>, rows: KeptRows) -> Self {
        Self {
            name: rows.name,
            header,
            reading: Reading {
                kind: "ledger",
                ..Reading::default()
            },
            size: Size::Exactly(rows.count),
            sample,
            source: Source::Kept(rows.records),
            body: None,
            kept: Some(number),
            export: None,
            asides: Asides::default(),
            records: 0,
            stillness: None,
            ended: None,
            manner: None,
        }
    }

    /// The number of the ledger's reading that its rows were kept of, if they come from there.
    #[must_use]
    pub fn kept_number(&self) -> Option<i64> {
        self.kept
    }

    fn begin(name: String, origin: Origin, hints: &Hints) -> Result<Self, SheetError> {
        let mut opened = source::open(&name, origin, hints)?;
        let export = Export::of(&opened.shape.names);
        let mut names = opened.shape.names.clone();
        if let Some(export) = &export {
            names = export.names(&names);
            opened.reading.notices.push("it is an export of this program: its own columns, such as _status, are no columns of the sheet".into());
            let rows = opened.sample.iter();
            opened.sample = rows
                .filter_map(|row| match export.left(row) {
                    Left::Row(row) => Some(row),
                    Left::Nothing(_) | Left::More(_) => None,
                })
                .collect();
        }
        Ok(Self {
            name,
            header: Header::new(names),
            reading: opened.reading,
            size: opened.size,
            sample: opened.sample,
            export,
            source: opened.source,
            body: Some(Body::new(opened.shape, hints.hidden)),
            kept: None,
            asides: Asides::default(),
            records: 0,
            stillness: opened.stillness,
            ended: None,
            manner: opened.manner,
        })
    }

    /// The path as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is read from a file or the ledger, and not from a pipe that may stay open.
    #[must_use]
    pub fn is_file(&self) -> bool {
        let is_shelved = matches!(self.source, Source::Shelved(_));
        self.stillness.is_some() || is_shelved || self.kept.is_some()
    }

    /// The columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How it is read.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// How many rows it has, as far as that is known before they are read.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The first rows, up to a thousand, to be looked at before the first is handed on; none after that.
    #[must_use]
    pub fn sample(&self) -> &[Row] {
        &self.sample
    }

    /// What was passed so far that is no row.
    #[must_use]
    pub fn asides(&self) -> &Asides {
        &self.asides
    }

    /// The next record, `None` at the end. Asides are passed and counted.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn next_record(&mut self) -> Result<Option<Record>, SheetError> {
        loop {
            match self.next_entry()? {
                Some(Entry::Record(record)) => return Ok(Some(record)),
                Some(Entry::Aside(_)) => {}
                None => return Ok(None),
            }
        }
    }

    /// The next record or aside, `None` at the end.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, SheetError> {
        self.take_up()?;
        self.sample = Vec::new();
        loop {
            let Some(body) = self.body.as_mut() else {
                let record = self.source.next_kept(&self.name)?;
                return Ok(record.map(Entry::Record));
            };
            let Some(mut raw) = self.source.next()? else {
                return self.at_end();
            };
            let Some(verdict) = body.judge(&mut raw) else {
                self.break_passage();
                continue;
            };
            self.ended = raw.passage.take();
            if verdict != Verdict::Row {
                self.ended = None;
                self.break_passage();
            }
            let mut row = raw.row;
            let mut verdict = verdict;
            if let Some(export) = self.export.as_ref().filter(|export| export.fits(&row)) {
                let left = export.left(&row);
                (row, verdict) = match (left, verdict) {
                    (Left::Nothing(row), Verdict::Row) => (row, Verdict::Aside(AsideKind::Blank)),
                    (Left::More(row), Verdict::Row) => (row, Verdict::Unreadable(MORE.into())),
                    (Left::Row(row) | Left::Nothing(row) | Left::More(row), verdict) => {
                        (row, verdict)
                    }
                };
            }
            if let Verdict::Aside(kind) = verdict {
                self.asides.count(kind, row.line);
                return Ok(Some(Entry::Aside(Aside { kind, row })));
            }
            self.records += 1;
            row.record = self.records;
            return Ok(Some(Entry::Record(match verdict {
                Verdict::Unreadable(message) => Record::Unreadable { row, message },
                Verdict::Row | Verdict::Aside(_) => Record::Row(row),
            })));
        }
    }

    fn at_end(&self) -> Result<Option<Entry>, SheetError> {
        match &self.stillness {
            Some(stillness) if !stillness.holds() => Err(SheetError::Changed {
                name: self.name.clone(),
            }),
            _ => Ok(None),
        }
    }
}
