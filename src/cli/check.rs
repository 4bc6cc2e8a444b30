//! What `check` takes.

use std::path::PathBuf;

use clap::Args;

use super::{Format, InputArgs, LogArgs, PlaceArgs};

/// The options of `check`. It takes those of `run` that say where tickets go, so that one becomes the other
/// by a word, and asks for none of them.
#[derive(Debug, Default, Args)]
pub struct CheckArgs {
    /// The sheets; - is standard input; in quotes, a pattern such as 'inbox/*.csv'
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping, and where tickets would go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// How the sheets are read
    #[command(flatten)]
    pub input: InputArgs,

    /// Only the rows of part I of N, of an import that N machines share, each with a ledger and its share of the pace; auto/N takes I from JOB_COMPLETION_INDEX, as a Kubernetes Indexed Job sets it
    #[arg(long, value_name = "I/N|auto/N", help_heading = "Several machines")]
    pub shard: Option<String>,

    /// Pace that the duration is estimated for; may be given several times [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// Tickets that are shown as they would be sent, up to 100 [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub show: Option<u8>,

    /// What was found, on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Write what was found as a page for the browser
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,

    /// Print the rows as they are read, a line of JSON each, and nothing else; needs no mapping, takes one sheet
    #[arg(long, conflicts_with_all = ["report", "show", "format"])]
    pub records: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}
