//! The `glassix-import` command: what the library does, with a terminal and an exit status around it.

use std::process::ExitCode;

use clap::Parser as _;
use glassix_import::cli::Cli;
use glassix_import::commands::{dispatch, status};
use glassix_import::terminal::complain;

fn main() -> ExitCode {
    let cli = Cli::parse();
    dispatch(cli).unwrap_or_else(|error| {
        let status = status(&error);
        complain(&format!("{error:#}"));
        ExitCode::from(status)
    })
}
