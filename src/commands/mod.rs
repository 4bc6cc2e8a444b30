//! One thin file for each command: what the library does is put together here, and its end becomes an
//! exit status.

mod arrivals;
mod check;
mod claims;
mod clearing;
mod connection;
mod core_dump;
mod document;
mod explain;
mod first_process;
mod greeting;
mod init;
mod kept;
mod ledger;
mod ledgers;
mod listener;
mod network;
mod notices;
mod papers;
mod placement;
mod publish;
mod recognition;
mod record_stream;
mod report;
mod results;
mod retry;
mod run;
mod sandbox;
mod schedule;
mod sources;
mod status;
mod tags;
mod verify;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// Does what was asked.
///
/// # Errors
/// Whatever ends a command before it has a summary of its own; `main` shows it with its causes.
pub fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    core_dump::refuse_core_dumps();
    first_process::end_by_signals();
    match cli.command {
        Command::Run(args) => run::run(&args),
        Command::Init(args) => init::init(&args),
        Command::Check(args) => check::check(&args),
        Command::Verify(args) => verify::verify(*args),
        Command::Explain(args) => explain::explain(&args),
        Command::Status(args) => status::status(&args),
        Command::Results(args) => results::results(&args),
        Command::Retry(args) => retry::retry(*args),
        Command::Report(args) => report::report(&args),
        Command::Ledger(args) => ledger::ledger(&args),
        Command::Schedule(args) => schedule::schedule(&args),
        Command::Sandbox(args) => sandbox::serve(&args),
        Command::Completions { shell } => papers::completions(shell),
        Command::Man { into } => papers::man(into.as_deref()),
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

/// The status that a process with this error ends with.
#[must_use]
pub fn status(error: &anyhow::Error) -> u8 {
    error
        .downcast_ref::<Failure>()
        .map_or(crate::exit::FATAL, |failure| failure.status)
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

/// The runtime of a command. Sheet and ledger have threads of their own, and what is left mostly waits: with a second
/// thread the same rows took 7 % more of two processors, in the same time.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
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

/// SIGINT and SIGTERM, or what the platform has of them, heard from one registration on: a second signal
/// that follows the first at once is not lost.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    /// Hears them from here on, in place of whatever else ends this process by them.
    fn listen() -> std::io::Result<Self> {
        let signals = Self::unheard()?;
        first_process::signals_are_heard();
        Ok(signals)
    }

    #[cfg(unix)]
    fn unheard() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// The number of the next signal.
    #[cfg(unix)]
    async fn next(&mut self) -> i32 {
        use tokio::signal::unix::SignalKind;
        tokio::select! {
            _ = self.interrupt.recv() => SignalKind::interrupt().as_raw_value(),
            _ = self.terminate.recv() => SignalKind::terminate().as_raw_value(),
        }
    }

    #[cfg(not(unix))]
    fn unheard() -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// The number of the next signal.
    #[cfg(not(unix))]
    async fn next(&mut self) -> i32 {
        const INTERRUPT: i32 = 2;
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        INTERRUPT
    }
}
