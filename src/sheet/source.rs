//! A sheet of any kind as a source of records, opened once everything about it is known.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom};
use std::sync::Arc;

use super::encoding::is_marked;
use super::error::SheetError;
use super::export;
use super::grid::GridSource;
use super::hints::{HeaderHint, HiddenRows, Hints};
use super::kind::{self, Kind};
use super::origin::Origin;
use super::raw::{Raw, is_blank};
use super::reading::Reading;
use super::row::{Record, Row};
use super::shape::{Body, Grid, SAMPLE, Shape, Verdict};
use super::shelf::Shelved;
use super::size::{self, Size};
use super::stillness::Stillness;
use super::text::{Manner, Text};
use super::workbook::{Choice, Workbook};

/// Where records come from.
pub(super) enum Source {
    /// Delimited text.
    Text(Box<Text>),
    /// A worksheet, of which the first records have been looked at.
    Grid {
        /// Those records.
        seen: VecDeque<Raw>,
        /// What stands below them.
        rest: Box<GridSource>,
    },
    /// Records that were read and judged before.
    Kept(Records),
    /// A file that is closed until its turn comes.
    Shelved(Box<Shelved>),
}

/// Records, one after the other.
type Records = Box<dyn Iterator<Item = io::Result<Record>> + Send>;

/// Rows that were read before and were kept.
pub struct KeptRows {
    /// The file that they came from.
    pub name: String,
    /// How many there are.
    pub count: u64,
    /// All of them, in order, each with the record and the line that it had.
    pub records: Records,
}

impl Source {
    /// The next record.
    pub(super) fn next(&mut self) -> Result<Option<Raw>, SheetError> {
        match self {
            Self::Text(text) => text.next(),
            Self::Grid { seen, rest } => match seen.pop_front() {
                Some(raw) => Ok(Some(raw)),
                None => rest.next(),
            },
            Self::Kept(_) | Self::Shelved(_) => Ok(None),
        }
    }

    /// The next record that was kept; there is none in a file.
    pub(super) fn next_kept(&mut self, name: &str) -> Result<Option<Record>, SheetError> {
        match self {
            Self::Kept(records) => {
                let record = records.next().transpose();
                record.map_err(|error| SheetError::io(name, error))
            }
            Self::Text(_) | Self::Grid { .. } | Self::Shelved(_) => Ok(None),
        }
    }
}

/// A sheet, ready to be read from its first record on, and what is known of it.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) shape: Shape,
    pub(super) sample: Vec<Row>,
    pub(super) reading: Reading,
    pub(super) size: Size,
    pub(super) stillness: Option<Stillness>,
    /// How a text is read; `None` for a workbook.
    pub(super) manner: Option<Arc<Manner>>,
}

/// Finds out what a sheet is and how it is to be read.
pub(super) fn open(name: &str, mut origin: Origin, hints: &Hints) -> Result<Opened, SheetError> {
    let first = origin
        .first(kind::LOOK)
        .map_err(|error| SheetError::io(name, error))?;
    if first.is_empty() {
        return Err(SheetError::Empty { name: name.into() });
    }
    let own = hints_for_export(name, &mut origin, hints)?;
    let hints = own.as_ref().unwrap_or(hints);
    match kind::recognise(&first) {
        Err(not) => Err(SheetError::foreign(name, not.found, not.advice)),
        Ok(Kind::Zip | Kind::OldWorkbook) => open_grid(name, origin, hints),
        Ok(kind) => open_text(name, origin, kind, hints),
    }
}

/// How an export is read: what is told of the sheets it came from says nothing of how a spreadsheet program
/// has saved it since, but for the encoding of a text without a mark.
fn hints_for_export(
    name: &str,
    origin: &mut Origin,
    hints: &Hints,
) -> Result<Option<Hints>, SheetError> {
    let first = origin
        .first(export::LOOK)
        .map_err(|error| SheetError::io(name, error))?;
    if !export::announced(&first) {
        return Ok(None);
    }
    let encoding = hints.encoding.clone();
    Ok(Some(Hints {
        encoding: encoding.filter(|_| !is_marked(&first)),
        hidden: hints.hidden,
        ..Hints::default()
    }))
}

fn open_text(
    name: &str,
    mut origin: Origin,
    kind: Kind,
    hints: &Hints,
) -> Result<Opened, SheetError> {
    let (manner, sample) = Manner::find(name, &mut origin, kind, hints)?;
    let shape = shape(name, &sample, Grid::Delimited, hints.header)?;
    let width = shape.names.len();
    let mut reading = Reading::default();
    manner.describe(&mut reading);
    describe(&shape, &mut reading);
    let size = size::of_text(name, &mut origin, kind, &manner, &shape, hints.hidden)?;
    let (text, stillness) = manner.read(name, origin, width)?;
    Ok(Opened {
        source: Source::Text(Box::new(text)),
        sample: rows(&shape, hints.hidden, &sample),
        shape,
        reading,
        size,
        stillness,
        manner: Some(Arc::new(manner)),
    })
}

fn open_grid(name: &str, origin: Origin, hints: &Hints) -> Result<Opened, SheetError> {
    let io = |error| SheetError::io(name, error);
    let (file, stillness) = origin.into_file().map_err(io)?;
    let (mut source, mut reading) = worksheet(name, file.try_clone().map_err(io)?, hints)?;
    let mut seen = VecDeque::new();
    while seen.len() < SAMPLE {
        match source.next()? {
            Some(raw) => seen.push_back(raw),
            None => break,
        }
    }
    let shape = shape(name, seen.make_contiguous(), Grid::Grid, hints.header)?;
    describe(&shape, &mut reading);
    let size = size::of_grid(&file, &seen, &shape, hints.hidden, || {
        let mut again = file.try_clone().map_err(io)?;
        again.seek(SeekFrom::Start(0)).map_err(io)?;
        worksheet(name, again, hints).map(|(source, _)| source)
    })?;
    let sample = rows(&shape, hints.hidden, seen.make_contiguous());
    Ok(Opened {
        sample,
        source: Source::Grid {
            seen,
            rest: Box::new(source),
        },
        shape,
        reading,
        size,
        stillness,
        manner: None,
    })
}

fn worksheet(name: &str, file: File, hints: &Hints) -> Result<(GridSource, Reading), SheetError> {
    let choice = Choice {
        sheet: hints.worksheet.as_deref(),
    };
    let workbook = Workbook::open(file, choice).map_err(|error| SheetError::Workbook {
        name: name.to_owned(),
        fault: error.to_string(),
    })?;
    let reading = Reading {
        kind: workbook.kind(),
        worksheet: Some(workbook.sheet().to_owned()),
        other_worksheets: workbook
            .others()
            .iter()
            .map(|other| {
                let hidden = if other.hidden { " (hidden)" } else { "" };
                format!("{}{hidden}", other.name)
            })
            .collect(),
        ..Reading::default()
    };
    Ok((GridSource::new(name, workbook), reading))
}

fn shape(name: &str, sample: &[Raw], grid: Grid, hint: HeaderHint) -> Result<Shape, SheetError> {
    let first = sample.first();
    let hint = match first.filter(|raw| export::is_header(raw.row.cells())) {
        Some(header) => HeaderHint::Line(header.row.line),
        None => hint,
    };
    Shape::of(sample, grid, hint).map_err(|error| SheetError::header(name, error))
}

/// The rows among the first records.
fn rows(shape: &Shape, hidden: HiddenRows, sample: &[Raw]) -> Vec<Row> {
    let mut body = Body::new(shape.clone(), hidden);
    let row = |raw: &Raw| {
        let mut raw = raw.clone();
        (body.judge(&mut raw) == Some(Verdict::Row)).then_some(raw.row)
    };
    sample.iter().filter_map(row).collect()
}

/// Says the shape to people.
fn describe(shape: &Shape, reading: &mut Reading) {
    reading.header_lines = shape.header_lines;
    let notices = &mut reading.notices;
    match shape.header_lines {
        None => notices.push(
            "it has no row of names: columns are known by their place, and the first row is a customer".into(),
        ),
        Some((first, last)) if first < last => notices.push(format!(
            "the names of the columns are joined from lines {first} to {last}"
        )),
        Some(_) => {}
    }
    if shape.ends_early && reading.delimiter.is_some() {
        notices.push(
            "some rows end before their last column; their missing cells are read as blank".into(),
        );
    }
    let nameless = shape.names.iter().filter(|name| is_blank(name)).count();
    if shape.header_lines.is_some() && nameless > 0 {
        notices.push(format!(
            "{nameless} of the {} columns have no name and can be meant by their place only",
            shape.names.len()
        ));
    }
}
