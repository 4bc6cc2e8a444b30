//! In which form things are told, and what is logged.

use clap::{Args, ValueEnum};

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// How much is logged, and how.
#[derive(Clone, Debug, Default, Args)]
pub struct LogArgs {
    /// Only what went wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// More of what happens; twice for every request
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// Log lines on standard error
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub log_format: Format,
}
