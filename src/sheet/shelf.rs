//! A sheet that was looked at and waits for its turn without being open: a process has only so many open files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::SheetError;
use super::hints::Hints;
use super::origin::Origin;
use super::source::Source;
use super::stillness::{State, Stillness};
use super::{Asides, Sheet};

/// A file that is opened again when its first record is asked for.
pub(super) struct Shelved {
    path: PathBuf,
    hints: Hints,
    /// What it was when it was looked at.
    was: State,
}

impl Sheet {
    /// Closes the file of a sheet of which no record was read, until one is asked for; what is known of it stays. It
    /// is then opened as before, and read only if it is still the same. What comes once, as from a pipe, stays open.
    pub fn put_aside(&mut self, path: &Path, hints: &Hints) {
        if let Some(stillness) = self.stillness.take() {
            self.source = Source::Shelved(Box::new(Shelved {
                path: path.to_owned(),
                hints: hints.clone(),
                was: stillness.state(),
            }));
            self.body = None;
        }
    }

    /// The same sheet once more, from its first record on, without a look at all of it to find out how it is read.
    /// `None` where that takes a look: it is no file of text, or has changed meanwhile. Blocks.
    #[must_use]
    pub fn again(&self, path: &Path) -> Option<Self> {
        let (body, manner) = (self.body.as_ref()?, self.manner.as_ref()?);
        let was = self.stillness.as_ref().map(Stillness::state)?;
        let origin = Origin::open(path).ok()?;
        let width = self.header.len();
        let (text, stillness) = manner.read(&self.name, origin, width).ok()?;
        if self.export.is_some() || stillness.as_ref().map(Stillness::state) != Some(was) {
            return None;
        }
        Some(Self {
            name: self.name.clone(),
            header: self.header.clone(),
            reading: self.reading.clone(),
            size: self.size,
            sample: self.sample.clone(),
            source: Source::Text(Box::new(text)),
            body: Some(body.anew()),
            kept: None,
            export: None,
            asides: Asides::default(),
            records: 0,
            stillness,
            ended: None,
            manner: Some(Arc::clone(manner)),
        })
    }

    /// Opens it again, if it was put aside. Blocks.
    pub(super) fn take_up(&mut self) -> Result<(), SheetError> {
        let Source::Shelved(shelved) = &self.source else {
            return Ok(());
        };
        let again = Self::open(&shelved.path, &shelved.hints)?;
        let now = again.stillness.as_ref().map(Stillness::state);
        if now.as_ref() != Some(&shelved.was) {
            return Err(SheetError::Replaced {
                name: self.name.clone(),
            });
        }
        (self.source, self.body, self.stillness) = (again.source, again.body, again.stillness);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sheet::Record;

    fn records(sheet: &mut Sheet) -> Vec<Record> {
        let mut records = Vec::new();
        while let Some(record) = sheet.next_record().unwrap() {
            records.push(record);
        }
        records
    }

    #[test]
    fn a_sheet_of_any_kind_that_was_put_aside_is_read_as_if_it_had_not_been() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/messy");
        let hints = Hints::default();
        for name in [
            "german-excel.csv",
            "leads.xlsx",
            "leads.ods",
            "leads.xls",
            "packed.csv.gz",
        ] {
            let path = folder.join(name);
            let open = || Sheet::open(&path, &hints).unwrap();
            let (mut straight, mut aside) = (open(), open());
            aside.put_aside(&path, &hints);
            assert!(aside.is_file());
            assert_eq!(aside.sample(), straight.sample());
            let expected = records(&mut straight);
            assert!(!expected.is_empty());
            assert_eq!(records(&mut aside), expected, "{name}");
        }
    }

    #[test]
    fn a_file_that_became_another_while_it_was_aside_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let hints = Hints::default();
        let aside = || {
            std::fs::write(&path, "id\n1\n").unwrap();
            let mut sheet = Sheet::open(&path, &hints).unwrap();
            sheet.put_aside(&path, &hints);
            sheet
        };
        let mut longer = aside();
        std::fs::write(&path, "id\n1\n2\n").unwrap();
        let end = longer.next_record();
        assert!(matches!(end, Err(SheetError::Replaced { .. })));
        let mut gone = aside();
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(gone.next_record(), Err(SheetError::Io { .. })));
        #[cfg(unix)]
        {
            let mut replaced = aside();
            let was = std::fs::metadata(&path).unwrap().modified().unwrap();
            let other = folder.path().join("b.csv");
            std::fs::write(&other, "id\n2\n").unwrap();
            let file = std::fs::File::options().append(true).open(&other).unwrap();
            file.set_modified(was).unwrap();
            std::fs::rename(&other, &path).unwrap();
            let end = replaced.next_record();
            assert!(matches!(end, Err(SheetError::Replaced { .. })));
        }
    }

    #[test]
    fn a_text_is_read_again_as_it_was_read_and_anything_else_is_looked_at() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/messy");
        let hints = Hints::default();
        for (name, is_text) in [
            ("german-excel.csv", true),
            ("packed.csv.gz", true),
            ("leads.xlsx", false),
        ] {
            let path = folder.join(name);
            let mut sheet = Sheet::open(&path, &hints).unwrap();
            let again = sheet.again(&path);
            assert_eq!(again.is_some(), is_text, "{name}");
            if let Some(mut again) = again {
                assert_eq!(records(&mut again), records(&mut sheet), "{name}");
            }
            sheet.put_aside(&path, &hints);
            assert!(sheet.again(&path).is_none());
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "id\n1\n").unwrap();
        let sheet = Sheet::open(&path, &hints).unwrap();
        std::fs::write(&path, "id\n1\n2\n").unwrap();
        assert!(sheet.again(&path).is_none());
    }

    #[test]
    fn what_comes_once_stays_open() {
        let hints = Hints::default();
        let piped = Box::new(std::io::Cursor::new(b"id\n1\n2\n"));
        let mut sheet = Sheet::read("-", piped, &hints).unwrap();
        sheet.put_aside(Path::new("-"), &hints);
        assert_eq!(records(&mut sheet).len(), 2);
    }
}
