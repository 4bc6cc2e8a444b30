//! What tells one file from another, whatever it is called.

use std::path::Path;

/// A file as the system knows it: its device and its number there.
#[cfg(unix)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity(u64, u64);

/// A file by the one path that leads to it without links.
#[cfg(not(unix))]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity(std::path::PathBuf);

impl Identity {
    /// The identity of a file or folder; `None` for what is neither, such as standard input.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = std::fs::metadata(path).ok()?;
        (meta.is_file() || meta.is_dir()).then(|| Self(meta.dev(), meta.ino()))
    }

    /// The identity of a file or folder; `None` for what is not there, such as standard input.
    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> Option<Self> {
        std::fs::canonicalize(path).ok().map(Self)
    }
}
