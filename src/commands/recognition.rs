//! Files that were imported before are known again by their content, before they are opened as sheets.

use std::path::{Path, PathBuf};

use super::Failure;
use super::connection::{ledger_failure, target};
use crate::inbox::Stamp;
use crate::ledger::{ImportedFile, Inspection, Ledger, LedgerError, RunNote};
use crate::settings::Settings;
use crate::summary::{FileLine, FileStatus};

/// A file as it was before it was opened.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
    /// Its hash, where there was a reason to read it for that.
    hash: Option<[u8; 32]>,
}

/// What the ledger knows of files, until the run opens it.
pub(super) struct Recognition {
    ledger: Option<(Inspection, i64)>,
    meaning: [u8; 8],
}

impl Recognition {
    /// Looks into the ledger, if there is one, unless rows are sent again that the service refused.
    pub(super) fn open(settings: &Settings) -> Result<Self, Failure> {
        let meaning = settings.intake.meaning();
        let mut recognition = Self {
            ledger: None,
            meaning,
        };
        if !settings.again && settings.ledger.exists() {
            let ledger = Inspection::open(&settings.ledger, &RunNote::of_reader("run"))?;
            let number = ledger.target(&target(&settings.destination))?;
            recognition.ledger = number.map(|number| (ledger, number));
        }
        Ok(recognition)
    }

    /// Looks at a file: as it is, and as what it was imported before. `None` for what is no regular file.
    pub(super) fn look(
        &self,
        path: &Path,
    ) -> Result<Option<(Arrived, Option<ImportedFile>)>, Failure> {
        let Some(stamp) = Stamp::of(path) else {
            return Ok(None);
        };
        let failed = |error: LedgerError| ledger_failure(&error);
        let mut known = None;
        let mut hash = None;
        let is_candidate = match &self.ledger {
            Some((ledger, target)) => ledger
                .has_imported_size(*target, stamp.size())
                .map_err(failed)?,
            None => false,
        };
        if is_candidate || !stamp.is_certain() {
            // One that cannot be read is left to its opening, which says why.
            hash = stamp.digest(path).ok();
        }
        if let (Some((ledger, target)), Some(hash)) = (&self.ledger, hash) {
            known = ledger
                .imported(*target, hash, self.meaning)
                .map_err(failed)?;
        }
        let path = path.to_owned();
        Ok(Some((Arrived { path, stamp, hash }, known)))
    }
}

/// Has the ledger know these files again, if they are as they were when they were opened.
pub(super) async fn remember(
    ledger: &Ledger,
    meaning: [u8; 8],
    lines: &[FileLine],
    files: &[Arrived],
) {
    let imported = lines
        .iter()
        .filter(|line| line.status == FileStatus::Imported);
    for line in imported {
        let Some(file) = files.iter().find(|file| file.is(line)) else {
            continue;
        };
        let hash = tokio::task::block_in_place(|| file.stamp.digest(&file.path));
        let Ok(hash) = hash else {
            tracing::debug!(file = line.file, "not known again: it has changed");
            continue;
        };
        if file.hash.is_some_and(|first| first != hash) {
            continue;
        }
        let imported = ImportedFile {
            hash,
            meaning,
            size: file.stamp.size(),
            rows: line.rows.rows_read,
            duplicates: line.rows.duplicates,
        };
        // A ledger that fails says so at its end.
        let _ = ledger.imported(imported).await;
    }
}

impl Arrived {
    /// Whether a line of the summary tells of this file.
    pub(super) fn is(&self, line: &FileLine) -> bool {
        self.path.display().to_string() == line.file
    }
}
