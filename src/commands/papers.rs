//! What comes with a program: completions and the manual page, made from its own definition.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::terminal::{visible, write_stdout};

/// Writes a completion script.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "glassix-import", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == clap_complete::Shell::Bash {
        // A program's name with a hyphen is written in two ways, and no command would be found again by the other one.
        script = script.replace("glassix__subcmd__import", "glassix__import");
    }
    write_stdout(script.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the manual page, or all pages into a folder.
pub(super) fn man(into: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(folder) = into {
        let name = visible(&folder.display().to_string());
        let written = fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
        written.with_context(|| format!("cannot write the manual pages into {name}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    write_stdout(String::from_utf8_lossy(&page).trim_end())?;
    Ok(ExitCode::SUCCESS)
}
