//! What `verify` takes.

use clap::Args;

use super::{Format, LogArgs, PlaceArgs};

/// The options of `verify`.
#[derive(Debug, Default, Args)]
pub struct VerifyArgs {
    /// Mapping, ledger, and where tickets are
    #[command(flatten)]
    pub place: PlaceArgs,

    /// Pace of requests; may be given several times [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// For one request [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}
