//! Workbooks: the rows of one sheet, from top to bottom, as the texts that the program shows.
//!
//! Excel's xlsx and xlsm and OpenDocument's ods are read as streams by readers of our own, so that memory
//! does not grow with the sheet, and so that what other readers pass over in silence (formulas without
//! values, errors, hidden rows, leading zeros of formats) is seen. Old xls files are small and loaded whole.

mod archive;
mod biff;
mod compound;
mod error;
mod extent;
mod format;
#[cfg(any(test, fuzzing))]
pub(super) mod fuzz;
mod grid;
mod kind;
mod merge;
mod moment;
mod number;
mod ods;
mod part;
mod quiet;
mod sheets;
mod xls;
mod xlsx;
mod xml;

#[cfg(test)]
mod fixture;

use std::fs::File;
use std::sync::Arc;

pub(crate) use error::WorkbookError;
pub(crate) use grid::GridRow;
pub(crate) use merge::Merge;
pub(crate) use sheets::{Choice, OtherSheet};

use archive::Archive;
use compound::Compound;
use kind::{Container, Kind};
use ods::Ods;
use xls::Xls;
use xlsx::Xlsx;

/// A workbook of which one sheet is read from top to bottom.
pub(crate) struct Workbook {
    book: Book,
    failed: bool,
}

enum Book {
    Xlsx(Box<Xlsx>),
    Ods(Box<Ods>),
    Xls(Box<Xls>),
}

impl Workbook {
    /// Opens the workbook that `source` is as a whole, whatever its name, and finds the sheet of `choice`.
    /// What it takes to know that the file is whole is read here: a cut-off file is refused before any row.
    ///
    /// # Errors
    ///
    /// Files of other kinds, encrypted and damaged ones, those that pass a bound, and a sheet that is not there.
    pub(crate) fn open(source: File, choice: Choice<'_>) -> Result<Self, WorkbookError> {
        let book = match kind::container(&source)? {
            Container::Compound => {
                let compound = Compound::open(&source)?;
                kind::of_compound(&compound)?;
                Book::Xls(Box::new(Xls::open(&source, &compound, &choice)?))
            }
            Container::Zip => {
                let archive = Archive::open(Arc::new(source))?;
                match kind::of_archive(&archive)? {
                    Kind::Ods => Book::Ods(Box::new(Ods::open(&archive, &choice)?)),
                    Kind::Xlsx(part) => Book::Xlsx(Box::new(Xlsx::open(&archive, &part, &choice)?)),
                }
            }
        };
        Ok(Self {
            book,
            failed: false,
        })
    }

    /// The kind of the file: "xlsx" (or xlsm), "ods" or "xls".
    pub(crate) fn kind(&self) -> &'static str {
        match self.book {
            Book::Xlsx(_) => "xlsx",
            Book::Ods(_) => "ods",
            Book::Xls(_) => "xls",
        }
    }

    /// The name of the sheet that is read.
    pub(crate) fn sheet(&self) -> &str {
        match &self.book {
            Book::Xlsx(book) => &book.sheet,
            Book::Ods(book) => &book.sheet,
            Book::Xls(book) => &book.sheet,
        }
    }

    /// The other worksheets, in the order of their tabs.
    pub(crate) fn others(&self) -> &[OtherSheet] {
        match &self.book {
            Book::Xlsx(book) => &book.others,
            Book::Ods(book) => &book.others,
            Book::Xls(book) => &book.others,
        }
    }

    /// The merged ranges that start in the first 64 rows.
    pub(crate) fn merges(&self) -> &[Merge] {
        match &self.book {
            Book::Xlsx(book) => &book.merges,
            Book::Ods(book) => &book.merges,
            Book::Xls(book) => &book.merges,
        }
    }

    /// The next row of which a cell is not blank. None at the end of the sheet, whose part is then known to
    /// be whole.
    ///
    /// # Errors
    ///
    /// A damaged file and one that passes a bound. Nothing can be read behind an error.
    pub(crate) fn next(&mut self) -> Result<Option<GridRow>, WorkbookError> {
        if self.failed {
            let fault = "it could not be read to its end";
            return Err(WorkbookError::damaged(self.sheet(), fault));
        }
        let row = match &mut self.book {
            Book::Xlsx(book) => book.next(),
            Book::Ods(book) => book.next(),
            Book::Xls(book) => Ok(book.next()),
        };
        self.failed = row.is_err();
        row
    }
}

#[cfg(test)]
mod package_tests;

#[cfg(test)]
mod xlsx_tests;

#[cfg(test)]
mod ods_tests;

#[cfg(test)]
mod damage_tests;
