//! What `ledger` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, LogArgs};

/// The options of `ledger`.
#[derive(Debug, Args)]
pub struct LedgerArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: LedgerCommand,
}

/// What is done with a ledger as a whole.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Write every entry as a line of JSON: to keep it, to move it to another machine, or for other programs
    Export(ExportArgs),
    /// Make a ledger of an export; runs go on from it as they would from the exported one
    Import(ImportArgs),
    /// Copy the ledger, while no run uses it
    Backup(BackupArgs),
    /// Drop notes of rows that were settled long ago, never a key, and give the room back
    Vacuum(VacuumArgs),
}

/// Which ledger, and how it is told what was done.
#[derive(Debug, Args)]
pub struct OnLedgerArgs {
    /// The ledger [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// What was done, on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `ledger export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where it is written; - is standard output
    #[arg(short, long, value_name = "FILE.jsonl")]
    pub output: PathBuf,

    /// Replace a file that is there already
    #[arg(long)]
    pub force: bool,

    /// Which ledger
    #[command(flatten)]
    pub on: OnLedgerArgs,
}

/// The options of `ledger import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The export; - is standard input
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,

    /// Which ledger
    #[command(flatten)]
    pub on: OnLedgerArgs,
}

/// The options of `ledger backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Where the copy is written
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// Replace an earlier copy
    #[arg(long)]
    pub force: bool,

    /// Which ledger
    #[command(flatten)]
    pub on: OnLedgerArgs,
}

/// The options of `ledger vacuum`.
#[derive(Debug, Args)]
pub struct VacuumArgs {
    /// Drop reasons, cells and attempts of rows that were settled so long ago, e.g. 90d [default: none]
    #[arg(long, value_name = "DURATION")]
    pub older_than: Option<String>,

    /// Only tell what would be dropped
    #[arg(long)]
    pub dry_run: bool,

    /// Which ledger
    #[command(flatten)]
    pub on: OnLedgerArgs,
}
