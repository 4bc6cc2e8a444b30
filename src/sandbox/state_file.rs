//! Tickets on disk: one JSON line per commit, written before it is answered.
//!
//! A plain write per ticket, no fsync: it survives the end of the process, not the end of the machine.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use super::ticket::Ticket;

/// First line of every state file, so that no other file is ever taken for one and cut.
const HEADER: &str = "{\"glassix_sandbox_tickets\":1}\n";
/// Longest line: a request's body is at most 1 MiB, and escaping can make it six times longer.
const MAX_LINE: u64 = 8 << 20;

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateFileError {
    /// The file cannot be read or written.
    #[error("state file {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another process has it.
    #[error("state file {0} is in use by another sandbox; stop that one, or name another file")]
    InUse(PathBuf),
    /// It is something else.
    #[error("{0} is not a state file of the sandbox; nothing was changed, name another file")]
    Foreign(PathBuf),
    /// A line in it cannot be read.
    #[error("state file {path}, line {line}: {problem}; mend it, or delete the file to start anew")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
}

/// An open state file, locked for this process.
#[derive(Debug)]
pub(crate) struct StateFile {
    file: File,
    /// Length up to the end of the last whole line.
    length: u64,
    /// Whether half a line may stand behind that.
    torn: bool,
}

impl StateFile {
    /// Opens or creates the file and hands every ticket in it to `keep`, a changed one more than once, oldest first.
    pub(crate) fn open(path: &Path, keep: impl FnMut(Ticket)) -> Result<Self, StateFileError> {
        let file = open_private(path).map_err(|source| StateFileError::Io {
            path: path.to_owned(),
            source,
        })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateFileError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => {
                return Err(StateFileError::Io {
                    path: path.to_owned(),
                    source,
                });
            }
        }
        let length = read(path, &file, keep)?;
        let mut state = Self {
            file,
            length,
            torn: true,
        };
        state.settle().map_err(|source| StateFileError::Io {
            path: path.to_owned(),
            source,
        })?;
        Ok(state)
    }

    /// Cuts a torn end off, and writes the header if there is none.
    fn settle(&mut self) -> io::Result<()> {
        self.write(if self.length == 0 {
            HEADER.as_bytes()
        } else {
            b""
        })
    }

    /// Writes one ticket. On an error the file is as before.
    pub(crate) fn append(&mut self, ticket: &Ticket) -> io::Result<()> {
        let mut line = serde_json::to_vec(ticket)?;
        line.push(b'\n');
        self.write(&line)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.length)?;
            self.torn = false;
        }
        if let Err(error) = self.file.write_all(bytes) {
            // A torn line must never be followed by a whole one. If it cannot be cut off, the next write tries first.
            self.torn = self.file.set_len(self.length).is_err();
            return Err(error);
        }
        self.length = self.length.saturating_add(bytes.len() as u64);
        Ok(())
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Reads all whole lines and gives the length up to their end.
fn read(path: &Path, file: &File, mut keep: impl FnMut(Ticket)) -> Result<u64, StateFileError> {
    let io = |source| StateFileError::Io {
        path: path.to_owned(),
        source,
    };
    let mut reader = BufReader::new(file);
    let (mut length, mut number, mut line) = (0_u64, 0_u64, Vec::new());
    loop {
        line.clear();
        number = number.saturating_add(1);
        let problem = |problem: String| StateFileError::Line {
            path: path.to_owned(),
            line: number,
            problem,
        };
        let read = (&mut reader)
            .take(MAX_LINE)
            .read_until(b'\n', &mut line)
            .map_err(io)? as u64;
        let whole = line.ends_with(b"\n");
        if number == 1 {
            let torn_header = !whole && HEADER.as_bytes().starts_with(&line);
            if read > 0 && !torn_header && line != HEADER.as_bytes() {
                return Err(StateFileError::Foreign(path.to_owned()));
            }
        } else if whole {
            keep(serde_json::from_slice(&line).map_err(|error| problem(error.to_string()))?);
        } else if read == MAX_LINE {
            return Err(problem(format!("longer than {MAX_LINE} bytes")));
        }
        if !whole {
            return Ok(length);
        }
        length = length.saturating_add(read);
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;

    fn ticket(id: i64, field: &str) -> Ticket {
        let now = super::super::Moment::from_ticks(id);
        serde_json::from_value(serde_json::json!({
            "id": id, "department": "d", "unique_argument": "k", "fields": [field, "", "", "", "", "", "", "", "", ""],
            "culture": "he-IL", "state": "Open", "open": now, "close": null, "last_activity": now, "created": now,
            "tags": ["משפחות"], "owner": null, "participants": [], "details": { "a": "line\nbreak" },
            "transactions": [],
            "switches": { "introduction": true, "available_user": true, "webhook": true, "read": false },
        }))
        .unwrap()
    }

    fn load(path: &Path) -> Result<Vec<Ticket>, StateFileError> {
        let mut tickets = Vec::new();
        StateFile::open(path, |ticket| tickets.push(ticket))?;
        Ok(tickets)
    }

    #[test]
    fn what_was_written_is_read_wherever_the_file_was_torn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let written = [
            ticket(1, "one"),
            ticket(2, "two\n{\"x\""),
            ticket(1, "changed"),
        ];
        let mut file = StateFile::open(&path, |_| panic!("a new file holds nothing")).unwrap();
        let mut ends = vec![file.length];
        for ticket in &written {
            file.append(ticket).unwrap();
            ends.push(file.length);
        }
        drop(file);
        let whole = std::fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let lines = ends.iter().filter(|end| **end <= length as u64).count();
            assert_eq!(
                load(&path).unwrap(),
                written[..lines.saturating_sub(1)],
                "{length}"
            );
            let end = ends[lines.saturating_sub(1)];
            assert_eq!(std::fs::metadata(&path).unwrap().len(), end, "{length}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_and_nothing_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let text = format!("{HEADER}{{\"id\":1}}\nx");
        std::fs::write(&path, &text).unwrap();
        let error = load(&path).unwrap_err().to_string();
        assert!(
            error.contains("line 2") && error.contains("missing field"),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        for text in ["id,phone\n1,2\n", "x", "{\"glassix_sandbox_tickets\":2}\n"] {
            std::fs::write(&path, text).unwrap();
            assert!(
                matches!(load(&path), Err(StateFileError::Foreign(_))),
                "{text}"
            );
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn two_sandboxes_cannot_have_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let first = StateFile::open(&path, drop).unwrap();
        assert!(matches!(load(&path), Err(StateFileError::InUse(_))));
        drop(first);
        assert!(load(&path).is_ok());
    }
}
