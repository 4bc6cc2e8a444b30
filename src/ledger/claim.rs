//! A sheet that is being imported, held against a second import of it under another ledger.
//!
//! The ledger's own lock excludes two runs on one ledger. Two runs with two ledgers that send the same
//! sheet to the same target would make every ticket twice, and neither ledger could tell. So each run
//! also locks a file in the user's state folder, named by what would be done twice. It excludes them on
//! one machine and for one user; two machines are beyond any local lock, which `verify` then shows.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use data_encoding::BASE32_NOPAD;
use sha2::{Digest as _, Sha256};

use super::error::LedgerError;
use super::lock::{Holder, Lock};
use super::{RunNote, Target};

/// Bytes of a sheet that its name is made of, beside its length: a first megabyte tells sheets apart.
const LOOK: u64 = 1024 * 1024;

/// The claim on a sheet; dropping it, or the death of the process, lets go.
#[derive(Debug)]
pub struct SheetClaim {
    _lock: Lock,
}

impl SheetClaim {
    /// Claims a sheet for a target. `None` where that cannot be done: standard input, no state folder.
    ///
    /// # Errors
    /// [`LedgerError::SheetHeld`] when another run imports the same content into the same target.
    pub fn take(
        folder: &Path,
        sheet: &Path,
        target: &Target,
        note: &RunNote,
    ) -> Result<Option<Self>, LedgerError> {
        let Some(name) = name_of(sheet, target) else {
            return Ok(None);
        };
        if std::fs::create_dir_all(folder).is_err() {
            return Ok(None);
        }
        match Lock::take(&folder.join(name), &Holder::from(note)) {
            Ok(lock) => Ok(Some(Self { _lock: lock })),
            Err(LedgerError::Held(holder)) => Err(LedgerError::SheetHeld {
                sheet: sheet.to_owned(),
                holder,
            }),
            Err(error) => {
                tracing::debug!(%error, "the sheet cannot be claimed");
                Ok(None)
            }
        }
    }
}

/// The folder for what programs keep between runs (XDG Base Directory Specification).
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local").join("state")))
        .or_else(|| set("LOCALAPPDATA"))
        .map(|folder| folder.join("glassix-import"))
}

fn name_of(sheet: &Path, target: &Target) -> Option<String> {
    let meta = std::fs::metadata(sheet)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    let mut hash = Sha256::new();
    hash.update(target.host.as_bytes());
    hash.update([0]);
    hash.update(target.department.as_bytes());
    hash.update([0]);
    hash.update(meta.len().to_le_bytes());
    let mut start = Vec::new();
    std::fs::File::open(sheet)
        .ok()?
        .take(LOOK)
        .read_to_end(&mut start)
        .ok()?;
    hash.update(&start);
    let name = BASE32_NOPAD.encode(hash.finalize().get(..16)?);
    Some(format!("sheet-{}", name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_content_is_claimed_once_for_each_target_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&a, "id\n1\n").unwrap();
        std::fs::write(&b, "id\n1\n").unwrap();
        let target = |host: &str| Target {
            host: host.into(),
            department: "d".into(),
        };
        let note = RunNote {
            id: "r".into(),
            host: "h".into(),
            pid: 7,
            since: "now".into(),
            files: vec![],
        };
        let state = folder.path().join("state");
        let take = |sheet: &Path, host: &str| SheetClaim::take(&state, sheet, &target(host), &note);
        let held = take(&a, "one").unwrap();
        assert!(held.is_some());
        assert!(matches!(
            take(&b, "one"),
            Err(LedgerError::SheetHeld { .. })
        ));
        assert!(take(&b, "two").unwrap().is_some());
        drop(held);
        assert!(take(&b, "one").unwrap().is_some());
        assert!(take(Path::new("-"), "one").unwrap().is_none());
    }
}
