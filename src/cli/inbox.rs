//! What becomes of the files of a run as such.

use std::path::PathBuf;

use clap::Args;

/// Which files are read, and what becomes of them.
#[derive(Clone, Debug, Default, Args)]
pub struct InboxArgs {
    /// Send nothing if one of several files cannot be used, instead of going on with the others
    #[arg(long, help_heading = "Several files")]
    pub strict: bool,

    /// Leave a file that a pattern matches for the next run if it was written to within so long and looks unfinished; off takes every file as it is [default: 60s]
    #[arg(long, value_name = "DURATION|off", help_heading = "Several files")]
    pub still_for: Option<String>,

    /// Move a file there once each of its rows has its ticket
    #[arg(long, value_name = "DIR", help_heading = "Several files")]
    pub archive: Option<PathBuf>,
}
