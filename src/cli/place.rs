//! Where tickets go, and where it is written down.

use std::path::PathBuf;

use clap::Args;

/// Mapping, ledger, and where tickets go.
#[derive(Clone, Debug, Default, Args)]
pub struct PlaceArgs {
    /// Mapping and settings; ./glassix-import.toml is read if it is there
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where is written down what was sent and what came of it [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Vec<PathBuf>,

    /// The workspace NAME, served at https://NAME.glassix.com/api/v1.2
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "sandbox"])]
    pub workspace: Option<String>,

    /// Instead of --workspace: the whole base, e.g. http://127.0.0.1:8787/api/v1.2
    #[arg(long, value_name = "URL", conflicts_with = "sandbox")]
    pub base_url: Option<String>,

    /// Let --base-url be http:// on another machine: whoever can listen on the way reads the credentials and every row
    #[arg(long)]
    pub insecure_http: bool,

    /// Refuse to begin if tickets would go to another workspace than this one, or with --base-url to another host
    #[arg(long, value_name = "NAME")]
    pub expect_workspace: Option<String>,

    /// Against a Glassix look-alike inside this process: no account needed, nothing leaves the machine
    #[arg(long)]
    pub sandbox: bool,
}
