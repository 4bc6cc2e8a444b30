//! Whether a file stayed as it was while it was read.
//!
//! A file that is replaced (saved under a temporary name and renamed, as programs do) is no matter while it is open:
//! what was opened goes on to be read. A file that is written in place can give the beginning of one version and
//! the end of another, in which a row may be neither.

use std::fs::File;
use std::io;
use std::time::SystemTime;

/// A file, and what it was when it was opened.
#[derive(Debug)]
pub(super) struct Stillness {
    file: File,
    was: State,
}

/// What tells a file from another one, or from what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    bytes: u64,
    changed: Option<SystemTime>,
    /// The device and its number there; `None` where the system does not say.
    identity: Option<(u64, u64)>,
}

impl Stillness {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let file = file.try_clone()?;
        let was = state(&file)?;
        Ok(Self { file, was })
    }

    /// What it was when it was opened.
    pub(super) fn state(&self) -> State {
        self.was.clone()
    }

    /// Whether nothing has changed since.
    pub(super) fn holds(&self) -> bool {
        state(&self.file).is_ok_and(|now| now == self.was)
    }
}

fn state(file: &File) -> io::Result<State> {
    let meta = file.metadata()?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt as _;
        Some((meta.dev(), meta.ino()))
    };
    #[cfg(not(unix))]
    let identity = None;
    Ok(State {
        bytes: meta.len(),
        changed: meta.modified().ok(),
        identity,
    })
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
