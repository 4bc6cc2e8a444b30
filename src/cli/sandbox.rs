//! What `sandbox` takes.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::LogArgs;

/// The options of `sandbox`.
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// Where to listen; port 0 takes any that is free [default: 127.0.0.1:8787]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,

    /// All options as a TOML file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// A fault to play, e.g. create:commit_then_500:p=0.05; may be given several times
    #[arg(long, value_name = "FAULT")]
    pub fault: Vec<String>,

    /// A limit to enforce, e.g. 10/s or 200/min; may be given several times
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// What chance is seeded with, so that faults repeat
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Keep the tickets in this file, across restarts
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}
