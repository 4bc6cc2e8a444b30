//! What `init` takes.

use std::path::PathBuf;

use clap::Args;

use super::{InputArgs, LogArgs};

/// The options of `init`.
#[derive(Debug, Default, Args)]
pub struct InitArgs {
    /// The sheet; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Where the mapping is written; - is standard output [default: ./glassix-import.toml]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Replace a mapping file that is there already
    #[arg(long)]
    pub force: bool,

    /// Ask nothing: take the likelier of what is not certain, and say so
    #[arg(short, long)]
    pub yes: bool,

    /// The workspace NAME, to stand in the mapping [default: GLASSIX_WORKSPACE]
    #[arg(long, value_name = "NAME", conflicts_with = "base_url")]
    pub workspace: Option<String>,

    /// Instead of --workspace: the whole base
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// How the sheet is read; what is told stands in the mapping
    #[command(flatten)]
    pub input: InputArgs,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}
