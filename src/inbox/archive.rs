//! The folder where finished files go: moved whole, under their names, and never over another file.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::passed_over::folder_of;
use super::stamp::Stamp;

/// Names that are tried for a file whose own name is taken.
const MAX_NAMES: u32 = 100;

/// Why a file stays where it is. None of its rows is the worse for it.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// It is a link: moved, it would point elsewhere, and what it points to is not ours to move.
    #[error("it is a link, and links are not moved")]
    Link,
    /// Another file has its name by now, or it was written to.
    #[error("it was replaced or written to since it was read; the next run reads it")]
    Changed,
    /// The folder takes no more names like it.
    #[error("the archive has too many files of its name")]
    Names,
    /// The system says no.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Moves a file that is as it was read into a folder, which is made if it is missing, and gives its new path;
/// `None` where it lies in that folder already. A name that is taken gets the time behind it. Blocks.
///
/// # Errors
/// [`ArchiveError`]; the file is where it was then.
pub fn put(
    file: &Path,
    was: &Stamp,
    folder: &Path,
    now: jiff::Timestamp,
) -> Result<Option<PathBuf>, ArchiveError> {
    if fs::symlink_metadata(file)?.is_symlink() {
        return Err(ArchiveError::Link);
    }
    if !was.is_of(file) {
        return Err(ArchiveError::Changed);
    }
    make_private(folder)?;
    if folder_of(file).canonicalize()? == folder.canonicalize()? {
        return Ok(None);
    }
    let place = reserve(file, folder, now)?;
    match carry(file, was, &place, folder) {
        Ok(()) => Ok(Some(place)),
        Err(error) => {
            // What was reserved is empty still: a file that was moved there was moved back.
            if fs::metadata(&place).is_ok_and(|meta| meta.len() == 0) {
                let _ = fs::remove_file(&place);
            }
            Err(error)
        }
    }
}

/// Makes a folder that nobody else may look into: it holds what customers are called.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Takes a name in the folder that no file has, by an empty file of that name.
fn reserve(file: &Path, folder: &Path, now: jiff::Timestamp) -> Result<PathBuf, ArchiveError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (stem, end) = name.split_once('.').unwrap_or((&*name, ""));
    let dot = if end.is_empty() { "" } else { "." };
    let time = now.strftime("%Y%m%dT%H%M%SZ");
    for number in 0..MAX_NAMES {
        let path = match number {
            0 => folder.join(file.file_name().unwrap_or_default()),
            1 => folder.join(format!("{stem}-{time}{dot}{end}")),
            _ => folder.join(format!("{stem}-{time}-{number}{dot}{end}")),
        };
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ArchiveError::Names)
}

/// Moves the file over the name that was reserved for it.
fn carry(file: &Path, was: &Stamp, place: &Path, folder: &Path) -> Result<(), ArchiveError> {
    match fs::rename(file, place) {
        Ok(()) if was.is_of(place) => {}
        Ok(()) => {
            // It was replaced in the instant before: what nobody has read goes back, unless there is yet another.
            if fs::hard_link(place, file).is_ok()
                || (!file.exists() && fs::rename(place, file).is_ok())
            {
                let _ = fs::remove_file(place);
                return Err(ArchiveError::Changed);
            }
            return Err(ArchiveError::Io(io::Error::other(format!(
                "it was replaced by a file that nobody has read, which lies at {} now",
                place.display()
            ))));
        }
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            copy(file, was, place, folder)?
        }
        Err(error) => return Err(error.into()),
    }
    sync(folder);
    sync(folder_of(file));
    Ok(())
}

/// Copies the file to another file system, and removes it once the copy is on the disk.
fn copy(file: &Path, was: &Stamp, place: &Path, folder: &Path) -> Result<(), ArchiveError> {
    let mut copy = tempfile::Builder::new()
        .prefix(".glassix-import-")
        .tempfile_in(folder)?;
    let mut source = File::open(file)?;
    io::copy(&mut source, &mut copy)?;
    copy.as_file()
        .set_modified(source.metadata()?.modified()?)?;
    copy.as_file().sync_all()?;
    if !was.is_of(file) {
        return Err(ArchiveError::Changed);
    }
    copy.persist(place).map_err(|error| error.error)?;
    sync(folder);
    fs::remove_file(file)?;
    Ok(())
}

/// Syncs a folder, where a system can: a power cut may otherwise give the file its old name back, which costs a
/// second look at it.
fn sync(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Desk(tempfile::TempDir);

    impl Desk {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn at(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, content: &str) -> Stamp {
            fs::write(self.at(name), content).unwrap();
            Stamp::of(&self.at(name)).unwrap()
        }

        fn put(&self, name: &str, was: &Stamp) -> Result<Option<PathBuf>, ArchiveError> {
            let now = "2026-11-23T02:00:00Z".parse().unwrap();
            put(&self.at(name), was, &self.at("done/deep"), now)
        }
    }

    #[test]
    fn a_file_keeps_its_name_unless_it_is_taken_and_nothing_is_written_over() {
        let desk = Desk::new();
        let names = [
            "a.csv.gz",
            "a-20261123T020000Z.csv.gz",
            "a-20261123T020000Z-2.csv.gz",
        ];
        for (content, name) in ["one", "two", "three"].into_iter().zip(names) {
            let was = desk.write("a.csv.gz", content);
            let place = desk.put("a.csv.gz", &was).unwrap().unwrap();
            assert_eq!(place, desk.at("done/deep").join(name));
            assert_eq!(fs::read_to_string(&place).unwrap(), content);
            assert!(!desk.at("a.csv.gz").exists());
        }
        assert_eq!(fs::read_dir(desk.at("done/deep")).unwrap().count(), 3);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(desk.at("done/deep"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[test]
    fn a_file_that_is_not_the_one_that_was_read_stays() {
        let desk = Desk::new();
        let was = desk.write("a.csv", "one");
        fs::remove_file(desk.at("a.csv")).unwrap();
        desk.write("a.csv", "another");
        let error = desk.put("a.csv", &was).unwrap_err();
        assert!(matches!(error, ArchiveError::Changed), "{error}");
        assert_eq!(fs::read_to_string(desk.at("a.csv")).unwrap(), "another");
    }

    #[test]
    fn a_file_of_the_folder_itself_is_where_it_should_be() {
        let desk = Desk::new();
        fs::create_dir_all(desk.at("done/deep")).unwrap();
        let was = desk.write("done/deep/a.csv", "one");
        assert!(desk.put("done/deep/a.csv", &was).unwrap().is_none());
        assert!(desk.at("done/deep/a.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn neither_a_link_nor_what_it_points_to_is_moved() {
        let desk = Desk::new();
        desk.write("a.csv", "one");
        std::os::unix::fs::symlink("a.csv", desk.at("link.csv")).unwrap();
        let was = Stamp::of(&desk.at("link.csv")).unwrap();
        assert!(matches!(
            desk.put("link.csv", &was),
            Err(ArchiveError::Link)
        ));
        assert!(desk.at("a.csv").exists() && desk.at("link.csv").exists());
    }

    #[test]
    fn a_copy_to_another_file_system_is_whole_before_the_file_is_removed() {
        let desk = Desk::new();
        let was = desk.write("a.csv", "one");
        let folder = desk.at("done");
        fs::create_dir(&folder).unwrap();
        copy(&desk.at("a.csv"), &was, &folder.join("a.csv"), &folder).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a.csv")).unwrap(), "one");
        assert!(!desk.at("a.csv").exists());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}
