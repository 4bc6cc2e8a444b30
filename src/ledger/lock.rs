//! One run at a time: a lock that dies with the process that holds it.
//!
//! The lock is on a file of its own beside the ledger, because POSIX drops every lock of a process on a
//! file as soon as it closes *any* descriptor of it, and `SQLite` opens and closes the ledger. The lock
//! file is never deleted: deleting it would let two processes hold locks on two files of one name.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::LedgerError;

/// Longest note of a holder that is read back, in bytes; it is some hundred long.
const MAX_NOTE: u64 = 4096;

/// Longest time for which somebody who asks who holds a ledger may hold it.
const ASKING: Duration = Duration::from_millis(100);

/// Who holds a ledger. It makes the message, and never decides: the kernel's lock does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The run.
    pub run_id: String,
    /// Its process.
    pub pid: u32,
    /// Its machine.
    pub host: String,
    /// When it started, ISO-8601, UTC.
    pub since: String,
    /// What it reads.
    pub files: Vec<String>,
}

impl From<&super::RunNote> for Holder {
    fn from(note: &super::RunNote) -> Self {
        Self {
            run_id: note.id.clone(),
            pid: note.pid,
            host: note.host.clone(),
            since: note.since.clone(),
            files: note.files.clone(),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.run_id.is_empty() {
            return write!(f, "a process that left no note");
        }
        write!(
            f,
            "run {} (process {} on {}, since {})",
            self.run_id, self.pid, self.host, self.since
        )?;
        match self.files.as_slice() {
            [] => Ok(()),
            files => write!(f, ", reading {}", files.join(", ")),
        }
    }
}

/// The held lock; dropping it, or the death of the process, lets go.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// The lock file of a ledger.
pub(super) fn path_of(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

impl Lock {
    /// Takes the lock and leaves a note of who has it.
    pub(super) fn take(ledger: &Path, holder: &Holder) -> Result<Self, LedgerError> {
        let path = path_of(ledger);
        let unwritable = |source: io::Error| LedgerError::Unwritable {
            path: path.clone(),
            source,
        };
        let mut file = private()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(unwritable)?;
        let mut locked = file.try_lock();
        if matches!(locked, Err(TryLockError::WouldBlock)) {
            // It may be somebody who only asks who holds it.
            std::thread::sleep(ASKING);
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LedgerError::Held(Box::new(note(&mut file))));
            }
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
        let text = serde_json::to_string(holder).unwrap_or_default();
        // A note that cannot be written costs a message its detail, not the run its safety; a full
        // disk shows itself at the first intent.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()));
        Ok(Self { _file: file })
    }
}

/// Who holds a ledger; `None` if nobody does. Makes no file and writes none; where nobody holds the lock it
/// is held for the moment of asking.
///
/// # Errors
/// [`LedgerError::Unwritable`] when the lock file is there and cannot be asked.
pub fn holder(ledger: &Path) -> Result<Option<Holder>, LedgerError> {
    let path = path_of(ledger);
    let unwritable = |source: io::Error| LedgerError::Unwritable {
        path: path.clone(),
        source,
    };
    let mut file = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(unwritable)?,
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => Ok(Some(note(&mut file))),
        Err(TryLockError::Error(source)) => Err(unwritable(source)),
    }
}

fn note(file: &mut File) -> Holder {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| {
        io::Read::by_ref(file)
            .take(MAX_NOTE)
            .read_to_string(&mut text)
    });
    read.ok()
        .and_then(|_| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Options for files that only their owner may read: `SQLite` would make them readable to all.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
