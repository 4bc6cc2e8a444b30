//! All that the library knows of its user: it tells what happened, and never prints.

use std::sync::Mutex;

use crate::ledger::Outcome;
use crate::sheet::Row;
use crate::ticket::{Change, Ready, told};

/// A row that has come to its end in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowEnd {
    /// The file it came from.
    pub file: String,
    /// Its record, counted from 1 after the header.
    pub record: u64,
    /// The line on which it starts.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// Values that were sent otherwise than they stand in the sheet; none where nothing was sent.
    pub changes: Vec<Change>,
    /// How it ended.
    pub fate: Fate,
}

impl RowEnd {
    /// The end of a row that was fit to be sent; the changes are taken out of it.
    #[must_use]
    pub fn of_ready(file: &str, row: &Row, ready: &mut Ready, fate: Fate) -> Self {
        Self {
            file: file.to_owned(),
            record: row.record,
            line: row.line,
            key: ready.key.as_str().to_owned(),
            changes: std::mem::take(&mut ready.changes),
            fate,
        }
    }
}

/// What is told of a sheet as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetNews {
    /// Its reading begins.
    Begun,
    /// It is read no further. Rows of it may still be under way or in doubt. Where it was never begun, the run was
    /// ending, and its rows were only counted.
    Ended {
        /// Rows of it that count as read.
        rows_read: u64,
        /// Whether these are all.
        is_whole: bool,
        /// Why they are not, where the sheet itself is the reason.
        fault: Option<String>,
    },
}

/// How a row ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// An attempt of this run came to this.
    Outcome(Outcome),
    /// It is wrong; the texts say what, one for each problem.
    Rejected(Vec<(&'static str, String)>),
    /// Its key stands earlier in the file; true if it says something else there.
    Duplicate(bool),
    /// An earlier run made its ticket, or another program.
    AlreadyCreated(Option<i64>),
    /// Its ticket exists and says something else.
    Changed(Option<i64>),
    /// It failed in an earlier run and has not changed.
    StillFailed,
    /// Its contact had an open ticket in an earlier run and it has not changed.
    StillInConflict,
    /// Its contact has a row that stays in doubt, so it was not sent.
    ContactInDoubt,
    /// A lookup found these tickets of it, more than one.
    Doubled(Vec<i64>),
}

impl Fate {
    /// The word of `product` for it.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self {
            Self::Outcome(Outcome::Created { .. }) => "created",
            Self::Outcome(Outcome::Conflict { .. }) | Self::StillInConflict => "conflict",
            Self::Outcome(Outcome::Failed { .. }) | Self::StillFailed => "failed",
            Self::Outcome(Outcome::InDoubt { .. }) => "in doubt",
            Self::Outcome(Outcome::Released | Outcome::Unsent | Outcome::Absent)
            | Self::ContactInDoubt => "not attempted",
            Self::Doubled(_) => "two tickets",
            Self::Rejected(_) => "rejected",
            Self::Duplicate(_) => "duplicate",
            Self::AlreadyCreated(_) => "already created",
            Self::Changed(_) => "changed",
        }
    }

    /// Why, in words; blank where there is nothing to say.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Outcome(Outcome::Conflict { ticket, message }) => match ticket {
                Some(ticket) => format!("the contact has the open ticket {ticket}"),
                None => format!("the contact has an open ticket: {message}"),
            },
            Self::Outcome(Outcome::Failed { message, .. }) => message.clone(),
            Self::Outcome(Outcome::InDoubt { what }) => {
                format!("it may have been created: {what}")
            }
            Self::Outcome(Outcome::Created { differences, .. }) if !differences.is_empty() => {
                format!("the ticket is not what was sent: {}", told(differences))
            }
            Self::Outcome(_) | Self::AlreadyCreated(_) => String::new(),
            Self::Rejected(problems) => {
                let texts: Vec<&str> = problems.iter().map(|(_, text)| text.as_str()).collect();
                texts.join("; ")
            }
            Self::Duplicate(true) => "the same key stands earlier in this file, with other content".into(),
            Self::Duplicate(false) => "the same row stands earlier in this file".into(),
            Self::Changed(_) => "the row was edited after its ticket was created; it was not sent again".into(),
            Self::StillFailed => "the service refused it in an earlier run and it has not changed; mend it, or send it as it is with --again".into(),
            Self::StillInConflict => "its contact had an open ticket in an earlier run; send it with --again when that is closed".into(),
            Self::ContactInDoubt => "another row of its contact is in doubt; it is sent when that is settled".into(),
            Self::Doubled(tickets) => {
                let ids: Vec<String> = tickets.iter().map(ToString::to_string).collect();
                format!("a request took effect later than the settle time: tickets {} have this key; close all but one", ids.join(", "))
            }
        }
    }

    /// Its ticket, where one is known.
    #[must_use]
    pub fn ticket(&self) -> Option<i64> {
        match self {
            Self::Outcome(Outcome::Created { ticket, .. }) => Some(*ticket),
            Self::Outcome(Outcome::Conflict { ticket, .. })
            | Self::AlreadyCreated(ticket)
            | Self::Changed(ticket) => *ticket,
            _ => None,
        }
    }

    /// Whether somebody has to look at the row.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::Outcome(Outcome::Created { differences, .. }) => !differences.is_empty(),
            Self::AlreadyCreated(_)
            | Self::Outcome(Outcome::Released | Outcome::Unsent | Outcome::Absent) => false,
            _ => true,
        }
    }
}

/// Who listens to a run. Calls come from many tasks and must be quick.
pub trait Monitor: Send + Sync + 'static {
    /// A row has ended. What is told as created is durable.
    fn row(&self, end: RowEnd);

    /// So many rows of a sheet stand there as they stood when their tickets were made, and were not read again; of
    /// these, `repeats` stand there for the second time.
    fn known(&self, file: &str, rows: u64, repeats: u64) {
        let _ = (file, rows, repeats);
    }

    /// Whether it wants to hear of each row by itself, [`known`](Self::known) ones too. They are read again then.
    fn wants_each_row(&self) -> bool {
        false
    }

    /// Something is known of a sheet as a whole.
    fn sheet(&self, file: &str, news: SheetNews) {
        let _ = (file, news);
    }
}

/// A listener that keeps what it hears, for tests and small runs.
#[derive(Debug, Default)]
pub struct Recorder {
    rows: Mutex<Vec<RowEnd>>,
}

impl Recorder {
    /// What was heard so far.
    #[must_use]
    pub fn rows(&self) -> Vec<RowEnd> {
        self.rows
            .lock()
            .map(|rows| rows.clone())
            .unwrap_or_default()
    }
}

impl Monitor for Recorder {
    fn row(&self, end: RowEnd) {
        if let Ok(mut rows) = self.rows.lock() {
            rows.push(end);
        }
    }

    fn wants_each_row(&self) -> bool {
        true
    }
}
