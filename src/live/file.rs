//! The file in which a run publishes its state, and how another process looks for it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::state::LiveState;
use crate::ledger::{Holder, LedgerError, holder};

/// Longest state that is written or read, in bytes; it is some kilobytes long. A longer one, which takes
/// file names of great length, is not published at all.
const MAX_STATE: usize = 256 * 1024;

/// The file beside a ledger.
#[derive(Clone, Debug)]
pub struct StateFile {
    path: PathBuf,
}

/// A process that has the ledger.
#[derive(Clone, Debug)]
pub struct Running {
    /// Who it is, as the lock says.
    pub holder: Holder,
    /// How far it is; `None` where it publishes nothing, such as a verification.
    pub state: Option<LiveState>,
}

impl StateFile {
    /// The file beside this ledger.
    #[must_use]
    pub fn beside(ledger: &Path) -> Self {
        Self {
            path: with_ending(ledger, ".state"),
        }
    }

    /// Replaces the state.
    ///
    /// # Errors
    /// What the system says; the state before stays then.
    pub fn write(&self, state: &LiveState) -> io::Result<()> {
        let text = serde_json::to_vec(state)?;
        if text.len() > MAX_STATE {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let temporary = with_ending(&self.path, ".part");
        // One that a killed run left may be anybody's: it is made anew, with our mode.
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        private().open(&temporary)?.write_all(&text)?;
        fs::rename(&temporary, &self.path)
    }

    /// Takes it away: the run has ended.
    pub fn remove(&self) {
        // There may be none, and one that stays is not believed.
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(with_ending(&self.path, ".part"));
    }

    /// The state, if it can be read and is of this run.
    fn read(&self, run_id: &str) -> Option<LiveState> {
        let mut text = Vec::new();
        let file = File::open(&self.path).ok()?;
        file.take(MAX_STATE as u64).read_to_end(&mut text).ok()?;
        let state: LiveState = serde_json::from_slice(&text).ok()?;
        (state.run_id == run_id).then_some(state)
    }
}

/// Who has the ledger, and how far that run is; `None` if nobody has it. Nothing is made and nothing is
/// written, and the lock is let go of at once.
///
/// # Errors
/// [`LedgerError`] when it cannot be told.
pub fn look(ledger: &Path) -> Result<Option<Running>, LedgerError> {
    let Some(holder) = holder(ledger)? else {
        return Ok(None);
    };
    let state = StateFile::beside(ledger).read(&holder.run_id);
    Ok(Some(Running { holder, state }))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Options for a file that is made, and that only its owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn state(run_id: &str) -> LiveState {
        LiveState {
            run_id: run_id.into(),
            ..LiveState::default()
        }
    }

    #[test]
    fn a_state_is_read_by_the_name_of_its_run_and_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::beside(&folder.path().join("ledger"));
        assert_eq!(file.read("a"), None);
        file.write(&state("a")).unwrap();
        file.write(&state("b")).unwrap();
        assert_eq!(file.read("a"), None, "it is of an earlier run");
        assert_eq!(file.read("b"), Some(state("b")));
        file.remove();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it_and_nothing_is_written_through_a_link() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("ledger");
        let victim = folder.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join("ledger.state.part")).unwrap();
        let file = StateFile::beside(&ledger);
        file.write(&state("a")).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        let meta = fs::metadata(folder.path().join("ledger.state")).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_state_that_a_killed_run_left_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("ledger");
        StateFile::beside(&ledger).write(&state("a")).unwrap();
        assert!(look(&ledger).unwrap().is_none(), "nobody has the lock");
        assert!(!folder.path().join("ledger.lock").exists());
    }

    #[test]
    fn what_is_no_state_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::beside(&folder.path().join("ledger"));
        for text in ["", "{", "[]", "{\"run_id\":7}"] {
            fs::write(folder.path().join("ledger.state"), text).unwrap();
            assert_eq!(file.read("a"), None, "{text}");
        }
    }
}
