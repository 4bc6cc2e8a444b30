//! Where results go: a file that is there whole or not at all, or standard output.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::terminal::visible;

/// Bytes that are written at once.
const BUFFER: usize = 64 * 1024;

/// The path that stands for standard output.
const STDOUT: &str = "-";

/// Where results go.
pub enum Output {
    /// A file, under a name that nobody knows until it is whole. Only its owner may read it.
    File(BufWriter<std::fs::File>, TempPath, PathBuf),
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// Standard output where people look at it: nothing in a cell steers the terminal.
    Terminal(io::Stdout),
}

impl Output {
    /// Whether a path stands for standard output.
    #[must_use]
    pub fn is_stdout(path: &Path) -> bool {
        path.as_os_str() == OsStr::new(STDOUT)
    }

    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        use std::io::IsTerminal as _;
        let stdout = io::stdout();
        if stdout.is_terminal() {
            Self::Terminal(stdout)
        } else {
            Self::Stdout(BufWriter::with_capacity(BUFFER, stdout))
        }
    }

    /// A file at this path.
    ///
    /// # Errors
    /// What the system says of its folder.
    pub fn file(path: &Path) -> io::Result<Self> {
        let file = NamedTempFile::with_prefix_in(".results-", folder(path))?;
        let (file, temporary) = file.into_parts();
        let file = BufWriter::with_capacity(BUFFER, file);
        Ok(Self::File(file, temporary, path.to_owned()))
    }

    /// Ends the output; a file is on the disk under its name then. `replace` allows another file to be there.
    ///
    /// # Errors
    /// What the system says; nothing is left behind.
    pub fn finish(self, replace: bool) -> io::Result<()> {
        match self {
            Self::File(file, temporary, path) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.sync_all()?;
                let named = if replace {
                    temporary.persist(&path)
                } else {
                    temporary.persist_noclobber(&path)
                };
                named.map_err(|error| error.error)?;
                // Where a folder cannot be opened for syncing, its entries are durable with the file.
                if cfg!(unix) {
                    std::fs::File::open(folder(&path))?.sync_all()?;
                }
                Ok(())
            }
            Self::Stdout(mut out) => out.flush(),
            Self::Terminal(mut out) => out.flush(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file, ..) => file.write(bytes),
            Self::Stdout(out) => out.write(bytes),
            Self::Terminal(out) => {
                let text = String::from_utf8_lossy(bytes);
                let lines: Vec<String> = text
                    .split('\n')
                    .map(|line| visible(line.trim_end_matches('\r').trim_start_matches('\u{FEFF}')))
                    .collect();
                out.write_all(lines.join("\n").as_bytes())?;
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file, ..) => file.flush(),
            Self::Stdout(out) => out.flush(),
            Self::Terminal(out) => out.flush(),
        }
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut broken = Output::file(&path).unwrap();
        broken.write_all(b"half").unwrap();
        drop(broken);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut whole = Output::file(&path).unwrap();
        whole.write_all(b"whole").unwrap();
        whole.finish(false).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        let other = Output::file(&path).unwrap();
        assert!(other.finish(false).is_err(), "it is there already");
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        let other = Output::file(&path).unwrap();
        other.finish(true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
