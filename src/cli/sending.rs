//! How rows are sent, and how it is told: what `run` and `retry` have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, LogArgs};

/// How rows are sent, and how it is told.
#[derive(Debug, Default, Args)]
pub struct SendingArgs {
    /// Pace of requests, e.g. 5/s or 200/min; given several times, all of them hold; none switches limiting off [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// Requests under way at once [default: as many as the pace needs, from 8 to 256]
    #[arg(long, value_name = "N")]
    pub concurrency: Option<u16>,

    /// For one request, e.g. 30s [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,

    /// How long an unanswered request may still take effect before its key is looked up: longer is safer, and costs only the end of a run that had doubt [default: 5m, against a sandbox 2s]
    #[arg(long, value_name = "DURATION")]
    pub settle: Option<String>,

    /// Look an unanswered row up and send it again if it is provably absent, or never send it again [default: settle]
    #[arg(long, value_enum, value_name = "settle|hold")]
    pub on_doubt: Option<OnDoubt>,

    /// Whether a row whose contact has an open ticket already counts in the exit status: it does, or it is told and let pass [default: report]
    #[arg(long, value_enum, value_name = "report|skip")]
    pub on_conflict: Option<OnConflict>,

    /// Before the first ticket: end the run when rows use tags that the department does not have, or reject these rows and send the others [default: stop]
    #[arg(long, value_enum, value_name = "stop|reject")]
    pub unknown_tags: Option<UnknownTags>,

    /// Tries per row [default: 5]
    #[arg(long, value_name = "N")]
    pub max_attempts: Option<u32>,

    /// Stop the run when so many rows have failed, e.g. 20 or 5%
    #[arg(long, value_name = "N|P%")]
    pub max_failures: Option<String>,

    /// Stop the run when so many rows in a row were refused with the same words; off never does [default: 20]
    #[arg(long, value_name = "N|off")]
    pub max_equal_errors: Option<String>,

    /// How long the service may be down or refuse everything for speed; until then the run waits and looks now and then whether it works again [default: 15m]
    #[arg(long, value_name = "DURATION")]
    pub patience: Option<String>,

    /// Begin no row after this time of day, e.g. 06:00, or after so long a time, e.g. 2h
    #[arg(long, value_name = "HH:MM|DURATION")]
    pub deadline: Option<String>,

    /// Begin no row after so long a time, e.g. 2h; with --deadline, whichever comes first
    #[arg(long, value_name = "DURATION")]
    pub max_duration: Option<String>,

    /// Stop after N rows have been sent
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,

    /// Refuse to begin with a ledger that is not there or knows no row of the place that tickets go to: a lost one would have every ticket made again; better given as GLASSIX_IMPORT_REQUIRE_LEDGER=1
    #[arg(long)]
    pub require_ledger: bool,

    /// All of it but the sending
    #[arg(long)]
    pub dry_run: bool,

    /// Write a record for each row as it is settled, a line of JSON each
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub results: Option<PathBuf>,

    /// The summary on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// How far the run is, on standard error
    #[arg(long, value_enum, default_value_t = ProgressWhen::Auto)]
    pub progress: ProgressWhen,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// What becomes of a row in doubt that lookups have shown to be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDoubt {
    /// It is sent again
    #[default]
    Settle,
    /// It is never sent again
    Hold,
}

/// What a row whose contact has an open ticket already does to the exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// It needs attention: status 3
    #[default]
    Report,
    /// It is counted and listed, and nothing more
    Skip,
}

/// What becomes of a run whose rows use tags that the department does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownTags {
    /// It ends before the first ticket
    #[default]
    Stop,
    /// These rows are rejected, the others are sent
    Reject,
}

/// How it is shown how far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ProgressWhen {
    /// On a terminal a bar, elsewhere a line every 30 seconds
    #[default]
    Auto,
    /// Also elsewhere often: a line every 5 seconds
    Always,
    /// Sentences for screen readers: one every 30 seconds and for what changes, never a bar, a colour or a line that is written over
    Plain,
    /// Nothing
    Never,
}
