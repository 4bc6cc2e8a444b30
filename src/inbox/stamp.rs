//! A file as it was at a moment: whether a later look sees the same file with the same content.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use super::identity::Identity;

/// How old a time of change has to be to tell a later change from it: two changes within one tick of a file
/// system's clock have the same time, and the coarsest tick in use is two seconds.
const TICK: Duration = Duration::from_secs(3);

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// A file as it was at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    identity: Identity,
    size: u64,
    modified: SystemTime,
}

impl Stamp {
    /// The file as it is; `None` for what is no regular file, or cannot be seen. A link is followed.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok().filter(|meta| meta.is_file())?;
        Some(Self {
            identity: Identity::of(path)?,
            size: meta.len(),
            modified: meta.modified().ok()?,
        })
    }

    /// Its size, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether any later change has another stamp than this one, which was taken just before.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        let age = SystemTime::now().duration_since(self.modified);
        age.is_ok_and(|age| age > TICK)
    }

    /// SHA-256 of its bytes. Blocks.
    ///
    /// # Errors
    /// When it cannot be read, or is not the file of this stamp, before or after.
    pub fn digest(&self, path: &Path) -> io::Result<[u8; 32]> {
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => hash.update(piece.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if Self::of(path).as_ref() == Some(self) {
            Ok(hash.finalize().into())
        } else {
            Err(io::Error::other("it was changed while it was read"))
        }
    }

    /// Whether a file that was moved since is the same, with the same content. Where a file is known by its path,
    /// only its content can be held against it.
    pub(super) fn is_of(&self, moved: &Path) -> bool {
        Self::of(moved).is_some_and(|now| {
            let same_file = cfg!(not(unix)) || now.identity == self.identity;
            same_file && now.size == self.size && now.modified == self.modified
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_that_was_changed_or_replaced_is_not_the_one_of_its_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "one").unwrap();
        let was = Stamp::of(&path).unwrap();
        assert!(!was.is_certain(), "its next change may have the same time");
        let hash = was.digest(&path).unwrap();
        let known = data_encoding::HEXLOWER.encode(&hash);
        assert!(
            known.starts_with("7692c3ad3540bb80"),
            "SHA-256 of \"one\": {known}"
        );
        std::fs::write(&path, "longer").unwrap();
        assert!(was.digest(&path).is_err());
        let old = SystemTime::now() - Duration::from_secs(60);
        let file = File::options().append(true).open(&path).unwrap();
        file.set_modified(old).unwrap();
        assert!(Stamp::of(&path).unwrap().is_certain());
        assert!(Stamp::of(folder.path()).is_none(), "a folder is no file");
    }
}
