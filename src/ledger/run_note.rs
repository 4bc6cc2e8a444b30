//! What the ledger is told of a run.

use super::Part;

/// How a run uses the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    /// Rows that the service refused are sent once more, though nothing about them has changed.
    pub again: bool,
    /// Nothing is written: the ledger is read, and forgets all that this run does.
    pub dry: bool,
    /// Which rows it brings.
    pub part: Part,
    /// A ledger that knows no row of the target is refused.
    pub required: bool,
}

/// What the ledger keeps of a run.
#[derive(Clone, Debug)]
pub struct RunNote {
    /// The run's name, unique for all time.
    pub id: String,
    /// The machine it runs on.
    pub host: String,
    /// Its process.
    pub pid: u32,
    /// When it started, ISO-8601, UTC.
    pub since: String,
    /// The files it was given.
    pub files: Vec<String>,
}

impl RunNote {
    /// Who only reads the ledger, for whoever finds it locked meanwhile.
    #[must_use]
    pub fn of_reader(command: &str) -> Self {
        Self {
            id: command.to_owned(),
            host: String::new(),
            pid: std::process::id(),
            since: jiff::Timestamp::now().to_string(),
            files: Vec::new(),
        }
    }
}

/// What is kept of a run besides its rows, as JSON of a few kilobytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// What it was told.
    About(String),
    /// What it has measured so far.
    Measures(String),
}
