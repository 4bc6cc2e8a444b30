//! Whether a file stayed as it was while it was read.
//!
//! A file that is replaced (saved under a temporary name and renamed, as programs do) is no matter: what
//! was opened goes on to be read. A file that is written in place can give the beginning of one version and
//! the end of another, in which a row may be neither.

use std::fs::File;
use std::io;
use std::time::SystemTime;

/// A file's size and time of change when it was opened.
#[derive(Debug)]
pub(super) struct Stillness {
    file: File,
    was: (u64, Option<SystemTime>),
}

impl Stillness {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let file = file.try_clone()?;
        let was = state(&file)?;
        Ok(Self { file, was })
    }

    /// Whether nothing has changed since.
    pub(super) fn holds(&self) -> bool {
        state(&self.file).is_ok_and(|now| now == self.was)
    }
}

fn state(file: &File) -> io::Result<(u64, Option<SystemTime>)> {
    let meta = file.metadata()?;
    Ok((meta.len(), meta.modified().ok()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write as _;

    use crate::sheet::{Hints, Sheet, SheetError};

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_an_error_and_one_that_is_replaced_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, "id\n1\n").unwrap();
        let mut sheet = Sheet::open(&path, &Hints::default()).unwrap();
        let other = folder.path().join("other.csv");
        std::fs::write(&other, "id\n2\n").unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert!(sheet.next_record().unwrap().is_some());
        assert!(sheet.next_record().unwrap().is_none());

        let mut sheet = Sheet::open(&path, &Hints::default()).unwrap();
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap();
        file.write_all(b"3\n").unwrap();
        assert!(sheet.next_record().unwrap().is_some());
        let end = loop {
            match sheet.next_record() {
                Ok(Some(_)) => {}
                other => break other,
            }
        };
        assert!(matches!(end, Err(SheetError::Changed { .. })));
    }
}
