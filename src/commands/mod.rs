//! One thin file for each command: what the library does is put together here, and its end becomes an
//! exit status.

mod connection;
mod explain;
mod papers;
mod run;
mod sandbox;
mod verify;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// Does what was asked.
///
/// # Errors
/// Whatever ends a command before it has a summary of its own; `main` shows it with its causes.
pub fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Run(args) => run::run(&args),
        Command::Verify(args) => verify::verify(*args),
        Command::Explain(args) => explain::explain(&args),
        Command::Sandbox(args) => sandbox::serve(&args),
        Command::Completions { shell } => papers::completions(shell),
        Command::Man => papers::man(),
    }
}

/// An error that carries the status that the process ends with.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The exit status.
    pub status: u8,
    /// What happened and what to do.
    pub message: String,
}

impl Failure {
    /// A usage or configuration error: nothing was sent.
    pub fn usage(message: impl std::fmt::Display) -> Self {
        Self {
            status: crate::exit::USAGE,
            message: message.to_string(),
        }
    }
}

/// The runtime of a command: two threads are as many as this work can use, since it mostly waits.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}

/// Has a write beyond the file size limit fail like a full disk instead of ending the process: a signal
/// that somebody listens to does not kill.
fn survive_file_size_limit() {
    #[cfg(target_os = "linux")]
    {
        use tokio::signal::unix::{SignalKind, signal};
        const SIGXFSZ: i32 = 25;
        if let Ok(mut exceeded) = signal(SignalKind::from_raw(SIGXFSZ)) {
            tokio::spawn(async move { while exceeded.recv().await.is_some() {} });
        }
    }
}

/// Waits for SIGINT or SIGTERM (or what the platform has of them), and gives the signal's number.
async fn signal() -> std::io::Result<i32> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(tokio::select! {
            _ = interrupt.recv() => SignalKind::interrupt().as_raw_value(),
            _ = terminate.recv() => SignalKind::terminate().as_raw_value(),
        })
    }
    #[cfg(not(unix))]
    {
        const INTERRUPT: i32 = 2;
        tokio::signal::ctrl_c().await?;
        Ok(INTERRUPT)
    }
}
