//! Workbooks of OpenDocument (ods), as LibreOffice and Google Sheets write them, read as a stream.
//!
//! All sheets stand in one part, so it is read twice: once to learn the sheets' names and which of them hold
//! something, which also shows that the part is whole, and once for the rows.

mod cell;
mod paragraph;
mod table;

use std::collections::HashSet;

use super::archive::Archive;
use super::error::WorkbookError;
use super::grid::GridRow;
use super::merge::{Merge, WATCHED_ROWS};
use super::sheets::{Choice, OtherSheet, Tab, others, pick};
use super::xml::Node;
use table::Tables;

/// The part of the content.
const CONTENT: &str = "content.xml";

/// The part that lists the others.
const MANIFEST: &str = "META-INF/manifest.xml";

/// Largest content, unpacked, in bytes: a million rows of a hundred cells of 80 bytes.
const MAX_CONTENT: u64 = 8 * 1024 * 1024 * 1024;

/// Largest list of parts, unpacked, in bytes.
const MAX_MANIFEST: u64 = 16 * 1024 * 1024;

/// Most sheets, far more than a program can show.
const MAX_SHEETS: usize = 16_384;

/// A workbook whose sheet is chosen.
pub(super) struct Ods {
    tables: Tables,
    pub(super) sheet: String,
    pub(super) others: Vec<OtherSheet>,
    pub(super) merges: Vec<Merge>,
}

/// A sheet, as the first pass sees it.
struct Seen {
    tab: Tab,
    holds_something: bool,
    merges: Vec<Merge>,
}

impl Ods {
    /// Opens the workbook in `archive`.
    pub(super) fn open(archive: &Archive, choice: &Choice<'_>) -> Result<Self, WorkbookError> {
        if is_encrypted(archive)? {
            return Err(WorkbookError::Protected);
        }
        let mut seen = look(archive)?;
        let tabs: Vec<Tab> = seen.iter().map(|sheet| sheet.tab.clone()).collect();
        let candidates = pick(&tabs, choice)?;
        let holds_something =
            |index: &&usize| seen.get(**index).is_some_and(|sheet| sheet.holds_something);
        let chosen = candidates
            .iter()
            .find(holds_something)
            .or(candidates.first());
        let Some(index) = chosen.copied().filter(|index| *index < seen.len()) else {
            return Err(WorkbookError::NoSheet);
        };
        let merges = seen.swap_remove(index).merges;
        let mut tables = Tables::new(archive.xml(CONTENT, MAX_CONTENT)?);
        for _ in 0..=index {
            tables.next_table()?;
        }
        let (sheet, others) = others(tabs, index);
        Ok(Self {
            tables,
            sheet,
            others,
            merges,
        })
    }

    /// The next row that holds something.
    pub(super) fn next(&mut self) -> Result<Option<GridRow>, WorkbookError> {
        self.tables.next_row()
    }
}

/// Reads the content to its end for the sheets that are in it.
fn look(archive: &Archive) -> Result<Vec<Seen>, WorkbookError> {
    let mut tables = Tables::new(archive.xml(CONTENT, MAX_CONTENT)?);
    let mut seen = Vec::new();
    while let Some(tab) = tables.next_table()? {
        let mut holds_something = false;
        while tables.number() < WATCHED_ROWS || !holds_something {
            match tables.next_row()? {
                Some(_) => holds_something = true,
                None => break,
            }
        }
        seen.push(Seen {
            tab,
            holds_something,
            merges: tables.take_merges(),
        });
        if seen.len() > MAX_SHEETS {
            let what = format!("it has more than {MAX_SHEETS} sheets");
            return Err(WorkbookError::too_large(CONTENT, what));
        }
    }
    Ok(seen)
}

/// Whether the list of parts says that some are encrypted.
fn is_encrypted(archive: &Archive) -> Result<bool, WorkbookError> {
    if !archive.has(MANIFEST) {
        return Ok(false);
    }
    let mut xml = archive.xml(MANIFEST, MAX_MANIFEST)?;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

/// The names of the styles of sheets that are not shown.
type HiddenStyles = HashSet<String>;
