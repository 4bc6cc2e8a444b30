//! Files that no pattern means: those that are hidden, that another program has not finished, and our own.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::identity::Identity;

/// How the names of files end that programs write before they give them their own: downloads, copies, editors.
const UNFINISHED: [&str; 13] = [
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".opdownload",
    ".swp",
    ".swx",
    ".lock",
    ".lck",
    "~",
];

/// How they begin: what Excel keeps beside a workbook that is open.
const OPEN_ELSEWHERE: &str = "~$";

/// Stands in the names of ledgers and of all that is kept beside them.
const LEDGER: &str = ".sqlite";

/// What a run keeps apart from what it reads.
#[derive(Debug, Default)]
pub struct Apart {
    /// The ledger's folder and name: what stands beside it under a longer name belongs to it.
    ledger: Option<(Identity, PathBuf)>,
    files: HashSet<Identity>,
    /// Where finished files go.
    archive: Option<PathBuf>,
}

impl Apart {
    /// Keeps apart the ledger, these files (the mapping, and whatever is written), and the folder of finished
    /// ones. What is not there yet is no matter. Looks at the disk.
    #[must_use]
    pub fn new<'a>(
        ledger: &Path,
        files: impl IntoIterator<Item = &'a Path>,
        archive: Option<&Path>,
    ) -> Self {
        let folder = Identity::of(folder_of(ledger));
        let name = ledger.file_name().map(PathBuf::from);
        Self {
            ledger: folder.zip(name),
            files: files.into_iter().filter_map(Identity::of).collect(),
            archive: archive.and_then(|folder| folder.canonicalize().ok()),
        }
    }

    /// Whether a file that fits a pattern is none that is meant.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        is_unfinished(name)
            || name.to_string_lossy().to_ascii_lowercase().contains(LEDGER)
            || self.is_of_the_ledger(path, name)
            || Identity::of(path).is_some_and(|file| self.files.contains(&file))
            || self.is_archived(path)
    }

    fn is_of_the_ledger(&self, path: &Path, name: &OsStr) -> bool {
        self.ledger.as_ref().is_some_and(|(folder, ledger)| {
            let bytes = ledger.as_os_str().as_encoded_bytes();
            name.as_encoded_bytes().starts_with(bytes)
                && Identity::of(folder_of(path)).as_ref() == Some(folder)
        })
    }

    fn is_archived(&self, path: &Path) -> bool {
        self.archive.as_ref().is_some_and(|archive| {
            let folder = folder_of(path).canonicalize();
            folder.is_ok_and(|folder| folder.starts_with(archive))
        })
    }
}

/// Whether a name says that its file is hidden, or not finished.
pub(super) fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    name.starts_with('.')
        || name.starts_with(OPEN_ELSEWHERE)
        || UNFINISHED.iter().any(|end| name.ends_with(end))
}

/// The folder that a file stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}
