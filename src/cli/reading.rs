//! What the commands take that read the ledger alone: `status`, `explain`, `report`.

use std::path::PathBuf;

use clap::Args;

use super::{Format, LogArgs};

/// The options of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The ledger; several of them, as those of shards, are taken together [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ledger: Vec<PathBuf>,

    /// While a run goes on, show how far it is until it ends: in place on a terminal, elsewhere a line for each change
    #[arg(long)]
    pub watch: bool,

    /// Show keys and what the service said as they are: they may name customers
    #[arg(long)]
    pub with_values: bool,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The row's uniqueArgument
    #[arg(value_name = "KEY")]
    pub key: String,

    /// The ledger; several of them, as those of shards, are looked through [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ledger: Vec<PathBuf>,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The ledger; several of them, as those of shards, become one page [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ledger: Vec<PathBuf>,

    /// The run of one ledger, by its name (status lists them), or last [default: everything in the ledger]
    #[arg(long, value_name = "ID|last")]
    pub run: Option<String>,

    /// Where the page is written; over nothing but an earlier page [default: ./report.html]
    #[arg(short, long, value_name = "FILE.html")]
    pub output: Option<PathBuf>,

    /// Show cells, keys and what the service said as they are: personal data
    #[arg(long)]
    pub with_values: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}
