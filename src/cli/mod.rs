//! What was typed, and nothing about what it means. No I/O, no defaults: those are in `settings`.

mod check;
mod inbox;
mod init;
mod input;
mod ledger;
mod output;
mod place;
mod reading;
mod results;
mod retry;
mod run;
mod sandbox;
mod schedule;
mod sending;
mod verify;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use check::CheckArgs;
pub use inbox::InboxArgs;
pub use init::InitArgs;
pub use input::InputArgs;
pub use ledger::{
    BackupArgs, ExportArgs, ImportArgs, LedgerArgs, LedgerCommand, OnLedgerArgs, VacuumArgs,
};
pub use output::{Format, LogArgs};
pub use place::PlaceArgs;
pub use reading::{ExplainArgs, ReportArgs, StatusArgs};
pub use results::{ResultsArgs, ResultsFormat};
pub use retry::RetryArgs;
pub use run::RunArgs;
pub use sandbox::SandboxArgs;
pub use schedule::ScheduleArgs;
pub use sending::{OnConflict, OnDoubt, ProgressWhen, SendingArgs, UnknownTags};
pub use verify::VerifyArgs;

/// Bring a spreadsheet of customers into Glassix: exactly one ticket per row, whatever happens on the way.
#[derive(Debug, Parser)]
#[command(name = "glassix-import", version = VERSION, about, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The version, with the commit that it was built from where the build could know it.
const VERSION: &str = env!("GLASSIX_IMPORT_VERSION");

// One line a paragraph: the terminal's width breaks it.
const AFTER_HELP: &str = "\
Credentials come from the environment, never from a flag: GLASSIX_API_KEY, GLASSIX_API_SECRET and \
GLASSIX_USER_NAME, or a ready GLASSIX_ACCESS_TOKEN; each also as NAME_FILE holding a path. GLASSIX_WORKSPACE \
stands for --workspace.

Exit status: 0 every row is created or already created; 1 nothing more can be done until somebody acts; \
2 usage or configuration error, nothing was sent; 3 finished, some rows need attention; 4 stopped before \
the end; 5 finished, some rows are in doubt; 6 another run holds the ledger; 7 credentials refused; \
130 and 143 stopped by a signal. After 1, 4, 5, 130 and 143 the same command goes on where it stopped.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create one ticket for each row of a sheet; run again, it goes on where it stopped
    #[command(args_override_self = true)]
    Run(Box<RunArgs>),
    /// Write a mapping file for a sheet, guessed from its header and its cells, with a reason for each guess
    Init(InitArgs),
    /// Look at a sheet before it is sent: how it is read, what its tickets would say, what is wrong with it
    #[command(args_override_self = true, mut_arg("ledger", |ledger| ledger.hide(true)))]
    Check(Box<CheckArgs>),
    /// Hold the ledger against the service: does every row have its ticket, and only one?
    #[command(mut_arg("ledger", |ledger| ledger.num_args(1..).help("The ledger; several of them, as those of shards, are taken together [default: ./glassix-import.sqlite]")))]
    Verify(Box<VerifyArgs>),
    /// Tell one row's whole story
    Explain(ExplainArgs),
    /// Tell how things stand: rows, runs, what needs attention; also how far a run is that is going on
    Status(StatusArgs),
    /// Write rows with what came of them: a file to mend and send again, or one for programs
    #[command(args_override_self = true)]
    Results(ResultsArgs),
    /// Write what became of a run, or of everything in the ledger, as a page for the browser
    Report(ReportArgs),
    /// Write a ledger down, take it to another machine, copy it, tidy it up
    Ledger(LedgerArgs),
    /// Have a scheduler start a run every night: print or write what systemd, cron, Kubernetes, launchd or Windows needs
    Schedule(ScheduleArgs),
    /// Send again what failed, out of the ledger: the sheet need not be there
    #[command(args_override_self = true)]
    Retry(Box<RetryArgs>),
    /// Serve a Glassix look-alike on this machine, to try things out
    Sandbox(SandboxArgs),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    Man {
        /// Write it, and a page for each command, into this folder
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
    },
}
