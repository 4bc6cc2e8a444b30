//! A run as it will be started by a machine: every path absolute, nothing left to the folder it is started in, no
//! secret in it.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::arguments::{Piece, Typed};
use super::{CREDENTIALS, STOP_MARGIN, ScheduleError, Secret};
use crate::inbox::is_pattern;

/// Longest name, in bytes: Kubernetes makes names of pods from it, by up to 23 bytes longer, of at most 63.
const MAX_NAME: usize = 40;

/// What is true where the job is scheduled.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// The program.
    pub program: PathBuf,
    /// The folder in which the command was typed, absolute.
    pub folder: PathBuf,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// The ledger that a run in this folder would use, if it is there already.
    pub ledger: Option<PathBuf>,
    /// The folder of finished files that the mapping file names.
    pub archive: Option<PathBuf>,
    /// The workspace that the environment names.
    pub workspace: Option<String>,
    /// How long a request may take.
    pub timeout: Duration,
    /// What the environment names beside the credentials, and the job is to be told as well.
    pub secrets: Vec<Secret>,
}

/// A mapping file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Its path.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
}

/// A run that a machine starts.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name: letters, digits and dashes, so that it can be a part of any file or object name.
    pub(super) name: String,
    /// The program.
    pub(super) program: String,
    /// The sheets, each perhaps a pattern.
    pub(super) files: Vec<String>,
    /// The mapping's path and text.
    pub(super) mapping: Option<(String, String)>,
    /// The ledger, if it has its place already. Otherwise it goes where the scheduler keeps state.
    pub(super) ledger: Option<String>,
    /// The folder in which the command was typed.
    pub(super) folder: String,
    /// The user's home.
    pub(super) home: Option<String>,
    /// All other arguments.
    pub(super) options: Vec<String>,
    /// What the job is told by files.
    pub(super) secrets: Vec<Secret>,
    /// The folders that it reads sheets from.
    pub(super) reads: Vec<String>,
    /// The folders that it writes to, beside the ledger's.
    pub(super) writes: Vec<String>,
    /// How long it may take to end after a signal.
    pub(super) drain: Duration,
}

impl Job {
    /// The job of these arguments.
    ///
    /// # Errors
    /// [`ScheduleError`] for a name or a text that schedulers cannot hold.
    pub fn new(
        name: &str,
        typed: &Typed,
        mapping: Option<Mapping>,
        machine: &Machine,
    ) -> Result<Self, ScheduleError> {
        let whole = |path: &Path| text(absolute(&machine.folder, path).as_os_str());
        let mut job = Self {
            name: checked(name)?,
            program: text(machine.program.as_os_str())?,
            files: Vec::new(),
            mapping: None,
            ledger: None,
            folder: text(machine.folder.as_os_str())?,
            home: None,
            options: Vec::new(),
            secrets: Vec::new(),
            reads: Vec::new(),
            writes: Vec::new(),
            drain: machine.timeout * 2 + STOP_MARGIN,
        };
        job.home = machine.home.as_deref().map(whole).transpose()?;
        for file in &typed.files {
            let file = whole(file)?;
            insert(&mut job.reads, folder(&file));
            job.files.push(file);
        }
        if let Some(mapping) = mapping {
            job.mapping = Some((whole(&mapping.path)?, mapping.text));
        }
        let ledger = typed.ledger.as_deref().or(machine.ledger.as_deref());
        job.ledger = ledger.map(whole).transpose()?;
        if let (false, Some(workspace)) = (typed.names_place(), &machine.workspace) {
            job.option("--workspace", text(workspace.as_ref())?);
        }
        for piece in &typed.options {
            match piece {
                Piece::Switch(flag) => job.options.push(flag.clone()),
                Piece::Text(flag, value) => job.option(flag, text(value)?),
                Piece::File(flag, path) => {
                    let path = whole(path)?;
                    insert(&mut job.writes, parent(&path));
                    job.option(flag, path);
                }
                Piece::Folder(flag, path) => {
                    let path = whole(path)?;
                    insert(&mut job.writes, path.clone());
                    job.option(flag, path);
                }
            }
        }
        let typed_archive = typed.run.inbox.archive.as_deref();
        if let (None, Some(folder)) = (typed_archive, &machine.archive) {
            let folder = whole(folder)?;
            insert(&mut job.writes, folder.clone());
            job.option("--archive", folder);
        }
        if typed_archive.is_some() || machine.archive.is_some() {
            // A file that is moved away leaves its folder, too. What lies below one that is written to is as well.
            job.reads
                .iter()
                .for_each(|folder| insert(&mut job.writes, folder.clone()));
            let all = job.writes.clone();
            job.writes
                .retain(|folder| !all.iter().any(|above| is_below(folder, above)));
        }
        if !typed
            .options
            .iter()
            .any(|piece| piece.flag() == "--progress")
        {
            job.option("--progress", "never".into());
        }
        if !typed.run.place.sandbox {
            job.secrets.extend(CREDENTIALS);
        }
        for secret in typed.secrets.iter().chain(&machine.secrets) {
            if !job.secrets.contains(secret) {
                job.secrets.push(*secret);
            }
        }
        Ok(job)
    }

    fn option(&mut self, flag: &str, value: String) {
        if value.starts_with('-') {
            self.options.push(format!("{flag}={value}"));
        } else {
            self.options.extend([flag.to_owned(), value]);
        }
    }

    /// The arguments, with the mapping and the ledger at these places.
    pub(super) fn arguments(&self, mapping: Option<&str>, ledger: &str) -> Vec<String> {
        let mut words = vec!["run".to_owned()];
        words.extend(self.files.iter().cloned());
        if let Some(mapping) = mapping {
            words.extend(["--config".to_owned(), mapping.to_owned()]);
        }
        words.extend(["--ledger".to_owned(), ledger.to_owned()]);
        words.extend(self.options.iter().cloned());
        words
    }

    /// The mapping's path on this machine.
    pub(super) fn mapping_path(&self) -> Option<&str> {
        self.mapping.as_ref().map(|(path, _)| path.as_str())
    }

    /// The ledger's path for schedulers that keep no state themselves: in the folder where the command was typed,
    /// so that the same command by hand has the same ledger.
    pub(super) fn ledger_here(&self) -> String {
        let here = || joined(&self.folder, &["glassix-import.sqlite"]);
        self.ledger.clone().unwrap_or_else(here)
    }

    /// The log for schedulers that keep none themselves, beside the ledger.
    pub(super) fn log_here(&self) -> String {
        joined(
            &parent(&self.ledger_here()),
            &[&format!("{}.log", self.name)],
        )
    }

    /// The file of a secret below the user's home, for schedulers that hand on no credentials themselves.
    pub(super) fn secret_path(&self, secret: &Secret) -> String {
        let home = self.home.as_deref().unwrap_or(&self.folder);
        let folder = format!("{}-credentials", self.name);
        joined(home, &[".config", &folder, secret.file])
    }

    /// The files in words, for descriptions.
    pub(super) fn described(&self) -> String {
        self.files.join(" ")
    }
}

/// The folder of a file, or the one below which a pattern looks.
fn folder(file: &str) -> String {
    let mut folder = parent(file);
    while is_pattern(&folder) {
        folder = parent(&folder);
    }
    folder
}

/// The path of something below a folder.
fn joined(folder: &str, parts: &[&str]) -> String {
    let path: PathBuf = std::iter::once(folder)
        .chain(parts.iter().copied())
        .collect();
    // Texts put together are a text.
    path.to_string_lossy().into_owned()
}

/// The folder that a path stands in.
pub(super) fn parent(path: &str) -> String {
    let parent = Path::new(path).parent().unwrap_or_else(|| Path::new(path));
    // A part of a text is a text.
    parent.to_string_lossy().into_owned()
}

/// Whether a folder lies below another one.
fn is_below(folder: &str, above: &str) -> bool {
    folder != above && Path::new(folder).starts_with(above)
}

fn insert(folders: &mut Vec<String>, folder: String) {
    if !folders.contains(&folder) {
        folders.push(folder);
    }
}

/// The path from the root on, without the dots that stand for nothing.
fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let joined = folder.join(path);
    let parts = joined.components();
    parts.filter(|part| *part != Component::CurDir).collect()
}

/// A text that every scheduler's file can hold: line breaks would end an entry, and XML takes no controls.
fn text(value: &OsStr) -> Result<String, ScheduleError> {
    let fit = |c: char| {
        !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
    };
    match value.to_str() {
        Some(text) if text.chars().all(fit) => Ok(text.to_owned()),
        _ => Err(ScheduleError::Text(value.to_string_lossy().into_owned())),
    }
}

fn checked(name: &str) -> Result<String, ScheduleError> {
    let fits = !name.is_empty()
        && name.len() <= MAX_NAME
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !name.starts_with('-')
        && !name.contains("--")
        && !name.ends_with('-');
    if fits {
        Ok(name.to_owned())
    } else {
        Err(ScheduleError::Name(name.to_owned()))
    }
}
