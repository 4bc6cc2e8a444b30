//! What comes with a program: completions and the manual page, made from its own definition.

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::terminal::write_stdout;

/// Writes a completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "glassix-import", &mut script);
    write_stdout(String::from_utf8_lossy(&script).trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the manual page.
pub(super) fn man() -> anyhow::Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    write_stdout(String::from_utf8_lossy(&page).trim_end())?;
    Ok(ExitCode::SUCCESS)
}
