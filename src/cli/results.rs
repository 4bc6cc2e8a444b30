//! What `results` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::LogArgs;
use crate::results::Class;

/// The options of `results`.
#[derive(Debug, Default, Args)]
pub struct ResultsArgs {
    /// The ledger; several of them, as those of shards, are taken together [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ledger: Vec<PathBuf>,

    /// Rows of these classes, with commas between them: created, failed, rejected, conflict, in-doubt, duplicate, not-attempted, all, or the HTTP status with which they failed [default: all but created]
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    pub only: Vec<Class>,

    /// Rows that this run met last: its name, or last
    #[arg(long, value_name = "ID|last")]
    pub run: Option<String>,

    /// Rows of this host or department, where the ledger has several [default: those of the last run]
    #[arg(long, value_name = "HOST")]
    pub target: Option<String>,

    /// Where they are written; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// What is written [default: as the name of the file ends, otherwise csv]
    #[arg(long, value_enum, value_name = "csv|jsonl|xlsx")]
    pub format: Option<ResultsFormat>,

    /// The encoding of CSV: a name, or original for that of the sheet [default: UTF-8 with a mark for Excel]
    #[arg(long, value_name = "NAME|original")]
    pub encoding: Option<String>,

    /// Replace a file that is there already
    #[arg(long)]
    pub force: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// A form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultsFormat {
    /// A sheet in delimited text
    Csv,
    /// An object a line
    Jsonl,
    /// A workbook in which all cells are text
    Xlsx,
}
