//! What was typed, and nothing about what it means. No I/O, no defaults: those are in `settings`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use secrecy::SecretString;

use crate::results::Class;
use crate::schedule::Kind;
use crate::sheet::HiddenRows;

/// Bring a spreadsheet of customers into Glassix: exactly one ticket per row, whatever happens on the way.
#[derive(Debug, Parser)]
#[command(name = "glassix-import", version, about, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

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
    Man,
}

/// The options of `run`.
#[derive(Debug, Default, Args)]
pub struct RunArgs {
    /// The sheets: CSV, xlsx, ods, xls, plain or packed by gzip or zstd; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping, ledger, and where tickets go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// How the sheets are read
    #[command(flatten)]
    pub input: InputArgs,

    /// Pace of requests, e.g. 5/s or 200/min; given several times, all of them hold; none switches limiting off [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// Requests under way at once [default: 8]
    #[arg(long, value_name = "N")]
    pub concurrency: Option<u16>,

    /// For one request, e.g. 30s [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,

    /// How long an unanswered request may still take effect before its key is looked up: longer is safer, and costs only the end of a run that had doubt [default: 5m, against a sandbox 2s]
    #[arg(long, value_name = "DURATION")]
    pub settle: Option<String>,

    /// Look an unanswered row up and send it again if it is provably absent, or never send it again [default: settle]
    #[arg(long, value_enum, value_name = "settle|hold")]
    pub on_doubt: Option<OnDoubt>,

    /// Whether a row whose contact has an open ticket already counts in the exit status: it does, or it is told and let pass [default: report]
    #[arg(long, value_enum, value_name = "report|skip")]
    pub on_conflict: Option<OnConflict>,

    /// Look at the tickets of so long a time before the first row, and take over those that have the key of a row; off looks at none [default: 1d for a ledger that knows no row yet]
    #[arg(long, value_name = "DURATION|off")]
    pub preflight: Option<String>,

    /// Look at nothing before the first row: neither at the department's tags nor at what --preflight would
    #[arg(long, visible_alias = "offline", conflicts_with = "preflight")]
    pub no_preflight: bool,

    /// Rows that are sent alone, one after the other, before the others follow: they must come back created; 0 for none [default: 1]
    #[arg(long, value_name = "N")]
    pub canary: Option<u32>,

    /// Tries per row [default: 5]
    #[arg(long, value_name = "N")]
    pub max_attempts: Option<u32>,

    /// Stop the run when so many rows have failed, e.g. 20 or 5%
    #[arg(long, value_name = "N|P%")]
    pub max_failures: Option<String>,

    /// Stop the run when so many rows in a row were refused with the same words; off never does [default: 20]
    #[arg(long, value_name = "N|off")]
    pub max_equal_errors: Option<String>,

    /// How long the service may be down or refuse everything for speed; until then the run waits and looks now and then whether it works again [default: 15m]
    #[arg(long, value_name = "DURATION")]
    pub patience: Option<String>,

    /// Stop after this time, e.g. 2h, or at this time of day, e.g. 06:00
    #[arg(long, value_name = "DURATION|HH:MM")]
    pub deadline: Option<String>,

    /// Send rows too that the service refused in an earlier run, or whose contact had an open ticket, though they say the same as then
    #[arg(long)]
    pub again: bool,

    /// Stop after N rows have been sent
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,

    /// All of it but the sending
    #[arg(long)]
    pub dry_run: bool,

    /// Greet the customers of a large sheet without being asked
    #[arg(short, long)]
    pub yes: bool,

    /// Write what became of the run as a page for the browser, at its end, however it ends
    #[arg(long, value_name = "FILE.html", conflicts_with = "dry_run")]
    pub report: Option<PathBuf>,

    /// In that page, show cells, keys and what the service said as they are: personal data
    #[arg(long, requires = "report")]
    pub with_values: bool,

    /// Write a record for each row as it is settled, a line of JSON each
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub results: Option<PathBuf>,

    /// Write what the run counted into this file, FILE.prom, for the Prometheus node exporter
    #[arg(long, value_name = "FILE", help_heading = "Telling")]
    pub metrics_file: Option<PathBuf>,

    /// Send the summary there at the end, by POST as one JSON object without single rows; better given as GLASSIX_IMPORT_NOTIFY_URL
    #[arg(long, value_name = "URL", help_heading = "Telling")]
    pub notify_url: Option<SecretString>,

    /// Call URL/start at the start and, at the end, URL after status 0 and URL/fail after any other; better given as GLASSIX_IMPORT_PING_URL
    #[arg(long, value_name = "URL", help_heading = "Telling")]
    pub ping_url: Option<SecretString>,

    /// The summary on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// How far the run is, on standard error
    #[arg(long, value_enum, default_value_t = ProgressWhen::Auto)]
    pub progress: ProgressWhen,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// Mapping, ledger, and where tickets go.
#[derive(Clone, Debug, Default, Args)]
pub struct PlaceArgs {
    /// Mapping and settings; ./glassix-import.toml is read if it is there
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where is written down what was sent and what came of it [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// The workspace NAME, served at https://NAME.glassix.com/api/v1.2
    #[arg(long, value_name = "NAME", conflicts_with_all = ["base_url", "sandbox"])]
    pub workspace: Option<String>,

    /// Instead of --workspace: the whole base, e.g. http://127.0.0.1:8787/api/v1.2
    #[arg(long, value_name = "URL", conflicts_with = "sandbox")]
    pub base_url: Option<String>,

    /// Refuse to begin if tickets would go to another workspace than this one, or with --base-url to another host
    #[arg(long, value_name = "NAME")]
    pub expect_workspace: Option<String>,

    /// Against a Glassix look-alike inside this process: no account needed, nothing leaves the machine
    #[arg(long)]
    pub sandbox: bool,
}

/// How sheets are read. Whatever is left out is found out by looking at the file.
#[derive(Clone, Debug, Default, Args)]
pub struct InputArgs {
    /// The character between cells, e.g. ; or tab [default: found out]
    #[arg(long, value_name = "CHAR", help_heading = "Reading")]
    pub delimiter: Option<String>,

    /// The character around cells, or none [default: found out]
    #[arg(long, value_name = "CHAR|none", help_heading = "Reading")]
    pub quote: Option<String>,

    /// The text encoding, e.g. windows-1255 [default: found out]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub encoding: Option<String>,

    /// The worksheet of a workbook, by name or number [default: the first visible one that holds anything]
    #[arg(long, value_name = "NAME|N", help_heading = "Reading")]
    pub sheet: Option<String>,

    /// The line on which the names of the columns stand, or none if there are none [default: found out]
    #[arg(long, value_name = "LINE|none", help_heading = "Reading")]
    pub header: Option<String>,

    /// Rows that are hidden in a workbook: report them and send none, read them as any other, or skip them [default: report]
    #[arg(
        long,
        value_enum,
        value_name = "report|read|skip",
        help_heading = "Reading"
    )]
    pub hidden_rows: Option<HiddenRows>,

    /// The country of phone numbers written without one, by its two letters, e.g. IL
    #[arg(long, value_name = "COUNTRY", help_heading = "Reading")]
    pub default_region: Option<String>,
}

/// The options of `init`.
#[derive(Debug, Default, Args)]
pub struct InitArgs {
    /// The sheet; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Where the mapping is written; - is standard output [default: ./glassix-import.toml]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Replace a mapping file that is there already
    #[arg(long)]
    pub force: bool,

    /// Ask nothing: take the likelier of what is not certain, and say so
    #[arg(short, long)]
    pub yes: bool,

    /// The workspace NAME, to stand in the mapping [default: GLASSIX_WORKSPACE]
    #[arg(long, value_name = "NAME", conflicts_with = "base_url")]
    pub workspace: Option<String>,

    /// Instead of --workspace: the whole base
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// How the sheet is read; what is told stands in the mapping
    #[command(flatten)]
    pub input: InputArgs,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `check`. It takes those of `run` that say where tickets go, so that one becomes the other
/// by a word, and asks for none of them.
#[derive(Debug, Default, Args)]
pub struct CheckArgs {
    /// The sheets; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping, and where tickets would go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// How the sheets are read
    #[command(flatten)]
    pub input: InputArgs,

    /// Pace that the duration is estimated for; may be given several times [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// Tickets that are shown as they would be sent, up to 100 [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub show: Option<u8>,

    /// What was found, on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Write what was found as a page for the browser
    #[arg(long, value_name = "FILE.html")]
    pub report: Option<PathBuf>,

    /// Print the rows as they are read, a line of JSON each, and nothing else; needs no mapping, takes one sheet
    #[arg(long, conflicts_with_all = ["report", "show", "format"])]
    pub records: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `verify`.
#[derive(Debug, Default, Args)]
pub struct VerifyArgs {
    /// Mapping, ledger, and where tickets are
    #[command(flatten)]
    pub place: PlaceArgs,

    /// Pace of requests; may be given several times [default: 3/s, with --sandbox 100/s]
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// For one request [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The row's uniqueArgument
    #[arg(value_name = "KEY")]
    pub key: String,

    /// The ledger [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `schedule`.
#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// What starts the job [default: what this machine has]
    #[arg(long = "for", value_enum, value_name = "SCHEDULER")]
    pub kind: Option<Kind>,

    /// The time of day, of some days if they stand before it, e.g. "Sun-Thu 02:00"
    #[arg(long, value_name = "HH:MM", default_value = "02:00")]
    pub at: String,

    /// The time zone of this time, e.g. Asia/Jerusalem [default: the machine's]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,

    /// The job's name, by which several are told apart
    #[arg(long, value_name = "NAME", default_value = "glassix-import")]
    pub name: String,

    /// With systemd: units of the system, which start without anybody logged in, as the user who types this
    #[arg(long)]
    pub system: bool,

    /// With Kubernetes: the container image [default: glassix-import:VERSION]
    #[arg(long, value_name = "IMAGE")]
    pub image: Option<String>,

    /// Write the files, into the scheduler's usual folder or this one, and say what to type next
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    pub install: Option<Option<PathBuf>>,

    /// Replace files that are there already and say something else
    #[arg(long)]
    pub force: bool,

    /// What would stand behind `run`: files or patterns in quotes, and options
    #[arg(value_name = "ARGUMENTS OF RUN", last = true, required = true)]
    pub run: Vec<OsString>,
}

/// The options of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The ledger [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// While a run goes on, show how far it is until it ends: in place on a terminal, elsewhere a line for each change
    #[arg(long)]
    pub watch: bool,

    /// Show keys and what the service said as they are: they may name customers
    #[arg(long)]
    pub with_values: bool,

    /// The result on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `results`.
#[derive(Debug, Default, Args)]
pub struct ResultsArgs {
    /// The ledger [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// Rows of these classes, with commas between them: created, failed, rejected, conflict, in-doubt, duplicate, not-attempted, all, or the HTTP status with which they failed [default: all but created]
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    pub only: Vec<Class>,

    /// Rows that this run met last: its name, or last
    #[arg(long, value_name = "ID|last")]
    pub run: Option<String>,

    /// Rows of this host or department, where the ledger has several [default: those of the last run]
    #[arg(long, value_name = "HOST")]
    pub target: Option<String>,

    /// Where they are written; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// What is written [default: as the name of the file ends, otherwise csv]
    #[arg(long, value_enum, value_name = "csv|jsonl|xlsx")]
    pub format: Option<ResultsFormat>,

    /// The encoding of CSV: a name, or original for that of the sheet [default: UTF-8 with a mark for Excel]
    #[arg(long, value_name = "NAME|original")]
    pub encoding: Option<String>,

    /// Replace a file that is there already
    #[arg(long)]
    pub force: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The ledger [default: ./glassix-import.sqlite]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,

    /// The run, by its name (status lists them), or last [default: everything in the ledger]
    #[arg(long, value_name = "ID|last")]
    pub run: Option<String>,

    /// Where the page is written; over nothing but an earlier page [default: ./report.html]
    #[arg(short, long, value_name = "FILE.html")]
    pub output: Option<PathBuf>,

    /// Show cells, keys and what the service said as they are: personal data
    #[arg(long)]
    pub with_values: bool,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// The options of `retry`.
#[derive(Debug, Default, Args)]
pub struct RetryArgs {
    /// Rows of these classes, with commas between them: failed, rejected, conflict, in-doubt, not-attempted, all, or the HTTP status with which they failed [default: all]
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    pub only: Vec<Class>,

    /// Only the row with this uniqueArgument; may be given several times
    #[arg(long, value_name = "KEY")]
    pub key: Vec<String>,

    /// What it has in common with a run
    #[command(flatten)]
    pub run: RetryRunArgs,
}

/// The options that `retry` has in common with `run`.
#[derive(Debug, Default, Args)]
pub struct RetryRunArgs {
    /// Mapping, ledger, and where tickets go
    #[command(flatten)]
    pub place: PlaceArgs,

    /// The country of phone numbers written without one, by its two letters, e.g. IL
    #[arg(long, value_name = "COUNTRY")]
    pub default_region: Option<String>,

    /// Pace of requests, as in run
    #[arg(long, value_name = "N/s|N/min")]
    pub rate: Vec<String>,

    /// Requests under way at once [default: 8]
    #[arg(long, value_name = "N")]
    pub concurrency: Option<u16>,

    /// For one request [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,

    /// How long an unanswered request may still take effect before its key is looked up [default: 5m, against a sandbox 2s]
    #[arg(long, value_name = "DURATION")]
    pub settle: Option<String>,

    /// Look a row in doubt up and send it again if it is provably absent, or never send it again [default: settle]
    #[arg(long, value_enum, value_name = "settle|hold")]
    pub on_doubt: Option<OnDoubt>,

    /// Tries per row [default: 5]
    #[arg(long, value_name = "N")]
    pub max_attempts: Option<u32>,

    /// Stop when so many rows have failed, e.g. 20 or 5%
    #[arg(long, value_name = "N|P%")]
    pub max_failures: Option<String>,

    /// Stop after N rows have been sent
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,

    /// All of it but the sending
    #[arg(long)]
    pub dry_run: bool,

    /// Write a record for each row as it is settled, a line of JSON each
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub results: Option<PathBuf>,

    /// The summary on standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// How far it is, on standard error
    #[arg(long, value_enum, default_value_t = ProgressWhen::Auto)]
    pub progress: ProgressWhen,

    /// What is logged, and how
    #[command(flatten)]
    pub log: LogArgs,
}

/// A form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultsFormat {
    /// A sheet in delimited text
    Csv,
    /// An object a line
    Jsonl,
    /// A workbook in which all cells are text
    Xlsx,
}

/// How much is logged, and how.
#[derive(Clone, Debug, Default, Args)]
pub struct LogArgs {
    /// Only what went wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// More of what happens; twice for every request
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// Log lines on standard error
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub log_format: Format,
}

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// What becomes of a row in doubt that lookups have shown to be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDoubt {
    /// It is sent again
    #[default]
    Settle,
    /// It is never sent again
    Hold,
}

/// What a row whose contact has an open ticket already does to the exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// It needs attention: status 3
    #[default]
    Report,
    /// It is counted and listed, and nothing more
    Skip,
}

/// When a progress bar is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ProgressWhen {
    /// On a terminal a bar, elsewhere a line every 30 seconds
    #[default]
    Auto,
    /// Also elsewhere often: a line every 5 seconds
    Always,
    /// Nothing
    Never,
}

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
