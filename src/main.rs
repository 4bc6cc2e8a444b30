//! The `glassix-import` command: what the library does, with a terminal and an exit status around it.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use glassix_import::cli::Cli;
use glassix_import::commands::{dispatch, status};

fn main() -> ExitCode {
    let cli = Cli::parse();
    dispatch(cli).unwrap_or_else(|error| {
        let status = status(&error);
        // There is nowhere to report that standard error is gone.
        let _ = writeln!(std::io::stderr().lock(), "error: {error:#}");
        ExitCode::from(status)
    })
}
