//! What a scheduler needs to know of a job: units, a crontab line, a manifest, a property list, a task.
//!
//! [`arguments`] reads what would stand behind `run`; [`Job`] is that, with every path absolute and without
//! secrets; [`At`] says when. From these each scheduler's module makes its [`Paper`]s: pure functions, each with
//! the quoting of its format. [`install`] says where they go and what to type next.

pub mod arguments;
mod at;
mod cron;
pub mod install;
mod job;
mod kubernetes;
mod launchd;
mod secret;
mod systemd;
mod windows;
mod xml;

use std::time::Duration;

use thiserror::Error;

pub use at::{At, Zone};
pub use job::{Job, Machine, Mapping};
pub use secret::{CREDENTIALS, NOTIFY_URL, PING_URL, Secret};

/// How much later than its time a job may start by chance, in minutes, so that the jobs of many machines do not
/// all call at the same second.
const SPREAD_MINUTES: u32 = 10;

/// Longest run, in hours: below a day, so that a run which hangs is over when the next one is due. What it has not
/// sent by then, the next one sends.
const LONGEST_HOURS: u32 = 22;

/// Starts of one job after failures that may pass by themselves.
const STARTS: u32 = 4;

/// Pause before a job that has failed is started again, in minutes: long enough for a service to come back.
const PAUSE_MINUTES: u32 = 10;

/// Time beyond two requests that a stopped run has to write down what was under way and to
/// [tell](crate::notice::LONGEST) that it ended.
const STOP_MARGIN: Duration = Duration::from_secs(90);

/// What starts the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// A service and a timer
    Systemd,
    /// Lines for a crontab
    Cron,
    /// A CronJob with the claim of its ledger
    Kubernetes,
    /// A property list for a Mac
    Launchd,
    /// A task for the Windows Task Scheduler
    Windows,
}

/// Whose job it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The user's own manager starts it.
    User,
    /// The system's manager starts it, as this user.
    System(String),
}

/// A file that a scheduler reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub text: String,
    /// Whether it has to be UTF-16 with a byte order mark rather than UTF-8.
    pub is_utf16: bool,
}

impl Paper {
    fn new(name: String, text: String) -> Self {
        Self {
            name,
            text,
            is_utf16: false,
        }
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        if !self.is_utf16 {
            return self.text.clone().into_bytes();
        }
        let lines = self.text.replace('\n', "\r\n");
        std::iter::once(0xFEFF)
            .chain(lines.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    }
}

/// What is to be written down, beside the job itself.
#[derive(Clone, Debug)]
pub struct Order {
    /// What starts the job.
    pub kind: Kind,
    /// When.
    pub at: At,
    /// In which time zone.
    pub zone: Zone,
    /// Whose job it is; systemd alone asks.
    pub owner: Owner,
    /// The container image; Kubernetes alone asks.
    pub image: String,
}

/// Why a job cannot be scheduled. Nothing was written.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ScheduleError {
    /// The time cannot be read.
    #[error("--at: {0:?} is not a time; write for example 02:00, or Sun-Thu 02:00")]
    Time(String),
    /// There is no such time zone.
    #[error("--time-zone: {0:?} is not a time zone; write for example Asia/Jerusalem or UTC")]
    Zone(String),
    /// The name would not be one everywhere.
    #[error(
        "--name: {0:?} cannot be a name; take up to 40 small letters of English and digits, with single dashes between them"
    )]
    Name(String),
    /// What stands behind `--` is not what `run` takes.
    #[error("run would not take these arguments: {0}")]
    Arguments(String),
    /// The sheet would come from standard input.
    #[error(
        "- reads standard input, where nobody is at night; name a file, or a pattern such as 'inbox/*.csv'"
    )]
    StandardInput,
    /// A text that no scheduler's file can hold.
    #[error(
        "{0:?} cannot stand in a scheduler's file: it is not text, or holds a line break or another control character; rename it"
    )]
    Text(String),
    /// A text that this scheduler's file cannot hold.
    #[error("{text:?} cannot stand in {place}: {why}; rename it")]
    Unfit {
        /// The text.
        text: String,
        /// The file.
        place: &'static str,
        /// The reason.
        why: &'static str,
    },
    /// The line would be cut.
    #[error(
        "the line would have {0} characters, and cron cuts lines of more than {most}; put options into the mapping file, or shorten paths",
        most = cron::MAX_LINE
    )]
    Long(usize),
    /// The mapping is too large to travel with the manifest.
    #[error("the mapping file is larger than {most} KiB and cannot travel in a ConfigMap", most = kubernetes::MAX_MAPPING / 1024)]
    Mapping,
    /// Nobody said to whom the job belongs.
    #[error("--system: as which user the job runs cannot be told; set USER")]
    Nobody,
    /// Another time zone than the machine's, which this scheduler does not know.
    #[error(
        "--time-zone: {place} goes by the machine's own time; leave --time-zone out and give the local time"
    )]
    LocalTime {
        /// The scheduler.
        place: &'static str,
    },
    /// There is no usual folder.
    #[error(
        "--install: where files for this scheduler go cannot be told without HOME; name a folder"
    )]
    NoFolder,
}

/// What the scheduler reads, in the order in which people read it.
///
/// # Errors
/// [`ScheduleError`] where the format cannot say what the job needs.
pub fn papers(job: &Job, order: &Order) -> Result<Vec<Paper>, ScheduleError> {
    match order.kind {
        Kind::Systemd => Ok(systemd::papers(job, order)),
        Kind::Cron => Ok(vec![cron::paper(job, order)?]),
        Kind::Kubernetes => Ok(vec![kubernetes::paper(job, order)?]),
        Kind::Launchd => Ok(vec![launchd::paper(job, order)?]),
        Kind::Windows => Ok(vec![windows::paper(job, order)?]),
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
