//! Reading a sheet: a stream of rows, each of which knows where it stands.
//!
//! [`Sheet::open`] looks at the first bytes to see what kind of file it is, reads the header, and then
//! hands on one [`Record`] at a time in constant memory. Everything behind this module works on rows and
//! does not know what kind of file they came from: another kind of sheet is another source of records.

mod csv;
mod error;
mod header;
mod kind;
mod mark;
mod quotes;
mod row;
mod size;
mod stillness;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub use error::SheetError;
pub use header::Header;
pub use mark::is_invisible;
pub use row::{Record, Row};
pub use size::{Size, rows_of};

use csv::CsvReader;
use stillness::Stillness;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What is known of a sheet before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The byte between cells.
    pub delimiter: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',' }
    }
}

/// A sheet that is being read.
pub struct Sheet {
    name: String,
    header: Header,
    reader: CsvReader<Box<dyn Read + Send>>,
    records: u64,
    stillness: Option<Stillness>,
}

impl Sheet {
    /// Opens a file, or standard input for `-`, and reads its header. Blocks.
    ///
    /// # Errors
    /// [`SheetError`] when it is no sheet that can be read.
    pub fn open(path: &Path, dialect: Dialect) -> Result<Self, SheetError> {
        let name = path.display().to_string();
        if name == STDIN {
            return Self::read(&name, Box::new(io::stdin()), dialect);
        }
        let io = |source| SheetError::Io {
            name: name.clone(),
            source,
        };
        let file = File::open(path).map_err(io)?;
        let is_file = file.metadata().map_err(io)?.is_file();
        let stillness = Stillness::of(&file).map_err(io)?;
        let mut sheet = Self::read(&name, Box::new(file), dialect)?;
        sheet.stillness = is_file.then_some(stillness);
        Ok(sheet)
    }

    /// Reads a sheet from any source; `name` is what messages call it.
    ///
    /// # Errors
    /// [`SheetError`] when it is no sheet that can be read.
    pub fn read(
        name: &str,
        source: Box<dyn Read + Send>,
        dialect: Dialect,
    ) -> Result<Self, SheetError> {
        let source = kind::recognise(name, source)?;
        let mut reader = CsvReader::new(name, source, dialect.delimiter);
        let header = reader.header()?;
        Ok(Self {
            name: name.to_owned(),
            header,
            reader,
            records: 0,
            stillness: None,
        })
    }

    /// The path as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is read from a file, and not from a pipe that may stay open.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.stillness.is_some()
    }

    /// The columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next record, `None` at the end.
    ///
    /// # Errors
    /// [`SheetError`] when the file can be read no further.
    pub fn next_record(&mut self) -> Result<Option<Record>, SheetError> {
        let record = self.reader.next(self.records + 1, self.header.len())?;
        self.records += u64::from(record.is_some());
        if record.is_none()
            && let Some(stillness) = &self.stillness
            && !stillness.holds()
        {
            return Err(SheetError::Changed {
                name: self.name.clone(),
            });
        }
        Ok(record)
    }
}
