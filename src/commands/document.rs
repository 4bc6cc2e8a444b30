//! A file that is written whole or not at all, and never over something that it must not touch.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::exit;
use crate::terminal::visible;

/// How a page begins: a file that exists is written over only if it is one.
const PAGE: &[u8] = b"<!doctype html";

/// A page that is going to be written.
#[derive(Debug)]
pub(super) struct Document {
    path: PathBuf,
}

impl Document {
    /// A page at this path, which may be none of the `protected` files, nor anything else that is no page:
    /// a name that was mistyped costs nobody a sheet.
    pub(super) fn at<'a>(
        path: &Path,
        protected: impl IntoIterator<Item = &'a Path>,
    ) -> Result<Self, Failure> {
        let name = visible(&path.display().to_string());
        if protected.into_iter().any(|other| is_same(path, other)) {
            return Err(Failure::usage(format!(
                "the page would be written over {name}, which this command reads; name another file"
            )));
        }
        if !may_be_replaced(path) {
            return Err(Failure::usage(format!(
                "{name} exists and is no page, so it is not written over; name another file"
            )));
        }
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Writes it: whole, under another name, and then in its place.
    pub(super) fn write(&self, content: &str) -> Result<(), Failure> {
        let temporary = self.temporary();
        let written = create(&temporary, content).and_then(|()| fs::rename(&temporary, &self.path));
        written.map_err(|error| {
            // There may be nothing to remove.
            let _ = fs::remove_file(&temporary);
            let name = visible(&self.path.display().to_string());
            Failure {
                status: exit::FATAL,
                message: format!("cannot write the page {name}: {error}"),
            }
        })
    }

    /// A name beside it, on the same file system, that no other process takes.
    fn temporary(&self) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        self.path.with_file_name(name)
    }
}

fn create(path: &Path, content: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // It may tell of customers; whoever wants others to see it says so.
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// Whether nothing is there, or a page, or an empty file. A device or a pipe is neither.
fn may_be_replaced(path: &Path) -> bool {
    let meta = match fs::metadata(path) {
        // Whatever else is wrong with the path shows itself when the page is written.
        Err(_) => return fs::symlink_metadata(path).is_err(),
        Ok(meta) => meta,
    };
    let mut beginning = Vec::new();
    let read = File::open(path).and_then(|file| {
        let most = PAGE.len() as u64;
        file.take(most).read_to_end(&mut beginning)
    });
    meta.is_file() && (meta.len() == 0 || (read.is_ok() && beginning.eq_ignore_ascii_case(PAGE)))
}

/// Whether two paths lead to the same file, by whatever names.
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if let (Ok(a), Ok(b)) = (fs::metadata(a), fs::metadata(b)) {
            return (a.dev(), a.ino()) == (b.dev(), b.ino());
        }
    }
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_replaces_a_page_and_leaves_nothing_else_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("check.html");
        for content in ["<!DOCTYPE html>one", "<!DOCTYPE html>two"] {
            Document::at(&path, []).unwrap().write(content).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_sheet_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = folder.path().join("leads.csv");
        fs::write(&sheet, "id\n1\n").unwrap();
        let other = folder.path().join("other.csv");
        fs::write(&other, "id\n2\n").unwrap();
        let protected = || [sheet.as_path()];
        assert!(Document::at(&sheet, protected()).is_err());
        assert!(Document::at(&other, protected()).is_err(), "it is no page");
        assert!(Document::at(folder.path(), protected()).is_err());
        #[cfg(unix)]
        {
            let link = folder.path().join("link.html");
            std::os::unix::fs::symlink(&sheet, &link).unwrap();
            assert!(Document::at(&link, protected()).is_err());
            let twin = folder.path().join("twin.html");
            fs::hard_link(&sheet, &twin).unwrap();
            assert!(Document::at(&twin, protected()).is_err());
            assert!(Document::at(Path::new("/dev/null"), protected()).is_err());
        }
    }

    #[test]
    fn a_page_that_cannot_be_written_is_a_failure_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("check.html");
        let failure = Document::at(&path, []).unwrap().write("x").unwrap_err();
        assert_eq!(failure.status, exit::FATAL);
        assert!(
            failure.message.contains("check.html"),
            "{}",
            failure.message
        );
    }
}
