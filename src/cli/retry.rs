//! What `retry` takes.

use clap::Args;

use super::{PlaceArgs, SendingArgs};
use crate::results::Class;

/// The options of `retry`.
#[derive(Debug, Default, Args)]
pub struct RetryArgs {
    /// Rows of these classes, with commas between them: failed, rejected, conflict, in-doubt, not-attempted, all, or the HTTP status with which they failed [default: all]
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    pub only: Vec<Class>,

    /// Only the row with this uniqueArgument; may be given several times
    #[arg(long, value_name = "KEY")]
    pub key: Vec<String>,

    /// Mapping, ledger, and where tickets go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// The country of phone numbers written without one, by its two letters, e.g. IL
    #[arg(long, value_name = "COUNTRY")]
    pub default_region: Option<String>,

    /// How rows are sent
    #[command(flatten)]
    pub sending: SendingArgs,
}
