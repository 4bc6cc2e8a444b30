//! Workbooks of Excel (xlsx, xlsm), read as a stream.

mod cell;
mod package;
mod rows;
mod strings;
mod styles;
mod tail;

use super::archive::Archive;
use super::error::WorkbookError;
use super::grid::GridRow;
use super::merge::Merge;
use super::sheets::{Choice, OtherSheet, Tab, others, pick};
use package::Package;
use rows::Rows;
use strings::{MAX_STRINGS, Strings};
use styles::Styles;

pub(super) use cell::{NEVER_CALCULATED, NO_DATE, error_fault, known_error};
pub(super) use package::{USUAL_WORKBOOK, workbook_part};

/// Largest worksheet, unpacked, in bytes: a million rows of a hundred cells of 80 bytes.
const MAX_SHEET: u64 = 8 * 1024 * 1024 * 1024;

/// Largest part of styles, unpacked, in bytes: workbooks that were copied together for years have 10 MiB.
const MAX_STYLES: u64 = 128 * 1024 * 1024;

/// A workbook whose sheet is chosen.
pub(super) struct Xlsx {
    rows: Rows,
    /// The first row, which was read to see that the sheet holds something.
    first: Option<GridRow>,
    pub(super) sheet: String,
    pub(super) others: Vec<OtherSheet>,
    pub(super) merges: Vec<Merge>,
}

impl Xlsx {
    /// Opens the workbook of the part `workbook`.
    pub(super) fn open(
        archive: &Archive,
        workbook: &str,
        choice: &Choice<'_>,
    ) -> Result<Self, WorkbookError> {
        let package = Package::read(archive, workbook)?;
        let mut context = cell::Context {
            epoch: package.epoch,
            uncalculated: package.uncalculated,
            ..cell::Context::default()
        };
        // Some writers refer to parts that they then do not write, as they have nothing to put there.
        if let Some(part) = package.strings.as_deref().filter(|part| archive.has(part)) {
            context.strings = Strings::read(archive.xml(part, MAX_STRINGS)?)?;
        }
        if let Some(part) = package.styles.as_deref().filter(|part| archive.has(part)) {
            context.styles = Styles::read(archive.xml(part, MAX_STYLES)?)?;
        }
        let tab = |place: &package::Place| Tab {
            name: place.name.clone(),
            hidden: place.hidden,
        };
        let tabs: Vec<Tab> = package.sheets.iter().map(tab).collect();
        let (mut opened, mut empty) = (None, None);
        for index in pick(&tabs, choice)? {
            let Some(place) = package.sheets.get(index) else {
                continue;
            };
            let merges = tail::merges(archive.part(&place.part, MAX_SHEET)?)?;
            let mut rows = Rows::new(archive.xml(&place.part, MAX_SHEET)?, context);
            let first = rows.next()?;
            if first.is_some() {
                opened = Some((index, rows, first, merges));
                break;
            }
            context = rows.context();
            empty = empty.or(Some((index, rows, None, merges)));
        }
        // Of sheets that are all empty, the first one is read.
        let Some((index, rows, first, merges)) = opened.or(empty) else {
            return Err(WorkbookError::NoSheet);
        };
        let (sheet, others) = others(tabs, index);
        Ok(Self {
            rows,
            first,
            sheet,
            others,
            merges,
        })
    }

    /// The next row that holds something.
    pub(super) fn next(&mut self) -> Result<Option<GridRow>, WorkbookError> {
        match self.first.take() {
            Some(row) => Ok(Some(row)),
            None => self.rows.next(),
        }
    }
}
