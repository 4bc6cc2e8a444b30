//! How many rows a file has, before it is read: exactly where that is cheap, else an estimate.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{Dialect, STDIN, Sheet, SheetError};

/// Bytes up to which rows are counted rather than estimated: a tenth of a second of reading.
const COUNT_BYTES: u64 = 16 * 1024 * 1024;

/// The size of a file in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Exactly(u64),
    /// About so many, judged by the first part of the file.
    About(u64),
    /// It cannot be known before the end.
    Unknown,
}

impl Size {
    /// The rows, where they are known at least roughly.
    #[must_use]
    pub fn rows(self) -> Option<u64> {
        match self {
            Self::Exactly(rows) | Self::About(rows) => Some(rows),
            Self::Unknown => None,
        }
    }

    /// The size of two files together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exactly(a), Self::Exactly(b)) => Self::Exactly(a + b),
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Exactly(a) | Self::About(a), Self::Exactly(b) | Self::About(b)) => {
                Self::About(a + b)
            }
        }
    }
}

/// How many rows a file has, up to where its quotes are unsound. Blocks; reads at most 16 MiB. A file that may not be read twice (standard
/// input, a pipe) is not touched.
///
/// # Errors
/// [`SheetError`] when it is no sheet that can be read.
pub fn rows_of(path: &Path, dialect: Dialect) -> Result<Size, SheetError> {
    let name = path.display().to_string();
    let io = |source| SheetError::Io {
        name: name.clone(),
        source,
    };
    if name == STDIN {
        return Ok(Size::Unknown);
    }
    let meta = std::fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Ok(Size::Unknown);
    }
    let file = File::open(path).map_err(io)?;
    let mut sheet = Sheet::read(&name, Box::new(file.take(COUNT_BYTES)), dialect)?;
    let mut rows = 0_u64;
    loop {
        match sheet.next_record() {
            // A record that is cut at the end of the part counts as one; an estimate does not mind.
            Ok(Some(_)) => rows += 1,
            // The part may end inside quotes. Where the file itself does, reading it says so, once the
            // rows before that place are handled.
            Err(SheetError::OpenQuote { .. } | SheetError::TornByQuote { .. })
                if meta.len() <= COUNT_BYTES =>
            {
                return Ok(Size::About(rows));
            }
            Ok(None) | Err(SheetError::OpenQuote { .. } | SheetError::TornByQuote { .. }) => break,
            Err(error) => return Err(error),
        }
    }
    if meta.len() <= COUNT_BYTES {
        return Ok(Size::Exactly(rows));
    }
    let estimate = u128::from(rows) * u128::from(meta.len()) / u128::from(COUNT_BYTES);
    Ok(Size::About(u64::try_from(estimate).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_are_counted_as_they_will_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, "id,notes\n1,\"a\nb\"\n\n2,x\n3").unwrap();
        assert_eq!(
            rows_of(&path, Dialect::default()).unwrap(),
            Size::Exactly(3)
        );
        assert_eq!(
            rows_of(Path::new("-"), Dialect::default()).unwrap(),
            Size::Unknown
        );
    }

    #[test]
    fn a_part_that_ends_inside_quotes_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        let row = format!("1,\"{}\"\n", "x".repeat(1024 * 1024));
        std::fs::write(&path, format!("id,notes\n{}", row.repeat(17))).unwrap();
        assert!(std::fs::metadata(&path).unwrap().len() > COUNT_BYTES);
        let size = rows_of(&path, Dialect::default()).unwrap();
        assert!(matches!(size, Size::About(15..=17)), "{size:?}");
    }

    #[test]
    fn rows_are_counted_up_to_a_quote_that_is_never_closed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, "id,notes\n1,x\n2,\"y\n3,z\n").unwrap();
        assert_eq!(rows_of(&path, Dialect::default()).unwrap(), Size::About(1));
    }
}
