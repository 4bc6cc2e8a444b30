//! Whether the ledger is still the file that was opened.
//!
//! A file that is deleted while `SQLite` has it open goes on taking writes that nobody will ever read: the
//! run would end well and its ledger be gone. So each commit looks at the name once more. It looks with
//! `stat` and never opens the file, since closing it again would drop `SQLite`'s locks.

use std::path::{Path, PathBuf};

use super::error::LedgerError;

/// A file by what the system knows it by, and not by its name.
#[derive(Debug)]
pub(super) struct Identity {
    path: PathBuf,
    #[cfg(unix)]
    file: (u64, u64),
}

impl Identity {
    /// The identity of the file that has this name now.
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            file: numbers(path)?,
            path: path.to_owned(),
        })
    }

    /// Makes sure that the name still means the same file.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        #[cfg(unix)]
        let same = numbers(&self.path).is_ok_and(|found| found == self.file);
        #[cfg(not(unix))]
        let same = self.path.exists();
        if same {
            Ok(())
        } else {
            Err(LedgerError::Vanished {
                path: self.path.clone(),
            })
        }
    }
}

#[cfg(unix)]
fn numbers(path: &Path) -> std::io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = std::fs::metadata(path)?;
    Ok((meta.dev(), meta.ino()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_that_was_deleted_or_replaced_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let other = folder.path().join("other");
        std::fs::write(&path, "").unwrap();
        std::fs::write(&other, "").unwrap();
        let identity = Identity::of(&path).unwrap();
        assert!(identity.check().is_ok());
        std::fs::rename(&other, &path).unwrap();
        assert!(identity.check().is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(identity.check().is_err());
    }
}
