//! `run --results`: a record for each row as it is settled, a line of JSON each, for programs that follow a run.
//!
//! A thread of its own writes whatever is waiting, so records appear at once and share their writes when there
//! are many. A file that cannot be written does not end the import: the tickets are what counts, the ledger has
//! all of it, and `results` gives it again at any time. It is told at once and in the summary.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::Failure;
use crate::exit;
use crate::monitor::RowEnd;
use crate::sheet::STDIN;
use crate::terminal::visible;
use crate::ticket::Change;

/// Records that may wait to be written: a few megabytes.
const WAITING: usize = 16 * 1024;

/// Bytes that are written at once, at most.
const BATCH: usize = 256 * 1024;

/// How long a file, or whoever reads a pipe, may take no record at all before it is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Time between two looks whether there is room again.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// What stands in the queue behind the last record.
const END: Vec<u8> = Vec::new();

/// How a file of such records begins: another file is not written over.
const BEGINNING: &[u8] = b"{\"status\":";

/// A row as it is told.
#[derive(Serialize)]
struct Record<'a> {
    status: &'static str,
    error: String,
    ticket_id: Option<i64>,
    file: &'a str,
    record: u64,
    line: u64,
    time: String,
    key: &'a str,
    changes: &'a [Change],
    run: &'a str,
}

/// Records on their way to a file.
#[derive(Debug)]
pub(super) struct RecordStream {
    records: SyncSender<Vec<u8>>,
    thread: JoinHandle<()>,
    fault: Arc<Mutex<Option<String>>>,
    run: String,
}

impl RecordStream {
    /// Makes sure that the file may be written, before anything else is touched.
    pub(super) fn check(path: &Path) -> Result<(), Failure> {
        let name = visible(&path.display().to_string());
        if path.as_os_str() == STDIN {
            return Err(Failure::usage(
                "--results: standard output carries the summary; name a file, or a pipe such as /dev/fd/3",
            ));
        }
        if !may_be_written(path) {
            return Err(Failure::usage(format!(
                "--results: {name} exists and holds something else, so it is not written over; name another file"
            )));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        match folder {
            Some(folder) if !folder.is_dir() => Err(Failure::usage(format!(
                "--results: there is no folder {}",
                visible(&folder.display().to_string())
            ))),
            _ => Ok(()),
        }
    }

    /// Opens the file, and writes an earlier one of its kind anew: a run tells of every row that it is given,
    /// of those that had their ticket too.
    pub(super) fn open(path: &Path, run: &str) -> Result<Self, Failure> {
        Self::check(path)?;
        let name = visible(&path.display().to_string());
        let file = create(path).map_err(|error| Failure {
            status: exit::USAGE,
            message: format!("--results: cannot write {name}: {error}"),
        })?;
        let (records, waiting) = sync_channel(WAITING);
        let fault = Arc::new(Mutex::new(None));
        let told = Arc::clone(&fault);
        let thread = std::thread::Builder::new()
            .name("results".into())
            .spawn(move || write_all(file, &waiting, &told, &name))
            .map_err(|error| Failure {
                status: exit::FATAL,
                message: format!("no thread to write with: {error}"),
            })?;
        Ok(Self {
            records,
            thread,
            fault,
            run: run.to_owned(),
        })
    }

    /// Hands a record on.
    pub(super) fn tell(&self, end: &RowEnd) {
        if self.fault().is_some() {
            return;
        }
        let record = Record {
            status: end.fate.status(),
            error: end.fate.reason(),
            ticket_id: end.fate.ticket(),
            file: &end.file,
            record: end.record,
            line: end.line,
            time: jiff::Timestamp::now().to_string(),
            key: &end.key,
            changes: &end.changes,
            run: &self.run,
        };
        let Ok(line) = crate::json::on_one_line(&record) else {
            return;
        };
        let line = format!("{line}\n").into_bytes();
        match self.records.try_send(line) {
            Ok(()) | Err(TrySendError::Disconnected(_)) => {}
            // Others go on meanwhile, and a signal is heard.
            Err(TrySendError::Full(line)) => tokio::task::block_in_place(|| self.wait(line)),
        }
    }

    fn wait(&self, mut line: Vec<u8>) {
        let until = Instant::now() + PATIENCE;
        while let Err(TrySendError::Full(back)) = self.records.try_send(line) {
            line = back;
            if Instant::now() > until {
                give_up(&self.fault, "nobody takes them".into());
                return;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    fn fault(&self) -> Option<String> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone()
    }

    /// Waits until everything is written, and says why something is missing. Blocks, but for no longer than it
    /// is waited for a record: a pipe may have a reader that does not read.
    pub(super) fn finish(&self) -> Option<String> {
        self.wait(END);
        let until = Instant::now() + PATIENCE;
        while !self.thread.is_finished() && Instant::now() < until {
            std::thread::sleep(LOOK_AGAIN);
        }
        if !self.thread.is_finished() {
            give_up(&self.fault, "nobody takes the last of them".into());
        }
        self.fault()
    }
}

/// The first fault stays.
fn give_up(fault: &Mutex<Option<String>>, why: String) {
    let mut fault = fault.lock().unwrap_or_else(PoisonError::into_inner);
    if fault.is_none() {
        tracing::error!("the records of --results are not complete: {why}; the import goes on");
        *fault = Some(why);
    }
}

/// Writes what is waiting, until nobody is left to send.
fn write_all(
    mut file: File,
    waiting: &Receiver<Vec<u8>>,
    fault: &Mutex<Option<String>>,
    name: &str,
) {
    let mut has_ended = false;
    while !has_ended && let Ok(mut batch) = waiting.recv() {
        has_ended = batch == END;
        while !has_ended && batch.len() < BATCH {
            match waiting.try_recv() {
                Ok(last) if last == END => has_ended = true,
                Ok(mut more) => batch.append(&mut more),
                Err(_) => break,
            }
        }
        if let Err(error) = file.write_all(&batch) {
            give_up(fault, format!("{name}: {error}"));
            return;
        }
    }
}

/// Whether nothing is there, an empty file, earlier records, or something that is no file, such as a pipe.
fn may_be_written(path: &Path) -> bool {
    let Ok(meta) = std::fs::metadata(path) else {
        return std::fs::symlink_metadata(path).is_err();
    };
    if !meta.is_file() {
        return !meta.is_dir();
    }
    let mut beginning = Vec::new();
    let read = File::open(path).and_then(|file| {
        let most = BEGINNING.len() as u64;
        file.take(most).read_to_end(&mut beginning)
    });
    meta.len() == 0 || (read.is_ok() && beginning == BEGINNING)
}

/// Creates the file for its owner alone.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
