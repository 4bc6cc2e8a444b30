//! What `schedule` takes.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use crate::schedule::Kind;

/// The options of `schedule`.
#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// What starts the job [default: what this machine has]
    #[arg(long = "for", value_enum, value_name = "SCHEDULER")]
    pub kind: Option<Kind>,

    /// The time of day, of some days if they stand before it, e.g. "Sun-Thu 02:00"
    #[arg(long, value_name = "HH:MM", default_value = "02:00")]
    pub at: String,

    /// The time zone of this time, e.g. Asia/Jerusalem [default: the machine's]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,

    /// The job's name, by which several are told apart
    #[arg(long, value_name = "NAME", default_value = "glassix-import")]
    pub name: String,

    /// With systemd: units of the system, which start without anybody logged in, as the user who types this
    #[arg(long)]
    pub system: bool,

    /// With Kubernetes: the container image [default: glassix-import:VERSION]
    #[arg(long, value_name = "IMAGE")]
    pub image: Option<String>,

    /// Write the files, into the scheduler's usual folder or this one, and say what to type next
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    pub install: Option<Option<PathBuf>>,

    /// Replace files that are there already and say something else
    #[arg(long)]
    pub force: bool,

    /// What would stand behind `run`: files or patterns in quotes, and options
    #[arg(value_name = "ARGUMENTS OF RUN", last = true, required = true)]
    pub run: Vec<OsString>,
}
